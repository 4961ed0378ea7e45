// SPDX-License-Identifier: Apache-2.0
// What every view stands on: the stamp, the language, and how a stop is shown.
import {bar, button, h, p, say, show} from './dom.ts';
import type {Stamp} from './manifest.ts';
import * as store from './store.ts';
import {Stop} from './stop.ts';
import {ALL, LANGUAGES, type Language, dateWords, directionOf, filled, isLanguage, preferred} from './words.ts';
import type {Words} from './words/en.ts';

/// `person` counts the people a kiosk has had: what was begun for one of them must not show anything to the next.
export const app: {stamp: Stamp; language: Language; home: () => void; kiosk: boolean; person: number; card?: string | undefined} =
  {stamp: undefined as unknown as Stamp, language: 'en', home: () => undefined, kiosk: false, person: 0};

export const t = (name: keyof Words, values: {readonly [name: string]: string | number} = {}): string => filled(ALL[app.language][name], values);
export const date = (hour: number): string => dateWords(app.language, hour);
export const day = (hour: number): string => dateWords(app.language, hour, false);

let again: () => void = () => undefined;
let byWidth = false;
/// A view: shown now, and once more when the language changes; where it depends on it, also when the width does.
export function view(draw: () => void, dependsOnWidth = false): void {
  again = draw;
  byWidth = dependsOnWidth;
  say('');
  draw();
}
export const redraw = (): void => again();
export const redrawForWidth = (): void => { if (byWidth) again(); };

export function wait(): void {
  show(h('h1', {class: 'quiet'}, t('wait')));
}

/// What the page found, and what to do now. Where it cannot be mended from here it leads to the start, else to another try.
export function stopView(stop: Stop, retry?: () => void): void {
  const draw = (): void => show(h('h1', {}, t('stop')), h('p', {class: 'stop', role: 'alert'}, t(stop.stop)), p(stop.stop, 'quiet'),
    bar(retry && button(t('retry'), retry, 'main'), button(t('start'), app.home)));
  view(draw);
  if (stop.stop === 'OFFLINE' && retry) addEventListener('online', () => { if (again === draw) retry(); }, {once: true});
}

class Gone extends Error {}
/// To be asked after every wait: throws where a kiosk has another person by now.
export function stillHere(): () => void {
  const {person} = app;
  return () => { if (app.person !== person) throw new Gone(); };
}

/// Runs something that may stop. What is no stop is a defect of ours.
export function run(work: (here: () => void) => Promise<void>, retry?: () => void): void {
  const here = stillHere();
  work(here).catch((error: unknown) => {
    if (error instanceof Gone) return;
    here();
    stopView(error instanceof Stop ? error : new Stop('DEFECT', String(error)), retry);
  }).catch(() => undefined);
}

export function useLanguage(language: Language): void {
  app.language = language;
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  const top = document.querySelector('header') as HTMLElement;
  const choice = h('select', {id: 'language', 'aria-label': t('language'), change: () => {
    if (!isLanguage(choice.value)) return;
    store.keepLanguage(choice.value);
    useLanguage(choice.value);
    redraw();
    document.getElementById('language')?.focus();
  }}, ...Object.entries(LANGUAGES).map(([code, name]) => h('option', {value: code, lang: code, selected: code === language}, name)));
  top.replaceChildren(h('bdi', {}, app.stamp.organisation), choice);
  (document.querySelector('footer') as HTMLElement).textContent = t('footer', {host: app.stamp.respond});
}

export const firstLanguage = (): Language => {
  const kept = store.language();
  return isLanguage(kept) ? kept : preferred(navigator.languages);
};
