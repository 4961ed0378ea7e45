#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a .journey file: one step a line, in words, each done by the real programs over HTTP.

journey.py KARUNA VERIFY FILE.journey [--keep DIR]

Steps are methods of `Journey`; their words stand above each as a pattern. Exit code 0 if every step held.
"""
import base64
import csv
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

STEPS = []


def step(pattern):
    def add(function):
        STEPS.append((re.compile(pattern), function))
        return function
    return add


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


class Journey:
    def __init__(self, karuna, verify, keep):
        self.karuna, self.verify_program = karuna, verify
        self.work = pathlib.Path(keep or tempfile.mkdtemp(prefix="karuna-journey-"))
        self.work.mkdir(parents=True, exist_ok=True)
        os.chmod(self.work, 0o755)
        self.folder, self.council = self.work / "server", self.work / "council"
        self.server, self.wave, self.ports = None, None, {}

    # -- how things are run ----------------------------------------------------------------------------------------------------------

    def run(self, *words, fails=None, user=None, stdin=None):
        """Runs the program; `fails` is a pattern its words must match when it must refuse."""
        command = [str(w) for w in words]
        done = subprocess.run(command, capture_output=True, text=True, input=stdin, timeout=900,
                              env={**os.environ, "KARUNA_FOLDER": str(self.folder)})
        said = done.stdout + done.stderr
        if fails is None and done.returncode != 0:
            raise Failed(f"{' '.join(command)}\nended with {done.returncode}:\n{said}")
        if fails is not None and (done.returncode == 0 or not re.search(fails, said)):
            raise Failed(f"{' '.join(command)}\nshould have been refused with /{fails}/ and ended with {done.returncode}:\n{said}")
        return done.stdout

    def do(self, *words, **how):
        return self.run(self.karuna, *words, **how)

    def expect(self, holds, words):
        if not holds:
            raise Failed(words)

    # -- the organisation ------------------------------------------------------------------------------------------------------------

    @step(r"organisation (?P<name>\S+) with a works council")
    def organisation(self, name):
        self.do("witness", "init", self.council)
        key = json.loads(self.do("witness", "status", "--dir", self.council, "--json"))["public_key"]
        users = ["--users", "karuna-desk,karuna-door,karuna-close"] if os.getuid() == 0 and self.users() else []
        self.do("init", self.folder, "--name", name, "--witness", key, *users, "--studio", f"http://127.0.0.1:{self.port('studio')}",
                "--respond", f"http://127.0.0.1:{self.port('respond')}")

    @step(r"organisation (?P<name>\S+) without a council")
    def organisation_alone(self, name):
        self.do("init", self.folder, "--name", name, "--without-council", "--studio", f"http://127.0.0.1:{self.port('studio')}",
                "--respond", f"http://127.0.0.1:{self.port('respond')}")

    def users(self):
        """As root each process gets a user of its own, made here where it is missing."""
        for user in ("karuna-desk", "karuna-door", "karuna-close"):
            if subprocess.run(["id", user], capture_output=True).returncode != 0:
                subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", user], check=True, capture_output=True)
        return True

    def port(self, which):
        return self.ports.setdefault(which, free_port())

    @step(r"import (?P<people>\d+) people of (?P<wards>\d+) wards")
    def import_people(self, people, wards):
        file = self.work / "people.csv"
        write_roster(file, int(people), int(wards))
        dry = self.do("people", "import", file, "--dry-run")
        self.expect(people in dry, f"the dry run does not tell of {people} people:\n{dry}")
        before = tree_hash(self.folder)
        self.do("people", "import", file, "--dry-run")
        self.expect(tree_hash(self.folder) == before, "a dry run changed a file")
        self.do("people", "import", file)

    @step(r"import the people of bhr2000, each in the group where they answered")
    def import_bhr2000(self):
        shared = pathlib.Path(os.environ.get("KARUNA_SHARED", pathlib.Path(__file__).resolve().parents[3] / "shared"))
        source = shared / "data" / "bhr2000" / "bhr2000.csv"
        if not source.exists():
            raise Skipped(f"needs data/bhr2000 under KARUNA_SHARED, which is not at {shared}")
        self.data = list(csv.DictReader(open(source)))
        self.groups = {f"P{i:05d}": row["GRP"] for i, row in enumerate(self.data)}
        write_csv(self.work / "people.csv", [{"employee_id": person, "unit": f"Group {group}"} for person, group in self.groups.items()])
        self.do("people", "import", self.work / "people.csv")

    @step(r"answer as in bhr2000")
    def answer_bhr2000(self):
        """Eleven items of the data take the places of our first eleven questions of five points; the others are skipped."""
        items = [name for name in self.data[0] if name not in ("GRP", "HRS", "RELIG")]
        self.expect(len(items) == 11, f"these are {items}")
        # Links are in the order of logins, which is that of the people here; slips are numbered alike.
        places = [q for q, question in enumerate(self.questions()) if question["max"] - question["min"] == 4][:11]
        answers = {}
        for i, row in enumerate(self.data):
            codes = [0] * len(self.questions())
            for place, item in zip(places, items):
                codes[place] = int(row[item]) if row[item] not in ("", "NA") else 0
            answers[str(i + 1)] = codes
        self.answers = answers
        self.send("answers.csv", answers, threads=256)

    @step(r"expect the same sums, counts and groups as from the file")
    def same_as_file(self):
        cells = json.loads((self.bundle / "cells.json").read_text())
        cell_of = {member: cell["cell"] for cell in self.plan["cells"] for member in cell["members"]}
        organisation = json.loads(self.do("people", "list", "--json"))["units"][0]["unit"]
        ids = [question["id"] for question in self.questions()]
        rows = []
        for (person, group), codes in zip(self.groups.items(), self.answers.values()):
            values = {ident: "" if code == 0 else code + question["min"] - 1 for ident, code, question in zip(ids, codes, self.questions())}
            rows.append({"unit": cell_of[f"{organisation} / Group {group}"], **values})
        write_csv(self.work / "file.csv", rows)
        scales = "".join(f'[[scale]]\nid = "q{i}"\nname = "q{i}"\nitems = ["{ident}"]\nmin = {question["min"]}\nmax = {question["max"]}\n'
                         for i, (ident, question) in enumerate(zip(ids, self.questions())))
        (self.work / "SURVEY.toml").write_text(f'title = "the same answers"\n[answers]\nfile = "file.csv"\nunit = "unit"\n[units]\norganisation = "All"\n' + scales)
        root = json.loads((self.bundle / "head.json").read_text())["root"]
        self.do("report", self.work / "SURVEY.toml", "--cells", self.bundle, "--order", root, "--out", self.work / "from-file", "--quiet")
        ours, theirs = json.loads((self.bundle / "release.json").read_text()), json.loads((self.work / "from-file" / "wave_sums.json").read_text())
        self.expect(len(cells) > 50 and len(ours["table"]) > 1000, f"{len(cells)} cells and {len(ours['table'])} numbers are too few to show anything")
        for part in ("atoms", "groups", "hidden", "table"):
            self.expect(ours[part] == theirs[part], f"{part} of the wave and of the file differ")
        print(f"          {len(ours['table'])} numbers, {len(ours['atoms'][0])} atoms, {len(cells)} cells: the same", flush=True)

    # -- before anybody answers ------------------------------------------------------------------------------------------------------

    @step(r"plan wave (?P<title>\S+) with (?P<instrument>\S+) in (?P<profile>\w+)")
    def plan(self, title, instrument, profile):
        self.wave_file = self.work / "WAVE.toml"
        self.wave_file.write_text(f'title = "{title}"\ninstruments = ["{instrument}"]\nlanguages = ["en", "de"]\nprofile = "{profile}"\n'
                                  f'depth = "deep"\ntrial = true\n')
        self.plan = json.loads(self.do("wave", "plan", self.wave_file, "--json"))

    @step(r"expect every cell of at least (?P<least>\d+) people")
    def cells_of(self, least):
        small = [cell for cell in self.plan["cells"] if cell["eligible"] < int(least)]
        self.expect(self.plan["cells"] and not small, f"cells below {least}: {small}")

    @step(r"expect (?P<people>\d+) people in (?P<units>\d+) units")
    def people_are(self, people, units):
        told = json.loads(self.do("people", "list", "--json"))
        self.expect((told["people"], len(told["units"])) == (int(people), int(units)), f"there are {told['people']} people in {len(told['units'])} units")

    @step(r"publish")
    def publish(self):
        if self.wave is None:
            built = subprocess.run([self.karuna, "page", "build", "--folder", str(self.folder)], capture_output=True, text=True)
            if "without the answering page" in built.stderr:
                raise Skipped("the answering page was not built, because Node is not here")
            self.expect(built.returncode == 0, built.stderr)
            self.do("wave", "publish", self.wave_file)
            self.wave = json.loads(self.do("wave", "status", "--json"))["waves"][0]["wave"]
        else:
            self.do("wave", "publish", self.wave)

    @property
    def bundle(self):
        return self.folder / "waves" / self.wave

    def exchange(self, where):
        return self.folder / "exchange" / self.wave / where

    @step(r"council checks and signs the (?P<part>token|question) part")
    def council_signs(self, part):
        said = self.do("witness", f"{part}-part", "--dir", self.council, "--in", self.exchange("to-council"), "--out", self.exchange("from-council"), "--yes")
        self.expect("sign" in said, said)

    @step(r"expect wave (?P<state>\w+)")
    def state_is(self, state):
        found = json.loads(self.do("wave", "status", self.wave, "--json"))["state"]
        self.expect(found == state, f"the wave is {found}, not {state}")

    # -- while the wave runs ---------------------------------------------------------------------------------------------------------

    @step(r"serve")
    def serve(self):
        ready = self.work / "ready"
        log = open(self.work / "serve.log", "w")
        self.server = subprocess.Popen([self.karuna, "serve", "--ready-file", str(ready)], stdout=log, stderr=log,
                                       env={**os.environ, "KARUNA_FOLDER": str(self.folder)})
        wait_for(lambda: ready.exists(), 30, f"the doors did not open:\n{(self.work / 'serve.log').read_text()}")

    @step(r"open the (?P<what>desk|ballots)")
    def open(self, what):
        self.do("wave", "open", self.wave, f"--{what}")
        time.sleep(2)

    @step(r"draw (?P<people>\d+) people")
    def draw(self, people):
        self.links = self.work / "links.csv"
        self.do("people", "links", "--out", self.links)
        rows = list(csv.DictReader(open(self.links)))[:int(people)]
        write_csv(self.work / "links_used.csv", rows)
        self.slips = self.work / "slips"
        said = self.do("answer", "many", "draw", "--links", self.work / "links_used.csv", "--slips", self.slips, "--json")
        told = json.loads(said)
        self.expect(told["drawn"] == int(people), f"{told['drawn']} drew, not {people}: {said}")

    @step(r"draw again for (?P<people>\d+) people with the same code")
    def draw_again(self, people):
        links = self.fresh_links()
        for number in range(1, int(people) + 1):
            slip = json.loads((self.slips / f"{number}.json").read_text())
            again = self.work / "again.json"
            self.do("answer", "draw", "--link", links[number - 1], "--code", slip["code"], "--slip", again)
            self.expect(json.loads(again.read_text())["right"] == slip["right"], "the same code gave another token")

    @step(r"expect a second code of a person refused")
    def second_code(self):
        self.do("answer", "draw", "--link", self.fresh_links()[0], "--slip", self.work / "second.json", fails="ALREADY_ISSUED")
        self.expect(not (self.work / "second.json").exists(), "a refused draw left a slip")

    def fresh_links(self):
        self.do("people", "links", "--out", self.work / "fresh.csv")
        return [row["link"] for row in csv.DictReader(open(self.work / "fresh.csv"))]

    @step(r"expect a ballot with a foreign token refused")
    def foreign(self):
        slip = json.loads((self.slips / "1.json").read_text())
        other = json.loads((self.slips / "2.json").read_text())
        slip["admission"] = other["admission"]
        (self.work / "foreign.json").write_text(json.dumps(slip, separators=(",", ":"), sort_keys=True))
        os.chmod(self.work / "foreign.json", 0o600)
        answers = ",".join("" for _ in self.questions())
        self.do("answer", "send", "--slip", self.work / "foreign.json", "--answers", answers, fails="BAD_TOKEN")

    @step(r"answer (?P<people>\d+) people")
    def answer(self, people):
        self.answers = made_up_answers(self.questions(), int(people), seed=7)
        self.send("answers.csv", self.answers)

    @step(r"answer again (?P<people>\d+) people")
    def answer_again(self, people):
        changed = made_up_answers(self.questions(), int(people), seed=8)
        self.answers.update(changed)
        self.send("again.csv", changed)

    @step(r"withdraw (?P<people>\d+) people")
    def withdraw(self, people):
        gone = sorted(self.answers, key=int)[-int(people):]
        for number in gone:
            del self.answers[number]
        self.send("withdrawn.csv", {number: None for number in gone})

    def questions(self):
        return json.loads((self.bundle / "question_part.json").read_text())["questions"]

    def send(self, name, answers, threads=32):
        """`answers`: by number of the slip a list of answer bytes, or None to withdraw."""
        rows = [{"slip": number, "answers": "withdraw" if codes is None else " ".join(map(str, codes))} for number, codes in answers.items()]
        write_csv(self.work / name, rows)
        told = json.loads(self.do("answer", "many", "send", "--slips", self.slips, "--answers", self.work / name, "--json", "--threads", threads))
        self.expect(told["receipts"] == len(rows), f"{told['receipts']} receipts for {len(rows)} ballots: {told}")

    @step(r"answer (?P<people>\d+) people while the door is killed (?P<times>\d+) times")
    def answer_in_a_storm(self, people, times):
        """kill -9 at any moment: who has a receipt is on the board, who has none sends again."""
        import random
        dice = random.Random(3)
        self.answers = made_up_answers(self.questions(), int(people), seed=7)
        killed = 0
        for turn in range(int(times) + 1):
            left = {number: codes for number, codes in self.answers.items() if not self.has_receipt(number)}
            if not left:
                break
            rows = [{"slip": number, "answers": " ".join(map(str, codes))} for number, codes in left.items()]
            write_csv(self.work / "storm.csv", rows)
            sending = subprocess.Popen([self.karuna, "answer", "many", "send", "--slips", str(self.slips), "--answers", str(self.work / "storm.csv"), "--threads", "4"],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "KARUNA_FOLDER": str(self.folder)})
            if turn < int(times):
                time.sleep(0.35 + dice.random() * 0.8)
                killed += self.kill("door")
            sending.wait(300)
            if self.server.poll() is not None or turn < int(times):
                self.server.wait(30)
                (self.work / "ready").unlink(missing_ok=True)
                self.serve()
        self.expect(killed >= int(times) // 2, f"the door was killed {killed} times only")
        self.expect(all(self.has_receipt(number) for number in self.answers), "somebody has no receipt in the end")

    def has_receipt(self, number):
        return "last_h_ans" in json.loads((self.slips / f"{number}.json").read_text())

    def kill(self, which):
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                words = open(f"/proc/{pid}/cmdline", "rb").read().split(b"\0")
            except OSError:
                continue
            if b"--only" in words and which.encode() in words and str(self.folder).encode() in words:
                os.kill(int(pid), 9)
                return 1
        return 0

    @step(r"close, killed (?P<times>\d+) times")
    def close_in_a_storm(self, times):
        import random
        dice = random.Random(5)
        for _ in range(int(times)):
            closing = subprocess.Popen([self.karuna, "wave", "close", self.wave], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
                                       env={**os.environ, "KARUNA_FOLDER": str(self.folder)})
            time.sleep(dice.random() * 0.25)
            os.killpg(closing.pid, 9)
            closing.wait(10)
        self.do("wave", "close", self.wave)

    @step(r"expect every receipt on the board")
    def receipts_on_the_board(self):
        for number in self.answers:
            said = self.do("answer", "check", "--slip", self.slips / f"{number}.json")
            self.expect("exactly as you sent it last" in said, f"slip {number}: {said}")

    # -- walls that are looked at while everything runs ------------------------------------------------------------------------------

    @step(r"expect the desk and the door apart")
    def apart(self):
        seen = open_files(self.karuna)
        both = [pid for pid, files in seen.items() if any("people.sqlite" in f for f in files) and any("ballots.sqlite" in f for f in files)]
        self.expect(not both, f"processes {both} hold both databases")
        self.expect(any(any("people.sqlite" in f for f in files) for files in seen.values()) and
                    any(any("ballots.sqlite" in f for f in files) for files in seen.values()), f"neither is open, so this shows nothing: {seen}")
        if os.getuid() == 0:
            users = {pid: os.stat(f"/proc/{pid}").st_uid for pid in seen}
            desk = {users[p] for p, files in seen.items() if any("people.sqlite" in f for f in files)}
            door = {users[p] for p, files in seen.items() if any("ballots.sqlite" in f for f in files)}
            self.expect(desk.isdisjoint(door) and 0 not in desk | door, f"desk runs as {desk}, door as {door}")
            for user, secret in ((desk, self.folder / "ballots" / "ballots.sqlite"), (door, self.folder / "people" / "people.sqlite"),
                                 (desk | door, self.folder / "closing")):
                for uid in user:
                    self.expect(not may_read(uid, secret), f"user {uid} can read {secret}")

    @step(r"expect nothing of the council read by the server")
    def council_apart(self):
        for pid, files in open_files(self.karuna).items():
            self.expect(not any(str(self.council) in f for f in files), f"process {pid} holds a file of the council")
        secrets = [p for p in self.council.rglob("*") if p.is_file()]
        self.expect(secrets, "the council has no files, so this shows nothing")
        for secret in secrets:
            self.expect(secret.suffix == ".pub" or secret.stat().st_mode & 0o077 == 0, f"others may read {secret}")

    @step(r"expect nothing of a ballot in any file of the server")
    def nothing_in_clear(self):
        found = self.search(self.needles())
        self.expect(not found, f"found before the close: {found[:3]}")

    @step(r"expect keys of ballots on the board and nowhere else")
    def only_on_the_board(self):
        found = self.search(self.needles())
        self.expect(found, "the search finds nothing even on the board, so it shows nothing")
        self.expect({file for file, _ in found} == {str(self.bundle / "leaves.bin")}, f"found outside the board: {[f for f in found if not f[0].endswith('leaves.bin')][:3]}")

    def needles(self):
        """Public keys are made again from the code by a program of its own; prefix, signature and code are in the slip."""
        needles = {}
        for slip in sorted(self.slips.glob("*.json"))[:40]:
            told = json.loads(slip.read_text())
            if "last_h_ans" not in told:
                continue
            for name in ("prefix", "signature"):
                needles[f"{slip.name} {name}"] = unbase64url(told["right"][name])
            needles[f"{slip.name} code"] = told["code"].encode()
        self.expect(len(needles) > 60, "no slips to look for")
        return needles

    def search(self, needles):
        """As bytes, hexadecimal, base64url; in every file, the databases' logs and free pages included."""
        found = []
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        self.expect(any(path.name == "ballots.sqlite" for path in files), "no database to look into")
        for path in files:
            data = path.read_bytes()
            for name, needle in needles.items():
                forms = (needle, needle.hex().encode(), base64.urlsafe_b64encode(needle).rstrip(b"="))
                if any(form in data for form in forms):
                    found.append((str(path), name))
        return found

    @step(r"destroy what is secret")
    def destroy(self):
        hashes = [row[0] for row in self.rows("select bm_hash from issuance")]
        self.expect(len(hashes) >= 2, "nobody drew, so this shows nothing")
        secret = (self.folder / "closing" / f"{self.wave}.secret").read_bytes()
        parts = {"half": secret[16:48], "seed": secret[48:80], **{f"drew {i}": h for i, h in enumerate(hashes[:50])}}
        self.expect(self.search(parts), "the search does not find them while they are there")
        self.do("wave", "destroy", self.wave)
        left = self.search(parts)
        self.expect(not left, f"still there: {left[:3]}")
        self.expect(self.rows("select count(*) from issuance")[0][0] == 0, "rows of who drew are left")

    def rows(self, sql):
        import sqlite3
        with sqlite3.connect(f"file:{self.folder}/people/people.sqlite?mode=ro", uri=True) as database:
            return database.execute(sql).fetchall()

    @step(r"keep a copy of the server and of the council before the close")
    def keep_copies(self):
        for folder, name in ((self.folder, "server-copy"), (self.council, "council-copy")):
            subprocess.run(["cp", "-a", str(folder), str(self.work / name)], check=True)

    @step(r"a close of one ballot fewer is signed by a council that forgets and refused by ours")
    def closed_again(self):
        """A19. Who closes ten times with another ballot left out learns it from the differences; the one pair a council signs stops that."""
        copy = self.work / "server-copy"
        import sqlite3
        with sqlite3.connect(copy / "ballots" / "ballots.sqlite") as database:
            database.execute("delete from ballot_blob where blob_hash = (select min(blob_hash) from ballot_blob)")
        exchange = copy / "exchange" / self.wave
        closing = subprocess.Popen([self.karuna, "wave", "close", self.wave, "--folder", str(copy), "--wait", "120"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            asked = exchange / "to-council" / "request.server.sig"
            wait_for(lambda: asked.exists() or closing.poll() is not None, 60, "the second close asked for nothing")
            self.expect(asked.exists(), closing.communicate()[0] if closing.poll() is not None else "")
            self.do("witness", "close", "--dir", self.council, "--in", exchange / "to-council", "--out", self.work / "refused", "--yes", fails="another set of ballots")
            self.expect(not (self.work / "refused" / "half.sealed").exists(), "a refused request was answered all the same")
            (self.work / "forgets").mkdir()
            self.do("witness", "close", "--dir", self.work / "council-copy", "--in", exchange / "to-council", "--out", self.work / "forgets", "--yes")
            self.expect((self.work / "forgets" / "half.sealed").exists(), "a council that forgets did not answer, so the refusal shows nothing")
        finally:
            closing.terminate()
            closing.wait(30)
        print("ATTACK A19  closing again with a ballot fewer: a council without memory signs it, ours refuses", flush=True)

    # -- close, check, report --------------------------------------------------------------------------------------------------------

    @step(r"close")
    def close(self):
        self.closing = subprocess.Popen([self.karuna, "wave", "close", self.wave, "--wait", "120"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        text=True, env={**os.environ, "KARUNA_FOLDER": str(self.folder)})
        wait_for(lambda: (self.exchange("to-council") / "request.server.sig").exists() or self.closing.poll() is not None, 60, "close asked for nothing")

    @step(r"council hands over its half")
    def half(self):
        self.do("witness", "close", "--dir", self.council, "--in", self.exchange("to-council"), "--out", self.exchange("from-council"), "--yes")
        said, _ = self.closing.communicate(timeout=300)
        self.expect(self.closing.returncode == 0, f"close ended with {self.closing.returncode}:\n{said}")

    @step(r"expect released")
    def released(self):
        self.state_is("released")

    @step(r"expect (?P<counted>\d+) ballots counted, (?P<withdrawn>\d+) withdrawn, (?P<superseded>\d+) superseded")
    def counted(self, counted, withdrawn, superseded):
        head = json.loads((self.bundle / "head.json").read_text())
        release = json.loads((self.bundle / "release.json").read_text())
        n = sum(atom["n"] for atom in release["atoms"][0])
        self.expect((n, head["size"] - n, head["superseded_count"]) == (int(counted), int(withdrawn), int(superseded)),
                    f"counted {n}, on the board {head['size']}, superseded {head['superseded_count']}")

    @step(r"expect (?P<counted>\d+) ballots counted, whatever was replaced")
    def counted_only(self, counted):
        n = sum(atom["n"] for atom in json.loads((self.bundle / "release.json").read_text())["atoms"][0])
        self.expect(n == int(counted), f"counted {n}")

    @step(r"verify")
    def verify(self):
        self.run(self.verify_program, self.bundle, *self.keys())

    def keys(self):
        """Keys as a council has them: from the poster and from itself, never from the bundle."""
        toml = (self.folder / "karuna.toml").read_text()
        key = lambda name: re.search(name + r' = \[?"([0-9a-f]{64})', toml).group(1)
        return ["--server-key", key("server_key"), *(["--witness-key", key("witness_keys")] if self.council.exists() else ["--no-council"])]

    @step(r"council signs the release")
    def final(self):
        self.do("witness", "final", self.bundle, "--dir", self.council, "--in", self.exchange("to-council"), "--out", self.exchange("from-council"), "--yes",
                "--verify", self.verify_program)
        self.do("wave", "publish", self.wave)
        self.expect((self.bundle / "final.witness.sig").exists(), "the council's last signature did not arrive")

    @step(r"report")
    def report(self):
        said = self.do("report", self.bundle, "--out", self.work / "report")
        self.expect("Compassion Impact Index" in said and (self.work / "report" / "report.html").exists(), said)

    @step(r"alter each artefact in turn and expect verify to name it")
    def alter(self):
        files = sorted(p for p in self.bundle.iterdir() if p.is_file() and p.stat().st_size > 0)
        self.expect(len(files) >= 18, f"only {len(files)} files in the bundle")
        for file in files:
            copy = self.work / "altered"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(self.bundle, copy)
            (copy / file.name).write_bytes(altered(file))
            self.run(self.verify_program, copy, *self.keys(), fails="(?m)^!.*" + re.escape(file.stem.split(".")[0]))

    def end(self):
        if self.server and self.server.poll() is None:
            self.server.terminate()
            self.server.wait(20)


# -- small things -------------------------------------------------------------------------------------------------------------------

def unbase64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def free_port():
    import socket
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(holds, seconds, words):
    for _ in range(seconds * 20):
        if holds():
            return
        time.sleep(0.05)
    raise Failed(words)


def write_csv(file, rows):
    with open(file, "w", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def write_roster(file, people, wards):
    """A made-up hospital: two houses, wards of even size, the first person of a ward leads it."""
    rows = []
    for i in range(people):
        ward = i % wards
        house = "North" if ward < wards // 2 else "South"
        lead = f"E{ward:04d}"
        rows.append({"employee_id": f"E{i:04d}", "email": f"e{i:04d}@lindenhof.example", "manager_id": "" if i == 0 else "E0000" if i < wards else lead,
                     "department": house, "site": f"Ward {ward + 1}", "start_date": "2020-01-01", "language": "de" if i % 3 else "en"})
    write_csv(file, rows)


def made_up_answers(questions, people, seed):
    import random
    draw = random.Random(seed)
    return {str(i + 1): [draw.choices(range(0, q["max"] - q["min"] + 2), [1] + [6] * (q["max"] - q["min"] + 1))[0] for q in questions] for i in range(people)}


def open_files(program):
    seen = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.path.basename(os.readlink(f"/proc/{pid}/exe")) != os.path.basename(program):
                continue
            seen[pid] = [os.readlink(f"/proc/{pid}/fd/{fd}") for fd in os.listdir(f"/proc/{pid}/fd")]
        except OSError:
            continue
    return seen


def may_read(uid, path):
    return subprocess.run(["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "test", "-r", str(path)]).returncode == 0


def tree_hash(folder):
    import hashlib
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(str(path).encode() + path.read_bytes())
    return total.hexdigest()


def altered(file):
    """The same file with one byte changed in its middle: in JSON a digit or letter, so that it stays readable."""
    data = bytearray(file.read_bytes())
    if file.suffix == ".json":
        places = [i for i, c in enumerate(data) if chr(c).isalnum()]
        at = places[len(places) // 2] if places else len(data) // 2
        data[at] = ord("7") if data[at] != ord("7") else ord("8")
    else:
        data[len(data) // 2] ^= 1
    return bytes(data)


def main():
    karuna, verify, file = sys.argv[1:4]
    keep = sys.argv[sys.argv.index("--keep") + 1] if "--keep" in sys.argv else None
    journey = Journey(os.path.abspath(karuna), os.path.abspath(verify), keep)
    try:
        for number, line in enumerate(open(file, encoding="utf-8"), 1):
            words = line.split("#")[0].strip()
            if not words:
                continue
            for pattern, function in STEPS:
                if match := pattern.fullmatch(words):
                    start = time.monotonic()
                    function(journey, **match.groupdict())
                    print(f"{time.monotonic() - start:7.1f} s  {words}", flush=True)
                    break
            else:
                raise Failed(f"no step reads: {words}")
    except Failed as failed:
        print(f"journey: line {number}: {words}\n{failed}\n(kept in {journey.work})")
        return 1
    except Skipped as skipped:
        print(f"skipped: {skipped}")
        return 77
    finally:
        journey.end()
    if not keep:
        shutil.rmtree(journey.work, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
