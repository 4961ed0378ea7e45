// SPDX-License-Identifier: Apache-2.0
// The page on which people answer. docs/answer.md says what it does, what it keeps and when it stops.
import {app, firstLanguage, redrawForWidth, stopView, useLanguage} from './app.ts';
import {fromBase64url} from './bytes.ts';
import {readStamp} from './manifest.ts';
import {goOn, readReturned} from './pages/draw.ts';
import {home} from './pages/home.ts';
import {Stop} from './stop.ts';

/// A fragment is read once and cleared at once, so that it stays in no history and no bookmark.
function takeFragment(): string {
  const hash = location.hash;
  if (hash) history.replaceState(null, '', location.href.replace(/#.*/, ''));
  return hash;
}

function begin(): void {
  const hash = takeFragment(), returned = readReturned(hash), named = /^#wave=([A-Za-z0-9_-]{22})$/.exec(hash);
  if (!globalThis.crypto?.subtle) return stopView(new Stop('UNFIT_BROWSER'));
  if (returned) return goOn(returned);
  try {
    return home(named ? fromBase64url(named[1], 16) : undefined);
  } catch {
    return home();
  }
}

app.stamp = readStamp((document.getElementById('stamp') as HTMLElement).textContent ?? '');
app.home = () => home();
useLanguage(firstLanguage());
addEventListener('hashchange', begin);
matchMedia('(max-width: 40rem)').addEventListener?.('change', redrawForWidth);
begin();
