// SPDX-License-Identifier: Apache-2.0
// A printed card opens the desk for somebody without a sign-in. Its code goes to the desk with the wish for a right to answer, and is gone once the desk has signed.
import {app, t} from '../app.ts';
import {readCard} from '../card.ts';
import {button, h, p, row} from '../dom.ts';
import {beginDraw} from './draw.ts';
import {detector, scan} from './ways.ts';
import type {Opened} from './wave.ts';

/// Asks for the code, and draws with it. The button may stand elsewhere on the screen.
export function cardForm(opened: Opened, answer: boolean): HTMLElement {
  const wrong = h('p', {class: 'stop', role: 'alert', hidden: true}, t('BAD_CODE'));
  const take = (text: string): void => {
    const card = readCard(text);
    wrong.hidden = card !== undefined;
    if (!card) return;
    app.card = card;
    beginDraw(opened, answer);
  };
  const field = h('input', {id: 'card', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', dir: 'ltr'}), video = h('video', {hidden: true, playsinline: true, muted: true});
  return h('form', {id: 'with', class: app.kiosk && 'sheet', submit: (event) => { event.preventDefault(); take(field.value); }}, h('label', {for: 'card'}, t('card')), field, p(t('kiosk_hint'), 'quiet'), wrong, video,
    row(!app.kiosk && cardButton(answer), detector() && button(t('way_scan'), () => void scan(video).then(take, () => take('')))));
}
export const cardButton = (answer: boolean): HTMLElement => h('button', {form: 'with', class: app.kiosk && 'main'}, t(!app.kiosk ? 'way_use' : answer ? 'begin' : 'draw'));
