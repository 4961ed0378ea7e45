#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a .journey file: one step a line, in words, each done by the real programs over HTTP.

journey.py KARUNA VERIFY FILE.journey [--keep DIR]

Steps are methods of `Journey`; their words stand above each as a pattern. Exit code 0 if every step held.
"""
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

from real_data import RealData
from storms import Storms
from tools import STEPS, Failed, Skipped, altered, build_page, free_port, made_up_answers, may_read, open_files, step, tree_hash, wait_for, write_csv, write_roster


class Journey(RealData, Storms):
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
            def there():  # another test may be making it, or hold the lock on the list of users
                return (subprocess.run(["id", user], capture_output=True).returncode == 0 or
                        subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", user], capture_output=True).returncode == 0)
            wait_for(there, 30, f"the user {user} is not there and cannot be made")
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
            build_page(self.karuna, self.folder)
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
            again = self.work / f"again-{number}.json"  # a slip is never overwritten
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

    # -- walls that are looked at while everything runs ------------------------------------------------------------------------------

    @step(r"expect the desk and the door apart")
    def apart(self):
        seen = open_files(self.karuna, self.folder)
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
        for pid, files in open_files(self.karuna, self.folder).items():
            self.expect(not any(str(self.council) in f for f in files), f"process {pid} holds a file of the council")
        secrets = [p for p in self.council.rglob("*") if p.is_file()]
        self.expect(secrets, "the council has no files, so this shows nothing")
        for secret in secrets:
            self.expect(secret.suffix == ".pub" or secret.stat().st_mode & 0o077 == 0, f"others may read {secret}")

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
