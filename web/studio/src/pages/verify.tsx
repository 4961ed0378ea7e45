// SPDX-License-Identifier: Apache-2.0
// One page to print: how to check a released wave on a computer without network.
import {useState} from 'preact/hooks';
import {useCouncilSpeech} from '../council/speak.ts';
import type {Published} from '../council/types.ts';
import {Fetched} from '../frame/parts.tsx';
import {Files} from '../parts/files.tsx';
import type {Promised} from '../parts/promised.ts';
import {upload} from '../council/upload.ts';
import {useFrame, useGet} from '../use.ts';

/// What the council's own computer said; nothing of it is computed here.
function Found({wave}: {wave: string}) {
  const {words, frame} = useCouncilSpeech(), csrf = useFrame().session.signed?.csrf ?? '';
  const [said, setSaid] = useState('');
  const tell = async (found: 'holds' | 'broken') => {
    const {good, code} = await upload('/api/council/checked', csrf, new Blob([JSON.stringify({wave, found})]), 'application/json');
    setSaid(good ? words.verify_noted : code === 'OFFLINE' ? frame.words.offline : frame.say('broken', {what: code}));
  };
  return (
    <div class="no-print"><h2>{words.verify_found}</h2><p>{words.verify_found_words}</p>
      <p class="buttons"><button type="button" onClick={() => void tell('holds')}>{words.verify_holds}</button> <button type="button" onClick={() => void tell('broken')}>{words.verify_broken}</button></p>
      <p role="status">{said}</p></div>
  );
}

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
      <Found key={chosen} wave={chosen} />
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
      <Files of={['/api/council/releases', '/api/promise']} />
    </>
  );
}
