// SPDX-License-Identifier: Apache-2.0
// The questions: one at a time on a telephone, all on one sheet elsewhere; then what will be sent. Answers are in memory and nowhere else until they are sealed.
import {app, run, t, view} from '../app.ts';
import {postLength} from '../ballot.ts';
import {type Bytes} from '../bytes.ts';
import {button, h, p, show} from '../dom.ts';
import type {Question, Texts} from '../manifest.ts';
import type {Slip} from '../slip.ts';
import * as store from '../store.ts';
import {makeBallot} from '../take_part.ts';
import {sendWaiting, waitingView} from './sent.ts';
import {type Opened, groupWords, route, sealWords} from './wave.ts';

interface Filling {
  readonly opened: Opened;
  readonly slip: Slip;
  readonly questions: readonly Question[];
  readonly answers: Bytes;
  at: number;             // on a telephone
}

const narrow = (): boolean => matchMedia('(max-width: 40rem)').matches;

/// The text in the reader's language, or in the first the wave speaks; then it says so to screen readers.
function spoken(texts: Texts, languages: readonly string[]): {text: string; lang?: string} {
  const own = texts[app.language];
  if (own !== undefined) return {text: own};
  const lang = languages.find((one) => texts[one] !== undefined) ?? Object.keys(texts)[0];
  return lang === undefined ? {text: ''} : {text: texts[lang] ?? '', lang};
}

/// The answer bytes of a question in the order of its labels: the codes from min to max, then others.
const codesOf = (q: Question): number[] => [...Array.from({length: q.max - q.min + 1}, (_, i) => i + 1), ...q.others];
function labelOf(f: Filling, q: Question, code: number): {text: string; lang?: string} {
  const at = codesOf(q).indexOf(code), label = spoken(q.labels[at] ?? {}, f.opened.wave.languages ?? []);
  return label.text ? label : {text: String(q.min + code - 1)};
}

export function questionsView(opened: Opened, slip: Slip): void {
  const questions = opened.wave.questions ?? [];
  fill({opened, slip, questions, answers: new Uint8Array(questions.length), at: 0});
}

function fieldset(f: Filling, i: number): HTMLElement {
  const q = f.questions[i] as Question, {text, lang} = spoken(q.text, f.opened.wave.languages ?? []);
  const option = (code: number, words: {text: string; lang?: string}): HTMLElement => {
    const input = h('input', {type: 'radio', name: `q${i}`, value: String(code), checked: f.answers[i] === code, change: () => { f.answers[i] = code; }});
    return h('label', {class: code === 0 ? 'skip' : undefined}, input, h('span', words.lang ? {lang: words.lang, dir: 'auto'} : {}, words.text));
  };
  return h('fieldset', {}, h('legend', {}, h('small', {}, t('question_of', {i: i + 1, n: f.questions.length})), h('span', lang ? {lang, dir: 'auto'} : {}, text)),
    ...codesOf(q).map((code) => option(code, labelOf(f, q, code))), option(0, {text: t('skip')}));
}

function fill(f: Filling): void {
  const n = f.questions.length;
  view(() => {
    const one = narrow();
    const move = (to: number): void => {
      f.at = to;
      fill(f);
    };
    const title = h('h1', {}, h('bdi', {}, f.opened.wave.title));
    if (!one) return show(title, ...f.questions.map((_, i) => fieldset(f, i)), h('div', {class: 'row'}, button(t('to_review'), () => review(f), 'main'), button(t('back'), () => route(f.opened))));
    return show(title, h('progress', {max: String(n), value: String(f.at + 1), 'aria-label': t('question_of', {i: f.at + 1, n})}), fieldset(f, f.at),
      h('div', {class: 'row thumb'}, f.at + 1 < n ? button(t('next'), () => move(f.at + 1), 'main') : button(t('to_review'), () => review(f), 'main'),
        f.at > 0 ? button(t('back'), () => move(f.at - 1)) : button(t('back'), () => route(f.opened))));
  }, true);
}

function review(f: Filling): void {
  const {opened, slip} = f;
  view(() => {
    const rows = f.questions.map((q, i) => {
      const {text, lang} = spoken(q.text, opened.wave.languages ?? []), code = f.answers[i] as number, label = code ? labelOf(f, q, code) : {text: t('skipped')};
      return h('tr', {}, h('th', {scope: 'row', ...(lang ? {lang, dir: 'auto'} : {})}, text), h('td', label.lang ? {lang: label.lang, dir: 'auto'} : {}, label.text));
    });
    show(h('h1', {}, t('review')), p(`${t('group')}: ${groupWords(opened.wave, slip)}`), h('table', {}, h('tbody', {}, ...rows)),
      p(`${t('review_words', {bytes: postLength(f.questions.length)})} ${sealWords(opened.wave)}`),
      h('details', {}, h('summary', {}, t('inside')), h('pre', {dir: 'ltr', tabindex: '0'}, JSON.stringify({cell: slip.cell?.cell, answers: [...f.answers]}))),
      h('div', {class: 'row thumb'}, button(t('send'), () => send(f), 'main'), button(t('change'), () => fill(f))));
  });
}

function send(f: Filling): void {
  sealAndSend(f.opened, f.slip, f.answers);
}

/// Seals, keeps what was sealed, sends it, and wipes what was answered. Nothing for answers: the ballot withdraws.
export function sealAndSend(opened: Opened, slip: Slip, answers: Bytes | undefined): void {
  run(async () => {
    const waiting = await makeBallot(opened.wave, slip, answers, Math.floor(Date.now() / 3_600_000));
    answers?.fill(0);
    const kept: Slip = {...slip, waiting};
    await store.keepSlip(kept);
    waitingView(opened, kept, true);
    sendWaiting(opened, kept);
  });
}
