#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a client may send to the two doors and what it must not: forms_test.py KARUNA KARUNA_VERIFY"""
import random
import sys
import threading

from house import ERROR_BYTES, ask, expect, line_to, main, read_answer, say

CANARY = "Mozilla/5.0 (canary 7c1e; Erika Mustermann)"


def still_there(house):
    for which, path in (("studio", "/signin"), ("respond", "/v1/waves")):
        answer = ask(house.port(which), "GET", path)
        expect(answer.status == 200, f"the {which} door does not answer any more: {answer}")


def refused(port, data, statuses, what, end=False, may_be_silent=False):
    answer = say(port, data, end)
    fits = answer.status in statuses or (may_be_silent and answer.status is None and answer.closed)
    expect(fits, f"{what}: expected {statuses}, got {answer}")
    if answer.status is not None and answer.status >= 400:
        expect(len(answer.body) == ERROR_BYTES and answer.error, f"{what}: an error has {ERROR_BYTES} bytes and a name, this is {answer}")
        expect(answer.header("Set-Cookie") is None, f"{what}: a refusal sets a cookie")
    return answer


def malformed_requests(make):
    house = make()
    house.serve()
    dice = random.Random(5)
    for which in ("studio", "respond"):
        port = house.port(which)
        path, post = ("/signin", "/v1/session") if which == "studio" else ("/v1/waves", "/v1/ballot")
        host = f"Host: 127.0.0.1:{port}\r\n"

        def get(extra="", target=path, version="HTTP/1.1", first="GET"):
            return f"{first} {target} {version}\r\n{host}{extra}\r\n".encode("latin-1")

        def put(extra, body=b""):
            return f"POST {post} HTTP/1.1\r\n{host}{extra}\r\n".encode() + body
        refused(port, get("X: " + "a" * 20000 + "\r\n"), {431}, "a header of 20,000 bytes")
        refused(port, get("".join(f"X{i}: {'a' * 60}\r\n" for i in range(400))), {431}, "four hundred headers")
        refused(port, get(target="/" + "a" * 20000), {431, 400}, "a path of 20,000 bytes")
        refused(port, put("Content-Length: 5\r\nContent-Length: 6\r\n", b"123456"), {400}, "two lengths")
        refused(port, put("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n"), {400}, "a length and chunks")
        refused(port, put("Content-Length: five\r\n"), {400}, "a length in words")
        refused(port, put("Content-Length: -5\r\n"), {400}, "a length below nothing")
        refused(port, put("Content-Length: 99999999999999999999999\r\n"), {400, 413}, "a length of 23 digits")
        refused(port, put("Content-Length: 100000000\r\n"), {413}, "a body of 100 MB, announced")
        refused(port, put("Transfer-Encoding: chunked\r\n", b"20000\r\n" + b"a" * 0x20000 + b"\r\n0\r\n\r\n"), {413}, "a body of 128 KB in one chunk")
        refused(port, put("Transfer-Encoding: gzip\r\n", b"abc"), {400}, "a body in another coding", end=True, may_be_silent=True)
        refused(port, b"GET " + path.encode() + b" HTTP/1.1\r\n\r\n", {400}, "no host")
        refused(port, get(host), {400}, "two hosts")
        refused(port, get(version="HTTP/2.0"), {400}, "another version")
        refused(port, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400}, "the preface of HTTP/2")
        refused(port, get("broken header\r\n"), {400}, "a header without a colon")
        refused(port, get("X\x00Y: z\r\n"), {400}, "a zero in a name")
        refused(port, get(target="http://other.example/x"), {400, 404}, "an address in the place of a path")
        refused(port, get(target="*"), {400}, "a star in the place of a path")
        refused(port, get(target="//" + "a" * 50), {404}, "two strokes")
        refused(port, get(target="/a\x7fb"), {400}, "a delete in the path")
        refused(port, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500), {400}, "a TLS hello on the plain port", end=True, may_be_silent=True)
        for _ in range(50):
            refused(port, bytes(dice.randrange(256) for _ in range(dice.randrange(1, 400))) + b"\r\n\r\n", {400, 431}, "noise", end=True, may_be_silent=True)
        # Ended in the middle: nothing is done and nobody is answered, or told that it was no request.
        for data in (b"GET", get()[:-2], put("Content-Length: 500\r\n", b"half of it")):
            refused(port, data, {400}, f"cut short: {data[:20]!r}", end=True, may_be_silent=True)
        # What is there has its methods; what is not there is not found, whatever was asked.
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "CONNECT", "BREW"):
            answer = refused(port, get(first=method), {405, 400}, method)
            expect(answer.status == 400 or "GET" in (answer.header("Allow") or ""), f"{method}: the answer does not say what is allowed: {answer}")
        for unknown in ("/v1/nothing", "/v2/ballot", "/v1/ballot/", "/.git/config", "/karuna.toml", "/v1/wave", "/admin", "/v1/session/x"):
            for method in ("GET", "POST", "HEAD"):
                answer = ask(port, method, unknown)
                expect(answer.status == 404, f"{method} {unknown} at the {which} door: {answer}")
        # Two requests in one piece get two answers, in order.
        with line_to(port) as line:
            line.sendall(get() + get(target="/v1/nothing"))
            data = b""
            while data.count(b"HTTP/1.1 ") < 2 or not data.rstrip().endswith(b"}"):
                data += line.recv(65536)
            expect(data.index(b"HTTP/1.1 200") < data.index(b"HTTP/1.1 404"), f"two requests in one piece: {data[:200]}")
        still_there(house)


def no_path_leads_out(make):
    house = make()
    house.serve()
    wave, port = house.wave, house.port("respond")
    secrets = [p.read_bytes() for p in house.folder.rglob("*") if p.is_file() and p.suffix in (".key", ".secret")]
    expect(secrets, "the server has no secrets, so this shows nothing")
    for path in (f"/v1/wave/{wave}/../../server/server.key", f"/v1/wave/{wave}/..%2f..%2fserver%2fserver.key", f"/v1/wave/{wave}/%2e%2e/karuna.toml",
                 "/v1/wave/../karuna.toml", f"/v1/wave/{wave}%2f..%2f{wave}/head.json", f"/v1/wave/{wave}/token_part.json%00.sig", f"/v1/wave/{wave}/desk.open",
                 f"/v1/wave/{wave}/", f"/v1/wave/{wave.upper()}x/cells.json", "/../karuna.toml", "/..", f"/v1/wave/{wave}/tables/index.csv",
                 f"/v1/wave/{wave}/..\\..\\karuna.toml", f"/v1/wave/{wave}/request.json"):
        answer = ask(port, "GET", path)
        expect(answer.status in (400, 404), f"{path}: {answer}")
        expect(not any(secret in answer.data for secret in secrets), f"{path} gives a secret away")
    expect(ask(port, "GET", f"/v1/wave/{wave}/token_part.json").status == 200, "the public file itself is not there")


def answering_leaves_no_trace(make):
    """No cookie is set or asked for, and neither log nor folder knows who asked."""
    house = make()
    house.serve()
    port = house.port("respond")
    before = (house.work / "serve.log").read_bytes()
    cookie = ("Cookie", "karuna_session=canary7c1e; id=canary7c1e")
    agent = ("User-Agent", CANARY), ("Referer", "http://intranet.example/canary7c1e"), ("X-Forwarded-For", "203.0.113.77"), ("Forwarded", "for=203.0.113.77"), cookie
    answers = [ask(port, "GET", path, headers=agent) for path in ("/", "/v1/waves", f"/v1/wave/{house.wave}/cells.json", "/v1/nothing?who=canary7c1e", "/favicon.ico")]
    answers += [ask(port, "POST", "/v1/ballot", b"canary7c1e" * n, agent) for n in (0, 1, 100)] + [ask(port, "OPTIONS", "/v1/ballot", headers=agent)]
    answers.append(ask(port, "POST", "/v1/session", b'{"link":"canary7c1e"}', agent))
    for answer in answers:
        expect(answer.status is not None, f"no answer: {answer}")
        for header in ("Set-Cookie", "ETag", "Last-Modified", "WWW-Authenticate", "Refresh", "Date"):
            if header in ("Set-Cookie", "WWW-Authenticate", "Refresh"):
                expect(answer.header(header) is None, f"the answering side sends {header}: {answer}")
        expect("canary7c1e" not in answer.data.decode("latin-1"), f"what was sent comes back: {answer}")
    plain = ask(port, "GET", "/v1/waves")
    expect(plain.body == answers[1].body and plain.headers == answers[1].headers, "a cookie changes the answer")
    expect(answers[-1].status == 404, f"the answering side lets sign in: {answers[-1]}")
    expect((house.work / "serve.log").read_bytes() == before, "the log grew while people answered")
    house.stop()
    for path, data in house.files(house.work).items():
        for needle in (b"canary7c1e", b"203.0.113.77", b"127.0.0.1 -", CANARY.encode()):
            expect(needle not in data, f"{path} knows {needle!r}")


def drip(port, first, drop, ended):
    """`first` at once, then `drop` byte by byte until the server ends the line."""
    with line_to(port) as line:
        line.sendall(first)
        line.settimeout(0.5)
        try:
            while True:
                line.send(drop)
                try:
                    if not line.recv(100):
                        break
                except TimeoutError:
                    continue
        except OSError:
            pass
    ended.append(port)


def drop_by_drop(make):
    """Clients that send a byte now and then are cut off, each of them, while others are served. Whoever is not cut off keeps this test from ending."""
    house = make()
    house.serve()
    ended, drippers = [], []
    for which, post in (("studio", "/v1/session"), ("respond", "/v1/ballot")):
        port = house.port(which)
        head = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX: ".encode()
        body = f"POST {post} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 2000\r\n\r\n".encode()
        for first in (b"", head, body) * 20:
            drippers.append(threading.Thread(target=drip, args=(port, first, b"a" if first else b"G", ended), daemon=True))
    for thread in drippers:
        thread.start()
    rounds = 0
    while any(thread.is_alive() for thread in drippers):
        still_there(house)
        rounds += 1
        for thread in drippers:
            thread.join(0.02)
    expect(len(ended) == len(drippers) and rounds > 0, f"{len(ended)} of {len(drippers)} were cut off, while others asked {rounds} times")
    # And one that says nothing at all.
    for which in ("studio", "respond"):
        with line_to(house.port(which)) as line:
            expect(read_answer(line).closed, "a silent client is not cut off")


if __name__ == "__main__":
    sys.exit(main(malformed_requests, no_path_leads_out, answering_leaves_no_trace, drop_by_drop))
