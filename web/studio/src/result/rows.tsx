// SPDX-License-Identifier: Apache-2.0
// Dot and interval, a row each, on one fixed scale: the thin bar is the 90 % interval, its thick half the middle of it, a band the organisation.
import type {VNode} from 'preact';
import {useSpeech} from '../language.ts';
import {useFigures} from './cell.tsx';
import {MarkShape} from './mark.tsx';
import {type Against, type Cell, type Scale, type Shown, place, shownOf, toneOf} from './types.ts';

export interface Row { id: string; name: string; cell: Cell; scale: Scale; depth?: number; against?: Against; band?: Shown | undefined }

const HEIGHT = 28, MIDDLE = HEIGHT / 2;
const percent = (value: number): string => `${value.toFixed(2)}%`;

/// One row's drawing; it stretches with the page while its marks keep their shape.
export function DotInterval({cell, scale, against = 'organisation', band}: {cell: Cell; scale: Scale; against?: Against; band?: Shown | undefined}): VNode {
  const shown = shownOf(cell);
  const state = against === 'nothing' && shown ? 'point' : cell.state;
  return (
    <svg class={`row s-${state}${toneOf(scale)}`} width="100%" height={HEIGHT} aria-hidden="true" focusable="false">
      {band && <rect class="band" x={percent(place(band.low, scale))} width={percent(place(band.high, scale) - place(band.low, scale))} y="0" height={HEIGHT} />}
      <line class="ground" x1="0" x2="100%" y1={MIDDLE} y2={MIDDLE} />
      {shown ? (
        <>
          <line class="thin" x1={percent(place(shown.low, scale))} x2={percent(place(shown.high, scale))} y1={MIDDLE} y2={MIDDLE} />
          <line class="thick" x1={percent(place((shown.low + shown.value) / 2, scale))} x2={percent(place((shown.high + shown.value) / 2, scale))} y1={MIDDLE} y2={MIDDLE} />
          <svg class="at" x={percent(place(shown.value, scale))} y={MIDDLE} overflow="visible"><MarkShape state={state} /></svg>
        </>
      ) : <svg class="at" x="50%" y={MIDDLE} overflow="visible"><MarkShape state="not_shown" /></svg>}
    </svg>
  );
}

function Axis({scale, reference}: {scale: Scale; reference?: {value: number; name: string} | undefined}) {
  const {number} = useSpeech();
  const ticks = [0, 25, 50, 75, 100].map((at) => ({at, value: scale.min + (at / 100) * (scale.max - scale.min)}));
  return (
    <svg class="axis" width="100%" height={reference ? 40 : 22} aria-hidden="true" focusable="false">
      {ticks.map(({at, value}) => <g key={at}><line x1={percent(at)} x2={percent(at)} y1="0" y2="5" /><text x={percent(at)} y="18" text-anchor={at === 0 ? 'start' : at === 100 ? 'end' : 'middle'}>{number(value, Number.isInteger(value) ? 0 : 1)}</text></g>)}
      {reference && <text class="ref" x={percent(place(reference.value, scale))} y="36" text-anchor={place(reference.value, scale) > 70 ? 'end' : place(reference.value, scale) < 30 ? 'start' : 'middle'}>{reference.name}</text>}
    </svg>
  );
}

/// Rows of one scale. Each has its name and its figures in words beside it, so that the drawing is never needed to read them.
export function Rows({rows, reference}: {rows: Row[]; reference?: {value: number; name: string}}) {
  const scale = rows[0]?.scale;
  if (!scale) return null;
  return (
    <div class="rows" role="list">
      {rows.map((row) => <OneRow key={row.id} row={row} />)}
      <div class="line axis-line" role="presentation"><span /><Axis scale={scale} reference={reference} /><span /></div>
    </div>
  );
}

function OneRow({row}: {row: Row}) {
  const {say} = useSpeech();
  const {value, interval, state} = useFigures(row.scale);
  const shown = shownOf(row.cell), said = state(row.cell, row.against);
  return (
    <div class="line" role="listitem">
      <span class={`name d${Math.min(row.depth ?? 0, 4)}`}><bdi>{row.name}</bdi></span>
      <DotInterval cell={row.cell} scale={row.scale} {...(row.against ? {against: row.against} : {})} band={row.band} />
      <span class={`figures s-${row.cell.state}${toneOf(row.scale)}`}>{shown && <><b>{value(row.cell)}</b> <bdi>({interval(row.cell)})</bdi> <span class="n">{say('n_ballots', {n: shown.n})}</span></>} {said && <span class="state">{said}</span>}</span>
    </div>
  );
}
