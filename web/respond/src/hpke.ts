// SPDX-License-Identifier: Apache-2.0
// RFC 9180 in base mode, one message a context: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. The browser does the curve and the cipher.
import {type Bytes, join, number, utf8} from './bytes.ts';
import {expand, extract} from './hash.ts';

const NONE = new Uint8Array(0);
const CURVE = {name: 'ECDH', namedCurve: 'P-256'};

export interface Sealed {
  readonly enc: Bytes;   // 65 bytes
  readonly ct: Bytes;    // the plaintext and 16 bytes more
}

const labelled = (suite: Bytes, salt: Bytes, label: string, ikm: Bytes): Promise<Bytes> => extract(salt, join(utf8('HPKE-v1'), suite, utf8(label), ikm));
const stretched = (suite: Bytes, prk: Bytes, label: string, info: Bytes, length: number): Promise<Bytes> =>
  expand(prk, join(number(length, 2), utf8('HPKE-v1'), suite, utf8(label), info), length);

/// `ephemeral` and `aead` are for the published vectors, which give the key and have AES-128-GCM (1) alone; sealing uses a fresh key and AES-256-GCM (2).
export async function seal(recipient: Bytes, info: Bytes, aad: Bytes, plain: Bytes, ephemeral?: CryptoKeyPair, aead: 1 | 2 = 2): Promise<Sealed> {
  const pair = ephemeral ?? ((await crypto.subtle.generateKey(CURVE, true, ['deriveBits'])) as CryptoKeyPair);
  const to = await crypto.subtle.importKey('raw', recipient, CURVE, true, []);
  const enc = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const dh = new Uint8Array(await crypto.subtle.deriveBits({name: 'ECDH', public: to}, pair.privateKey, 256));
  const kem = join(utf8('KEM'), number(0x10, 2)), suite = join(utf8('HPKE'), number(0x10, 2), number(1, 2), number(aead, 2));
  const shared = await stretched(kem, await labelled(kem, NONE, 'eae_prk', dh), 'shared_secret', join(enc, recipient), 32);
  const context = join(number(0, 1), await labelled(suite, NONE, 'psk_id_hash', NONE), await labelled(suite, NONE, 'info_hash', info));
  const secret = await labelled(suite, shared, 'secret', NONE);
  const key = await crypto.subtle.importKey('raw', await stretched(suite, secret, 'key', context, aead === 2 ? 32 : 16), 'AES-GCM', false, ['encrypt']);
  const iv = await stretched(suite, secret, 'base_nonce', context, 12);
  return {enc, ct: new Uint8Array(await crypto.subtle.encrypt({name: 'AES-GCM', iv, additionalData: aad, tagLength: 128}, key, plain))};
}
