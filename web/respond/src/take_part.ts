// SPDX-License-Identifier: Apache-2.0
// Draw, answer, withdraw, check: what is done, without a page around it.
import {ADMISSION, BALLOT, ENTRY, LEAF, RIGHT, type Signed, WITHDRAWN, answersHash, blobHash, leafOf, linkOf, nextSeq, plainOf, postOf, receiptMessage, sealInfo, sealedHash, signedMessage} from './ballot.ts';
import {type Bytes, base64url, fromBase64url, join, random, same, text, utf8} from './bytes.ts';
import {type Drawing, keyOf, prepare} from './code.ts';
import {sign, verify} from './ed25519.ts';
import {sha256} from './hash.ts';
import {seal} from './hpke.ts';
import {list, object} from './json.ts';
import {type Cell, type Fetch, type Stamp, type Wave, checkCell} from './manifest.ts';
import {rootOf} from './merkle.ts';
import {finish} from './rsa.ts';
import type {Slip, Waiting} from './slip.ts';
import {Stop, type StopName} from './stop.ts';

const KINDS = [RIGHT, ADMISSION];

const drawings = (wave: Wave, slip: Slip, cell: Cell): Promise<Drawing[]> =>
  Promise.all(KINDS.map((kind) => prepare(slip.code, wave.id, kind, BALLOT, kind === RIGHT ? cell.cell : 0, kind === RIGHT ? cell.key : wave.admission)));

const ownCell = (cell: Cell): NonNullable<Slip['cell']> => ({cell: cell.cell, label: cell.label, eligible: cell.eligible, ...(cell.teams > 1 ? {teams: cell.teams} : {})});

/// From what the desk said of the cell, the messages for it to sign. It cannot see into them.
export async function blindedMessages(wave: Wave, slip: Slip, mycell: unknown): Promise<{slip: Slip; messages: {class: number; kind: number; blinded_msg: string}[]}> {
  const cell = await checkCell(wave, mycell);
  const made = await drawings(wave, slip, cell);
  return {slip: {...slip, cell: ownCell(cell)},
    messages: made.map((one, i) => ({class: BALLOT, kind: KINDS[i] as number, blinded_msg: base64url(one.blinded.message)}))};
}

/// From what the desk signed, the finished tokens. `mycell` is checked once more: it was kept by the page, not by a person.
export async function finishTokens(wave: Wave, slip: Slip, mycell: unknown, signatures: unknown): Promise<Slip> {
  const cell = await checkCell(wave, mycell);
  const made = await drawings(wave, slip, cell);
  const tokens = await Promise.all(made.map(async (one, i): Promise<Signed> => {
    let signature: Bytes | undefined;
    try {
      const given = list(signatures).map(object).find((s) => s.class === BALLOT && s.kind === KINDS[i]);
      signature = await finish(KINDS[i] === RIGHT ? cell.key : wave.admission, one.input, fromBase64url(given?.blind_sig, 256), one.blinded.inverse);
    } catch {
      signature = undefined;
    }
    if (!signature) throw new Stop('SIGNATURE_INVALID', 'token');
    return {prefix: one.prefix, signature};
  }));
  return {...slip, cell: ownCell(cell), tokens: {right: tokens[0] as Signed, admission: tokens[1] as Signed}};
}

/// A ballot ready to be posted: it has the same length whatever was answered.
/// Takes `answers` one byte a question, 0 skipped; nothing: the ballot withdraws. `hour`: whole hours since 1970.
export async function makeBallot(wave: Wave, slip: Slip, answers: Bytes | undefined, hour: number): Promise<Waiting> {
  const {tokens, cell} = slip, length = wave.questions?.length ?? 0;
  if (!tokens || !cell || !wave.tally || (answers && answers.length !== length)) throw new Error('not ready');
  const nonce = random(32), t = random(32), flags = answers ? 0 : WITHDRAWN;
  const bytes = answers ?? new Uint8Array(length);
  // A ballot that waits may have been stored without our hearing of it: the next one must stand above it.
  const seq = nextSeq(Math.max(slip.lastSeq, slip.waiting?.seq ?? -1), hour - wave.opensBallots, wave.closesBallots - wave.opensBallots);
  const key = await keyOf(slip.code, wave.id, RIGHT, BALLOT, cell.cell), admission = await keyOf(slip.code, wave.id, ADMISSION, BALLOT, 0), hAns = await answersHash(nonce, seq, bytes);
  const ballot = {cls: BALLOT, cell: cell.cell, token: {...tokens.right, pk: key.publicKey}, seq, flags, nonce, t, answers: bytes,
    signature: await sign(key, signedMessage(wave.id, BALLOT, cell.cell, flags, hAns))};
  const link = await linkOf(await leafOf(ballot), t);
  const {enc, ct} = await seal(wave.tally, sealInfo(wave.id, BALLOT), link, plainOf(ballot));
  nonce.fill(0);
  t.fill(0);
  return {post: postOf(wave.id, BALLOT, {...tokens.admission, pk: admission.publicKey}, link, enc, ct), blob: await blobHash(BALLOT, link, await sealedHash(enc, ct)), hAns, seq};
}

export type Post = (body: Bytes) => Promise<{status: number; body: unknown}>;

/// Posts what waits and checks the receipt. A stop other than OFFLINE and BUSY means that it was refused for good.
export async function sendBallot(post: Post, stamp: Stamp, slip: Slip): Promise<Slip> {
  const {waiting, ...rest} = slip;
  if (!waiting) throw new Error('nothing waits');
  const answer = await post(waiting.post);
  if (answer.status !== 200) {
    const known: readonly StopName[] = ['WINDOW_CLOSED', 'BAD_TOKEN', 'BAD_LENGTH', 'TOO_MANY', 'UNKNOWN_WAVE'];
    const said = (answer.body as {error?: unknown} | undefined)?.error;
    throw new Stop(known.find((name) => name === said) ?? 'BUSY', String(said));
  }
  let receipt: Bytes;
  try {
    receipt = fromBase64url(object(answer.body).receipt, 64);
  } catch {
    throw new Stop('BUSY', 'no receipt');
  }
  if (!(await verify(stamp.receipt_key, receiptMessage(slip.wave, waiting.blob), receipt))) throw new Stop('BUSY', 'the receipt does not hold');
  return {...rest, lastSeq: Math.max(slip.lastSeq, waiting.seq), last: {hAns: waiting.hAns, blob: waiting.blob, receipt}};
}

export type Found = 'counted' | 'withdrawn' | 'replaced' | 'absent' | 'not_out';

/// After close: looks for the own ballot on the whole board, which must have the root the server signed. Never asks for one leaf: that would say whose it is.
export async function findOnBoard(fetch: Fetch, stamp: Stamp, slip: Slip): Promise<Found> {
  const head = await fetch('head.json'), signature = await fetch('head.server.sig');
  if (!head || !signature) return 'not_out';
  const leaves = await fetch('leaves.bin');
  if (!leaves) return 'not_out';
  const wrong = (what: string): Stop => new Stop('SIGNATURE_INVALID', what);
  if (!(await verify(stamp.server_key, join(utf8('KARUNA-HEAD-v1'), slip.wave, await sha256(head)), signature))) throw wrong('head');
  const told = object(JSON.parse(text(head)));
  if (leaves.length % LEAF !== 0 || told.size !== leaves.length / LEAF || !same(await rootOf(leaves, LEAF), fromBase64url(told.root, 32))) throw wrong('leaves');
  const pk = slip.cell && (await keyOf(slip.code, slip.wave, RIGHT, BALLOT, slip.cell.cell)).publicKey;
  if (!pk) return 'absent';
  for (let at = 0; at < leaves.length; at += LEAF) {
    if (!same(leaves.subarray(at + 5, at + 37), pk)) continue;
    if (slip.last && !same(leaves.subarray(at + 326, at + 358), slip.last.hAns)) return 'replaced';
    return (leaves[at + 325] as number) & WITHDRAWN ? 'withdrawn' : 'counted';
  }
  if (slip.last?.receipt) await stopIfLost(fetch, told, slip.last.blob);
  return 'absent';
}

/// The ballot is not on the board. If it is not even among the received, the receipt proves that it was lost.
async function stopIfLost(fetch: Fetch, head: {readonly [name: string]: unknown}, blob: Bytes): Promise<void> {
  const received = await fetch('received.bin');
  if (!received || !same(await sha256(received), fromBase64url(head.received_sha256, 32))) throw new Stop('SIGNATURE_INVALID', 'received');
  for (let at = 0; at < received.length; at += ENTRY)
    if (same(await blobHash(received[at] as number, received.slice(at + 1, at + 33), received.slice(at + 33, at + 65)), blob)) return;
  throw new Stop('LOST_BALLOT');
}
