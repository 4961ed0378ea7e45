# SPDX-License-Identifier: Apache-2.0
"""What every journey needs: how a step is read, how it fails, made-up people and answers."""
import base64
import csv
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

STEPS = []


def step(pattern):
    def add(function):
        STEPS.append((re.compile(pattern), function))
        return function
    return add


class Failed(AssertionError):
    pass


class Skipped(Exception):
    pass


def unbase64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def free_port():
    import socket
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def expect(holds, words):
    if not holds:
        raise Failed(words)


def build_page(karuna, folder):
    built = subprocess.run([karuna, "page", "build", "--folder", str(folder)], capture_output=True, text=True)
    if "without the answering page" in built.stderr:
        raise Skipped("the answering page was not built, because Node is not here")
    expect(built.returncode == 0, built.stderr)


class Alone:
    """An organisation without a council and one published wave, in `work`/server, asked by the real program."""

    def __init__(self, karuna, work, studio, respond):
        self.karuna, self.folder = karuna, work / "server"
        self.env = {**os.environ, "KARUNA_FOLDER": str(self.folder)}
        self.do("init", self.folder, "--name", "Lindenhof", "--without-council", "--studio", studio, "--respond", respond)

    def do(self, *words, fails=None):
        """What it says; `fails` is a pattern its words must match when it must refuse."""
        return "".join(self.said(*words, fails=fails))

    def said(self, *words, fails=None):
        done = subprocess.run([self.karuna, *map(str, words)], capture_output=True, text=True, env=self.env, timeout=600)
        both = done.stdout + done.stderr
        expect((done.returncode == 0) if fails is None else (done.returncode != 0 and re.search(fails, both)), f"karuna {' '.join(map(str, words))} ended with {done.returncode}: {both}")
        return done.stdout, done.stderr

    def publish(self, work, rows, wave):
        """`rows`: employee_id, email, unit, language; `wave`: the text of WAVE.toml."""
        with open(work / "people.csv", "w", newline="") as file:
            table = csv.writer(file)
            table.writerow(["employee_id", "email", "unit", "language"])
            table.writerows(rows)
        self.do("people", "import", work / "people.csv")
        build_page(self.karuna, self.folder)
        (work / "WAVE.toml").write_text(wave)
        self.do("wave", "publish", work / "WAVE.toml")
        self.id = json.loads(self.do("wave", "status", "--json"))["waves"][0]["wave"]


def run_in_a_folder(prefix, test):
    """Exit code of `test(folder)`: 0 held, 77 skipped with a word why, 1 failed."""
    work = pathlib.Path(tempfile.mkdtemp(prefix=prefix))
    try:
        test(work)
        return 0
    except Skipped as why:
        print(f"skipped: {why}")
        return 77
    except AssertionError as failed:
        print(f"failed: {failed}")
        return 1
    finally:
        shutil.rmtree(work, ignore_errors=True)


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


def open_files(program, folder):
    """By process, of those that have a file of this folder open: other servers of the machine are not ours to judge."""
    seen = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.path.basename(os.readlink(f"/proc/{pid}/exe")) != os.path.basename(program):
                continue
            files = [os.readlink(f"/proc/{pid}/fd/{fd}") for fd in os.listdir(f"/proc/{pid}/fd")]
            if any(str(folder) in file for file in files):
                seen[pid] = files
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
