// SPDX-License-Identifier: Apache-2.0
// Step 1: at most three statements, each with its figures, and the reason in words where a team is counted with others.
import {listed} from '../bidi.ts';
import {useSpeech} from '../language.ts';
import type {Made} from '../result/why.tsx';
import {ResultCells, ResultHeads, Result} from '../result/cell.tsx';
import {Chart} from '../result/chart.tsx';
import {Rows} from '../result/rows.tsx';
import {type TeamSpeech, useTeamSpeech} from './speak.ts';
import type {Statement, Team} from './types.ts';

const figure = ({number}: TeamSpeech, one: Statement): string => number(one.organisation.value, one.measure.digits);

function sentence(speech: TeamSpeech, one: Statement): string {
  const name = one.team.state === 'above' ? 'says_above' : one.team.state === 'below' ? 'says_below' : 'says_same';
  return speech.say(name, {measure: one.measure.name, whole: figure(speech, one)});
}

/// Who these figures are of, and why it is these people.
export function WhoseFigures({team}: {team: Team}) {
  const {words, say, language} = useTeamSpeech();
  switch (team.state) {
    case 'no_team': return <p class="note">{words.no_team}</p>;
    case 'no_release': return <p class="note">{words.no_release}</p>;
    case 'not_shown': return <p class="note">{words.not_shown}</p>;
    case 'whole': return <p class="note">{words.whole}</p>;
    case 'pooled': return <p class="note">{say('pooled', {reports: team.reports, names: listed(team.pooled_with, language), ballots: team.ballots ?? 0})}</p>;
    case 'shown': return (
      <p class="soft">{say('shown', {unit: team.unit ?? '', ballots: team.ballots ?? 0, wave: team.title ?? ''})} {(team.ballots ?? 0) > team.reports && say('together', {unit: team.unit ?? '', reports: team.reports})}</p>
    );
  }
}

function made(frame: ReturnType<typeof useSpeech>, one: Statement): Made[] {
  const {words, say, number} = frame;
  return [
    {label: words.why_value, words: say('why_value_words', {min: number(one.measure.min), max: number(one.measure.max)})},
    {label: words.why_interval, words: words.why_interval_words},
    {label: words.why_n, words: number(one.team.n)},
  ];
}

function Drawn({team}: {team: Team}) {
  const frame = useSpeech(), speech = useTeamSpeech(), {words, say} = speech;
  const scales = [...new Set(team.statements.map((one) => `${one.measure.min} ${one.measure.max}`))];
  return (
    <>
      {scales.map((scale) => {
        const rows = team.statements.filter((one) => `${one.measure.min} ${one.measure.max}` === scale), first = rows[0];
        return first && (
          <Chart key={scale} finding={rows.length === 1 ? sentence(speech, first) : words.chart} what={say('chart_what', {wave: team.title ?? ''})} made={made(frame, first)}
            table={<table><thead><tr><th scope="col">{frame.words.col_what}</th><ResultHeads /></tr></thead>
              <tbody>{rows.map((one) => <tr key={one.measure.id}><th scope="row"><bdi>{one.measure.name}</bdi></th><ResultCells cell={one.team} scale={one.measure} /></tr>)}</tbody></table>}>
            <Rows rows={rows.map((one) => ({id: one.measure.id, name: one.measure.name, cell: one.team, scale: one.measure, band: one.organisation}))} />
          </Chart>
        );
      })}
    </>
  );
}

export function Read({team}: {team: Team}) {
  const speech = useTeamSpeech();
  return (
    <>
      <WhoseFigures team={team} />
      <ol class="statements">
        {team.statements.map((one) => (
          <li key={one.kind} class={`sheet statement ${one.kind}`}>
            <h2>{speech.words[one.kind]}</h2>
            <p>{sentence(speech, one)}</p>
            <p><Result cell={one.team} scale={one.measure} /></p>
          </li>
        ))}
      </ol>
      {team.statements.length > 0 && <Drawn team={team} />}
    </>
  );
}
