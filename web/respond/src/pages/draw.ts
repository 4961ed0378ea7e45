// SPDX-License-Identifier: Apache-2.0
// The draw: to the desk and back, twice, through fragments of addresses, which reach no server. One press for the person.
import {app, run, t, view, wait} from '../app.ts';
import {type Bytes, base64url, fromBase64url, same, text, utf8} from '../bytes.ts';
import {newCode} from '../code.ts';
import {type Listed, listWaves} from '../door.ts';
import {bar, button, h, p, show} from '../dom.ts';
import {object, words} from '../json.ts';
import {fetchWave} from '../manifest.ts';
import * as store from '../store.ts';
import {Stop} from '../stop.ts';
import {blindedMessages, finishTokens} from '../take_part.ts';
import {type Opened, route} from './wave.ts';

const fragment = (value: unknown): string => base64url(utf8(JSON.stringify(value)));

/// The desk leads back to the answering address alone. A copy from a disk opens it beside itself, and the person carries one line over.
const fromDisk = (): boolean => !location.href.startsWith(`${app.stamp.respond}/`);
function goToDesk(name: string, value: unknown, opened: Opened): void {
  const address = `${app.stamp.studio}/desk#${name}=${fragment(value)}`;
  if (fromDisk()) {
    open(address, '_blank', 'noopener');
    pasteView(opened);
  } else if (app.kiosk) {
    location.replace(address);   // no way back that the next person could take
  } else {
    location.assign(address);
  }
}

/// What the desk is told beside the draw: in which language to speak, and that this is a kiosk, which it leaves signed out.
const manner = (): {language: string; kiosk?: true; card?: string} => ({language: app.language, ...(app.kiosk ? {kiosk: true} : {}), ...(app.card ? {card: app.card} : {})});

/// `answer`: the questions follow at once.
export function beginDraw(opened: Opened, answer = false): void {
  store.keepDraw({wave: base64url(opened.wave.id), answer, ...(app.card ? {card: app.card} : {})});
  goToDesk('want', {wave_id: base64url(opened.wave.id), back: location.href.replace(/#.*/, ''), ...manner()}, opened);
}

export interface Returned {
  readonly name: 'cell' | 'signed';
  readonly line: string;    // as the desk wrote it
}

/// Reads "#cell=..." or "#signed=...".
export function readReturned(hash: string): Returned | undefined {
  const found = /#(cell|signed)=([A-Za-z0-9_-]+)/.exec(hash);
  return found ? {name: found[1] as Returned['name'], line: `#${found[1]}=${found[2]}`} : undefined;
}

const content = (returned: Returned): {readonly [name: string]: unknown} => object(JSON.parse(text(fromBase64url(returned.line.slice(returned.name.length + 2)))));

/// Whether it belongs to the draw under way here.
function expected(returned: Returned): {wave: Bytes; value: {readonly [name: string]: unknown}} | undefined {
  try {
    const now = store.draw(), value = content(returned);
    if (!now || words(value.wave_id) !== now.wave || (returned.name === 'signed') !== (now.mycell !== undefined)) return undefined;
    return {wave: fromBase64url(now.wave, 16), value};
  } catch {
    return undefined;
  }
}

export function goOn(returned: Returned): void {
  const ours = expected(returned);
  if (!ours) return carryView(returned);
  view(wait);
  run(async (here) => {
    app.card = store.draw()?.card;
    const listed = (await listWaves(app.stamp)).find((one: Listed) => same(one.id, ours.wave));
    if (!listed) throw new Stop('UNKNOWN_WAVE');
    const wave = await fetchWave(listed.files, app.stamp, ours.wave);
    // The code is kept before the desk signs anything: whatever fails from here on, the same code gets the same signatures again.
    const slip = (await store.slipOf(ours.wave)) ?? {wave: ours.wave, code: newCode(), lastSeq: -1};
    if (returned.name === 'cell') {
      const made = await blindedMessages(wave, slip, ours.value);
      await store.keepSlip(made.slip);
      here();
      store.keepDraw({wave: base64url(ours.wave), answer: store.draw()?.answer === true, mycell: {cells: ours.value.cells}});
      return goToDesk('issue', {wave_id: base64url(ours.wave), messages: made.messages, ...manner()}, {listed, wave, slip: made.slip});
    }
    const now = store.draw(), finished = await finishTokens(wave, slip, now?.mycell, ours.value.signatures);
    here();
    await store.keepSlip(finished);
    store.keepDraw(undefined);
    app.card = undefined;
    route({listed, wave, slip: finished}, now?.answer);
  }, () => goOn(returned));
}

/// On the copy from a disk: waits for the line.
function pasteView(opened: Opened): void {
  view(() => {
    const field = h('textarea', {id: 'line', rows: '4', dir: 'ltr', spellcheck: 'false', autocomplete: 'off'});
    const wrong = h('p', {class: 'stop', role: 'alert', hidden: true}, t('paste_wrong'));
    const take = (): void => {
      const returned = readReturned(field.value);
      if (returned && expected(returned)) goOn(returned);
      else wrong.hidden = false;
    };
    show(h('h1', {}, h('bdi', {}, opened.wave.title)), h('label', {for: 'line'}, t('paste')), field, wrong, bar(button(t('way_use'), take, 'main'), button(t('start'), app.home)));
  });
}

/// On the page of the server: what came back belongs to another copy.
function carryView(returned: Returned): void {
  view(() => show(h('h1', {}, t('carry')), p(t('carry_words')), h('textarea', {'aria-label': t('carry'), rows: '6', readonly: true, dir: 'ltr', focus: (event) => (event.target as HTMLTextAreaElement).select()}, returned.line),
    bar(button(t('start'), app.home))));
}

