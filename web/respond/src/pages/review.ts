// SPDX-License-Identifier: Apache-2.0
// What will be sent: in words, as it stands inside the seal, and to the byte.
import {run, t, view} from '../app.ts';
import {postLength} from '../ballot.ts';
import {type Bytes, hex} from '../bytes.ts';
import {bar, button, h, p, row, show, toggle} from '../dom.ts';
import type {Slip, Waiting} from '../slip.ts';
import * as store from '../store.ts';
import {makeBallot} from '../take_part.ts';
import {type Filling, dropAnswers, keepTally} from './filling.ts';
import {fill} from './questions.ts';
import {sendWaiting, waitingView} from './sent.ts';
import {attributes, labelOf, spoken} from './spoken.ts';
import {type Opened, groupParts, sealWords} from './wave.ts';

const hour = (): number => Math.floor(Date.now() / 3_600_000);

export function review(f: Filling): void {
  const {opened, slip} = f, {wave} = opened;
  view(() => {
    const rows = f.questions.map((q, i) => {
      const sentence = spoken(q.text, wave.languages ?? []), code = f.answers[i] as number, label = code ? labelOf(wave, q, code) : {text: t('skipped')};
      return h('tr', {}, h('th', {scope: 'row', ...attributes(sentence)}, sentence.text),
        h('td', {}, h('button', {type: 'button', class: code ? undefined : 'quiet', click: () => fill(f, i)}, h('span', attributes(label), label.text))));
    });
    const inside = h('pre', {dir: 'ltr', tabindex: '0'}, JSON.stringify({cell: slip.cell?.cell, answers: [...f.answers]}));
    const bytes = h('pre', {dir: 'ltr', tabindex: '0', class: 'bytes'});
    // What is shown is what is sent: the ballot is sealed here, and these bytes wait for the press.
    const seal = async (): Promise<void> => {
      f.sealed ??= await makeBallot(wave, slip, f.answers, hour());
      bytes.textContent = hex(f.sealed.post).replace(/(..)(?=.)/g, '$1 ');
    };
    show(h('h1', {}, t('review')), h('p', {}, ...groupParts(wave, slip)), h('table', {class: 'sheet'}, h('tbody', {}, ...rows)),
      p(`${t('review_words', {bytes: postLength(f.questions.length)})} ${sealWords(wave)}`),
      row(toggle(t('inside'), inside), toggle(t('bytes'), bytes, seal)), inside, bytes,
      bar(button(t('send'), () => {
        keepTally(f);
        sealAndSend(opened, slip, f.answers, f.sealed);
      }, 'main'), button(t('change'), () => fill(f))));
  });
}

/// Seals, keeps what was sealed, sends it, and wipes what was answered. Nothing for answers: the ballot withdraws.
export function sealAndSend(opened: Opened, slip: Slip, answers: Bytes | undefined, sealed?: Waiting): void {
  run(async (here) => {
    const waiting = sealed ?? (await makeBallot(opened.wave, slip, answers, hour()));
    here();
    dropAnswers();
    const kept: Slip = {...slip, waiting};
    await store.keepSlip(kept);
    waitingView(opened, kept, true);
    sendWaiting(opened, kept);
  });
}
