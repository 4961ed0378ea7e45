#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""mail_test.py KARUNA: the five messages of a wave, by the real program through OpenSMTPD into mailboxes.

Exit code 77: skipped, with a word why."""
import json
import pathlib
import re
import signal
import subprocess
import sys
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "journeys"))

from mail_server import Line, MailServer, wait_for  # noqa: E402
from safe_server import PASSWORD, USER, SafeServer  # noqa: E402
from tools import Alone, expect, free_port, run_in_a_folder  # noqa: E402

KARUNA = sys.argv[1]
PEOPLE, WITHOUT = 40, 6          # p0 to p5 have no mail address
LANGUAGES = ["en", "de", "fr", "es", "ar"]
STUDIO, ADDRESS = (f"http://127.0.0.1:{free_port()}" for _ in range(2))


class Wave(Alone):
    def __init__(self, work, port):
        super().__init__(KARUNA, work, STUDIO, ADDRESS)
        with open(self.folder / "karuna.toml", "a") as toml:
            toml.write(f'\n[mail]\nserver = "smtp://127.0.0.1:{port}"\nfrom = "karuna@klinik.example"\nreplies = "help@klinik.example"\nencrypted = false\n')
        mailbox = lambda i: "" if i < WITHOUT else "p39@elsewhere.example" if i == 39 else f"p{i}@klinik.example"
        self.publish(work, [[f"E-{i:04}", mailbox(i), "Kitchen", LANGUAGES[i % 5]] for i in range(PEOPLE)],
                     'title = "Winter <2026> & später"\ninstruments = ["karuna-battery"]\nlanguages = ["en"]\ndepth = "deep"\ntrial = true\n')

    def port_is(self, port):
        toml = self.folder / "karuna.toml"
        toml.write_text(re.sub(r"smtp://127.0.0.1:\d+", f"smtp://127.0.0.1:{port}", toml.read_text()))

    def send(self, message, **how):
        return self.do("mail", "send", "--wave", self.id, "--message", message, **how)


def with_mail():
    return [f"p{i}" for i in range(WITHOUT, PEOPLE - 1)]


def parts(mail):
    return [part for part in mail.walk() if not part.is_multipart()]


def what_all_share(mail):
    """A mail without what may differ between two people: the mailbox, the random id, and what the server writes on top."""
    text = mail.raw.decode("ascii").replace("\r\n", "\n")
    headers, _, body = text.partition("\n\n")
    kept, skipping = [], False
    for line in headers.split("\n"):
        if not line[:1].isspace():
            skipping = line.split(":")[0].lower() in ("to", "message-id", "received", "return-path", "delivered-to", "date", "x-originating-ip")
        if not skipping:
            kept.append(line)
    return "\n".join(kept) + "\n\n" + body


def check_mail(mail, mailbox, nudge):
    expect(mail["To"].addresses[0].addr_spec == f"{mailbox}@klinik.example", f"{mailbox} got a mail to {mail['To']}")
    expect(mail["From"].addresses[0].addr_spec == "karuna@klinik.example" and mail["From"].addresses[0].display_name == "Lindenhof", str(mail["From"]))
    expect(re.fullmatch(r"<[0-9a-f]{32}@klinik\.example>", mail["Message-ID"].strip()), mail["Message-ID"])
    date = mail["Date"].datetime
    expect(date.second == 0 and date.utcoffset().total_seconds() == 0, f"a date finer than a minute, or of a place: {mail['Date']}")
    expect((mail["List-Unsubscribe"] is not None) == nudge, f"List-Unsubscribe is {mail['List-Unsubscribe']}")
    allowed = {"return-path", "delivered-to", "received", "from", "to", "reply-to", "subject", "date", "message-id", "auto-submitted", "list-unsubscribe", "content-language", "mime-version", "content-type"}
    expect({name.lower() for name in mail.keys()} <= allowed, f"headers: {mail.keys()}")
    own = [str(value) for value in mail.get_all("Received", [])]
    expect(len(own) == 1 and own[0].startswith("from klinik.example "), f"we should call ourselves by the domain of the sender: {own}")
    plain, html = parts(mail)
    expect(plain.get_content_type() == "text/plain" and html.get_content_type() == "text/html", "not plain text and HTML")
    for body in (plain.get_content(), html.get_content()):
        expect(mailbox not in body and "E-00" not in body and "@" not in body, f"personal data in a mail: {body}")
        expect(set(re.findall(r"https?://[^\s\"<>]+", body)) == {ADDRESS}, f"another address than the one of all: {body}")
    text = html.get_content()
    expect(not re.search(r"<(img|script|link|iframe|style)|url\(|src=", text), f"something that loads: {text}")
    expect("Winter <2026> & später" in plain.get_content() and "Winter &lt;2026&gt; &amp; später" in text, "the title is not said as it is")


def check_all(server, mailboxes, nudge):
    wait_for(lambda: len(server.files()) >= len(mailboxes), lambda: f"{len(server.files())} of {len(mailboxes)} mails came")
    mails = server.mails()
    expect(sorted(mails) == sorted(mailboxes), f"mails came to {sorted(mails)}, not to {sorted(mailboxes)}")
    by_language, ids = {}, set()
    for mailbox, got in mails.items():
        expect(len(got) == 1, f"{mailbox} got {len(got)} mails")
        check_mail(got[0], mailbox, nudge)
        ids.add(got[0]["Message-ID"])
        language = LANGUAGES[int(mailbox[1:]) % 5]
        expect(got[0]["Content-Language"] == language, f"{mailbox} reads {language} and got {got[0]['Content-Language']}")
        by_language.setdefault(language, set()).add(what_all_share(got[0]))
    for language, texts in by_language.items():
        expect(len(texts) == 1, f"{len(texts)} different mails in {language}")
    expect(len(by_language) == 5 and len(ids) == len(mailboxes), "an id twice, or a language missing")
    expect('dir="rtl"' in parts(next(m[0] for b, m in mails.items() if int(b[1:]) % 5 == 4))[1].get_content(), "Arabic is not set from right to left")
    server.clear()


def nothing_comes(server, wave):
    """A mail that is sent after anything that should not have been: when it is there, everything before it would be."""
    wave.do("mail", "test", "last@klinik.example")
    wait_for(lambda: "last" in server.mails(), "the test mail did not come")
    expect(list(server.mails()) == ["last"], f"mails came to {list(server.mails())}")
    server.clear()


def the_five_messages(server, wave):
    wave.do("mail", "test", "p6@klinik.example")
    wait_for(lambda: "p6" in server.mails(), "the test mail did not come")
    server.clear()
    said = wave.do("mail", "send", "--wave", wave.id, "--message", "desk-opens", "--dry-run")
    expect(f"{PEOPLE - WITHOUT} people" in said, said)
    wave.do("mail", "send")  # a trial has no dates: nothing is due
    nothing_comes(server, wave)
    said = wave.send("desk-opens")
    expect(f"{PEOPLE - WITHOUT - 1} sent, 1 refused" in said, f"the mailbox elsewhere is refused, everybody else gets the mail: {said}")
    check_all(server, with_mail(), nudge=False)
    wave.send("desk-opens")
    nothing_comes(server, wave)

    wave.do("people", "reminders", "off", "p7@klinik.example")
    wave.do("people", "reminders", "off", "E-0008")
    left = [mailbox for mailbox in with_mail() if mailbox not in ("p7", "p8")]
    wave.send("half-time")
    check_all(server, left, nudge=True)
    wave.do("people", "reminders", "on", "p7@klinik.example")
    wave.send("last-day")
    check_all(server, sorted(left + ["p7"]), nudge=True)
    wave.do("mail", "send", "--wave", wave.id, "--message", "third-reminder", fails="there is no message")


def a_link_for_one(server, wave):
    wave.do("mail", "link", "E-0000", fails="no mail address")
    wave.do("mail", "link", "E-0009")
    wait_for(lambda: "p9" in server.mails(), "the link did not come")
    body = parts(server.mails()["p9"][0])[0].get_content()
    expect(len(re.findall(re.escape(STUDIO) + r"/signin#[A-Za-z0-9_-]{43}\s", body)) == 1, body)
    server.clear()


def a_link_asked_for_at_the_page(server, wave):
    """By the server's own clock; the page answers alike whoever is named."""
    serving = subprocess.Popen([KARUNA, "serve", "--ready-file", str(wave.folder.parent / "ready")], env=wave.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: (wave.folder.parent / "ready").exists() or serving.poll() is not None, "the doors did not open")
        for login in ("nobody@klinik.example", "E-0000", "p10@klinik.example", "p10@klinik.example"):
            request = urllib.request.Request(STUDIO + "/v1/session/link", json.dumps({"login": login}).encode(), {"Content-Type": "application/json"})
            with urllib.request.urlopen(request) as answer:
                expect((answer.status, answer.read(), answer.headers.get("Set-Cookie")) == (200, b"{}", None), f"{login} was answered otherwise")
        wait_for(lambda: "p10" in server.mails(), "the link did not come")
        body = parts(server.mails()["p10"][0])[0].get_content()
        code = re.search(re.escape(STUDIO) + r"/signin#([A-Za-z0-9_-]{43})\s", body).group(1)
        request = urllib.request.Request(STUDIO + "/v1/session", json.dumps({"link": code}).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            expect("csrf" in json.loads(answer.read()), "the mailed link does not sign in")
    finally:
        serving.terminate()
        serving.wait()
    nothing_else = server.mails()
    expect({mailbox: len(got) for mailbox, got in nothing_else.items()} == {"p10": 1}, f"mails came to { {b: len(g) for b, g in nothing_else.items()} }")
    server.clear()


def a_server_that_is_away(server, wave):
    wave.port_is(free_port())
    wave.send("ballots-open", fails="What waits goes out with the next run")
    wave.port_is(server.port)
    wave.send("ballots-open")
    check_all(server, with_mail(), nudge=False)


def encrypted_and_signed_in(server, wave):
    """STARTTLS with a certificate by an authority of the clinic's own, and a user with a password; each thing that can be wrong is said in words."""
    toml, secret = wave.folder / "karuna.toml", wave.folder / "people" / "mail.password"
    before, trusted = toml.read_text(), secret.parent / "mail.authorities.pem"
    safe, misnamed = (SafeServer(wave.folder.parent, name) for name in ("IP:127.0.0.1", "DNS:elsewhere.example"))

    def settings(port=safe.port, authorities=safe.authority.read_text(), password=PASSWORD):
        secret.write_text(password + "\n")
        secret.chmod(0o600)
        toml.write_text(re.sub(r"\n\[mail\].*", "", before, flags=re.S) + f'\n[mail]\nserver = "smtp://127.0.0.1:{port}"\nfrom = "karuna@klinik.example"\nuser = "{USER}"\n')
        trusted.unlink(missing_ok=True)
        if authorities:
            trusted.write_text(authorities)

    def test(**how):
        return wave.do("mail", "test", "p11@klinik.example", **how)

    settings(authorities=None)
    test(fails="its certificate is not trusted.*mail.authorities.pem")
    settings(port=misnamed.port, authorities=misnamed.authority.read_text())
    test(fails="its certificate is for another name")
    settings(authorities="no certificate")
    test(fails="cannot be read as certificates")
    settings(port=server.port)
    test(fails="offers no encryption")
    settings(password="another password")
    test(fails="refused the user or the password.*mail.password")
    settings(port=free_port())
    test(fails="nothing listens there")
    settings()
    secret.chmod(0o644)
    test(fails="can be read by others")
    expect(server.mails() == {} and safe.mails == [] and misnamed.mails == [], "nothing is sent where something is wrong")
    settings()
    test()
    expect(len(safe.mails) == 1 and b"To: <p11@klinik.example>" in safe.mails[0], f"the mail did not come: {safe.mails}")
    toml.write_text(before)
    secret.unlink()
    trusted.unlink()
    safe.shutdown()
    misnamed.shutdown()


def killed_in_between(server, wave):
    """kill -9 at the end of mails: the server has the mail and its answer is lost, or the mail is lost. Neither is sent again; everybody else gets it once."""
    line = Line(server.port)
    wave.port_is(line.port)
    plan = {3: "pass and kill", 7: "kill", 8: "pass and kill", 15: "kill"}
    line.when_sent = lambda count: plan.get(count, "pass")
    killed = 0
    for _ in range(20):
        run = subprocess.Popen([KARUNA, "mail", "send", "--wave", wave.id, "--message", "results"], env=wave.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        def kill():
            run.send_signal(signal.SIGKILL)
            run.wait()

        line.killer = kill
        if run.wait() == -signal.SIGKILL:
            killed += 1
        else:
            break
    expect(killed == 4, f"killed {killed} times, not 4")
    said = wave.do("mail", "send", "--wave", wave.id, "--message", "results", "--dry-run")
    expect("0 wait" in said, said)
    wait_for(lambda: len(server.files()) >= len(with_mail()) - 2, lambda: f"{len(server.files())} mails came")
    nothing_else = server.mails()
    expect(all(len(got) == 1 for got in nothing_else.values()), f"somebody got a mail twice: { {b: len(g) for b, g in nothing_else.items()} }")
    # Two mails were lost on the way. One of the lost four may have been the mailbox elsewhere, which is refused before any mail.
    expect(len(nothing_else) == len(with_mail()) - 2, f"{len(nothing_else)} mails came, {len(with_mail()) - 2} were expected")
    line.close()
    wave.port_is(server.port)
    server.clear()


def mails(work):
    server = MailServer(work)
    try:
        wave = Wave(work, server.port)
        for step in (the_five_messages, a_link_for_one, a_link_asked_for_at_the_page, a_server_that_is_away, encrypted_and_signed_in, killed_in_between):
            step(server, wave)
            print("held:", step.__name__.replace("_", " "), flush=True)
    finally:
        server.stop()


sys.exit(run_in_a_folder("karuna-mail-", mails))
