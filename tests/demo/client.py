"""A service of the demo, started for a test, and a small browser to visit it with: stdlib only."""

import html
import http.client
import json
import os
import re
import subprocess
from urllib.parse import urlencode

KINDS = ["portal", "tax-filing", "civil-registry", "health-prescriptions", "business-licences", "court-records"]
PERSONS = 300


def program():
    """The program under test: from BULKHEAD_BIN, which ctest sets."""
    return os.path.join(os.environ.get("BULKHEAD_BIN", "build/release/bin"), "bulkhead-demo-service")


class Service:
    """One running service on a port of its own."""

    def __init__(self, kind, folder, *options):
        self.kind = kind
        self.process = subprocess.Popen(
            [program(), "--kind", kind, "--listen", "127.0.0.1:0", "--data", str(folder), "--seed", "11",
             "--persons", str(PERSONS), *options],
            stdout=subprocess.PIPE, text=True,
            # In a sanitizer's build what was freed stays resident for a while; a test looks at that number.
            env={**os.environ, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"})
        line = self.process.stdout.readline()
        match = re.fullmatch(r"listening 127\.0\.0\.1:(\d+)\n", line)
        assert match, f"{kind} did not start: {line!r}"
        self.port = int(match.group(1))

    def stop(self):
        self.process.terminate()
        code = self.process.wait(timeout=10)
        self.process.stdout.close()
        return code

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Page:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)

    def csrf(self):
        return re.search(r'name="csrf" value="([0-9a-f]{32})"', self.text).group(1)

    def finished(self):
        match = re.search(r'<meta name="bulkhead-demo" content="task-finished:([a-z-]+)">', self.text)
        return match.group(1) if match else None

    def fields(self):
        """What a form would send if nothing were changed, choices set to their first."""
        found = {}
        main = self.text[self.text.index("<main"):]
        for tag in re.findall(r"<input [^>]*>", main):
            name = re.search(r' name="([^"]*)"', tag)
            value = re.search(r' value="([^"]*)"', tag)
            if name:
                found[name.group(1)] = html.unescape(value.group(1)) if value else ""
        for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', main, re.S):
            found[name] = html.unescape(re.findall(r'<option value="([^"]+)"', options)[0])
        return found


class Browser:
    """Keeps its cookies and its connection; follows no redirect unless told."""

    def __init__(self, service, language="en"):
        self.connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
        self.language = language
        self.cookies = {}

    def ask(self, method, path, body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers.setdefault("Accept-Language", self.language)
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        page = Page(answer.status, answer.headers, answer.read())
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return page

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, fields):
        return self.ask("POST", path, urlencode(fields), Content_Type="application/x-www-form-urlencoded")

    def post_json(self, path, value, token=""):
        return self.ask("POST", path, json.dumps(value), Content_Type="application/json", X_CSRF_Token=token)

    def log_in_citizen(self, national_number):
        token = self.get("/login").csrf()
        return self.post("/login", {"csrf": token, "national_number": national_number,
                                    "password": "demo-" + national_number[-4:]})

    def log_in_clerk(self, clerk="clerk-01"):
        token = self.get("/clerk/login").csrf()
        return self.post("/clerk/login", {"csrf": token, "clerk": clerk, "password": f"demo-{clerk}"})

    def finish_task(self, task, changes):
        """Goes through the task as a person would: opens each step, fills it in, continues."""
        path = f"/tasks/{task}/1"
        for _ in range(12):
            page = self.get(path)
            assert page.status == 200, (path, page.status)
            if page.finished():
                return page
            sent = self.post(path, {**page.fields(), **changes})
            assert sent.status == 303, (path, sent.status, sent.text)
            path = sent.headers["Location"]
        raise AssertionError("the task does not end")
