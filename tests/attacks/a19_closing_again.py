#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A19. The operator closes the wave ten times, each time with the ballot of another accomplice left out, and averages the noise away.

The attacker knows the answers of everybody but one; fifty people are that one in turn. All answered everything low or everything high, so a coin is right for half of them.
"""
import json
import random
import sqlite3
import sys

from attack import main, tell
from client import unb64
from tools import Failed

PEOPLE, CLOSES = 60, 10


def ballot(questions, index, high):
    """Answer bytes of the lowest or highest ballot, item by item as its sign in the index says; other questions are skipped."""
    codes = [0] * len(questions)
    for item in index["items"]:
        codes[item["q"]] = item["max"] - item["min"] + 1 if high == (item["sign"] > 0) else 1
    return codes


def part_of(statistic, index, high):
    """What such a ballot adds to the sum of a statistic, in half-points."""
    signs = {item["q"]: item["sign"] for item in index["items"]}
    return sum(signs[item["q"]] * item["sign"] * (item["max"] - item["min"]) * (1 if high else -1) for item in statistic["items"] if item["q"] in signs)


def guessed(closes, statistics, truth, cell_of, targets):
    """How many of these people are told rightly: from each sum everybody else is taken away, and what is left of all sums and closes speaks for high or low,
    each by how large the ballot is against its noise."""
    right = 0
    for target in targets:
        speaks = 0.0
        for release, gone in closes:
            for place, statistic in enumerate(statistics):
                atoms = release["atoms"][("index", "scales", "items").index(statistic["partition"])]
                rank = next(r for r, atom in enumerate(atoms) if cell_of[target] in atom["cells"])
                total = next(value for column, r, value in release["table"] if column == 2 * place and r == rank)
                others = (p for p in truth if p not in (target, gone) and cell_of[p] in atoms[rank]["cells"])
                rest = total - sum(part_of(statistic, statistics[0], truth[p]) for p in others)
                speaks += rest * part_of(statistic, statistics[0], True) / statistic["sigma2_T"]
        right += (speaks > 0) == truth[target]
    return right


def closed_again(base, council_program, blobs, name, most):
    """Closes `most` copies of the same server with one council. Gives the releases, each with the person left out; a refused one is not among them."""
    council = base.copy(name)
    releases = []
    for turn in range(most):
        server = council.copy(f"turn-{turn}")
        server.council = council.council  # the one council that there is
        gone = None
        if turn > 0:
            gone, blob = list(blobs.items())[turn]
            with sqlite3.connect(server.folder / "ballots" / "ballots.sqlite") as database:
                server.expect(database.execute("delete from ballot_blob where blob_hash = ?", (blob,)).rowcount == 1, "the ballot to leave out is not there")
        server.close()
        server.karuna, real = council_program, server.karuna
        try:
            server.half()
            releases.append((json.loads((server.bundle / "release.json").read_text()), gone))
        except Failed as failed:
            if "another set of ballots" not in str(failed):
                raise
            server.closing.terminate()
            server.closing.wait(30)
        server.karuna = real
    return releases


def attack(make):
    base = make(PEOPLE, 3)
    base.serve()
    base.draw(PEOPLE)
    statistics = json.loads((base.bundle / "question_part.json").read_text())["statistics"]
    base.expect(statistics[0]["group"] == "index" and len(statistics) > 2, f"the statistics are {[s['group'] for s in statistics]}")
    dice = random.Random(19)
    truth = {str(number): dice.random() < 0.5 for number in range(1, PEOPLE + 1)}
    base.send("answers.csv", {number: ballot(base.questions(), statistics[0], high) for number, high in truth.items()})
    base.stop()
    slips = {number: json.loads((base.slips / f"{number}.json").read_text()) for number in truth}
    cell_of, blobs = {number: slip["cell"] for number, slip in slips.items()}, {number: unb64(slip["last_blob"]) for number, slip in slips.items()}

    weak = closed_again(base, base.program_without("one-set"), blobs, "weak", CLOSES)
    ours = closed_again(base, base.karuna, blobs, "ours", 3)
    targets = sorted(set(truth) - {gone for _, gone in weak})
    before, after = (guessed(closes, statistics, truth, cell_of, targets) for closes in (weak, ours))
    tell("A19 closed 10 times, one ballot fewer", "60 people, 3 groups", f"one set: {len(weak) - 1} more sets signed", f"{len(ours) - 1} more sets signed", "0")
    tell("A19 ballots told by the average", "60 people, 3 groups", f"one set: {before} of {len(targets)}", f"{after} of {len(targets)}", f"88.2 %, {0.882 * len(targets):.0f} of {len(targets)}")
    base.expect(len(weak) == CLOSES, f"a council without memory signed {len(weak)} of {CLOSES} sets, so this shows nothing")
    base.expect(len(ours) == 1, f"the council signed {len(ours)} sets of one wave")



if __name__ == "__main__":
    sys.exit(main(attack))
