# SPDX-License-Identifier: Apache-2.0
"""A respondent's client of its own, written from docs/protocol.md: it draws, seals and posts as anybody could, and bends any rule it is asked to bend."""
import base64
import concurrent.futures
import hashlib
import hmac
import http.client
import json
import os

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

ADMISSION, RIGHT = 0, 1
CURVE = ec.SECP256R1()


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def expand(prk, info, length, digest="sha256"):
    out, block = b"", b""
    for counter in range(1, 256):
        if len(out) >= length:
            break
        block = hmac.digest(prk, block + info + bytes([counter]), digest)
        out += block
    return out[:length]


def derive(code, wave_id, label, kind, cls, cell, counter, length):
    """HKDF-SHA256 of the person's code; the salt is the wave."""
    info = label.encode() + bytes([kind, cls]) + cell.to_bytes(4, "big") + bytes([counter])
    return expand(hmac.digest(wave_id, code, "sha256"), info, length)


def code_of(text):
    """The 32 bytes of a code as it is written down: 56 characters of five bits, the last 24 bits a check."""
    value = 0
    for character in text.replace("-", ""):
        value = value << 5 | "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(character)
    return value.to_bytes(35, "big")[:32]


# -- RSA: the encoding of RFC 8017 9.1.1, blinding and unblinding of RFC 9474 ------------------------------------------------------------------

def rsa_of(spki):
    numbers = load_der_public_key(spki).public_numbers()
    return numbers.n, numbers.e


def pss_encode(message, salt):
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    db = bytes(256 - 48 - 48 - 2) + b"\x01" + salt
    mask = b"".join(hashlib.sha384(digest + i.to_bytes(4, "big")).digest() for i in range(5))[:len(db)]
    masked = bytearray(a ^ b for a, b in zip(db, mask))
    masked[0] &= 0x7f
    return int.from_bytes(bytes(masked) + digest + b"\xbc", "big")


def token_input(prefix, kind, wave_id, cls, cell, pk):
    return prefix + b"KARUNA-TOKEN-v1\0" + bytes([kind]) + wave_id + bytes([cls]) + cell.to_bytes(4, "big") + pk


def prepared(code, wave_id, kind, cell, key):
    """A token as it is before the desk has signed: key, prefix, the blinded message, and what unblinds its signature."""
    n, e = key
    seed, prefix = derive(code, wave_id, "pk", kind, 1, cell, 0, 32), derive(code, wave_id, "prefix", kind, 1, cell, 0, 32)
    secret = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
    pk = secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    salt = derive(code, wave_id, "salt", kind, 1, cell, 0, 48)
    r = int.from_bytes(derive(code, wave_id, "blind", kind, 1, cell, 0, 272), "big") % n
    message = pss_encode(token_input(prefix, kind, wave_id, 1, cell, pk), salt)
    return {"kind": kind, "cell": cell, "secret": secret, "pk": pk, "prefix": prefix, "message": message, "blinded": message * pow(r, e, n) % n, "inverse": pow(r, -1, n), "key": key}


def finished(token, blind_signature):
    """The token with its signature; None where the signature does not hold."""
    n, e = token["key"]
    signature = int.from_bytes(blind_signature, "big") * token["inverse"] % n
    if pow(signature, e, n) != token["message"]:
        return None
    return {**token, "signature": signature.to_bytes(256, "big")}


# -- HPKE of RFC 9180, base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM ----------------------------------------------------------

KEM, SUITE = b"KEM\x00\x10", b"HPKE\x00\x10\x00\x01\x00\x02"


def labeled_extract(suite, salt, label, ikm):
    return hmac.digest(salt, b"HPKE-v1" + suite + label + ikm, "sha256")


def labeled_expand(suite, prk, label, info, length):
    return expand(prk, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, length)


def hpke_key(shared, enc, recipient, info):
    secret = labeled_expand(KEM, labeled_extract(KEM, b"", b"eae_prk", shared), b"shared_secret", enc + recipient, 32)
    context = b"\0" + labeled_extract(SUITE, b"", b"psk_id_hash", b"") + labeled_extract(SUITE, b"", b"info_hash", info)
    prk = labeled_extract(SUITE, secret, b"secret", b"")
    return AESGCM(labeled_expand(SUITE, prk, b"key", context, 32)), labeled_expand(SUITE, prk, b"base_nonce", context, 12)


def point(public):
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def hpke_seal(recipient, info, aad, plain):
    ephemeral = ec.generate_private_key(CURVE)
    enc = point(ephemeral.public_key())
    key, nonce = hpke_key(ephemeral.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, recipient)), enc, recipient, info)
    return enc, key.encrypt(nonce, plain, aad)


def hpke_open(scalar, info, aad, enc, sealed):
    """The plaintext; None where this half (or sum of halves) is not the key."""
    try:
        private = ec.derive_private_key(scalar, CURVE)
        key, nonce = hpke_key(private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, enc)), enc, point(private.public_key()), info)
        return key.decrypt(nonce, sealed, aad)
    except Exception:  # a scalar out of range, or a tag that does not hold
        return None


# -- ballots -----------------------------------------------------------------------------------------------------------------------------------

def answers_hash(nonce, seq, answers):
    return sha256(b"KARUNA-ANS-v1", nonce, seq.to_bytes(2, "big"), bytes(answers))


def leaf_of(cell, token, flags, h_ans, signature):
    return b"\x01" + cell.to_bytes(4, "big") + token["pk"] + token["prefix"] + token["signature"] + bytes([flags]) + h_ans + signature


def post_of(wave, right, admission, answers, seq=0, secret=None, cell=None, nonce=None):
    """What is posted to the door. `secret` signs in the place of the token's own key, `cell` stands in the place of the token's."""
    cell = right["cell"] if cell is None else cell
    nonce, t = nonce or os.urandom(32), os.urandom(32)
    h_ans = answers_hash(nonce, seq, answers)
    signature = (secret or right["secret"]).sign(b"KARUNA-BALLOT-v1" + wave.id + b"\x01" + cell.to_bytes(4, "big") + b"\0" + h_ans)
    link = sha256(b"KARUNA-LINK-v1", leaf_of(cell, right, 0, h_ans, signature), t)
    plain = cell.to_bytes(4, "big") + right["pk"] + right["prefix"] + right["signature"] + seq.to_bytes(2, "big") + b"\0" + nonce + t + bytes(answers) + signature
    plain += bytes(-len(plain) % 64)
    enc, sealed = hpke_seal(wave.tally_pk, b"KARUNA-SEAL-v1" + wave.id + b"\x01", link, plain)
    return b"\x01" + wave.id + b"\x01" + admission["pk"] + admission["prefix"] + admission["signature"] + link + enc + sealed


class Wave:
    """What anybody can read of a wave: its two parts and its cells."""
    def __init__(self, bundle):
        token, question = json.loads((bundle / "token_part.json").read_text()), json.loads((bundle / "question_part.json").read_text())
        self.id, self.admission = unb64(token["wave_id"]), rsa_of(unb64(token["admission_spki"][0]))
        self.tally_pk, self.questions = unb64(question["tally_pk"]), question["questions"]
        self.opens_ballots, self.uses = token["opens_ballots"], token["uses"]
        self.cells = {record["cell"]: rsa_of(unb64(record["spki"])) for record in json.loads((bundle / "cells.json").read_text())}


def at_once(jobs):
    """Runs functions side by side, since the door answers after a fixed time; gives what each gave, in their order."""
    with concurrent.futures.ThreadPoolExecutor(32) as threads:
        return [future.result() for future in [threads.submit(job) for job in jobs]]


class Door:
    """One connection to one of the two doors, from an address of one's choice on this machine."""
    def __init__(self, port, address="127.0.0.1", agent="a browser"):
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=120, source_address=(address, 0))
        self.headers = {"User-Agent": agent}

    def ask(self, method, path, body=None, headers=None):
        self.line.request(method, path, body, {**self.headers, **(headers or {})})
        answer = self.line.getresponse()
        data = answer.read()
        try:
            told = json.loads(data)
        except ValueError:
            told = {}
        return answer.status, told, answer

    def post(self, ballot):
        """The name of the refusal, or "" with a receipt."""
        status, told, _ = self.ask("POST", "/v1/ballot", ballot, {"Content-Type": "application/octet-stream"})
        return "" if status == 200 and "receipt" in told else told.get("error", str(status))


class Person:
    """One who signed in at the desk."""
    def __init__(self, wave, port, link, **line):
        self.wave, self.door = wave, Door(port, **line)
        status, told, answer = self.door.ask("POST", "/v1/session", json.dumps({"link": link.split("#")[1]}), {"Content-Type": "application/json"})
        if status != 200:
            raise RuntimeError(f"the desk did not let in: {status} {told}")
        self.door.headers |= {"Cookie": answer.getheader("Set-Cookie").split(";")[0], "X-Karuna-CSRF": told["csrf"], "Content-Type": "application/json"}
        self.cell = self.door.ask("GET", f"/v1/mycell?wave_id={b64(wave.id)}")[1]["cells"][0]["record"]["cell"]

    def issue(self, kind, blinded):
        status, told, _ = self.door.ask("POST", "/v1/issue", json.dumps({"wave_id": b64(self.wave.id), "class": 1, "kind": kind, "blinded_msg": b64(blinded.to_bytes(256, "big"))}))
        return (told["blind_sig"], "") if status == 200 else (None, told.get("error", str(status)))

    def draw(self, code):
        """{"right": token, "admission": token}; a refusal is told by its name in the place of the token."""
        drawn = {"code": code, "cell": self.cell}
        for name, kind, cell, key in (("right", RIGHT, self.cell, self.wave.cells[self.cell]), ("admission", ADMISSION, 0, self.wave.admission)):
            token = prepared(code, self.wave.id, kind, cell, key)
            signature, refusal = self.issue(kind, token["blinded"])
            drawn[name] = finished(token, unb64(signature)) if signature else refusal
        return drawn
