# SPDX-License-Identifier: Apache-2.0
"""OpenSMTPD on a free port with its own configuration, delivering into maildirs; and a line between it and us that can be cut at a chosen moment."""
import email
import email.policy
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "journeys"))

from tools import Skipped, free_port  # noqa: E402


def wait_for(condition, words, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(words() if callable(words) else words)
        time.sleep(0.1)


class MailServer:
    def __init__(self, work):
        smtpd = shutil.which("smtpd") or ("/usr/sbin/smtpd" if os.path.exists("/usr/sbin/smtpd") else None)
        if smtpd is None:
            raise Skipped("OpenSMTPD is not here (package opensmtpd)")
        if os.getuid() != 0:
            raise Skipped("OpenSMTPD wants to be started as root")
        try:
            pwd.getpwnam("opensmtpd")
        except KeyError:
            raise Skipped("OpenSMTPD has no user of its own here")
        self.work, self.port, self.smtpd = pathlib.Path(work), free_port(), smtpd
        self.mail = self.work / "mail"
        self.mail.mkdir()
        shutil.chown(self.mail, "nobody")
        os.chmod(self.work, 0o755)
        self.conf = self.work / "smtpd.conf"
        self.conf.write_text(f'table people {{ "@klinik.example" = "nobody" }}\n'
                             f'listen on 127.0.0.1 port {self.port} hostname mail.klinik.example\n'
                             f'action "keep" maildir "{self.mail}/%{{rcpt.user}}" virtual <people>\n'
                             f'match from any for domain "klinik.example" action "keep"\n')
        self.process = None
        self.start()

    def start(self):
        self.log = open(self.work / "smtpd.log", "a")
        self.process = subprocess.Popen([self.smtpd, "-d", "-f", str(self.conf)], stdout=self.log, stderr=self.log)
        end = time.monotonic() + 60
        while True:
            if self.process.poll() is not None:
                raise Skipped("OpenSMTPD does not start here; another one runs, perhaps: " + (self.work / "smtpd.log").read_text()[-300:])
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if time.monotonic() > end:
                    self.stop()
                    raise Skipped("OpenSMTPD does not listen here")
                time.sleep(0.1)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        self.log.close()

    def files(self):
        return sorted(self.mail.glob("*/new/*"))

    def mails(self):
        """By mailbox, the mails in it as Python reads them."""
        found = {}
        for file in self.files():
            mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            mail.raw = file.read_bytes()
            found.setdefault(file.parent.parent.name, []).append(mail)
        return found

    def clear(self):
        for file in self.files():
            file.unlink()


class Line:
    """Between the program and the server. `when_sent(count)` is asked at the end of each mail (CRLF . CRLF), counted over all: "pass", "kill" (the mail does
    not reach the server), or "pass and kill" (the server takes it, and its answer reaches nobody). Killing is done by `killer`."""

    def __init__(self, server_port):
        self.server_port, self.count, self.when_sent, self.killer = server_port, 0, lambda count: "pass", lambda: None
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client):
        server = socket.create_connection(("127.0.0.1", self.server_port))
        threading.Thread(target=self.back, args=(server, client), daemon=True).start()
        seen, in_mail = b"", False
        try:
            while piece := client.recv(65536):
                seen += piece
                if not in_mail and seen.upper().startswith(b"DATA\r\n"):
                    in_mail, seen = True, seen[6:]
                elif not in_mail:
                    seen = b""
                if in_mail and seen.endswith(b"\r\n.\r\n"):
                    in_mail, seen = False, b""
                    self.count += 1
                    what = self.when_sent(self.count)
                    if what == "kill":
                        self.killer()
                        break
                    if what == "pass and kill":
                        self.killer()  # nobody is there any more to hear the answer
                        server.sendall(piece)
                        time.sleep(1)
                        break
                server.sendall(piece)
        except OSError:
            pass
        for s in (client, server):
            s.close()

    @staticmethod
    def back(server, client):
        try:
            while piece := server.recv(65536):
                client.sendall(piece)
        except OSError:
            pass

    def close(self):
        self.listener.close()
