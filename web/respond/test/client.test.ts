// SPDX-License-Identifier: Apache-2.0
// Draw, answer, withdraw and check against a wave made in memory, with every lie a server could tell; slips, sentences, numbers.
import './support.ts';
import assert from 'node:assert/strict';
import {before, describe, it} from 'node:test';
import * as ballot from '../src/ballot.ts';
import {type Bytes, base64url, fromBase64url, hex, join, number, same, utf8} from '../src/bytes.ts';
import {keyOf, newCode} from '../src/code.ts';
import {sign, verify} from '../src/ed25519.ts';
import {expand, extract, sha256} from '../src/hash.ts';
import {type Json, canonical} from '../src/json.ts';
import {fetchWave, readStamp} from '../src/manifest.ts';
import {leafHash} from '../src/merkle.ts';
import {keyOfSpki, verify as verifyRsa} from '../src/rsa.ts';
import {type Slip, readSlip, writeSlip} from '../src/slip.ts';
import {Stop, type StopName} from '../src/stop.ts';
import {type Post, blindedMessages, findOnBoard, finishTokens, makeBallot, sendBallot} from '../src/take_part.ts';
import {ALL, dateWords, filled, guessPercent, percentWords, preferred} from '../src/words.ts';
import {type Made, type RsaPair, blindSign, fetchOf, makeWave, newRsa, publish, signFile, spkiOf, stampOf} from './made_wave.ts';

const stops = (stop: StopName) => (error: unknown): boolean => error instanceof Stop && error.stop === stop;
const copyOf = async (made: Made): Promise<Made> => ({...made, record: {...made.record}, token: {...made.token}, question: {...made.question}, files: new Map(made.files), mycell: JSON.parse(JSON.stringify(made.mycell))});
const begun = (made: Made): Slip => ({wave: made.id, code: newCode(), lastSeq: -1});

async function draw(made: Made, slip: Slip = begun(made)): Promise<Slip> {
  const wave = await fetchWave(fetchOf(made), stampOf(made), made.id);
  const {slip: asked, messages} = await blindedMessages(wave, slip, made.mycell);
  const signatures = messages.map(({kind, blinded_msg}) => ({class: 1, kind, blind_sig: base64url(blindSign(kind === ballot.RIGHT ? made.right : made.admission, fromBase64url(blinded_msg)))}));
  return finishTokens(wave, asked, made.mycell, signatures);
}

/// What close does: RFC 9180, the receiving side, written for this test.
async function opened(made: Made, post: Bytes): Promise<{plain: Bytes; link: Bytes; blob: Bytes}> {
  const link = post.slice(338, 370), enc = post.slice(370, 435), ct = post.slice(435);
  const labelled = (suite: Bytes, salt: Bytes, label: string, ikm: Bytes) => extract(salt, join(utf8('HPKE-v1'), suite, utf8(label), ikm));
  const stretched = (suite: Bytes, prk: Bytes, label: string, info: Bytes, length: number) => expand(prk, join(number(length, 2), utf8('HPKE-v1'), suite, utf8(label), info), length);
  const none = new Uint8Array(0), kem = join(utf8('KEM'), number(16, 2)), suite = join(utf8('HPKE'), number(16, 2), number(1, 2), number(2, 2));
  const from = await crypto.subtle.importKey('raw', enc, {name: 'ECDH', namedCurve: 'P-256'}, true, []);
  const dh = new Uint8Array(await crypto.subtle.deriveBits({name: 'ECDH', public: from}, made.tally.privateKey, 256));
  const own = new Uint8Array(await crypto.subtle.exportKey('raw', made.tally.publicKey));
  const shared = await stretched(kem, await labelled(kem, none, 'eae_prk', dh), 'shared_secret', join(enc, own), 32);
  const context = join(number(0, 1), await labelled(suite, none, 'psk_id_hash', none), await labelled(suite, none, 'info_hash', join(utf8('KARUNA-SEAL-v1'), made.id, number(1, 1))));
  const secret = await labelled(suite, shared, 'secret', none);
  const key = await crypto.subtle.importKey('raw', await stretched(suite, secret, 'key', context, 32), 'AES-GCM', false, ['decrypt']);
  const plain = new Uint8Array(await crypto.subtle.decrypt({name: 'AES-GCM', iv: await stretched(suite, secret, 'base_nonce', context, 12), additionalData: link}, key, ct));
  return {plain, link, blob: await ballot.blobHash(1, link, await sha256(enc, ct))};
}

const door = (made: Made, posts: Bytes[]): Post => async (body) => {
  posts.push(body);
  const {blob} = await opened(made, body);
  return {status: 200, body: {receipt: base64url(await sign(made.receipt, ballot.receiptMessage(made.id, blob)))}};
};

async function answer(made: Made, slip: Slip, answers: number[] | undefined, posts: Bytes[]): Promise<Slip> {
  const wave = await fetchWave(fetchOf(made), stampOf(made), made.id);
  const waiting = await makeBallot(wave, slip, answers && Uint8Array.from(answers), 203);
  return sendBallot(door(made, posts), stampOf(made), {...slip, waiting});
}

describe('the client in the page', () => {
  let made: Made;
  let slip: Slip;
  before(async () => {
    made = await makeWave();
    slip = await draw(made);
  });

  it('draws tokens that hold under the keys of the manifest, and the same ones again from the same code', async () => {
    const {right, admission} = slip.tokens as NonNullable<Slip['tokens']>;
    const pk = async (kind: number, cell: number): Promise<Bytes> => (await keyOf(slip.code, made.id, kind, 1, cell)).publicKey;
    assert.ok(await verifyRsa(keyOfSpki(spkiOf(made.right)), ballot.tokenInput(right.prefix, 1, made.id, 1, 7, await pk(1, 7)), right.signature));
    assert.ok(await verifyRsa(keyOfSpki(spkiOf(made.admission)), ballot.tokenInput(admission.prefix, 0, made.id, 1, 0, await pk(0, 0)), admission.signature));
    const again = await draw(made, {...begun(made), code: slip.code});
    assert.equal(await writeSlip(again), await writeSlip(slip));
  });

  it('seals what was answered, signed by the key of the right; the same length whatever it is', async () => {
    const posts: Bytes[] = [];
    let now = await answer(made, slip, [5, 0, 6], posts);
    assert.equal(now.lastSeq, 48);   // 16 for each of three hours
    now = await answer(made, now, undefined, posts);
    assert.equal(now.lastSeq, 49);
    assert.equal(now.waiting, undefined);
    assert.deepEqual(posts.map((post) => post.length), [ballot.postLength(3), ballot.postLength(3)]);
    const [first, second] = await Promise.all(posts.map((post) => opened(made, post)));
    const at = (from: number, length: number, plain = first?.plain as Bytes): Bytes => plain.slice(from, from + length);
    // cell, pk, prefix, signature | seq, flags | nonce, t | answers | signature | zeros
    assert.equal(hex(at(0, 4)), '00000007');
    assert.equal(hex(at(324, 3)), '003000');
    assert.equal(hex(at(391, 3)), '050006');
    assert.equal(hex(at(458, 54)), '00'.repeat(54));
    assert.equal(hex(at(324, 3, second?.plain)), '003101');
    assert.equal(hex(at(391, 3, second?.plain)), '000000');
    const hAns = await ballot.answersHash(at(327, 32), 48, at(391, 3));
    assert.ok(await verify(at(4, 32), ballot.signedMessage(made.id, 1, 7, 0, hAns), at(394, 64)));
    const leaf = join(number(1, 1), at(0, 324), number(0, 1), hAns, at(394, 64));
    assert.ok(same(await ballot.linkOf(leaf, at(359, 32)), first?.link as Bytes));
  });

  it('stops before anything is drawn, whatever a server that lies tells it', async () => {
    // A larger modulus than that of the cell: Node signs nothing above its own.
    const n = (pair: RsaPair): bigint => keyOfSpki(spkiOf(pair)).n;
    let own = newRsa();
    while (n(own) < n(made.right)) own = newRsa();
    const spki = base64url(spkiOf(own)), hash = base64url(await sha256(spkiOf(own)));
    const cases: [StopName, (lie: Made) => unknown][] = [
      ['KEY_NOT_IN_MANIFEST', (lie) => { lie.mycell.cells[0]!.spki = spki; }],
      ['KEY_NOT_IN_MANIFEST', (lie) => { lie.mycell.cells[0]!.spki = spki; (lie.mycell.cells[0]!.record as Record<string, Json>).spki_sha256 = hash; }],
      ['KEY_NOT_IN_MANIFEST', (lie) => { lie.mycell.cells[0]!.index = 1; }],
      ['KEY_NOT_IN_MANIFEST', (lie) => { lie.mycell.cells[0]!.merkle = []; }],
      ['KEY_NOT_IN_MANIFEST', (lie) => { lie.mycell.cells = []; }],
      ['KEY_NOT_IN_MANIFEST', (lie) => { (lie.mycell.cells[0]!.record as Record<string, Json>).eligible = 999; }],
      ['CELL_TOO_SMALL', (lie) => { lie.record.eligible = 19; return publish(lie); }],
      ['CELL_TOO_SMALL', (lie) => { Object.assign(lie.record, {eligible: 12, minimum: 10}); return publish(lie); }],
      ['CELL_TOO_SMALL', (lie) => { Object.assign(lie.record, {eligible: 12, minimum: 10, last_issued: 6, last_eligible: 10}); return publish(lie); }],
      ['CELL_TOO_SMALL', (lie) => { lie.record.attested = false; return publish(lie); }],
      ['MANIFEST_UNWITNESSED', (lie) => { lie.token.council = false; return publish(lie); }],
      ['MANIFEST_UNWITNESSED', (lie) => { lie.files.delete('token_part.witness.sig'); }],
      ['MANIFEST_UNWITNESSED', (lie) => { lie.files.set('question_part.witness.sig', lie.files.get('question_part.server.sig') as Bytes); }],
      ['SIGNATURE_INVALID', (lie) => { lie.files.set('token_part.json', utf8(canonical({...lie.token, late_desk: true}))); }],
      ['SIGNATURE_INVALID', (lie) => { lie.files.delete('question_part.server.sig'); }],
      ['SIGNATURE_INVALID', (lie) => { lie.question.token_part_sha256 = base64url(new Uint8Array(32)); return signFile(lie, 'question_part', utf8(canonical(lie.question))); }],
      ['SIGNATURE_INVALID', (lie) => { lie.token.wave_id = base64url(new Uint8Array(16)); return publish(lie); }],
      ['SIGNATURE_INVALID', (lie) => { lie.question.answer_bytes = {'1': 4}; return publish(lie); }],
      ['SIGNATURE_INVALID', (lie) => { lie.right = own; }],   // only the desk's signing: the cell still names the other key
      ['UNKNOWN_WAVE', (lie) => { lie.files.delete('token_part.json'); }],
    ];
    for (const [i, [stop, tell]] of cases.entries()) {
      const lie = await copyOf(made);
      await tell(lie);
      await assert.rejects(draw(lie), stops(stop), `lie ${i}`);
    }
    const allowed = await copyOf(made);
    Object.assign(allowed.record, {eligible: 12, minimum: 10, last_issued: 7, last_eligible: 10});
    await publish(allowed);
    assert.equal((await draw(allowed)).cell?.eligible, 12);
  });

  it('without a council stamped into it takes no manifest that claims one, and works with the server\'s signature alone', async () => {
    const alone = await copyOf(made), stamp = {...stampOf(made), witness_keys: []};
    await assert.rejects(fetchWave(fetchOf(alone), stamp, made.id), stops('MANIFEST_UNWITNESSED'));
    alone.token.council = false;
    await publish(alone);
    alone.files.delete('token_part.witness.sig');
    alone.files.delete('question_part.witness.sig');
    const wave = await fetchWave(fetchOf(alone), stamp, made.id);
    assert.equal(wave.council, false);
    assert.equal(wave.questions?.length, 3);
  });

  it('keeps what waits unless a receipt holds or the door refuses for good', async () => {
    const wave = await fetchWave(fetchOf(made), stampOf(made), made.id);
    const kept = {...slip, waiting: await makeBallot(wave, slip, Uint8Array.from([1, 1, 1]), 200)};
    const says = (status: number, body: unknown): Post => async () => ({status, body});
    const bad: [StopName, Post][] = [['BUSY', says(200, {receipt: base64url(new Uint8Array(64))})], ['BUSY', says(200, {})], ['BUSY', says(503, {error: 'BUSY'})], ['BUSY', says(500, undefined)],
      ['WINDOW_CLOSED', says(409, {error: 'WINDOW_CLOSED'})], ['BAD_TOKEN', says(403, {error: 'BAD_TOKEN'})], ['TOO_MANY', says(429, {error: 'TOO_MANY'})]];
    for (const [stop, post] of bad) await assert.rejects(sendBallot(post, stampOf(made), kept), stops(stop), stop);
    const done = await sendBallot(door(made, []), stampOf(made), kept);
    assert.equal(hex(done.last?.blob as Bytes), hex(kept.waiting.blob));
  });

  it('finds its ballot on the whole board, and proves a lost one', async () => {
    const posts: Bytes[] = [];
    const sent = await answer(made, slip, [1, 2, 3], posts), other = await answer(made, await draw(made), [3, 2, 1], posts);
    const board = await copyOf(made);
    const entry = async (post: Bytes): Promise<Bytes> => {
      const {plain} = await opened(made, post);
      const seq = (plain[324] as number) * 256 + (plain[325] as number);
      return join(number(1, 1), plain.slice(0, 324), plain.slice(326, 327), await ballot.answersHash(plain.slice(327, 359), seq, plain.slice(391, 394)), plain.slice(394, 458));
    };
    const put = async (leaves: Bytes[], received: Bytes[]): Promise<void> => {
      const hashes = await Promise.all(leaves.map(leafHash));
      const root = leaves.length === 1 ? hashes[0] as Bytes : await sha256(number(1, 1), ...hashes);
      board.files.set('leaves.bin', join(...leaves));
      const entries = join(...received.map((post) => join(number(1, 1), post.slice(338, 370))), new Uint8Array(0));
      const list = received.length === 0 ? entries : join(...(await Promise.all(received.map(async (post) => join(number(1, 1), post.slice(338, 370), await sha256(post.slice(370)))))));
      board.files.set('received.bin', list);
      await signFile(board, 'head', utf8(canonical({root: base64url(root), received_sha256: base64url(await sha256(list)), size: leaves.length})));
    };
    const find = (of: Slip) => findOnBoard(fetchOf(board), stampOf(made), of);
    assert.equal(await find(sent), 'not_out');
    const [mine, theirs] = [await entry(posts[0] as Bytes), await entry(posts[1] as Bytes)];
    await put([theirs, mine], posts);
    assert.equal(await find(sent), 'counted');
    assert.equal(await find(other), 'counted');
    assert.equal(await find({...sent, last: {...sent.last!, hAns: new Uint8Array(32)}}), 'replaced');
    await put([theirs], posts);
    assert.equal(await find(sent), 'absent');
    await put([theirs], [posts[1] as Bytes]);
    await assert.rejects(find(sent), stops('LOST_BALLOT'));
    const altered = (board.files.get('leaves.bin') as Bytes).slice();
    altered[400] = (altered[400] as number) ^ 1;
    board.files.set('leaves.bin', altered);
    await assert.rejects(find(other), stops('SIGNATURE_INVALID'));
    const withdrawn = await answer(made, sent, undefined, posts);
    await put([theirs, await entry(posts[2] as Bytes)], posts);
    assert.equal(await find(withdrawn), 'withdrawn');
  });

  it('writes and reads slips, and takes no altered one', async () => {
    const waiting = {post: new Uint8Array(700).fill(1), blob: new Uint8Array(32).fill(2), hAns: new Uint8Array(32).fill(3), seq: 5};
    const full: Slip = {...slip, lastSeq: 4, last: {hAns: new Uint8Array(32).fill(4), blob: new Uint8Array(32).fill(5), receipt: new Uint8Array(64).fill(6)}, waiting};
    const written = await writeSlip(full);
    assert.deepEqual(await readSlip(written), full);
    const bare = begun(made);
    assert.deepEqual(await readSlip(await writeSlip(bare)), bare);
    for (const [from, to] of [['"version":1', '"version":2'], ['"last_seq":4', '"last_seq":70000'], ['"code":"', '"code":"0'], ['"wave_id":"', '"wave_id":"A'], ['{', '[']] as const)
      await assert.rejects(readSlip(written.replace(from, to)), stops('BAD_SLIP'), from);
  });
});

describe('what the page says', () => {
  it('has the same places to fill in, in every language', () => {
    const places = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).sort();
    for (const [language, words] of Object.entries(ALL))
      for (const [name, sentence] of Object.entries(words)) {
        assert.deepEqual(places(sentence), places(ALL.en[name as keyof typeof ALL.en]), `${language}: ${name}`);
        if (language !== 'en') assert.notEqual(sentence, ALL.en[name as keyof typeof ALL.en], `${language}: ${name} is not translated`);
        assert.doesNotMatch(sentence, /!/, 'nothing is shouted');
      }
    assert.equal(filled('a {b} {c}', {b: 1}), 'a 1 {c}');
  });

  it('tells how much can be guessed, as the protection page has it', () => {
    // Phi(sqrt(2 rho) / 2) of the profiles, from the tables of the design.
    assert.deepEqual([1000, 28000, 250, 7000, 200, 1500].map(guessPercent), [58.9, 88.2, 54.5, 72.3, 54, 60.8]);
    assert.equal(percentWords('de', 58.9), '58,9');
    assert.equal(percentWords('ar', 54), '54.0');
  });

  it('chooses the reader\'s language and tells dates in it', () => {
    assert.equal(preferred(['pt-BR', 'fr-CA', 'de']), 'fr');
    assert.equal(preferred(['ja']), 'en');
    assert.match(dateWords('de', 24 * 365), /Januar/);
    assert.match(dateWords('ar', 24 * 365), /\d/);
  });

  it('reads its stamp, or none', () => {
    const key = base64url(new Uint8Array(32));
    const stamp = {organisation: 'H', studio: 'https://s', respond: 'https://r', server_key: key, receipt_key: key, witness_keys: [key]};
    assert.equal(readStamp(JSON.stringify(stamp)).witness_keys.length, 1);
    assert.throws(() => readStamp(JSON.stringify({...stamp, server_key: 'AA'})));
    assert.throws(() => readStamp('{{stamp}}'));
  });
});
