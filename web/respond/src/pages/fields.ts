// SPDX-License-Identifier: Apache-2.0
// One question: its sentence, its answers, and the contacts where an answer calls for them.
import {say} from '../dom.ts';
import {t} from '../app.ts';
import {h} from '../dom.ts';
import type {Question} from '../manifest.ts';
import {careNote} from './contacts.ts';
import {type Filling, isCount} from './filling.ts';
import {type Spoken, attributes, codesOf, labelOf, spoken} from './spoken.ts';

/// `alone`: the only one on the screen, so that its sentence is the heading.
export function field(f: Filling, i: number, alone: boolean, changed: () => void): HTMLFieldSetElement {
  const q = f.questions[i] as Question, {wave} = f.opened, codes = codesOf(q), sentence = spoken(q.text, wave.languages ?? []);
  const note = q.care.length ? careNote(wave) : undefined;
  const care = (aloud: boolean): void => {
    if (!note) return;
    note.hidden = !q.care.includes(f.answers[i] as number);
    if (aloud) say(note.hidden ? '' : t('care'));
  };
  const option = (code: number, words: Spoken): HTMLElement => h('label', {class: code === 0 ? 'skip' : undefined},
    h('input', {type: 'radio', name: `q${i}`, value: String(code), checked: code > 0 && f.answers[i] === code, change: () => {
      f.answers[i] = code;
      f.sealed = undefined;
      care(true);
      changed();
    }}), h('span', attributes(words), words.text));
  const number = h('small', {}, t('question_of', {i: i + 1, n: f.questions.length})), words = h(alone ? 'h1' : 'span', attributes(sentence), sentence.text);
  const counts = isCount(q), skip = option(0, {text: t('skip')});
  const answers = h('div', {class: counts ? 'answers counts' : codes.length > 7 ? 'answers many' : 'answers'}, ...codes.map((code) => option(code, labelOf(wave, q, code))), !counts && skip);
  const whole = h('fieldset', {}, h('legend', {}, number, words), answers, counts && skip, note);
  care(false);
  return whole;
}

/// A number chooses, Enter goes on to the next question or screen.
export function onKey(event: KeyboardEvent, onward: (field: HTMLFieldSetElement) => void): void {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.altKey || event.metaKey || target.closest('button,a,summary,select,textarea,input:not([type=radio]):not([type=checkbox])')) return;
  const all = [...document.querySelectorAll<HTMLFieldSetElement>('main fieldset')], own = target.closest('fieldset') ?? (all.length === 1 ? all[0] : undefined);
  if (!own) return;
  if (event.key === 'Enter') {
    event.preventDefault();
    return onward(own as HTMLFieldSetElement);
  }
  if (!/^\d$/.test(event.key)) return;
  // Counts begin at nothing, so that 0 chooses none; everything else is counted from 1.
  const radios = [...own.querySelectorAll<HTMLInputElement>('.answers label:not(.skip) input')], at = own.querySelector('.counts') ? Number(event.key) : Number(event.key) - 1, radio = radios[at];
  if (!radio) return;
  event.preventDefault();
  radio.focus();
  radio.click();
}
