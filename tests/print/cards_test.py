#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""cards_test.py KARUNA: cards from the roster to a ballot, by the real program over HTTP; the codes are read out of the PDF by Poppler.

Exit code 77: skipped, with a word why."""
import csv
import json
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "journeys"))

from tools import Alone, Skipped, expect, free_port, run_in_a_folder  # noqa: E402

KARUNA = sys.argv[1]
CODE = r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b"


class Cards(Alone):
    def __init__(self, work):
        self.work = work
        self.studio, self.respond = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
        super().__init__(KARUNA, work, self.studio, self.respond)
        # The kitchen: E0 to E29, the ward: E30 to E59; every fifth has no mail address, of the kitchen two of these read Arabic.
        rows = [[f"E{i}", "" if i % 5 == 0 else f"p{i}@klinik.example", "Kitchen" if i < 30 else "Ward", "ar" if i in (5, 10) else "de"] for i in range(60)]
        self.publish(work, rows, 'title = "Winter"\ninstruments = ["karuna-battery"]\nlanguages = ["en"]\nprofile = "strict"\ndepth = "deep"\ntrial = true\n')

    def do(self, *words, fails=None):
        out, err = self.said(*words, fails=fails)
        return out if fails is None else out + err

    def codes(self, pdf, page):
        text = subprocess.run(["pdftotext", "-f", str(page), "-l", str(page), pdf, "-"], capture_output=True, text=True, check=True).stdout
        return re.findall(CODE, text)

    def batches(self):
        return json.loads(self.do("cards", "list", self.id, "--json"))

    def post(self, path, body):
        request = urllib.request.Request(self.studio + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, json.loads(answer.read()), answer.headers.get_all("Set-Cookie") or []
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read()), []

    def run(self):
        pdf = self.work / "cards.pdf"
        self.do("cards", "print", self.id, "--out", self.work / "no" / "cards.pdf", fails="")
        expect(all(batch["voided"] for batch in self.batches()["batches"]), "cards that were not written were left good")
        self.do("cards", "print", self.id, "--out", pdf)
        expect(stat.S_IMODE(pdf.stat().st_mode) == 0o600, "others can read the codes")
        kitchen, ward = self.codes(pdf, 2), self.codes(pdf, 4)
        expect((len(kitchen), len(ward)) == (6, 6) and len(set(kitchen + ward)) == 12, f"{len(kitchen)} and {len(ward)} cards, not 6 and 6")
        good = [(batch["group"], batch["printed"]) for batch in self.batches()["batches"] if not batch["voided"]]
        expect(sorted(good) == [("Kitchen", 6), ("Ward", 6)], f"batches: {good}")
        self.nowhere(kitchen + ward)

        who = self.work / "who.csv"
        self.do("cards", "list", self.id, "--people", who)
        rows = list(csv.DictReader(open(who)))
        expect({row["employee_id"] for row in rows} == {f"E{i}" for i in range(0, 60, 5)}, f"the card list is {rows}")
        expect(not any(code in who.read_text() for code in kitchen + ward), "a code stands beside a name")

        self.do("cards", "void", self.id, "--batch", max(batch["batch"] for batch in self.batches()["batches"] if batch["group"] == "Ward"))
        self.do("cards", "print", self.id, "--out", self.work / "ward.pdf")
        again = self.codes(self.work / "ward.pdf", 2)
        expect(len(again) == 6 and not set(again) & set(ward), "a voided batch was not printed anew")

        server = subprocess.Popen([KARUNA, "serve", "--ready-file", str(self.work / "ready")], env=self.env, stdout=subprocess.DEVNULL)
        try:
            end = time.monotonic() + 60
            while not (self.work / "ready").exists():
                expect(time.monotonic() < end and server.poll() is None, "the doors did not open")
                time.sleep(0.1)
            self.at_the_desk(kitchen, ward, again)
        finally:
            server.terminate()
            server.wait()

    def at_the_desk(self, kitchen, voided, ward):
        draw = lambda card, slip, **how: self.do("answer", "draw", "--card", card, "--slip", self.work / slip, **how)
        draw(kitchen[0], "early.json", fails="WINDOW_CLOSED")
        self.do("wave", "open", self.id, "--desk")
        time.sleep(2)
        self.do("cards", "print", self.id, "--out", self.work / "late.pdf", fails="before the desk opens")
        said = draw(kitchen[0].lower().replace("-", " "), "one.json")
        expect("Kitchen: 30 people" in said, said)
        draw(kitchen[0], "two.json", fails="ALREADY_ISSUED")
        draw(voided[0], "three.json", fails="does not know this card")
        draw(ward[0], "ward.json")
        swapped = kitchen[1][1] + kitchen[1][0] + kitchen[1][2:]
        if swapped != kitchen[1]:
            draw(swapped, "four.json", fails="mistyped")
        self.do("people", "link", "E0")
        link = self.do("people", "link", "E0").strip()
        self.do("answer", "draw", "--link", link, "--slip", self.work / "five.json", fails="NOT_ELIGIBLE")
        expect(not any((self.work / name).exists() for name in ("early.json", "two.json", "three.json", "four.json", "five.json")), "a refused draw left a slip")

        status, body, cookies = self.post("/v1/session", {"card": kitchen[1]})
        expect(status == 200 and len(body["wave_id"]) == 22 and cookies and all("HttpOnly" in cookie and "SameSite=Strict" in cookie for cookie in cookies), f"{status} {body} {cookies}")
        for wrong in ("04HM-ASW9-NF6Y-Y41Z", "", "x" * 3000, {"a": 1}):
            status, body, cookies = self.post("/v1/session", {"card": wrong})
            expect(status == 403 and not cookies, f"{wrong!r} was answered with {status} {body}")

        self.do("wave", "open", self.id, "--ballots")
        time.sleep(2)
        draw(kitchen[2], "late.json")  # a profile without a late desk: for cards it is open as long as ballots are
        questions = len([line for line in self.do("answer", "show").splitlines() if re.match(r" *\d+  ", line)])
        for slip in ("one.json", "ward.json", "late.json"):
            self.do("answer", "send", "--slip", self.work / slip, "--answers", ",".join(["4"] * questions))
        self.do("answer", "withdraw", "--slip", self.work / "ward.json")
        self.nowhere(kitchen + voided + ward)
        told = self.batches()
        expect("used" not in told, "how many cards were used is told before the results")

    def nowhere(self, codes):
        """No file of the installation has a code in clear, with or without its hyphens."""
        for file in self.folder.rglob("*"):
            if file.is_file():
                data = file.read_bytes()
                for code in codes:
                    expect(code.encode() not in data and code.replace("-", "").encode() not in data, f"{file} has the code of a card")


def cards(work):
    if shutil.which("pdftotext") is None:
        raise Skipped("there is no pdftotext here (package poppler-utils)")
    Cards(work).run()
    print("held: cards from the roster to a ballot")


sys.exit(run_in_a_folder("karuna-cards-", cards))
