// SPDX-License-Identifier: Apache-2.0
// Bytes, and the ways in which they are written down.

export type Bytes = Uint8Array<ArrayBuffer>;

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;
export const text = (bytes: Bytes): string => new TextDecoder('utf-8', {fatal: true}).decode(bytes);

export function join(...parts: readonly Bytes[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/// A whole number of `length` bytes, big-endian.
export function number(value: number, length: number): Bytes {
  const out = new Uint8Array(length);
  for (let i = length - 1; i >= 0; i -= 1) {
    out[i] = value % 256;
    value = Math.floor(value / 256);
  }
  return out;
}

export const same = (a: Bytes, b: Bytes): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);

export const hex = (bytes: Bytes): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
export function fromHex(digits: string): Bytes {
  if (!/^([0-9a-f]{2})*$/i.test(digits)) throw new Error('not hexadecimal');
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export const big = (bytes: Bytes): bigint => BigInt(`0x${hex(bytes) || '0'}`);
export const fromBig = (value: bigint, length: number): Bytes => fromHex(value.toString(16).padStart(2 * length, '0'));

/// base64url without padding (RFC 4648 section 5).
export function base64url(bytes: Bytes): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/// Takes nothing that no encoder makes: padding, other characters, last bits that are not zero.
export function fromBase64url(given: unknown, length?: number): Bytes {
  if (typeof given !== 'string' || !/^[A-Za-z0-9_-]*$/.test(given) || given.length % 4 === 1) throw new Error('not base64url');
  const bytes = Uint8Array.from(atob(given.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  if (base64url(bytes) !== given || (length !== undefined && bytes.length !== length)) throw new Error('not base64url of this length');
  return bytes;
}

export const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));
