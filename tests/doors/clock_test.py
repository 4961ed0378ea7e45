#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A real wave, not a trial, through its dates: the clock of the server is set by libfaketime. clock_test.py KARUNA KARUNA_VERIFY"""
import datetime
import glob
import json
import os
import re
import subprocess
import sys

from house import Skipped, expect, main
from client import Person, post_of
from journey import Journey
from tools import write_roster

HOUR = 3600
LIBRARY = next(iter(glob.glob("/usr/lib/*/faketime/libfaketime.so.1")), None)


class Clocked:
    """A house whose commands and server all believe it is `now` (hours since 1970, UTC)."""

    def __init__(self, house):
        self.house = house

    def set(self, hour):
        moment = datetime.datetime.fromtimestamp(hour * HOUR + 600, datetime.timezone.utc)
        os.environ.update(LD_PRELOAD=LIBRARY, FAKETIME=moment.strftime("@%Y-%m-%d %H:%M:%S"), TZ="UTC", FAKETIME_DONT_FAKE_MONOTONIC="1", NO_FAKE_STAT="1")

    def reset(self):
        for name in ("LD_PRELOAD", "FAKETIME"):
            os.environ.pop(name, None)

    def serve(self, hour):
        self.house.stop()
        self.set(hour)
        try:
            self.house.serve()
        finally:
            self.reset()

    def do(self, hour, *words, **how):
        self.set(hour)
        try:
            return self.house.do(*words, **how)
        finally:
            self.reset()


def day(hour):
    return datetime.datetime.fromtimestamp(hour * HOUR, datetime.timezone.utc).strftime("%Y-%m-%dT%H")


def a_clock_that_is_wrong_opens_nothing(make):
    if LIBRARY is None:
        raise Skipped("libfaketime is not here (packages.apt, test)")
    house = make(people=None)
    clock = Clocked(house)
    house.organisation_alone("Lindenhof")
    write_roster(house.work / "people.csv", 60, 2)
    people = house.work / "people.csv"
    now = int(datetime.datetime.now(datetime.timezone.utc).timestamp()) // HOUR
    # Eleven of sixty came within the year: six in the first ward of 30 people, five in the second.
    rows = people.read_text().splitlines()
    rows[1:12] = [row.replace("2020-01-01", day(now - 24 * 30)[:10]) for row in rows[1:12]]
    people.write_text("\n".join(rows) + "\n")
    house.do("people", "import", people)
    opens_desk, closes_desk, opens_ballots, closes_ballots = now + 100, now + 150, now + 148 + 2, now + 300
    house.wave_file = house.work / "WAVE.toml"
    house.wave_file.write_text(f'title = "Spring"\ninstruments = ["karuna-support"]\nlanguages = ["en"]\nprofile = "balanced"\nlate_desk = true\n'
                               f'opens_desk = "{day(opens_desk)}"\ncloses_desk = "{day(closes_desk)}"\nopens_ballots = "{day(opens_ballots)}"\n'
                               f'closes_ballots = "{day(closes_ballots)}"\n')
    Journey.publish(house)
    token = json.loads((house.bundle / "token_part.json").read_text())
    expect([token[name] for name in ("opens_desk", "closes_desk", "opens_ballots", "closes_ballots")] == [opens_desk, closes_desk, opens_ballots, closes_ballots],
           f"the dates are others than asked for: {token}")
    shares = sorted(record["new_share"] for record in json.loads((house.bundle / "cells.json").read_text()))
    expect(shares == [17, 20], f"6 and 5 of 30 are new, 20 and 17 in a hundred, and the cells say {shares}")
    wave, links, tokens = house.known(), [row["link"] for row in house.links()], {}
    answers = [1] * len(wave.questions)
    for name, hour, desk, door in (("long before", now, False, False), ("an hour before the desk", opens_desk - 1, False, False), ("the desk's first hour", opens_desk, True, False),
                                   ("an hour before the ballots", opens_ballots - 1, True, False), ("the ballots' first hour", opens_ballots, True, True),
                                   ("the late desk", closes_desk + 20, True, True), ("the last hour", closes_ballots - 1, True, True),
                                   ("the hour after", closes_ballots, False, False), ("a year later", closes_ballots + 8766, False, False)):
        clock.serve(hour)
        # Links live by the same clock, so each hour has fresh ones.
        clock.do(hour, "people", "links", "--out", house.work / "now.csv")
        links = [line.split(",") for line in (house.work / "now.csv").read_text().splitlines()[1:]]
        link = next(field for field in links[len(tokens)] if "#" in field)
        person = Person(wave, house.port("studio"), link)
        drawn = person.draw(os.urandom(32))
        if desk:
            expect(isinstance(drawn["right"], dict), f"{name}: the desk is open and says {drawn['right']}")
            tokens[name] = drawn
        else:
            expect(drawn["right"] == drawn["admission"] == "WINDOW_CLOSED", f"{name}: the desk is closed and says {drawn}")
        listed = {row["wave_id"]: row for row in house.door().ask("GET", "/v1/waves")[1]}
        row = next(iter(listed.values()))
        expect((row["desk_open"], row["ballots_open"]) == (desk, door), f"{name}: the door tells of {row}")
        if tokens:
            held = list(tokens.values())[-1]
            refusal = house.door().post(post_of(wave, held["right"], held["admission"], answers, seq=hour - now))
            expect(refusal == ("" if door else "WINDOW_CLOSED"), f"{name}: a ballot was answered with {refusal!r}")
    house.stop()

    # A wave is not closed before its hour, whatever the operator wants, and what is secret goes by itself 14 days after its release.
    clock.do(closes_ballots - 1, "wave", "close", house.wave, fails="hour|closed|until|before")
    expect(not (house.bundle / "request.json").exists(), "a close before the hour left a file")
    clock.do(closes_ballots, "wave", "close", house.wave)
    house.run(house.verify_program, house.bundle, *house.keys())
    # The age of a release is read from its file; the file is dated as the release was.
    os.utime(house.bundle / "release.server.sig", (closes_ballots * HOUR, closes_ballots * HOUR))
    blobs = house.folder / "ballots" / f"{house.wave}.blobs"
    expect(blobs.exists(), "there are no sealed ballots, so destroying them shows nothing")
    said = clock.do(closes_ballots + 14 * 24 - 2, "wave", "destroy", "--due")
    expect("No wave is due" in said and blobs.exists(), f"destroyed before its day: {said}")
    said = clock.do(closes_ballots + 14 * 24 + 1, "wave", "destroy", "--due")
    expect(house.wave in said and not blobs.exists(), f"not destroyed when it was due: {said}")
    said = clock.do(closes_ballots + 14 * 24 + 2, "wave", "destroy", "--due")
    expect("No wave is due" in said, f"destroyed twice: {said}")
    # A wave that cannot be read is told, and is not passed over as if nothing were to be done.
    part = house.bundle / "token_part.json"
    part.write_bytes(re.sub(rb'"uses":16', b'"uses":15', part.read_bytes()))
    clock.set(closes_ballots + 15 * 24)
    done = subprocess.run([house.karuna, "wave", "destroy", "--due"], capture_output=True, text=True, env={**os.environ, "KARUNA_FOLDER": str(house.folder)})
    clock.reset()
    expect(done.returncode == 1 and house.wave in done.stderr, f"a wave that cannot be read: {done.returncode} {done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main(a_clock_that_is_wrong_opens_nothing))
