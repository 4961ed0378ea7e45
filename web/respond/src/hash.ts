// SPDX-License-Identifier: Apache-2.0
// Hashes and HKDF, by the browser.
import {type Bytes, join, number} from './bytes.ts';

const hash = async (name: string, parts: readonly Bytes[]): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest(name, join(...parts)));
export const sha256 = (...parts: readonly Bytes[]): Promise<Bytes> => hash('SHA-256', parts);
export const sha384 = (...parts: readonly Bytes[]): Promise<Bytes> => hash('SHA-384', parts);
export const sha512 = (...parts: readonly Bytes[]): Promise<Bytes> => hash('SHA-512', parts);

/// HMAC-SHA256 (RFC 2104). A key of no bytes is one of zeros, which browsers do not all take.
export async function hmac(key: Bytes, ...parts: readonly Bytes[]): Promise<Bytes> {
  const imported = await crypto.subtle.importKey('raw', key.length ? key : new Uint8Array(32), {name: 'HMAC', hash: 'SHA-256'}, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, join(...parts)));
}

export const extract = (salt: Bytes, ikm: Bytes): Promise<Bytes> => hmac(salt, ikm);

/// HKDF-Expand with SHA-256 (RFC 5869).
export async function expand(prk: Bytes, info: Bytes, length: number): Promise<Bytes> {
  let block: Bytes = new Uint8Array(0);
  let out: Bytes = block;
  for (let i = 1; out.length < length; i += 1) {
    block = await hmac(prk, block, info, number(i, 1));
    out = join(out, block);
  }
  return out.slice(0, length);
}
