// SPDX-License-Identifier: Apache-2.0
// Blind signatures RSABSSA-SHA384-PSS-Randomized (RFC 9474): the desk signs a message it cannot see, and what comes out is an ordinary RSA-PSS signature.
import {type Bytes, big, fromBig, hex, join, number} from './bytes.ts';
import {power} from './ed25519.ts';
import {sha384} from './hash.ts';

export interface RsaKey {
  readonly n: bigint;
  readonly e: bigint;
  readonly length: number;   // of the modulus, in bytes
}

/// A rsaEncryption SubjectPublicKeyInfo of 2048 bits with exponent 65537, which has one form only.
export function keyOfSpki(spki: Bytes): RsaKey {
  const form = /^30820122300d06092a864886f70d01010105000382010f003082010a0282010100([89a-f][0-9a-f]{511})0203010001$/.exec(hex(spki));
  const n = BigInt(`0x${form?.[1] ?? '0'}`);
  if (n % 2n === 0n) throw new Error('not an RSA key of 2048 bits');
  return {n, e: 65537n, length: 256};
}

async function mask(seed: Bytes, length: number): Promise<Bytes> {
  const blocks: Bytes[] = [];
  for (let i = 0; 48 * i < length; i += 1) blocks.push(await sha384(seed, number(i, 4)));
  return join(...blocks).slice(0, length);
}

/// EMSA-PSS-ENCODE (RFC 8017 9.1.1) with SHA-384 and a given salt, for a modulus of whole bytes.
async function encode(message: Bytes, length: number, salt: Bytes): Promise<Bytes> {
  const h = await sha384(new Uint8Array(8), await sha384(message), salt);
  const db = join(new Uint8Array(length - salt.length - 50), number(1, 1), salt);
  const masked = (await mask(h, db.length)).map((byte, i) => byte ^ (db[i] ?? 0));
  masked[0] = (masked[0] ?? 0) & 0x7f;
  return join(masked, h, number(0xbc, 1));
}

/// EMSA-PSS-VERIFY (9.1.2).
async function holds(message: Bytes, em: Bytes): Promise<boolean> {
  const h = em.slice(-49, -1), masked = em.slice(0, -49);
  if (em[em.length - 1] !== 0xbc || (em[0] ?? 255) > 127) return false;
  const db = (await mask(h, masked.length)).map((byte, i) => byte ^ (masked[i] ?? 0));
  db[0] = (db[0] ?? 0) & 0x7f;
  const salt = db.slice(-48);
  if (db[db.length - 49] !== 1 || db.slice(0, -49).some((byte) => byte !== 0)) return false;
  return hex(await sha384(new Uint8Array(8), await sha384(message), salt)) === hex(h);
}

export async function verify(key: RsaKey, message: Bytes, signature: Bytes): Promise<boolean> {
  const s = big(signature);
  return signature.length === key.length && s < key.n && holds(message, fromBig(power(s, key.e, key.n), key.length));
}

/// The inverse of a modulo n; nothing where they share a factor.
export function inverse(a: bigint, n: bigint): bigint | undefined {
  let [r, s, x, y] = [n, a % n, 0n, 1n];
  while (s > 0n) [r, s, x, y] = [s, r % s, y, x - (r / s) * y];
  return r === 1n ? (x + n) % n : undefined;
}

export interface Blinded {
  readonly message: Bytes;    // goes to the signer
  readonly inverse: bigint;   // stays
}

/// Nothing where r, or the message, has no inverse modulo n.
export async function blind(key: RsaKey, input: Bytes, salt: Bytes, r: Bytes): Promise<Blinded | undefined> {
  const m = big(await encode(input, key.length, salt)), reduced = big(r) % key.n;
  const back = inverse(reduced, key.n);
  if (back === undefined || inverse(m, key.n) === undefined) return undefined;
  return {message: fromBig((m * power(reduced, key.e, key.n)) % key.n, key.length), inverse: back};
}

/// Nothing where the outcome is no signature of the input under this key.
export async function finish(key: RsaKey, input: Bytes, blindSignature: Bytes, back: bigint): Promise<Bytes | undefined> {
  if (blindSignature.length !== key.length || big(blindSignature) >= key.n) return undefined;
  const signature = fromBig((big(blindSignature) * back) % key.n, key.length);
  return (await verify(key, input, signature)) ? signature : undefined;
}
