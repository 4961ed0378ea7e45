// SPDX-License-Identifier: Apache-2.0
// A device that many people use, one after the other: languages first, then a card at the desk, the questions, a slip on paper. It empties itself and keeps no history;
// a sealed ballot that waits for the network stays, without anything that belongs to its person.
import {app, firstLanguage, t, useLanguage, view} from '../app.ts';
import {postTo} from '../door.ts';
import {bar, button, h, say, show} from '../dom.ts';
import * as store from '../store.ts';
import {Stop} from '../stop.ts';
import {sendBallot} from '../take_part.ts';
import {ALL, LANGUAGES, directionOf, isLanguage} from '../words.ts';
import {dropAnswers} from './filling.ts';
import {home} from './home.ts';
import {stopTrying} from './sent.ts';

const IDLE = 60, AFTER_THE_END = 20, WARNED = 15;   // seconds
let since = 0, limit = IDLE, inUse = false;
const touch = (): void => {
  since = performance.now();
  limit = IDLE;
};

/// `returning`: from the desk, in the middle of a draw.
export function startKiosk(returning: boolean): void {
  app.kiosk = true;
  app.home = () => void empty();
  store.useTab();
  store.markKiosk();
  document.documentElement.classList.add('kiosk');
  for (const sign of ['pointerdown', 'keydown', 'input']) addEventListener(sign, touch, true);
  setInterval(tick, 1000);
  setInterval(() => void sendQueue(), 20_000);
  addEventListener('online', () => void sendQueue());
  useLanguage(firstLanguage());
  touch();
  inUse = returning;
  if (!returning) void empty();   // whatever somebody left at the desk goes too
}

function tick(): void {
  const note = document.querySelector<HTMLElement>('.empties'), left = Math.ceil(limit - (performance.now() - since) / 1000);
  if (inUse && left <= 0) return void empty();
  const warns = inUse && left <= Math.max(WARNED, limit === AFTER_THE_END ? AFTER_THE_END : 0);
  if (!note) {
    if (warns) document.body.append(h('div', {class: 'empties', role: 'alert'}, h('span', {}, t('kiosk_empties', {n: left})), button(t('kiosk_here'), touch)));
  } else if (!warns) note.remove();
  else (note.firstChild as HTMLElement).textContent = t('kiosk_empties', {n: left});
}

/// The last screen of a person: it goes by itself soon.
export function endOfVisit(): HTMLElement {
  if (limit === IDLE) {
    touch();
    limit = AFTER_THE_END;
  }
  return bar(button(t('kiosk_end'), () => void empty(), 'main'));
}

/// Nothing of the person stays: not in memory, not in the tab, not in the history. What is sealed and waits goes into the queue.
async function empty(): Promise<void> {
  app.person += 1;
  inUse = false;
  stopTrying();
  dropAnswers();
  app.card = undefined;
  const waits = (await store.slips()).flatMap(({wave, waiting}) => (waiting ? [{wave, post: waiting.post, blob: waiting.blob}] : []));
  if (waits.length) {
    // In no order that tells who came first.
    const all = [...store.queue(), ...waits].map((one) => ({one, at: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0}));
    store.keepQueue(all.sort((a, b) => a.at - b.at).map(({one}) => one));
  }
  store.emptyTab();
  store.markKiosk();
  document.body.classList.remove('printing');
  document.querySelectorAll('.paper,.empties').forEach((one) => one.remove());
  history.replaceState(null, '', location.pathname);
  useLanguage(firstLanguage());
  tiles();
  void sendQueue();
}

function tiles(): void {
  inUse = false;
  view(() => {
    say('');
    const begin = (language: string): void => {
      if (!isLanguage(language)) return;
      touch();
      inUse = true;
      store.keepLanguage(language);
      useLanguage(language);
      home();
    };
    show(h('h1', {}, h('bdi', {}, app.stamp.organisation)),
      h('ul', {class: 'tiles'}, ...Object.entries(LANGUAGES).map(([code, name]) => h('li', {}, h('button', {type: 'button', lang: code, dir: isLanguage(code) ? directionOf(code) : 'ltr', click: () => begin(code)},
        h('strong', {}, name), h('span', {}, isLanguage(code) ? ALL[code]['kiosk_card'] : ''))))));
  });
}

let sending = false;
async function sendQueue(): Promise<void> {
  if (sending) return;
  sending = true;
  try {
    for (const one of store.queue()) {
      // Signed for, or refused for good: it need not wait any more. Where nobody answers the rest waits too.
      const slip = {wave: one.wave, code: new Uint8Array(32), lastSeq: -1, waiting: {post: one.post, blob: one.blob, hAns: new Uint8Array(32), seq: 0}};
      const stop = await sendBallot(postTo(app.stamp), app.stamp, slip).then(() => undefined, (error: unknown) => (error instanceof Stop ? error.stop : 'DEFECT'));
      if (stop === 'OFFLINE' || stop === 'BUSY') break;
      store.keepQueue(store.queue().filter(({blob}) => blob.join() !== one.blob.join()));
    }
  } finally {
    sending = false;
  }
}
