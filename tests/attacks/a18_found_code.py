#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A18. Somebody finds the code that a person wrote down, after the board is out, and tries all answers against that person's leaf."""
import itertools
import json
import sys
import time

from attack import Leaf, main, tell
from client import RIGHT, answers_hash, code_of, derive, prepared
from tools import made_up_answers

PEOPLE, CODES = 60, 10
LABELS = ("nonce", "salt", "pk", "prefix", "blind", "")


def nonces(code, wave, cell):
    """Whatever 32 bytes a program could derive from the code by the one rule there is, and the code itself."""
    return [code, bytes(32)] + [derive(code, wave.id, label, kind, 1, group, 0, 32) for label in LABELS for kind, group in ((0, 0), (1, cell))]


def opened(server, wave, code, leaves):
    """The answers in the leaf of the owner of this code; None where no answers fit. The leaf itself is found by its key, with any program."""
    for cell, key in wave.cells.items():
        pk = prepared(code, wave.id, RIGHT, cell, key)["pk"]
        if pk not in leaves:
            continue
        hour = int(time.time()) // 3600 - wave.opens_ballots
        seqs = sorted({min(65535, max(0, 16 * h)) for h in (hour - 1, hour)})
        every = [bytes(answers) for answers in itertools.product(*[range(q["max"] - q["min"] + 2) for q in wave.questions])]
        server.expect(len(every) == 6 ** len(wave.questions), "the questions are not those of five points that this attack counts with")
        for nonce in nonces(code, wave, cell):
            for seq in seqs:
                for answers in every:
                    if answers_hash(nonce, seq, answers) == leaves[pk].h_ans:
                        return list(answers)
        return None
    raise AssertionError("no leaf belongs to this code")


def answered(server, client):
    """A wave in which CODES people drew and answered with this client, closed by the real program. Gives the number of codes that open their leaf."""
    server.serve()
    server.karuna, real = client, server.karuna
    server.draw(CODES)
    answers = made_up_answers(server.questions(), CODES, seed=18)
    server.send("answers.csv", answers)
    server.karuna = real
    server.stop()
    server.close_whole()
    wave, leaves = server.known(), {leaf.pk: leaf for leaf in map(Leaf, server.leaves())}
    server.expect(len(leaves) == CODES, f"{len(leaves)} leaves for {CODES} ballots")
    right = 0
    for number, true in answers.items():
        code = code_of(json.loads((server.slips / f"{number}.json").read_text())["code"])
        right += opened(server, wave, code, leaves) == true
    return right


def attack(make):
    base = make(PEOPLE, 3)
    weak, ours = base.copy("weak"), base.copy("ours")
    before, after = answered(weak, base.program_without("fresh-nonce")), answered(ours, base.karuna)
    tell("A18 a found code: leaves opened", "60 people, 3 groups", f"fresh nonce: {before} of {CODES} opened", f"{after} of {CODES} opened", "0")
    base.expect(before == CODES, f"without the defence {before} leaves were opened, so this shows nothing")
    base.expect(after == 0, f"{after} leaves were opened with nothing but a code")


if __name__ == "__main__":
    sys.exit(main(attack))
