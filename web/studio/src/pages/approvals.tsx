// SPDX-License-Identifier: Apache-2.0
// Requests to loosen a rule: what waits, what was decided and why. Two roles decide, everybody reads.
import type {components} from '../described.ts';
import {useState} from 'preact/hooks';
import {get} from '../api.ts';
import {LooserRules} from '../approvals/rules.tsx';
import {useApprovalSpeech} from '../approvals/speak.ts';
import {upload} from '../council/upload.ts';
import {Fetched} from '../frame/parts.tsx';
import {Files} from '../parts/files.tsx';
import {useFrame, useGet} from '../use.ts';

type Schemas = components['schemas'];
type Approval = Schemas['Approval'];

function Decide({one, done}: {one: Approval; done: (words: string, good: boolean) => void}) {
  const {words, frame} = useApprovalSpeech(), csrf = useFrame().session.signed?.csrf ?? '';
  const [reason, setReason] = useState(''), [busy, setBusy] = useState(false), field = `reason-${one.id}`;
  const decide = async (what: 'give' | 'refuse') => {
    setBusy(true);
    const {good, code, body} = await upload('/api/approvals/decide', csrf, new Blob([JSON.stringify({id: one.id, do: what, reason})]), 'application/json');
    setBusy(false);
    done(good ? words.done : (body as {words?: string}).words ?? (code === 'OFFLINE' ? frame.words.offline : frame.say('broken', {what: code})), good);
  };
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <label for={field}>{words.reason}</label><textarea id={field} rows={3} maxLength={250} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
      <p class="buttons"><button type="button" disabled={busy || !reason.trim()} onClick={() => void decide('refuse')}>{words.refuse}</button> <button type="button" disabled={busy || !reason.trim()} onClick={() => void decide('give')}>{words.give}</button></p>
    </form>
  );
}

function One({one, done}: {one: Approval; done: (words: string, good: boolean) => void}) {
  const {words, say, date, named} = useApprovalSpeech(), role = useFrame().session.signed?.role;
  return (
    <article class="sheet approval">
      <h3>{words[one.kind]}</h3>
      <LooserRules rules={one.rules} />
      <p class="cap">{say('asked', {role: named(one.asked_role), day: date(one.asked_hour), reason: one.reason})}</p>
      {one.state !== 'waiting' && <p class="cap">{say(one.state, {role: named(one.decided_role ?? ''), day: date(one.decided_hour ?? 0), reason: one.decision})}</p>}
      {one.state === 'waiting' && ((role === 'council' || role === 'programme-lead') && !one.yours ? <Decide one={one} done={done} /> : <p class="soft">{words.other_role}</p>)}
    </article>
  );
}

export default function Approvals() {
  const {words} = useApprovalSpeech();
  const [got, again] = useGet<Approval[]>('/api/approvals.json');
  const [fresh, setFresh] = useState<Approval[]>(), [said, setSaid] = useState<{words: string; good: boolean}>();
  const done = (told: string, good: boolean) => {
    setSaid({words: told, good});
    void get<Approval[]>('/api/approvals.json').then(setFresh, () => undefined);
  };
  return (
    <>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <p role="status" class={said ? (said.good ? 'note' : 'note care') : ''}>{said?.words}</p>
      <Fetched got={got} again={again}>{(first) => {
        const all = fresh ?? first, waiting = all.filter((one) => one.state === 'waiting'), decided = all.filter((one) => one.state !== 'waiting');
        return (
          <>
            <h2>{words.waiting}</h2>
            {waiting.length === 0 ? <p>{words.none}</p> : waiting.map((one) => <One key={one.id} one={one} done={done} />)}
            <h2>{words.decided}</h2>
            {decided.length === 0 ? <p>{words.none_yet}</p> : decided.map((one) => <One key={one.id} one={one} done={done} />)}
            <Files of={['/api/approvals']} />
          </>
        );
      }}</Fetched>
    </>
  );
}
