// SPDX-License-Identifier: Apache-2.0
// Early signals beside what they may foretell: nothing yet, and what it takes.
import type {Releases} from '../api.ts';
import {Head} from '../lead/parts.tsx';
import {useLeadSpeech} from '../lead/speak.ts';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

export default function Leading() {
  const {words, say, number} = useLeadSpeech();
  const [got] = useGet<Releases>('/api/releases.json');
  return (
    <>
      <Head title={words.leading_title} />
      <section class="sheet frame-of-nothing">
        <p>{words.leading_will}</p>
        <p>{words.leading_need}</p>
        {got.state === 'there' && <p>{say('leading_have', {n: number(got.value.releases.filter((one) => one.kind === 'pulse').length)})}</p>}
        <p class="soft small">{words.frame_of}</p>
      </section>
      <Files of={['/api/releases']} />
    </>
  );
}
