// SPDX-License-Identifier: Apache-2.0
// One measure of one unit over waves, with intervals and its changes in words.
import {Head, Kinds, NotShown, Path, Released, madeBy} from '../lead/parts.tsx';
import {type Place, hashOf, query, usePlace} from '../lead/place.ts';
import {changeWords, nameOf} from '../lead/sentences.ts';
import {useLeadSpeech} from '../lead/speak.ts';
import type {NotReleased, Trend as Got, Trends} from '../lead/types.ts';
import {ChangeCell, ResultCells, ResultHeads} from '../result/cell.tsx';
import {Chart} from '../result/chart.tsx';
import {Trend} from '../result/trend.tsx';
import {shownOf} from '../result/types.ts';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

function Choose({trends, place, measure}: {trends: Trends; place: Place; measure: string}) {
  const speech = useLeadSpeech(), {words} = speech;
  const go = (to: Partial<Place>) => { location.hash = hashOf({...place, kind: trends.kind, ...to}); };
  return (
    <form class="choose no-print" onSubmit={(event) => event.preventDefault()}>
      <label>{words.trend_measure}<select value={measure} onChange={(event) => go({measure: event.currentTarget.value})}>{trends.measures.map((one) => <option key={one.id} value={one.id}>{nameOf(speech, one)}</option>)}</select></label>
      {trends.children.length > 0 && <label>{words.trend_unit}<select value="" onChange={(event) => go({unit: event.currentTarget.value, measure})}><option value="">{words.trend_choose}</option>{trends.children.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</select></label>}
    </form>
  );
}

function One({trends, place}: {trends: Trends; place: Place}) {
  const speech = useLeadSpeech(), {words, frame, say, number} = speech, last = trends.periods.length - 1;
  const measure = trends.measures.find((one) => one.id === place.measure) ?? trends.measures.find((one) => shownOf(one.cells[last] ?? {state: 'not_shown'})) ?? trends.measures[0];
  if (!measure) return null;
  const name = nameOf(speech, measure), whole = trends.path.length === 0, where = whole ? words.the_organisation : trends.unit.name, against = whole ? 'nothing' : 'organisation';
  const said = measure.changes.map((change, i) => change && changeWords(speech, name, where, change, trends.periods[i - 1]?.title ?? '', measure));
  const now = shownOf(measure.cells[last] ?? {state: 'not_shown'});
  return (
    <>
      <Choose trends={trends} place={place} measure={measure.id} />
      <Chart finding={said[last] ?? (now ? say('whole', {measure: name, value: number(now.value, measure.digits), low: number(now.low, measure.digits), high: number(now.high, measure.digits), min: number(measure.min), max: number(measure.max)}) : say('trend_hidden', {measure: name}))}
        what={say('trend_what', {unit: trends.unit.name, min: number(measure.min), max: number(measure.max)})} made={madeBy(speech, measure, trends.profile)}
        table={<table><thead><tr><th scope="col">{frame.col_wave}</th><ResultHeads /><th scope="col" class="num">{frame.col_change}</th></tr></thead>
          <tbody>{measure.cells.map((cell, i) => <tr key={i}><th scope="row"><bdi>{trends.periods[i]?.title}</bdi></th><ResultCells cell={cell} scale={measure} against={against} /><ChangeCell change={measure.changes[i] ?? null} scale={measure} /></tr>)}</tbody></table>}>
        <Trend name={name} scale={measure} points={measure.cells.map((cell, i) => ({wave: trends.periods[i]?.title ?? '', cell}))} />
      </Chart>
      {last === 0 ? <p class="soft">{words.trend_one}</p> : said.some(Boolean) && <><h2>{words.trend_changes}</h2><ul class="ticks">{said.map((sentence, i) => sentence && <li key={i}><b><bdi>{trends.periods[i]?.title}</bdi>.</b> {sentence}</li>).reverse()}</ul></>}
    </>
  );
}

export default function TheTrend() {
  const {words, frame, language} = useLeadSpeech(), place = usePlace();
  const [got, again] = useGet<Got | NotReleased>(`/api/lead/trend.json${query(place, language)}`);
  return (
    <>
      <Head title={frame.page_trend} />
      <Released got={got} again={again} what={words.trend_nothing}>{(trends) => (trends.state ? <NotShown place={place} /> : (
        <>
          <Kinds kinds={trends.kinds} kind={trends.kind} place={{...place, unit: ''}} />
          <Path unit={trends.unit} path={trends.path} place={place} />
          <h2 class="hidden">{trends.unit.name}</h2>
          <One trends={trends} place={place} />
          <Files of={['/api/lead/trend']} query={query({...place, kind: trends.kind}, language)} />
        </>
      ))}</Released>
    </>
  );
}
