// SPDX-License-Identifier: Apache-2.0
// The page on which people answer. docs/answer.md says what it does, what it keeps and when it stops.
import {app, firstLanguage, redrawForWidth, stopView, useLanguage} from './app.ts';
import {fromBase64url} from './bytes.ts';
import {readCard} from './card.ts';
import {readStamp} from './manifest.ts';
import {goOn, readReturned} from './pages/draw.ts';
import {home} from './pages/home.ts';
import {startKiosk} from './pages/kiosk.ts';
import {WIDE} from './pages/questions.ts';
import {offerSlip} from './pages/ways.ts';
import * as store from './store.ts';
import {Stop} from './stop.ts';

/// A fragment is read once and cleared at once, so that it stays in no history and no bookmark.
function takeFragment(): string {
  const hash = location.hash;
  if (hash) history.replaceState(null, '', location.href.replace(/#.*/, ''));
  return hash;
}

function begin(): void {
  const hash = takeFragment(), returned = readReturned(hash), named = /^#wave=([A-Za-z0-9_-]{22})$/.exec(hash), slip = /^#slip=([A-Za-z0-9_-]+)$/.exec(hash)?.[1];
  if (!globalThis.crypto?.subtle) return stopView(new Stop('UNFIT_BROWSER'));
  if (!app.kiosk && (hash === '#kiosk' || location.pathname.endsWith('/kiosk') || store.markedKiosk())) startKiosk(returned !== undefined);
  if (returned) return goOn(returned);
  if (slip) return offerSlip(slip);
  app.card = hash.startsWith('#card=') ? readCard(hash) : app.card;
  if (app.kiosk) return;
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
matchMedia(WIDE).addEventListener?.('change', redrawForWidth);
begin();
