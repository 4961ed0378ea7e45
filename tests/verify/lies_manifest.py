# SPDX-License-Identifier: Apache-2.0
"""Manifests that break one rule of docs/protocol.md each, signed by server and council as if it were none. A lie is
(name, how the bundle is built, the file that verify must name, a word that must stand in that line)."""
import copy

import bundle
import primitives as p


CONTACT = {"kind": "now", "reach": "116 123", "text": {"de": "Hört zu.", "en": "Listens."}}


def put(**fields):
    return lambda value: value.update(fields)


def drop(name):
    return lambda value: value.pop(name) and None


def cell(number, **fields):
    """`fields` of the cell with this number."""
    return lambda cells: [c.update(fields) for c in cells if c["cell"] == number] and None


def key_fields(key):
    data = p.spki(key)
    return {"spki": p.b64(data), "spki_sha256": p.b64(p.sha(data))}


def token_part(m):
    spki = p.b64(p.spki(m.keys[7]))
    t = "token_part.json"

    def lie(name, expected, build=None, **fields):
        return (name, {"token_part": put(**fields), **(build or {})}, t, expected)
    return [
        lie("version 2", "fields", version=2),
        lie("another frame", "fields", frame="attributes"),
        lie("a class nobody knows", "fields", classes=[1, 3]),
        lie("a profile nobody knows", "fields", profile="loose"),
        lie("a kind of wave nobody knows", "fields", wave_kind="daily"),
        lie("trial is no yes or no", "fields", trial=1),
        lie("a field nobody knows", "fields", colour="red"),
        ("a field is missing", {"token_part": drop("policy")}, t, "fields"),
        lie("a policy of its own", "fields", policy={"ledger_days": 14, "reminders_max": 2, "watch": 1}),
        lie("page hash of 31 bytes", "fields", page_sha256=p.b64(bytes(31))),
        lie("17 uses", "policy", uses=17),
        lie("no use", "policy", uses=0),
        lie("65 uses in a pulse", "policy", {"kind": "pulse"}, uses=65),
        lie("who drew is known for 15 days", "policy", policy={"ledger_days": 15, "reminders_max": 2}),
        lie("three reminders", "policy", policy={"ledger_days": 14, "reminders_max": 3}),
        lie("k falls", "smallest groups", k=[30, 10, 100]),
        lie("k of 4", "smallest groups", k=[4, 30, 100]),
        lie("k has two sizes", "smallest groups", k=[10, 30]),
        lie("k below 10 without a council", "smallest groups", {"council": False}, k=[9, 30, 100]),
        lie("k below 10 in exact", "smallest groups", {"profile": "exact"}, k=[9, 10, 30]),
        ("exact without a council", {"profile": "exact", "council": False}, t, "smallest groups"),
        lie("the desk closes before it opens", "dates", closes_desk=498520),
        lie("ballots close before they open", "dates", closes_ballots=498640, closes_desk=498630),
        lie("ballots open before the desk", "dates", opens_ballots=498519),
        lie("the desk closes after the ballots", "dates", closes_desk=499001),
        lie("a late desk that the manifest denies", "dates", late_desk=False),
        lie("people who are in no cell", "people", eligible_total=[10_000]),
        lie("an admission key that is a cell's", "admission", admission_spki=[spki]),
        lie("an admission key of 1024 bits", "admission", admission_spki=[p.b64(p.spki(p.rsa_key(1024)))]),
        lie("an admission key with exponent 3", "admission", admission_spki=[p.b64(p.spki(p.rsa_key(2048, 3)))]),
        lie("no admission key", "admission", admission_spki=[]),
        ("a cell more than counted", {"token_part": put(cells_count=4)}, "cells.json", "root"),
        ("another root of the cells", {"token_part": put(cells_root=p.b64(bytes(32)))}, "cells.json", "root"),
    ]


def cells(m):
    def lie(name, expected, twist):
        return (name, {"cells": twist}, "cells.json", expected)
    small, wide = p.rsa_key(1024), p.rsa_key(3072)
    last = {"minimum": 10, "eligible": 26}
    return [
        lie("a headcount nobody attested", "attested", cell(5, attested=False)),
        lie("a cell of 19 people", "fewer", cell(2, eligible=19)),
        lie("a minimum of 10 for nothing", "minimum", cell(2, minimum=10)),
        lie("a minimum of 5", "minimum", cell(2, minimum=5)),
        lie("a minimum of 10 after a wave of 69 %", "minimum", cell(2, **last, last_issued=69, last_eligible=100)),
        lie("more tokens than people in the last wave", "last", cell(2, **last, last_issued=21, last_eligible=20)),
        lie("a last wave of nobody", "minimum", cell(2, **last, last_issued=0, last_eligible=0)),
        lie("half of the last wave", "last wave", cell(2, **last, last_issued=20)),
        lie("nine people where ten are enough", "fewer", lambda c: cell(2, **{**last, "eligible": 9}, last_issued=20, last_eligible=20)(c)),
        lie("more new people than people", "new", cell(2, new_share=101)),
        lie("a share of new people that is none", "new", cell(2, new_share=-1)),
        lie("one team that counts together with nobody", "", cell(2, teams=1)),
        lie("a cell nowhere", "", cell(2, units=[])),
        lie("two organisations", "organisation", cell(2, units=["other", "north"])),
        lie("a unit below two others", "unit", cell(11, units=["org", "south", "north"])),
        lie("a unit below itself", "unit", cell(11, units=["org", "south", "south"])),
        lie("a unit that is a number", "unit", cell(11, units=["org", 7])),
        lie("the same number twice", "twice", cell(5, cell=2)),
        lie("cells out of order", "order", lambda c: c[::-1]),
        lie("a number of 33 bits", "", cell(11, cell=2 ** 32 + 11)),
        lie("a label that is none", "", cell(11, label=None)),
        lie("a class nobody draws for", "", cell(11, **{"class": 2})),
        lie("a field nobody knows", "fields", cell(11, colour="red")),
        lie("two cells with one key", "key", lambda c: c[1].update(spki=c[0]["spki"], spki_sha256=c[0]["spki_sha256"])),
        lie("another key than named", "key", cell(7, spki=p.b64(p.spki(m.spare_key)))),
        lie("a key of 1024 bits", "2048", cell(7, **key_fields(small))),
        lie("a key of 3072 bits", "2048", cell(7, **key_fields(wide))),
        lie("a key with exponent 3", "2048", cell(7, **key_fields(p.rsa_key(2048, 3)))),
        lie("a key that is none", "2048", cell(7, spki=p.b64(b"key"), spki_sha256=p.b64(p.sha(b"key")))),
        lie("no cell at all", "", lambda c: []),
    ]


def question(at, **fields):
    return lambda part: part["questions"][at].update(fields)


def other_keys(m, **keys):
    """The same wave with other halves of the tally key."""
    other = copy.copy(m)
    for name, value in keys.items():
        setattr(other, name, value)
    return other


def question_part(m):
    q = "question_part.json"

    def lie(name, expected, twist, **build):
        return (name, {"question_part": twist, **build}, q, expected)
    negative = p.scalar_key(p.ORDER - m.sk_s.private_numbers().private_value)
    spare = p.b64(p.point(p.scalar_key(5)))

    def both(part, pk_c, key):
        pk_s = p.unb64(part["pk_s"])
        part.update(pk_c=p.b64(pk_c), proof_s=p.b64(p.prove_half(m.sk_s, 1, m.wave_id, pk_s, pk_c)),
                    proof_c=p.b64(p.prove_half(key, 2, m.wave_id, pk_s, pk_c)))
    doubled = p.scalar_key(2 * m.sk_s.private_numbers().private_value % p.ORDER)
    return [
        lie("another token part", "token part", put(token_part_sha256=p.b64(bytes(32)))),
        lie("another wave", "token part", put(wave_id=p.b64(bytes(16)))),
        lie("version 2", "token part", put(version=2)),
        lie("a field nobody knows", "fields", put(colour="red")),
        lie("a field is missing", "fields", drop("languages")),
        lie("a tally key that is no sum", "tally", put(tally_pk=spare)),
        lie("a half of the server nobody proved", "tally", lambda part: part.update(proof_s=part["proof_c"])),
        lie("a half of the council nobody proved", "tally", lambda part: part.update(proof_c=part["proof_s"])),
        lie("equal halves", "tally", lambda part: (both(part, p.unb64(part["pk_s"]), m.sk_s), part.update(tally_pk=p.b64(p.point(doubled)))) and None),
        lie("halves that cancel", "tally", lambda part: both(part, p.point(negative), negative)),
        lie("a point that is none", "tally", put(pk_c=p.b64(b"\x04" + bytes(64)))),
        lie("an openings key that is none", "tally", put(w_pk=p.b64(b"\x04" + bytes(63) + b"\x01"))),
        lie("no openings key", "tally", drop("w_pk")),
        lie("an openings key without a council", "tally", put(w_pk=spare), council=False),
        lie("a root of 31 bytes", "", put(seed_root_s=p.b64(bytes(31)))),
        lie("no language", "language", put(languages=[])),
        lie("a language twice", "language", put(languages=["de", "de", "en"])),
        lie("a question twice", "question", question(3, id="made:0")),
        lie("a question without ends", "question", question(4, min=1, max=1)),
        lie("257 codes", "question", question(4, min=0, max=256)),
        lie("an end that is text", "question", question(4, min="0")),
        lie("another code that is one of the scale", "question", question(1, others=[5])),
        lie("another code twice", "question", question(1, others=[6, 6])),
        lie("another code of nine bits", "question", question(1, others=[256])),
        lie("a label too few", "label", lambda part: part["questions"][0]["labels"].pop() and None),
        lie("a label without a language", "label", lambda part: part["questions"][0]["labels"][2].pop("de") and None),
        lie("a text in a language that is not spoken", "text", lambda part: part["questions"][0]["text"].update(fr="?")),
        lie("a text that is none", "text", question(0, text="?")),
        lie("a byte more than questions", "question", put(answer_bytes={"1": 6})),
        lie("answers of a class that is not there", "question", put(answer_bytes={"1": 5, "2": 5})),
        lie("no question", "question", put(questions=[])),
        lie("a lead in one language", "lead", question(0, lead={"en": "Think of last week."})),
        lie("contacts beside an answer that is not there", "contacts", question(0, care=[7])),
        lie("contacts twice beside an answer", "contacts", question(0, care=[1, 1])),
        lie("nine contacts", "contacts", put(contacts=[CONTACT] * 9)),
        lie("an empty list of contacts", "contacts", put(contacts=[])),
        lie("a contact nobody can reach", "contacts", put(contacts=[{**CONTACT, "reach": ""}])),
        lie("a contact of another kind", "contacts", put(contacts=[{**CONTACT, "kind": "shop"}])),
        lie("a contact in one language", "contacts", put(contacts=[{**CONTACT, "text": {"en": "Listens."}}])),
    ]


def statistic(name, **fields):
    return lambda part: [s.update(fields) for s in part["statistics"] if s["id"] == name] and None


def entry(name, at=0, **fields):
    return lambda part: [s["items"][at].update(fields) for s in part["statistics"] if s["id"] == name] and None


def statistics(m):
    q = "question_part.json"

    def declared(name, expected, twist, **build):
        """Before the noise is planned: noise and table are those that this declaration asks for."""
        return (name, {"statistics": twist, **build}, q, expected)

    def said(name, expected, twist, **build):
        return (name, {"question_part": twist, **build}, q, expected)

    def find(statistics, name):
        return next(s for s in statistics if s["id"] == name)

    def moments(change):
        def twist(s):
            found = find(s, "moments")
            found["items"] = change(found["items"])
        return twist
    second = {"group": "index", "id": "index:2", "partition": "index"}
    return [
        declared("the same name twice", "twice", lambda s: find(s, "item:3").update(id="item:2")),
        declared("two indices", "index", lambda s: s.insert(1, {**second, "items": find(s, "index")["items"]})),
        declared("two matrices of moments", "moments", lambda s: s.append({**find(s, "moments"), "id": "again"})),
        declared("two scales share a question", "scale", lambda s: find(s, "scale:b")["items"].append(find(s, "scale:a")["items"][0])),
        declared("a question twice in a scale", "", lambda s: find(s, "scale:b")["items"].append(dict(find(s, "scale:b")["items"][0]))),
        declared("a question twice in the index", "twice", lambda s: find(s, "index").update(items=find(s, "index")["items"] + find(s, "index")["items"][:1])),
        declared("a sum of different ranges", "range", lambda s: find(s, "scale:a")["items"].append(bundle.item(m.questions, 4))),
        declared("an item of two questions", "entry", lambda s: find(s, "item:0").update(items=find(s, "scale:a")["items"])),
        declared("a share of two entries", "entry", lambda s: find(s, "share:told")["items"].append({"ones": [1], "q": 0})),
        declared("a share among the scales", "share", lambda s: find(s, "scale:a").update(items=[{"ones": [2], "q": 4}])),
        declared("moments of three questions", "moments", moments(lambda items: items[:3])),
        declared("moments in another order", "moments", moments(lambda items: items[::-1])),
        declared("moments of one question four times", "moments", moments(lambda items: items[:1] * 4)),
        declared("moments with another sign", "moments", moments(lambda items: [{**items[0], "sign": -1}] + items[1:])),
        declared("moments in exact", "moments", lambda s: s.append({"group": "moments", "id": "moments", "partition": "organisation",
                                                                  "items": [bundle.item(m.questions, i) for i in range(4)]}), profile="exact"),
        said("a group nobody knows", "group", statistic("item:0", group="persons", partition="persons")),
        said("items published by the smallest groups", "partition", statistic("item:0", partition="index")),
        said("a question that is not there", "question", entry("item:0", q=5)),
        said("another end than the question has", "question", entry("item:0", max=4)),
        said("other codes than the question has", "question", entry("item:1", others=[])),
        said("a sign of 0", "question", entry("item:0", sign=0)),
        said("a sign of 2", "question", entry("item:0", sign=2)),
        said("a share of a code that is not there", "share", entry("share:told", ones=[2, 3])),
        said("a share of skipping", "share", entry("share:told", ones=[0])),
        said("a share of a code twice", "share", entry("share:told", ones=[2, 2])),
        said("a share of no code", "share", entry("share:told", ones=[])),
        said("a statistic of nothing", "", statistic("item:0", items=[])),
        said("a field nobody knows", "", statistic("item:0", colour="red")),
        said("less noise in a sum", "noise", statistic("item:0", sigma2_T=45)),
        said("no noise", "noise", statistic("index", sigma2_T=0, sigma2_N=0)),
        said("less noise in a number of answers", "noise", statistic("scale:a", sigma2_N=1)),
        said("more noise than planned", "noise", statistic("index", sigma2_T=10 ** 9)),
        said("a smaller sensitivity", "noise", statistic("index", D1_sq=15)),
        said("a smaller sensitivity of a whole ballot", "noise", statistic("index", DW_sq=15)),
        said("noise in the number of the moments", "noise", statistic("moments", sigma2_N=1)),
        said("noise that is no number", "", statistic("index", sigma2_T="96")),
        said("noise in exact", "noise", statistic("item:0", sigma2_T=1), profile="exact"),
        said("caps of another profile", "budget", put(caps={"one": 1001, "whole": 28000}, budget_after={"one": 2001, "whole": 56000})),
        said("a budget that does not grow", "budget", put(budget_after={"one": 1000, "whole": 28000})),
        said("beyond the rhythm for one answer", "budget", put(budget_before={"one": 11001, "whole": 0}, budget_after={"one": 12001, "whole": 28000})),
        said("beyond the rhythm for a ballot", "budget", put(budget_before={"one": 0, "whole": 222001}, budget_after={"one": 1000, "whole": 250001})),
        said("beyond the rhythm of strict", "budget", put(budget_before={"one": 2751, "whole": 0}, budget_after={"one": 3001, "whole": 7000}),
             profile="strict"),
    ]
