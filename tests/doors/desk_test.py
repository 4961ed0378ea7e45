#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the desk and the door say no with, over HTTP and by the real processes: desk_test.py KARUNA KARUNA_VERIFY"""
import csv
import json
import os
import subprocess
import sys

from house import ERROR_BYTES, Failed, ask, expect, main
from client import ADMISSION, RIGHT, Door, Person, b64, finished, post_of, prepared, unb64


def issue(person, **changed):
    """One request to the desk, with some fields as told; gives (status, error, whole answer)."""
    token = prepared(os.urandom(32), person.wave.id, RIGHT, person.cell, person.wave.cells[person.cell])
    fields = {"wave_id": b64(person.wave.id), "class": 1, "kind": RIGHT, "blinded_msg": b64(token["blinded"].to_bytes(256, "big")), **changed}
    status, told, answer = person.door.ask("POST", "/v1/issue", json.dumps({name: value for name, value in fields.items() if value is not None}))
    return status, told.get("error"), answer


def refused(person, name, what, **changed):
    status, error, answer = issue(person, **changed)
    expect(error == name and status >= 400, f"{what}: expected {name}, got {status} {error}")
    expect(int(answer.getheader("Content-Length")) == ERROR_BYTES, f"{what}: {name} has another length than the other errors")
    expect(answer.getheader("Cache-Control") == "no-store", f"{what}: the answer may be kept")


def looking_at_a_link_spends_nothing(make):
    """A program that previews links fetches the invitation ten times in ten ways. The person still gets in, once."""
    house = make()
    house.serve()
    link = house.links()[0]["link"]
    path, _, secret = link.partition("#")
    expect(secret and secret not in path, f"the secret of a link does not stand in its fragment: {link}")
    port = house.port("studio")
    bots = ["Slackbot-LinkExpanding 1.0", "facebookexternalhit/1.1", "Microsoft Office/16.0 (SafeLinks)", "WhatsApp/2.23", "curl/8.0"]
    for _ in range(10):
        for bot in bots:
            for method in ("GET", "HEAD"):
                answer = ask(port, method, "/signin", headers=[("User-Agent", bot)])
                expect(answer.status == 200 and answer.header("Set-Cookie") is None, f"{bot}: {answer}")
    # Some take the address apart and ask for what they find in it.
    for path in (f"/signin?{secret}", f"/signin/{secret}", f"/v1/session?link={secret}", f"/signin%23{secret}"):
        answer = ask(port, "GET", path)
        expect(answer.header("Set-Cookie") is None, f"{path} signs in: {answer}")
    wave = house.known()
    Person(wave, port, link)
    try:
        Person(wave, port, link)
    except RuntimeError as refused_again:
        expect("FORBIDDEN" in str(refused_again), str(refused_again))
    else:
        raise Failed("a link let in twice")


def every_refusal_of_the_desk(make):
    house = make()
    house.serve()
    person, other = house.people(2)
    port = house.port("studio")
    n = person.wave.cells[person.cell][0]
    refused(person, "UNKNOWN_WAVE", "another wave", wave_id=b64(bytes(16)))
    refused(person, "UNKNOWN_WAVE", "no wave", wave_id=None)
    refused(person, "UNKNOWN_WAVE", "a wave of 15 bytes", wave_id=b64(person.wave.id[:15]))
    for what, number in (("nothing", 0), ("the modulus", n), ("more than the modulus", n + 1), ("the largest number", 2 ** 2048 - 1)):
        refused(person, "BAD_BLINDED_MESSAGE", what, blinded_msg=b64(number.to_bytes(256, "big")))
    for what, text in (("255 bytes", b64(b"\x01" * 255)), ("257 bytes", b64(b"\x01" * 257)), ("no bytes", ""), ("no base64url", "$" * 342), ("missing", None),
                       ("a number", 7), ("padded", b64(b"\x01" * 256) + "==")):
        refused(person, "BAD_BLINDED_MESSAGE", what, blinded_msg=text)
    for kind in (2, 255, -1, 256, "1", None, 1.0):
        refused(person, "BAD_BLINDED_MESSAGE", f"kind {kind}", kind=kind)
    for cls in (0, 2, 3, 257, "1", None):
        refused(person, "NOT_ELIGIBLE", f"class {cls}", **{"class": cls})
    # None of these took the person's right away.
    drawn = person.draw(os.urandom(32))
    expect(isinstance(drawn["right"], dict) and isinstance(drawn["admission"], dict), f"could not draw after refusals: {drawn}")
    refused(person, "ALREADY_ISSUED", "a second message")
    refused(person, "ALREADY_ISSUED", "a second admission", kind=ADMISSION, blinded_msg=b64((2 ** 2046 + 7).to_bytes(256, "big")))  # below every modulus
    # The same message again, as often as one likes, gives the same signature.
    first = person.issue(RIGHT, drawn["right"]["blinded"])
    expect(first[0] and all(person.issue(RIGHT, drawn["right"]["blinded"]) == first for _ in range(5)), "the same message got another answer")
    # Without a session, with a foreign page, and as somebody else's request.
    for headers, name in (({"Cookie": ""}, "SIGN_IN"), ({"Cookie": "karuna_session=" + "A" * 43}, "SIGN_IN"), ({"X-Karuna-CSRF": ""}, "FORBIDDEN"),
                          ({"X-Karuna-CSRF": person.door.headers["X-Karuna-CSRF"]}, "FORBIDDEN")):
        status, told, _ = other.door.ask("POST", "/v1/issue", json.dumps({"wave_id": b64(other.wave.id), "class": 1, "kind": RIGHT, "blinded_msg": b64(bytes(256))}), headers)
        expect(told.get("error") == name, f"{headers}: expected {name}, got {status} {told}")
    for body in (b"", b"{", b"[]", b"null", b"7", b'{"wave_id":{}}', b"\xff\xfe", b"[" * 4000):
        answer = ask(port, "POST", "/v1/issue", body, [(name, other.door.headers[name]) for name in ("Cookie", "X-Karuna-CSRF")])
        expect(answer.status in (400, 404) and answer.error, f"{body[:20]}: {answer}")
    expect(ask(port, "POST", "/v1/issue", b"a" * 5000).status == 413, "a body of 5,000 bytes is read")
    # The window closes: also for who is signed in, and for a message that was signed before.
    house.close_whole()
    refused(other, "WINDOW_CLOSED", "after the close")
    expect(person.issue(RIGHT, drawn["right"]["blinded"])[1] == "WINDOW_CLOSED", "a message was signed after the close")
    counts = {row["cell"]: row["issued"] for row in json.loads((house.bundle / "counts.json").read_text())}
    expect(sum(counts.values()) == 1 and counts[person.cell] == 1, f"one token was given out, the counts say {counts}")


def every_refusal_of_the_door(make):
    house = make()
    house.serve()
    person, other = house.people(2)
    mine, theirs = (who.draw(os.urandom(32)) for who in (person, other))
    door, wave, answers = house.door(), person.wave, [1] * len(person.wave.questions)
    good = post_of(wave, mine["right"], mine["admission"], answers)

    def expect_error(name, body, what):
        status, told, answer = door.ask("POST", "/v1/ballot", body, {"Content-Type": "application/octet-stream"})
        expect(told.get("error") == name, f"{what}: expected {name}, got {status} {told}")
        expect(int(answer.getheader("Content-Length")) == ERROR_BYTES and answer.getheader("Set-Cookie") is None, f"{what}: another length, or a cookie")
    for what, body in (("nothing", b""), ("one byte", b"\x01"), ("a byte too few", good[:-1]), ("a byte too many", good + b"\0"), ("64 bytes more", good + bytes(64)),
                       ("version 2", b"\x02" + good[1:]), ("version 0", b"\x00" + good[1:]), ("half", good[:len(good) // 2])):
        expect_error("BAD_LENGTH", body, what)
    expect_error("UNKNOWN_WAVE", good[:1] + bytes(16) + good[17:], "another wave")
    for what, place in (("another key", 18), ("another prefix", 50), ("another signature", 82 + 100), ("the first byte of the signature", 82)):
        expect_error("BAD_TOKEN", good[:place] + bytes([good[place] ^ 1]) + good[place + 1:], what)
    expect_error("BAD_TOKEN", post_of(wave, mine["right"], mine["right"], answers), "the right in the place of the admission")
    expect_error("BAD_TOKEN", post_of(wave, mine["right"], {**mine["admission"], "signature": theirs["admission"]["signature"]}, answers), "somebody else's signature")
    expect_error("BAD_TOKEN", post_of(wave, mine["right"], {**mine["admission"], "signature": bytes(256)}, answers), "no signature")
    # The same post is the same ballot, and does not count as a use.
    receipts = {json.dumps(door.ask("POST", "/v1/ballot", good)[1]) for _ in range(wave.uses + 4)}
    expect(len(receipts) == 1 and "receipt" in receipts.pop(), "the same post got another receipt")
    # Every use but one is left; one more than allowed is refused, and somebody else is not.
    for use in range(1, wave.uses):
        expect(door.post(post_of(wave, mine["right"], mine["admission"], answers, seq=use)) == "", f"use {use + 1} of {wave.uses} was refused")
    expect_error("TOO_MANY", post_of(wave, mine["right"], mine["admission"], answers, seq=99), f"use {wave.uses + 1}")
    expect(door.post(good) == "", "a post that is stored already is refused once all uses are gone")
    expect(door.post(post_of(wave, theirs["right"], theirs["admission"], answers)) == "", "somebody else is refused")
    house.do("wave", "step", "stop", house.wave)
    expect_error("WINDOW_CLOSED", post_of(wave, theirs["right"], theirs["admission"], answers, seq=3), "after the stop")
    house.close_whole()
    head = json.loads((house.bundle / "head.json").read_text())
    expect((head["size"], head["superseded_count"]) == (2, wave.uses - 1), f"two people answered, one of them {wave.uses} times: {head}")


def a_token_of_another_wave(make):
    """Two waves at once: nothing of one is worth anything in the other."""
    house = make()
    first = house.wave
    house.publish_wave("autumn")
    house.serve()
    second = house.known()
    house.wave = first
    person = house.people(1)[0]
    drawn = person.draw(os.urandom(32))
    answers = [1] * len(second.questions)
    refusal = house.door().post(post_of(second, drawn["right"], drawn["admission"], answers))
    expect(refusal == "BAD_TOKEN", f"an admission of another wave: {refusal}")
    moved = post_of(person.wave, drawn["right"], drawn["admission"], answers)
    refusal = house.door().post(moved[:1] + second.id + moved[17:])
    expect(refusal == "BAD_TOKEN", f"a ballot carried into another wave: {refusal}")
    # A blind signature of the first wave's cell is none of the second's.
    token = prepared(os.urandom(32), second.id, RIGHT, person.cell, second.cells[person.cell])
    status, told, _ = person.door.ask("POST", "/v1/issue", json.dumps({"wave_id": b64(person.wave.id), "class": 1, "kind": ADMISSION,
                                                                       "blinded_msg": b64(token["blinded"].to_bytes(256, "big"))}))
    expect("blind_sig" not in told or finished(token, unb64(told["blind_sig"])) is None, "the desk signed with a key of another wave")


def a_roster_in_the_middle_changes_nothing(make):
    house = make(people=90, wards=3)
    house.serve()
    rows = list(csv.DictReader(open(house.work / "people.csv")))
    stays, moved, gone = house.people(3)
    wave, cells = stays.wave, {who: who.cell for who in (stays, moved, gone)}
    logins = [row["login"] if "login" in row else row["email"] for row in house.links()[:3]]
    public = {path: data for path, data in house.files(house.bundle).items()}
    drawn = stays.draw(os.urandom(32))
    # The second person moves to another ward, the third leaves, one comes.
    wards = sorted({row["site"] for row in rows})
    for row in rows:
        if row["email"] == logins[1]:
            row["site"] = next(ward for ward in wards if ward != row["site"])
    rows = [row for row in rows if row["email"] != logins[2]]
    rows.append({**rows[-1], "employee_id": "E9999", "email": "e9999@lindenhof.example"})
    with open(house.work / "later.csv", "w", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    house.do("people", "import", house.work / "later.csv")
    expect({path: data for path, data in house.files(house.bundle).items()} == public, "an import changed a public file of the wave")
    links = {row.get("login", row.get("email")): row["link"] for row in house.links()}
    expect("e9999@lindenhof.example" in links, f"the new person has no link: {list(links)[:3]}")
    for who, login in ((stays, logins[0]), (moved, logins[1])):
        again = Person(wave, house.port("studio"), links[login])
        expect(again.cell == cells[who], f"{login} was in cell {cells[who]} and is in {again.cell} after an import")
    tokens = moved.draw(os.urandom(32))
    expect(isinstance(tokens["right"], dict), f"who moved cannot draw in the cell of the frozen list: {tokens}")
    expect(stays.issue(RIGHT, drawn["right"]["blinded"])[0], "the same message is not signed again after an import")
    late = Door(house.port("studio"))
    status, told, answer = late.ask("POST", "/v1/session", json.dumps({"link": links["e9999@lindenhof.example"].split("#")[1]}))
    expect(status == 200, f"the new person cannot sign in: {told}")
    late.headers |= {"Cookie": answer.getheader("Set-Cookie").split(";")[0]}
    status, told, _ = late.ask("GET", f"/v1/mycell?wave_id={b64(wave.id)}")
    expect(told.get("error") == "NOT_ELIGIBLE", f"who came after publishing gets a cell: {status} {told}")
    eligible = [record["eligible"] for record in json.loads((house.bundle / "cells.json").read_text())]
    expect(sum(eligible) == 90, f"the headcounts changed: {eligible}")


def two_servers_on_one_folder(make):
    house = make()
    house.serve()
    environment = {**os.environ, "KARUNA_FOLDER": str(house.folder)}
    for only in ([], ["--only", "desk"], ["--only", "door"]):
        ports = ["--studio-port", str(house.port("other studio")), "--respond-port", str(house.port("other respond"))]
        second = subprocess.run([house.karuna, "serve", *only, *ports], capture_output=True, text=True, timeout=120, env=environment)
        expect(second.returncode != 0 and "another server already works on" in second.stdout + second.stderr,
               f"a second server {only} on one folder: {second.returncode} {second.stdout}{second.stderr}")
    house.people(1)[0].draw(os.urandom(32))  # the first one is not disturbed


if __name__ == "__main__":
    sys.exit(main(looking_at_a_link_spends_nothing, every_refusal_of_the_desk, every_refusal_of_the_door, a_token_of_another_wave,
                  a_roster_in_the_middle_changes_nothing, two_servers_on_one_folder))
