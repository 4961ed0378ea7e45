// SPDX-License-Identifier: Apache-2.0
// What waits for the council's signature, and the three steps that give it.
import {WaveLine} from '../council/parts.tsx';
import {SignOne} from '../council/sign_one.tsx';
import {useCouncilSpeech} from '../council/speak.ts';
import type {Exchange} from '../council/types.ts';
import {Fetched} from '../frame/parts.tsx';
import {Files} from '../parts/files.tsx';
import type {Promised} from '../parts/promised.ts';
import {useGet} from '../use.ts';
import {useEffect, useState} from 'preact/hooks';
import {get} from '../api.ts';

export default function Sign() {
  const {words} = useCouncilSpeech();
  const [got, again] = useGet<Exchange[]>('/api/council/exchange.json');
  const [fresh, setFresh] = useState<Exchange[]>();
  const [promised] = useGet<Promised>('/api/promise.json');
  useEffect(() => { setFresh(undefined); }, [got]);
  // After an upload the page stays as it is, with what was said, and only the list is asked for again.
  const changed = () => { void get<Exchange[]>('/api/council/exchange.json').then(setFresh, () => undefined); };
  return (
    <>
      <h1>{words.title_sign}</h1>
      <p class="lead">{words.lead_sign}</p>
      <Fetched got={got} again={again}>{(first) => {
        const all = fresh ?? first, waits = all.filter((one) => one.step !== 'none'), rest = all.filter((one) => one.step === 'none');
        return (
          <>
            {waits.length === 0 && <p class="note">{all.length === 0 ? words.sign_none_waves : words.sign_nothing}</p>}
            {waits.map((one) => <SignOne key={`${one.wave} ${one.step}`} one={one} serverKey={promised.state === 'there' ? promised.value.server_key : ''} changed={changed} />)}
            {rest.length > 0 && <section aria-labelledby="rest"><h2 id="rest">{words.sign_else}</h2><ul class="plain">{rest.map((one) => <li key={one.wave}><bdi>{one.title}</bdi> <WaveLine wave={one} state={one.state} /></li>)}</ul></section>}
            <Files of={['/api/council/exchange']} />
          </>
        );
      }}</Fetched>
    </>
  );
}
