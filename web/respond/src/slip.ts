// SPDX-License-Identifier: Apache-2.0
// What a person keeps: code, cell, finished tokens, the number of the last ballot. The same file as `karuna answer` writes (docs/answer.md).
import {type Code, codeText, readCode} from './code.ts';
import type {Signed} from './ballot.ts';
import {type Bytes, base64url, fromBase64url} from './bytes.ts';
import {type Json, canonical, object, whole, words} from './json.ts';
import {Stop} from './stop.ts';

/// A finished ballot that has no receipt yet. Sending the same bytes again is safe.
export interface Waiting {
  readonly post: Bytes;
  readonly blob: Bytes;
  readonly hAns: Bytes;
  readonly seq: number;
}

export interface Slip {
  readonly wave: Bytes;
  readonly code: Code;
  readonly cell?: {readonly cell: number; readonly label: string; readonly eligible: number; readonly teams?: number};
  readonly tokens?: {readonly admission: Signed; readonly right: Signed};   // once drawn
  readonly lastSeq: number;                       // -1 before the first
  readonly last?: {readonly hAns: Bytes; readonly blob: Bytes; readonly receipt?: Bytes};   // without a receipt where it came as a picture
  readonly waiting?: Waiting;
}

export async function writeSlip(slip: Slip): Promise<string> {
  const token = (of: Signed): Json => ({prefix: base64url(of.prefix), signature: base64url(of.signature)});
  return canonical({
    version: 1, wave_id: base64url(slip.wave), code: await codeText(slip.code), last_seq: slip.lastSeq,
    ...(slip.cell ? {cell: slip.cell.cell, label: slip.cell.label, eligible: slip.cell.eligible, ...(slip.cell.teams ? {teams: slip.cell.teams} : {})} : {}),
    ...(slip.tokens ? {admission: token(slip.tokens.admission), right: token(slip.tokens.right)} : {}),
    ...(slip.last ? {last_h_ans: base64url(slip.last.hAns), last_blob: base64url(slip.last.blob), ...(slip.last.receipt ? {last_receipt: base64url(slip.last.receipt)} : {})} : {}),
    ...(slip.waiting ? {waiting: {post: base64url(slip.waiting.post), blob: base64url(slip.waiting.blob), h_ans: base64url(slip.waiting.hAns), seq: slip.waiting.seq}} : {}),
  });
}

export async function readSlip(json: string): Promise<Slip> {
  try {
    const given = object(JSON.parse(json));
    if (given.version !== 1) throw new Error('another version');
    const wave = fromBase64url(given.wave_id, 16), code = await readCode(words(given.code));
    if (!code) throw new Error('the code does not fit its check');
    const cell = given.cell === undefined ? undefined : {cell: whole(given.cell, 2 ** 32 - 1), label: words(given.label), eligible: whole(given.eligible), ...(given.teams === undefined ? {} : {teams: whole(given.teams)})};
    const token = (value: unknown): Signed => ({prefix: fromBase64url(object(value).prefix, 32), signature: fromBase64url(object(value).signature, 256)});
    const waiting = given.waiting === undefined ? undefined : object(given.waiting);
    return {
      wave, code, lastSeq: whole(given.last_seq, 65535, -1),
      ...(cell ? {cell} : {}),
      ...(cell && given.right !== undefined ? {tokens: {admission: token(given.admission), right: token(given.right)}} : {}),
      ...(given.last_h_ans === undefined ? {} : {last: {hAns: fromBase64url(given.last_h_ans, 32), blob: fromBase64url(given.last_blob, 32), ...(given.last_receipt === undefined ? {} : {receipt: fromBase64url(given.last_receipt, 64)})}}),
      ...(waiting ? {waiting: {post: fromBase64url(waiting.post), blob: fromBase64url(waiting.blob, 32), hAns: fromBase64url(waiting.h_ans, 32), seq: whole(waiting.seq, 65535)}} : {}),
    };
  } catch (error) {
    throw new Stop('BAD_SLIP', String(error));
  }
}
