// SPDX-License-Identifier: Apache-2.0
// What stays on the device: slips, the draw that is under way, the language, and the counts of a month where a person asked for it. Never an answer otherwise.
import {type Bytes, base64url, fromBase64url, hex} from './bytes.ts';
import {list, words} from './json.ts';
import type {Language} from './words.ts';
import {type Slip, readSlip, writeSlip} from './slip.ts';

const memory = new Map<string, string>();
const lasting = (of: () => Storage): Storage | undefined => {
  try {
    of().setItem('karuna.try', '1');
    of().removeItem('karuna.try');
    return of();
  } catch {
    return undefined;
  }
};
const device = lasting(() => localStorage);
let storage = device;

/// On a kiosk everything of a person lives in this tab, and goes with `emptyTab`.
export const useTab = (): void => { storage = lasting(() => sessionStorage); };
export function emptyTab(): void {
  memory.clear();
  storage?.clear();
}
export const markKiosk = (): void => set('kiosk', '1');
export const markedKiosk = (): boolean => lasting(() => sessionStorage)?.getItem('karuna.kiosk') === '1';

/// Whether anything stays once the page is closed.
export const keeps = (): boolean => storage !== undefined;

const get = (name: string, of = storage): string | null => (of ? of.getItem(`karuna.${name}`) : memory.get(name) ?? null);
function set(name: string, value: string | undefined, of = storage): void {
  if (!of) value === undefined ? memory.delete(name) : memory.set(name, value);
  else if (value === undefined) of.removeItem(`karuna.${name}`);
  else of.setItem(`karuna.${name}`, value);
}

export async function slipOf(wave: Bytes): Promise<Slip | undefined> {
  const kept = get(`slip.${hex(wave)}`);
  return kept === null ? undefined : readSlip(kept);
}
/// Every slip of this tab; on a kiosk that is one person's.
export const slips = (): Promise<Slip[]> =>
  Promise.all([...(storage ? Object.keys(storage).map((name) => name.replace(/^karuna\./, '')) : memory.keys())].filter((name) => name.startsWith('slip.')).map((name) => readSlip(get(name) ?? '')));
export const keepSlip = async (slip: Slip): Promise<void> => set(`slip.${hex(slip.wave)}`, await writeSlip(slip));
export function forget(wave: Bytes): void {
  set(`slip.${hex(wave)}`, undefined);
  set(`counts.${hex(wave)}`, undefined);
}

/// The tally of a month, kept where its person ticked so: answer bytes by the id of the question.
export type Counts = {readonly [question: string]: number};
export function counts(wave: Bytes): Counts | undefined {
  const kept = get(`counts.${hex(wave)}`);
  return kept === null ? undefined : (JSON.parse(kept) as Counts);
}
export const keepCounts = (wave: Bytes, now: Counts | undefined): void => set(`counts.${hex(wave)}`, now && JSON.stringify(now));

/// The draw under way: which wave, whether the questions follow at once, and once the desk has told it, the cell. Public or blinded, all of it but the card.
export interface Draw {
  readonly wave: string;       // base64url
  readonly answer?: boolean;
  readonly card?: string;      // until the desk has signed: a kiosk is signed out between the two visits
  readonly mycell?: unknown;
}
export function draw(): Draw | undefined {
  const kept = get('draw');
  return kept === null ? undefined : (JSON.parse(kept) as Draw);
}
export const keepDraw = (now: Draw | undefined): void => set('draw', now && JSON.stringify(now));

export const language = (): string | null => get('language');
export const keepLanguage = (now: Language): void => set('language', now);

/// On a kiosk: sealed ballots that wait for the network, without anything that belongs to their people. Kept by the device, not by the tab.
export interface Queued {
  readonly wave: Bytes;
  readonly post: Bytes;
  readonly blob: Bytes;
}
export const queue = (): Queued[] =>
  list(JSON.parse(get('queue', device) ?? '[]')).map((one) => list(one).map(words)).map(([wave, post, blob]) => ({wave: fromBase64url(wave, 16), post: fromBase64url(post), blob: fromBase64url(blob, 32)}));
export const keepQueue = (now: readonly Queued[]): void =>
  set('queue', now.length ? JSON.stringify(now.map(({wave, post, blob}) => [wave, post, blob].map(base64url))) : undefined, device);
