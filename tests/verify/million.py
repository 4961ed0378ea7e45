#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A board of a million leaves, to measure karuna-verify by hand: million.py FOLDER [--leaves 1000000] [--cells 50000] [--workers 2]

Writes a whole bundle (half a gigabyte) and the keys to give; takes a quarter of an hour. The totals of its table are zeros: nobody can check them.
`/usr/bin/time -v karuna-verify FOLDER/bundle $(cat FOLDER/keys)` gives seconds and memory.
"""
import argparse
import multiprocessing
import os
import pathlib
import random

import bundle
import primitives as p
import sums
from cryptography.hazmat.backends.openssl.backend import backend
from cryptography.hazmat.primitives.asymmetric import rsa
from people import Ballot, Person

PUBLIC = 65537


def pool_of_primes(cells):
    """Keys of their own for fifty thousand cells in seconds: each pair of a few hundred primes is one. Good enough to measure, and for nothing else."""
    primes, most = [], 2
    while most * (most - 1) // 2 < cells:
        most += 1
    while len(primes) < most:
        numbers = rsa.generate_private_key(PUBLIC, 2048).private_numbers()
        primes += [numbers.p, numbers.q]
    return primes


def key_of(a, b):
    d = pow(PUBLIC, -1, (a - 1) * (b - 1))
    numbers = rsa.RSAPrivateNumbers(a, b, d, d % (a - 1), d % (b - 1), pow(b, -1, a), rsa.RSAPublicNumbers(PUBLIC, a * b))
    try:
        return numbers.private_key(unsafe_skip_rsa_key_validation=True)
    except TypeError:  # before version 39
        backend._rsa_skip_check_key = True
        return numbers.private_key()


class Light:
    """A ballot that keeps what the bundle needs and no more."""
    __slots__ = ("leaf", "t", "entry")

    def __init__(self, leaf, t, entry):
        self.leaf, self.t, self.entry = leaf, t, entry

    pk, cell, withdrawn, blob = Ballot.pk, Ballot.cell, Ballot.withdrawn, Ballot.blob


def work(task):
    wave_id, cell, a, b, n = task
    key = key_of(a, b)
    made = [Person(wave_id, cell, key).ballot([1, 2, 3, 4, 1]) for _ in range(n)]
    return cell, p.spki(key), b"".join(x.leaf + x.t + x.entry for x in made)


class Key:
    """Of a cell as `build` wants it."""

    def __init__(self, spki):
        self.spki = spki

    def public_key(self):
        return self

    def public_bytes(self, *_):
        return self.spki


def zeros(statistics, atoms, board, _):
    parts = [len(part) for part in atoms] + [1]
    return [[c, rank, 0] for c, (part, _, _) in enumerate(sums.columns_of(statistics, len(board))) for rank in range(parts[part])]


def main():
    say = argparse.ArgumentParser()
    say.add_argument("folder", type=pathlib.Path)
    say.add_argument("--leaves", type=int, default=1_000_000)
    say.add_argument("--cells", type=int, default=50_000)
    say.add_argument("--workers", type=int, default=2)
    given = say.parse_args()
    m = bundle.Material({1: 10}, bundle.QUESTIONS)
    m.superseded, m.dropped, m.kept = [], [], []
    m.wave_id = os.urandom(16)
    primes = pool_of_primes(given.cells)
    pairs = [(a, b) for i, a in enumerate(primes) for b in primes[:i]]
    random.shuffle(pairs)
    m.sizes = {cell: given.leaves // given.cells + (cell <= given.leaves % given.cells) for cell in range(1, given.cells + 1)}
    tasks = [(m.wave_id, cell, *pairs[cell - 1], n) for cell, n in m.sizes.items()]
    m.keys = {}
    with multiprocessing.Pool(given.workers) as pool:
        for cell, spki, data in pool.imap(work, tasks, chunksize=8):
            m.keys[cell] = Key(spki)
            m.kept += [Light(data[i:i + 422], data[i + 422:i + 454], data[i + 454:i + 519]) for i in range(0, len(data), 519)]
            if cell % 1000 == 0:
                print(cell, "cells", flush=True)
    m.keys = dict(sorted(m.keys.items()))
    # A tree of five levels, forty cells in a department.
    bundle.CELLS.update({cell: ("org", f"d{cell // 8000}", f"e{cell // 800}", f"f{cell // 40}") for cell in m.sizes})
    files, openings = bundle.build(m, summed=zeros)
    bundle.write(given.folder / "bundle", files)
    (given.folder / "openings").write_bytes(openings)
    (given.folder / "keys").write_text(f"--server-key {p.raw_public(m.server).hex()} --witness-key {p.raw_public(m.witness).hex()} "
                                       f"--openings-plain {given.folder}/openings")


if __name__ == "__main__":
    main()
