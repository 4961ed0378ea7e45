# SPDX-License-Identifier: Apache-2.0
"""Attacks and accidents in the middle of a wave: kills, copies, searches in the server's files."""
import base64
import json
import os
import random
import sqlite3
import subprocess
import time

from tools import made_up_answers, step, unbase64url, wait_for, write_csv


class Storms:
    @step(r"answer (?P<people>\d+) people while the door is killed (?P<times>\d+) times")
    def answer_in_a_storm(self, people, times):
        """kill -9 at any moment: who has a receipt is on the board, who has none sends again."""
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
