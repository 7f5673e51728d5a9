"""bulkheadd as a process: how it comes up, what it tells systemd, how its log is rotated, and how it ends. Over real sockets,
with the real program; nothing waits for a length of time."""

import copy
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import threading
import warnings

import pytest
import yaml

from contract import ask
from harness import ANA_TOKEN, BESA_TOKEN, BIN, DEADLINE_S, DRITAN_TOKEN, MODULE, Process, until

CLOSE = {"scope": "portal", "level": "closed", "cause": "load", "reason": "test", "for": "30m"}


def log_lines(text):
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def events(text):
    return [line["event"] for line in log_lines(text)]


# -- coming up -----------------------------------------------------------------------------------------------------------


def test_systemd_is_told_when_it_is_ready_alive_and_ending(make_daemon, monkeypatch):
    daemon = make_daemon(start=False)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.settimeout(DEADLINE_S)
        manager.bind(str(daemon.folder / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(daemon.folder / "notify"))
        daemon.start_daemon()
        told = set()
        while not {"READY=1", "WATCHDOG=1"} <= told:
            told.add(manager.recv(100).decode())
        assert daemon.daemon.stop(signal.SIGTERM) == 0
        while "STOPPING=1" not in told:
            told.add(manager.recv(100).decode())


@pytest.mark.parametrize("words, status, says", [
    (["--listen", "0.0.0.0:0"], 1, "--tls-cert"),
    (["--listen", "localhost"], 1, "127.0.0.1:9443"),
    (["--tls-cert", "cert.pem"], 2, "--tls-key"),
    (["--listen", "127.0.0.1:0", "--tls-cert", "no.pem", "--tls-key", "no.key"], 1, "no.pem"),
    (["--colour"], 2, "--colour"),
    (["--log", "/proc/no/such/log"], 1, "/proc/no/such"),
])
def test_what_cannot_be_done_is_said_and_ends_it(tmp_path, words, status, says):
    done = subprocess.run([BIN / "bulkheadd", "--state", tmp_path / "state", *words], capture_output=True, text=True, timeout=DEADLINE_S)
    assert done.returncode == status, done.stderr
    assert says in done.stderr
    assert "started" not in events(done.stderr)


def test_a_state_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    done = subprocess.run([BIN / "bulkheadd", "--state", tmp_path / "file" / "state"], capture_output=True, text=True, timeout=DEADLINE_S)
    assert done.returncode == 1 and "state" in done.stderr


def test_a_first_policy_with_mistakes_leaves_a_daemon_that_says_so(make_daemon):
    daemon = make_daemon(start=False)
    daemon.policy_path.write_text("services: 7\n")
    daemon.daemon = Process("bulkheadd", [BIN / "bulkheadd", "--state", daemon.state, "--policy", daemon.policy_path], daemon.folder)
    path = daemon.state / "api.sock"

    def over_socket(target):
        """None while nobody listens yet."""
        s = socket.socket(socket.AF_UNIX)
        try:
            s.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            return None
        connection = http.client.HTTPConnection("localhost", timeout=DEADLINE_S)
        connection.sock = s
        connection.request("GET", target)
        return json.loads(connection.getresponse().read())

    status = until("it says what is wrong", lambda: daemon.daemon.alive() and over_socket("/api/v1/status"))
    assert status["image"] is None and status["services"] == []
    assert any("no policy was applied yet" in warning for warning in status["warnings"])
    assert any("bulkhead.yaml" in warning and "services" in warning for warning in status["warnings"])


def test_the_previous_image_is_taken_when_the_current_one_is_damaged(make_daemon):
    daemon = make_daemon()
    daemon.policy["services"]["tax"]["title"]["en"] = "Second"
    daemon.write_policy()
    applied = ask(daemon, "POST", "/api/v1/policy/apply", ANA_TOKEN,
                  {"file_name": "p.yaml", "text": daemon.policy_path.read_text(), "reason": "test"})
    assert applied.status == 201, applied.text
    assert ask(daemon, "POST", "/api/v1/orders", ANA_TOKEN, CLOSE).status == 201
    daemon.daemon.stop()
    current = (daemon.state / "images" / "current.img").resolve()
    current.chmod(0o600)
    current.write_bytes(current.read_bytes()[:-7])
    daemon.start_daemon()
    status = ask(daemon, "GET", "/api/v1/status", ANA_TOKEN).json
    assert status["image"]["version"] == applied.json["image"]["version"] - 1
    assert any(f"image {applied.json['image']['version']}" in warning for warning in status["warnings"])
    tax = next(service for service in status["services"] if service["name"] == "tax")
    assert tax["title"]["en"] == "Tax", "the policy that belongs to the image"
    portal = next(service for service in status["services"] if service["name"] == "portal")
    assert portal["posture"]["level"] == "closed", "orders do not hang on an image"


# -- running -------------------------------------------------------------------------------------------------------------


def make_certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-keyout", folder / "api.key", "-out", folder / "api.pem", "-subj", "/CN=api.test",
                    "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)


def test_tls_on_the_tcp_listener(make_daemon, monkeypatch):
    daemon = make_daemon(start=False)
    make_certificate(daemon.folder)
    trusting = ssl.create_default_context(cafile=str(daemon.folder / "api.pem"))

    def call(token, context=trusting):
        connection = http.client.HTTPSConnection("127.0.0.1", daemon.api_port, timeout=DEADLINE_S, context=context)
        try:
            connection.request("GET", "/api/v1/status", headers={"Authorization": "Bearer " + token})
            return connection.getresponse().status
        finally:
            connection.close()

    def answers():
        assert daemon.daemon.alive(), daemon.daemon.text()
        try:
            return call(ANA_TOKEN) == 200
        except ConnectionError:
            return False

    monkeypatch.setattr(daemon, "_daemon_answers", answers)
    daemon.start_daemon("--tls-cert", str(daemon.folder / "api.pem"), "--tls-key", str(daemon.folder / "api.key"))
    assert call("nobody") == 401
    old = ssl.create_default_context(cafile=str(daemon.folder / "api.pem"))
    with warnings.catch_warnings():  # Python says that they are old: that is the point
        warnings.simplefilter("ignore", DeprecationWarning)
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    with pytest.raises((ssl.SSLError, ConnectionError)):
        call(ANA_TOKEN, old)
    with socket.create_connection(("127.0.0.1", daemon.api_port), DEADLINE_S) as plain:
        plain.sendall(b"GET /api/v1/status HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200" not in plain.recv(1000)
    assert call(ANA_TOKEN) == 200, "and goes on"


def test_the_log_is_one_json_object_a_line_and_is_opened_again_on_sighup(make_daemon):
    daemon = make_daemon(start=False)
    log = daemon.folder / "daemon.log"
    daemon.start_daemon("--log", str(log))
    hostile = 'why"\n{"event":"forged"}\x1b[31m'
    assert ask(daemon, "POST", "/api/v1/orders", ANA_TOKEN, {**CLOSE, "reason": hostile}).status == 201
    moved = daemon.folder / "daemon.log.1"
    log.rename(moved)
    daemon.daemon.popen.send_signal(signal.SIGHUP)
    until("the log is there again", log.exists)
    assert ask(daemon, "POST", "/api/v1/orders", ANA_TOKEN, {**CLOSE, "scope": "courts"}).status == 201
    assert "acted" in events(log.read_text()) and "started" not in events(log.read_text())
    before = moved.read_text()
    assert len(log_lines(before)) == len(before.splitlines()) and {"started", "acted"} <= set(events(before))
    for token in (ANA_TOKEN, BESA_TOKEN, DRITAN_TOKEN):
        assert token not in before + log.read_text()


def test_the_public_site_follows_orders_and_says_until_when_it_is_valid(make_daemon):
    daemon = make_daemon()
    summary = daemon.state / "site" / "status" / "api" / "v2" / "summary.json"

    def component(name):
        document = json.loads(summary.read_text())
        return next(c for c in document["components"] if c["id"] == name or c["name"].lower() == name)

    until("the site is written", summary.exists)
    assert component("portal")["status"] == "operational"
    assert ask(daemon, "POST", "/api/v1/orders", ANA_TOKEN, {**CLOSE, "reason": "SECRET-REASON"}).status == 201
    until("the site follows", lambda: component("portal")["status"] != "operational")
    for file in (daemon.state / "site" / "status").rglob("*"):
        assert not file.is_file() or ("SECRET-REASON" not in file.read_text() and "Ana" not in file.read_text()), file


# -- ending --------------------------------------------------------------------------------------------------------------


def test_what_is_under_way_is_answered_before_it_ends(make_daemon):
    """A body that has begun to come is waited for; new connections are refused meanwhile."""
    daemon = make_daemon()
    body = json.dumps(CLOSE).encode()
    head = (f"POST /api/v1/orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ANA_TOKEN}\r\nContent-Type: application/json\r\n"
            f"Expect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n").encode()
    with socket.create_connection(("127.0.0.1", daemon.api_port), DEADLINE_S) as under_way:
        under_way.sendall(head)
        assert under_way.recv(1000).startswith(b"HTTP/1.1 100"), "the request is being read"
        daemon.daemon.popen.send_signal(signal.SIGTERM)

        def refused():
            try:
                socket.create_connection(("127.0.0.1", daemon.api_port), DEADLINE_S).close()
                return False
            except (ConnectionRefusedError, ConnectionResetError):  # reset: it closed while we knocked
                return True

        until("nobody new is let in", refused)
        under_way.sendall(body)
        answer = b""
        while chunk := under_way.recv(65536):
            answer += chunk
    assert answer.startswith(b"HTTP/1.1 201") and b"Connection: close" in answer
    assert daemon.daemon.popen.wait(DEADLINE_S) == 0
    assert "stopped" in events(daemon.daemon.text())
    daemon.start_daemon()
    portal = ask(daemon, "GET", "/api/v1/services/portal", ANA_TOKEN).json["service"]
    assert portal["posture"]["level"] == "closed"


@pytest.mark.parametrize("with_signal", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_when_nothing_is_under_way(make_daemon, with_signal):
    daemon = make_daemon()
    idle = socket.create_connection(("127.0.0.1", daemon.api_port), DEADLINE_S)
    assert daemon.daemon.stop(with_signal) == 0
    assert idle.recv(10) == b""
    idle.close()
    assert daemon.start_daemon().alive(), "the lock was given back"


def test_an_approval_is_not_spent_while_another_policy_is_on_its_way(make_daemon):
    """An nginx -t that takes its time holds the first policy; the approval of a second is refused, and good for later."""
    daemon = make_daemon(start=False)
    gate = daemon.folder / "gate"
    slow = daemon.folder / "slow-nginx"
    reached = daemon.folder / "reached"
    slow.write_text(f"#!/bin/sh\n[ -e {gate} ] && : > {reached}\nwhile [ -e {gate} ]; do sleep 0.01; done\nexit 0\n")
    slow.chmod(0o755)
    daemon.start_daemon("--nginx", str(slow))

    def apply(change):
        policy = copy.deepcopy(daemon.policy)
        change(policy)
        return ask(daemon, "POST", "/api/v1/policy/apply", ANA_TOKEN,
                   {"file_name": "p.yaml", "text": yaml.safe_dump(policy, sort_keys=False), "reason": "test"})

    loosened = apply(lambda policy: policy["services"]["portal"].update(on_gateway_failure="open"))
    assert loosened.status == 202, loosened.text
    proposal = loosened.json["proposal"]
    gate.write_text("")
    answers = []
    held = threading.Thread(target=lambda: answers.append(apply(lambda policy: policy["services"]["courts"].update(upstream=["http://127.0.0.1:13"]))))
    held.start()
    until("the first one is on its way", reached.exists)
    approve = f"/api/v1/proposals/{proposal['id']}/approve"
    assert ask(daemon, "POST", approve, BESA_TOKEN, {"digest": proposal["digest"]}).status == 409
    assert proposal["id"] in [p["id"] for p in ask(daemon, "GET", "/api/v1/proposals", ANA_TOKEN).json["proposals"]]
    gate.unlink()
    held.join(DEADLINE_S)
    assert answers[0].status == 201, answers[0].text
    history = ask(daemon, "GET", "/api/v1/history?limit=20", ANA_TOKEN).json["entries"]
    assert [e["person"] for e in history if e["action"] == "apply"][0] == "ana"
