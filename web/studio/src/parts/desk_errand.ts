// SPDX-License-Identifier: Apache-2.0
// What the answering page sent somebody to the desk for, behind # (docs/protocol.md). Kept for this tab while the person signs in, then gone.
const NAMES = ['want', 'issue'] as const;
export interface Errand { want?: string; issue?: string }

const kept = (name: string): string | null => { try { return sessionStorage.getItem(`karuna_${name}`); } catch { return null; } };

/// Reads the fragment and clears it at once, so that it stays in no history.
export function takeErrand(): Errand {
  const parts = new URLSearchParams(location.hash.slice(1)), errand: Errand = {};
  if (location.hash) history.replaceState(null, '', location.pathname);
  for (const name of NAMES) {
    const value = parts.get(name) ?? kept(name);
    if (value) errand[name] = value;
    try { sessionStorage.removeItem(`karuna_${name}`); } catch { /* nothing was kept */ }
  }
  return errand;
}

export function keepErrand(errand: Errand): void {
  for (const name of NAMES) { const value = errand[name]; if (value) try { sessionStorage.setItem(`karuna_${name}`, value); } catch { /* the person begins again */ } }
}

/// Before anything else runs: an errand that came with this page is kept, whether or not somebody is signed in. Gives whether there was one.
export function keepArrival(): boolean {
  if (location.pathname !== '/desk' || !location.hash) return false;
  keepErrand(takeErrand());
  return waitingAtTheDesk();
}

export const waitingAtTheDesk = (): boolean => NAMES.some((name) => kept(name) !== null);

export const readFragment = (text: string): unknown =>
  JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0))));

export function writeFragment(value: unknown): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(JSON.stringify(value))) bytes += String.fromCharCode(byte);
  return btoa(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/// How the answering page wants the desk to behave; it says so beside the errand.
export interface Manner { language?: string; kiosk?: boolean; card?: string }
export function mannerOf(errand: Errand): Manner {
  try {
    const {language, kiosk, card} = readFragment(errand.issue ?? errand.want ?? '') as {language?: unknown; kiosk?: unknown; card?: unknown};
    return {...(typeof language === 'string' ? {language} : {}), ...(kiosk === true ? {kiosk} : {}), ...(typeof card === 'string' ? {card} : {})};
  } catch {
    return {};
  }
}
/// The same of an errand that waits.
export const waitingManner = (): Manner => { const want = kept('want'), issue = kept('issue'); return mannerOf({...(want ? {want} : {}), ...(issue ? {issue} : {})}); };
/// An errand that leads nowhere is not kept for whoever comes next.
export const dropErrand = (): void => { takeErrand(); };
