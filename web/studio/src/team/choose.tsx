// SPDX-License-Identifier: Apache-2.0
// Step 3: three practices that fit, or one's own words; one thing at a time.
import {useState} from 'preact/hooks';
import {usePost} from './post.ts';
import {useTeamSpeech} from './speak.ts';
import {type Commitments, type Team, nameOfCommitment, openOf} from './types.ts';

const DAY = 24, QUARTER = 91 * DAY;

/// The hour to look again: when a change can be told, and in three months where none can.
export function hourToLook(team: Team, now: number): number {
  const told = team.look_again?.hour ?? 0;
  return told > now + 7 * DAY ? told : now + QUARTER;
}

export function Choose({team, mine, chosen}: {team: Team; mine: Commitments; chosen: () => void}) {
  const {words, say} = useTeamSpeech();
  const {busy, stop, post} = usePost();
  const [own, setOwn] = useState('');
  const open = openOf(mine);
  const take = (what: {practice: string} | {words: string}) =>
    post('/api/team/commitment', {...what, look_again: hourToLook(team, Math.floor(Date.now() / 3_600_000))}, chosen);
  return (
    <>
      <h2>{words.choose_title}</h2>
      <p>{words.choose_lead}</p>
      {open && <p class="note">{say('open_already', {what: nameOfCommitment(open), step: words.step_follow})}</p>}
      <ul class="practices">
        {team.practices.map((one) => (
          <li key={one.id} class="sheet practice">
            <h3>{one.title}</h3>
            <p class="small soft">{say('minutes', {n: one.minutes})} · {words[`element_${one.element}`]} · {words.evidence}</p>
            <p>{one.do}</p>
            <p><b>{words.first}.</b> {one.first}</p>
            <p><b>{words.careful}.</b> {one.careful}</p>
            <button type="button" disabled={busy || open !== undefined} onClick={() => void take({practice: one.id})}>{words.choose_this}<span class="hidden">: {one.title}</span></button>
          </li>
        ))}
      </ul>
      <form class="sheet" onSubmit={(event) => { event.preventDefault(); if (own.trim()) void take({words: own.trim()}); }}>
        <label for="own">{words.own}</label>
        <p class="small soft" id="own-hint">{words.own_hint}</p>
        <input id="own" aria-describedby="own-hint" maxLength={120} value={own} disabled={open !== undefined} onInput={(event) => setOwn(event.currentTarget.value)} />
        <button type="submit" disabled={busy || open !== undefined || !own.trim()}>{words.own_choose}</button>
      </form>
      {stop && <p class="note care" role="alert">{stop}</p>}
    </>
  );
}
