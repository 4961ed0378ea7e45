# SPDX-License-Identifier: Apache-2.0
"""What docs/protocol.md is written in: canonical JSON, base64url, Merkle trees, signatures, HPKE. Python and its cryptography package, nothing of ours."""
import base64
import hashlib
import hmac
import json

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
P256 = ec.SECP256R1()


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def jcs(value):
    """RFC 8785 for what occurs here: names in ASCII, whole numbers."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def u16(n):
    return n.to_bytes(2, "big")


def u32(n):
    return n.to_bytes(4, "big")


def merkle_root(leaves):
    """RFC 9162, 2.1.1, as it is written there: split at the largest power of two below n."""
    hashed = [sha(b"\x00", leaf) for leaf in leaves]
    if not hashed:
        return sha()

    def root(lo, hi):
        n = hi - lo
        if n == 1:
            return hashed[lo]
        k = 1 << ((n - 1).bit_length() - 1)
        return sha(b"\x01", root(lo, lo + k), root(lo + k, hi))
    return root(0, len(hashed))


# -- signatures --------------------------------------------------------------------------------------------------------------------

def signing_key():
    return ed25519.Ed25519PrivateKey.generate()


def raw_public(key):
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def sign_file(key, name, wave_id, data):
    return key.sign(b"KARUNA-" + name.encode() + b"-v1" + wave_id + sha(data))


def rsa_key(bits=2048, exponent=65537):
    return rsa.generate_private_key(exponent, bits)


def spki(key):
    return key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def pss(key, message):
    """What a person holds after finalizing RSABSSA-SHA384-PSS-Randomized is an ordinary RSA-PSS signature; blinding leaves no trace in it."""
    return key.sign(message, padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=48), hashes.SHA384())


# -- P-256 ---------------------------------------------------------------------------------------------------------------------------

def scalar_key(n):
    return ec.derive_private_key(n, P256)


def point(key):
    return key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def prove_half(key, role, wave_id, pk_s, pk_c):
    r, s = utils.decode_dss_signature(key.sign(b"KARUNA-POP-v1" + bytes([role]) + wave_id + pk_s + pk_c, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


# -- HPKE, RFC 9180 base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM -------------------------------------------------------

def _extract(salt, ikm):
    return hmac.new(salt or bytes(32), ikm, hashlib.sha256).digest()


def expand(prk, info, length):
    out, block = b"", b""
    for i in range(1, -(-length // 32) + 1):
        block = hmac.new(prk, block + info + bytes([i]), hashlib.sha256).digest()
        out += block
    return out[:length]


def hpke_seal(public, info, aad, plain):
    """`public` 65 bytes; gives enc || ct."""
    kem, suite = b"KEM" + u16(0x10), b"HPKE" + u16(0x10) + u16(0x01) + u16(0x02)

    def labeled_extract(of, salt, label, ikm):
        return _extract(salt, b"HPKE-v1" + of + label + ikm)

    def labeled_expand(of, prk, label, data, length):
        return expand(prk, u16(length) + b"HPKE-v1" + of + label + data, length)
    own = ec.generate_private_key(P256)
    enc = point(own)
    dh = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(P256, public))
    secret = labeled_expand(kem, labeled_extract(kem, b"", b"eae_prk", dh), b"shared_secret", enc + public, 32)
    context = b"\x00" + labeled_extract(suite, b"", b"psk_id_hash", b"") + labeled_extract(suite, b"", b"info_hash", info)
    prk = labeled_extract(suite, secret, b"secret", b"")
    key = labeled_expand(suite, prk, b"key", context, 32)
    nonce = labeled_expand(suite, prk, b"base_nonce", context, 12)
    return enc + AESGCM(key).encrypt(nonce, plain, aad)
