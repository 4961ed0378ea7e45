# SPDX-License-Identifier: Apache-2.0
"""A mail server that takes mail by STARTTLS from who signed in, with certificates of an authority of its own. Python's, because the OpenSMTPD of Debian 12 (6.8) cannot
sign with OpenSSL 3 and breaks every handshake off."""
import base64
import os
import socketserver
import ssl
import subprocess
import threading

USER, PASSWORD = "karuna", "the password of the desk"


class Session(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        encrypted = signed_in = False
        self.say("220 mail.klinik.example")
        while line := self.rfile.readline():
            word = line.strip().decode("ascii", "replace")
            command = word.upper().split(" ")[0].split(":")[0]
            if command == "EHLO":
                self.say("250-mail.klinik.example")
                self.say("250 AUTH PLAIN" if encrypted else "250 STARTTLS")
            elif command == "STARTTLS":
                self.say("220 go on")
                try:
                    self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
                except OSError:
                    return  # the other side does not trust us
                self.rfile, self.wfile, encrypted = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0), True
            elif command == "AUTH":
                given = word.split(" ")
                if len(given) < 3:
                    self.say("334 ")
                    given.append(self.rfile.readline().strip().decode())
                signed_in = base64.b64decode(given[2]) == f"\0{USER}\0{PASSWORD}".encode()
                self.say("235 welcome" if signed_in else "535 no")
            elif command == "QUIT":
                self.say("221 bye")
                return
            elif not (encrypted and signed_in):
                self.say("530 encrypt and sign in first")
            elif command == "DATA":
                self.say("354 go on")
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line)
                self.server.mails.append(b"".join(lines))
                self.say("250 taken")
            else:
                self.say("250 fine")


class SafeServer(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, work, name):
        """`name` stands in the certificate: "IP:127.0.0.1", or another than we have."""
        super().__init__(("127.0.0.1", 0), Session)
        self.port, self.mails, self.authority = self.server_address[1], [], work / f"authority-{self.server_address[1]}.pem"
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(*certificate(work, name, self.authority))
        threading.Thread(target=self.serve_forever, daemon=True).start()


def certificate(work, name, authority):
    def openssl(*words):
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True, cwd=work)
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", 2, "-subj", "/CN=authority of the clinic", "-keyout", "authority.key", "-out", authority)
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=mail", "-keyout", "mail.key", "-out", "mail.csr")
    (work / "names").write_text(f"subjectAltName={name}\n")
    openssl("x509", "-req", "-in", "mail.csr", "-CA", authority, "-CAkey", "authority.key", "-CAcreateserial", "-days", 2, "-extfile", "names", "-out", "mail.pem")
    os.chmod(work / "mail.key", 0o600)
    return work / "mail.pem", work / "mail.key"
