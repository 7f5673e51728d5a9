"""What a proxy in front of the services leans on: keep-alive, HEAD, conditional requests, long bodies both
ways, WebSocket, events, and refusals that close cleanly."""

import base64
import hashlib
import json
import os
import socket
import struct
import time

import pytest

from client import Browser, Service


def raw(service, request, read_all=True):
    """Sends bytes as they are; returns what comes back until the service closes."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as connection:
        connection.sendall(request)
        answer = b""
        while read_all:
            piece = connection.recv(65536)
            if not piece:
                break
            answer += piece
        return answer


def test_keep_alive_and_pipelining(portal):
    request = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 4 + b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert raw(portal, request).count(b"ok portal") == 5


def test_head_is_get_without_the_body(portal):
    browser = Browser(portal)
    for path in ("/", "/assets/style.css", "/healthz", "/nothing"):
        whole, head = browser.get(path), browser.ask("HEAD", path)
        assert head.status == whole.status and head.body == b""
        assert head.headers["Content-Length"] == str(len(whole.body))


def test_assets_are_asked_for_by_etag(portal):
    browser = Browser(portal)
    first = browser.get("/assets/logo.svg")
    assert first.headers["Content-Type"] == "image/svg+xml"
    again = browser.get("/assets/logo.svg", If_None_Match=first.headers["ETag"])
    assert again.status == 304 and again.body == b""
    assert browser.get("/assets/logo.svg", If_None_Match='"other"').status == 200


def test_cookies_are_guarded(portal):
    page = Browser(portal).get("/login")
    cookie = page.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie
    assert "Secure" in Browser(portal).get("/login", X_Forwarded_Proto="https").headers["Set-Cookie"]
    assert "Set-Cookie" not in Browser(portal).get("/").headers


def test_language_is_remembered(portal):
    browser = Browser(portal)
    assert '<html lang="sq">' in browser.get("/?lang=sq").text
    assert '<html lang="sq">' in browser.get("/").text


def test_methods_and_paths(portal):
    browser = Browser(portal)
    assert browser.get("/nothing").status == 404
    refused = browser.ask("DELETE", "/receipts")
    assert refused.status == 405 and refused.headers["Allow"] == "GET, HEAD"
    assert browser.ask("PUT", "/assets/logo.svg").status == 405


@pytest.mark.parametrize("request_text, status", [
    (b"GET / HTTP/1.1\r\n\r\n", b"400"),
    (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"400"),
    (b"GET /../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
    (b"GET /%2e%2e/x HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
    (b"GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
    (b"GET http://elsewhere/ HTTP/1.1\r\nHost: x\r\n\r\n", b"400"),
    (b"not http at all\r\n\r\n", b"400"),
    (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"400"),
    (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", b"400"),
    (b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n", b"413"),
    (b"POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999\r\n\r\n", b"413"),
    (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"414"),
    (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 20000 + b"\r\n\r\n", b"431"),
])
def test_what_is_refused_closes(portal, request_text, status):
    answer = raw(portal, request_text)
    assert answer.startswith(b"HTTP/1.1 " + status), answer[:80]
    assert b"Connection: close" in answer


def test_a_form_too_long_is_refused_while_it_is_sent(portal):
    head = b"POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = raw(portal, head + (b"10000\r\n" + b"a" * 65536 + b"\r\n") * 8)
    assert answer.startswith(b"HTTP/1.1 413")


def test_forms_have_a_length_max(portal):
    for length, status in ((256 * 1024, b"403"), (256 * 1024 + 1, b"413")):
        head = b"POST /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % length
        assert raw(portal, head + b"a" * length).startswith(b"HTTP/1.1 " + status)


def test_expect_continue(portal):
    with socket.create_connection(("127.0.0.1", portal.port), timeout=20) as connection:
        connection.sendall(b"POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"abc")
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert hashlib.sha256(b"abc").hexdigest().encode() in answer


@pytest.mark.parametrize("chunked", [False, True])
def test_a_100_mb_upload_streams(portal, chunked):
    piece = bytes(range(256)) * 4096
    count = 100
    digest = hashlib.sha256()
    for _ in range(count):
        digest.update(piece)
    with open(f"/proc/{portal.process.pid}/statm", encoding="ascii") as memory:
        before = int(memory.read().split()[1])
    browser = Browser(portal)
    length = {} if chunked else {"Content_Length": str(len(piece) * count)}
    if chunked:
        browser.connection.request("PUT", "/upload", body=(piece for _ in range(count)), headers={}, encode_chunked=True)
        answer = json.loads(browser.connection.getresponse().read())
    else:
        answer = browser.ask("POST", "/upload", (piece for _ in range(count)), **length).json
    assert answer == {"bytes": len(piece) * count, "sha256": digest.hexdigest()}
    with open(f"/proc/{portal.process.pid}/statm", encoding="ascii") as memory:
        grown = (int(memory.read().split()[1]) - before) * os.sysconf("SC_PAGE_SIZE")
    assert grown < 16 << 20, "the upload is held in memory"


def test_a_long_download_streams(portal):
    page = Browser(portal).get("/download?bytes=5000001")
    assert len(page.body) == 5_000_001


def test_events_come_one_by_one_and_end(portal):
    answer = raw(portal, b"GET /events?every_ms=10&count=5 HTTP/1.1\r\nHost: x\r\n\r\n").decode()
    head, _, body = answer.partition("\r\n\r\n")
    assert "text/event-stream" in head and "no-store" in head
    assert [line for line in body.splitlines() if line.startswith("id: ")] == [f"id: {i}" for i in range(1, 6)]


def test_events_without_a_count_go_on(portal):
    with socket.create_connection(("127.0.0.1", portal.port), timeout=20) as connection:
        connection.sendall(b"GET /events?every_ms=10 HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = b""
        while b"id: 8\n" not in answer:
            piece = connection.recv(4096)
            assert piece, "the stream ended by itself"
            answer += piece


class WebSocket:
    """As much of RFC 6455 as a test needs."""

    def __init__(self, service):
        self.socket = socket.create_connection(("127.0.0.1", service.port), timeout=20)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((f"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n").encode())
        self.stream = self.socket.makefile("rb")
        assert self.stream.readline().startswith(b"HTTP/1.1 101")
        wanted = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest())
        fields = dict(line.split(b": ", 1) for line in iter(lambda: self.stream.readline().strip(), b""))
        assert fields[b"Sec-WebSocket-Accept"] == wanted

    @staticmethod
    def head(opcode, length):
        if length < 126:
            return bytes([0x80 | opcode, 0x80 | length])
        if length < 65536:
            return bytes([0x80 | opcode]) + struct.pack("!BH", 0x80 | 126, length)
        return bytes([0x80 | opcode]) + struct.pack("!BQ", 0x80 | 127, length)

    def send(self, opcode, payload):
        mask = os.urandom(4)
        self.socket.sendall(self.head(opcode, len(payload)) + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload)))

    def announce(self, opcode, length):
        """The head of a message whose payload does not follow: what is too long is refused by its head."""
        self.socket.sendall(self.head(opcode, length) + os.urandom(4))

    def receive(self):
        """One message, whatever frames it comes in."""
        opcode, whole = None, b""
        while True:
            first, second = self.stream.read(2)
            length = second & 127
            if length == 126:
                length = struct.unpack("!H", self.stream.read(2))[0]
            elif length == 127:
                length = struct.unpack("!Q", self.stream.read(8))[0]
            opcode = first & 15 or opcode
            whole += self.stream.read(length)
            if first & 0x80:
                return opcode, whole

    def close(self):
        self.stream.close()
        self.socket.close()


def test_the_websocket_echoes(portal):
    web_socket = WebSocket(portal)
    for opcode, payload in ((1, "përshëndetje".encode()), (2, bytes(range(256))), (2, b"x" * 70_000), (1, b"")):
        web_socket.send(opcode, payload)
        assert web_socket.receive() == (opcode, payload)
    web_socket.send(2, b"x" * (1 << 20))
    assert web_socket.receive() == (2, b"x" * (1 << 20))
    web_socket.announce(2, (1 << 20) + 1)
    opcode, reason = web_socket.receive()
    assert opcode == 8 and struct.unpack("!H", reason[:2])[0] == 1009
    web_socket.close()
    assert Browser(portal).get("/ws").status == 426


def test_slots_set_the_capacity(tmp_path):
    with Service("portal", tmp_path, "--delay-ms", "50", "--slots", "1") as slow:
        start = time.monotonic()
        raw(slow, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 3 + b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert time.monotonic() - start >= 4 * 0.050


def test_connections_are_bounded(tmp_path):
    with Service("portal", tmp_path, "--connections-max", "2") as small:
        held = [Browser(small) for _ in range(2)]
        for browser in held:
            assert browser.get("/healthz").status == 200
        assert raw(small, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").startswith(b"HTTP/1.1 503")
        assert held[0].get("/healthz").status == 200


def test_several_threads_serve(tmp_path):
    with Service("portal", tmp_path, "--threads", "4") as wide:
        browsers = [Browser(wide) for _ in range(16)]
        for _ in range(5):
            assert {browser.get("/login").status for browser in browsers} == {200}


def test_bad_arguments_are_said(tmp_path):
    import subprocess
    from client import program
    for arguments in (["--kind", "nothing"], ["--listen", "nowhere"], ["--slots", "1"], ["--persons", "0"], ["--link", "x=y"]):
        kind = [] if "--kind" in arguments else ["--kind", "portal"]
        outcome = subprocess.run([program(), *kind, "--data", str(tmp_path), *arguments], capture_output=True, text=True, timeout=30)
        assert outcome.returncode == 2 and outcome.stderr, arguments


def test_it_ends_when_told(tmp_path):
    service = Service("portal", tmp_path)
    Browser(service).get("/")
    assert service.stop() == 0
