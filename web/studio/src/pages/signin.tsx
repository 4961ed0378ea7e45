// SPDX-License-Identifier: Apache-2.0
// Sign-in by password or by a link that is good once. The link's code stands behind # and reaches the server when the button is pressed, never before.
import {useEffect, useState} from 'preact/hooks';
import {ApiError, send} from '../api.ts';
import {useSpeech} from '../language.ts';
import {useFrame} from '../use.ts';
import {Provider} from '../oidc/provider.tsx';
import {Short} from '../parts/short_promise.tsx';
import {waitingAtTheDesk} from '../parts/desk_errand.ts';

function takeCode(): string {
  const code = location.hash.slice(1);
  if (code && location.pathname === '/signin') history.replaceState(null, '', location.pathname);
  return location.pathname === '/signin' && !code.startsWith('provider=') ? code : '';
}

/// The answer is the same for every login, so that nobody learns who is here.
function MailedLink() {
  const {words} = useSpeech();
  const [said, setSaid] = useState('');
  const ask = async (login: string) => {
    try { await send('POST', '/v1/session/link', '', {login}); setSaid(words.in_mailed); } catch { setSaid(words.offline); }
  };
  return (
    <details>
      <summary>{words.in_mail}</summary>
      <p>{words.in_mail_words}</p>
      <form onSubmit={(event) => { event.preventDefault(); void ask(String(new FormData(event.currentTarget).get('login')).trim()); }}>
        <label for="mail-login">{words.in_login}</label>
        <input id="mail-login" name="login" autocomplete="username" required />
        <button type="submit">{words.in_mail}</button>
      </form>
      <p role="status">{said}</p>
    </details>
  );
}

export default function SignIn() {
  const {words} = useSpeech();
  const {session, go, reload} = useFrame();
  const [code, setCode] = useState(takeCode);
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const again = () => { const fresh = takeCode(); if (fresh) setCode(fresh); };
    addEventListener('hashchange', again);
    return () => removeEventListener('hashchange', again);
  }, []);
  const enter = async (body: {link: string} | {login: string; password: string}) => {
    setSaid('');
    setBusy(true);
    try {
      await send('POST', '/v1/session', '', body);
    } catch (error) {
      setBusy(false);
      setCode('');
      setSaid(error instanceof ApiError && error.status === 0 ? words.offline : 'link' in body ? words.in_used : words.in_wrong);
      return;
    }
    await reload();
    go(waitingAtTheDesk() ? '/desk' : location.pathname === '/signin' ? '/' : location.pathname);
  };
  return (
    <div class="two">
      <section>
        <h1>{words.in_title}</h1>
        <p class="lead">{words.in_lead}</p>
        {code ? (
          <div><p>{words.in_link}</p><button id="go" type="button" class="main" disabled={busy} onClick={() => void enter({link: code})}>{words.in_go}</button></div>
        ) : (
          <form id="form" onSubmit={(event) => {
            event.preventDefault();
            const fields = new FormData(event.currentTarget);
            void enter({login: String(fields.get('login')).trim(), password: String(fields.get('password'))});
          }}>
            <label for="login">{words.in_login}</label>
            <input id="login" name="login" autocomplete="username" required />
            <label for="password">{words.in_password}</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required />
            <button type="submit" class="main" disabled={busy}>{words.sign_in}</button>
          </form>
        )}
        {!code && <Provider />}
        {!code && <MailedLink />}
        <p id="said" role="alert" class={said ? 'note care' : ''}>{said}</p>
        <p class="small soft">{words.in_help}</p>
        <p><a href={session.respond}>{words.in_answer}</a></p>
      </section>
      <Short />
    </div>
  );
}
