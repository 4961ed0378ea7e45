// SPDX-License-Identifier: Apache-2.0
// The slip in one line, for a picture and for an address: base64url of fixed fields (docs/answer.md). What comes from the code is left out; so is a ballot that waits.
import {ADMISSION, BALLOT, RIGHT, type Signed} from './ballot.ts';
import {type Bytes, base64url, fromBase64url, join, number, same, text, utf8} from './bytes.ts';
import {prefixOf} from './code.ts';
import {sha256} from './hash.ts';
import type {Slip} from './slip.ts';
import {Stop} from './stop.ts';

const TOKENS = 1, LAST = 2, MOST_LABEL = 80;
const check = async (bytes: Bytes): Promise<Bytes> => (await sha256(utf8('KARUNA-SLIP-v1'), bytes)).slice(0, 4);

/// version(1) flags(1) wave(16) code(32) seq + 1 (4) teams(2) cell(4) eligible(4) label length(1) label, tokens: right(256) admission(256), last: H_ans(32) blob(32); check(4)
export async function shortSlip(slip: Slip): Promise<string> {
  const {cell, tokens, last, waiting} = slip, none = new Uint8Array(0);
  let label = cell?.label ?? '';
  while (utf8(label).length > MOST_LABEL) label = [...label].slice(0, -2).join('') + '…';
  const named = utf8(label);
  // A ballot that waits will have arrived before anything is sent with this slip: the next one must stand above it, and it is the one to look for.
  const newest = waiting ?? last, seq = Math.max(slip.lastSeq, waiting?.seq ?? -1);
  const bytes = join(number(1, 1), number((tokens ? TOKENS : 0) | (newest ? LAST : 0), 1), slip.wave, slip.code, number(seq + 1, 4), number(cell?.teams ?? 1, 2), number(cell?.cell ?? 0, 4),
    number(cell?.eligible ?? 0, 4), number(named.length, 1), named, ...(tokens ? [tokens.right.signature, tokens.admission.signature] : [none]), ...(newest ? [newest.hAns, newest.blob] : [none]));
  return base64url(join(bytes, await check(bytes)));
}

export async function readShortSlip(line: string): Promise<Slip> {
  try {
    const bytes = fromBase64url(line), body = bytes.slice(0, -4);
    if (!same(bytes.slice(-4), await check(body))) throw new Error('altered');
    let at = 0;
    const take = (length: number): Bytes => {
      if (at + length > body.length) throw new Error('too short');
      at += length;
      return body.slice(at - length, at);
    };
    const whole = (length: number): number => take(length).reduce((sum, byte) => sum * 256 + byte, 0);
    if (whole(1) !== 1) throw new Error('another version');
    const flags = whole(1), wave = take(16), code = take(32), lastSeq = whole(4) - 1, teams = whole(2), cell = whole(4), eligible = whole(4), label = text(take(whole(1)));
    if (lastSeq > 65535 || teams < 1) throw new Error('out of range');
    const token = async (kind: number, of: number, signature: Bytes): Promise<Signed> =>
      ({prefix: await prefixOf(code, wave, kind, BALLOT, of), signature});
    const right = flags & TOKENS ? take(256) : undefined, admission = flags & TOKENS ? take(256) : undefined, hAns = flags & LAST ? take(32) : undefined, blob = flags & LAST ? take(32) : undefined;
    if (at !== body.length) throw new Error('too long');
    return {
      wave, code, lastSeq,
      ...(eligible ? {cell: {cell, label, eligible, ...(teams > 1 ? {teams} : {})}} : {}),
      ...(right && admission ? {tokens: {right: await token(RIGHT, cell, right), admission: await token(ADMISSION, 0, admission)}} : {}),
      ...(hAns && blob ? {last: {hAns, blob}} : {}),
    };
  } catch (error) {
    throw new Stop('BAD_SLIP', String(error));
  }
}
