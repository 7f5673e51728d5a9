"""Each minute the daemon proves that inspection is on; what it cannot prove, it says. Shown with a real nginx, and with what
somebody might do behind its back."""

import socket
import subprocess

import pytest

from conftest import service
from harness import BIN, until

RULES = r'''
SecRule ARGS "@rx (?i)union\s+select" "id:100,phase:2,deny,status:403,log,t:none,t:urlDecodeUni,msg:'SQL'"
'''
MINUTE_MS = 61_000


@pytest.fixture
def inspected(make_gateway, tmp_path):
    """Makes a gateway whose service `tax` runs the rule above; `inspection` is its part of the policy."""
    (tmp_path / "rules.conf").write_text(RULES)

    def make(faults=True, **inspection):
        def services(upstreams):
            return {
                "tax": service(upstreams["tax"], "tax.test", inspection={
                    "rules": [str(tmp_path / "rules.conf")], "mode": "block", **inspection}),
                "portal": service(upstreams["portal"], "portal.test"),
            }
        return make_gateway(services, faults=faults)
    return make


def self_test(gateway, name="tax"):
    return gateway.service_status(name)["inspection"]["self_test"]


def metrics(gateway):
    lines = gateway.api("GET", "/metrics", "token-of-ana-for-tests")[1].splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


def by_the_socket(gateway, text):
    """Bytes by the listener for self-tests, and all that comes back."""
    with socket.socket(socket.AF_UNIX) as s:
        s.settimeout(10)
        s.connect(str(gateway.state / "self-test.sock"))
        s.sendall(text)
        received = b""
        while chunk := s.recv(65536):
            received += chunk
    return received.decode()


def test_it_is_proven_to_be_on_and_the_service_never_sees_it(inspected):
    gateway = inspected()
    test = until("the self-test holds", lambda: (t := self_test(gateway))["ok"] and t)
    assert test["verdict"] == "refused" and test["rule"] == 100 and test["worker"] in gateway.worker_pids()
    assert gateway.service_status("portal")["inspection"] == {
        **gateway.service_status("portal")["inspection"], "mode": "off", "self_test": None}
    numbers = metrics(gateway)
    assert numbers['bulkhead_self_test_ok{service="tax"}'] == 1
    assert numbers['bulkhead_inspection_mode{service="tax"}'] == 2
    # Nobody's request: no counter knows of it, and the service has seen nothing.
    for name in ("bulkhead_requests_total", "bulkhead_inspection_requests_total", "bulkhead_inspection_refused_total"):
        assert numbers[name + '{service="tax"}'] == 0, name
    assert gateway.upstreams["tax"].requests == []
    status = gateway.cli("status").stdout
    assert "ok 0 s ago" in status or "ok" in status.split("SELF-TEST")[1]


def test_in_detect_it_is_proven_that_rules_find(inspected):
    gateway = inspected(mode="detect")
    test = until("the self-test holds", lambda: (t := self_test(gateway))["ok"] and t)
    assert test["verdict"] == "would-refuse"


def test_a_closed_door_proves_itself_and_a_guarded_one_is_tested(inspected):
    gateway = inspected()
    until("the self-test holds", lambda: self_test(gateway)["ok"])
    gateway.order("tax", "closed")
    gateway.faults.set_slept(MINUTE_MS)
    test = until("the door is tested", lambda: (t := self_test(gateway))["verdict"] == "door" and t)
    assert test["ok"] and test["why"] == ""


def test_it_turns_red_when_inspection_is_switched_off_behind_the_daemons_back(inspected):
    gateway = inspected()
    until("the self-test holds", lambda: self_test(gateway)["ok"])
    text = gateway.nginx_configuration.read_text()
    assert 'bulkhead_service "tax";' in text
    gateway.nginx_configuration.write_text(text.replace('bulkhead_service "tax";', "bulkhead off;"))
    before = gateway.worker_pids()
    subprocess.run([str(word) for word in gateway.nginx_words("-s", "reload")], check=True, capture_output=True)
    until("new workers are at work", lambda: (now := gateway.worker_pids()) and not set(now) & set(before))
    assert gateway.get("tax.test", "/?q=1+union+select+2")[0] == 200, "nothing is inspected"
    gateway.faults.set_slept(MINUTE_MS)
    test = until("the self-test fails", lambda: (t := self_test(gateway))["ok"] is False and t)
    assert "no worker's gate was asked" in test["why"]
    warning = gateway.status()["warnings"][0]
    assert warning.startswith("self-test failed, inspection is not proven to be on: tax")
    assert gateway.cli("status").stdout.startswith("! self-test failed")
    assert metrics(gateway)['bulkhead_self_test_ok{service="tax"}'] == 0
    assert all("self-test" not in path for _, path, _, _ in gateway.upstreams["tax"].requests)


def test_without_nginx_nothing_is_proven(inspected):
    gateway = inspected()
    until("the self-test holds", lambda: self_test(gateway)["ok"])
    gateway.nginx.stop()
    gateway.faults.set_slept(MINUTE_MS)
    test = until("the self-test fails", lambda: (t := self_test(gateway))["ok"] is False and t)
    assert "nginx does not listen at" in test["why"]


QUERY = "/?bulkhead-self-test=refuse-me&q=1+union+select+2"


def test_a_forged_question_ends_nothing_and_passes_nothing(inspected):
    gateway = inspected(faults=False)
    requests = gateway.upstreams["tax"].requests
    forged = "1.7fff.00112233445566778899aabbccddeeff"
    # By the public listener the field means nothing, and does not reach the service.
    status, _, body = gateway.get("tax.test", "/plain", headers={"X-Bulkhead-Self-Test": forged})
    assert status == 200 and b"self-test" not in body.lower()
    assert gateway.get("tax.test", QUERY, headers={"X-Bulkhead-Self-Test": forged})[0] == 403
    assert gateway.get("tax.test", "/?bulkhead-self-test=refuse-me")[0] == 403, "anybody may try it"
    seen = len(requests)
    # By the listener for self-tests nothing but self-tests is answered, and nothing reaches the service.
    for field in ("", f"X-Bulkhead-Self-Test: {forged}\r\n", "X-Bulkhead-Self-Test: 1..\r\n"):
        answer = by_the_socket(gateway, f"GET /plain HTTP/1.1\r\nHost: tax.test\r\n{field}Connection: close\r\n\r\n".encode())
        assert answer.startswith("HTTP/1.1 421 "), answer
        posted = by_the_socket(gateway, (f"POST /plain HTTP/1.1\r\nHost: portal.test\r\n{field}Content-Length: 3\r\n"
                                         "Connection: close\r\n\r\na=1").encode())
        assert posted.startswith("HTTP/1.1 421 "), posted
    status_site = by_the_socket(gateway, b"GET /status/ HTTP/1.1\r\nHost: tax.test\r\nConnection: close\r\n\r\n")
    assert status_site.startswith("HTTP/1.1 403 ")
    assert len(requests) == seen and gateway.upstreams["portal"].requests == []


def test_a_question_that_was_overheard_is_worth_nothing_elsewhere_or_later(inspected):
    gateway = inspected()
    key = (gateway.state / "keys" / "local").read_text().splitlines()[1].split()
    question = overheard(gateway, key, "tax")

    def ask(host, field):
        return by_the_socket(gateway, f"GET /plain HTTP/1.1\r\nHost: {host}\r\nX-Bulkhead-Self-Test: {field}\r\n"
                                      "Connection: close\r\n\r\n".encode())
    answer = ask("tax.test", question)
    assert answer.startswith("HTTP/1.1 200 ") and "verdict: passed" in answer and "\nmac: " in answer
    assert ask("portal.test", question).startswith("HTTP/1.1 421 "), "of another service"
    assert gateway.get("tax.test", "/plain", headers={"X-Bulkhead-Self-Test": question})[0] == 200, "by the public listener"
    gateway.faults.set_slept(MINUTE_MS)
    assert ask("tax.test", question).startswith("HTTP/1.1 421 "), "a minute later"
    assert [path for _, path, _, _ in gateway.upstreams["tax"].requests] == ["/plain"]


def overheard(gateway, key, name):
    """A question as the daemon asks it: src/gate/self_test_mark.h."""
    import hashlib
    import struct
    import time
    with open(gateway.state / "control.seg", "rb") as segment:
        header = segment.read(4096)
        epoch = struct.unpack_from("q", header, 24)[0]
        bank = 4096 + (epoch & 1) * (4096 + 4096 * 64 + 512 * 4096)
        segment.seek(bank)
        boot = segment.read(32)[16:32]
    service = 0xcbf29ce484222325
    for byte in name.encode():
        service = (service ^ byte) * 0x100000001b3 % 2**64
    at = time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
    mac = hashlib.blake2b(b"bulkhead self-test question 1" + boot + struct.pack("<qQ", at, service),
                          key=bytes.fromhex(key[1]), digest_size=16).hexdigest()
    return f"{key[0]}.{at:x}.{mac}"


def test_a_listener_that_a_crash_left_behind_keeps_nothing_from_starting(inspected):
    gateway = inspected()
    until("the self-test holds", lambda: self_test(gateway)["ok"])
    for pid in [gateway.nginx.pid, *gateway.worker_pids()]:
        subprocess.run(["kill", "-9", str(pid)], check=True)
    gateway.nginx.popen.wait()
    assert (gateway.state / "self-test.sock").exists()
    gateway.start_nginx()
    gateway.faults.set_slept(MINUTE_MS)
    until("the self-test holds again", lambda: self_test(gateway)["ok"] and self_test(gateway)["worker"] in gateway.worker_pids())
