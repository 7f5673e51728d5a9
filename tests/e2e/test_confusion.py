"""Nothing that a client can write opens a closed door: host and path confusion, framing, redirects."""

import pytest

# courts is closed; portal, on the same host, is open. Each of these leads, for some reader, to courts.
TARGETS = [
    "/courts", "/courts/", "/courts?x=1", "/courts/1", "/x/../courts", "/./courts", "//courts", "/x//../courts", "/courts/../courts",
    "/%63ourts", "/courts%2f1", "/x%2f..%2fcourts", "/x/%2e%2e/courts", "/x/..%2fcourts", "/%2e/courts", "/x/..;/courts",
    "/x/.%2e/courts", "/%252e%252e/courts", "/x/%252e%252e/courts", "/x\\..\\courts", "/x%5c..%5ccourts", "/courts%00", "/courts%00.css",
    "/courts;a=b", "/courts;a=b/1", "/x/..;a=b/courts", "/COURTS", "/Courts/1", "/courts#x", "http://portal.test/courts", "http://tax.test/courts",
]


@pytest.fixture
def closed(gateway):
    gateway.order("courts", "closed")
    return gateway


def reached(gateway):
    return [r[1] for r in gateway.upstreams["courts"].requests]


@pytest.mark.parametrize("target", TARGETS)
def test_no_spelling_reaches_a_closed_service(closed, target):
    for host in ("portal.test", "PORTAL.TEST", "portal.test.", f"portal.test:{closed.port}"):
        before = len(closed.upstreams["portal"].requests)
        answer = closed.raw(f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        assert not reached(closed), (target, host)
        # What the open neighbour was given must not be a path that anyone could read as a way into courts.
        for request in closed.upstreams["portal"].requests[before:]:
            assert "courts" not in request[1].lower(), (target, request[1])
        assert answer.startswith(b"HTTP/1.1 "), target


HOSTS = [
    ("two hosts", b"GET /courts HTTP/1.1\r\nHost: tax.test\r\nHost: portal.test\r\n\r\n"),
    ("absolute target, other host field", b"GET http://portal.test/courts HTTP/1.1\r\nHost: tax.test\r\n\r\n"),
    ("host field of the open service", b"GET http://tax.test/courts HTTP/1.1\r\nHost: portal.test\r\n\r\n"),
    ("no host", b"GET /courts HTTP/1.1\r\n\r\n"),
    ("host with a path", b"GET / HTTP/1.1\r\nHost: portal.test/courts\r\n\r\n"),
    ("host with user", b"GET /courts HTTP/1.1\r\nHost: tax.test@portal.test\r\n\r\n"),
    ("host list", b"GET /courts HTTP/1.1\r\nHost: tax.test, portal.test\r\n\r\n"),
    ("folded host", b"GET /courts HTTP/1.1\r\nHost: tax.test\r\n portal.test\r\n\r\n"),
    ("forwarded host", b"GET /x HTTP/1.1\r\nHost: tax.test\r\nX-Forwarded-Host: portal.test\r\nX-Original-URL: /courts\r\n\r\n"),
]


@pytest.mark.parametrize("what,data", HOSTS, ids=[h[0] for h in HOSTS])
def test_no_host_reaches_a_closed_service(closed, what, data):
    closed.raw(data, timeout=2)
    assert not reached(closed)


SMUGGLED = [
    b"POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /courts HTTP/1.1\r\nHost: portal.test\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: portal.test\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\nGET /courts HTTP/1.1\r\nHost: portal.test\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcdeGET /courts HTTP/1.1\r\nHost: portal.test\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length : 4\r\n\r\nabcdGET /courts HTTP/1.1\r\nHost: portal.test\r\n\r\n",
]


@pytest.mark.parametrize("data", SMUGGLED)
def test_no_framing_smuggles_a_request_in(closed, data):
    closed.raw(data, timeout=2)
    assert not reached(closed)


def test_a_pipelined_request_meets_its_own_door(closed):
    data = b"GET / HTTP/1.1\r\nHost: portal.test\r\n\r\nGET /courts HTTP/1.1\r\nHost: portal.test\r\nConnection: close\r\n\r\n"
    import socket
    with socket.create_connection(("127.0.0.1", closed.port), 10) as s:
        s.sendall(data)
        received = b""
        while chunk := s.recv(65536):
            received += chunk
    assert b"HTTP/1.1 200" in received and b"HTTP/1.1 503" in received
    assert not reached(closed)


def test_path_confusion_is_refused_on_open_shared_hosts_too(gateway):
    for target in ("/x%2fy", "/a/..;/b", "/%252e%252e/b"):
        answer = gateway.raw(f"GET {target} HTTP/1.1\r\nHost: portal.test\r\nConnection: close\r\n\r\n".encode())
        assert answer.startswith(b"HTTP/1.1 400"), target
    # A service with a host of its own has no neighbour to be confused with.
    assert gateway.raw(b"GET /x%2fy HTTP/1.1\r\nHost: tax.test\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 200")
