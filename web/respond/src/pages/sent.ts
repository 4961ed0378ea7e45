// SPDX-License-Identifier: Apache-2.0
// After sealing: the ballot waits until the server has signed for it. Then it can be answered again or withdrawn.
import {app, date, stillHere, stopView, t, view, wait} from '../app.ts';
import {hex} from '../bytes.ts';
import {postTo} from '../door.ts';
import {bar, button, h, p, row, show} from '../dom.ts';
import type {Slip} from '../slip.ts';
import * as store from '../store.ts';
import {Stop} from '../stop.ts';
import {sendBallot} from '../take_part.ts';
import {endOfVisit} from './kiosk.ts';
import {questionsView} from './questions.ts';
import {sealAndSend} from './review.ts';
import {slipParts} from './slip_parts.ts';
import type {Opened} from './wave.ts';

const EVERY = 20_000;
let timer: ReturnType<typeof setTimeout> | undefined;
let busy: Slip | undefined;
let tryNow: () => void = () => undefined;
addEventListener('online', () => tryNow());

/// On a kiosk: nothing of the last person is tried any more from here.
export function stopTrying(): void {
  clearTimeout(timer);
  busy = undefined;
  tryNow = () => undefined;
}

/// Posts what waits; where nobody answers, again and again. The same bytes each time, so that a second arrival is the same ballot.
export function sendWaiting(opened: Opened, slip: Slip): void {
  clearTimeout(timer);
  tryNow = () => sendWaiting(opened, slip);
  if (busy) return;
  busy = slip;
  const here = stillHere();
  sendBallot(postTo(app.stamp), app.stamp, slip).then(async (done) => {
    here();
    tryNow = () => undefined;
    await store.keepSlip(done);
    sentView(opened, done, true);
  }).catch(async (error: unknown) => {
    here();
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
  }).catch(() => undefined).finally(() => { if (busy === slip) busy = undefined; });
}

export function waitingView(opened: Opened, slip: Slip, first = false): void {
  if (first) return view(wait);
  view(() => show(h('h1', {}, t('waiting')), h('p', {role: 'status'}, app.kiosk ? t('kiosk_waits') : t('waiting_words', {date: date(opened.wave.closesBallots)})),
    h('section', {class: 'sheet'}, slipParts(opened, slip)),
    app.kiosk ? endOfVisit() : bar(button(t('retry'), () => sendWaiting(opened, slip), 'main'))));
}

/// The receipt in eight digits, enough to compare by eye; the slip has all of it.
const short = (bytes: Parameters<typeof hex>[0]): string => hex(bytes.slice(0, 4)).replace(/(....)/, '$1 ');

export function sentView(opened: Opened, slip: Slip, now: boolean): void {
  const {wave, listed} = opened;
  view(() => show(h('h1', {}, now ? t('sent') : h('bdi', {}, wave.title)),
    h('p', {class: 'found', ...(now ? {role: 'status'} : {})}, now ? t('sent_words') : t('sent'), slip.last && h('span', {class: 'receipt'}, t('receipt', {receipt: short(slip.last.blob)}))),
    p(t('sent_more', {date: date(wave.closesBallots)})),
    listed.ballotsOpen && wave.questions !== undefined && row(button(t('again'), () => questionsView(opened, slip)), button(t('withdraw'), () => withdrawView(opened, slip))),
    h('section', {class: 'sheet'}, slipParts(opened, slip)),
    app.kiosk ? endOfVisit() : forgetParts(opened)));
}

function withdrawView(opened: Opened, slip: Slip): void {
  view(() => show(h('h1', {}, t('withdraw')), p(t('withdraw_ask')),
    bar(button(t('withdraw'), () => sealAndSend(opened, slip, undefined), 'main'), button(t('back'), () => sentView(opened, slip, false)))));
}

/// On a device that others use too.
export function forgetParts(opened: Opened): HTMLElement {
  return h('details', {}, h('summary', {}, t('forget')), p(t('forget_ask')), button(t('forget_yes'), () => {
    store.forget(opened.wave.id);
    view(() => show(h('h1', {}, t('forgotten')), bar(button(t('start'), app.home))));
  }));
}
