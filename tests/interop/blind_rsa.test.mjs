// SPDX-License-Identifier: Apache-2.0
// RSABSSA-SHA384-PSS-Randomized: @cloudflare/blindrsa-ts is the person to our signer, and the signer to our person.
import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {before, describe, it} from 'node:test';
import {altered, ours, refuses, whyNot} from './peer.mjs';

const reason = whyNot('@cloudflare/blindrsa-ts', 20);
if (reason) console.log(`interop tests of blind signatures are skipped: ${reason}`);

const algorithm = {name: 'RSA-PSS', hash: 'SHA-384'};
const token = (prefix, message) => Uint8Array.from([...prefix, ...message]);

describe('blind signatures', {skip: reason}, () => {
  let suite, pkcs8, spki, publicKey, privateKey;
  before(async () => {
    const {RSABSSA} = await import('@cloudflare/blindrsa-ts');
    suite = RSABSSA.SHA384.PSS.Randomized();
    [pkcs8, spki] = ours('rsa-key');
    publicKey = await crypto.subtle.importKey('spki', spki, algorithm, true, ['verify']);
    privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']);
  });

  it('asked for there are given here', async () => {
    for (let i = 0; i < 8; ++i) {
      const input = suite.prepare(randomBytes(70));
      assert.equal(input.length, 32 + 70);
      const {blindedMsg, inv} = await suite.blind(publicKey, input);
      const [signed] = ours('sign', pkcs8, blindedMsg);
      const signature = await suite.finalize(publicKey, input, signed, inv);
      ours('verify', spki, input, signature);
      assert.ok(refuses('verify', spki, altered(input, 40), signature));
      assert.deepEqual(signed, await suite.blindSign(privateKey, blindedMsg), 'there is one signature of a blinded message');
      await assert.rejects(suite.finalize(publicKey, input, altered(signed, 100), inv));
    }
  });

  it('asked for here are given there', async () => {
    for (let i = 0; i < 8; ++i) {
      const input = token(randomBytes(32), randomBytes(70));
      const [blinded, inverse] = ours('blind', spki, input, randomBytes(48), randomBytes(272));
      const signed = await suite.blindSign(privateKey, blinded);
      const [signature] = ours('finalize', spki, input, signed, inverse);
      assert.ok(await suite.verify(publicKey, signature, input));
      assert.ok(await crypto.subtle.verify({name: 'RSA-PSS', saltLength: 48}, publicKey, signature, input), 'and the platform agrees');
      assert.ok(refuses('finalize', spki, input, altered(signed, 200), inverse));
      assert.ok(refuses('finalize', spki, altered(input), signed, inverse));
    }
  });

  it('of a key made there are the same', async () => {
    const pair = await suite.generateKey({modulusLength: 2048, publicExponent: Uint8Array.from([1, 0, 1])});
    const theirs = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
    const input = suite.prepare(randomBytes(70));
    const [blinded, inverse] = ours('blind', theirs, input, randomBytes(48), randomBytes(272));
    const [signature] = ours('finalize', theirs, input, await suite.blindSign(pair.privateKey, blinded), inverse);
    assert.ok(await suite.verify(pair.publicKey, signature, input));
    assert.ok(refuses('verify', spki, input, signature));
  });
});
