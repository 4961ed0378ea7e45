// SPDX-License-Identifier: Apache-2.0
// The desk between two visits of the answering page: it tells the cell, or signs what it cannot see, and goes back. Its protocol is docs/protocol.md.
import {useEffect, useState} from 'preact/hooks';
import {ApiError, get, send} from '../api.ts';
import {Waiting} from '../frame/parts.tsx';
import {useSpeech} from '../language.ts';
import {readFragment, takeErrand, writeFragment} from '../parts/desk_errand.ts';
import {Files} from '../parts/files.tsx';
import {useFrame} from '../use.ts';

interface DeskWave { wave_id: string; title: string; open: boolean }
interface Message { class: number; kind: number; blinded_msg: string }

export default function Desk() {
  const {words, say, named} = useSpeech();
  const {session, arrival} = useFrame();
  const csrf = session.signed?.csrf ?? '';
  const [waves, setWaves] = useState<DeskWave[]>();
  const [stop, setStop] = useState(arrival.stop ?? '');
  useEffect(() => {
    const back = async (name: string, value: unknown) => {
      if (arrival.kiosk || (arrival.card && name === 'signed')) await send('DELETE', '/v1/session', csrf).catch(() => undefined);   // signed out before the next person comes
      location.replace(`${session.respond}/#${name}=${writeFragment(value)}`);
    };
    const work = async () => {
      if (arrival.stop) return undefined;
      const errand = takeErrand();
      if (errand.issue) {
        const {wave_id, messages} = readFragment(errand.issue) as {wave_id: string; messages: Message[]};
        const signatures = [];
        for (const message of messages) {
          const {blind_sig} = await send<{blind_sig: string}>('POST', '/v1/issue', csrf, {wave_id, class: message.class, kind: message.kind, blinded_msg: message.blinded_msg});
          signatures.push({class: message.class, kind: message.kind, blind_sig});
        }
        return back('signed', {wave_id, signatures});
      }
      if (errand.want) {
        const {wave_id} = readFragment(errand.want) as {wave_id: string};
        const cell = await get<object>(`/v1/mycell?wave_id=${encodeURIComponent(wave_id)}`);
        return back('cell', {wave_id, ...cell});
      }
      return setWaves(await get<DeskWave[]>('/v1/desk'));
    };
    work().catch((error: unknown) => setStop(error instanceof ApiError && error.status !== 0 ? error.code : error instanceof ApiError ? 'OFFLINE' : String(error)));
  }, []);
  if (stop) {
    const known = named(stop);
    return <><h1>{words.stopped}</h1><p class="note care" role="alert">{stop === 'OFFLINE' ? words.offline : known !== stop ? known : say('desk_wrong', {what: stop})}</p><p><a href={arrival.kiosk ? `${session.respond}/kiosk` : session.respond}>{arrival.kiosk ? words.kiosk_back : words.in_answer}</a></p></>;
  }
  if (!waves) return <><h1>{words.desk_title}</h1><Waiting /></>;
  return (
    <>
      <h1>{words.desk_title}</h1>
      <p class="lead">{waves.length ? words.desk_words : words.desk_none}</p>
      <ul class="plain waves">{waves.map((wave) => (
        <li key={wave.wave_id}><a href={`${session.respond}/#wave=${wave.wave_id}`}><bdi>{wave.title}</bdi></a> <span class="soft">{wave.open ? words.desk_open : words.desk_closed}</span></li>
      ))}</ul>
      <details><summary>{words.desk_card}</summary><p>{words.desk_card_words} <a href={session.respond}>{words.in_answer}</a></p></details>
      {session.signed?.card === false && <Files of={['/api/waves']} />}
    </>
  );
}
