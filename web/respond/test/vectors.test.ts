// SPDX-License-Identifier: Apache-2.0
// Published vectors, and what independent programs in another language give (tests/reference).
import {reference, vector, vectorText, without} from './support.ts';
import assert from 'node:assert/strict';
import {it} from 'node:test';
import * as ballot from '../src/ballot.ts';
import {type Bytes, base64url, big, fromBase64url, fromHex, hex, join, number, same, utf8} from '../src/bytes.ts';
import {codeText, derive, prepare, readCode} from '../src/code.ts';
import {sign, signingKey, verify} from '../src/ed25519.ts';
import {expand, extract, sha256} from '../src/hash.ts';
import {seal} from '../src/hpke.ts';
import {canonical} from '../src/json.ts';
import {leafHash, pathHolds, rootOf} from '../src/merkle.ts';
import * as rsa from '../src/rsa.ts';

const plainHex = (text: string): Bytes => fromHex(text.replace(/^0x/, ''));
const run = (start: number, count: number): Bytes => Uint8Array.from({length: count}, (_, i) => start + i);

it('blinds and finishes as RFC 9474 (PSS-Randomized, 4096 bit)', without('rfc9474_rsabssa_sha384.json'), async () => {
  const one = vector('rfc9474_rsabssa_sha384.json')[0];
  assert.equal(one.name, 'RSABSSA-SHA384-PSS-Randomized');
  const key = {n: big(plainHex(one.n)), e: big(plainHex(one.e)), length: 512};
  const input = join(plainHex(one.msg_prefix), plainHex(one.msg)), back = big(plainHex(one.inv));
  const r = plainHex((rsa.inverse(back, key.n) as bigint).toString(16).padStart(1024, '0'));
  const blinded = await rsa.blind(key, input, plainHex(one.salt), r);
  assert.equal(blinded?.inverse, back);
  assert.equal(hex(blinded?.message as Bytes), one.blinded_msg);
  assert.equal(hex((await rsa.finish(key, input, plainHex(one.blind_sig), back)) as Bytes), one.sig);
  assert.equal(await rsa.finish(key, join(input, number(0, 1)), plainHex(one.blind_sig), back), undefined);
  const altered = plainHex(one.blind_sig);
  altered[100] = (altered[100] as number) ^ 1;
  assert.equal(await rsa.finish(key, input, altered, back), undefined);
});

it('verifies RSA-PSS as Wycheproof says (2048 bit, SHA-384, salt 48)', without('wycheproof/rsa_pss_2048_sha384_mgf1_48_test.json'), async () => {
  let seen = 0;
  for (const group of vector('wycheproof/rsa_pss_2048_sha384_mgf1_48_test.json').testGroups) {
    const key = {n: big(plainHex(group.publicKey.modulus)), e: big(plainHex(group.publicKey.publicExponent)), length: 256};
    for (const one of group.tests) {
      assert.equal(await rsa.verify(key, fromHex(one.msg), fromHex(one.sig)), one.result === 'valid', `${one.tcId}: ${one.comment}`);
      seen += 1;
    }
  }
  assert.ok(seen > 50);
});

it('signs as RFC 8032 (tests 1 and 3)', async () => {
  const first = await signingKey(fromHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'));
  assert.equal(hex(first.publicKey), 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
  assert.equal(hex(await sign(first, new Uint8Array(0))), 'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b');
  const third = await signingKey(fromHex('c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7'));
  assert.equal(hex(await sign(third, fromHex('af82'))), '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a');
});

/// As in a browser that has no Ed25519.
async function alone<T>(work: () => Promise<T>): Promise<T> {
  const own = Object.getOwnPropertyDescriptor(crypto.subtle, 'verify');
  Object.defineProperty(crypto.subtle, 'verify', {configurable: true, value: () => Promise.reject(new Error('NotSupportedError'))});
  try {
    return await work();
  } finally {
    if (own) Object.defineProperty(crypto.subtle, 'verify', own);
    else delete (crypto.subtle as {verify?: unknown}).verify;
  }
}

const WAYS = [['with the help of the browser', (work: () => Promise<void>) => work()], ['alone', alone<void>]] as const;

for (const [who, way] of WAYS)
  it(`accepts what is valid in Wycheproof for Ed25519 and refuses what is not, ${who}`, without('wycheproof/ed25519_test.json'), () => way(async () => {
  const file = vector('wycheproof/ed25519_test.json');
  let seen = 0;
  for (const group of file.testGroups)
    for (const one of group.tests) {
      assert.equal(await verify(fromHex(group.publicKey.pk), fromHex(one.msg), fromHex(one.sig)), one.result === 'valid', `${one.tcId}: ${one.comment}`);
      seen += 1;
    }
  assert.equal(seen, file.numberOfTests);
}));

for (const [who, way] of WAYS)
  it(`refuses keys and signatures of small order, under which any message would hold, ${who}`, () => way(async () => {
  // The canonical points of order 1, 2, 4 and 8, and two encodings that are not canonical: what libsodium lists.
  const small = ['0100000000000000000000000000000000000000000000000000000000000000', 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    '0000000000000000000000000000000000000000000000000000000000000000', '0000000000000000000000000000000000000000000000000000000000000080',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', 'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'].map(fromHex);
  const honest = await signingKey(run(7, 32));
  for (const point of small) {
    assert.equal(await verify(point, utf8('any'), join(small[0] as Bytes, new Uint8Array(32))), false);
    assert.equal(await verify(point, utf8('any'), join(point, new Uint8Array(32))), false);
    assert.equal(await verify(honest.publicKey, utf8('any'), join(point, new Uint8Array(32))), false);
  }
}));

it('seals as RFC 9180 A.3.1 (P-256, AES-128-GCM)', without('rfc9180_a3_1_p256_aes128gcm_base.json'), async () => {
  const {setup, encryptions} = vector('rfc9180_a3_1_p256_aes128gcm_base.json');
  const point = fromHex(setup.pkEm), part = (from: number): string => base64url(point.slice(from, from + 32));
  const jwk = {kty: 'EC', crv: 'P-256', x: part(1), y: part(33), d: base64url(fromHex(setup.skEm))};
  const curve = {name: 'ECDH', namedCurve: 'P-256'};
  const pair = {privateKey: await crypto.subtle.importKey('jwk', jwk, curve, true, ['deriveBits']), publicKey: await crypto.subtle.importKey('raw', point, curve, true, [])};
  const {enc, ct} = await seal(fromHex(setup.pkRm), fromHex(setup.info), fromHex(encryptions[0].aad), fromHex(encryptions[0].pt), pair, 1);
  assert.equal(hex(enc), setup.enc);
  assert.equal(hex(ct), encryptions[0].ct);
});

it('refuses a recipient that is no point of P-256', async () => {
  const none = join(number(4, 1), run(0, 64));
  await assert.rejects(seal(none, utf8(''), utf8(''), utf8('x')));
});

it('stretches keys as Wycheproof says (HKDF-SHA256)', without('wycheproof/hkdf_sha256_test.json'), async () => {
  for (const group of vector('wycheproof/hkdf_sha256_test.json').testGroups)
    for (const one of group.tests.filter((test: {result: string; size: number}) => test.result === 'valid' && test.size <= 400))
      assert.equal(hex(await expand(await extract(fromHex(one.salt), fromHex(one.ikm)), fromHex(one.info), one.size)), one.okm, `${one.tcId}`);
});

it('derives from a code what another program derives', async () => {
  for (const one of reference('answer/derived.json')) {
    const code = fromHex(one.code), wave = fromHex(one.wave), of = [one.kind, one.class, one.cell] as const;
    assert.equal(await codeText(code), one.text);
    assert.equal(hex((await readCode(one.text)) as Bytes), one.code);
    assert.equal(hex(await derive(code, wave, 'pk', ...of, 0, 32)), one.seed);
    assert.equal(hex(await derive(code, wave, 'prefix', ...of, 0, 32)), one.prefix);
    assert.equal(hex(await derive(code, wave, 'salt', ...of, 0, 48)), one.salt);
    assert.equal(hex(await derive(code, wave, 'blind', ...of, one.counter, 272)), one.blind);
    const made = await prepare(code, wave, one.kind, one.class, one.cell, {n: big(fromHex(one.n)), e: 65537n, length: 256});
    assert.equal(hex(made.key.publicKey), one.pk);
    assert.equal(hex(made.prefix), one.prefix);
    assert.equal(hex(made.input), one.input);
    assert.equal(hex(made.blinded.message), one.blinded);
  }
});

it('reads a code however it was copied, and notices a slip of the pen', async () => {
  const {text, code} = reference('answer/derived.json')[0];
  for (const typed of [text.toLowerCase(), text.replace(/-/g, ' '), ` ${text.replace(/-/g, '')}\n`, text.replace(/0/g, 'O').replace(/1/g, 'l')]) assert.equal(hex((await readCode(typed)) as Bytes), code);
  for (const typed of ['', text.slice(1), `${text}0`, text.replace('G', 'H'), text.replace('0G', 'G0'), text.replace('G', 'U'), text.replace('G', '!')]) assert.equal(await readCode(typed), undefined, typed);
});

it('has the bytes of tokens and ballots that another program has', async () => {
  const wave = run(1, 16);
  for (const one of reference('ballot/bytes.json')) {
    const token = {pk: run(10, 32), prefix: run(60, 32), signature: run(120, 256)};
    const b = {cls: one.class, cell: one.cell, token, seq: one.seq, flags: one.flags, nonce: run(200, 32), t: run(33, 32), answers: fromHex(one.answers), signature: run(77, 64)};
    const leaf = await ballot.leafOf(b), link = await ballot.linkOf(leaf, b.t), plain = ballot.plainOf(b), enc = join(number(4, 1), run(90, 64)), ct = run(5, plain.length + 16);
    const hAns = await ballot.answersHash(b.nonce, b.seq, b.answers), sealed = await ballot.sealedHash(enc, ct), blob = await ballot.blobHash(b.cls, link, sealed);
    assert.equal(hex(ballot.tokenInput(token.prefix, one.kind, wave, b.cls, b.cell, token.pk)), one.token_input);
    assert.equal(hex(hAns), one.answers_hash);
    assert.equal(hex(ballot.signedMessage(wave, b.cls, b.cell, b.flags, hAns)), one.signed_message);
    assert.equal(hex(leaf), one.leaf);
    assert.equal(leaf.length, ballot.LEAF);
    assert.equal(hex(link), one.link);
    assert.equal(hex(plain), one.plain);
    assert.equal(hex(ballot.postOf(wave, b.cls, {pk: run(11, 32), prefix: run(61, 32), signature: run(121, 256)}, link, enc, ct)), one.post);
    assert.equal(hex(sealed), one.sealed_hash);
    assert.equal(hex(blob), one.blob_hash);
    assert.equal(hex(ballot.sealInfo(wave, b.cls)), one.seal_info);
    assert.equal(hex(ballot.receiptMessage(wave, blob)), one.receipt_message);
  }
});

it('numbers ballots upwards, at least 16 an hour apart', () => {
  // By hand from the formula min(65535, max(last + 1, 16 h)), h held to 0 .. window - 1.
  const cases = [[-1, 0, 24, 0], [-1, 5, 24, 80], [80, 5, 24, 81], [200, 5, 24, 201], [-1, -3, 24, 0], [-1, 99, 24, 368], [-1, 99, 0, 0], [65535, 2, 24, 65535], [-1, 9999, 9999, 65535]];
  for (const [last, hour, window, seq] of cases) assert.equal(ballot.nextSeq(last as number, hour as number, window as number), seq);
});

it('grows and checks Merkle trees as the definition says', async () => {
  let paths = 0;
  for (const tree of reference('merkle/trees.json')) {
    const leaves = Array.from({length: tree.size}, (_, i) => utf8(`leaf ${i}`));
    for (const {index, path} of tree.paths) {
      const nodes = (path as string[]).map(fromHex), root = fromHex(tree.root), leaf = await leafHash(leaves[index] as Bytes);
      assert.ok(await pathHolds(leaf, index, tree.size, nodes, root), `${index} of ${tree.size}`);
      assert.equal(await pathHolds(leaf, index + 1, tree.size, nodes, root), false);
      assert.equal(await pathHolds(leaf, index, tree.size, [...nodes, root], root), false);
      if (nodes.length) assert.equal(await pathHolds(leaf, index, tree.size, nodes.slice(1), root), false);
      paths += 1;
    }
  }
  assert.ok(paths > 20);
});

it('makes canonical JSON as RFC 8785', without('rfc8785/weird.input.json'), () => {
  for (const name of ['arrays', 'french', 'structures', 'unicode', 'values', 'weird'])
    assert.equal(canonical(JSON.parse(vectorText(`rfc8785/${name}.input.json`))), vectorText(`rfc8785/${name}.output.json`).trim(), name);
});

it('writes and reads base64url, and only what an encoder makes', () => {
  for (const [bytes, written] of [['', ''], ['66', 'Zg'], ['666f', 'Zm8'], ['666f6f', 'Zm9v'], ['fbff', '-_8']]) {   // RFC 4648 section 10
    assert.equal(base64url(fromHex(bytes as string)), written);
    assert.equal(hex(fromBase64url(written)), bytes);
  }
  for (const wrong of ['Zg==', 'Zh', 'Z', '+/8', 'Z g', 7, undefined]) assert.throws(() => fromBase64url(wrong), `${wrong}`);
  assert.throws(() => fromBase64url('Zg', 2));
});

it('takes one form of RSA key alone', () => {
  const head = '30820122300d06092a864886f70d01010105000382010f003082010a0282010100', n = `c${'0'.repeat(510)}1`, tail = '0203010001';
  assert.equal(rsa.keyOfSpki(fromHex(head + n + tail)).n, BigInt(`0x${n}`));
  for (const wrong of ['', head, head + n + '0203010003', head + `4${n.slice(1)}` + tail, head + n.replace(/1$/, '0') + tail, head + n + tail + '00']) assert.throws(() => rsa.keyOfSpki(fromHex(wrong)));
});

it('hashes trees over pieces as over the whole', async () => {
  // Two entries by hand: SHA-256(1 || SHA-256(0 || a) || SHA-256(0 || b)).
  const a = run(0, 5), b = run(5, 5), zero = number(0, 1);
  assert.ok(same(await rootOf(join(a, b), 5), await sha256(number(1, 1), await sha256(zero, a), await sha256(zero, b))));
  assert.ok(same(await rootOf(new Uint8Array(0), 5), await sha256()));
});
