// SPDX-License-Identifier: Apache-2.0
// What stands under the plan of a wave that is looser than the one before: publishing is refused, and this asks for the second role.
import {useState} from 'preact/hooks';
import {upload} from '../council/upload.ts';
import {useFrame} from '../use.ts';
import {type Loosened, LooserRules} from './rules.tsx';
import {useApprovalSpeech} from './speak.ts';

export function Asking({rules, than, toml}: {rules: Loosened[]; than: string; toml: string}) {
  const {words, say, frame} = useApprovalSpeech(), csrf = useFrame().session.signed?.csrf ?? '';
  const [reason, setReason] = useState(''), [said, setSaid] = useState<{good: boolean; words: string}>(), [busy, setBusy] = useState(false);
  const ask = async () => {
    setBusy(true);
    const {good, code, body} = await upload('/api/approvals/ask', csrf, new Blob([JSON.stringify({wave: toml, reason})]), 'application/json');
    setSaid({good, words: good ? words.sent : (body as {words?: string}).words ?? (code === 'OFFLINE' ? frame.words.offline : frame.say('broken', {what: code}))});
    setBusy(false);
  };
  return (
    <section class="note care" id="looser">
      <h3>{say('looser', {title: than})}</h3>
      <LooserRules rules={rules} />
      <p>{words.looser_words}</p>
      <form onSubmit={(event) => { event.preventDefault(); if (reason.trim()) void ask(); }}>
        <label for="reason">{words.reason}</label><textarea id="reason" rows={3} maxLength={250} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
        <p class="buttons"><button type="submit" disabled={busy || !reason.trim() || said?.good === true}>{words.ask}</button> <a href="/approvals">{words.title}</a></p>
        <p role="status">{said?.words}</p>
      </form>
    </section>
  );
}
