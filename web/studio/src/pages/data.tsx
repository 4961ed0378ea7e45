// SPDX-License-Identifier: Apache-2.0
// Where anything about a person or a ballot lies: two sides with a wall between them, and what is public.
import {Code, WaveLine} from '../council/parts.tsx';
import {useCouncilSpeech} from '../council/speak.ts';
import type {DataMap, Side} from '../council/types.ts';
import {Fetched, Sheet} from '../frame/parts.tsx';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

function OneSide({map, side}: {map: DataMap; side: Side}) {
  const {words} = useCouncilSpeech();
  return (
    <section class="sheet" aria-labelledby={`side-${side}`}>
      <h2 id={`side-${side}`}>{words[`side_${side}`]}</h2>
      <ul class="plain places">{map.places.filter((place) => place.side === side).map((place) => <li key={place.group}>{words[`data_${place.group}`]}<br /><span class="small soft"><Code>{`${place.where}${place.tables ? `: ${place.tables.replaceAll(' ', ', ')}` : ''}`}</Code></span></li>)}</ul>
    </section>
  );
}

export default function Data() {
  const {words, say, number, date} = useCouncilSpeech();
  const [got, again] = useGet<DataMap>('/api/council/data.json');
  return (
    <>
      <h1>{words.title_data}</h1>
      <p class="lead">{words.lead_data}</p>
      <Fetched got={got} again={again}>{(map) => (
        <>
          <div class="two-sides"><OneSide map={map} side="people" /><p class="wall"><span>{words.wall}</span></p><OneSide map={map} side="ballots" /></div>
          <div class="two"><OneSide map={map} side="public" /><OneSide map={map} side="secret" /></div>
          <Sheet title={words.drew_title}>
            {map.waves.length === 0 ? <p>{words.drew_none}</p> : <ul class="plain waves">{map.waves.map((wave) => <li key={wave.wave}><b><bdi>{wave.title}</bdi></b> <WaveLine wave={wave} state={wave.state} />: {wave.people_known ? say('drew_known', {n: number(wave.ledger_days)}) : wave.destroyed === null ? words.drew_gone : say('drew_gone_on', {day: date(wave.destroyed)})}</li>)}</ul>}
          </Sheet>
          <p class="small soft">{words.legal}</p>
          <Files of={['/api/council/data']} />
        </>
      )}</Fetched>
    </>
  );
}
