// SPDX-License-Identifier: Apache-2.0
import type {Releases, Wave} from '../api.ts';
import {Fetched, Sheet} from '../frame/parts.tsx';
import {useSpeech} from '../language.ts';
import {useFrame, useGet} from '../use.ts';
import {Files} from '../parts/files.tsx';
import {ReleaseLine} from '../parts/release_line.tsx';

function Open({wave}: {wave: Wave}) {
  const {words, say, date} = useSpeech();
  const {session} = useFrame();
  const there = `${session.respond}/#wave=${wave.wave_id}`;
  const answer = wave.ballots_open && !wave.desk_open;
  const until = answer
    ? wave.trial ? words.home_answer_hand : say('home_answer_words', {date: date(wave.closes_ballots)})
    : wave.trial ? words.home_take_hand : say('home_take_words', {date: date(wave.closes_desk)});
  return (
    <li class="sheet mist">
      <h3><bdi>{wave.title}</bdi>{wave.trial && <small class="tag">{words.rehearsal}</small>}</h3>
      <p>{until}</p>
      <p><a class="button main" href={there}>{answer ? words.home_answer : words.home_take}</a></p>
    </li>
  );
}

function Waves({waves}: {waves: Wave[]}) {
  const {words, say, date} = useSpeech();
  const mine = waves.filter((wave) => wave.mine);
  const open = mine.filter((wave) => wave.desk_open || wave.ballots_open);
  const soon = mine.filter((wave) => !wave.desk_open && !wave.ballots_open && (wave.state === 'desk_ready' || wave.state === 'published')).sort((a, b) => a.opens_desk - b.opens_desk);
  return (
    <section aria-labelledby="open">
      <h2 id="open">{words.home_open}</h2>
      {open.length > 0 ? <ul class="plain">{open.map((wave) => <Open key={wave.wave_id} wave={wave} />)}</ul>
        : <p><b>{words.home_none}</b> {soon.length === 0 && words.home_none_words}</p>}
      {soon.map((wave) => <p key={wave.wave_id}>{wave.trial ? say('home_soon_hand', {title: wave.title}) : say('home_soon', {title: wave.title, date: date(wave.opens_desk)})}</p>)}
    </section>
  );
}

/// Those that the newest wave with contacts names.
function Help({waves}: {waves: Wave[]}) {
  const {words, language} = useSpeech();
  const newest = [...waves].sort((a, b) => b.opens_desk - a.opens_desk).find((wave) => wave.contacts?.length > 0);
  if (!newest) return <p>{words.home_help_none}</p>;
  return (
    <ul class="plain contacts">{newest.contacts.map((contact) => (
      <li key={contact.reach}><span dir="auto">{contact.text[language] ?? Object.values(contact.text)[0]}</span> <b><bdi>{contact.reach}</bdi></b> <small>{contact.kind === 'now' ? words.help_now : words.help_person}</small></li>
    ))}</ul>
  );
}

export default function Home() {
  const {words, language} = useSpeech();
  const [waves, again] = useGet<Wave[]>('/api/waves.json');
  const [releases, later] = useGet<Releases>('/api/releases.json');
  return (
    <>
      <h1>{words.home_title}</h1>
      <Fetched got={waves} again={again}>{(list) => <Waves waves={list} />}</Fetched>
      <div class="cards">
        <Sheet title={words.home_results}>
          <Fetched got={releases} again={later}>{(value) => (
            <>
              {value.releases.length === 0 ? <p>{words.home_results_none}</p> : <ReleaseLine releases={value} />}
              {value.releases.length > 0 && <p><a href="/changed">{words.home_results_more}</a></p>}
            </>
          )}</Fetched>
        </Sheet>
        <Sheet title={words.home_help}>{waves.state === 'there' ? <Help waves={waves.value} /> : <p>{words.home_help_none}</p>}</Sheet>
      </div>
      <Files of={['/api/waves', '/api/releases']} query={`?language=${language}`} />
    </>
  );
}
