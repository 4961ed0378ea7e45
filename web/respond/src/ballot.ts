// SPDX-License-Identifier: Apache-2.0
// The bytes of tokens and ballots; docs/protocol.md has them in a table.
import {type Bytes, join, number, utf8} from './bytes.ts';
import {sha256} from './hash.ts';

export const BALLOT = 1;                     // class
export const ADMISSION = 0, RIGHT = 1;       // kind
export const WITHDRAWN = 1;                  // flags
export const LEAF = 422, ENTRY = 65;         // bytes of an entry of leaves.bin and received.bin

/// What the desk signed without seeing it. The key it is for comes from the code whenever it is needed, so that nobody can say another.
export interface Signed {
  readonly prefix: Bytes;
  readonly signature: Bytes;
}
export interface Token extends Signed {
  readonly pk: Bytes;
}

export const tokenInput = (prefix: Bytes, kind: number, wave: Bytes, cls: number, cell: number, pk: Bytes): Bytes =>
  join(prefix, utf8('KARUNA-TOKEN-v1'), number(0, 1), number(kind, 1), wave, number(cls, 1), number(cell, 4), pk);

export const answersHash = (nonce: Bytes, seq: number, answers: Bytes): Promise<Bytes> => sha256(utf8('KARUNA-ANS-v1'), nonce, number(seq, 2), answers);

export const signedMessage = (wave: Bytes, cls: number, cell: number, flags: number, hAns: Bytes): Bytes =>
  join(utf8('KARUNA-BALLOT-v1'), wave, number(cls, 1), number(cell, 4), number(flags, 1), hAns);

export interface Ballot {
  readonly cls: number;
  readonly cell: number;
  readonly token: Token;
  readonly seq: number;
  readonly flags: number;
  readonly nonce: Bytes;
  readonly t: Bytes;
  readonly answers: Bytes;
  readonly signature: Bytes;
}

const tokenBytes = (token: Token): Bytes => join(token.pk, token.prefix, token.signature);

export const leafOf = async (b: Ballot): Promise<Bytes> =>
  join(number(b.cls, 1), number(b.cell, 4), tokenBytes(b.token), number(b.flags, 1), await answersHash(b.nonce, b.seq, b.answers), b.signature);

export const linkOf = (leaf: Bytes, t: Bytes): Promise<Bytes> => sha256(utf8('KARUNA-LINK-v1'), leaf, t);

/// What lies inside the seal: zeros fill it up to a multiple of 64.
export function plainOf(b: Ballot): Bytes {
  const bytes = join(number(b.cell, 4), tokenBytes(b.token), number(b.seq, 2), number(b.flags, 1), b.nonce, b.t, b.answers, b.signature);
  return join(bytes, new Uint8Array((64 - (bytes.length % 64)) % 64));
}

export const postOf = (wave: Bytes, cls: number, admission: Token, link: Bytes, enc: Bytes, ct: Bytes): Bytes =>
  join(number(1, 1), wave, number(cls, 1), tokenBytes(admission), link, enc, ct);

/// The length of every post of a wave, whatever is in it: 435 bytes before what is sealed, the ballot filled up to a multiple of 64, 16 of the seal's tag.
export const postLength = (questions: number): number => 435 + 64 * Math.ceil((455 + questions) / 64) + 16;

export const sealedHash = (enc: Bytes, ct: Bytes): Promise<Bytes> => sha256(enc, ct);
export const blobHash = (cls: number, link: Bytes, sealed: Bytes): Promise<Bytes> => sha256(utf8('KARUNA-BLOB-v1'), number(cls, 1), link, sealed);
export const sealInfo = (wave: Bytes, cls: number): Bytes => join(utf8('KARUNA-SEAL-v1'), wave, number(cls, 1));
export const receiptMessage = (wave: Bytes, blob: Bytes): Bytes => join(utf8('KARUNA-RECEIPT-v1'), wave, blob);

/// last = -1 before the first ballot; the hour is held to the window, which has at least one.
export function nextSeq(last: number, hoursSinceOpen: number, windowHours: number): number {
  const hour = Math.min(Math.max(hoursSinceOpen, 0), Math.max(windowHours, 1) - 1);
  return Math.min(65535, Math.max(last + 1, 16 * hour));
}
