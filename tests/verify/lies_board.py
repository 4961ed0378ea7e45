# SPDX-License-Identifier: Apache-2.0
"""Boards, lists and releases that break one rule each, signed as if they did not; in the form of lies_manifest.py."""
import copy
import os

import primitives as p
from people import Ballot, Person

L = 2 ** 252 + 27742317777372353535851937790883648493  # order of Ed25519's group


def at(index, change):
    """One of a list replaced by what `change` makes of it."""
    def twist(values):
        values[index] = change(values[index])
    return twist


def bits(leaf, place, value):
    return leaf[:place] + value + leaf[place + len(value):]


def releaf(ballot, change):
    return Ballot(change(ballot.leaf), ballot.t, ballot.answers)


def counts(m):
    c = "counts.json"

    def lie(name, expected, twist, file=c):
        return (name, {"counts": twist}, file, expected)
    return [
        lie("a cell with more tokens than people", "cell 7 has more tokens than people", at(2, lambda c: {**c, "issued": 54})),
        lie("a cell with more ballots than tokens", "cell 7 has 33 ballots and 32 tokens", at(2, lambda c: {**c, "issued": 32}), "leaves.bin"),
        lie("counts out of order", "order", lambda c: c[::-1]),
        lie("a cell without a count", "each cell", lambda c: c[:-1]),
        lie("a cell nobody knows", "order", at(4, lambda c: {**c, "cell": 12})),
        lie("a count below nothing", "", at(0, lambda c: {**c, "issued": -1})),
        lie("a count of another class", "", at(0, lambda c: {**c, "class": 2})),
        lie("a field nobody knows", "", at(0, lambda c: {**c, "names": []})),
    ]


def request(m):
    def lie(name, file, expected, **fields):
        return (name, {"request": lambda r: r.update(fields)}, file, expected)
    root = p.b64(bytes(32))
    return [
        lie("a root of other ballots", "received.bin", "root", blob_roots={"1": root}),
        lie("two sets of ballots", "request.json", "", blob_roots={"1": root, "2": root}),
        lie("other counts", "counts.json", "request", counts_sha256=root),
        lie("another wave", "request.json", "wave", wave_id=p.b64(bytes(16))),
        lie("a key that is none", "request.json", "key", ephemeral_pk=p.b64(b"\x04" + bytes(64))),
        lie("a field nobody knows", "request.json", "", colour="red"),
    ]


def received(m):
    r, d = "received.bin", "dropped.json"
    stuffed = Ballot(os.urandom(422), os.urandom(32), None)

    def lie(name, file, expected, **twists):
        return (name, twists, file, expected)
    far = {"blob": p.b64(b"\xff" * 32), "class": 1, "reason": "bad_seal"}
    return [
        lie("a ballot received twice", r, "twice", received=lambda b: b.insert(5, b[5])),
        lie("two ballots changed places", r, "order", received=lambda b: b[:3] + b[3:5][::-1] + b[5:]),
        lie("a ballot that came and is nowhere", "head.json", "add up", received=lambda b: sorted(b + [stuffed], key=lambda x: x.blob)),
        lie("a ballot on the board that never came", "head.json", "add up", received=lambda b: b[1:]),
        lie("a ballot exchanged after the council signed", r, "root", received_bin=lambda data: bits(data, 100, b"another one")),
        lie("an entry cut short", r, "length", received_bin=lambda data: data[:-1]),
        lie("half an entry more", r, "length", received_bin=lambda data: data + bytes(30)),
        lie("a ballot of a class nobody drew for", r, "", received=lambda b: sorted([reclassed(b[0])] + b[1:], key=lambda x: x.blob)),
        lie("set aside for no known reason", d, "", dropped_json=at(0, lambda x: {**x, "reason": "late"})),
        lie("set aside out of order", d, "order", dropped_json=lambda x: x[::-1]),
        lie("set aside twice", d, "", dropped_json=lambda x: x.insert(0, x[0])),
        lie("set aside and never received", d, "never received", dropped_json=lambda x: x.append(far)),
        lie("set aside in another class", d, "", dropped_json=at(0, lambda x: {**x, "class": 2})),
        lie("set aside with words", d, "", dropped_json=at(0, lambda x: {**x, "note": "?"})),
        lie("one set aside is not told", "head.json", "add up", dropped_json=lambda x: x[1:]),
    ]


def reclassed(ballot):
    ballot = copy.copy(ballot)
    ballot.entry = b"\x02" + ballot.entry[1:]
    return ballot


def small_order(m):
    """Key and signature that hold for any message where only the group equation is asked."""
    person = Person(m.wave_id, 8, m.keys[8])
    person.pk = b"\x01" + bytes(31)
    message = b"KARUNA-TOKEN-v1" + b"\x00\x01" + m.wave_id + b"\x01" + p.u32(8) + person.pk
    person.token = p.pss(m.keys[8], person.prefix + message)
    leaf = person.leaf([1] * 5)
    return Ballot(leaf[:358] + b"\x01" + bytes(63), os.urandom(32), [1] * 5)


def board(m):
    b = "leaves.bin"
    i = 50
    answers = [1, 2, 3, 4, 1]

    def kept(name, expected, change):
        """Among the ballots before anything is made of them: received, board and release follow."""
        return (name, {"kept": at(i, change)}, b, expected)

    def lie(name, expected, **twists):
        return (name, twists, b, expected)
    elsewhere = Person(os.urandom(16), 8, m.keys[8])
    malleable = lambda leaf: leaf[:390] + (int.from_bytes(leaf[390:], "little") + L).to_bytes(32, "little")
    holds = "token or a signature that does not hold"
    return [
        lie("a ballot twice", "twice", board=lambda x: x.insert(9, x[9])),
        lie("one key with two ballots", "twice", kept=at(i, lambda x: m.people[8][0].ballot(answers)), superseded=lambda s: s + [m.kept[51]]),
        lie("two ballots changed places", "order", board=lambda x: x[:3] + x[3:5][::-1] + x[5:]),
        lie("the board in another order", "order", board=lambda x: x[::-1]),
        lie("a leaf cut short", "422", leaves_bin=lambda data: data[:-1]),
        lie("a byte too many", "422", leaves_bin=lambda data: data + b"\x00"),
        lie("a leaf that is not under the root", "root", leaves_bin=lambda data: bits(data, 422 * 7 + 330, bytes(8))),
        lie("a leaf left out of the file", "root", leaves_bin=lambda data: data[422:]),
        kept("a token of another key", holds, lambda x: Person(m.wave_id, 8, m.spare_key).ballot(answers)),
        kept("a token of another cell", holds, lambda x: Person(m.wave_id, 8, m.keys[11]).ballot(answers)),
        kept("a token of another wave", holds, lambda x: releaf(elsewhere.ballot(answers), lambda leaf: elsewhere.leaf(answers, wave_id=m.wave_id))),
        kept("a token of another kind", holds, lambda x: Person(m.wave_id, 8, m.keys[8], kind=0).ballot(answers)),
        kept("a ballot signed by another key", holds, lambda x: m.people[8][0].ballot(answers, key=m.stranger)),
        kept("a ballot signed for another wave", holds, lambda x: m.people[8][0].ballot(answers, wave_id=os.urandom(16))),
        kept("another key than the token's", holds, lambda x: releaf(x, lambda leaf: bits(leaf, 5, p.raw_public(m.stranger)))),
        kept("another prefix", holds, lambda x: releaf(x, lambda leaf: bits(leaf, 37, bytes(32)))),
        kept("another hash of the answers", holds, lambda x: releaf(x, lambda leaf: bits(leaf, 326, bytes(32)))),
        kept("withdrawn by somebody else", holds, lambda x: releaf(x, lambda leaf: bits(leaf, 325, b"\x01"))),
        kept("moved to another cell", holds, lambda x: releaf(x, lambda leaf: bits(leaf, 1, p.u32(11)))),
        kept("a key that signs everything", holds, lambda x: small_order(m)),
        kept("a signature a second time larger", holds, lambda x: releaf(x, malleable)),
        kept("no token", holds, lambda x: releaf(x, lambda leaf: bits(leaf, 69, bytes(256)))),
        kept("flags nobody knows", "no cell", lambda x: m.people[8][0].ballot(answers, flags=2)),
        kept("a cell nobody knows", "no cell", lambda x: Person(m.wave_id, 99, m.keys[8]).ballot(answers)),
        kept("a class nobody knows", "no cell", lambda x: releaf(x, lambda leaf: bits(leaf, 0, b"\x02"))),
    ]


def head(m):
    h, zeros = "head.json", p.b64(bytes(32))

    def lie(name, expected, file=h, build=None, **fields):
        return (name, {"head": lambda x: x.update(fields), **(build or {})}, file, expected)
    return [
        lie("another root", "root", "leaves.bin", root=zeros),
        lie("another size", "root", "leaves.bin", size=308),
        lie("another number for the order", "order", board_nonce=zeros),
        lie("another list of those received", "belongs", received_sha256=zeros),
        lie("another list of those set aside", "belongs", dropped_sha256=zeros),
        lie("one more replaced", "add up", superseded_count=5),
        lie("fewer than none replaced", "add up", superseded_count=-1),
        lie("openings without a council", "belongs", build={"council": False}, openings_sha256=zeros),
        lie("openings that are no hash", "belongs", openings_sha256=1),
        ("no openings", {"head": lambda x: x.pop("openings_sha256") and None}, h, "belongs"),
        lie("a field nobody knows", "belongs", colour="red"),
    ]


def atom(part, change):
    return lambda atoms: atoms.__setitem__(part, change(atoms[part]))


def split(atoms):
    """The first atom of several cells in two: one is below k."""
    i = next(i for i, a in enumerate(atoms) if len(a["cells"]) > 1)
    first, rest = {"cells": atoms[i]["cells"][:1], "n": 5}, {"cells": atoms[i]["cells"][1:], "n": atoms[i]["n"] - 5}
    return atoms[:i] + [first, rest] + atoms[i + 1:]


def merged(atoms):
    return [{"cells": sorted(atoms[0]["cells"] + atoms[1]["cells"]), "n": atoms[0]["n"] + atoms[1]["n"]}] + atoms[2:]


def release(m):
    r, zeros = "release.json", p.b64(bytes(32))

    def table(name, twist, expected="table"):
        return (name, {"table": twist}, r, expected)

    def fields(name, expected, twist, file=r, **build):
        return (name, {"release": twist, **build}, file, expected)
    groups = "smallest groups"
    return [
        ("a group below k", {"atoms": atom(0, split)}, r, groups),
        ("two groups made one", {"atoms": atom(2, merged)}, r, groups),
        ("groups in another order", {"atoms": atom(0, lambda a: a[::-1])}, r, groups),
        ("one ballot more in a group", {"atoms": atom(0, lambda a: [{**a[0], "n": a[0]["n"] + 1}] + a[1:])}, r, groups),
        ("a group left out", {"atoms": atom(1, lambda a: a[1:])}, r, groups),
        ("cells of a group out of order", {"atoms": atom(2, lambda a: [{**x, "cells": x["cells"][::-1]} for x in a])}, r, groups),
        ("a fourth partition", {"atoms": lambda a: a.append(a[0])}, r, groups),
        table("a sum left out", lambda t: t[:-1]),
        table("a sum nobody declared", lambda t: t.append([t[-1][0] + 1, 0, 3])),
        table("a sum of a group that is not there", lambda t: t.insert(4, [0, 4, 3])),
        table("the same sum twice", lambda t: t.insert(1, t[0])),
        table("sums out of order", lambda t: t[1:2] + t[:1] + t[2:]),
        table("a sum no answers can make", at(0, lambda e: [e[0], e[1], 20_000])),
        table("fewer than no answers", at(4, lambda e: [e[0], e[1], -2_000])),
        table("a sum that is text", at(0, lambda e: [e[0], e[1], "7"])),
        table("a sum with a name", at(0, lambda e: e + ["E0001"])),
        fields("another board", "another board", lambda x: x.update(head_sha256=zeros)),
        fields("another manifest", "another manifest", lambda x: x.update(question_part_sha256=zeros)),
        fields("other comments", "release", lambda x: x.update(comments_sha256=zeros), "comments.json"),
        fields("a field nobody knows", "fields", lambda x: x.update(persons=[])),
        fields("groups of exact where there is noise", "fields", lambda x: x.update(groups=[], hidden=[])),
        ("comments where nobody asked for any", {"comments": lambda _: b'["?"]'}, "comments.json", ""),
        fields("exact without groups", "fields", lambda x: x.pop("groups") and None, profile="exact"),
        fields("an atom in two groups", "share", lambda x: x["groups"][0].append([0]), profile="exact"),
        fields("an atom in no group", "neither", lambda x: x["groups"][0].pop() and None, profile="exact"),
        fields("an atom shown and hidden", "hidden", lambda x: x["hidden"].append([0, 0]), profile="exact"),
        fields("hidden of a statistic that is not there", "hidden", lambda x: x["hidden"].append([8, 0]), profile="exact"),
        fields("a group of an atom that is not there", "union", lambda x: x["groups"][0].append([9]), profile="exact"),
        fields("a group of nothing", "group", lambda x: x["groups"][0].append([]), profile="exact"),
        fields("a value of exact left out", "table", lambda x: x["table"].pop() and None, profile="exact"),
        fields("a value of exact for another group", "table", lambda x: x["table"][0].__setitem__(1, 7), profile="exact"),
        fields("a sum of exact no answers can make", "table", lambda x: x["table"][0].__setitem__(2, 20_000), profile="exact"),
        fields("an answer that P3 keeps back", "table", lambda x: x["table"][0].__setitem__(2, 4 * x["table"][ranks(x)][2]), profile="exact"),
    ]


def ranks(release):
    """Where in the table of exact the number of answers of the first sum begins."""
    return len(release["groups"][0])
