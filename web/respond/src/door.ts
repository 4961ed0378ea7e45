// SPDX-License-Identifier: Apache-2.0
// The answering side of the server. No cookie, no referrer, nothing that joins two requests.
import {type Bytes, fromBase64url, hex, utf8} from './bytes.ts';
import {flag, list, object, words} from './json.ts';
import type {Fetch, Stamp} from './manifest.ts';
import {Stop} from './stop.ts';
import type {Post} from './take_part.ts';

const PATIENCE = 30_000;

async function ask(url: string, more: RequestInit = {}): Promise<Response> {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), PATIENCE);
  try {
    return await fetch(url, {credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store', redirect: 'error', signal: ending.signal, ...more});
  } catch (error) {
    throw new Stop('OFFLINE', String(error));
  } finally {
    clearTimeout(timer);
  }
}

export interface Listed {
  readonly id: Bytes;
  readonly title: string;
  readonly state: string;
  readonly deskOpen: boolean;
  readonly ballotsOpen: boolean;
  readonly files: Fetch;     // of the manifest: from the list itself, where the list has them
}

declare global {
  var asked: Promise<Response> | undefined;   // page.html asks before this script is read
}

/// What is there, as the server says; what matters of it is checked when the wave is opened.
export async function listWaves(stamp: Stamp): Promise<Listed[]> {
  const early = globalThis.asked;
  globalThis.asked = undefined;
  const answer = await (early ?? Promise.reject()).catch(() => ask(`${stamp.respond}/v1/waves`));
  if (!answer.ok) throw new Stop('BUSY');
  try {
    return list(await answer.json()).map(object).map((one) => {
      const id = fromBase64url(one.wave_id, 16), parts = one.parts === undefined ? undefined : object(one.parts);
      return {id, title: words(one.title), state: words(one.state), deskOpen: flag(one.desk_open), ballotsOpen: flag(one.ballots_open), files: parts
        ? async (file) => (parts[file] === undefined ? undefined : file.endsWith('g') ? fromBase64url(parts[file]) : utf8(words(parts[file]))) : filesOf(stamp, id)};
    });
  } catch {
    throw new Stop('BUSY', 'no list');
  }
}

export const filesOf = (stamp: Stamp, wave: Bytes): Fetch => async (file) => {
  const answer = await ask(`${stamp.respond}/v1/wave/${hex(wave)}/${file}`);
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Stop('BUSY', file);
  try {
    return new Uint8Array(await answer.arrayBuffer());
  } catch {
    throw new Stop('OFFLINE', file);
  }
};

export const postTo = (stamp: Stamp): Post => async (body) => {
  const answer = await ask(`${stamp.respond}/v1/ballot`, {method: 'POST', body, headers: {'Content-Type': 'application/octet-stream'}});
  return {status: answer.status, body: await answer.json().catch(() => undefined)};
};
