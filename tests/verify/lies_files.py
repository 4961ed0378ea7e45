# SPDX-License-Identifier: Apache-2.0
"""Files altered, lost, cut or exchanged after they were signed; and what only the council can see, who has the openings."""
import os

import bundle
import primitives as p
from people import Ballot, Person

SIGNED = {"token_part": ("server", "witness"), "question_part": ("server", "witness"), "request": ("server", "witness"), "counts": ("server",),
          "head": ("server",), "release": ("server",)}


def files(change):
    return {"files": change}


def put(name, data):
    return files(lambda all: {**all, name: data(all[name])})


def altered(data):
    """One byte in the middle; in JSON a letter or digit, so that it stays readable."""
    data = bytearray(data)
    places = [i for i, c in enumerate(data) if chr(c).isalnum() and c < 128] if data[:1] in b"[{" else list(range(len(data)))
    at = places[len(places) // 2] if places else 0
    data[at] = ord("7") if data[at] != ord("7") else ord("8")
    return bytes(data)


def one_by_one(m):
    names = sorted(bundle.build(m)[0])
    out = []
    for name in names:
        stem = name.split(".")[0]
        out.append((f"{name} altered", put(name, altered), stem, ""))
        out.append((f"{name} empty", put(name, lambda _: b""), stem, ""))
        out.append((f"{name} cut in half", put(name, lambda data: data[:len(data) // 2]), stem, ""))
        if name not in ("final.witness.sig", "token_part.json"):  # the council signs last; without a token part there is no bundle at all
            out.append((f"{name} missing", files(lambda all, name=name: {n: d for n, d in all.items() if n != name}), stem, ""))
    return out


def signatures(m):
    out = []
    for name, signers in SIGNED.items():
        for who in signers:
            out.append((f"{name} signed by a stranger for the {who}", {f"key_{name}_{who}": lambda _: m.stranger}, f"{name}.{who}.sig", "does not hold"))
    out.append(("the end signed by a stranger", {"key_final": lambda _: m.stranger}, "final.witness.sig", "does not hold"))
    out.append(("the end signed by the server", {"key_final": lambda _: m.server}, "final.witness.sig", "does not hold"))
    out.append(("a witness of its own for the request", {"key_request_witness": lambda _: m.server}, "request.witness.sig", "does not hold"))
    out.append(("two signatures changed places", files(lambda all: {**all, "head.server.sig": all["release.server.sig"], "release.server.sig": all["head.server.sig"]}),
                "head.server.sig", "does not hold"))
    out.append(("the end of another release", files(lambda all: {**all, "final.witness.sig": p.sign_file(m.witness, "FINAL", m.wave_id, all["head.json"] + bytes(32))}),
                "final.witness.sig", "does not hold"))
    out.append(("a signature and a byte", put("counts.server.sig", lambda data: data + b"\x00"), "counts.server.sig", "does not hold"))
    return out


def json_forms(m):
    """Not canonical, or not what is expected at all: each is named, none is a crash."""
    first = lambda data: data[:1]
    forms = {
        "with a blank": lambda data: first(data) + b" " + data[1:],
        "with a line end": lambda data: data + b"\n",
        "with a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
        "twice": lambda data: data + data,
        "as a list": lambda data: b"[]" if first(data) == b"{" else b"{}",
        "as nothing": lambda _: b"null",
        "as a number": lambda _: b"7",
        "as an empty object": lambda _: b"{}",
        "as a list of lists": lambda _: b"[[]]",
        "as a list of nothing": lambda _: b"[null]",
        "as a deep list": lambda _: b"[" * 20000 + b"]" * 20000,
        "not UTF-8": lambda data: first(data) + b"\xff" + data[1:],
    }
    names = sorted(name for name in bundle.build(m)[0] if name.endswith(".json"))
    out = [(f"{name} {form}", put(name, change), name, "") for name in names for form, change in forms.items()]
    numbers = [("a fraction", b'"uses":16', b'"uses":16.0'), ("an exponent", b'"uses":16', b'"uses":1.6e1'), ("a number beyond 2^53", b'"uses":16', b'"uses":9007199254740993'),
               ("minus nothing", b'"uses":16', b'"uses":-0'), ("a name twice", b'"uses":16', b'"uses":16,"uses":16'), ("names out of order", b'"version":1', b'"aversion":1'),
               ("an escape nobody needs", b'"title":"Fr', b'"title":"\\u0046r')]
    out += [(f"token_part.json with {name}", put("token_part.json", lambda data, a=a, b=b: data.replace(a, b)), "token_part.json", "") for name, a, b in numbers]
    # Each value of each file, whatever it is, as something else: names must hold, and nothing may fall over.
    return out


def folder(m):
    """What has no business in a bundle."""
    return [
        ("a file nobody knows", files(lambda all: {**all, "answers.csv": b"E0001,5\n"}), "answers.csv", "not"),
        ("a signature nobody knows", files(lambda all: {**all, "release.witness.sig": bytes(64)}), "release.witness.sig", "not"),
    ]


def openings(m):
    """(name, how the bundle is built, file, words): run with the openings."""
    o = "openings"
    everybody = [person for people in m.people.values() for person in people]
    stranger = Person(m.wave_id, 8, m.keys[8])
    valid = stranger.ballot([1] * 5)

    def exchange(received):
        """The ballot that came is not the one on the board: the server put its own in its place."""
        i = next(i for i, ballot in enumerate(received) if ballot in m.kept[60:70])
        own = Ballot(os.urandom(422), os.urandom(32), None)
        return sorted(received[:i] + [own] + received[i + 1:], key=lambda ballot: ballot.blob)

    def forge(superseded):
        """Called replaced, with a token that does not hold."""
        bad = Person(m.wave_id, everybody[1].cell, m.spare_key)
        bad.pk = everybody[1].pk
        return superseded[1:] + [bad.ballot([1] * 5, key=everybody[1].key)]

    def false_drop(reason):
        return lambda dropped: dropped + [(valid, reason)]

    def swap_evidence(dropped):
        """The evidence shown is of another ballot than was dropped."""
        out = []
        for ballot, reason in dropped:
            if reason == "bad_token":
                shown = Person(m.wave_id, 8, m.spare_key).ballot([2] * 5)
                shown.link, shown.entry = ballot.link, ballot.entry
                ballot = shown
            out.append((ballot, reason))
        return out
    t_of = 32 * 20
    return [
        ("openings cut short", {"openings": lambda data: data[:-1]}, o, "length"),
        ("openings of nothing", {"openings": lambda data: b""}, o, "length"),
        ("another t for a ballot on the board", {"openings": lambda data: data[:t_of] + bytes(32) + data[t_of + 32:]}, o, "neither on the board nor replaced"),
        ("a ballot exchanged for one of the server's", {"received": exchange}, o, "neither on the board nor replaced"),
        ("called replaced, and nothing stands in its place", {"superseded": lambda s: s + [valid]}, o, "nothing on the board"),
        ("called replaced, with a token that does not hold", {"superseded": forge}, o, "does not hold"),
        ("dropped for its token, which holds", {"dropped": false_drop("bad_token")}, o, "both hold"),
        ("dropped for its signature, which holds", {"dropped": false_drop("bad_signature")}, o, "both hold"),
        ("dropped, and another is shown", {"dropped": swap_evidence}, o, "another than was received"),
    ]
