// SPDX-License-Identifier: Apache-2.0
// The questions: one at a time on a telephone, all on one page on a desktop.
import {app, t, view} from '../app.ts';
import {bar, button, h, p, show} from '../dom.ts';
import type {Slip} from '../slip.ts';
import {doors} from './contacts.ts';
import {field, onKey} from './fields.ts';
import {type Filling, type Group, begun} from './filling.ts';
import {review} from './review.ts';
import {attributes, spoken} from './spoken.ts';
import {type Opened, groupParts, route} from './wave.ts';

export const WIDE = '(min-width: 900px)';
const narrow = (): boolean => !matchMedia(WIDE).matches;
let keys: (event: KeyboardEvent) => void = () => undefined;
document.addEventListener('keydown', (event) => { if (document.querySelector('main fieldset')) keys(event); });

export const questionsView = (opened: Opened, slip: Slip): void => fill(begun(opened, slip));

const lead = (f: Filling, {lead: words}: Group, kind: 'p' | 'h1' | 'h2'): HTMLElement | undefined => {
  const said = words && spoken(words, f.opened.wave.languages ?? []);
  return said && h(kind, {class: 'lead', ...attributes(said)}, said.text);
};

function tallyParts(f: Filling): HTMLElement {
  const box = h('input', {type: 'checkbox', checked: f.remember, change: () => { f.remember = box.checked; }});
  return h('label', {class: 'tick'}, box, h('span', {}, t('remember')));
}

/// `at`: the question to begin with.
export function fill(f: Filling, at?: number): void {
  if (at !== undefined) f.at = Math.max(0, f.screens.findIndex(({from, to}) => at >= from && at < to));
  view(() => {
    if (narrow()) oneScreen(f);
    else allOnOne(f);
    if (at !== undefined && !narrow()) document.querySelectorAll<HTMLElement>('fieldset')[at]?.querySelector<HTMLElement>('input:checked,input')?.focus();
  }, true);
}

function oneScreen(f: Filling): void {
  const screen = f.screens[f.at] as Filling['screens'][number], {group, from, to} = screen, n = f.questions.length, last = f.at + 1 === f.screens.length, alone = to - from === 1;
  const move = (by: number): void => {
    f.at += by;
    fill(f);
  };
  const onward = (): void => (last ? review(f) : move(1));
  const bar_ = h('progress', {max: String(n), value: String(to), 'aria-label': t('question_of', {i: to, n})});
  show(bar_, f.at === 0 && h('p', {class: 'quiet'}, ...groupParts(f.opened.wave, f.slip)), lead(f, group, alone ? 'p' : 'h1'),
    ...Array.from({length: to - from}, (_, i) => field(f, from + i, alone, () => undefined)),
    group.tally && !app.kiosk && tallyParts(f), group.care && doors(f.opened.wave), p(t('keys'), 'keys'),
    bar(last ? button(t('to_review'), () => review(f), 'main') : button(t('next'), onward, 'main'), button(t('back'), f.at > 0 ? () => move(-1) : () => route(f.opened))));
  if (!document.querySelector('main h1')) document.querySelector<HTMLElement>('legend span')?.setAttribute('tabindex', '-1');
  keys = (event) => onKey(event, (own) => {
    const all = [...document.querySelectorAll('fieldset')], next = all[all.indexOf(own) + 1];
    if (next) next.querySelector<HTMLElement>('input:checked,input')?.focus();
    else onward();
  });
}

function allOnOne(f: Filling): void {
  const n = f.questions.length, count = h('span', {class: 'quiet'}), bar_ = h('progress', {max: String(n), 'aria-hidden': 'true'});
  const counted = (): void => {
    const i = f.answers.filter((code) => code > 0).length;
    count.textContent = t('answered', {i, n});
    bar_.value = i;
  };
  counted();
  const title = h('h1', {}, h('bdi', {}, f.opened.wave.title));
  show(title, h('p', {class: 'quiet'}, ...groupParts(f.opened.wave, f.slip)), p(t('keys'), 'keys'),
    ...f.groups.map((group) => h('section', {class: 'sheet'}, lead(f, group, 'h2'), group.care && doors(f.opened.wave),
      ...Array.from({length: group.to - group.from}, (_, i) => field(f, group.from + i, false, counted)), group.tally && !app.kiosk && tallyParts(f))),
    bar(button(t('to_review'), () => review(f), 'main'), button(t('back'), () => route(f.opened)), count, bar_));
  keys = (event) => onKey(event, (own) => {
    const all = [...document.querySelectorAll('fieldset')], next = all[all.indexOf(own) + 1];
    (next ? next.querySelector<HTMLElement>('input:checked,input') : document.querySelector<HTMLElement>('.bar .main'))?.focus();
  });
}
