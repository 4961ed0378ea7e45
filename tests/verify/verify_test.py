#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""karuna-verify on bundles that our close did not make: valid ones pass, and each rule broken alone is named.

verify_test.py KARUNA_VERIFY [PART]        PART: a word of the names to run; all without
Exit code 0 if every case held, 77 where python3-cryptography is missing.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

try:
    import cryptography  # noqa: F401
except ImportError:
    print("skipped: python3-cryptography is not here (packages.apt, test)")
    sys.exit(77)

import bundle
import lies_board
import lies_files
import lies_manifest
import primitives as p
from people import Material


class Run:
    def __init__(self, program, only):
        self.program, self.only = program, only
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="karuna-verify-"))
        self.held, self.failed = 0, []

    def verify(self, m, files, *more, server=None, witness=None, council=True):
        folder = self.work / "bundle"
        shutil.rmtree(folder, ignore_errors=True)
        bundle.write(folder, files)
        keys = ["--server-key", p.raw_public(server or m.server).hex()]
        keys += ["--witness-key", p.raw_public(witness or m.witness).hex()] if council else ["--no-council"]
        done = subprocess.run([self.program, folder, *keys, *map(str, more)], capture_output=True, text=True, timeout=300)
        return done.returncode, done.stdout + done.stderr

    def case(self, name, holds, words):
        if holds:
            self.held += 1
        else:
            self.failed.append(name)
            print(f"FAILED  {name}\n{words}\n")

    def accepted(self, name, m, *more, open_checks=None, council=True, **build):
        """`open_checks`: words of the lines that may stay unchecked, in order."""
        if self.only not in name:
            return
        files, _ = bundle.build(m, council=council, **build)
        code, said = self.verify(m, files, *more, council=council)
        self.case("accepted: " + name, code == 0 and not re.search("(?m)^!", said), said)

    def refused(self, part, lies, m, with_openings=False):
        for name, build, file, words in lies:
            if self.only not in f"{part}: {name}":
                continue
            try:
                files, openings = bundle.build(m, **build)
            except Exception as problem:
                raise SystemExit(f"{part}: {name}: the bundle could not be made: {problem!r}") from problem
            more = []
            if with_openings:
                (self.work / "openings").write_bytes(openings)
                more = ["--openings-plain", self.work / "openings"]
            code, said = self.verify(m, files, *more, council=build.get("council", True))
            wrong = [line for line in said.splitlines() if line.startswith("!")]
            named = any(file in line and words in line for line in wrong)
            self.case(f"{part}: {name}", code == 1 and named, f"exit code {code}, looked for {file!r} with {words!r} in\n" + ("\n".join(wrong) or said.splitlines()[0] if said else "nothing was said"))


def accepted(run, m):
    page, openings, key, receipt = (run.work / name for name in ("page", "openings", "openings.key", "receipt"))
    page.write_bytes(m.page)
    _, plain = made = bundle.build(m)
    openings.write_bytes(bundle.sealed_openings(m, plain))
    key.write_bytes(m.w.private_numbers().private_value.to_bytes(32, "big"))
    run.accepted("balanced", m)
    run.accepted("pulse", m, kind="pulse")
    run.accepted("strict", m, profile="strict")
    run.accepted("exact", m, profile="exact")
    run.accepted("without a council", m, council=False)
    run.accepted("before the end is signed", m, final=False)
    run.accepted("with the page", m, "--page", page)
    run.accepted("k of 5 with a council", m, k=[5, 5, 5])
    run.accepted("a cell of 26 after a wave of 70 %", m,
                 cells=lies_manifest.cell(2, minimum=10, eligible=26, last_issued=14, last_eligible=20))
    run.accepted("a share of new people", m, cells=lies_manifest.cell(2, new_share=100))
    run.accepted("teams that count together", m, cells=lies_manifest.cell(2, teams=3))
    run.accepted("contacts, leads and where they are shown", m, question_part=lambda part: (
        part.update(contacts=[lies_manifest.CONTACT, {**lies_manifest.CONTACT, "kind": "person"}]),
        part["questions"][1].update(care=[1, 6], lead={"de": "Denken Sie an letzte Woche.", "en": "Think of last week."})) and None)
    # The openings belong to one board, and boards differ by their random keys: so this one bundle is checked as it is.
    code, said = run.verify(m, made[0], "--openings", openings, "--openings-key", key)
    run.case("accepted: sealed openings", code == 0 and "Every ballot this server received" in said.splitlines()[0], said)
    for name, size in (("fewer than 300 ballots", {2: 60, 5: 70}), ("fewer than 100 ballots", {2: 30, 5: 25}), ("fewer than 20 ballots", {2: 9, 5: 9})):
        run.accepted(name, Material(size, bundle.QUESTIONS))
    blob = m.kept[30].blob
    receipts = {"accepted": (blob, m.receipt), "was not given by this server": (blob, m.stranger), "lost": (b"\x11" * 32, m.receipt)}
    for words, (hash, signer) in receipts.items():
        receipt.write_bytes(hash + signer.sign(b"KARUNA-RECEIPT-v1" + m.wave_id + hash))
        code, said = run.verify(m, made[0], "--receipt", receipt, "--receipt-key", p.raw_public(m.receipt).hex())
        run.case("receipt: " + words, code == 0 if words == "accepted" else code == 1 and re.search(f"(?m)^!.*{words}", said), said)


def keys(run, m):
    files, plain = bundle.build(m)
    (run.work / "sealed").write_bytes(bundle.sealed_openings(m, plain))
    (run.work / "wrong.key").write_bytes(bytes(31) + b"\x05")
    page = run.work / "other"
    page.write_bytes(m.page + b" ")
    for name, words, how, more in (
            ("another server", "server.sig", {"server": m.stranger}, []), ("another council", "witness.sig", {"witness": m.stranger}, []),
            ("called without a council", "council", {"council": False}, []), ("another page", "page", {}, ["--page", page]),
            ("openings under another key", "openings", {}, ["--openings", run.work / "sealed", "--openings-key", run.work / "wrong.key"])):
        code, said = run.verify(m, files, *more, **how)
        run.case("keys: " + name, code == 1 and re.search(f"(?m)^!.*{words}", said), said)
    code, said = run.verify(m, {name: data for name, data in files.items() if name != "token_part.json"})
    run.case("keys: no bundle", code == 2 and "token_part.json" in said, said)
    alone, _ = bundle.build(m, council=False)
    code, said = run.verify(m, alone)
    run.case("keys: a council that the manifest denies", code == 1 and re.search("(?m)^!.*council", said), said)


def main():
    run = Run(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")
    m = bundle.made()
    accepted(run, m)
    keys(run, m)
    for lies in (lies_manifest.token_part, lies_manifest.cells, lies_manifest.question_part, lies_manifest.statistics, lies_board.counts, lies_board.request,
                 lies_board.received, lies_board.board, lies_board.head, lies_board.release, lies_files.one_by_one, lies_files.signatures, lies_files.json_forms,
                 lies_files.folder):
        run.refused(lies.__name__, lies(m), m)
    run.refused("openings", lies_files.openings(m), m, with_openings=True)
    shutil.rmtree(run.work, ignore_errors=True)
    print(f"{run.held} held, {len(run.failed)} failed" + "".join(f"\n  {name}" for name in run.failed))
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main())
