// SPDX-License-Identifier: Apache-2.0
// What stays on the device: slips, the draw that is under way, the language. Never an answer that is not sealed.
import {type Bytes, hex} from './bytes.ts';
import type {Language} from './words.ts';
import {type Slip, readSlip, writeSlip} from './slip.ts';

const memory = new Map<string, string>();
let lasting = true;
try {
  localStorage.setItem('karuna.try', '1');
  localStorage.removeItem('karuna.try');
} catch {
  lasting = false;
}

/// Whether anything stays once the page is closed.
export const keeps = (): boolean => lasting;

const get = (name: string): string | null => (lasting ? localStorage.getItem(`karuna.${name}`) : memory.get(name) ?? null);
function set(name: string, value: string | undefined): void {
  if (!lasting) value === undefined ? memory.delete(name) : memory.set(name, value);
  else if (value === undefined) localStorage.removeItem(`karuna.${name}`);
  else localStorage.setItem(`karuna.${name}`, value);
}

export async function slipOf(wave: Bytes): Promise<Slip | undefined> {
  const kept = get(`slip.${hex(wave)}`);
  return kept === null ? undefined : readSlip(kept);
}
export const keepSlip = async (slip: Slip): Promise<void> => set(`slip.${hex(slip.wave)}`, await writeSlip(slip));
export const forgetSlip = (wave: Bytes): void => set(`slip.${hex(wave)}`, undefined);

/// The draw under way: which wave, and once the desk has told it, the cell. Public or blinded, all of it.
export interface Draw {
  readonly wave: string;       // base64url
  readonly mycell?: unknown;
}
export function draw(): Draw | undefined {
  const kept = get('draw');
  return kept === null ? undefined : (JSON.parse(kept) as Draw);
}
export const keepDraw = (now: Draw | undefined): void => set('draw', now && JSON.stringify(now));

export const language = (): string | null => get('language');
export const keepLanguage = (now: Language): void => set('language', now);
