# SPDX-License-Identifier: Apache-2.0
"""Who takes part in the made-up wave: keys, cells, tokens and ballots, as docs/protocol.md ("Tokens and ballots") has them."""
import os
import random

import primitives as p

CLASS = b"\x01"


class Ballot:
    """One that the door took: its leaf, the t that ties it to what was received, and the entry of received.bin."""

    def __init__(self, leaf, t, answers, link=None):
        self.leaf, self.t, self.answers = leaf, t, answers
        self.link = p.sha(b"KARUNA-LINK-v1", leaf, t) if link is None else link
        # The sealed bytes themselves are in no bundle; random ones stand for them here.
        self.entry = CLASS + self.link + p.sha(os.urandom(500))

    @property
    def pk(self):
        return self.leaf[5:37]

    @property
    def cell(self):
        return int.from_bytes(self.leaf[1:5], "big")

    @property
    def withdrawn(self):
        return self.leaf[325] == 1

    @property
    def blob(self):
        return p.sha(b"KARUNA-BLOB-v1", self.entry)


class Person:
    """Somebody with a token: a key pair of its own and the signature of its cell on it."""

    def __init__(self, wave_id, cell, rsa_key, kind=1):
        self.wave_id, self.cell = wave_id, cell
        self.key = p.signing_key()
        self.pk, self.prefix = p.raw_public(self.key), os.urandom(32)
        message = b"KARUNA-TOKEN-v1" + b"\x00" + bytes([kind]) + wave_id + CLASS + p.u32(cell) + self.pk
        self.token = p.pss(rsa_key, self.prefix + message)

    def leaf(self, answers, flags=0, seq=0, key=None, wave_id=None):
        wave_id = wave_id or self.wave_id
        hidden = p.sha(b"KARUNA-ANS-v1", os.urandom(32), p.u16(seq), bytes(answers))
        signed = b"KARUNA-BALLOT-v1" + wave_id + CLASS + p.u32(self.cell) + bytes([flags]) + hidden
        leaf = CLASS + p.u32(self.cell) + self.pk + self.prefix + self.token + bytes([flags]) + hidden + (key or self.key).sign(signed)
        assert len(leaf) == 422
        return leaf

    def ballot(self, answers, **how):
        return Ballot(self.leaf(answers, **how), os.urandom(32), answers)


class Material:
    """Everything of a wave that costs time and does not depend on its manifest: made once, so that a hundred bundles can be built of it.

    `sizes`: ballots by number of the cell; every cell has ten tokens more than ballots and ten people more than tokens, at least 20.
    """

    def __init__(self, sizes, questions, seed=11):
        draw = random.Random(seed)
        self.wave_id = os.urandom(16)
        self.sizes, self.questions = sizes, questions
        self.server, self.witness, self.receipt, self.stranger = (p.signing_key() for _ in range(4))
        self.sk_s, self.sk_c, self.w = (p.scalar_key(draw.randrange(1, p.ORDER)) for _ in range(3))
        self.seed_s, self.seed_c, self.nonce = os.urandom(32), os.urandom(32), os.urandom(32)
        self.admission = p.rsa_key()
        self.keys = {cell: p.rsa_key() for cell in sizes}
        self.spare_key = p.rsa_key()
        self.page = b"<!doctype html><title>a page</title>"
        self.draw = draw
        self.people = {cell: [Person(self.wave_id, cell, self.keys[cell]) for _ in range(n)] for cell, n in sizes.items()}
        everybody = [person for people in self.people.values() for person in people]
        self.kept = [person.ballot(self.answers()) for person in everybody]
        # Three who withdrew: they stand on the board and count nowhere.
        for i in (0, 7, len(everybody) - 1):
            self.kept[i] = everybody[i].ballot([0] * len(questions), flags=1, seq=16)
        # Four who answered before they answered again.
        self.superseded = [everybody[i].ballot(self.answers()) for i in (1, 1, 2, 7)]
        first = next(iter(sizes))
        bad_token = Person(self.wave_id, first, self.spare_key)
        bad_signature = Person(self.wave_id, first, self.keys[first])
        self.dropped = [(Ballot(os.urandom(422), os.urandom(32), None, link=os.urandom(32)), reason) for reason in ("bad_seal", "bad_link", "bad_range")]
        self.dropped += [(bad_token.ballot(self.answers()), "bad_token"),
                         (bad_signature.ballot(self.answers(), key=self.stranger), "bad_signature")]

    def answers(self):
        """Answer bytes: 0 skipped, b the value min + b - 1, or one of the others."""
        out = []
        for q in self.questions:
            codes = list(range(1, q["max"] - q["min"] + 2))
            out.append(self.draw.choice([0] + codes * 4 + q["others"]))
        return out
