// SPDX-License-Identifier: Apache-2.0
import type {ComponentChildren} from 'preact';
import type {Releases} from '../api.ts';
import {Failed, Waiting} from '../frame/parts.tsx';
import {profileName} from '../language.ts';
import {ReleaseLine} from '../parts/release_line.tsx';
import type {Made} from '../result/why.tsx';
import {type Scale, place as placeOn} from '../result/types.ts';
import {type Got, useGet} from '../use.ts';
import {type Place, hashOf} from './place.ts';
import {type LeadSpeech, useLeadSpeech} from './speak.ts';
import type {Bounds, NotReleased, Unit, WaveKind} from './types.ts';

/// The line of the release below the title of a page.
export function Head({title, lead}: {title: string; lead?: string}) {
  const [releases] = useGet<Releases>('/api/releases.json');
  return <><h1>{title}</h1>{releases.state === 'there' && <ReleaseLine releases={releases.value} />}{lead && <p class="lead">{lead}</p>}</>;
}

/// Draws what a release says; before the first release what has to be done until then.
export function Released<T extends {state?: string | undefined}>({got, again, what, children}: {got: Got<T | NotReleased>; again: () => void; what: string; children: (value: T) => ComponentChildren}) {
  if (got.state === 'waiting') return <Waiting />;
  if (got.state === 'failed') return <Failed error={got.error} again={again} />;
  if (got.value.state === 'not_released') return <NothingYet what={what} why={(got.value as NotReleased).words} />;
  return <>{children(got.value as T)}</>;
}

export function NothingYet({what, why}: {what: string; why: string}) {
  const {words, frame} = useLeadSpeech();
  return (
    <section class="sheet frame-of-nothing">
      <p>{what}</p>
      {why && <p class="note care">{frame.changed_refused.replace('{why}', '')} <span lang="en" dir="ltr">{why}</span></p>}
      <h2>{words.until_then}</h2>
      <ol class="steps">{(['step_people', 'step_cells', 'step_wave', 'step_rules', 'step_power', 'step_publish'] as const).map((step) => <li key={step}>{words[step]}</li>)}</ol>
      <p><a class="button" href="/wave">{words.to_wave}</a></p>
      <p class="small soft">{words.demo} <code dir="ltr">karuna demo --out demo</code></p>
    </section>
  );
}

/// Deep waves or pulses, where there are both.
export function Kinds({kinds, kind, place}: {kinds: WaveKind[]; kind: WaveKind; place: Place}) {
  const {frame} = useLeadSpeech();
  if (kinds.length < 2) return null;
  return (
    <nav class="kinds" aria-label={frame.changed_series_deep}>{kinds.map((one) => (
      <a key={one} href={hashOf({...place, kind: one, measure: ''})} aria-current={one === kind ? 'true' : undefined}>{one === 'deep' ? frame.changed_series_deep : frame.changed_series_pulse}</a>
    ))}</nav>
  );
}

/// Where one stands in the tree. A place of the tree is the one filter there is.
export function Path({unit, path, place}: {unit: Unit; path: Unit[]; place: Place}) {
  const {words} = useLeadSpeech();
  return (
    <nav class="path" aria-label={words.path}><ol>
      {path.map((one, i) => <li key={one.id}><a href={hashOf({...place, unit: i === 0 ? '' : one.id})}><bdi>{one.name}</bdi></a></li>)}
      <li aria-current="true"><b><bdi>{unit.name}</bdi></b></li>
    </ol></nav>
  );
}

/// What the program says in English alone, marked as that.
export function English({sentences, title}: {sentences: string[]; title: string}) {
  if (sentences.length === 0) return null;
  return <details class="no-print"><summary>{title}</summary><ul lang="en" dir="ltr">{sentences.map((one) => <li key={one}>{one}</li>)}</ul></details>;
}

export const madeBy = ({frame, number}: LeadSpeech, scale: Scale, profile: string, more: Made[] = []): Made[] => [
  {label: frame.why_value, words: frame.why_value_words.replace('{min}', number(scale.min)).replace('{max}', number(scale.max))},
  {label: frame.why_interval, words: frame.why_interval_words},
  ...more,
  {label: frame.why_profile, words: frame.why_profile_words.replace('{profile}', profileName(frame, profile))},
];

export interface Estimate extends Bounds { id: string; name: string; value: number; words: string }

/// Dots and intervals that are no results of people: what is missing, how far something moves. A line stands at nought.
export function Estimates({rows, scale}: {rows: Estimate[]; scale: Scale}) {
  const {number} = useLeadSpeech();
  const at = (value: number) => `${placeOn(value, scale).toFixed(2)}%`;
  return (
    <div class="rows" role="list">{rows.map((row) => (
      <div class="line" role="listitem" key={row.id}>
        <span class="name">{row.name}</span>
        <svg class="row" width="100%" height="28" aria-hidden="true" focusable="false">
          <line class="ground" x1="0" x2="100%" y1="14" y2="14" />
          <line class="nought" x1={at(0)} x2={at(0)} y1="0" y2="28" />
          <line class="thin" x1={at(row.low)} x2={at(row.high)} y1="14" y2="14" />
          <line class="thick" x1={at((row.low + row.value) / 2)} x2={at((row.high + row.value) / 2)} y1="14" y2="14" />
          <svg class="at" x={at(row.value)} y="14" overflow="visible"><circle class="m-point" r="5.5" /></svg>
        </svg>
        <span class="figures"><bdi>{row.words}</bdi></span>
      </div>
    ))}
      <div class="line axis-line" role="presentation"><span /><svg class="axis" width="100%" height="22" aria-hidden="true" focusable="false">
        {[scale.min, 0, scale.max].filter((value, i, all) => all.indexOf(value) === i).map((value) => <g key={value}><line x1={at(value)} x2={at(value)} y1="0" y2="5" /><text x={at(value)} y="18" text-anchor={value === scale.min ? 'start' : value === scale.max ? 'end' : 'middle'}>{number(value, Number.isInteger(value) ? 0 : 1)}</text></g>)}
      </svg><span /></div>
    </div>
  );
}

export function NotShown({place}: {place: Place}) {
  const {words, frame} = useLeadSpeech();
  return <><p class="note">{frame.not_shown}</p><p class="soft small">{words.heat_filter}</p><p><a href={hashOf({...place, unit: ''})}>{frame.whole}</a></p></>;
}
