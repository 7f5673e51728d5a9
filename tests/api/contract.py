"""docs/openapi.yaml as something to hold answers against."""

import http.client
import json
import re
import socket

import jsonschema
import yaml

from harness import DEADLINE_S, ROOT

FILE = ROOT / "docs" / "openapi.yaml"
METHODS = ("get", "post", "put", "delete", "patch", "head", "options")


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.media_type = (response.headers.get("Content-Type") or "").split(";")[0]
        self.text = response.read().decode()
        self.json = json.loads(self.text) if "json" in self.media_type else None


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, connected):
        super().__init__("localhost", timeout=DEADLINE_S)
        self.sock = connected


class Contract:
    """The operations of the file, and which of their statuses were seen."""

    def __init__(self):
        self.text = FILE.read_text()
        self.document = yaml.safe_load(self.text)
        self.seen = set()

    def operations(self):
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    yield method.upper(), path, item[method]

    def documented(self):
        return {(method, path, int(status)) for method, path, operation in self.operations() for status in operation["responses"]}

    def _response(self, method, path, status):
        """What the file says about this status, with $ref followed; None when nothing."""
        response = self.document["paths"][path][method.lower()]["responses"].get(str(status))
        if response is not None and "$ref" in response:
            return self.document["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
        return response

    def template(self, path):
        """The path of the file that `path` is one of, or None."""
        bare = path.split("?")[0]
        for known in self.document["paths"]:
            if re.fullmatch(re.sub(r"\{[a-z]+\}", "[^/]+", known.replace(".", r"\.")), bare):
                return known
        return None

    def hold(self, method, path, answer):
        """The answer is one that the file allows for this operation."""
        template = self.template(path)
        where = f"{method} {path} -> {answer.status}"
        assert template and method.lower() in self.document["paths"][template], f"{where}: the file knows no such operation"
        response = self._response(method, template, answer.status)
        assert response, f"{where}: this status is not documented: {answer.text[:300]}"
        assert answer.media_type in response["content"], f"{where}: {answer.media_type} is not documented"
        # The schema beside what its $refs point into.
        schema = {"allOf": [response["content"][answer.media_type]["schema"]], "components": self.document["components"]}
        validator = jsonschema.Draft202012Validator(schema)
        problems = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:500]}"
                    for e in validator.iter_errors(answer.json if answer.json is not None else answer.text)]
        assert not problems, f"{where}: {problems}"
        if answer.media_type == "application/problem+json":
            assert answer.json["status"] == answer.status, where
        self.seen.add((method, template, answer.status))

    def call(self, gateway, method, path, token=None, body=None, *, raw=None, headers=None, connected=None):
        """Asks over TCP, or over the `connected` unix socket, and holds the answer against the file."""
        answer = ask(gateway, method, path, token, body, raw=raw, headers=headers, connected=connected)
        self.hold(method, path, answer)
        return answer


def ask(gateway, method, path, token=None, body=None, *, raw=None, headers=None, connected=None):
    headers = dict(headers or {})
    payload = raw if raw is not None else None if body is None else json.dumps(body)
    if payload is not None:
        headers.setdefault("Content-Type", "application/json")
    if token:
        headers["Authorization"] = "Bearer " + token
    if connected is not None:
        connection = UnixConnection(connected)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", gateway.api_port, timeout=DEADLINE_S)
    try:
        connection.request(method, path, body=payload, headers=headers)
        return Answer(connection.getresponse())
    finally:
        connection.close()


def announce(gateway, method, path, token, length):
    """Only the header of a request, with the length of a body that is never sent."""
    with socket.create_connection(("127.0.0.1", gateway.api_port), DEADLINE_S) as s:
        s.sendall((f"{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
                   f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n").encode())
        response = http.client.HTTPResponse(s, method=method)
        response.begin()
        return Answer(response)
