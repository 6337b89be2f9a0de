"""Accounts for tests that run the program from outside: made on the command line, used over HTTP."""

import json
import subprocess

PASSWORD = "three blind mice ran away"
ROLES = ["viewer", "finance", "editor", "administrator"]


def telestate(program, database, *arguments, text=None, check=True):
    """Runs a command; gives what it printed."""
    finished = subprocess.run([str(program), *arguments, "--database", str(database)], input=text or "",
                              capture_output=True, text=True, check=False)
    if check and finished.returncode != 0:
        raise AssertionError(f"{arguments}: {finished.returncode} {finished.stderr}")
    return finished


def add_user(program, database, role, name=None, password=PASSWORD):
    """An account of the role; gives its mail address."""
    email = f"{name or role}@example.nhs.uk"
    telestate(program, database, "user", "add", email, "--name", (name or role).title(), "--role", role,
              text=password + "\n")
    return email


def add_token(program, database, role):
    return telestate(program, database, "token", "add", f"test of {role}", "--role", role).stdout.strip()


class Browser:
    """What a browser keeps and adds by itself: cookies, and where a request comes from."""

    def __init__(self, server, origin=None):
        self.server = server
        self.cookies = {}
        self.origin = origin or f"http://127.0.0.1:{server.port}"

    def ask(self, method, target, body=None, headers=None):
        sent = {"Host": f"127.0.0.1:{self.server.port}", "Telestate-Client": "page"}
        if method != "GET":
            sent["Origin"] = self.origin
            sent["Sec-Fetch-Site"] = "same-origin"
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        answer = self.server.ask(method, target, body, {name: value for name, value in sent.items() if value is not None})
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            value = rest.split(";")[0]
            if "Max-Age=0" in cookie:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer

    def sign_in(self, email, password=PASSWORD, second_factor=None):
        body = {"email": email, "password": password}
        if second_factor is not None:
            body["second_factor"] = second_factor
        return self.ask("POST", "/api/v1/session", body)
