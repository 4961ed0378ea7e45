#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A10. Copies of every file that the server writes, keys included, the council's apart: one an hour while people answer, and one after the close.

The attacker knows the program, who works where, and in which hour each person answered. They want to know which leaf of the board is whose.
"""
import hashlib
import os
import random
import sqlite3
import sys

from attack import Leaf, main, percent, snapshot, tell
from client import at_once, hpke_open, post_of, sha256

PEOPLE, HOURS = 60, 24
WHERE = "60 people, 3 groups"


# -- what the copies tell ----------------------------------------------------------------------------------------------------------------------

def ballots_of(copy):
    """link -> (enc, ct) of every sealed ballot in a copy, its log included."""
    with sqlite3.connect(copy / "ballots" / "ballots.sqlite") as database:
        return {blob[1:33]: (blob[33:98], blob[98:]) for (blob,) in database.execute("select blob from ballot_blob")}


def by_openings(files, leaves, links):
    """The link of each leaf, where any file holds its t: every 32 bytes are tried with the first leaf, then the rest must follow them."""
    head = sha256_state(b"KARUNA-LINK-v1" + leaves[0].bytes)
    for data in files.values():
        for at in range(len(data) - 32 * len(leaves) + 1):
            if finish(head, data[at:at + 32]) in links:
                return [sha256(b"KARUNA-LINK-v1", leaf.bytes, data[at + 32 * i:at + 32 * i + 32]) for i, leaf in enumerate(leaves)]
    return None


def sha256_state(start):
    return hashlib.sha256(start)


def finish(state, more):
    state = state.copy()
    state.update(more)
    return state.digest()


def by_order(leaves, received):
    """The board in the order of the received list, if that is how it stands."""
    return received if len(received) == len(leaves) else None


def by_keys(files, wave, copy, leaves):
    """Whatever lies in a file with a secret, alone and in sums of two, is tried as the tally key."""
    halves = [data[at:at + 32] for path, data in files.items() if path.suffix in (".secret", ".key") for at in range(0, len(data) - 31, 16)]
    halves = [int.from_bytes(half, "big") for half in dict.fromkeys(halves)]
    order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551
    sealed = ballots_of(copy)
    link, (enc, ct) = next(iter(sealed.items()))
    info = b"KARUNA-SEAL-v1" + wave.id + b"\x01"
    for scalar in halves + [(a + b) % order for i, a in enumerate(halves) for b in halves[i + 1:]]:
        if hpke_open(scalar, info, link, enc, ct):
            opened = {link: hpke_open(scalar, info, link, enc, ct)[4:36] for link, (enc, ct) in sealed.items()}
            links = {pk: link for link, pk in opened.items()}
            return [links.get(leaf.pk) for leaf in leaves]
    return None


def named(leaves, links, first_seen, hour_of, cell_of, owner_of):
    """Share of leaves a guess names rightly, and the mean number of people each could be of. A dating nobody can have is given up."""
    people = sorted(hour_of)
    sets = [[p for p in people if cell_of[p] == leaf.cell and (links is None or hour_of[p] == first_seen[links[i]])] for i, leaf in enumerate(leaves)]
    if not all(sets):
        return named(leaves, None, first_seen, hour_of, cell_of, owner_of)
    right = sum((owner_of[leaf.pk] in one) / len(one) for leaf, one in zip(leaves, sets))
    return right / len(leaves), sum(map(len, sets)) / len(sets)


def linked(server, copies, hour_of, cell_of, owner_of):
    """The best of all ways to date the leaves."""
    leaves = [Leaf(data) for data in server.leaves()]
    received = (server.bundle / "received.bin").read_bytes()
    received = [received[at + 1:at + 33] for at in range(0, len(received), 65)]
    first_seen = {}
    for hour, copy in enumerate(copies):
        for link in ballots_of(copy):
            first_seen.setdefault(link, hour)
    files = server.files()
    server.expect(set(first_seen) == set(received), "the copies do not hold the ballots that were received")
    ways = [by_openings(files, leaves, set(received)), by_order(leaves, received), by_keys({**files, **server.files(copies[-1])}, server.known(), copies[-1], leaves)]
    return max(named(leaves, links, first_seen, hour_of, cell_of, owner_of) for links in [None, *ways])


# -- one copy after the close ------------------------------------------------------------------------------------------------------------------

def place_of(needle, *files):
    """Where some bytes stand first, in the log before the file: what is written later comes later."""
    for number, data in enumerate(files):
        if (at := data.find(needle)) >= 0:
            return number, at
    return None


def ranks(values):
    order = sorted(range(len(values)), key=lambda i: values[i])
    out = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for i in order[start:end]:
            out[i] = (start + end - 1) / 2
        start = end
    return out


def correlation(found, true):
    """Spearman's, 0 where the places tell nothing."""
    x, y = ranks(found), ranks(true)
    mean = (len(x) - 1) / 2
    top = sum((a - mean) * (b - mean) for a, b in zip(x, y))
    below = (sum((a - mean) ** 2 for a in x) * sum((b - mean) ** 2 for b in y)) ** 0.5
    return top / below if below else 0.0


def order_left(server, true_order, kind):
    """How well the order of draws or ballots follows from where they lie in one copy of the databases: by row number, by the log, by the place in the file."""
    name = server.folder / kind / ("people.sqlite" if kind == "people" else "ballots.sqlite")
    log = name.with_name(name.name + "-wal")
    raw = [log.read_bytes() if log.exists() else b"", name.read_bytes()]
    copy = snapshot(server.folder, server.work / f"after-{kind}")
    found = []
    places = [place_of(needle, *raw) for needle in true_order]
    if all(places):
        found.append(abs(correlation(places, list(range(len(true_order))))))
        found.append(abs(correlation([at for _, at in places], list(range(len(true_order))))))
    with sqlite3.connect(copy / kind / name.name) as database:
        try:
            rows = {hash_: row for row, hash_ in database.execute("select rowid, blob_hash from ballot_blob" if kind == "ballots" else "select rowid, bm_hash from issuance")}
            found.append(abs(correlation([rows[needle] for needle in true_order], list(range(len(true_order))))))
        except sqlite3.OperationalError:
            pass  # rows without a number
    return max(found, default=0.0)


def blob_hash(post):
    link, enc, ct = post[338:370], post[370:435], post[435:]
    return sha256(b"KARUNA-BLOB-v1", b"\x01", link, sha256(enc, ct))


# -- the attack --------------------------------------------------------------------------------------------------------------------------------

def answered(server, wave, drawn, dice, copies):
    """Everybody answers in an hour of their own choice; a copy of the folder is made after each hour. Gives the hours, and the posts in the order of arrival."""
    hours = {i: dice.randrange(HOURS) for i in range(len(drawn))}
    posts = []
    for hour in range(HOURS):
        now = [post_of(wave, drawn[i]["right"], drawn[i]["admission"], [dice.randrange(1, 6) for _ in wave.questions]) for i in hours if hours[i] == hour]
        refused = at_once([lambda post=post: server.door().post(post) for post in now])
        server.expect(not any(refused), f"refused: {refused}")
        posts += now
        if copies is not None:
            copies.append(snapshot(server.folder, server.work / f"hour-{hour}"))
    return hours, posts


def draw(server, count):
    people = server.people(count)
    return [person.draw(os.urandom(32)) for person in people]


def attack(make):
    base = make(PEOPLE, 3)
    dice, copies = random.Random(10), []
    ours = base.copy("ours")
    ours.serve()
    wave = ours.known()
    drawn = draw(ours, PEOPLE)
    hours, posts = answered(ours, wave, drawn, dice, copies)
    cells = {i: d["cell"] for i, d in enumerate(drawn)}
    owners = {d["right"]["pk"]: i for i, d in enumerate(drawn)}

    found = {}
    closings = {defence: ours.copy(f"close-{defence}", defence) for defence in ("sealed-openings", "shuffled-board", "forgetting", None)}
    ours.stop()
    for defence, closing in closings.items():
        if defence in ("forgetting", None):
            closing.serve()  # it stays up during the close, as it does in life, so that the logs of its databases are there
        closing.close_whole()
        if defence != "forgetting":
            found[defence] = linked(closing, copies, hours, cells, owners)
        if defence in ("forgetting", None):
            found[f"ballots {defence}"] = order_left(closing, [blob_hash(post) for post in posts], "ballots")
            found[f"people {defence}"] = order_left(closing, [sha256(d["right"]["blinded"].to_bytes(256, "big")) for d in drawn], "people")
        closing.stop()

    chance = 3 / PEOPLE
    share = {defence: f"{percent(found[defence][0])}, set {found[defence][1]:.1f}" for defence in ("sealed-openings", "shuffled-board", None)}
    for defence in ("sealed-openings", "shuffled-board"):
        tell("A10 hourly copies: leaves named", WHERE, f"{defence.replace('-', ' ')}: {share[defence]}", share[None], f"chance {percent(chance)}")
    base.expect(all(found[defence][0] > 0.4 for defence in ("sealed-openings", "shuffled-board")), f"without the defences {share}: this shows nothing")
    base.expect(abs(found[None][0] - chance) < 1e-9 and found[None][1] == PEOPLE / 3, f"copies narrow a leaf down: {share[None]}")

    weak = base.copy("rows", "rows-by-hash")
    (weak.folder / "ballots" / "ballots.sqlite").unlink(missing_ok=True)
    weak.serve()
    _, posts_weak = answered(weak, wave, draw(weak, PEOPLE), random.Random(10), None)
    weak.close_whole()
    numbered = order_left(weak, [blob_hash(post) for post in posts_weak], "ballots")
    weak.stop()
    for kind, defence, before in (("ballots", "rows by hash", numbered), ("ballots", "forgetting", found["ballots forgetting"]), ("people", "forgetting", found["people forgetting"])):
        what = "ballots" if kind == "ballots" else "draws"
        ours_left = found[f"{kind} None"]
        tell(f"A10 a late copy: order of {what}", WHERE, f"{defence}: correlation {before:.2f}", f"correlation {ours_left:.2f}", "0 (se 0.13)")
        base.expect(before > 0.9, f"without {defence} the order is found with {before:.2f} only, so this shows nothing")
        base.expect(ours_left < 0.65, f"a copy after the close tells the order of {what}: {ours_left:.2f}")  # five standard errors of 60


if __name__ == "__main__":
    sys.exit(main(attack))
