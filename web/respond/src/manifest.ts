// SPDX-License-Identifier: Apache-2.0
// The manifest of a wave, and the checks without which no question is shown: signatures of server and council, the own cell under the signed root.
import {BALLOT} from './ballot.ts';
import {type Bytes, fromBase64url, join, same, text, utf8} from './bytes.ts';
import {verify} from './ed25519.ts';
import {sha256} from './hash.ts';
import {type Json, canonical, flag, list, object, whole, words} from './json.ts';
import {leafHash, pathHolds} from './merkle.ts';
import {type RsaKey, keyOfSpki} from './rsa.ts';
import {Stop} from './stop.ts';

/// What was stamped into this page when it was built, and is believed whatever the server says.
export interface Stamp {
  readonly organisation: string;
  readonly studio: string;
  readonly respond: string;
  readonly server_key: Bytes;
  readonly receipt_key: Bytes;
  readonly witness_keys: readonly Bytes[];
}

export function readStamp(json: string): Stamp {
  const given = object(JSON.parse(json));
  const key = (value: unknown): Bytes => fromBase64url(value, 32);
  return {organisation: words(given.organisation), studio: words(given.studio), respond: words(given.respond), server_key: key(given.server_key),
    receipt_key: key(given.receipt_key), witness_keys: list(given.witness_keys).map(key)};
}

export type Texts = {readonly [language: string]: string};

export interface Question {
  readonly id: string;
  readonly min: number;
  readonly max: number;
  readonly others: readonly number[];
  readonly text: Texts;
  readonly labels: readonly Texts[];   // of the codes from min to max, then of others
  readonly lead?: Texts;               // said before this question and those after it, until another lead
  readonly care: readonly number[];    // answer bytes at which the contacts are shown
}

/// Whom a person may turn to: at once, or a person, who then knows who comes.
export interface Contact {
  readonly kind: 'now' | 'person';
  readonly reach: string;
  readonly text: Texts;
}

export interface Wave {
  readonly id: Bytes;
  readonly title: string;
  readonly council: boolean;
  readonly trial: boolean;
  readonly opensDesk: number;
  readonly closesDesk: number;
  readonly opensBallots: number;
  readonly closesBallots: number;
  readonly lateDesk: boolean;
  readonly profile: string;
  readonly k: readonly number[];
  readonly cellsCount: number;
  readonly cellsRoot: Bytes;
  readonly admission: RsaKey;
  readonly questions?: readonly Question[];   // once published
  readonly languages?: readonly string[];
  readonly contacts: readonly Contact[];
  readonly tally?: Bytes;
  readonly caps?: {readonly one: number; readonly whole: number};   // rho in 1/10,000
}

/// A file of the wave, or nothing where there is none.
export type Fetch = (file: string) => Promise<Bytes | undefined>;

async function signedBy(keys: readonly Bytes[], name: string, wave: Bytes, file: Bytes, signature: Bytes | undefined): Promise<boolean> {
  if (signature?.length !== 64) return false;
  const message = join(utf8(`KARUNA-${name}-v1`), wave, await sha256(file));
  for (const key of keys) if (await verify(key, message, signature)) return true;
  return false;
}

/// Fetches FILE.json and its signatures. A council that was stamped into this page is asked for, whatever the manifest says of itself.
async function signedFile(fetch: Fetch, stamp: Stamp, wave: Bytes, file: string, council: boolean): Promise<Bytes | undefined> {
  const [bytes, server, witness] = await Promise.all(['json', 'server.sig', ...(council ? ['witness.sig'] : [])].map((end) => fetch(`${file}.${end}`)));
  if (!bytes) return undefined;
  const name = file.toUpperCase();
  if (!(await signedBy([stamp.server_key], name, wave, bytes, server))) throw new Stop('SIGNATURE_INVALID', file);
  if (council && !(await signedBy(stamp.witness_keys, name, wave, bytes, witness))) throw new Stop('MANIFEST_UNWITNESSED', file);
  return bytes;
}

/// A signed file whose shape this page does not know is as good as unsigned.
function reading<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof Stop ? error : new Stop('SIGNATURE_INVALID', `${file}: ${String(error)}`);
  }
}

const texts = (value: unknown): Texts => Object.fromEntries(Object.entries(object(value)).map(([language, one]) => [language, words(one)]));

function readQuestion(value: unknown): Question {
  const q = object(value);
  const min = whole(q.min, 250, -250), max = whole(q.max, 250, min + 1);
  return {id: words(q.id), min, max, others: list(q.others).map((code) => whole(code, 255, max - min + 2)), text: texts(q.text), labels: list(q.labels).map(texts),
    care: q.care === undefined ? [] : list(q.care).map((code) => whole(code, 255, 1)), ...(q.lead === undefined ? {} : {lead: texts(q.lead)})};
}

function readContact(value: unknown): Contact {
  const c = object(value);
  if (c.kind !== 'now' && c.kind !== 'person') throw new Error('another kind of contact');
  return {kind: c.kind, reach: words(c.reach), text: texts(c.text)};
}

export async function fetchWave(fetch: Fetch, stamp: Stamp, id: Bytes): Promise<Wave> {
  const council = stamp.witness_keys.length > 0;
  const tokenFile = await signedFile(fetch, stamp, id, 'token_part', council);
  if (!tokenFile) throw new Stop('UNKNOWN_WAVE');
  const wave = reading('token_part', (): Wave => {
    const part = object(JSON.parse(text(tokenFile)));
    if (whole(part.version) !== 1 || !same(fromBase64url(part.wave_id, 16), id)) throw new Error('another version or wave');
    if (flag(part.council) !== council) throw new Stop('MANIFEST_UNWITNESSED', 'token_part');
    const at = list(part.classes).indexOf(BALLOT);
    return {id, title: words(part.title), council, trial: flag(part.trial), opensDesk: whole(part.opens_desk), closesDesk: whole(part.closes_desk),
      opensBallots: whole(part.opens_ballots), closesBallots: whole(part.closes_ballots), lateDesk: flag(part.late_desk), profile: words(part.profile), contacts: [],
      k: list(part.k).map((k) => whole(k)),
      cellsCount: whole(part.cells_count), cellsRoot: fromBase64url(part.cells_root, 32), admission: keyOfSpki(fromBase64url(list(part.admission_spki)[at]))};
  });
  const questionFile = await signedFile(fetch, stamp, id, 'question_part', council);
  if (!questionFile) return wave;
  const named = await sha256(tokenFile);
  return reading('question_part', (): Wave => {
    const part = object(JSON.parse(text(questionFile)));
    if (whole(part.version) !== 1 || !same(fromBase64url(part.wave_id, 16), id) || !same(fromBase64url(part.token_part_sha256, 32), named)) throw new Error('another wave');
    const questions = list(part.questions).map(readQuestion);
    if (whole(object(part.answer_bytes)['1']) !== questions.length || questions.length === 0) throw new Error('not one byte a question');
    const caps = object(part.caps);
    return {...wave, questions, languages: list(part.languages).map(words), contacts: part.contacts === undefined ? [] : list(part.contacts).map(readContact), tally: fromBase64url(part.tally_pk, 65), caps: {one: whole(caps.one), whole: whole(caps.whole)}};
  });
}

export interface Cell {
  readonly cell: number;
  readonly label: string;
  readonly eligible: number;
  readonly teams: number;    // that are counted together
  readonly key: RsaKey;
}

/// The group a person was told to be in: its record must lie under the root of the signed manifest, its key be the one the record names, and enough people be in it.
export async function checkCell(wave: Wave, mycell: unknown): Promise<Cell> {
  const outside = (detail: string): Stop => new Stop('KEY_NOT_IN_MANIFEST', detail);
  try {
    const told = list(object(mycell).cells).map(object).find((one) => one.class === BALLOT);
    if (!told) throw outside('no cell');
    const record = object(told.record);
    const spki = fromBase64url(told.spki), path = list(told.merkle).map((node) => fromBase64url(node, 32));
    const leaf = await leafHash(utf8(canonical(record as Json)));
    if (record.class !== BALLOT || !(await pathHolds(leaf, whole(told.index), wave.cellsCount, path, wave.cellsRoot))) throw outside('record');
    if (!same(fromBase64url(record.spki_sha256, 32), await sha256(spki))) throw outside('key');
    const eligible = whole(record.eligible), minimum = whole(record.minimum);
    // 20, or 10 where at least 70 of 100 drew in the last wave.
    const issued = record.last_issued === undefined ? 0 : whole(record.last_issued), before = record.last_eligible === undefined ? 0 : whole(record.last_eligible);
    const least = before > 0 && 10 * issued >= 7 * before ? 10 : 20;
    if (minimum < least || eligible < minimum || record.attested !== true) throw new Stop('CELL_TOO_SMALL', String(eligible));
    return {cell: whole(record.cell, 2 ** 32 - 1), label: words(record.label), eligible, teams: record.teams === undefined ? 1 : whole(record.teams), key: keyOfSpki(spki)};
  } catch (error) {
    throw error instanceof Stop ? error : outside(String(error));
  }
}
