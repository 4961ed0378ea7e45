// SPDX-License-Identifier: Apache-2.0
// The one frame of all roles: language, session, address, keys. Each page is a file of pages/, loaded when it is opened.
import type {ComponentType} from 'preact';
import {useCallback, useEffect, useState} from 'preact/hooks';
import {ApiError, type Session, get, send} from './api.ts';
import {Footer} from './frame/footer.tsx';
import {Header} from './frame/header.tsx';
import {useKeys} from './frame/keys.tsx';
import {menuOf} from './frame/menu.ts';
import {Failed, Waiting} from './frame/parts.tsx';
import {type Language, SpeechContext, allWords, firstLanguage, isLanguage, keepLanguage, speech, wordsOf} from './language.ts';
import {backWhenIdle} from './parts/idle.ts';
import {type Manner, dropErrand, waitingManner} from './parts/desk_errand.ts';
import {FrameContext} from './use.ts';
import {type Words, en} from './words/en.ts';

/// Pages that everybody may read without signing in.
const OPEN = ['signin', 'promise', 'method', 'accessibility'];

const pageOf = (path: string): string => path.replace(/^\//, '').replace(/\/$/, '');

async function load(name: string, language: Language): Promise<ComponentType> {
  try {
    const module = await import(`./pages/${name}.tsx`) as {default: ComponentType};
    await allWords(language);
    return module.default;
  } catch {
    const module = await import('./pages/missing.tsx');
    return module.default;
  }
}

export function App() {
  const [arrival, setArrival] = useState<Manner & {stop?: string}>(waitingManner);
  const [language, setLanguage] = useState<Language>(() => (isLanguage(arrival.language) ? arrival.language : firstLanguage()));
  const [words, setWords] = useState<{language: Language; words: Words}>();
  const [session, setSession] = useState<Session>();
  const [failed, setFailed] = useState<unknown>();
  const [path, setPath] = useState(location.pathname);
  const [page, setPage] = useState<{name: string; role: string; View: ComponentType}>();
  const [tables, setTables] = useState(false);

  const reload = useCallback(async () => {
    try {
      setFailed(undefined);
      setSession(await get<Session>('/api/session'));
    } catch (error) {
      setFailed(error);
    }
  }, []);
  // A card signs in by itself; it is for the desk alone, so whoever was signed in here before is not any more.
  useEffect(() => {
    const enter = async () => {
      if (arrival.card) {
        // What index.html asked for before the card was shown is taken and forgotten.
        await get<Session>('/api/session').catch(() => undefined);
        await send('POST', '/v1/session', '', {card: arrival.card}).catch((error: unknown) => {
          dropErrand();
          setArrival({...arrival, stop: error instanceof ApiError && error.status === 403 ? 'card_wrong' : error instanceof ApiError && error.status !== 0 ? error.code : 'OFFLINE'});
        });
      }
      await reload();
    };
    void enter();
  }, []);
  useEffect(() => (arrival.kiosk && session ? backWhenIdle(`${session.respond}/kiosk`) : undefined), [arrival.kiosk, session]);
  useEffect(() => {
    let here = true;
    const show = (found: {language: Language; words: Words}) => { if (here) setWords(found); };
    Promise.all([wordsOf(language), allWords(language)]).then(([found]) => show({language, words: found}), () => show({language: 'en', words: en}));
    return () => { here = false; };
  }, [language]);
  // The page of the address is fetched beside the session, and not after it.
  useEffect(() => { if (pageOf(location.pathname)) void load(pageOf(location.pathname), language); }, []);
  useEffect(() => {
    const moved = () => setPath(location.pathname);
    addEventListener('popstate', moved);
    return () => removeEventListener('popstate', moved);
  }, []);

  const go = useCallback((to: string) => {
    if (to !== location.pathname) history.pushState(null, '', to);
    setPath(to);
    scrollTo(0, 0);
  }, []);

  // Which page: without a session the sign-in in the place of what needs one; the address stays, so that one is there afterwards.
  const signed = session?.signed ?? null;
  const asked = pageOf(path) || (signed ? (menuOf(signed)[0]?.page ?? 'promise') : 'signin');
  const name = !session ? '' : arrival.stop ? 'desk' : !signed && !OPEN.includes(asked) ? 'signin' : asked;
  const role = signed?.role ?? '';
  useEffect(() => {
    if (!name) return undefined;
    let here = true;
    void load(name, language).then((View) => { if (here) setPage({name, role, View}); });
    return () => { here = false; };
  }, [name, role, language]);

  const spoken = speech(words?.language ?? 'en', words?.words ?? en);
  const shown = page && page.name === name ? page : undefined;
  useEffect(() => {
    document.documentElement.lang = spoken.language;
    document.documentElement.dir = spoken.language === 'ar' ? 'rtl' : 'ltr';
  }, [spoken.language]);
  useEffect(() => {
    if (!shown || !session) return;
    const heading = document.querySelector('main h1');
    document.title = `${heading?.textContent ?? 'Karuna'} · ${session.organisation}`;
  });

  const frame = session && {session, go, reload, arrival, tables, setTables};
  const overlay = useKeys(spoken, signed, go, tables, setTables);
  if (!words) return null;

  /// Links between pages change the page and nothing else is loaded.
  const follow = (event: MouseEvent) => {
    const link = (event.target as Element).closest('a');
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || link.target || link.hasAttribute('download')) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || url.hash || url.pathname.startsWith('/api/') || url.pathname.startsWith('/assets/')) return;
    event.preventDefault();
    go(url.pathname);
    (document.querySelector('main') as HTMLElement | null)?.focus();
  };

  return (
    <SpeechContext.Provider value={spoken}>
      <FrameContext.Provider value={frame as NonNullable<typeof frame>}>
        <div class="frame" onClick={follow}>
          <a class="skip" href="#content">{spoken.words.skip}</a>
          <Header session={session} language={spoken.language} current={name}
            setLanguage={(next) => { keepLanguage(next); setLanguage(next); }} />
          <main id="content" tabIndex={-1} key={`${name} ${role}`}>
            {failed !== undefined ? <Failed error={failed} again={() => void reload()} /> : shown && session ? <shown.View /> : <Waiting />}
          </main>
          <Footer signed={signed !== null} />
        </div>
        {session && overlay}
      </FrameContext.Provider>
    </SpeechContext.Provider>
  );
}
