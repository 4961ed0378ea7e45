// SPDX-License-Identifier: Apache-2.0
// After sealing: the ballot waits until the server has signed for it. Then it can be answered again or withdrawn.
import {app, date, stopView, t, view, wait} from '../app.ts';
import {hex} from '../bytes.ts';
import {postTo} from '../door.ts';
import {button, h, p, show} from '../dom.ts';
import type {Slip} from '../slip.ts';
import * as store from '../store.ts';
import {Stop} from '../stop.ts';
import {sendBallot} from '../take_part.ts';
import {slipParts} from './slip_parts.ts';
import {questionsView, sealAndSend} from './questions.ts';
import type {Opened} from './wave.ts';

const EVERY = 20_000;
let timer: ReturnType<typeof setTimeout> | undefined;
let busy = false;
let tryNow: () => void = () => undefined;
addEventListener('online', () => tryNow());

/// Posts what waits; where nobody answers, again and again. The same bytes each time, so that a second arrival is the same ballot.
export function sendWaiting(opened: Opened, slip: Slip): void {
  clearTimeout(timer);
  tryNow = () => sendWaiting(opened, slip);
  if (busy) return;
  busy = true;
  sendBallot(postTo(app.stamp), app.stamp, slip).then(async (done) => {
    tryNow = () => undefined;
    await store.keepSlip(done);
    sentView(opened, done, true);
  }).catch(async (error: unknown) => {
    const stop = error instanceof Stop ? error : new Stop('DEFECT', String(error));
    if (stop.stop === 'OFFLINE' || stop.stop === 'BUSY') {
      timer = setTimeout(() => tryNow(), EVERY);
      return waitingView(opened, slip);
    }
    // Refused for good: what was sealed is of no use any more.
    tryNow = () => undefined;
    const {waiting: _, ...rest} = slip;
    await store.keepSlip(rest);
    stopView(stop);
  }).finally(() => { busy = false; });
}

export function waitingView(opened: Opened, slip: Slip, first = false): void {
  if (first) return view(wait);
  view(() => show(h('h1', {}, t('waiting')), p(t('waiting_words', {date: date(opened.wave.closesBallots)})),
    h('div', {class: 'row'}, button(t('send_now'), () => sendWaiting(opened, slip), 'main'))));
}

/// The receipt in eight digits, enough to compare by eye; the slip has all of it.
const short = (bytes: Parameters<typeof hex>[0]): string => hex(bytes.slice(0, 4)).replace(/(....)/, '$1 ');

export function sentView(opened: Opened, slip: Slip, now: boolean): void {
  const {wave, listed} = opened;
  view(() => show(h('h1', {}, now ? t('sent') : h('bdi', {}, wave.title)),
    h('p', now ? {role: 'status'} : {}, now ? t('sent_words') : t('sent')),
    slip.last && h('p', {class: 'receipt'}, t('receipt', {receipt: short(slip.last.blob)})),
    p(t('sent_more', {date: date(wave.closesBallots)})),
    listed.ballotsOpen && wave.questions !== undefined && h('div', {class: 'row'}, button(t('again'), () => questionsView(opened, slip)), button(t('withdraw'), () => withdrawView(opened, slip))),
    h('section', {class: 'sheet'}, slipParts(slip)),
    forgetParts(opened)));
}

function withdrawView(opened: Opened, slip: Slip): void {
  view(() => show(h('h1', {}, t('withdraw')), p(t('withdraw_ask')),
    h('div', {class: 'row'}, button(t('withdraw_yes'), () => sealAndSend(opened, slip, undefined), 'main'), button(t('withdraw_no'), () => sentView(opened, slip, false)))));
}

/// On a device that others use too.
export function forgetParts(opened: Opened): HTMLElement {
  return h('details', {}, h('summary', {}, t('forget')), p(t('forget_ask')), button(t('forget_yes'), () => {
    store.forgetSlip(opened.wave.id);
    view(() => show(h('h1', {}, t('forgotten')), h('div', {class: 'row'}, button(t('start'), app.home))));
  }));
}
