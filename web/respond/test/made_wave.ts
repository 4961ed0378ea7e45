// SPDX-License-Identifier: Apache-2.0
// A wave with the keys of everybody, made in memory, and the files a door would give out. RSA by Node.
import {constants, generateKeyPairSync, privateEncrypt} from 'node:crypto';
import {type Bytes, base64url, join, utf8} from '../src/bytes.ts';
import {type SigningKey, sign, signingKey} from '../src/ed25519.ts';
import {sha256} from '../src/hash.ts';
import {type Json, canonical} from '../src/json.ts';
import type {Fetch, Stamp} from '../src/manifest.ts';
import {leafHash} from '../src/merkle.ts';

const rsa = () => generateKeyPairSync('rsa', {modulusLength: 2048, publicExponent: 65537});
export type RsaPair = ReturnType<typeof rsa>;
export const newRsa = rsa;
export const spkiOf = (pair: RsaPair): Bytes => new Uint8Array(pair.publicKey.export({type: 'spki', format: 'der'}));
/// What a desk does: the bare private operation.
export const blindSign = (pair: RsaPair, blinded: Bytes): Bytes => new Uint8Array(privateEncrypt({key: pair.privateKey, padding: constants.RSA_NO_PADDING}, blinded));

export interface Made {
  server: SigningKey; witness: SigningKey; receipt: SigningKey;
  admission: RsaPair; right: RsaPair;
  tally: CryptoKeyPair;
  id: Bytes;
  record: Record<string, Json>;
  token: Record<string, Json>;
  question: Record<string, Json>;
  files: Map<string, Bytes>;
  mycell: {admission: Json; cells: Record<string, Json>[]};
}

export async function makeWave(): Promise<Made> {
  const key = (seed: number): Promise<SigningKey> => signingKey(new Uint8Array(32).fill(seed));
  const made: Made = {server: await key(1), witness: await key(2), receipt: await key(3), admission: rsa(), right: rsa(),
    tally: (await crypto.subtle.generateKey({name: 'ECDH', namedCurve: 'P-256'}, true, ['deriveBits'])) as CryptoKeyPair,
    id: new Uint8Array(16).fill(9), record: {}, token: {}, question: {}, files: new Map(), mycell: {admission: [], cells: []}};
  made.record = {attested: true, cell: 7, class: 1, eligible: 41, label: 'Ward', minimum: 20, new_share: 0, spki_sha256: base64url(await sha256(spkiOf(made.right))), units: ['house']};
  made.token = {admission_spki: [base64url(spkiOf(made.admission))], cells_count: 2, classes: [1], closes_ballots: 300, closes_desk: 200, council: true, eligible_total: [61], frame: 'organisation',
    k: [10, 30, 100], late_desk: false, opens_ballots: 200, opens_desk: 100, page_sha256: base64url(new Uint8Array(32)), policy: {ledger_days: 14, reminders_max: 2}, profile: 'balanced', title: 'Spring',
    trial: false, uses: 16, version: 1, wave_id: base64url(made.id), wave_kind: 'deep'};
  made.question = {answer_bytes: {'1': 3}, caps: {one: 1000, whole: 28000}, languages: ['en'], version: 1, wave_id: base64url(made.id),
    questions: ['a', 'b', 'c'].map((id) => ({id, labels: Array.from({length: 6}, () => ({en: 'so'})), max: 5, min: 1, others: [6], text: {en: 'How is it?'}})),
    tally_pk: base64url(new Uint8Array(await crypto.subtle.exportKey('raw', made.tally.publicKey)))};
  await publish(made);
  return made;
}

/// Signs everything again after something in `record`, `token` or `question` was changed.
export async function publish(made: Made): Promise<void> {
  const leaf = await leafHash(utf8(canonical(made.record))), other = await leafHash(utf8('another cell'));
  made.token.cells_root = base64url(await sha256(new Uint8Array([1]), leaf, other));
  made.mycell = {admission: [], cells: [{class: 1, record: made.record, index: 0, spki: base64url(spkiOf(made.right)), merkle: [base64url(other)]}]};
  const token = utf8(canonical(made.token));
  made.question.token_part_sha256 = base64url(await sha256(token));
  for (const [file, bytes] of [['token_part', token], ['question_part', utf8(canonical(made.question))]] as const) {
    made.files.set(`${file}.json`, bytes);
    await signFile(made, file, bytes);
  }
}

export async function signFile(made: Made, file: string, bytes: Bytes): Promise<void> {
  made.files.set(`${file}.json`, bytes);
  const message = join(utf8(`KARUNA-${file.toUpperCase()}-v1`), made.id, await sha256(bytes));
  made.files.set(`${file}.server.sig`, await sign(made.server, message));
  made.files.set(`${file}.witness.sig`, await sign(made.witness, message));
}

export const fetchOf = (made: Made): Fetch => async (file) => made.files.get(file);
export const stampOf = (made: Made): Stamp => ({organisation: 'House', studio: 'https://studio.example', respond: 'https://answer.example', server_key: made.server.publicKey,
  receipt_key: made.receipt.publicKey, witness_keys: [made.witness.publicKey]});
