// SPDX-License-Identifier: Apache-2.0
import {app, run, t, view, wait} from '../app.ts';
import {same} from '../bytes.ts';
import {type Listed, listWaves} from '../door.ts';
import {h, p, show} from '../dom.ts';
import {type Bytes} from '../bytes.ts';
import {openWave} from './wave.ts';
import {Stop} from '../stop.ts';

/// `wanted`: the wave a link named. With one wave there is nothing to choose.
export function home(wanted?: Bytes): void {
  const retry = (): void => home(wanted);
  view(wait);
  run(async (here) => {
    const waves = await listWaves(app.stamp);
    here();
    const only = wanted ? waves.find((one) => same(one.id, wanted)) : waves.length === 1 ? waves[0] : undefined;
    if (wanted && !only) throw new Stop('UNKNOWN_WAVE');
    if (only) openWave(only);
    else view(() => list(waves));
  }, retry);
}

function list(waves: readonly Listed[]): void {
  const state = (one: Listed): string => t(one.ballotsOpen ? 'begin' : one.deskOpen ? 'draw' : one.state === 'desk_ready' || one.state === 'published' ? 'ballots_over' : 'check');
  show(h('h1', {}, t('home', {organisation: app.stamp.organisation})),
    waves.length === 0 && p(t('no_wave')),
    waves.length > 0 && h('ul', {class: 'waves'}, ...waves.map((one) => h('li', {}, h('button', {type: 'button', click: () => openWave(one)}, h('strong', {dir: 'auto'}, one.title), h('span', {}, state(one)))))));
}
