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
