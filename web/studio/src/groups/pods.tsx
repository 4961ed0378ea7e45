// SPDX-License-Identifier: Apache-2.0
// Pods for whoever leads the programme: rules, a search that writes nothing, what it found, and the pods of now.
import {useEffect, useState} from 'preact/hooks';
import {get} from '../api.ts';
import {Fetched, Sheet} from '../frame/parts.tsx';
import {usePost} from '../team/post.ts';
import {useGet} from '../use.ts';
import {Files, Invitation, Name, NumberField} from './parts.tsx';
import {Found, Refused} from './proposal.tsx';
import {refusals, sentence, useGroupSpeech} from './speak.ts';
import type {Pods, Proposal, Refusal, Round, Search} from './types.ts';

const LOOK_AGAIN = 500;   // milliseconds between looks at a search

function Rules({pods, busy, search}: {pods: Pods; busy: boolean; search: (wish: object) => void}) {
  const {words, say} = useGroupSpeech();
  const [least, setLeast] = useState(5), [most, setMost] = useState(7), [department, setDepartment] = useState(2), [steps, setSteps] = useState(2), [minutes, setMinutes] = useState(60);
  const [seed, setSeed] = useState(1), [longer, setLonger] = useState(false);
  const wish = (mend: boolean) => search({least, most, per_department: department, steps, minutes, seed, longer: longer ? 1 : 0, mend});
  return (
    <form class="sheet" onSubmit={(event) => { event.preventDefault(); wish(false); }}>
      <h2>{words.rules}</h2>
      <p class="small soft">{say('pods_few', {least: pods.smallest})} {sentence(words.rule_confidential)}</p>
      <div class="fields">
        <NumberField id="least" label={words.least} value={least} least={pods.smallest} most={12} set={setLeast} />
        <NumberField id="most" label={words.most} value={most} least={pods.smallest} most={12} set={setMost} />
        <NumberField id="department" label={words.per_department} value={department} least={0} most={12} set={setDepartment} />
        <NumberField id="steps" label={words.steps} value={steps} least={1} most={5} set={setSteps} />
        <NumberField id="minutes" label={words.minutes} value={minutes} least={30} most={240} set={setMinutes} />
        <NumberField id="seed" label={words.seed} value={seed} least={1} most={1_000_000} set={setSeed} />
      </div>
      <label class="choice"><input type="checkbox" checked={longer} onChange={(event) => setLonger(event.currentTarget.checked)} />{words.longer}</label>
      <p class="buttons"><button type="submit" class="main" disabled={busy}>{pods.round ? words.search_next : words.search}</button>{' '}
        {pods.round && <button type="button" disabled={busy} onClick={() => wish(true)}>{words.mend}</button>}</p>
      <p class="small soft">{words.dry}</p>
    </form>
  );
}

function Running({search, stop}: {search: Search; stop: () => void}) {
  const {words, say, number} = useGroupSpeech();
  return (
    <Sheet>
      <p role="status">{say('searching', {percent: number(search.share * 100)})}</p>
      <progress aria-label={say('searching', {percent: ''})} max={1} value={search.share} />
      <p><button type="button" onClick={stop}>{words.stop}</button></p>
    </Sheet>
  );
}

function Now({round, waiting}: {round: Round; waiting: number}) {
  const {words, say, date, halfHour, language} = useGroupSpeech();
  return (
    <Sheet title={say('now', {round: round.round, date: date(Date.parse(round.begins) / 3_600_000)})}>
      <p>{say('every_weeks', {n: round.every_weeks, minutes: round.minutes})}. {round.want_other > 0 && say('want_other', {n: round.want_other})} {waiting > 0 && say('waiting', {n: waiting})}</p>
      <ol class="pods">{round.pods.map((pod) => (
        <li key={pod.pod}><h3>{say('pod_n', {n: pod.pod})} <small>{pod.start === null ? words.settles : halfHour(pod.start)}</small></h3>
          {pod.too_small && <p class="note care">{words.too_small}</p>}
          <ul>{pod.people.map((who) => <li key={who.id}><Name who={who} /></li>)}</ul>
          <p class="small no-print"><a href={`/api/groups/pods/calendar/pod-${pod.pod}.ics?language=${language}`} download={`pod-${pod.pod}.ics`}>{words.calendar}<span class="hidden">: {say('pod_n', {n: pod.pod})}</span></a></p></li>))}</ol>
      <Files name="pods" />
    </Sheet>
  );
}

/// A search goes on while the page is elsewhere; coming back finds it.
function useSearch(first: Search): [Search, (search: Search) => void] {
  const [search, setSearch] = useState(first);
  useEffect(() => {
    if (search.stage !== 'running') return undefined;
    const later = setTimeout(() => { void get<Search>('/api/groups/pods/search.json').then(setSearch, () => setSearch({...search})); }, LOOK_AGAIN);
    return () => clearTimeout(later);
  }, [search]);
  return [search, setSearch];
}

function Work({pods, again}: {pods: Pods; again: () => void}) {
  const {words} = useGroupSpeech();
  const {busy, stop, post} = usePost(refusals(words));
  const [search, setSearch] = useSearch(pods.search);
  const look = () => { void get<Search>('/api/groups/pods/search.json').then(setSearch); };
  const aside = () => { void post('/api/groups/pods/stop', {}, look); };
  return (
    <>
      {search.stage === 'running' && <Running search={search} stop={aside} />}
      {search.stage === 'found' && <Found proposal={search.result as Proposal} number={search.number} aside={aside} done={again} />}
      {search.stage === 'refused' && <Refused why={search.result as Refusal} aside={aside} />}
      {search.stage === 'stopped' && <p role="status">{words.stopped}</p>}
      {search.stage !== 'running' && search.stage !== 'found' && <Rules pods={pods} busy={busy} search={(wish) => void post('/api/groups/pods/search', wish, look)} />}
      {stop && <p class="note care" role="alert">{stop}</p>}
    </>
  );
}

export default function PodsPage() {
  const {words, say} = useGroupSpeech();
  const [pods, again] = useGet<Pods>('/api/groups/pods.json');
  return (
    <>
      <h1>{words.pods_title}</h1>
      <p class="lead">{words.pods_lead}</p>
      <Fetched got={pods} again={again}>{(value) => (
        <>
          <p><b>{say('taking_part', {n: value.taking_part})}</b> {value.taking_part === 0 ? words.pods_none : value.taking_part < value.smallest && say('pods_few', {least: value.smallest})}</p>
          {value.taking_part >= value.smallest && <Work pods={value} again={again} />}
          {value.round && <Now round={value.round} waiting={value.waiting} />}
        </>
      )}</Fetched>
      <Invitation />
    </>
  );
}
