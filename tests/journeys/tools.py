# SPDX-License-Identifier: Apache-2.0
"""What every journey needs: how a step is read, how it fails, made-up people and answers."""
import base64
import csv
import os
import re
import subprocess
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
