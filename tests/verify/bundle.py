# SPDX-License-Identifier: Apache-2.0
"""A whole bundle of a closed wave, built from docs/protocol.md without a line of ours.

`build(material, **twists)` gives the files by name. A twist is a function that gets one part while it is made and may change it, in place or by giving
another; everything that comes later is made and signed from what it left. So a twist is a lie that server and council told together, and only the rule it
breaks can give it away. What is altered after signing is altered in the files.
"""
import copy

import primitives as p
import sums
from people import CLASS, Material

QUESTIONS = [{"id": f"made:{i}", "min": 1, "max": 5, "others": [6] if i == 1 else []} for i in range(4)]
QUESTIONS.append({"id": "made:told", "min": 0, "max": 1, "others": [4, 5]})
CELLS = {2: ("org", "north"), 5: ("org", "north"), 7: ("org", "south"), 8: ("org", "south"), 11: ("org",)}
SIZES = {2: 6, 5: 12, 7: 33, 8: 118, 11: 140}
draw_noise = sums.sampler()


def item(questions, q, sign=1):
    return {"max": questions[q]["max"], "min": questions[q]["min"], "others": questions[q]["others"], "q": q, "sign": sign}


def declared(questions, profile):
    """The usual sums: index, two scales, each question, one share; moments where there is noise."""
    def of(name, group, items):
        return {"group": group, "id": name, "items": items, "partition": "organisation" if group == "moments" else group}
    index = [item(questions, 0), item(questions, 1), item(questions, 2, -1), item(questions, 3)]
    out = [of("index", "index", index), of("scale:a", "scales", index[:2]), of("scale:b", "scales", index[2:])]
    out += [of(f"item:{q}", "items", [item(questions, q)]) for q in range(5)]
    out.append(of("share:told", "items", [{"ones": [2, 4], "q": 4}]))
    if profile != "exact":
        out.append(of("moments", "moments", index))
    return [s for s in out if profile != "exact" or s["group"] != "index"]


def text(words):
    return {"de": words + " (de)", "en": words}


class Step:
    def __init__(self, twists):
        self.twists, self.used = twists, set()

    def __call__(self, name, value):
        self.used.add(name)
        if name not in self.twists:
            return value
        other = self.twists[name](value)
        return value if other is None else other


def build(m, profile="balanced", kind="deep", council=True, k=None, final=True, summed=sums.make_table, **twists):
    step, files = Step(twists), {}
    exact = profile == "exact"
    k = k or ([10, 10, 30] if exact else [10, 30, 100])

    def sign(name, data, *signers):
        for who in signers if council else [s for s in signers if s == "server"]:
            files[f"{name}.{who}.sig"] = p.sign_file(step("key_" + name + "_" + who, getattr(m, who)), name.upper(), m.wave_id, data)

    # -- token part ------------------------------------------------------------------------------------------------------------------
    cells = []
    for cell, n in m.sizes.items():
        key = p.spki(m.keys[cell])
        cells.append({"attested": True, "cell": cell, "class": 1, "eligible": max(20, n + 20), "label": f"Group {cell}", "minimum": 20, "new_share": 0,
                      "spki": p.b64(key), "spki_sha256": p.b64(p.sha(key)), "units": list(CELLS.get(cell, ("org",)))})
    cells = step("cells", cells)
    leaves = [p.jcs({name: value for name, value in cell.items() if name != "spki"}) for cell in cells]
    token = step("token_part", {
        "admission_spki": [p.b64(p.spki(m.admission))], "cells_count": len(cells), "cells_root": p.b64(p.merkle_root(leaves)), "classes": [1],
        "closes_ballots": 499000, "closes_desk": 498650, "council": council, "eligible_total": [sum(c["eligible"] for c in cells)],
        "frame": "organisation", "k": k, "late_desk": True, "opens_ballots": 498640, "opens_desk": 498520, "page_sha256": p.b64(p.sha(m.page)),
        "policy": {"ledger_days": 14, "reminders_max": 2}, "profile": profile, "title": "Frühling", "trial": False,
        "uses": 64 if kind == "pulse" else 16, "version": 1, "wave_id": p.b64(m.wave_id), "wave_kind": kind})
    files["cells.json"], files["token_part.json"] = p.jcs(cells), p.jcs(token)
    sign("token_part", files["token_part.json"], "server", "witness")

    # -- question part ---------------------------------------------------------------------------------------------------------------
    questions = copy.deepcopy(m.questions)
    for q in questions:
        q["text"] = text("Question " + q["id"])
        q["labels"] = [text(f"answer {b}") for b in range(q["max"] - q["min"] + 1 + len(q["others"]))]
    questions[-1]["labels"][1] = {}  # the ends of this scale alone have words
    questions = step("questions", questions)
    statistics = declared(questions, profile)
    statistics = step("statistics", statistics)
    sums.plan_noise(statistics, profile, kind)
    statistics = step("noise", statistics)
    pk_s, pk_c = p.point(m.sk_s), p.point(m.sk_c)
    tally = p.scalar_key((m.sk_s.private_numbers().private_value + m.sk_c.private_numbers().private_value) % p.ORDER)
    one, whole = sums.CAPS.get((profile, kind), (0, 0))
    columns = sum(len(s["items"]) * (len(s["items"]) + 1) // 2 if s["group"] == "moments" else 2 for s in statistics)

    def seed_root(seed):
        return p.b64(p.merkle_root([p.sha(p.expand(seed, b"KARUNA-SEED-v1" + p.u32(i), 32)) for i in range(columns * len(cells))]))
    question = {
        "answer_bytes": {"1": len(questions)}, "board_nonce_sha256": p.b64(p.sha(m.nonce)), "budget_after": {"one": 2 * one, "whole": 2 * whole},
        "budget_before": {"one": one, "whole": whole}, "caps": {"one": one, "whole": whole}, "languages": ["de", "en"],
        "pk_c": p.b64(pk_c), "pk_s": p.b64(pk_s), "proof_c": p.b64(p.prove_half(m.sk_c, 2, m.wave_id, pk_s, pk_c)),
        "proof_s": p.b64(p.prove_half(m.sk_s, 1, m.wave_id, pk_s, pk_c)), "questions": questions, "seed_root_c": seed_root(m.seed_c),
        "seed_root_s": seed_root(m.seed_s), "statistics": copy.deepcopy(statistics), "tally_pk": p.b64(p.point(tally)),
        "token_part_sha256": p.b64(p.sha(files["token_part.json"])), "version": 1, "wave_id": p.b64(m.wave_id)}
    if council:
        question["w_pk"] = p.b64(p.point(m.w))
    files["question_part.json"] = p.jcs(step("question_part", question))
    sign("question_part", files["question_part.json"], "server", "witness")

    # -- what was received, and the request --------------------------------------------------------------------------------------------
    kept, superseded, dropped = (step(name, list(getattr(m, name))) for name in ("kept", "superseded", "dropped"))
    received = kept + superseded + [ballot for ballot, _ in dropped]
    received = step("received", sorted(received, key=lambda ballot: ballot.blob))
    counts = step("counts", [{"cell": c["cell"], "class": 1, "issued": m.sizes.get(c["cell"], 0) + 10} for c in cells])
    files["counts.json"] = p.jcs(counts)
    sign("counts", files["counts.json"], "server")
    blob_root = p.merkle_root([ballot.blob for ballot in received])
    files["request.json"] = p.jcs(step("request", {
        "blob_roots": {"1": p.b64(blob_root)}, "counts_sha256": p.b64(p.sha(files["counts.json"])),
        "ephemeral_pk": p.b64(p.point(p.scalar_key(77))), "wave_id": p.b64(m.wave_id)}))
    sign("request", files["request.json"], "server", "witness")
    files["received.bin"] = step("received_bin", b"".join(ballot.entry for ballot in received))

    # -- the board -------------------------------------------------------------------------------------------------------------------
    told = [{"blob": p.b64(ballot.blob), "class": 1, "reason": reason} for ballot, reason in sorted(dropped, key=lambda d: d[0].blob)]
    files["dropped.json"] = p.jcs(step("dropped_json", told))
    board = step("board", sorted(kept, key=lambda ballot: p.sha(m.nonce, ballot.pk)))
    files["leaves.bin"] = step("leaves_bin", b"".join(ballot.leaf for ballot in board))
    root = p.merkle_root([ballot.leaf for ballot in board])
    evidence = [ballot for ballot, reason in dropped if reason in ("bad_token", "bad_signature")]
    openings = b"".join(ballot.t for ballot in board)
    for part in (superseded, evidence):
        openings += b"".join(ballot.leaf + ballot.t for ballot in sorted(part, key=lambda ballot: ballot.blob))
    openings = step("openings", openings)
    head = {"board_nonce": p.b64(m.nonce), "dropped_sha256": p.b64(p.sha(files["dropped.json"])), "received_sha256": p.b64(p.sha(files["received.bin"])),
            "root": p.b64(root), "size": len(board), "superseded_count": len(superseded)}
    if council:
        head["openings_sha256"] = p.b64(p.sha(openings))
    files["head.json"] = p.jcs(step("head", head))
    sign("head", files["head.json"], "server")

    # -- the release -----------------------------------------------------------------------------------------------------------------
    files["comments.json"] = step("comments", b"[]")
    atoms = step("atoms", sums.make_atoms(cells, board, root, token["k"] if len(token["k"]) == 3 else k))

    def noise(column, rank, sigma2):
        i = column * len(cells) + rank
        seeds = [p.expand(seed, b"KARUNA-SEED-v1" + p.u32(i), 32) for seed in (m.seed_s, m.seed_c)]
        return draw_noise(*seeds, blob_root, i, sigma2) if sigma2 else 0
    release = {"atoms": atoms, "comments_sha256": p.b64(p.sha(files["comments.json"])), "head_sha256": p.b64(p.sha(files["head.json"])),
               "question_part_sha256": p.b64(p.sha(files["question_part.json"])), "table": step("table", summed(statistics, atoms, board, noise))}
    if exact:
        # The answers are drawn evenly, so that rule P3 hides nothing here: each group is one atom.
        parts = [sums.GROUPS.index(s["group"]) for s in statistics if s["group"] != "moments"]
        release["groups"] = [[[rank] for rank in range(len(atoms[part]))] for part in parts]
        release["hidden"] = []
    files["release.json"] = p.jcs(step("release", release))
    sign("release", files["release.json"], "server")
    if council and final:
        files["final.witness.sig"] = p.sign_file(step("key_final", m.witness), "FINAL", m.wave_id, files["head.json"] + p.sha(files["release.json"]))
    files = step("files", files)
    assert set(twists) <= step.used, set(twists) - step.used
    return files, openings


def sealed_openings(m, openings):
    return p.hpke_seal(p.point(m.w), b"KARUNA-OPEN-v1" + m.wave_id, b"", openings)


def write(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def made():
    return Material(SIZES, QUESTIONS)
