// SPDX-License-Identifier: Apache-2.0
// Units by measures on the fixed scale of seven steps. Every cell has the mark of its state and its number; colour repeats what they say.
import {useSpeech} from '../language.ts';
import {useFigures} from './cell.tsx';
import {Mark} from './mark.tsx';
import {type Against, type Cell, type Scale, shownOf, stepOf} from './types.ts';

export interface HeatColumn { id: string; name: string; scale: Scale }
export interface HeatRow { id: string; name: string; depth: number; cells: Cell[]; href?: string; against?: Against }

export function HeatMap({columns, rows, caption}: {columns: HeatColumn[]; rows: HeatRow[]; caption: string}) {
  const {words} = useSpeech();
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table class="heat">
        <caption class="hidden">{caption}</caption>
        <thead><tr><th scope="col">{words.unit}</th>{columns.map((column) => <th scope="col" key={column.id}><bdi>{column.name}</bdi></th>)}</tr></thead>
        <tbody>{rows.map((row) => (
          <tr key={row.id}><th scope="row" class={`d${Math.min(row.depth, 4)}`}>{row.href ? <a href={row.href}><bdi>{row.name}</bdi></a> : <bdi>{row.name}</bdi>}</th>
            {columns.map((column, c) => <HeatCell key={column.id} cell={row.cells[c] ?? {state: 'not_shown'}} scale={column.scale} against={row.against ?? 'organisation'} />)}</tr>
        ))}</tbody>
      </table>
    </div>
  );
}

function HeatCell({cell, scale, against}: {cell: Cell; scale: Scale; against: Against}) {
  const {value, interval, state} = useFigures(scale);
  const {say} = useSpeech();
  const shown = shownOf(cell);
  const whole = shown ? `${value(cell)} (${interval(cell)}), ${say('n_ballots', {n: shown.n})}, ${state(cell, against)}` : state(cell, against);
  return (
    <td class={shown ? `step step-${stepOf(shown.value, scale)} s-${cell.state}` : 's-not_shown'} title={whole}>
      <Mark state={against === 'nothing' && shown ? 'point' : cell.state} /> {shown && <b>{value(cell)}</b>}<span class="hidden"> {shown && `(${interval(cell)}) ${say('n_ballots', {n: shown.n})} `}{state(cell, against)}</span>
    </td>
  );
}
