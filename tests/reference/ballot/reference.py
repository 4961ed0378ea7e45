# SPDX-License-Identifier: Apache-2.0
"""The bytes of tokens and ballots once more, from the tables of docs/protocol.md alone.

python3 tests/reference/ballot/reference.py > tests/reference/ballot/bytes.json
"""
import hashlib
import json


def run(start, count):
    return bytes((start + i) % 256 for i in range(count))


def u(value, length):
    return value.to_bytes(length, "big")


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def case(cell, seq, flags, cls, kind, answers):
    wave = run(1, 16)
    pk, prefix, token_sig = run(10, 32), run(60, 32), run(120, 256)
    nonce, t, sig = run(200, 32), run(33, 32), run(77, 64)
    adm_pk, adm_prefix, adm_sig = run(11, 32), run(61, 32), run(121, 256)
    enc = b"\x04" + run(90, 64)
    message = b"KARUNA-TOKEN-v1" + b"\0" + u(kind, 1) + wave + u(cls, 1) + u(cell, 4) + pk
    h_ans = sha(b"KARUNA-ANS-v1", nonce, u(seq, 2), answers)
    leaf = u(cls, 1) + u(cell, 4) + pk + prefix + token_sig + u(flags, 1) + h_ans + sig
    link = sha(b"KARUNA-LINK-v1", leaf, t)
    plain = u(cell, 4) + pk + prefix + token_sig + u(seq, 2) + u(flags, 1) + nonce + t + answers + sig
    plain += bytes(-len(plain) % 64)
    ct = run(5, len(plain) + 16)
    sealed = sha(enc, ct)
    blob = sha(b"KARUNA-BLOB-v1", u(cls, 1), link, sealed)
    values = {
        "token_message": message,
        "token_input": prefix + message,
        "answers_hash": h_ans,
        "signed_message": b"KARUNA-BALLOT-v1" + wave + u(cls, 1) + u(cell, 4) + u(flags, 1) + h_ans,
        "leaf": leaf,
        "link": link,
        "plain": plain,
        "post": b"\x01" + wave + u(cls, 1) + adm_pk + adm_prefix + adm_sig + link + enc + ct,
        "sealed_hash": sealed,
        "blob_hash": blob,
        "seal_info": b"KARUNA-SEAL-v1" + wave + u(cls, 1),
        "receipt_message": b"KARUNA-RECEIPT-v1" + wave + blob,
    }
    given = {"cell": cell, "seq": seq, "flags": flags, "class": cls, "kind": kind, "answers": answers.hex()}
    return given | {name: value.hex() for name, value in values.items()}


cases = [
    case(7, 0, 0, 1, 1, b""),
    case(0x01020304, 0xABCD, 0, 1, 1, bytes([1, 5, 0, 6, 3])),
    case(0, 16, 1, 1, 0, bytes(40)),
    case(0xFFFFFFFF, 0xFFFF, 0, 2, 1, run(0, 1000)),
    case(65536, 1, 255, 2, 1, bytes(57)),   # 455 bytes around and 57 of answers: no padding is needed
    case(65536, 1, 0, 1, 1, bytes(58)),
]
assert len(bytes.fromhex(cases[0]["leaf"])) == 422
print("[\n" + ",\n".join(" " + json.dumps(each) for each in cases) + "\n]")
