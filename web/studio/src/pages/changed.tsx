// SPDX-License-Identifier: Apache-2.0
// The last release in at most five sentences, the headline over waves, its parts with their intervals. The organisation's own figures and no others.
import type {Releases} from '../api.ts';
import {Fetched} from '../frame/parts.tsx';
import {useSpeech} from '../language.ts';
import {type Changed, type Measure, type Series, headline, isShown, levelSentence, nameOf, partsOf, sentences} from '../parts/changed.ts';
import {DecidedSheet} from '../parts/decided.tsx';
import {madeOf} from '../parts/made_of.ts';
import {ReleaseLine} from '../parts/release_line.tsx';
import {ChangeCell, Result, ResultCells, ResultHeads} from '../result/cell.tsx';
import {Chart} from '../result/chart.tsx';
import {partsFinding} from '../result/parts_finding.ts';
import {Rows} from '../result/rows.tsx';
import {Trend} from '../result/trend.tsx';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

function Headline({series, measure}: {series: Series; measure: Measure}) {
  const speech = useSpeech(), {words, say, number} = speech;
  const name = nameOf(speech, measure);
  return (
    <Chart finding={levelSentence(speech, measure)} what={`${say('changed_trend_what', {min: number(measure.min), max: number(measure.max)})}`} made={madeOf(speech, series, measure)}
      table={<table><thead><tr><th scope="col">{words.col_wave}</th><ResultHeads /><th scope="col" class="num">{words.col_change}</th></tr></thead>
        <tbody>{measure.periods.map((figure, i) => <tr key={i}><th scope="row"><bdi>{series.periods[i]?.title}</bdi></th><ResultCells cell={figure} scale={measure} against="nothing" /><ChangeCell change={figure.change} scale={measure} /></tr>)}</tbody></table>}>
      <Trend name={name} scale={measure} points={measure.periods.map((figure, i) => ({wave: series.periods[i]?.title ?? '', cell: figure}))} />
    </Chart>
  );
}

function Parts({series}: {series: Series}) {
  const speech = useSpeech(), {words, say, number} = speech, parts = partsOf(series), first = parts[0], last = series.periods[series.periods.length - 1];
  if (!first || !last) return null;
  const figure = (one: Measure) => one.periods[one.periods.length - 1] ?? {state: 'not_shown' as const, change: null, refused: ''};
  return (
    <Chart finding={partsFinding(speech, parts.map((one) => ({name: nameOf(speech, one), cell: figure(one), scale: one}))) ?? words.changed_parts} what={say('changed_parts_what', {min: number(first.min), max: number(first.max), n: number(last.ballots), wave: last.title})} made={madeOf(speech, series, first)}
      table={<table><thead><tr><th scope="col">{words.col_what}</th><ResultHeads /><th scope="col" class="num">{words.col_change}</th></tr></thead>
        <tbody>{parts.map((one) => <tr key={one.id}><th scope="row">{nameOf(speech, one)}</th><ResultCells cell={figure(one)} scale={one} against="nothing" /><ChangeCell change={figure(one).change} scale={one} /></tr>)}</tbody></table>}>
      <Rows rows={parts.map((one) => ({id: one.id, name: nameOf(speech, one), cell: figure(one), scale: one, against: 'nothing'}))} />
    </Chart>
  );
}

function OneSeries({series}: {series: Series}) {
  const speech = useSpeech(), {words, say} = speech;
  const lead = headline(series), now = lead?.periods[lead.periods.length - 1];
  if (series.why_not) return <p class="note care">{say('changed_refused', {why: series.why_not})}</p>;
  return (
    <>
      {lead && isShown(now) && <p class="headline"><span>{nameOf(speech, lead)}</span> <Result cell={now} scale={lead} against="nothing" /></p>}
      <ul class="said">{sentences(speech, series).map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
      {lead ? <Headline series={series} measure={lead} /> : <p class="soft">{words.no_measure}</p>}
      <Parts series={series} />
    </>
  );
}

export default function WhatChanged() {
  const {words, language} = useSpeech();
  const [changed, again] = useGet<Changed>(`/api/changed.json?language=${language}`);
  const [releases] = useGet<Releases>('/api/releases.json');
  return (
    <>
      <h1>{words.changed_title}</h1>
      {releases.state === 'there' && releases.value.releases.length > 0 && <ReleaseLine releases={releases.value} />}
      <Fetched got={changed} again={again}>{(value) => (
        value.series.length === 0 ? <p class="lead">{words.changed_none}</p> : (
          <>
            {value.series.map((series) => (
              <section key={series.kind} aria-labelledby={`series-${series.kind}`}>
                <h2 id={`series-${series.kind}`}>{series.kind === 'deep' ? words.changed_series_deep : words.changed_series_pulse}</h2>
                <OneSeries series={series} />
              </section>
            ))}
            <DecidedSheet />
            <Files of={['/api/changed', '/api/decided']} query={`?language=${language}`} />
          </>
        )
      )}</Fetched>
    </>
  );
}
