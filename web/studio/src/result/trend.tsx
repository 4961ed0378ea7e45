// SPDX-License-Identifier: Apache-2.0
// One figure over waves: a dot and its 90 % interval each, joined by straight lines and never smoothed; time runs from left to right in every language.
import {useSpeech} from '../language.ts';
import {MarkShape} from './mark.tsx';
import {type Cell, type Scale, place, shownOf} from './types.ts';
import {useFigures} from './cell.tsx';

export interface Point { wave: string; cell: Cell }
export interface Event { before: number; name: string }   // stands before the point of this number

const TOP = 26, HEIGHT = 220, BOTTOM = TOP + HEIGHT;

/// A name on one line, or on two of about the same length: what tells waves apart often stands at its end.
export function inLines(name: string): string[] {
  if (name.length <= 14) return [name];
  const spaces = [...name.matchAll(/ /g)].map((found) => found.index ?? 0), middle = name.length / 2;
  const cut = spaces.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  const short = (line: string) => (line.length > 18 ? `${line.slice(0, 17)}…` : line);
  return cut === undefined ? [short(name)] : [short(name.slice(0, cut)), short(name.slice(cut + 1))];
}

export function Trend({points, scale, name, events = []}: {points: Point[]; scale: Scale; name: string; events?: Event[]}) {
  const {number} = useSpeech();
  const {value, interval} = useFigures(scale);
  // A margin on both sides, so that labels of the first and last wave have room.
  const x = (i: number): number => (points.length === 1 ? 50 : 9 + (70 * i) / (points.length - 1));
  const y = (of: number): number => BOTTOM - (HEIGHT * place(of, scale)) / 100;
  const at = (of: number): string => `${of.toFixed(2)}%`;
  const drawn = points.map((point, i) => ({point, i, shown: shownOf(point.cell)}));
  const lines = drawn.slice(1).flatMap((now, j) => { const before = drawn[j]; return before?.shown && now.shown ? [{from: before, to: now}] : []; });
  const every = Math.ceil(points.length / 6), last = [...drawn].reverse().find((one) => one.shown);
  return (
    <svg class="trend" width="100%" height={BOTTOM + 46} aria-hidden="true" focusable="false">
      {[0, 25, 50, 75, 100].map((tick) => <g key={tick}><line class="tick" x1="0" x2="4" y1={BOTTOM - HEIGHT * tick / 100} y2={BOTTOM - HEIGHT * tick / 100} /><text x="8" y={BOTTOM - HEIGHT * tick / 100 + 4}>{number(scale.min + (tick / 100) * (scale.max - scale.min))}</text></g>)}
      <line class="base" x1="30" x2="100%" y1={BOTTOM} y2={BOTTOM} />
      {events.map((event) => <g key={event.name} class="event"><line x1={at((x(event.before - 1) + x(event.before)) / 2)} x2={at((x(event.before - 1) + x(event.before)) / 2)} y1={TOP - 6} y2={BOTTOM} /><text x={at((x(event.before - 1) + x(event.before)) / 2)} y={TOP - 10} text-anchor="middle">{event.name}</text></g>)}
      {lines.map(({from, to}) => <line key={to.i} class="path" x1={at(x(from.i))} y1={y(from.shown?.value ?? 0)} x2={at(x(to.i))} y2={y(to.shown?.value ?? 0)} />)}
      {drawn.map(({point, i, shown}) => (
        <g key={i}>
          {shown && <><line class="thin" x1={at(x(i))} x2={at(x(i))} y1={y(shown.low)} y2={y(shown.high)} />{[shown.low, shown.high].map((end) => <svg key={end} class="at" x={at(x(i))} y={y(end)} overflow="visible"><line class="cap" x1="-6" x2="6" y1="0" y2="0" /></svg>)}<line class="thick" x1={at(x(i))} x2={at(x(i))} y1={y((shown.low + shown.value) / 2)} y2={y((shown.high + shown.value) / 2)} /></>}
          <svg class="at" x={at(x(i))} y={shown ? y(shown.value) : BOTTOM - 14} overflow="visible"><MarkShape state={shown ? 'point' : 'not_shown'} /></svg>
          {(i % every === 0 || i === points.length - 1) && <text x={at(x(i))} y={BOTTOM + 20} text-anchor={i === 0 && points.length > 1 ? 'start' : 'middle'} class={i > 0 && i < points.length - 1 ? 'wave inner' : 'wave'}>{inLines(point.wave).map((line, l) => <tspan key={l} x={at(x(i))} dy={l === 0 ? 0 : 16}>{line}</tspan>)}</text>}
        </g>
      ))}
      {last?.shown && <svg x={at(x(last.i))} y={y(last.shown.value)} overflow="visible"><text class="end" x="12" y="-10">{value(last.point.cell)}</text><text class="end soft" x="12" y="8">{interval(last.point.cell)}</text></svg>}
      <title>{name}</title>
    </svg>
  );
}
