// SPDX-License-Identifier: Apache-2.0
// Who was given a role, how people sign in. The last administrator stays.
import {useState} from 'preact/hooks';
import {useAdminSpeech} from '../admin/speak.ts';
import type {Accounts, Given, SignIn} from '../admin/types.ts';
import {listed} from '../bidi.ts';
import {type Role, get} from '../api.ts';
import {upload} from '../council/upload.ts';
import {Fetched, Sheet} from '../frame/parts.tsx';
import {Files} from '../parts/files.tsx';
import {useFrame, useGet} from '../use.ts';

const ROLES: Role[] = ['manager', 'programme-lead', 'council', 'administrator', 'sponsor'];

function HowSignedIn({settings}: {settings: SignIn}) {
  const {words, say, frame, language} = useAdminSpeech();
  return (
    <Sheet title={words.sign_in}>
      <p>{settings.provider === null ? words.sign_in_here : say('sign_in_provider', {name: settings.provider, issuer: settings.issuer, login: settings.login_claim, groups: settings.groups_claim})}</p>
      {settings.roles.length > 0 && <><h3>{words.map_title}</h3><ul>{settings.roles.map((one) => <li key={one.role}>{say('map_line', {role: frame.named(one.role), groups: listed(one.groups, language)})}</li>)}</ul><p class="soft">{words.map_note}</p></>}
    </Sheet>
  );
}

export default function AccountsPage() {
  const {words, say, frame} = useAdminSpeech();
  const csrf = useFrame().session.signed?.csrf ?? '';
  const [got, again] = useGet<Accounts>('/api/admin/accounts.json');
  const [fresh, setFresh] = useState<Accounts>();
  const [login, setLogin] = useState(''), [role, setRole] = useState<Role>('manager');
  const [busy, setBusy] = useState(false), [said, setSaid] = useState<{good: boolean; words: string}>();
  const change = async (who: string, which: Role, what: 'give' | 'take') => {
    setBusy(true);
    const {good, code, body} = await upload('/api/admin/role', csrf, new Blob([JSON.stringify({login: who, role: which, do: what})]), 'application/json');
    setSaid({good, words: good ? say(what === 'give' ? 'given' : 'withdrawn', {login: who, role: frame.named(which)}) : code === 'OFFLINE' ? frame.words.offline : (body as {words?: string}).words ?? frame.say('broken', {what: code})});
    if (good) { setLogin(''); setFresh(await get<Accounts>('/api/admin/accounts.json').catch(() => undefined)); }
    setBusy(false);
  };
  const row = (one: Given) => (
    <tr key={one.login}><th scope="row"><bdi>{one.login}</bdi></th>
      <td><ul class="plain roles-given">{one.roles.map((which) => <li key={which}><button type="button" class="link" disabled={busy} onClick={() => void change(one.login, which, 'take')}>{say('take_role', {role: frame.named(which)})}<span class="hidden"> ({one.login})</span></button></li>)}</ul></td>
      <td data-label={words.col_password}>{one.has_password ? words.yes : words.no}</td></tr>
  );
  return (
    <>
      <h1>{words.title_accounts}</h1>
      <p class="lead">{words.lead_accounts}</p>
      <Fetched got={got} again={again}>{(first) => {
        const {accounts, sign_in} = fresh ?? first;
        return (
          <>
            <p role="status" id="said" class={said ? (said.good ? 'note' : 'note care') : ''}>{said?.words}</p>
            <div class="scroll" tabIndex={0} role="region" aria-label={words.title_accounts}>
              <table class="stacked"><thead><tr><th scope="col">{words.col_login}</th><th scope="col">{words.col_roles}</th><th scope="col">{words.col_password}</th></tr></thead><tbody>{accounts.map(row)}</tbody></table>
            </div>
            <form class="sheet" onSubmit={(event) => { event.preventDefault(); if (login.trim()) void change(login.trim(), role, 'give'); }}>
              <h2>{words.give_title}</h2>
              <label for="login">{words.col_login}</label><p class="small soft" id="login-hint">{words.login_hint}</p>
              <input id="login" dir="ltr" autocomplete="off" maxLength={200} aria-describedby="login-hint" value={login} onInput={(event) => setLogin(event.currentTarget.value)} />
              <label for="role">{words.which_role}</label>
              <p class="buttons"><select id="role" value={role} onChange={(event) => setRole(event.currentTarget.value as Role)}>{ROLES.map((one) => <option key={one} value={one}>{frame.named(one)}</option>)}</select>
                <button type="submit" disabled={busy || !login.trim()}>{words.give}</button></p>
            </form>
            <HowSignedIn settings={sign_in} />
            <Files of={['/api/admin/accounts']} />
          </>
        );
      }}</Fetched>
    </>
  );
}
