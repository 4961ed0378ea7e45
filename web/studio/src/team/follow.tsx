// SPDX-License-Identifier: Apache-2.0
// Step 4: what was chosen, when it is worth looking again and why not before, and the own history with the beginning in it.
import {useSpeech} from '../language.ts';
import {ResultCells, ResultHeads} from '../result/cell.tsx';
import {Chart} from '../result/chart.tsx';
import {Trend} from '../result/trend.tsx';
import {usePost} from './post.ts';
import {useTeamSpeech} from './speak.ts';
import {type Commitment, type Commitments, type Team, nameOfCommitment, openOf} from './types.ts';

/// Why not before: after how many waves a change can be told, or that it cannot.
function WhyThen({team}: {team: Team}) {
  const {say, number} = useTeamSpeech(), look = team.look_again;
  if (!look) return null;
  const {measure} = look, change = number(look.change, measure.digits);
  if (look.waves === 1) return <p class="soft">{say('look_wave_one', {change, measure: measure.name})}</p>;
  if (look.waves > 1) return <p class="soft">{say('look_waves', {change, measure: measure.name, n: look.waves})}</p>;
  return <p class="soft">{say('look_never', {least: number(look.least_change ?? 0, measure.digits), measure: measure.name})}</p>;
}

function History({team}: {team: Team}) {
  const frame = useSpeech(), {say, number} = useTeamSpeech(), history = team.history;
  if (!history || history.periods.length < 2) return null;
  const {measure, periods} = history;
  return (
    <Chart finding={say('history', {measure: measure.name})} what={say('history_what', {min: number(measure.min), max: number(measure.max)})}
      made={[{label: frame.words.why_interval, words: frame.words.why_interval_words}]}
      table={<table><thead><tr><th scope="col">{frame.words.col_wave}</th><ResultHeads /></tr></thead>
        <tbody>{periods.map((one) => <tr key={one.title}><th scope="row"><bdi>{one.title}</bdi></th><ResultCells cell={one.team} scale={measure} /></tr>)}</tbody></table>}>
      <Trend name={measure.name} scale={measure} points={periods.map((one) => ({wave: one.title, cell: one.team}))} />
    </Chart>
  );
}

function Earlier({all}: {all: Commitment[]}) {
  const {words, say, date} = useTeamSpeech();
  if (all.length === 0) return null;
  return (
    <section><h3>{words.earlier}</h3>
      <ul>{all.map((one) => <li key={one.id}><bdi>{nameOfCommitment(one)}</bdi>: {say(one.state === 'kept' ? 'was_kept' : 'was_stopped', {date: date(one.ended)})}</li>)}</ul>
    </section>
  );
}

export function Follow({team, mine, changed}: {team: Team; mine: Commitments; changed: () => void}) {
  const {words, say, date} = useTeamSpeech();
  const {busy, stop, post} = usePost();
  const open = openOf(mine);
  const end = (how: 'kept' | 'stopped') => post('/api/team/commitment/end', {id: open?.id, how}, changed);
  return (
    <>
      <h2>{words.follow_title}</h2>
      {open ? (
        <section class="sheet">
          <h3><bdi>{nameOfCommitment(open)}</bdi></h3>
          <p class="small soft">{say('since', {date: date(open.since)})}</p>
          {open.practice && <p>{open.practice.do}</p>}
          <p><b>{say('look_on', {date: date(open.look_again)})}</b></p>
          <WhyThen team={team} />
          <p class="buttons">
            <button type="button" disabled={busy} onClick={() => void end('kept')}>{words.kept}</button>{' '}
            <button type="button" class="link" disabled={busy} onClick={() => void end('stopped')}>{words.stopped}</button>
          </p>
        </section>
      ) : <><p class="lead">{say('follow_none', {step: words.step_choose})}</p><WhyThen team={team} /></>}
      {stop && <p class="note care" role="alert">{stop}</p>}
      <History team={team} />
      <Earlier all={mine.commitments.filter((one) => one.state !== 'open')} />
      <p class="small soft">{words.mine_alone}</p>
    </>
  );
}
