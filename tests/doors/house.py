# SPDX-License-Identifier: Apache-2.0
"""The two doors as real processes, and what is said to them byte by byte."""
import json
import os
import pathlib
import shutil
import socket
import sys
import tempfile

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / folder) for folder in ("attacks", "journeys")]

from attack import Attacked  # noqa: E402  ends with 77 where python3-cryptography is missing
from tools import Failed, Skipped  # noqa: E402

ERROR_BYTES = 64


class Answer:
    """One answer as it came: `closed` says whether the server ended the line."""

    def __init__(self, data, closed):
        self.data, self.closed = data, closed
        head, _, self.body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split()[1]) if lines[0].startswith("HTTP/1.1 ") else None
        self.headers = [tuple(line.split(": ", 1)) for line in lines[1:] if ": " in line]

    def header(self, name):
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def names(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def error(self):
        try:
            return json.loads(self.body).get("error")
        except (ValueError, AttributeError):
            return None

    def __repr__(self):
        return f"{self.data[:300]!r}{' (closed)' if self.closed else ''}"


def line_to(port):
    return socket.create_connection(("127.0.0.1", port), timeout=120)


def read_answer(line, head_only=False):
    """Until the answer is whole by its own Content-Length (an answer to HEAD has no body all the same), or the line ends."""
    data = b""
    while True:
        head, end, body = data.partition(b"\r\n\r\n")
        if end:
            length = next((int(row.split(b":")[1]) for row in head.split(b"\r\n") if row.lower().startswith(b"content-length:")), 0)
            if head_only or len(body) >= length:
                return Answer(data, False)
        try:
            piece = line.recv(65536)
        except ConnectionResetError:
            piece = b""
        if not piece:
            return Answer(data, True)
        data += piece


def say(port, data, end=False):
    """One answer to these bytes. `end`: nothing more will come from here."""
    with line_to(port) as line:
        try:
            line.sendall(data)
            if end:
                line.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before all was sent: the answer may be there all the same
        return read_answer(line, data.startswith(b"HEAD "))


def ask(port, method, path, body=None, headers=(), host="127.0.0.1"):
    head = f"{method} {path} HTTP/1.1\r\nHost: {host}:{port}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers)
    if body is not None:
        head += f"Content-Length: {len(body)}\r\n"
    return say(port, head.encode("latin-1") + b"\r\n" + (body or b""))


def expect(holds, words):
    if not holds:
        raise Failed(words)


def main(*tests):
    """KARUNA KARUNA_VERIFY: runs each test on an organisation that `make(people, wards)` begins. Exit code 0 where all held."""
    work = pathlib.Path(tempfile.mkdtemp(prefix="karuna-doors-"))
    os.chmod(work, 0o755)
    begun = []

    def make(people=60, wards=2, **how):
        begun.append(Attacked((*map(os.path.abspath, sys.argv[1:3]), ""), work / f"house-{len(begun)}"))
        return begun[-1].begin(people, wards, **how) if people else begun[-1]

    for test in tests:
        try:
            test(make)
            print(f"held    {test.__name__}", flush=True)
        except Failed as failed:
            print(f"FAILED  {test.__name__}: {failed}\n(kept in {work})")
            return 1
        except Skipped as skipped:
            print(f"skipped: {skipped}")
            return 77
        finally:
            for house in begun:
                house.stop()
    shutil.rmtree(work, ignore_errors=True)
    return 0
