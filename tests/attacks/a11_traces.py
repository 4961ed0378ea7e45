#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A11. Traces: addresses, programs, sessions, keys, blinded messages and ballots are looked for in every file of the server, in its logs and in its folder
for temporary files; while people answer, after the close, and after what is secret was destroyed. What is looked for was chosen so that nothing else can look like it."""
import base64
import os
import pathlib
import resource
import secrets
import sys

from attack import main, tell
from client import Person, post_of, sha256

PEOPLE, DRAWERS = 60, 6
WHERE = "60 people, 3 groups"


def forms(needle):
    if isinstance(needle, str):
        return [needle.encode()]
    return [needle, needle.hex().encode(), base64.b64encode(needle).rstrip(b"="), base64.urlsafe_b64encode(needle).rstrip(b"=")]


class Traces:
    """What six people left behind on their way. kind -> list of (bytes or text, folders where it may stand)."""
    def __init__(self, server):
        self.kinds = {}
        wave, links = server.known(), server.links()
        tail = secrets.token_hex(8)
        for i in range(DRAWERS):
            agent = f"canary-{i}-{tail}"
            person = Person(wave, server.port("studio"), links[i]["link"], address=f"127.77.{i + 1}.{i + 11}", agent=agent)
            code = os.urandom(32)
            drawn = person.draw(code)
            self.add("address", f"127.77.{i + 1}.{i + 11}")
            self.add("program", agent)
            self.add("session", person.door.headers["Cookie"].split("=")[1])
            self.add("login", f"e{i:04d}@lindenhof.example", "people")
            self.add("code", code)
            for name in ("right", "admission"):
                token, n = drawn[name], drawn[name]["key"][0]
                blinded = token["blinded"].to_bytes(256, "big")
                self.add("blinded message", blinded)
                self.add("who drew", sha256(blinded), "people")
                self.add("blind signature", (int.from_bytes(token["signature"], "big") * pow(token["inverse"], -1, n) % n).to_bytes(256, "big"))
                for part in ("pk", "prefix", "signature"):
                    self.add(f"{name} token", token[part], *(["leaves.bin"] if name == "right" else []))
            nonce = os.urandom(32)
            self.add("nonce", nonce)
            post = post_of(wave, drawn["right"], drawn["admission"], [1 + i % 5] * 5, nonce=nonce)
            door = server.door(address=f"127.78.{i + 1}.{i + 11}", agent=agent)
            door.headers |= {"X-Forwarded-For": f"203.0.113.{i + 101}", "Referer": f"https://{agent}.example/"}
            self.add("address", f"127.78.{i + 1}.{i + 11}")
            self.add("address", f"203.0.113.{i + 101}")
            server.expect(door.post(post) == "", "a ballot was refused")
            self.add("sealed ballot", post[370:435], "ballots")
        secret = (server.folder / "closing" / f"{server.wave}.secret").read_bytes()
        self.add("half and seed", secret[16:48], "closing")
        self.add("half and seed", secret[48:80], "closing")
        server.expect(sum(map(len, self.kinds.values())) > 100, "there is too little to look for")

    def add(self, kind, needle, *may_stand_in):
        self.kinds.setdefault(kind, []).append((needle, may_stand_in))

    def found(self, server, only=None, everywhere=False):
        """kind -> how many stand where they may not (everywhere: how many stand anywhere)."""
        files = {**server.files(), **{path: path.read_bytes() for path in [*server.work.glob("*.log"), *temporary().rglob("*")] if path.is_file()}}
        told = {}
        for kind, needles in self.kinds.items():
            if only and kind not in only:
                continue
            count = 0
            for needle, may in needles:
                places = [path for path, data in files.items() if any(form in data for form in forms(needle))]
                count += any(everywhere or not set(may) & set(path.parts) for path in places)
            if count:
                told[kind] = count
        return told


def temporary():
    return pathlib.Path(os.environ["TMPDIR"])


def of(found, traces, *kinds):
    return f"{sum(found.get(kind, 0) for kind in kinds)} of {sum(len(traces.kinds[kind]) for kind in kinds)} found"


def live(base, defence):
    """The same six people on a server without a defence: what is found while it runs."""
    weak = base.copy(defence, defence)
    weak.serve()
    traces = Traces(weak)
    found = traces.found(weak)
    weak.stop()
    return traces, found


def destroyed(server, traces):
    """What is left of what must go, after the close and the council's last signature, while the server stays up."""
    server.close_whole()
    closed = traces.found(server)
    there = traces.found(server, only=MUST_GO, everywhere=True)
    server.expect(set(there) == set(MUST_GO), f"of what must go only {there} is there before, so this shows nothing")
    server.final()
    server.do("wave", "destroy", server.wave)
    left = traces.found(server, only=MUST_GO, everywhere=True)
    server.stop()
    return closed, left


MUST_GO = ("who drew", "sealed ballot", "half and seed")


def may_dump(server):
    """Whether the closing process could leave a core dump with what it knows: its limit, and whether the kernel keeps it from its own user."""
    server.close()
    pids = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            words = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if b"step" in words and b"close" in words and str(server.folder).encode() in words:
                pids.append(pid)
        except OSError:
            continue
    server.expect(len(pids) == 1, f"{len(pids)} closing processes were found")
    limit = next(line.split()[4] for line in pathlib.Path(f"/proc/{pids[0]}/limits").read_text().splitlines() if line.startswith("Max core file size"))
    user = next(int(line.split()[1]) for line in pathlib.Path(f"/proc/{pids[0]}/status").read_text().splitlines() if line.startswith("Uid:"))
    owner = os.stat(f"/proc/{pids[0]}/mem").st_uid
    server.closing.terminate()
    server.closing.wait(30)
    return limit != "0", user == 0 or owner == user


def attack(make):
    base = make(PEOPLE, 3)
    os.environ["TMPDIR"] = str(base.work / "temporary")
    temporary().mkdir()
    os.chmod(temporary(), 0o777)

    silence_traces, silence = live(base, "silence")
    hashed_traces, hashed = live(base, "hashed-messages")
    ours = base.copy("ours")
    ours.serve()
    traces = Traces(ours)
    open_now = traces.found(ours)
    forgetting, guarded, waiting = ours.copy("forgetting", "forgetting"), ours.copy("guarded", "guarded-memory"), ours.copy("waiting")
    closed, left = destroyed(ours, traces)
    found = {kind: open_now.get(kind, 0) + closed.get(kind, 0) for kind in {**open_now, **closed}}
    forgetting.serve()
    _, left_weak = destroyed(forgetting, traces)

    for defence, weak_traces, weak, kinds in (("silence", silence_traces, silence, ("address", "program")), ("hashed messages", hashed_traces, hashed, ("blinded message",))):
        tell(f"A11 traces: {', '.join(kinds)}", WHERE, f"{defence}: {of(weak, weak_traces, *kinds)}", of(found, traces, *kinds), "0")
        base.expect(all(kind in weak for kind in kinds), f"without {defence} only {weak} is found, so this shows nothing")
    rest = [kind for kind in traces.kinds if kind not in MUST_GO]
    tell("A11 traces: all kinds, to the close", WHERE, f"silence: {of(silence, silence_traces, *rest)}", of(found, traces, *rest), "0")
    tell("A11 left of what must go", WHERE, f"forgetting: {of(left_weak, traces, *MUST_GO)}", of(left, traces, *MUST_GO), "0")
    base.expect("who drew" in left_weak or "sealed ballot" in left_weak, f"without forgetting {left_weak} is left, so this shows nothing")
    base.expect(not found and not left, f"found where it may not stand: {found}; left at the end: {left}")

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    if hard == 0:
        print("this machine forbids all core dumps, so the attack by a core dump is left out")
        return
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    words = {True: "possible", False: "not possible"}
    weak, good = may_dump(guarded), may_dump(waiting)
    tell("A11 a core dump of the close", WHERE, f"guarded memory: {words[all(weak)]}", words[all(good)], "not possible")
    base.expect(all(weak), f"without the defence {weak}, so this shows nothing")
    base.expect(not good[0], "the closing process may leave a core dump")


if __name__ == "__main__":
    sys.exit(main(attack))
