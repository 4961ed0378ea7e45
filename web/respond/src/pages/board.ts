// SPDX-License-Identifier: Apache-2.0
// After the close: is my ballot on the board, as I sent it last?
import {app, run, t, view, wait} from '../app.ts';
import {filesOf} from '../door.ts';
import {bar, button, h, p, show} from '../dom.ts';
import type {Slip} from '../slip.ts';
import {type Found, findOnBoard} from '../take_part.ts';
import type {Words} from '../words/en.ts';
import {forgetParts} from './sent.ts';
import {otherWays} from './ways.ts';
import type {Opened} from './wave.ts';

const WORDS: {readonly [found in Found]: keyof Words} = {counted: 'counted', withdrawn: 'taken_back', replaced: 'replaced', absent: 'absent', not_out: 'not_out'};

export function closedView(opened: Opened): void {
  const {wave, slip} = opened;
  view(() => show(h('h1', {}, h('bdi', {}, wave.title)), p(t('closed')),
    ...(slip ? [p(t('check_words')), forgetParts(opened), bar(button(t('check'), () => check(opened, slip), 'main'))] : [p(t('no_slip')), otherWays(opened)])));
}

function check(opened: Opened, slip: Slip): void {
  view(wait);
  run(async (here) => {
    const found = await findOnBoard(filesOf(app.stamp, opened.wave.id), app.stamp, slip);
    here();
    view(() => show(h('h1', {}, t('check')), h('p', {class: 'found', role: 'status'}, t(WORDS[found])), found !== 'not_out' && forgetParts(opened), bar(button(t('start'), app.home))));
  }, () => check(opened, slip));
}
