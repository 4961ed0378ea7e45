#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A12. Database, logs and all keys of the server, copied while people drew and after the close: which row of the desk belongs to which leaf of the board?

And where a group has one, two or three who drew, so that the leaf needs no linking: what did they answer?
"""
import hashlib
import itertools
import json
import sqlite3
import sys
import time

from attack import Leaf, main, snapshot, tell
from client import RIGHT, answers_hash, sha256, token_input, unb64
from tools import made_up_answers, write_csv

PEOPLE = 320


def area(score, true):
    """Area under the curve: how often a true pair scores higher than a false one. `score` has a row for each person; ties count half."""
    pairs = sorted((value, j == true[i]) for i, row in enumerate(score) for j, value in enumerate(row))
    below = start = 0
    total = 0.0
    while start < len(pairs):
        end = start
        while end < len(pairs) and pairs[end][0] == pairs[start][0]:
            end += 1
        good = sum(is_true for _, is_true in pairs[start:end])
        total += good * (below + (end - start - good) / 2)
        below += end - start - good
        start = end
    return total / (len(true) * below)


def matched(score, true):
    """People whose best leaf is theirs; who has several best ones guesses."""
    return sum((row[true[i]] == max(row)) / row.count(max(row)) for i, row in enumerate(score))


def rows_of(people):
    with sqlite3.connect(people / "people.sqlite") as database:
        return database.execute("select person_id, bm_hash from issuance where kind = 1").fetchall()


def scores(server, copy):
    """For each row of the desk and each leaf how much speaks for their belonging together."""
    rows, leaves = rows_of(copy / "people"), list(map(Leaf, server.leaves()))
    wave = server.known()
    log = (copy / "people" / "people.sqlite-wal").read_bytes()
    drew = sorted(range(len(rows)), key=lambda i: log.find(rows[i][1]))
    drew_as = {i: rank for rank, i in enumerate(drew)}
    # What a signature gives back under the public key is the message that was signed: with nothing blinded, the very message that the desk saw.
    seen = []
    for leaf in leaves:
        n, e = wave.cells[leaf.cell]
        message = pow(int.from_bytes(leaf.signature, "big"), e, n).to_bytes(256, "big")
        token = token_input(leaf.prefix, RIGHT, wave.id, 1, leaf.cell, leaf.pk)
        seen.append({sha256(message), sha256(leaf.signature), sha256(token), sha256(leaf.pk), hashlib.sha384(token).digest()[:32]})
    numbers = [[int.from_bytes(part, "big") for part in (leaf.pk, leaf.prefix, leaf.h_ans, leaf.signature[:32])] for leaf in leaves]
    table = []
    for i, (person, hash_) in enumerate(rows):
        hash_number, person_number = int.from_bytes(hash_, "big"), int.from_bytes(person, "big")
        table.append([1000.0 * (hash_ in seen[j])
                      - abs(drew_as[i] - j) / len(rows)                                          # drew early, stands early
                      - abs(i - j) / len(rows)                                                   # the order of the rows
                      - min((hash_number ^ number).bit_count() for number in numbers[j]) / 256   # bytes that resemble each other
                      - min((person_number ^ number >> 128).bit_count() for number in numbers[j]) / 128 for j in range(len(leaves))])
    return [person for person, _ in rows], leaves, table


def linked(server, client):
    """A wave drawn with this client; area and number of people matched."""
    server.serve()
    server.karuna, real = client, server.karuna
    server.draw(PEOPLE)
    server.karuna = real
    copy = snapshot(server.folder, server.work / "drawn")  # keys and logs as they were before the close
    server.send("answers.csv", made_up_answers(server.questions(), PEOPLE, seed=12))
    server.close_whole()
    server.stop()
    persons, leaves, table = scores(server, copy)
    # The truth, from the people's own slips: the key of each, by the person of their login.
    with sqlite3.connect(copy / "people" / "people.sqlite") as database:
        ids = [row[0] for row in database.execute("select person_id from person order by login")]
    slips = {}
    for number in range(1, PEOPLE + 1):
        slips[unb64(json.loads((server.slips / f"{number}.json").read_text())["right"]["prefix"])] = ids[number - 1]
    place = {slips[leaf.prefix]: j for j, leaf in enumerate(leaves)}
    true = [place[person] for person in persons]
    server.expect(len(set(true)) == PEOPLE, "not everybody who drew stands on the board")
    return area(table, true), matched(table, true)


# -- groups in which one, two and three drew ---------------------------------------------------------------------------------------------------

def small_groups(server):
    """Six people of three groups take part. Gives the leaves and what each answered, in truth."""
    server.serve()
    links = server.links()
    write_csv(server.work / "few.csv", [links[i] for i in (0, 1, 4, 2, 5, 8)])  # person i is of ward i modulo 3
    server.slips = server.work / "slips"
    server.do("answer", "many", "draw", "--links", server.work / "few.csv", "--slips", server.slips, "--json")
    answers = made_up_answers(server.questions(), 6, seed=21)
    server.send("answers.csv", answers)
    server.close_whole()
    leaves = {leaf.prefix: leaf for leaf in map(Leaf, server.leaves())}
    owners = [leaves[unb64(json.loads((server.slips / f"{number}.json").read_text())["right"]["prefix"])] for number in answers]
    cells = sorted([leaf.cell for leaf in owners].count(cell) for cell in {leaf.cell for leaf in owners})
    server.expect(cells == [1, 2, 3], f"the groups have {cells} who drew")
    return list(zip(owners, answers.values()))


def read(server, leaves):
    """Number of leaves whose answers come out: by all answers without a nonce, and with every 32 bytes of every file as the nonce. To save time the latter is
    tried with the true answers only: whoever tries all of them comes by these."""
    wave = server.known()
    hour = int(time.time()) // 3600 - wave.opens_ballots
    seqs = sorted({16 * max(0, hour - 1), 16 * max(0, hour)})
    every = [bytes(a) for a in itertools.product(*[range(q["max"] - q["min"] + 2) for q in wave.questions])]
    read = {leaf.pk for leaf, true in leaves if [a for a in every for seq in seqs for nonce in (b"", bytes(32)) if answers_hash(nonce, seq, a) == leaf.h_ans] == [bytes(true)]}
    files = [data for path, data in server.files().items() if "page" not in path.parts]
    for leaf, true in leaves[:2]:  # the one of the first group, and one of the second
        ends = [seq.to_bytes(2, "big") + bytes(true) for seq in seqs]
        for data in files:
            windows = {data[at:at + 32] for at in range(len(data) - 31)}
            if any(hashlib.sha256(b"KARUNA-ANS-v1" + window + end).digest() == leaf.h_ans for window in windows for end in ends):
                read.add(leaf.pk)
    server.stop()
    return len(read)


def attack(make):
    base = make(PEOPLE, 1)
    weak, ours = base.copy("weak"), base.copy("ours")
    before, after = linked(weak, base.program_without("blinding")), linked(ours, base.karuna)
    error = (1 / (12 * PEOPLE)) ** 0.5
    tell("A12 rows of the desk and leaves", "320 people, 1 group", f"blinding: area {before[0]:.3f}, {before[1]:.0f} named", f"area {after[0]:.3f}, {after[1]:.1f} named",
         f"0.500, 1 named (se {error:.3f}, 1.0)")
    base.expect(before[0] > 0.99 and before[1] > 0.99 * PEOPLE, f"without the defence {before}, so this shows nothing")
    base.expect(abs(after[0] - 0.5) < 5 * error and after[1] < 10, f"rows and leaves can be linked: area {after[0]:.3f}, {after[1]:.1f} named of {PEOPLE}")

    base = make(60, 3)
    weak, ours = base.copy("weak", "salted-answers"), base.copy("ours")
    before, after = read(weak, small_groups(weak)), read(ours, small_groups(ours))
    tell("A12 groups of 1, 2, 3 who drew", "60 people, 3 groups", f"salted answers: {before} of 6 read", f"{after} of 6 read", "0")
    base.expect(before == 6, f"without the defence {before} of 6 were read, so this shows nothing")
    base.expect(after == 0, f"{after} ballots of tiny groups can be read")


if __name__ == "__main__":
    sys.exit(main(attack))
