// SPDX-License-Identifier: Apache-2.0
// RFC 9180 with P-256 and AES-256-GCM, for which the RFC prints no vector: @hpke/core is the other side.
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {before, describe, it} from 'node:test';
import {altered, ours, refuses, whyNot} from './peer.mjs';

const reason = whyNot('@hpke/core', 18);
if (reason) console.log(`interop tests of envelopes are skipped: ${reason}`);

const lengths = [0, 1, 15, 16, 17, 64, 512, 1472, 20000];
const buffer = (given) => Uint8Array.from(given).buffer;

describe('sealed envelopes', {skip: reason}, () => {
  let suite;
  before(async () => {
    const {Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256} = await import('@hpke/core');
    suite = new CipherSuite({kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm()});
  });
  const publicKey = (point) => suite.kem.deserializePublicKey(buffer(point));
  const privateKey = (secret) => suite.kem.deserializePrivateKey(buffer(secret));

  it('sealed there are opened here', async () => {
    const [secret, point] = ours('key');
    for (const length of lengths) {
      const text = randomBytes(length), info = randomBytes(31), aad = randomBytes(length % 40);
      const sealed = await suite.seal({recipientPublicKey: await publicKey(point), info: buffer(info)}, buffer(text), buffer(aad));
      const enc = new Uint8Array(sealed.enc), ct = new Uint8Array(sealed.ct);
      assert.equal(ct.length, length + 16);
      assert.deepEqual(ours('open', secret, enc, info, aad, ct)[0], Uint8Array.from(text));
      assert.ok(refuses('open', secret, enc, info, aad, altered(ct, length)));
      assert.ok(refuses('open', secret, enc, altered(info), aad, ct));
      assert.ok(refuses('open', secret, altered(enc, 40), info, aad, ct));
    }
  });

  it('sealed here are opened there', async () => {
    const pair = await suite.kem.generateKeyPair();
    const point = new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey));
    for (const length of lengths) {
      const text = randomBytes(length), info = randomBytes(31), aad = randomBytes(length % 40);
      const [enc, ct] = ours('seal', point, info, aad, text);
      const open = (given) => suite.open({recipientKey: pair.privateKey, enc: buffer(enc), info: buffer(info)}, buffer(given), buffer(aad));
      assert.deepEqual(new Uint8Array(await open(ct)), Uint8Array.from(text));
      await assert.rejects(open(altered(ct, length)));
    }
  });

  it('sealed to two halves of a key open with their sum, on either side', async () => {
    const [[server, serverPoint], [council]] = [ours('key'), ours('key')];
    const [sum, point] = ours('add', server, council);
    const text = randomBytes(500), info = randomBytes(31), aad = randomBytes(32);
    const there = await suite.seal({recipientPublicKey: await publicKey(point), info: buffer(info)}, buffer(text), buffer(aad));
    assert.deepEqual(ours('open', sum, new Uint8Array(there.enc), info, aad, new Uint8Array(there.ct))[0], Uint8Array.from(text));
    assert.ok(refuses('open', server, new Uint8Array(there.enc), info, aad, new Uint8Array(there.ct)));
    const [enc, ct] = ours('seal', point, info, aad, text);
    const key = await privateKey(sum);
    assert.deepEqual(new Uint8Array(await suite.open({recipientKey: key, enc: buffer(enc), info: buffer(info)}, buffer(ct), buffer(aad))), Uint8Array.from(text));
    assert.notDeepEqual(serverPoint, point);
  });
});
