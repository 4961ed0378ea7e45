# SPDX-License-Identifier: Apache-2.0
"""People and answers of real data sets, sent as ballots."""
import csv
import json
import os
import pathlib

from tools import Skipped, step, write_csv


class RealData:
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
