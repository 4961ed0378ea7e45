// SPDX-License-Identifier: Apache-2.0
// What is done about the results, and what is not and why. A programme lead enters it here, where everybody reads it.
import {useState} from 'preact/hooks';
import {Fetched, Sheet} from '../frame/parts.tsx';
import {useSpeech} from '../language.ts';
import {usePost} from '../team/post.ts';
import {useFrame, useGet} from '../use.ts';

interface Decision { words: string; why: string; will: boolean; hour: number }
interface Decided { decisions: Decision[]; managers: number | null }
const MOST = 200;   // characters, so that the bytes fit in every script

function Enter({entered}: {entered: () => void}) {
  const {words} = useSpeech(), {busy, stop, post} = usePost();
  const [what, setWhat] = useState(''), [why, setWhy] = useState(''), [will, setWill] = useState(true);
  const send = (event: Event) => {
    event.preventDefault();
    void post('/api/lead/decision', {words: what.trim(), why: why.trim(), will}, () => { setWhat(''); setWhy(''); entered(); });
  };
  return (
    <details class="no-print enter"><summary>{words.decided_enter}</summary>
      <form onSubmit={send}>
        <p><label for="decision-words">{words.decided_words}</label><textarea id="decision-words" rows={2} maxLength={MOST} required value={what} onInput={(event) => setWhat(event.currentTarget.value)} /></p>
        <p><label for="decision-will">{words.decided_which}</label>
          <select id="decision-will" value={will ? 'yes' : 'no'} onChange={(event) => setWill(event.currentTarget.value === 'yes')}><option value="yes">{words.decided_will}</option><option value="no">{words.decided_not}</option></select></p>
        <p><label for="decision-why">{words.decided_why}</label><textarea id="decision-why" rows={2} maxLength={MOST} required={!will} value={why} onInput={(event) => setWhy(event.currentTarget.value)} /></p>
        <p class="small soft">{words.decided_stays}</p>
        {stop && <p class="note care" role="alert">{stop}</p>}
        <button type="submit" class="main" disabled={busy}>{words.decided_send}</button>
      </form>
    </details>
  );
}

export function DecidedSheet() {
  const {words, say, date, number} = useSpeech(), {session} = useFrame();
  const [decided, again] = useGet<Decided>('/api/decided.json');
  return (
    <Sheet title={words.changed_decided}>
      <Fetched got={decided} again={again}>{({decisions, managers}) => (
        <>
          {decisions.length === 0 && managers === null && <p>{words.changed_decided_none}</p>}
          {decisions.length > 0 && <ul class="said">{decisions.map((one) => (
            <li key={`${one.hour} ${one.words}`}><b>{one.will ? words.decided_will : words.decided_not}</b>, {date(one.hour)}: <span dir="auto">{one.words}</span>
              {one.why && <><br /><span class="soft">{words.decided_because} <span dir="auto">{one.why}</span></span></>}</li>
          ))}</ul>}
          {managers !== null && <p>{say('decided_managers', {n: number(managers)})}</p>}
        </>
      )}</Fetched>
      {session.signed?.role === 'programme-lead' && <Enter entered={again} />}
    </Sheet>
  );
}
