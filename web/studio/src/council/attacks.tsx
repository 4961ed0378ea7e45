// SPDX-License-Identifier: Apache-2.0
// What attacks on this system gained, where they were run; else that they were not.
import {Failed, Sheet} from '../frame/parts.tsx';
import {useGet} from '../use.ts';
import {useCouncilSpeech} from './speak.ts';
import type {Attacks} from './types.ts';

export function AttackResult() {
  const {words, say} = useCouncilSpeech();
  const [got, again] = useGet<Attacks>('/api/council/attacks.json');
  if (got.state === 'waiting') return null;
  if (got.state === 'failed') return <Failed error={got.error} again={again} />;
  const {version, tested} = got.value;
  return (
    <Sheet title={words.attacks_title} id="attacks">
      {tested === null ? <p>{words.attacks_none}</p> : (
        <>
          <p class={tested.same_version ? '' : 'note care'}>{say(tested.same_version ? 'attacks_same' : 'attacks_other', {with: `\u2066${tested.with}\u2069`, version: `\u2066${version}\u2069`})}</p>
          <p>{words.attacks_what}</p>
          <pre class="scroll" lang="en" dir="ltr" tabIndex={0} aria-label={words.attacks_title}>{tested.rows.join('\n')}</pre>
        </>
      )}
    </Sheet>
  );
}
