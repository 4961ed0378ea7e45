# SPDX-License-Identifier: Apache-2.0
"""The exact discrete Gaussian once more, in Python's big whole numbers and hashlib, written from the definition alone.

python3 tests/reference/sampler/reference.py > tests/reference/sampler/draws.json
"""
import hashlib
import hmac
import json
from math import isqrt


class Bits:
    def __init__(self, message):
        self.message, self.bits = message, 0
        self.stream = hashlib.shake_256(message).digest(4096)

    def one(self):
        byte = self.bits >> 3
        if byte >= len(self.stream):
            self.stream = hashlib.shake_256(self.message).digest(2 * len(self.stream))
        bit = (self.stream[byte] >> (7 - (self.bits & 7))) & 1
        self.bits += 1
        return bit

    def below(self, m):
        while True:
            value = 0
            for _ in range((m - 1).bit_length()):
                value = 2 * value + self.one()
            if value < m:
                return value

    def exp1(self, a, b):
        k = 1
        while self.below(b * k) < a:
            k += 1
        return k % 2 == 1

    def exp(self, a, b):
        for _ in range(a // b):
            if not self.exp1(1, 1):
                return False
        return self.exp1(a % b, b)

    def laplace(self, t):
        while True:
            r = self.below(t)
            if not self.exp1(r, t):
                continue
            v = 0
            while self.exp1(1, 1):
                v += 1
            x = r + t * v
            s = self.one()
            if s == 1 and x == 0:
                continue
            return -x if s else x

    def gauss(self, S):
        t = isqrt(S) + 1
        while True:
            y = self.laplace(t)
            if self.exp((abs(y) * t - S) ** 2, 2 * S * t * t):
                return y


def expand(key, info):
    return hmac.new(key, info + b"\x01", hashlib.sha256).digest()


def draw(s_i, c_i, root, i, S):
    return Bits(b"KARUNA-NOISE-v1" + s_i + c_i + root + i.to_bytes(4, "big")).gauss(S)


s, c, root = bytes(range(0x00, 0x20)), bytes(range(0x20, 0x40)), bytes(range(0x40, 0x60))
given = [(0, 1, 1), (1, 2, 3), (2, 7, 1)]
for i, S, z in given:
    assert draw(s, c, root, i, S) == z, (i, S)

leaves = [(3, 16), (4, 100), (5, 572), (6, 2288), (7, 9152), (255, 1000003), (256, 2**32 + 1), (65536, 2**40 + 7), (2**31, 2**50 + 3), (2**32 - 1, 2**56)]
seeds = [(0, 2288), (1, 206), (12345, 536), (2**32 - 2, 2**56)]
out = {
    "leaves": [{"i": i, "sigma2": S, "z": draw(s, c, root, i, S)} for i, S in leaves],
    "seeds": [
        {"i": i, "sigma2": S, "z": draw(expand(s, b"KARUNA-SEED-v1" + i.to_bytes(4, "big")), expand(c, b"KARUNA-SEED-v1" + i.to_bytes(4, "big")), root, i, S)}
        for i, S in seeds
    ],
    "file": [
        {
            "i": i,
            "sigma2": S,
            "z": draw(
                expand(expand(s, b"KARUNA-FILE-SEED-S-v1"), b"KARUNA-SEED-v1" + i.to_bytes(4, "big")),
                expand(expand(s, b"KARUNA-FILE-SEED-C-v1"), b"KARUNA-SEED-v1" + i.to_bytes(4, "big")),
                root, i, S),
        }
        for i, S in seeds
    ],
}
print("{")
print(",\n".join(f' "{name}": [\n' + ",\n".join("  " + json.dumps(row) for row in rows) + "\n ]" for name, rows in out.items()))
print("}")
