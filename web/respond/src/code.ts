// SPDX-License-Identifier: Apache-2.0
// The 256 bits a person has for one wave, as text to copy, and everything that comes from them.
import {type Bytes, big, join, number, random, same, utf8} from './bytes.ts';
import {ALPHABET, meant} from './crockford.ts';
import {type SigningKey, signingKey} from './ed25519.ts';
import {expand, extract, sha256} from './hash.ts';
import {type Blinded, type RsaKey, blind} from './rsa.ts';
import {tokenInput} from './ballot.ts';

export type Code = Bytes;
export const newCode = (): Code => random(32);

const check = async (code: Code): Promise<Bytes> => (await sha256(utf8('KARUNA-CODE-v1'), code)).slice(0, 3);

/// 14 groups of 4 characters; the last 24 of the 280 bits are a check.
export async function codeText(code: Code): Promise<string> {
  let rest = big(join(code, await check(code)));
  let out = '';
  for (let i = 0; i < 56; i += 1, rest >>= 5n) out = (ALPHABET[Number(rest & 31n)] ?? '') + (i > 0 && i % 4 === 0 ? '-' : '') + out;
  return out;
}

/// Nothing where something was mistyped.
export async function readCode(typed: string): Promise<Code | undefined> {
  const digits = meant(typed);
  if (digits.length !== 56) return undefined;
  let value = 0n;
  for (const digit of digits) {
    const at = ALPHABET.indexOf(digit);
    if (at < 0) return undefined;
    value = (value << 5n) | BigInt(at);
  }
  const all = Uint8Array.from({length: 35}, (_, i) => Number((value >> BigInt(8 * (34 - i))) & 255n));
  const code = all.slice(0, 32);
  return same(all.slice(32), await check(code)) ? code : undefined;
}

/// HKDF-SHA256 with salt wave_id and info label || kind || class || cell || counter.
export const derive = async (code: Code, wave: Bytes, label: string, kind: number, cls: number, cell: number, counter: number, length: number): Promise<Bytes> =>
  expand(await extract(wave, code), join(utf8(label), number(kind, 1), number(cls, 1), number(cell, 4), number(counter, 1)), length);

export interface Drawing {
  readonly key: SigningKey;
  readonly prefix: Bytes;
  readonly input: Bytes;
  readonly blinded: Blinded;
}

/// A token's key, prefix and blinded message. The same code gives the same bytes on every device.
export async function prepare(code: Code, wave: Bytes, kind: number, cls: number, cell: number, rsa: RsaKey): Promise<Drawing> {
  const of = (label: string, length: number, counter = 0): Promise<Bytes> => derive(code, wave, label, kind, cls, cell, counter, length);
  const key = await signingKey(await of('pk', 32)), prefix = await of('prefix', 32), salt = await of('salt', 48);
  const input = tokenInput(prefix, kind, wave, cls, cell, key.publicKey);
  for (let counter = 0; counter < 256; counter += 1) {
    const blinded = await blind(rsa, input, salt, await of('blind', 272, counter));
    if (blinded) return {key, prefix, input, blinded};
  }
  throw new Error('no number to blind with');
}

export const prefixOf = (code: Code, wave: Bytes, kind: number, cls: number, cell: number): Promise<Bytes> => derive(code, wave, 'prefix', kind, cls, cell, 0, 32);
export const keyOf = async (code: Code, wave: Bytes, kind: number, cls: number, cell: number): Promise<SigningKey> =>
  signingKey(await derive(code, wave, 'pk', kind, cls, cell, 0, 32));
