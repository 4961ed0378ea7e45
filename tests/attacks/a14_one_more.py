#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A14. More ballots than people: a second token, tokens that nobody signed or that were signed for something else, ballots posted again.

The attackers are people of the organisation who lend each other what they drew. They write their own client; the server is the real one.
"""
import os
import sys

from attack import Leaf, main, tell
from client import RIGHT, at_once, post_of, prepared

PEOPLE, DRAWERS = 60, 12
WHERE = "60 people, 3 groups"
ANSWERS = [5, 5, 5, 5, 5]


def board(server):
    return [Leaf(data) for data in server.leaves()]


def post_all(server, ballots):
    """Each over a connection of its own: the names of the refusals, "" where there is a receipt."""
    return at_once([lambda ballot=ballot: server.door().post(ballot) for ballot in ballots])


def second_tokens(server, drawn):
    """Everybody signs in again and asks for another token with another code."""
    tokens = []
    for person, first in zip(server.people(DRAWERS), drawn):
        again = person.draw(first["code"])
        server.expect(again["right"]["signature"] == first["right"]["signature"], "the same code gave another token")
        second = person.draw(os.urandom(32))
        if isinstance(second["right"], dict):
            tokens.append(second["right"])
        else:
            server.expect(second["right"] == "ALREADY_ISSUED", f"a second token was refused with {second['right']}")
    return tokens


def forged(wave, drawn, drawn_there):
    """Rights that the desk never gave for this wave, group and key, by the way each was made."""
    mine, lent = drawn[0]["right"], next(d["right"] for d in drawn[1:] if d["cell"] == drawn[0]["cell"])
    moved, changed, raw = (drawn[i]["right"] for i in (1, 2, 3))
    n, n_raw = wave.cells[mine["cell"]][0], wave.cells[raw["cell"]][0]
    fresh = lambda cell=mine["cell"]: prepared(os.urandom(32), wave.id, RIGHT, cell, wave.cells[cell])
    product = int.from_bytes(mine["signature"], "big") * int.from_bytes(lent["signature"], "big") % n
    elsewhere = next(cell for cell in wave.cells if cell != moved["cell"])
    return {
        "a signature made up": {**fresh(), "signature": os.urandom(256)},
        "the product of two signatures": {**fresh(), "signature": product.to_bytes(256, "big")},
        "the signature of another key": {**fresh(), "signature": mine["signature"]},
        "another prefix": {**changed, "prefix": os.urandom(32)},
        "another group": {**moved, "cell": elsewhere},
        "another wave": drawn_there["right"],
        "an admission as a right": drawn[0]["admission"] | {"cell": mine["cell"]},
        "a signature still blinded": {**raw, "signature": (int.from_bytes(raw["signature"], "big") * pow(raw["inverse"], -1, n_raw) % n_raw).to_bytes(256, "big")},
    }


def ballots(wave, rights, drawn, seq=0):
    """Ballots with these rights, behind good admissions."""
    return [post_of(wave, right, drawn[i % len(drawn)]["admission"], ANSWERS, seq) for i, right in enumerate(rights)]


def without_admission(wave, drawn, drawn_there):
    right, good = drawn[0]["right"], drawn[0]["admission"]
    bad = [{**good, "signature": os.urandom(256)}, {**good, "prefix": os.urandom(32)}, drawn_there["admission"], drawn[0]["right"], {**good, "pk": os.urandom(32)}]
    return [post_of(wave, right, admission, ANSWERS) for admission in bad]


def attack(make):
    base = make(PEOPLE, 3)
    here = base.wave
    base.publish_wave("another")
    there, base.wave = base.wave, here

    ours = base.copy("ours")
    ours.serve()
    wave = ours.known()
    drawn = [person.draw(os.urandom(32)) for person in ours.people(DRAWERS)]
    ours.wave = there
    drawn_there = ours.people(1)[0].draw(os.urandom(32))
    ours.wave = here

    # A second token.
    got = second_tokens(ours, drawn)
    weak = base.copy("second", "one-token-each")
    ours.stop()
    weak.serve()
    drawn_weak = [person.draw(os.urandom(32)) for person in weak.people(DRAWERS)]
    got_weak = second_tokens(weak, drawn_weak)
    refused = post_all(weak, ballots(wave, [d["right"] for d in drawn_weak] + got_weak, drawn_weak))
    weak.expect(not any(refused), f"ballots were refused: {refused}")
    weak.close_whole()
    more = len(board(weak)) - DRAWERS
    weak.stop()
    tell("A14 a second token for each of 12", WHERE, f"one token each: {more} ballots too many", f"{len(got)} tokens, 0 ballots too many", "0")
    base.expect(more == DRAWERS, f"without the defence {more} ballots too many were counted, so this shows nothing")
    base.expect(not got, "the desk gave second tokens")

    # Posts without an admission, and an admission used too often. Neither needs a close: what is stored is stored.
    ours.serve()
    bad, often = without_admission(wave, drawn, drawn_there), ballots(wave, [drawn[-1]["right"]] * (wave.uses + 4), [drawn[-1]])
    refused = post_all(ours, bad)
    ours.expect(set(refused) <= {"BAD_TOKEN", ""}, f"refused with {set(refused)}")
    stored = refused.count("")
    too_often = post_all(ours, often).count("") - wave.uses
    ours.stop()
    counts = {}
    for defence, posts in (("admission-check", bad), ("admission-count", often)):
        weak = ours.copy(defence, defence)
        weak.serve()
        counts[defence] = post_all(weak, posts).count("")
        weak.stop()
    extra = counts["admission-count"] - wave.uses
    tell("A14 posts without an admission", WHERE, f"admission check: {counts['admission-check']} of {len(bad)} stored", f"{stored} of {len(bad)} stored", "0")
    tell("A14 an admission used 20 times", WHERE, f"admission count: {extra} too many stored", f"{too_often} too many stored", "0")
    base.expect(counts["admission-check"] == len(bad) and extra == 4, f"without the defences {counts} were stored, so this shows nothing")
    base.expect(stored == 0 and too_often == 0, f"the door stored {stored} posts without an admission and {too_often} beyond the uses")

    # Rights that the desk never gave; and everybody posts three ballots, one of them four times.
    wrong = forged(wave, drawn, drawn_there)
    ours.serve()
    refused = post_all(ours, ballots(wave, wrong.values(), drawn, seq=9))
    ours.expect(not any(refused), f"the door cannot see a right, and still refused: {refused}")
    again = [post_of(wave, d["right"], d["admission"], ANSWERS, seq) for d in drawn[:-1] for seq in range(3)]
    refused = post_all(ours, again + again[:4] * 3)
    ours.expect(not any(refused), f"refused: {refused}")
    ours.stop()
    found = {}
    for defence in ("token-check", "one-ballot-a-key", None):
        closing = ours.copy(f"close-{defence}", defence)
        closing.close_whole()
        found[defence] = board(closing)
    honest, three = [{d["right"]["pk"] for d in some} for some in (drawn, drawn[:-1])]
    accepted = {defence: sum(any(leaf.pk == right["pk"] and leaf.prefix == right["prefix"] and leaf.signature == right["signature"] and leaf.cell == right["cell"]
                                 for leaf in leaves) for right in wrong.values()) for defence, leaves in found.items()}
    twice = {defence: sum(leaf.pk in three for leaf in leaves) - len(three) for defence, leaves in found.items()}
    tell("A14 rights that the desk never gave", WHERE, f"token check: {accepted['token-check']} of {len(wrong)} counted", f"{accepted[None]} of {len(wrong)} counted", "0")
    tell("A14 three ballots of each of 11", WHERE, f"one ballot a key: {twice['one-ballot-a-key']} too many", f"{twice[None]} too many", "0")
    base.expect(accepted["token-check"] > 0 and twice["one-ballot-a-key"] > 0, f"without the defences {accepted}, {twice}: this shows nothing")
    base.expect(accepted[None] == 0 and twice[None] == 0, f"counted too much: {accepted[None]} forged, {twice[None]} twice")
    base.expect({leaf.pk for leaf in found[None]} == honest and len(found[None]) == DRAWERS, "the board does not hold exactly one ballot of everybody who answered")


if __name__ == "__main__":
    sys.exit(main(attack))
