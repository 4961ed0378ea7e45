// SPDX-License-Identifier: Apache-2.0
// After the close: is my ballot on the board, as I sent it last?
import {app, run, t, view, wait} from '../app.ts';
import {filesOf} from '../door.ts';
import {button, h, p, show} from '../dom.ts';
import type {Slip} from '../slip.ts';
import {type Found, findOnBoard} from '../take_part.ts';
import type {Words} from '../words_en.ts';
import {forgetParts} from './sent.ts';
import {type Opened, otherWays} from './wave.ts';

const WORDS: {readonly [found in Found]: keyof Words} = {counted: 'counted', withdrawn: 'taken_back', replaced: 'replaced', absent: 'absent', not_out: 'not_out'};

export function closedView(opened: Opened): void {
  const {wave, slip} = opened;
  view(() => show(h('h1', {}, h('bdi', {}, wave.title)), p(t('closed')),
    slip ? h('div', {}, p(t('check_words')), h('div', {class: 'row'}, button(t('check'), () => check(opened, slip), 'main')), forgetParts(opened)) : h('div', {}, p(t('no_slip')), otherWays(opened))));
}

function check(opened: Opened, slip: Slip): void {
  view(wait);
  run(async () => {
    const found = await findOnBoard(filesOf(app.stamp, opened.wave.id), app.stamp, slip);
    view(() => show(h('h1', {}, t('check')), h('p', {class: 'found', role: 'status'}, t(WORDS[found])), h('div', {class: 'row'}, button(t('start'), app.home)),
      found !== 'not_out' && forgetParts(opened)));
  }, () => check(opened, slip));
}
