#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""kill -9 of the desk, over and over, while people draw: nobody draws twice, everybody can finish. kills_test.py KARUNA KARUNA_VERIFY"""
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time

from house import expect, main
from client import ADMISSION, RIGHT, Person, finished, prepared, unb64

ENOUGH = 10


class Desk:
    """The desk alone, as a process that may be killed at any moment and started again."""

    def __init__(self, house):
        self.house, self.process = house, None
        self.start()

    def start(self):
        self.process = subprocess.Popen([self.house.karuna, "serve", "--only", "desk"], stdout=subprocess.PIPE, text=True,
                                        env={**os.environ, "KARUNA_FOLDER": str(self.house.folder)})
        line = self.process.stdout.readline()
        expect(line.startswith("ready "), f"the desk did not start again after a kill: {line!r}, {self.process.poll()}")

    def kill(self):
        self.process.kill()
        self.process.wait()


class Drawer(threading.Thread):
    """Signs in whenever the desk forgot it, and asks for the same two messages until it has both signatures."""

    def __init__(self, house, wave, links, answered):
        super().__init__(daemon=True)
        self.house, self.wave, self.links, self.answered = house, wave, links, answered
        self.person, self.refusals, self.tokens, self.blind, self.prepared = None, [], {}, {}, {}
        self.code = os.urandom(32)

    def run(self):
        while len(self.tokens) < 2:
            try:
                if self.person is None:
                    if not self.links:
                        self.refusals.append("no link left")
                        return
                    self.person = Person(self.wave, self.house.port("studio"), self.links[-1])
                    self.links.pop()
                    for kind, cell, key in ((RIGHT, self.person.cell, self.wave.cells[self.person.cell]), (ADMISSION, 0, self.wave.admission)):
                        self.prepared.setdefault(kind, prepared(self.code, self.wave.id, kind, cell, key))
                for kind, token in self.prepared.items():
                    if kind in self.tokens:
                        continue
                    signature, refusal = self.person.issue(kind, token["blinded"])
                    if signature:
                        self.tokens[kind], self.blind[kind] = finished(token, unb64(signature)), signature
                        self.answered.release()
                    elif refusal == "SIGN_IN":
                        self.person = None  # sessions live in the memory that was killed
                        break
                    elif refusal != "BUSY":
                        self.refusals.append(refusal)
                        return
            except RuntimeError:
                self.person = None
                self.links.pop()  # spent, and the answer that had the session was killed on its way
            except (OSError, http.client.HTTPException, KeyError):
                self.person = None  # killed in the middle, or not started again yet: the same link once more
                time.sleep(0.02)


def kills_while_people_draw(make):
    house = make(people=240, wards=4)
    wave, dice = house.known(), random.Random(9)
    batches = [[row["link"] for row in house.links()] for _ in range(20)]
    people = list(zip(*batches))  # twenty links of each
    desk, killed, drawers = Desk(house), 0, []
    waiting = iter(people)
    while killed < ENOUGH:
        # Twelve people at a time; killed after some of their answers, which ones is chance.
        group = [links for _, links in zip(range(12), waiting)]
        expect(group, f"everybody has drawn, and the desk was killed {killed} times only")
        answered = threading.Semaphore(0)
        threads = [Drawer(house, wave, list(links), answered) for links in group]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            for _ in range(dice.randrange(1, 9)):
                while not answered.acquire(timeout=0.1) and any(thread.is_alive() for thread in threads):
                    pass
            if not any(thread.is_alive() for thread in threads) or killed >= 3 * ENOUGH:
                continue
            desk.kill()
            killed += 1
            desk.start()
        drawers += threads
    for drawer in drawers:
        expect(not drawer.refusals, f"somebody was refused after a kill: {drawer.refusals}")
        expect(all(drawer.tokens.get(kind) for kind in (RIGHT, ADMISSION)), "somebody holds a signature that does not hold")
    # Whoever drew draws the same again and nothing else.
    drawn = dict(zip(people, drawers))
    fresh = [row["link"] for row in house.links()]
    for drawer, link in list(zip(drawn.values(), fresh))[:20]:
        person = Person(wave, house.port("studio"), link)
        for kind, cell, key in ((RIGHT, person.cell, wave.cells[person.cell]), (ADMISSION, 0, wave.admission)):
            expect(person.issue(kind, drawer.prepared[kind]["blinded"]) == (drawer.blind[kind], ""), "the same message got another signature after the kills")
            other = prepared(os.urandom(32), wave.id, kind, cell, key)
            expect(person.issue(kind, other["blinded"]) == (None, "ALREADY_ISSUED"), "a second code of one person was signed")
    desk.kill()
    house.close_whole()
    counts = json.loads((house.bundle / "counts.json").read_text())
    expect(sum(row["issued"] for row in counts) == len(drawers), f"{len(drawers)} people drew, the counts say {counts}")
    print(f"        {killed} kills, {len(drawers)} people drew")


if __name__ == "__main__":
    sys.exit(main(kills_while_people_draw))
