// SPDX-License-Identifier: Apache-2.0
// One wave: who asks, what is promised, and the one thing that can be done now.
import {app, date, run, t, view, wait} from '../app.ts';
import {type Listed, filesOf} from '../door.ts';
import {button, chooseFile, h, p, say, show} from '../dom.ts';
import {type Wave, fetchWave} from '../manifest.ts';
import {type Slip, readSlip} from '../slip.ts';
import * as store from '../store.ts';
import {readCode} from '../code.ts';
import {same} from '../bytes.ts';
import {guessPercent, percentWords} from '../words.ts';
import {beginDraw} from './draw.ts';
import {closedView} from './board.ts';
import {questionsView} from './questions.ts';
import {sendWaiting, sentView, waitingView} from './sent.ts';
import {slipParts} from './slip_parts.ts';

/// A wave that passed every check, with what the server says of the moment and what this device has.
export interface Opened {
  readonly listed: Listed;
  readonly wave: Wave;
  readonly slip?: Slip;
}

export function openWave(listed: Listed): void {
  const retry = (): void => openWave(listed);
  view(wait);
  run(async () => {
    const wave = await fetchWave(filesOf(app.stamp, listed.id), app.stamp, listed.id);
    const slip = await store.slipOf(listed.id);
    route({listed, wave, ...(slip ? {slip} : {})});
  }, retry);
}

export function route(opened: Opened): void {
  const {listed, slip} = opened;
  if (slip?.waiting && listed.ballotsOpen) {
    waitingView(opened, slip);
    sendWaiting(opened, slip);
  } else if (listed.state !== 'desk_ready' && listed.state !== 'published') closedView(opened);
  else if (slip?.last) sentView(opened, slip, false);
  else view(() => waveView(opened));
}

const said = (name: string, words: string): readonly HTMLElement[] => [h('dt', {}, name), h('dd', {}, words)];

/// Who can open the seal before the close. Said wherever sealing is spoken of.
export const sealWords = (wave: Wave): string => t(wave.council ? 'sealed_council' : 'sealed_alone');

function promise({wave}: Opened): HTMLElement {
  const percent = (rho: number): string => percentWords(app.language, guessPercent(rho));
  const [k = 0, k2 = 0, k3 = 0] = wave.k;
  return h('dl', {},
    ...said(t('who'), app.stamp.organisation),
    ...said(t('why'), t('why_words')),
    ...said(t('stored'), `${t('stored_words')} ${sealWords(wave)}`),
    ...said(t('smallest'), t('smallest_words', {k, k2, k3})),
    ...(wave.profile === 'exact' ? said(t('guess'), t('guess_exact')) : wave.caps ? said(t('guess'), t('guess_words', {one: percent(wave.caps.one), whole: percent(wave.caps.whole)})) : []),
    ...(wave.trial ? [] : said(t('dates'), t('dates_words', {desk: date(wave.lateDesk ? wave.closesBallots : wave.closesDesk), from: date(wave.opensBallots), to: date(wave.closesBallots)}))),
    ...said(t('checked'), t(wave.council ? 'checked_council' : 'checked_alone')));
}

/// "Nursing, site north: 41 people, a number the works council attested"
export const groupWords = (wave: Wave, slip: Slip): string => (slip.cell ? t(wave.council ? 'attested' : 'group_words', {label: slip.cell.label, n: slip.cell.eligible}) : '');

function waveView(opened: Opened): void {
  const {wave, slip, listed} = opened;
  const ready = slip?.tokens !== undefined;
  show(h('h1', {}, h('bdi', {}, wave.title)),
    wave.trial && p(t('trial'), 'note'),
    p(t('voluntary')),
    ready && h('section', {class: 'sheet'}, h('h2', {}, t('drawn')), p(groupWords(wave, slip)), slipParts(slip)),
    action(opened),
    promise(opened),
    h('details', {}, h('summary', {}, t('limits')), p(t('limits_words'))),
    !ready && listed.state !== 'closed' && otherWays(opened));
}

function action(opened: Opened): HTMLElement {
  const {wave, slip, listed} = opened;
  if (slip?.tokens) {
    if (listed.ballotsOpen && wave.questions) return h('div', {class: 'row'}, button(t('begin'), () => questionsView(opened, slip), 'main'), h('span', {class: 'quiet'}, t('question_count', {n: wave.questions.length})));
    return p(wave.trial || Date.now() / 3_600_000 >= wave.opensBallots ? t('ballots_over') : t('ballots_soon', {date: date(wave.opensBallots)}), 'note');
  }
  if (!listed.deskOpen) return p(wave.trial || Date.now() / 3_600_000 >= wave.opensDesk ? t('desk_over') : t('desk_soon', {date: date(wave.opensDesk)}), 'note');
  return h('div', {}, listed.ballotsOpen && p(t('late'), 'note'), p(t('draw_hint')), h('div', {class: 'row'}, button(t('draw'), () => beginDraw(opened), 'main')));
}

/// A slip from another device, or a code that was written down.
export function otherWays(opened: Opened): HTMLElement {
  const {wave, listed} = opened;
  const wrong = h('p', {class: 'stop', role: 'alert', hidden: true});
  const complain = (words: string): void => {
    wrong.textContent = words;
    wrong.hidden = false;
  };
  const take = (json: string): void => {
    readSlip(json).then(async (slip) => {
      if (!same(slip.wave, wave.id)) throw new Error('another wave');
      await store.keepSlip(slip);
      route({...opened, slip});
    }).catch(() => complain(t('slip_wrong')));
  };
  const field = h('input', {id: 'code', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', dir: 'ltr'});
  const use = async (): Promise<void> => {
    const code = await readCode(field.value);
    if (!code) return complain(t('code_wrong'));
    const slip: Slip = {wave: wave.id, code, lastSeq: -1};
    await store.keepSlip(slip);
    say('');
    beginDraw({...opened, slip});
  };
  return h('details', {class: 'other'}, h('summary', {}, t('have_slip')), wrong,
    h('div', {class: 'row'}, button(t('slip_open'), () => chooseFile(take))),
    listed.deskOpen && h('form', {submit: (event) => { event.preventDefault(); void use(); }}, h('label', {for: 'code'}, t('code_enter')), field, h('div', {class: 'row'}, h('button', {type: 'submit'}, t('code_use')))));
}
