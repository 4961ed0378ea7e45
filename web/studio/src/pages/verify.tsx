// SPDX-License-Identifier: Apache-2.0
// One page to print: how to check a released wave on a computer without network.
import {useState} from 'preact/hooks';
import {useCouncilSpeech} from '../council/speak.ts';
import type {Published} from '../council/types.ts';
import {Fetched} from '../frame/parts.tsx';
import type {Promised} from '../parts/promised.ts';
import {useGet} from '../use.ts';

function Steps({releases, promised}: {releases: Published[]; promised: Promised}) {
  const {words} = useCouncilSpeech();
  const [chosen, setChosen] = useState(releases[0]?.wave ?? '');
  const short = chosen.slice(0, 8);
  const command = `tar xf ${short}-bundle.tar\nkaruna-verify ${chosen} \\\n  --server-key ${promised.server_key}${promised.witness_keys.map((key) => ` \\\n  --witness-key ${key}`).join('')}`;
  return (
    <section class="sheet">
      <label for="wave">{words.verify_wave}</label>
      <select id="wave" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>{releases.map((one) => <option key={one.wave} value={one.wave}>{one.title}</option>)}</select>
      <ol class="walk">
        <li><p>{words.verify_1}</p><p class="no-print"><a class="button main" href={`/api/council/bundle/${chosen}`} download={`${short}-bundle.tar`}>{words.sign_bundle}</a></p></li>
        <li><p>{words.verify_2}</p></li>
        <li><p>{words.verify_3}</p><pre dir="ltr" tabIndex={0}><code>{command}</code></pre></li>
        <li><p>{words.verify_4}</p></li>
      </ol>
      <p class="soft">{words.verify_5}</p>
      <p class="no-print"><button type="button" class="link" onClick={() => print()}>{words.print}</button></p>
    </section>
  );
}

export default function Verify() {
  const {words} = useCouncilSpeech();
  const [got, again] = useGet<Published[]>('/api/council/releases.json');
  const [promised, anew] = useGet<Promised>('/api/promise.json');
  return (
    <>
      <h1>{words.title_verify}</h1>
      <p class="lead">{words.lead_verify}</p>
      <Fetched got={got} again={again}>{(releases) => (releases.length === 0 ? <p>{words.none_verify}</p> : <Fetched got={promised} again={anew}>{(value) => <Steps releases={releases} promised={value} />}</Fetched>)}</Fetched>
    </>
  );
}
