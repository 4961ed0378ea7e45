// SPDX-License-Identifier: Apache-2.0
// What the three pages of groups share.
import type {ComponentChildren} from 'preact';
import {useState} from 'preact/hooks';
import {LANGUAGES, type Language} from '../language.ts';
import {groupWords, useGroupSpeech} from './speak.ts';
import type {Who} from './types.ts';

/// A person as the directory has them: login, and the number where there is no login any more.
export const Name = ({who}: {who: Who}) => <bdi>{who.login || who.id}</bdi>;

export function Scroll({label, children}: {label: string; children: ComponentChildren}) {
  return <div class="scroll" tabIndex={0} role="region" aria-label={label}>{children}</div>;
}

/// The page's table as files; `query` is what the page was asked with.
export function Files({name, query = ''}: {name: string; query?: string}) {
  const {words} = useGroupSpeech();
  return <p class="no-print small">{words.files}: <a href={`/api/groups/${name}.json${query}`} download={`${name}.json`}>JSON</a>, <a href={`/api/groups/${name}.csv${query}`} download={`${name}.csv`}>CSV</a></p>;
}

/// So many of so many, in dots that need no colour, and in words.
export function Dots({n, of}: {n: number; of: number}) {
  const {say} = useGroupSpeech(), whole = Math.max(n, of);
  return <span class="dots"><span aria-hidden="true">{'●'.repeat(n)}{'○'.repeat(whole - n)}</span> <small>{say('of_places', {n, places: of})}</small></span>;
}

export function NumberField({id, label, value, least, most, set}: {id: string; label: string; value: number; least: number; most: number; set: (value: number) => void}) {
  return (
    <div class="field"><label for={id}>{label}</label>
      <input id={id} type="number" required min={least} max={most} value={value} onInput={(event) => { const typed = event.currentTarget.valueAsNumber; if (Number.isInteger(typed)) set(typed); }} /></div>
  );
}

/// Text to send to everybody, in any of the five languages.
export function Invitation() {
  const {words, language} = useGroupSpeech();
  const [shown, setShown] = useState<Language>(language);
  return (
    <section class="sheet invitation" aria-labelledby="invite">
      <h2 id="invite">{words.invite}</h2>
      <label for="invite-language">{words.invite_language}</label>
      <select id="invite-language" value={shown} onChange={(event) => setShown(event.currentTarget.value as Language)}>
        {Object.entries(LANGUAGES).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
      </select>
      <p lang={shown} dir={shown === 'ar' ? 'rtl' : 'ltr'} class="invitation-text">{groupWords(shown).invite_text}</p>
    </section>
  );
}
