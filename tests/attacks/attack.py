# SPDX-License-Identifier: Apache-2.0
"""What every attack needs: an organisation with a published wave, copies of its folder, the real program and its variants, and one line of the table."""
import csv
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "journeys"))

try:
    from client import Door, Person, Wave
except ImportError:
    print("skipped: these attacks need Python's cryptography (scripts/setup test)")
    sys.exit(77)
from journey import Journey  # noqa: E402
from tools import Failed, Skipped, write_roster  # noqa: E402


class Attacked(Journey):
    """A server on a folder of its own, one wave published on it, desk and ballots open. `begin` makes the first, `copy` others of the same state."""
    every = []

    def __init__(self, programs, work):
        super().__init__(programs[0], programs[1], work)
        self.programs, self.closing = programs, None
        self.every.append(self)

    def begin(self, people, wards, council=True):
        self.organisation("Lindenhof") if council else self.organisation_alone("Lindenhof")
        write_roster(self.work / "people.csv", people, wards)
        self.do("people", "import", self.work / "people.csv")
        self.publish_wave("spring")
        return self

    def publish_wave(self, title):
        """Five questions from 1 to 5. Journey keeps the id of its wave in `wave`."""
        self.wave = None
        Journey.plan(self, title, "karuna-support", "balanced")
        known = set(self.waves())
        self.publish()
        self.wave = next(wave for wave in self.waves() if wave not in known)
        if self.council.exists():
            for part in ("token", "question"):
                self.council_signs(part)
                self.publish()
        for what in ("--desk", "--ballots"):
            self.do("wave", "open", self.wave, what)

    def waves(self):
        return [path.name for path in (self.folder / "waves").iterdir()] if (self.folder / "waves").exists() else []

    def copy(self, name, without=None):
        """The same organisation in the same state, with keys, databases and their logs, run by the program as it is or by one without a defence."""
        other = Attacked(self.programs, self.work / name)
        for folder in ("server", "council"):
            if (self.work / folder).exists():
                subprocess.run(["cp", "-a", str(self.work / folder), str(other.work / folder)], check=True)
        other.ports, other.wave = self.ports, self.wave
        if without:
            other.karuna = self.program_without(without)
        return other

    def program_without(self, defence):
        program = os.path.join(self.programs[2], f"karuna-without-{defence}")
        if not os.path.exists(program):
            raise Failed(f"{program} was not built (target attack_variants)")
        return program

    def known(self):
        return Wave(self.bundle)

    def links(self):
        self.do("people", "links", "--out", self.work / "links.csv")
        return list(csv.DictReader(open(self.work / "links.csv")))

    def people(self, count, **line):
        """The first so many people of the list, each signed in at the desk."""
        wave = self.known()
        return [Person(wave, self.port("studio"), row["link"], **line) for row in self.links()[:count]]

    def door(self, **line):
        return Door(self.port("respond"), **line)

    def stop(self):
        self.end()
        self.server = None
        (self.work / "ready").unlink(missing_ok=True)

    def close_whole(self):
        """The close, with the council's half where there is a council."""
        if not self.council.exists():
            self.do("wave", "close", self.wave)
            return
        self.close()
        self.half()

    def leaves(self):
        data = (self.bundle / "leaves.bin").read_bytes()
        return [data[at:at + 422] for at in range(0, len(data), 422)]

    def files(self, folder=None):
        """Every file of the server, by its bytes. What the council holds is not among them."""
        return {path: path.read_bytes() for path in sorted((folder or self.folder).rglob("*")) if path.is_file()}


class Leaf:
    """A leaf of the board, taken apart by its table in docs/protocol.md."""
    def __init__(self, data):
        self.bytes = data
        self.cell, self.pk, self.prefix, self.signature = int.from_bytes(data[1:5], "big"), data[5:37], data[37:69], data[69:325]
        self.h_ans = data[326:358]


def snapshot(folder, to):
    """A copy as a backup makes it: whatever lies there at this moment."""
    shutil.copytree(folder, to, copy_function=shutil.copyfile)
    return to


def tell(attack, organisation, baseline, ours, allowed):
    """One line of the table. `baseline` names the defence that is taken out, then what the attack gains there."""
    def line(*columns):
        print("ATTACK | {:<36} | {:<22} | {:<9} | {:<34} | {:<34} | {}".format(*columns), flush=True)
    if not told:
        line("attack", "organisation", "profile", "without this defence", "ours", "allowed")
    told.append(attack)
    line(attack, organisation, "balanced", baseline, ours, allowed)


told = []


def percent(share):
    return f"{100 * share:.1f} %"


def main(attack):
    """Runs `attack(make)`; make(people, wards) begins an organisation. Exit code 0 when the attack did what its test expects."""
    work = pathlib.Path(tempfile.mkdtemp(prefix="karuna-attack-"))
    os.chmod(work, 0o755)
    begun = []

    def make(people, wards, **how):
        begun.append(Attacked(tuple(map(os.path.abspath, sys.argv[1:4])), work / f"organisation-{len(begun)}"))
        return begun[-1].begin(people, wards, **how)

    try:
        attack(make)
    except Failed as failed:
        print(f"attack: {failed}\n(kept in {work})")
        return 1
    except Skipped as skipped:
        print(f"skipped: {skipped}")
        return 77
    finally:
        for server in Attacked.every:
            server.stop()
            if server.closing and server.closing.poll() is None:
                server.closing.terminate()
                server.closing.wait(30)
    shutil.rmtree(work, ignore_errors=True)
    return 0
