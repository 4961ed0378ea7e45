# SPDX-License-Identifier: Apache-2.0
"""Groups, noise plan and sums of a wave, from docs/protocol.md and docs/protection.md, in whole numbers and fractions."""
import contextlib
import importlib.util
import io
import pathlib
from fractions import Fraction
from math import ceil

import primitives as p

SHARES = {"index": (15, 50), "scales": (25, 25), "items": (60, 25)}
CAPS = {("balanced", "deep"): (1000, 28000), ("balanced", "pulse"): (200, 1500), ("strict", "deep"): (250, 7000), ("strict", "pulse"): (50, 375)}
GROUPS = ["index", "scales", "items"]


def sampler():
    """The second program for the noise that stands in tests/reference; it prints its check values when it is read."""
    place = pathlib.Path(__file__).parent.parent / "reference" / "sampler" / "reference.py"
    spec = importlib.util.spec_from_file_location("reference", place)
    module = importlib.util.module_from_spec(spec)
    with contextlib.redirect_stdout(io.StringIO()):
        spec.loader.exec_module(module)
    return module.draw


def range_of(item):
    return 1 if "ones" in item else item["max"] - item["min"]


# -- the noise plan ------------------------------------------------------------------------------------------------------------------

def plan_noise(statistics, profile, kind):
    """Fills in D1_sq, DW_sq, sigma2_T, sigma2_N."""
    if profile == "exact":
        for s in statistics:
            s.update(D1_sq=0, DW_sq=0, sigma2_T=0, sigma2_N=0)
    one, whole = (Fraction(c, 10000) for c in CAPS.get((profile, kind), (0, 0)))
    sums = [s for s in statistics if s["group"] != "moments"]
    present = {s["group"] for s in sums}
    rest = Fraction(7, 10) if len(sums) < len(statistics) else Fraction(1)
    questions = {item["q"] for s in sums for item in s["items"]}
    for s in statistics:
        J, R = len(s["items"]), range_of(s["items"][0])
        if s["group"] == "moments":
            D1, DW = 64 * (J - 1), max(max(64 * a * (J - a) for a in range(J + 1)), 8 * J * (J + 1))
            share1 = shareW = Fraction(3, 10)
        else:
            own = [t for t in sums if t["group"] == s["group"]]
            D1 = 16 * max(sum(sum(item["q"] == q for item in t["items"]) ** 2 for t in own) for q in questions)
            DW = 16 * sum(len(t["items"]) ** 2 for t in own)
            share1, shareW = (rest * Fraction(SHARES[s["group"]][i], sum(SHARES[g][i] for g in present)) for i in (0, 1))
        s.update(D1_sq=D1, DW_sq=DW)
        if profile == "exact":
            continue
        sigma2 = ceil(max(Fraction(D1) / (2 * one * share1), Fraction(DW) / (2 * whole * shareW)))
        if s["group"] == "moments":
            s.update(sigma2_T=ceil(Fraction(sigma2 * R ** 4, 16)), sigma2_N=0)
        else:
            s.update(sigma2_T=ceil(Fraction(sigma2 * R ** 2, 4)), sigma2_N=ceil(Fraction(9 * sigma2, 100)))


# -- the smallest groups -------------------------------------------------------------------------------------------------------------

class Piece:
    def __init__(self, parts):
        self.cells = sorted(c for part in parts for c in part.cells)
        self.n = sum(part.n for part in parts)
        self.key = min(part.key for part in parts)
        self.seat = parts[0].seat
        for part in parts[1:]:
            shared = 0
            while shared < min(len(self.seat), len(part.seat)) and self.seat[shared] == part.seat[shared]:
                shared += 1
            self.seat = self.seat[:shared]


class Leaf:
    def __init__(self, cell, units, n, root):
        self.cells, self.seat, self.n, self.key = [cell], tuple(units), n, (p.sha(root, p.u32(cell)), cell)


def partition(pieces, k):
    total = sum(piece.n for piece in pieces)
    if total < k:
        return [Piece(pieces)] if total >= 20 else []
    atoms = [piece for piece in pieces if piece.n >= k]
    small = [piece for piece in pieces if piece.n < k]
    depth = max(len(piece.seat) for piece in pieces)
    while depth > 0 and small:
        for unit in sorted({piece.seat for piece in small if len(piece.seat) == depth}):
            here = sorted((piece for piece in small if piece.seat == unit), key=lambda piece: piece.key)
            small = [piece for piece in small if piece.seat != unit]
            made, waiting = [], []
            for piece in here:
                waiting.append(piece)
                if sum(w.n for w in waiting) >= k:
                    made.append(Piece(waiting))
                    waiting = []
            if waiting:
                below = [a for a in atoms if a.seat[:depth] == unit]
                hosts = made or below
                if hosts:
                    host = min(hosts, key=lambda a: (a.n, a.key))
                    (made if host in made else atoms).remove(host)
                    made.append(Piece([host] + waiting))
                else:
                    for piece in waiting:
                        piece.seat = unit[:-1]
                        small.append(piece)
            atoms += made
        depth -= 1
    return atoms


def make_atoms(cells, board, root, k):
    """For index, scales and items the atoms in canonical order. `board`: ballots."""
    counts = {}
    for ballot in board:
        if not ballot.withdrawn:
            counts[ballot.cell] = counts.get(ballot.cell, 0) + 1
    pieces = [Leaf(c["cell"], c["units"], counts[c["cell"]], root) for c in cells if counts.get(c["cell"])]
    out = []
    for size in k:
        pieces = [Piece([piece]) for piece in sorted(partition(pieces, size), key=lambda piece: piece.key)] if pieces else []
        out.append([{"cells": piece.cells, "n": piece.n} for piece in pieces])
    return out


# -- sums ----------------------------------------------------------------------------------------------------------------------------

def centred(item, byte):
    """In half-points: 0 where skipped, not asked or another code; and whether it counts in N."""
    if "ones" in item:
        return (0, 0) if byte == 0 else (1 if byte in item["ones"] else -1, 1)
    if byte == 0 or byte > item["max"] - item["min"] + 1:
        return 0, 0
    return item["sign"] * (2 * (item["min"] + byte - 1) - item["min"] - item["max"]), 1


def columns_of(statistics, counted):
    """Each column: partition (3: the organisation), sigma2, and what one ballot adds."""
    out = []
    for s in statistics:
        items = s["items"]
        if s["group"] == "moments":
            for a in range(len(items)) if counted >= 300 else ():
                for b in range(a, len(items)):
                    out.append((3, s["sigma2_T"], lambda answers, x=items[a], y=items[b]: centred(x, answers[x["q"]])[0] * centred(y, answers[y["q"]])[0]))
            continue
        for which, sigma2 in ((0, s["sigma2_T"]), (1, s["sigma2_N"])):
            out.append((GROUPS.index(s["group"]), sigma2,
                        lambda answers, items=items, which=which: sum(centred(i, answers[i["q"]])[which] for i in items)))
    return out


def make_table(statistics, atoms, board, noise):
    """`noise(column, rank, sigma2)`."""
    counted = [ballot for ballot in board if not ballot.withdrawn]
    groups = [[{c for c in atom["cells"]} for atom in part] for part in atoms] + [[{ballot.cell for ballot in counted}]]
    table = []
    for c, (part, sigma2, value) in enumerate(columns_of(statistics, len(counted)) if len(counted) >= 20 else ()):
        for rank, cells in enumerate(groups[part]):
            table.append([c, rank, sum(value(b.answers) for b in counted if b.cell in cells) + noise(c, rank, sigma2)])
    return table
