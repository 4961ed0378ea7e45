# SPDX-License-Identifier: Apache-2.0
"""People and answers of real data sets, sent as ballots."""
import csv
import json
import math
import os
import pathlib

from tools import Skipped, made_up_answers, step, write_csv


def shared_rows(*where):
    shared = pathlib.Path(os.environ.get("KARUNA_SHARED", pathlib.Path(__file__).resolve().parents[3] / "shared"))
    source = shared.joinpath("data", *where)
    if not source.exists():
        raise Skipped(f"needs {'/'.join(where)} in data under KARUNA_SHARED, which is not at {shared}")
    return list(csv.DictReader(open(source)))


class RealData:
    @step(r"import the people of bhr2000, each in the group where they answered")
    def import_bhr2000(self):
        self.data = shared_rows("bhr2000", "bhr2000.csv")
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

    @step(r"expect every published number to be the sum of its group's answers and noise of the declared spread")
    def noise_is_as_declared(self):
        """True sums are counted here from the answers that were sent; what is left of a published number is its noise."""
        cell_of = {member: cell["cell"] for cell in self.plan["cells"] for member in cell["members"]}
        organisation = json.loads(self.do("people", "list", "--json"))["units"][0]["unit"]
        answers_of = {}
        for (person, group), codes in zip(self.groups.items(), self.answers.values()):
            answers_of.setdefault(cell_of[f"{organisation} / Group {group}"], []).append(codes)
        manifest, release = json.loads((self.bundle / "question_part.json").read_text()), json.loads((self.bundle / "release.json").read_text())
        published = {(column, rank): value for column, rank, value in release["table"]}
        left = {}  # by statistic and kind: noise in units of its declared standard deviation
        for place, statistic in enumerate(manifest["statistics"]):
            if statistic["group"] == "moments":
                continue
            atoms = release["atoms"][("index", "scales", "items").index(statistic["partition"])]
            for rank, atom in enumerate(atoms):
                ballots = [codes for cell in atom["cells"] for codes in answers_of[cell]]
                self.expect(len(ballots) == atom["n"], f"{atom} holds {len(ballots)} ballots")
                points, count = 0, 0
                for item in statistic["items"]:
                    given = [codes[item["q"]] for codes in ballots if codes[item["q"]] != 0]
                    points += item["sign"] * sum(2 * (code + item["min"] - 1) - item["min"] - item["max"] for code in given)
                    count += len(given)
                for kind, column, truth in (("T", 2 * place, points), ("N", 2 * place + 1, count)):
                    spread = math.sqrt(statistic["sigma2_" + kind])
                    left.setdefault((statistic["id"], kind), []).append((published[column, rank] - truth) / spread)
        together = [z for row in left.values() for z in row]
        n, mean, square = len(together), sum(together) / len(together), sum(z * z for z in together) / len(together)
        # Six standard deviations of a mean and of a mean of squares of normal values: a false alarm in 250 million runs.
        self.expect(n > 1000, f"{n} numbers are too few to show anything")
        self.expect(abs(mean) < 6 / math.sqrt(n) and abs(square - 1) < 6 * math.sqrt(2 / n), f"the noise of {n} numbers has mean {mean:.3f} and mean square {square:.3f}, in declared spreads")
        for (name, kind), row in left.items():
            bad = abs(sum(z * z for z in row) / len(row) - 1) > 6 * math.sqrt(2 / len(row)) + 12 / len(row)
            self.expect(not bad, f"the noise of {name} {kind} over {len(row)} groups does not have the declared spread")
        pairs = [a * b for first, second in zip(list(left.values()), list(left.values())[2:]) if len(first) == len(second) for a, b in zip(first, second)]
        self.expect(abs(sum(pairs)) < 6 * math.sqrt(len(pairs)), "the noise of two statistics goes together")
        print(f"          {n} numbers: noise of mean {mean:+.3f} and mean square {square:.3f} in declared spreads; this would have shown a variance "
              f"{6 * math.sqrt(2 / n):.0%} too small or too large", flush=True)

    @step(r"import made-up people in the tree of fevs_commerce_indices, NOAA in (?P<year>\d+)")
    def import_fevs(self, year):
        """Units, their names and how many answered are published figures; the people are made up. What a unit has beyond its offices works in the unit itself."""
        rows = [row for row in shared_rows("fevs_commerce_indices", "indices.csv") if row["year"] == year]
        unit = {row["code"]: row for row in rows}
        people = {code: int(float(row["responses"])) for code, row in unit.items()}
        below = {code: sum(people[c] for c in unit if unit[c]["parent"] == code) for code in unit}
        path = lambda code: ([] if unit[code]["parent"] in ("", "GOV") else path(unit[code]["parent"])) + [unit[code]["name"].replace("/", "-")]
        roster, number = [], 0
        for code in unit:
            if not code.startswith("CM09"):
                continue
            for _ in range(max(0, people[code] - below[code])):
                number += 1
                roster.append({"employee_id": f"F{number:05d}", "unit": " / ".join(path(code))})
        write_csv(self.work / "people.csv", roster)
        self.do("people", "import", self.work / "people.csv")
        self.people = number
        print(f"          {number} made-up people in the published tree", flush=True)

    @step(r"report, in which coin tosses make no index")
    def report_of_nothing(self):
        """The answers are independent of each other, so no scale is reliable: the gates must refuse the index and say why."""
        said = " ".join(self.do("report", self.bundle, "--out", self.work / "report").split())
        self.expect("No index:" in said and "a gate failed" in said, said)
        self.expect("National Marine Fisheries Service" in (self.work / "report" / "units.csv").read_text(), "the tree is not in the report")

    @step(r"draw everybody")
    def draw_everybody(self):
        self.draw(self.people)

    @step(r"answer everybody")
    def answer_everybody(self):
        self.answers = made_up_answers(self.questions(), self.people, seed=9)
        self.send("answers.csv", self.answers, threads=256)

    @step(r"expect offices of fewer than (?P<least>\d+) people to count with others, and every group of at least (?P<k>\d+) ballots")
    def small_offices_join(self, least, k):
        alone = [cell for cell in self.plan["cells"] if cell["eligible"] < int(least)]
        joined = [cell for cell in self.plan["cells"] if len(cell["members"]) > 1]
        self.expect(not alone and joined, f"cells below {least}: {alone}; cells of several offices: {len(joined)}")
        release = json.loads((self.bundle / "release.json").read_text())
        cells = json.loads((self.bundle / "cells.json").read_text())
        depth = max(len(cell["units"]) for cell in cells)
        for partition, limit in zip(release["atoms"], json.loads((self.bundle / "token_part.json").read_text())["k"]):
            self.expect(all(atom["n"] >= max(limit, int(k)) for atom in partition), "a group is too small")
            self.expect(sum(atom["n"] for atom in partition) == self.people, "a ballot is in no group, or in two")
        self.expect(depth == 4, f"cells lie below {depth} levels, not the organisation, the department, the agency and its lines")
        print(f"          {len(cells)} cells, {len(joined)} of several offices; groups for index, scales, items: {[len(p) for p in release['atoms']]}", flush=True)
