// SPDX-License-Identifier: Apache-2.0
import {useState} from 'preact/hooks';
import {type Role, type Session, send} from '../api.ts';
import {LANGUAGES, type Language, useSpeech} from '../language.ts';
import {useFrame} from '../use.ts';
import {menuOf} from './menu.ts';

function Roles({session}: {session: Session}) {
  const {words, say, named} = useSpeech();
  const {reload, go} = useFrame();
  const signed = session.signed;
  const [busy, setBusy] = useState(false);
  if (!signed || signed.roles.length < 2) return signed ? <span class="soft role">{named(signed.role)}</span> : null;
  const take = async (role: Role) => {
    setBusy(true);
    await send('POST', '/api/role', signed.csrf, {role}).catch(() => undefined);
    await reload();
    setBusy(false);
    go('/');
  };
  return (
    <details class="roles" onToggle={(event) => {
      const details = event.currentTarget;
      if (!details.open) return;
      const close = (happened: Event) => { if (!(happened instanceof KeyboardEvent) ? !details.contains(happened.target as Node) : happened.key === 'Escape') { details.open = false; removeEventListener('click', close); removeEventListener('keydown', close); } };
      addEventListener('click', close);
      addEventListener('keydown', close);
    }}>
      <summary><span class="wide">{words.role}</span> <b>{named(signed.role)}</b></summary>
      <div class="drop">
        {signed.roles.filter((role) => role !== signed.role).map((role) => (
          <button type="button" disabled={busy} key={role} onClick={() => void take(role)}>{say('role_change', {role: named(role)})}</button>
        ))}
        <p class="small soft">{words.role_note}</p>
      </div>
    </details>
  );
}

export function Header({session, language, setLanguage, current}: {session: Session | undefined; language: Language; setLanguage: (language: Language) => void; current: string}) {
  const {words} = useSpeech();
  const signed = session?.signed ?? null;
  const out = async () => {
    if (signed) await send('DELETE', '/api/session', signed.csrf).catch(() => undefined);
    location.replace('/');
  };
  return (
    <header class="top">
      <div class="bar">
        <a class="brand" href="/">{session?.organisation ?? 'Karuna'}</a>
        <div class="tools">
          {session && signed && <Roles session={session} />}
          <label class="language"><span class="hidden">{words.language}</span>
            <select value={language} onChange={(event) => setLanguage(event.currentTarget.value as Language)}>
              {Object.entries(LANGUAGES).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
            </select>
          </label>
          {signed ? <button type="button" class="quiet" onClick={() => void out()}>{words.sign_out}</button> : current !== 'signin' && <a class="button quiet" href="/">{words.sign_in}</a>}
        </div>
      </div>
      {signed && !signed.card && (
        <nav class="menu" aria-label={words.menu}>
          <ul>{menuOf(signed).map((entry) => (
            <li key={entry.page}><a href={`/${entry.page}`} aria-current={entry.page === current ? 'page' : undefined}>{words[entry.word]}</a></li>
          ))}</ul>
        </nav>
      )}
    </header>
  );
}
