// SPDX-License-Identifier: Apache-2.0
// What a search for pods found: rules, every wish that is not met, pods, where members come from, and what accepting takes. Or why there are none.
import {useState} from 'preact/hooks';
import {Sheet} from '../frame/parts.tsx';
import {usePost} from '../team/post.ts';
import {Name, NumberField, Scroll} from './parts.tsx';
import {type GroupSpeech, refusals, useGroupSpeech} from './speak.ts';
import type {GroupWords} from './words_en.ts';
import type {Proposal, Refusal, Rule, Unmet} from './types.ts';

function asks({say, words}: GroupSpeech, rule: Rule): string {
  switch (rule.rule) {
    case 'size': return say('rule_size', {least: rule.least ?? 0, most: rule.most ?? 0});
    case 'line': return say('rule_line', {steps: rule.steps ?? 0});
    case 'department': return say('rule_department', {most: rule.most ?? 0});
    case 'hour': return say('rule_hour', {minutes: rule.minutes ?? 0});
    default: return words.rule_confidential;
  }
}

function Rules({rules}: {rules: Rule[]}) {
  const speech = useGroupSpeech(), {words} = speech;
  return (
    <Scroll label={words.rules}><table>
      <thead><tr><th scope="col">{words.col_rule}</th><th scope="col">{words.col_asks}</th><th scope="col">{words.col_state}</th></tr></thead>
      <tbody>{rules.map((rule) => <tr key={rule.rule}><th scope="row">{words[`label_${rule.rule}`]}</th><td>{asks(speech, rule)}</td><td>{rule.checked === false ? words.unchecked : words.kept}</td></tr>)}</tbody>
    </table></Scroll>
  );
}

function Wishes({unmet}: {unmet: Unmet[]}) {
  const {words, say, number} = useGroupSpeech();
  return (
    <section><h3>{words.unmet}</h3>
      {unmet.length === 0 ? <p>{words.unmet_none}</p>
        : <ul>{unmet.map((one) => <li key={`${one.wish} ${one.pod}`}>{say(`unmet_${one.wish}`, {pod: one.pod, has: one.has, wanted: number(one.wanted ?? 0, one.wish === 'load' ? 1 : 0)})}</li>)}</ul>}
    </section>
  );
}

function Origins({proposal}: {proposal: Proposal}) {
  const {words, say} = useGroupSpeech(), {origins} = proposal;
  const title = origins.round > 0 ? say('origins_round', {round: origins.round}) : words.origins_department;
  return (
    <section><h3>{title}</h3><p class="small soft">{words.origins_what}</p>
      <Scroll label={title}><table class="matrix">
        <thead><tr><td />{origins.columns.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
        <tbody>{origins.rows.map((row, p) => <tr key={p}><th scope="row">{say('pod_n', {n: p + 1})}</th>{row.map((count, c) => <td key={c} class={count > 1 ? 'more' : undefined}>{count === 0 ? '·' : count}</td>)}</tr>)}</tbody>
      </table></Scroll>
    </section>
  );
}

const inAWeek = (): string => new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);

export function Found({proposal, number: search, done, aside}: {proposal: Proposal; number: number; done: () => void; aside: () => void}) {
  const {words, say, number, halfHour} = useGroupSpeech();
  const {busy, stop, post} = usePost(refusals(words));
  const [begins, setBegins] = useState(inAWeek), [every, setEvery] = useState(2), [meetings, setMeetings] = useState(6);
  return (
    <Sheet title={say('proposal', {round: proposal.round, pods: proposal.pods.length})}>
      <p>{proposal.proven ? words.proven : say('gap', {gap: number(proposal.gap * 100, 1)})} {say('difference', {here: number(proposal.difference, 2), all: number(proposal.difference_of_all, 2)})}</p>
      <Rules rules={proposal.rules} />
      <Wishes unmet={proposal.unmet} />
      <ol class="pods">{proposal.pods.map((pod) => (
        <li key={pod.pod}><h3>{say('pod_n', {n: pod.pod})} <small>{pod.start === null ? words.settles : halfHour(pod.start)}</small></h3>
          <ul>{pod.people.map((who) => <li key={who.id}><Name who={who} /></li>)}</ul></li>))}</ol>
      <Origins proposal={proposal} />
      <form class="fields" onSubmit={(event) => { event.preventDefault(); void post('/api/groups/pods/accept', {number: search, begins, every_weeks: every, meetings}, done); }}>
        <div class="field"><label for="begins">{words.begins}</label><input id="begins" type="date" required value={begins} onInput={(event) => setBegins(event.currentTarget.value)} /></div>
        <NumberField id="every" label={words.every} value={every} least={1} most={12} set={setEvery} />
        <NumberField id="meetings" label={words.meetings} value={meetings} least={1} most={52} set={setMeetings} />
        <p class="buttons"><button type="submit" class="main" disabled={busy}>{words.accept}</button> <button type="button" disabled={busy} onClick={aside}>{words.aside}</button></p>
      </form>
      {stop && <p class="note care" role="alert">{stop}</p>}
    </Sheet>
  );
}

/// Why there are none, in the language of the page; English where a sentence is newer than this page.
export function Refused({why, aside}: {why: Refusal; aside: () => void}) {
  const {words, say} = useGroupSpeech();
  const english = (text: string) => <span lang="en" dir="ltr">{text}</span>;
  const told = ({code, blanks, words: text}: {code: string; blanks: Record<string, string>; words: string}) => {
    const name = `why_${code}`;
    return name in words ? <span>{say(name as keyof GroupWords, blanks)}</span> : english(text);
  };
  return (
    <Sheet title={words.refused}>
      {why.words && <p>{english(why.words)}</p>}
      {why.because.length > 0 && <ul>{why.because.map((one) => <li key={one.words}>{told(one)}</li>)}</ul>}
      {!why.words && <p>{why.ways.length > 0 ? words.ways : words.ways_none}</p>}
      {why.ways.length > 0 && <ul>{why.ways.map((way) => <li key={way.words}>{told(way)}</li>)}</ul>}
      <p><button type="button" onClick={aside}>{words.aside}</button></p>
    </Sheet>
  );
}
