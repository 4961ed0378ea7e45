# SPDX-License-Identifier: Apache-2.0
"""What a person's 256-bit code gives, once more: from docs/protocol.md, docs/answer.md, RFC 5869, RFC 8032 and RFC 9474, with hashlib, hmac and whole numbers alone.

python3 tests/reference/answer/reference.py > tests/reference/answer/derived.json
"""
import hashlib
import hmac
import json
from math import gcd

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def run(start, count, step=1):
    return bytes((start + step * i) % 256 for i in range(count))


def u(value, length):
    return value.to_bytes(length, "big")


# -- RFC 5869 -----------------------------------------------------------------------------------------------------------------------

def hkdf(ikm, salt, info, length):
    prk = hmac.new(salt, ikm, hashlib.sha256).digest()
    out, block, counter = b"", b"", 1
    while len(out) < length:
        block = hmac.new(prk, block + info + bytes([counter]), hashlib.sha256).digest()
        out, counter = out + block, counter + 1
    return out[:length]


# -- RFC 8032: the public key of a seed ----------------------------------------------------------------------------------------------

P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    (x1, y1), (x2, y2) = a, b
    k = D * x1 * x2 * y1 * y2 % P
    return (x1 * y2 + x2 * y1) * pow(1 + k, P - 2, P) % P, (y1 * y2 + x1 * x2) * pow(1 - k, P - 2, P) % P


def public_key(seed):
    y = 4 * pow(5, P - 2, P) % P
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x % 2:
        x = P - x
    base, total = (x, y), (0, 1)
    a = bytearray(hashlib.sha512(seed).digest()[:32])
    a[0] &= 248
    a[31] = a[31] & 127 | 64
    scalar = int.from_bytes(a, "little")
    while scalar:
        if scalar & 1:
            total = add(total, base)
        base, scalar = add(base, base), scalar >> 1
    return (total[1] | (total[0] & 1) << 255).to_bytes(32, "little")


# -- RFC 9474 with SHA-384 and a salt of 48 bytes --------------------------------------------------------------------------------------

def mgf1(seed, length):
    out = b""
    for counter in range((length + 47) // 48):
        out += hashlib.sha384(seed + u(counter, 4)).digest()
    return out[:length]


def encode(message, bits, salt):
    length = (bits + 7) // 8
    h = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    db = bytes(length - len(salt) - 48 - 2) + b"\x01" + salt
    masked = bytearray(a ^ b for a, b in zip(db, mgf1(h, len(db))))
    masked[0] &= 255 >> (8 * length - bits)
    return bytes(masked) + h + b"\xbc"


def blinded(n, e, message, salt, r):
    m = int.from_bytes(encode(message, n.bit_length() - 1, salt), "big")
    assert gcd(m, n) == 1
    return u(m * pow(r, e, n) % n, 256)


# -- the code as people copy it ---------------------------------------------------------------------------------------------------------

def text_of(code):
    number = int.from_bytes(code + hashlib.sha256(b"KARUNA-CODE-v1" + code).digest()[:3], "big")
    digits = "".join(ALPHABET[number >> 5 * i & 31] for i in reversed(range(56)))
    return "-".join(digits[4 * i:4 * i + 4] for i in range(14))


# Two numbers that are no keys: nobody knows how they factor, and nobody needs to. The second shares a factor with the first blind that a code
# gives, so that the counter has to be raised.
def modulus(name, factor=1):
    stream = b"".join(hashlib.sha512(name + bytes([i])).digest() for i in range(4))
    n = int.from_bytes(stream, "big") | 1 | 3 << 2046
    return n - n % (2 * factor) + factor


def case(code, wave, cls, kind, cell, n):
    def derive(label, length, counter=0):
        return hkdf(code, wave, label + u(kind, 1) + u(cls, 1) + u(cell, 4) + u(counter, 1), length)

    seed, prefix, salt = derive(b"pk", 32), derive(b"prefix", 32), derive(b"salt", 48)
    pk = public_key(seed)
    counter = 0
    while gcd(int.from_bytes(derive(b"blind", 272, counter), "big") % n, n) != 1:
        counter += 1
    blind = derive(b"blind", 272, counter)
    r = int.from_bytes(blind, "big") % n
    message = prefix + b"KARUNA-TOKEN-v1" + b"\0" + u(kind, 1) + wave + u(cls, 1) + u(cell, 4) + pk
    return {"code": code.hex(), "text": text_of(code), "wave": wave.hex(), "class": cls, "kind": kind, "cell": cell, "n": u(n, 256).hex(), "seed": seed.hex(),
            "pk": pk.hex(), "prefix": prefix.hex(), "salt": salt.hex(), "counter": counter, "blind": blind.hex(), "r": u(r, 256).hex(),
            "input": message.hex(), "blinded": blinded(n, 65537, message, salt, r).hex()}


def cases():
    plain = modulus(b"karuna reference modulus 1")
    yield case(run(0, 32), run(100, 16), 1, 1, 7, plain)
    yield case(run(0, 32), run(100, 16), 1, 0, 0, plain)
    yield case(run(0, 32), run(101, 16), 1, 1, 7, plain)
    yield case(run(0, 32), run(100, 16), 2, 1, 0xFFFFFFFF, plain)
    yield case(run(255, 32, -7), bytes(16), 1, 1, 65536, plain)
    # A modulus with a small factor that the first blind has too makes the client raise the counter; the codes are tried until one has it.
    n, wave = modulus(b"karuna reference modulus 2", 3), run(50, 16, 5)
    for start in range(64):
        code = run(start, 32, 3)
        first = int.from_bytes(hkdf(code, wave, b"blind" + u(1, 1) + u(1, 1) + u(3, 4) + u(0, 1), 272), "big")
        if gcd(first % n, n) != 1:
            yield case(code, wave, 1, 1, 3, n)
            return
    raise SystemExit("no code of these needs a second blind")


print("[\n" + ",\n".join(json.dumps(one) for one in cases()) + "\n]")
