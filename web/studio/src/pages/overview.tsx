// SPDX-License-Identifier: Apache-2.0
// Where the organisation stands, three findings by a rule that is shown, how good the data are, what is counted together.
import {Sheet} from '../frame/parts.tsx';
import {Findings, Headline, Rule} from '../lead/finding.tsx';
import {English, Head, Kinds, Released, madeBy} from '../lead/parts.tsx';
import {query, usePlace} from '../lead/place.ts';
import {changeWords, findingWords, nameOf, standing} from '../lead/sentences.ts';
import {useLeadSpeech} from '../lead/speak.ts';
import type {NotReleased, Overview} from '../lead/types.ts';
import {ResultCells, ResultHeads} from '../result/cell.tsx';
import {Chart} from '../result/chart.tsx';
import {Trend} from '../result/trend.tsx';
import {shownOf} from '../result/types.ts';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

function OverWaves({overview}: {overview: Overview}) {
  const speech = useLeadSpeech(), {frame, words, number} = speech, lead = standing(overview, overview.headline);
  if (!lead) return null;
  const name = nameOf(speech, lead), before = overview.periods[overview.periods.length - 2];
  const said = lead.change && before ? changeWords(speech, name, words.the_organisation, lead.change, before.title, lead)
    : findingWords(speech, overview, {kind: 'whole', measure: lead.id, unit: null, cell: lead.cell, organisation: lead.cell, change: null});
  return (
    <Chart finding={said} what={`${name}. ${frame.changed_trend_what.replace('{min}', number(lead.min)).replace('{max}', number(lead.max))}`} made={madeBy(speech, lead, overview.profile)}
      table={<table><thead><tr><th scope="col">{frame.col_wave}</th><ResultHeads /></tr></thead><tbody>{lead.history.map((cell, i) => <tr key={i}><th scope="row"><bdi>{overview.periods[i]?.title}</bdi></th><ResultCells cell={cell} scale={lead} against="nothing" /></tr>)}</tbody></table>}>
      <Trend name={name} scale={lead} points={lead.history.map((cell, i) => ({wave: overview.periods[i]?.title ?? '', cell}))} />
    </Chart>
  );
}

function Quality({overview}: {overview: Overview}) {
  const speech = useLeadSpeech(), {words, say, number, list} = speech;
  const last = overview.periods[overview.periods.length - 1], lead = standing(overview, overview.headline), worst = lead?.worst_case;
  const refused = overview.measures.filter((one) => one.kind === 'scale' && one.failed.length > 0 && !shownOf(one.cell));
  if (!last) return null;
  const n = number(last.ballots), percent = last.response === null ? '' : number(100 * last.response);
  return (
    <Sheet title={words.quality}>
      <ul class="ticks">
        <li>{last.response === null ? say('quality_n', {n}) : lead && worst ? say('quality_response', {n, percent, measure: nameOf(speech, lead), low: number(worst.low, lead.digits), high: number(worst.high, lead.digits)}) : say('quality_response_plain', {n, percent})}</li>
        <li>{refused.length > 0 ? say(refused.length === 1 ? 'quality_refused_one' : 'quality_refused', {n: refused.length, names: list(refused.map((one) => nameOf(speech, one)))}) : last.ballots < 300 ? words.quality_unknown : words.quality_all}</li>
        {overview.measures.every((one) => one.status !== 'vetted') && <li>{words.quality_status}</li>}
        <li>{overview.witnessed ? words.quality_signed : words.quality_unsigned}</li>
      </ul>
    </Sheet>
  );
}

function Pools({overview}: {overview: Overview}) {
  const speech = useLeadSpeech(), {words, say, number} = speech;
  const rows = overview.measures.filter((one) => one.tally.units > 0 && shownOf(one.cell));
  return (
    <Sheet title={words.pooled_title}>
      <p>{say('pooled_rule', {k: overview.k[0], k2: overview.k[1], k3: overview.k[2]})}</p>
      <ul class="ticks">{rows.slice(0, 4).map((one) => <li key={one.id}>{say('pooled_row', {measure: nameOf(speech, one), own: number(one.tally.own), units: number(one.tally.units), pooled: number(one.tally.pooled), hidden: number(one.tally.hidden)})}</li>)}</ul>
    </Sheet>
  );
}

export default function TheOverview() {
  const {words, frame, language} = useLeadSpeech(), place = usePlace();
  const [got, again] = useGet<Overview | NotReleased>(`/api/lead/overview.json${query({kind: place.kind}, language)}`);
  return (
    <>
      <Head title={frame.page_overview} />
      <Released got={got} again={again} what={words.overview_nothing}>{(overview) => (
        <>
          <Kinds kinds={overview.kinds} kind={overview.kind} place={place} />
          <Headline overview={overview} links />
          <h2>{words.findings}</h2>
          <Findings overview={overview} links />
          <Rule />
          <OverWaves overview={overview} />
          <div class="cards"><Quality overview={overview} /><Pools overview={overview} /></div>
          <English title={words.program_words} sentences={overview.computed} />
          <nav class="onward no-print" aria-label={words.onward}>
            <a class="button" href="/heat">{words.on_heat}</a><a class="button" href="/index">{words.on_index}</a><a class="button" href="/trend">{words.on_trend}</a><a class="button" href="/reports">{words.on_reports}</a>
          </nav>
          <Files of={['/api/lead/overview']} query={query({kind: overview.kind}, language)} />
        </>
      )}</Released>
    </>
  );
}
