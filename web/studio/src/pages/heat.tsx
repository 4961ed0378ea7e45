// SPDX-License-Identifier: Apache-2.0
// Units by scales on the fixed colour scale, in the order of the tree. Its one filter is a place of the tree.
import {English, Head, Kinds, NotShown, Path, Released, madeBy} from '../lead/parts.tsx';
import {type Place, hashOf, query, usePlace} from '../lead/place.ts';
import {nameOf, whyNot} from '../lead/sentences.ts';
import {type LeadSpeech, useLeadSpeech} from '../lead/speak.ts';
import type {Heat, HeatTable, NotReleased} from '../lead/types.ts';
import {ResultCells, ResultHeads} from '../result/cell.tsx';
import {Chart} from '../result/chart.tsx';
import {HeatMap} from '../result/heat.tsx';
import {Mark} from '../result/mark.tsx';
import {type Cell, shownOf} from '../result/types.ts';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

function finding({say, words, number}: LeadSpeech, heat: HeatTable): string {
  const cells = heat.rows.slice(heat.path.length === 0 ? 1 : 0).flatMap((row) => row.cells.map((cell, c) => ({cell, turned: heat.columns[c]?.direction === 'lower_is_better'}))).filter(({cell}) => shownOf(cell) && cell.state !== 'pooled');
  // On a scale where less is better what lies above needs care.
  const count = (state: Cell['state'], other: Cell['state']) => cells.filter(({cell, turned}) => cell.state === (turned ? other : state)).length, good = count('above', 'below'), care = count('below', 'above');
  return good + care === 0 ? words.heat_none : say('heat_found', {clear: number(good + care), all: number(cells.length), care: number(care), good: number(good)});
}

function Legend() {
  const {words, frame} = useLeadSpeech();
  return (
    <p class="legend small" aria-hidden="true"><span>{words.heat_low}</span>{[1, 2, 3, 4, 5, 6, 7].map((step) => <i key={step} class={`step step-${step}`} />)}<span>{words.heat_high}</span>
      {([['above', frame.above], ['below', frame.below], ['no_clear_difference', frame.no_clear_difference], ['pooled', frame.pooled_plain], ['not_shown', frame.not_shown]] as const).map(([state, name]) => <span key={state} class="soft state-key"><Mark state={state} /> {name}</span>)}</p>
  );
}

function Table({heat, place}: {heat: HeatTable; place: Place}) {
  const speech = useLeadSpeech(), {frame, say, number} = speech, what = say('heat_what', {unit: heat.unit.name, wave: heat.period});
  const columns = heat.columns.map((one) => ({id: one.id, name: nameOf(speech, one), scale: one})), first = heat.columns[0];
  if (!first) return null;
  return (
    <Chart finding={finding(speech, heat)} what={what} made={madeBy(speech, first, heat.profile)}
      table={<table><thead><tr><th scope="col">{frame.unit}</th><th scope="col">{frame.col_what}</th><ResultHeads /></tr></thead>
        <tbody>{heat.rows.flatMap((row) => columns.map((column, c) => <tr key={`${row.id} ${column.id}`}><th scope="row" class={`d${row.depth}`}><bdi>{row.name}</bdi></th><td><bdi>{column.name}</bdi></td><ResultCells cell={row.cells[c] ?? {state: 'not_shown'}} scale={column.scale} against={row.depth === 0 && heat.path.length === 0 ? 'nothing' : 'organisation'} /></tr>))}</tbody></table>}>
      <HeatMap caption={what} columns={columns} rows={heat.rows.map((row) => ({id: row.id, name: row.name, depth: row.depth, cells: row.cells, ...(row.depth === 0 && heat.path.length === 0 ? {against: 'nothing' as const} : {}), ...(row.depth > 0 ? {href: hashOf({...place, unit: row.id})} : {})}))} />
      <Legend />
      {heat.left_out > 0 && <p class="small">{say('heat_more', {n: number(heat.left_out)})}</p>}
    </Chart>
  );
}

export default function TheHeatMap() {
  const speech = useLeadSpeech(), {words, frame, language} = speech, place = usePlace();
  const [got, again] = useGet<Heat | NotReleased>(`/api/lead/heat.json${query(place, language)}`);
  return (
    <>
      <Head title={frame.page_heat} />
      <Released got={got} again={again} what={words.heat_nothing}>{(heat) => (heat.state ? <NotShown place={place} /> : (
        <>
          <Kinds kinds={heat.kinds} kind={heat.kind} place={{...place, unit: ''}} />
          <Path unit={heat.unit} path={heat.path} place={place} />
          <h2 class="hidden">{heat.unit.name}</h2>
          <Table heat={heat} place={place} />
          {heat.refused.length > 0 && <><h2>{words.heat_refused}</h2><ul class="ticks">{heat.refused.map((one) => <li key={one.id}><b><bdi>{nameOf(speech, one)}</bdi>.</b> {whyNot(speech, one).words}</li>)}</ul>
            <English title={words.program_words} sentences={[...new Set(heat.refused.map((one) => whyNot(speech, one).english ?? '').filter(Boolean))]} /></>}
          <p class="soft small">{words.heat_filter}</p>
          <Files of={['/api/lead/heat']} query={query({...place, kind: heat.kind}, language)} />
        </>
      ))}</Released>
    </>
  );
}
