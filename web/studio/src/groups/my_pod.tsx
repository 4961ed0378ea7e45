// SPDX-License-Identifier: Apache-2.0
// A person's own page: the pod with its next meeting, what one carries, what one takes part in. Nothing is yes unless they say so.
import {useState} from 'preact/hooks';
import {Fetched, Sheet} from '../frame/parts.tsx';
import {usePost} from '../team/post.ts';
import {useGet} from '../use.ts';
import {NumberField} from './parts.tsx';
import {refusals, useGroupSpeech} from './speak.ts';
import type {Choice, Mine} from './types.ts';

type Pod = NonNullable<Mine['pod']>;

function When({pod}: {pod: Pod}) {
  const {words, say, date} = useGroupSpeech();
  if (pod.next) return <p class="lead">{say('my_next', {date: date(pod.next.hour), time: pod.next.at})}</p>;
  return <p class="lead">{pod.settled ? words.my_over : words.my_settle}</p>;
}

function MyPod({mine, pod, changed}: {mine: Mine; pod: Pod; changed: () => void}) {
  const {words, say, language} = useGroupSpeech();
  const {busy, stop, post} = usePost(refusals(words));
  const change = (what: 'leave' | 'other' | 'stay') => void post('/api/me/pod', {do: what}, changed);
  return (
    <Sheet title={say('pod_n', {n: pod.number})}>
      <When pod={pod} />
      <p class="soft">{say('every_weeks', {n: pod.every_weeks, minutes: pod.minutes})}</p>
      <h3>{words.my_with}</h3>
      <ul>{pod.members.map((login) => <li key={login}><bdi>{login}</bdi></li>)}</ul>
      <p><a class="button" href={`/api/me/pod.ics?language=${language}`} download="my-pod.ics">{words.my_calendar}</a></p>
      <h3>{words.my_agenda}</h3><ul>{mine.agenda.map((line) => <li key={line}>{line}</li>)}</ul>
      <h3>{words.my_boundaries}</h3><ul>{mine.boundaries.map((line) => <li key={line}>{line}</li>)}</ul>
      {pod.wants_other && <p class="note">{words.my_other_asked}</p>}
      <p class="buttons">
        <button type="button" disabled={busy} onClick={() => change(pod.wants_other ? 'stay' : 'other')}>{pod.wants_other ? words.my_stay : words.my_other}</button>{' '}
        <button type="button" class="link" disabled={busy} onClick={() => change('leave')}>{words.my_leave}</button>
      </p>
      {stop && <p class="note care" role="alert">{stop}</p>}
    </Sheet>
  );
}

function Carried({mine}: {mine: Mine}) {
  const {words, say} = useGroupSpeech(), {ambassador, accompanies, carrier} = mine;
  if (!ambassador && accompanies.length === 0 && !carrier) return null;
  return (
    <Sheet title={words.my_load}>
      {carrier && <p>{say('my_carrier', {name: carrier})}</p>}
      {ambassador && <p>{say('my_rounds', {n: ambassador.rounds, most: ambassador.most_rounds})} {ambassador.rounds >= ambassador.most_rounds && words.my_last}</p>}
      {accompanies.length > 0 && <p>{say('my_accompany', {names: accompanies.join(', ')})}</p>}
      {ambassador && ambassador.peers.length > 0 && <p>{say('my_peers', {names: ambassador.peers.join(', ')})}</p>}
      {(ambassador || accompanies.length > 0) && <p class="soft">{words.my_guard}</p>}
    </Sheet>
  );
}

function MyChoice({choice, changed}: {choice: Choice; changed: () => void}) {
  const {words} = useGroupSpeech();
  const {busy, stop, post} = usePost(refusals(words));
  const [now, setNow] = useState(choice), [saved, setSaved] = useState(false);
  const set = (part: Partial<Choice>) => { setNow({...now, ...part}); setSaved(false); };
  const tick = (name: 'pod' | 'carrier' | 'ambassador' | 'resting') => (
    <label class="choice"><input type="checkbox" id={`my-${name}`} checked={now[name]} onChange={(event) => set({[name]: event.currentTarget.checked})} />{words[`c_${name}`]}</label>
  );
  return (
    <form class="sheet" onSubmit={(event) => { event.preventDefault(); void post('/api/me/groups', now, () => { setSaved(true); changed(); }); }}>
      <h2>{words.my_choice}</h2>
      <p>{words.my_choice_words}</p>
      {tick('pod')}{tick('carrier')}{tick('ambassador')}
      {(now.carrier || now.ambassador) && tick('resting')}
      {now.carrier && <NumberField id="my-places" label={words.c_places} value={now.places} least={1} most={3} set={(places) => set({places})} />}
      {(now.pod || now.carrier) && (
        <>
          <label for="my-hours">{words.c_hours}</label>
          <p class="small soft" id="my-hours-hint">{words.c_hours_hint}</p>
          <input id="my-hours" dir="ltr" maxLength={300} aria-describedby="my-hours-hint" value={now.hours} onInput={(event) => set({hours: event.currentTarget.value})} />
        </>
      )}
      {now.pod && (
        <p><label for="my-carrying">{words.c_load}</label>
          <select id="my-carrying" value={now.load ?? ''} onChange={(event) => set({load: event.currentTarget.value === '' ? null : Number(event.currentTarget.value)})}>
            <option value="">{words.load_none}</option>{([0, 1, 2, 3] as const).map((load) => <option key={load} value={load}>{words[`load_${load}`]}</option>)}
          </select></p>
      )}
      <p><button type="submit" class="main" disabled={busy}>{words.save}</button> {saved && <span role="status">{words.saved}</span>}</p>
      {stop && <p class="note care" role="alert">{stop}</p>}
    </form>
  );
}

/// What is typed here is sent and forgotten by the page; nothing lists it again.
function Apart() {
  const {words} = useGroupSpeech();
  const {busy, stop, post} = usePost(refusals(words));
  const [login, setLogin] = useState(''), [said, setSaid] = useState('');
  const send = (body: object, word: string) => { setSaid(''); void post('/api/me/apart', body, () => { setLogin(''); setSaid(word); }); };
  return (
    <details>
      <summary>{words.my_apart}</summary>
      <p>{words.apart_words}</p>
      <form onSubmit={(event) => { event.preventDefault(); if (login.trim()) send({login: login.trim()}, words.saved); }}>
        <label for="apart">{words.apart_login}</label>
        <input id="apart" dir="ltr" autocomplete="off" value={login} onInput={(event) => setLogin(event.currentTarget.value)} />
        <p class="buttons"><button type="submit" disabled={busy || !login.trim()}>{words.save}</button> <button type="button" class="link" disabled={busy} onClick={() => send({forget: true}, words.apart_forgotten)}>{words.apart_forget}</button></p>
      </form>
      {said && <p role="status">{said}</p>}
      {stop && <p class="note care" role="alert">{stop}</p>}
    </details>
  );
}

export default function MyPodPage() {
  const {words, language} = useGroupSpeech();
  const [mine, again] = useGet<Mine>(`/api/me/groups.json?language=${language}`);
  return (
    <>
      <h1>{words.my_title}</h1>
      {mine.state === 'failed' && mine.error.status === 404 ? <p>{words.my_none}</p> : (
        <Fetched got={mine} again={again}>{(value) => (
          <>
            {value.pod ? <MyPod mine={value} pod={value.pod} changed={again} /> : <p class="lead">{value.choice.pod ? words.my_waiting : words.my_none}</p>}
            <Carried mine={value} />
            <MyChoice choice={value.choice} changed={again} />
            <Apart />
          </>
        )}</Fetched>
      )}
      <details><summary>{words.my_how}</summary><p>{words.my_how_words}</p></details>
    </>
  );
}
