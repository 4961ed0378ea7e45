// SPDX-License-Identifier: Apache-2.0
// What every view stands on: the stamp, the language, and how a stop is shown.
import {button, h, p, say, show} from './dom.ts';
import type {Stamp} from './manifest.ts';
import * as store from './store.ts';
import {Stop} from './stop.ts';
import {ALL, LANGUAGES, type Language, dateWords, directionOf, filled, isLanguage, preferred} from './words.ts';
import type {Words} from './words_en.ts';

export const app: {stamp: Stamp; language: Language; home: () => void} = {stamp: undefined as unknown as Stamp, language: 'en', home: () => undefined};

export const t = (name: keyof Words, values: {readonly [name: string]: string | number} = {}): string => filled(ALL[app.language][name], values);
export const date = (hour: number): string => dateWords(app.language, hour);

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
  show(h('h1', {}, t('wait')));
}

/// Where a stop cannot be mended from here it leads to the start, else to another try.
export function stopView(stop: Stop, retry?: () => void): void {
  view(() => show(h('h1', {}, t('stop')), h('p', {class: 'stop', role: 'alert'}, t(stop.stop)), p(stop.stop, 'quiet'),
    h('div', {class: 'row'}, retry && button(t('retry'), retry, 'main'), button(t('start'), app.home))));
}

/// Runs something that may stop. What is no stop is a defect of ours.
export function run(work: () => Promise<void>, retry?: () => void): void {
  work().catch((error: unknown) => stopView(error instanceof Stop ? error : new Stop('DEFECT', String(error)), retry));
}

export function useLanguage(language: Language): void {
  app.language = language;
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  const top = document.querySelector('header') as HTMLElement;
  const choice = h('select', {id: 'language', change: () => {
    if (!isLanguage(choice.value)) return;
    store.keepLanguage(choice.value);
    useLanguage(choice.value);
    redraw();
    document.getElementById('language')?.focus();
  }}, ...Object.entries(LANGUAGES).map(([code, name]) => h('option', {value: code, lang: code, selected: code === language}, name)));
  top.replaceChildren(h('span', {class: 'brand'}, 'Karuna'), h('label', {for: 'language'}, `${t('language')} `, choice));
  (document.querySelector('footer') as HTMLElement).textContent = t('footer', {host: app.stamp.respond});
}

export const firstLanguage = (): Language => {
  const kept = store.language();
  return isLanguage(kept) ? kept : preferred(navigator.languages);
};
