# SPDX-License-Identifier: Apache-2.0
"""Merkle trees once more, as RFC 9162 section 2.1 defines them by recursion: MTH and PATH over slices of a list.

python3 tests/reference/merkle/reference.py > tests/reference/merkle/trees.json

The leaves of a tree of n are the bytes "leaf 0" to "leaf n-1". The eight roots below are those that the tests of certificate
transparency publish for the eight leaves beside them; they are checked before anything is written.
"""
import hashlib
import json


def h(data):
    return hashlib.sha256(data).digest()


def mth(d):
    if not d:
        return h(b"")
    if len(d) == 1:
        return h(b"\0" + d[0])
    k = 1
    while 2 * k < len(d):
        k *= 2
    return h(b"\1" + mth(d[:k]) + mth(d[k:]))


def path(m, d):
    if len(d) == 1:
        return []
    k = 1
    while 2 * k < len(d):
        k *= 2
    if m < k:
        return path(m, d[:k]) + [mth(d[k:])]
    return path(m - k, d[k:]) + [mth(d[:k])]


leaves_of_ct = [bytes.fromhex(x) for x in ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]]
roots_of_ct = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
for n, root in enumerate(roots_of_ct, 1):
    assert mth(leaves_of_ct[:n]).hex() == root, n

trees = []
for n in list(range(0, 34)) + [63, 64, 65, 100, 1000]:
    d = [f"leaf {i}".encode() for i in range(n)]
    asked = range(n) if n <= 17 else [0, 1, n // 2, n - 2, n - 1]
    trees.append({"size": n, "root": mth(d).hex(), "paths": [{"index": i, "path": [p.hex() for p in path(i, d)]} for i in asked]})
print("[\n" + ",\n".join(" " + json.dumps(t) for t in trees) + "\n]")
