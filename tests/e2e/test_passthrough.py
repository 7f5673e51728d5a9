"""What people and programs send passes unharmed: WebSocket, server-sent events, huge uploads, HTTP/2, keep-alive."""

import base64
import hashlib
import os
import re
import socket
import subprocess
import threading

import pytest

from conftest import service
from harness import BIN, DEADLINE_S, Process, until


@pytest.fixture
def demo(request, make_gateway, tmp_path):
    """A gateway whose service `tax` is the demo program."""
    data = tmp_path / "demo-data"
    data.mkdir()
    program = Process("demo", [BIN / "bulkhead-demo-service", "--kind", "tax-filing", "--listen", "127.0.0.1:0", "--data", data,
                               "--persons", "50", "--seed", "1"], tmp_path)
    request.addfinalizer(program.stop)
    port = int(until("the demo listens", lambda: re.search(r"listening 127\.0\.0\.1:(\d+)", program.text()))[1])

    def services(upstreams):
        tax = service(upstreams["tax"], "tax.test", limits={"client_body_bytes_max": "2GiB"})
        tax["upstream"] = [f"http://127.0.0.1:{port}"]
        return {"tax": tax, "portal": service(upstreams["portal"], "portal.test")}

    return make_gateway(services, tls=True)


def websocket(gateway):
    s = socket.create_connection(("127.0.0.1", gateway.port), 20)
    key = base64.b64encode(os.urandom(16))
    s.sendall(b"GET /ws HTTP/1.1\r\nHost: tax.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + key +
              b"\r\nSec-WebSocket-Version: 13\r\n\r\n")
    head = b""
    while b"\r\n\r\n" not in head:
        head += s.recv(1)
    accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
    assert head.startswith(b"HTTP/1.1 101") and accept in head
    return s


def echo(s, text):
    mask = b"\x01\x02\x03\x04"
    s.sendall(bytes([0x81, 0x80 | len(text)]) + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(text)))
    frame = b""
    while len(frame) < 2 + len(text):
        chunk = s.recv(1024)
        if not chunk:
            return None
        frame += chunk
    return frame[2:]


def test_websocket_passes_and_is_cut_when_its_door_has_drained(demo):
    s = websocket(demo)
    assert echo(s, b"hello") == b"hello"
    demo.order("tax", "closed", drain="1s")
    assert echo(s, b"draining") == b"draining", "it may go on while the door drains"
    s.settimeout(20)
    assert s.recv(1) == b"", "then it is cut"
    s.close()


def test_events_arrive_as_they_are_sent(make_gateway):
    """The service sends an event only once the one before has arrived."""
    events = 5
    may_send = threading.Semaphore(0)

    def asked_for_events(listener):
        """The connection that asks for them, not one of the daemon's probes."""
        while True:
            s = listener.accept()[0]
            if s.recv(65536).startswith(b"GET /events "):
                return s
            s.close()

    def send(listener):
        with listener, asked_for_events(listener) as s:
            s.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n\r\n")
            for i in range(events):
                if not may_send.acquire(timeout=DEADLINE_S):
                    return
                s.sendall(b"data: %d\n\n" % i)

    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(DEADLINE_S)

    def services(upstreams):
        tax = service(upstreams["tax"], "tax.test", health={"interval": "10m"})
        tax["upstream"] = [f"http://127.0.0.1:{listener.getsockname()[1]}"]
        return {"tax": tax}

    gateway = make_gateway(services)
    sender = threading.Thread(target=send, args=(listener,), daemon=True)
    sender.start()
    with socket.create_connection(("127.0.0.1", gateway.port), DEADLINE_S) as s:
        s.sendall(b"GET /events HTTP/1.1\r\nHost: tax.test\r\nAccept: text/event-stream\r\n\r\n")
        received = b""
        for i in range(events):
            may_send.release()
            while b"data: %d\n\n" % i not in received:
                chunk = s.recv(4096)
                assert chunk, received
                received += chunk
            assert received.count(b"data: ") == i + 1
    sender.join(DEADLINE_S)


def test_events_of_a_closed_door_are_cut(demo):
    with socket.create_connection(("127.0.0.1", demo.port), 20) as s:
        s.sendall(b"GET /events HTTP/1.1\r\nHost: tax.test\r\nAccept: text/event-stream\r\n\r\n")
        received = b""
        while received.count(b"data:") < 2:
            chunk = s.recv(4096)
            assert chunk, received
            received += chunk
        assert b"text/event-stream" in received
        demo.order("tax", "closed", drain="1s")
        s.settimeout(20)
        while s.recv(4096):
            pass


def test_a_gigabyte_upload_passes(demo):
    size = 1 << 30
    block = bytes(range(256)) * 4096
    digest = hashlib.sha256()
    with socket.create_connection(("127.0.0.1", demo.port), 60) as s:
        s.sendall(b"POST /upload HTTP/1.1\r\nHost: tax.test\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % size)
        for _ in range(size // len(block)):
            s.sendall(block)
            digest.update(block)
        received = b""
        while chunk := s.recv(65536):
            received += chunk
    assert received.startswith(b"HTTP/1.1 200"), received[:500]
    assert digest.hexdigest().encode() in received and str(size).encode() in received


def test_a_body_over_the_limit_is_refused(gateway):
    with socket.create_connection(("127.0.0.1", gateway.port), 20) as s:
        s.sendall(b"POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 17000000\r\n\r\n")
        assert s.recv(64).startswith(b"HTTP/1.1 413")


def curl(gateway, *words):
    return subprocess.run(["curl", "-sS", "--max-time", "20", "--cacert", str(gateway.folder / "cert.pem"), "--resolve",
                           f"tax.test:{gateway.tls_port}:127.0.0.1", "--resolve", f"portal.test:{gateway.tls_port}:127.0.0.1",
                           *words], capture_output=True, text=True)


def test_http2_over_tls_passes_and_meets_closed_doors(make_gateway):
    gateway = make_gateway(tls=True)
    url = f"https://tax.test:{gateway.tls_port}/"
    form = "%{http_version} %{http_code}"
    assert curl(gateway, "--http2", "-o", "/dev/null", "-w", form, url).stdout == "2 200"
    gateway.order("tax", "closed")
    assert curl(gateway, "--http2", "-o", "/dev/null", "-w", form, url).stdout == "2 503"
    assert curl(gateway, "--http2", "-o", "/dev/null", "-w", form, f"https://portal.test:{gateway.tls_port}/").stdout == "2 200"
    # The name in the certificate and the TLS greeting is one service, the request another.
    assert curl(gateway, "--http2", "-o", "/dev/null", "-w", form, "-H", "Host: tax.test", f"https://portal.test:{gateway.tls_port}/").stdout.endswith(("503", "421", "400"))


def test_keepalive_connections_carry_many_requests(gateway):
    import http.client
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=20)
    connection.connect()
    first = connection.sock
    for i in range(50):
        connection.request("GET", f"/{i}", headers={"Host": "tax.test" if i % 2 else "portal.test"})
        response = connection.getresponse()
        response.read()
        assert response.status == 200 and connection.sock is first


def test_slow_readers_do_not_count_as_inside(demo):
    """The slot is given back when the upstream is finished, not when the client has read."""
    until("calm", lambda: demo.service_status("tax")["in_flight"] == 0)
    with socket.create_connection(("127.0.0.1", demo.port), 20) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.sendall(b"GET /api/v1/persons?limit=50 HTTP/1.1\r\nHost: tax.test\r\n\r\n")
        assert s.recv(16).startswith(b"HTTP/1.1")
        until("left, though nobody reads", lambda: demo.service_status("tax")["in_flight"] == 0)


def test_many_uploads_at_once(gateway):
    results = []

    def upload():
        results.append(gateway.request("POST", "portal.test", "/u", body=b"y" * (1 << 20))[0])

    threads = [threading.Thread(target=upload) for _ in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(30)
    assert results == [200] * 8
