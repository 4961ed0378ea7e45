// SPDX-License-Identifier: Apache-2.0
// One wave, before the first question: who asks, why, what is stored, how small a group gets, how long it takes, when results come; and the one thing that can be done now.
import {app, date, day, run, t, view, wait} from '../app.ts';
import type {Listed} from '../door.ts';
import {bar, button, h, p, show} from '../dom.ts';
import {type Wave, fetchWave} from '../manifest.ts';
import type {Slip} from '../slip.ts';
import * as store from '../store.ts';
import {guessPercent, percentWords} from '../words.ts';
import {closedView} from './board.ts';
import {allContacts} from './contacts.ts';
import {cardButton, cardForm} from './card.ts';
import {beginDraw} from './draw.ts';
import {questionsView} from './questions.ts';
import {sendWaiting, sentView, waitingView} from './sent.ts';
import {slipParts} from './slip_parts.ts';
import {otherWays} from './ways.ts';

const SECONDS_A_QUESTION = 8;   // as the plan of a wave has it

/// A wave that passed every check, with what the server says of the moment and what this device has.
export interface Opened {
  readonly listed: Listed;
  readonly wave: Wave;
  readonly slip?: Slip;
}

export function openWave(listed: Listed): void {
  const retry = (): void => openWave(listed);
  view(wait);
  run(async (here) => {
    const wave = await fetchWave(listed.files, app.stamp, listed.id), slip = await store.slipOf(listed.id);
    here();
    route({listed, wave, ...(slip ? {slip} : {})});
  }, retry);
}

/// `answer`: the questions follow at once, because they were asked for before the draw.
export function route(opened: Opened, answer = false): void {
  const {listed, slip} = opened;
  if (slip?.waiting && listed.ballotsOpen) {
    waitingView(opened, slip);
    sendWaiting(opened, slip);
  } else if (listed.state !== 'desk_ready' && listed.state !== 'published') closedView(opened);
  else if (slip?.last) sentView(opened, slip, false);
  else if (answer && slip?.tokens && listed.ballotsOpen && opened.wave.questions) questionsView(opened, slip);
  else view(() => waveView(opened));
}

const said = (name: string, ...words: readonly (string | Node)[]): HTMLElement => h('div', {}, h('dt', {}, name), h('dd', {}, ...words));

/// Who can open the seal before the close. Said wherever sealing is spoken of.
export const sealWords = (wave: Wave): string => t(wave.council ? 'sealed_council' : 'sealed_alone');

/// Isolated, so that a name from the other direction does not turn the sentence about.
const named = (cell: {readonly label: string; readonly eligible: number}): {label: string; n: number} => ({label: `\u2068${cell.label}\u2069`, n: cell.eligible});

/// "Nursing, site north: 41 people, a number the works council attested", and that small teams count together where they do.
export const groupParts = (wave: Wave, {cell}: Slip): readonly Node[] =>
  cell ? [h('span', {}, `${t('group')}: `, h('strong', {}, t(wave.council ? 'attested' : 'group_words', named(cell))), cell.teams ? `. ${t('merged')}` : '')] : [];

function facts({wave, slip}: Opened): HTMLElement {
  const n = wave.questions?.length ?? 0, [k = 0] = wave.k;
  return h('dl', {class: 'sheet facts'},
    said(t('who'), h('bdi', {}, app.stamp.organisation)),
    said(t('why'), t('why_words')),
    n > 0 && said(t('effort'), t('effort_words', {n, m: Math.max(1, Math.round((n * SECONDS_A_QUESTION) / 60))})),
    said(t('results'), t('results_words') + (wave.trial ? '' : ` (${day(wave.closesBallots)})`)),
    slip?.cell ? said(t('group'), t(wave.council ? 'attested' : 'group_words', named(slip.cell)), slip.cell.teams ? `. ${t('merged')}` : '') : said(t('group'), t('group_before')),
    said(t('smallest'), t('smallest_words', {k, k2: wave.k[1] ?? 0, k3: wave.k[2] ?? 0})),
    said(t('stored'), `${t('stored_words')} ${sealWords(wave)}`));
}

function protection({wave}: Opened): HTMLElement {
  const percent = (rho: number): string => percentWords(app.language, guessPercent(rho));
  const parts = (): HTMLElement => h('dl', {},
    wave.profile === 'exact' ? said(t('guess'), t('guess_exact')) : wave.caps && said(t('guess'), t('guess_words', {one: percent(wave.caps.one), whole: percent(wave.caps.whole)})),
    !wave.trial && said(t('dates'), t('dates_words', {desk: date(wave.lateDesk ? wave.closesBallots : wave.closesDesk), from: date(wave.opensBallots), to: date(wave.closesBallots)})),
    said(t('checked'), t(wave.council ? 'checked_council' : 'checked_alone')),
    said(t('limits'), t('limits_words')));
  // Dates cost an old telephone as much as everything else on this screen.
  const more: HTMLDetailsElement = h('details', {toggle: () => { if (more.children.length === 1) more.append(parts()); }}, h('summary', {}, t('more')));
  return more;
}

function waveView(opened: Opened): void {
  const {wave, slip} = opened, ready = slip?.tokens !== undefined, waits = ready && !opened.listed.ballotsOpen;
  show(h('h1', {}, h('bdi', {}, wave.title)),
    wave.trial && p(t('trial'), 'quiet'),
    p(t('voluntary')),
    ...notes(opened),
    facts(opened),
    waits && slip && h('section', {class: 'sheet'}, h('h2', {}, t('drawn')), slipParts(opened, slip)),
    protection(opened),
    wave.contacts.length > 0 && h('details', {}, h('summary', {}, t('help')), ...allContacts(wave)),
    ready && !waits && slip && !app.kiosk && h('details', {}, h('summary', {}, t('drawn')), slipParts(opened, slip)),
    !ready && otherWays(opened),
    !ready && !app.kiosk && !app.card && (opened.listed.deskOpen || opened.listed.ballotsOpen) && h('details', {}, h('summary', {}, t('card')), cardForm(opened, opened.listed.ballotsOpen)),
    action(opened));
}

/// What there is to know before the button is pressed.
function notes(opened: Opened): readonly HTMLElement[] {
  const {wave, slip, listed} = opened;
  const now = Date.now() / 3_600_000, note = (words: string): readonly HTMLElement[] => [p(words, 'note')];
  if (slip?.tokens) return listed.ballotsOpen && wave.questions ? [] : note(wave.trial || now >= wave.opensBallots ? t('ballots_over') : t('ballots_soon', {date: date(wave.opensBallots)}));
  if ((app.kiosk || app.card) && (listed.deskOpen || listed.ballotsOpen)) return app.kiosk && !app.card ? [cardForm(opened, listed.ballotsOpen)] : [];
  if (!listed.deskOpen) return note(wave.trial || now >= wave.opensDesk ? t('desk_over') : t('desk_soon', {date: date(wave.opensDesk)}));
  return [...(listed.ballotsOpen ? note(t('late')) : []), p(t('draw_hint'))];
}

function action(opened: Opened): HTMLElement | undefined {
  const {wave, slip, listed} = opened, asks = listed.ballotsOpen && wave.questions !== undefined;
  if (slip?.tokens) return asks ? bar(button(t('begin'), () => questionsView(opened, slip), 'main')) : undefined;
  // A card opens the desk as long as ballots are taken; whether it does, the desk says.
  const open = listed.deskOpen || listed.ballotsOpen;
  if (app.card && open) return bar(button(t(asks ? 'begin' : 'draw'), () => beginDraw(opened, asks), 'main'));
  if (app.kiosk) return bar(open && cardButton(asks), button(t('back'), app.home));
  if (!listed.deskOpen) return undefined;
  return asks ? bar(button(t('begin'), () => beginDraw(opened, true), 'main'), button(t('draw'), () => beginDraw(opened))) : bar(button(t('draw'), () => beginDraw(opened), 'main'));
}
