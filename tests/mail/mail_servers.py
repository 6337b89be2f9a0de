"""Mail servers on real sockets, well-behaved (aiosmtpd) and not, and the program that sends to them."""

import json
import logging
import socket
import ssl
import subprocess
import threading
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

# aiosmtpd tells of every client that goes away.
logging.getLogger("mail.log").setLevel(logging.CRITICAL + 1)

HANG = object()  # says nothing any more
DROP = object()  # closes the connection
READ = object()  # takes a line
RESET = object()  # closes it in a way that the other end notices at once

USER = "telestate"
PASSWORD = "correct horse £ battery"


class Probe:
    """The program under test: a mail client that does as it is told."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env={"PATH": "/usr/bin:/bin"}, encoding="utf-8")

    def ask(self, what, **values):
        self.process.stdin.write(json.dumps({"do": what, **values}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(f"the probe ended with {self.process.wait()}")
        return json.loads(line)

    def stop(self):
        """Its exit status: not 0 when a sanitizer found something."""
        self.process.stdin.close()
        status = self.process.wait(30)
        self.process.stdout.close()
        return status


class Certificates:
    """An authority and certificates of it, in files."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.authority = self.made_authority("authority")
        self.other_authority = self.made_authority("other")
        self.good = self.made("good", "DNS:localhost,IP:127.0.0.1,IP:::1")
        self.wrong_name = self.made("wrong_name", "DNS:mail.example.org")
        self.expired = self.made("expired", "DNS:localhost,IP:127.0.0.1", ["-days", "-1"])

    def openssl(self, *arguments):
        subprocess.run(["openssl", *map(str, arguments)], cwd=self.folder, check=True, capture_output=True)

    def made_authority(self, name):
        self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", 30,
                     "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem")
        return self.folder / f"{name}.pem"

    def made(self, name, names, days=("-days", "30")):
        self.openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
                     "-keyout", f"{name}.key", "-out", f"{name}.csr")
        (self.folder / f"{name}.ext").write_text(f"subjectAltName={names}\n", encoding="ascii")
        self.openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "authority.pem", "-CAkey", "authority.key",
                     "-CAcreateserial", "-extfile", f"{name}.ext", "-out", f"{name}.pem", *days)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        return context


class Inbox:
    """What an aiosmtpd server has taken, and answers that differ from its own."""

    def __init__(self, answers):
        self.answers = answers
        self.mails = []
        self.sessions = set()
        self.names = []

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.names.append(hostname)
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.sessions.add(id(session))
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.mails.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content,
                           server.transport.get_extra_info("ssl_object") is not None))
        return f"250 Taken as {len(self.mails)}"


def authenticate(server, session, envelope, mechanism, data):
    is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


def aiosmtpd_server(test, answers=None, host="127.0.0.1", starttls=None, tls=None, auth=False, **options):
    """A running server; its `port` and `inbox`."""
    inbox = Inbox(answers or {})
    if starttls:
        options.update(tls_context=starttls, require_starttls=True)
    if auth:
        options.update(authenticator=authenticate, auth_required=True, auth_require_tls=bool(starttls))
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as free:
        free.bind((host, 0))
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname=host, port=port, ssl_context=tls, **options)
    controller.start()
    test.addCleanup(controller.stop)
    controller.inbox = inbox
    return controller


class ScriptedServer:
    """Says at each step what it is told: bytes, READ, HANG, DROP, RESET, or a list of these. A step may also be a
    function of the number of the connection and of the mail in it, both from 1."""

    STEPS = {"greeting": b"220 here", "EHLO": b"250 here", "STARTTLS": b"220 Go on", "AUTH": b"235 Welcome",
             "MAIL": b"250 OK", "RCPT": b"250 OK", "DATA": b"354 Go on", "end": b"250 Taken", "QUIT": b"221 Bye",
             "NOOP": b"250 OK", "RSET": b"250 OK"}

    def __init__(self, test, tls=None, is_tls=False, body_limit=None, after_mail=None, **steps):
        self.steps = {**self.STEPS, **{name.replace("_", " "): step for name, step in steps.items()}}
        self.tls = tls  # for STARTTLS, or from the first byte on
        self.is_tls = is_tls
        self.body_limit = body_limit  # bytes of a message after which the line is cut
        self.after_mail = after_mail  # what is done when a mail was taken
        self.commands = []
        self.mails = []
        self.connection_count = 0
        self.stopping = threading.Event()
        self.went = threading.Semaphore(0)  # released whenever a connection is over
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.threads = [threading.Thread(target=self.accept)]
        self.threads[0].start()
        test.addCleanup(self.stop)

    def stop(self):
        self.stopping.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        for thread in self.threads:
            thread.join(10)
        self.listener.close()

    def accept(self):
        while not self.stopping.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connection_count += 1
            thread = threading.Thread(target=self.serve, args=(connection, self.connection_count))
            self.threads.append(thread)
            thread.start()

    def serve(self, connection, number):
        try:
            if self.is_tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            Conversation(self, connection, number).hold()
        except (OSError, EOFError, ssl.SSLError):
            pass
        finally:
            connection.close()
            self.went.release()


class Conversation:
    def __init__(self, server, connection, number):
        self.server = server
        self.connection = connection
        self.number = number
        self.mail_number = 1
        connection.settimeout(0.2)
        self.buffer = b""

    def receive(self):
        while not self.server.stopping.is_set():
            try:
                received = self.connection.recv(65536)
            except TimeoutError:
                continue
            if not received:
                raise EOFError
            self.buffer += received
            return
        raise EOFError

    def line(self):
        while b"\r\n" not in self.buffer:
            self.receive()
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line

    def do(self, step):
        if callable(step):
            step = step(self.number, self.mail_number)
        for action in step if isinstance(step, list) else [step]:
            if action is HANG:
                self.server.stopping.wait(60)
                raise EOFError
            if action is RESET:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            if action in (DROP, RESET):
                raise EOFError
            if action is READ:
                self.line()
            else:
                self.connection.sendall(action + b"\r\n")

    def take_message(self):
        limit = self.server.body_limit
        while b"\r\n.\r\n" not in self.buffer:
            if limit is not None and len(self.buffer) >= limit:
                self.do(RESET)
            self.receive()
        message, self.buffer = self.buffer.split(b"\r\n.\r\n", 1)
        self.server.mails.append(message + b"\r\n")
        self.do(self.server.steps["end"])
        self.mail_number += 1
        if self.server.after_mail is not None:
            self.do(self.server.after_mail)

    def hold(self):
        self.do(self.server.steps["greeting"])
        while True:
            line = self.line()
            self.server.commands.append(line)
            name = line.split(b" ")[0].split(b":")[0].decode("latin-1").upper()
            self.do(self.server.steps.get(name, b"500 What?"))
            if name == "QUIT":
                return
            if name == "STARTTLS" and self.server.tls:
                self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
            if name == "DATA":
                self.take_message()
