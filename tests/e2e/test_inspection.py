"""Rules on nginx's request path: what they refuse, what they let through, and that nothing else is harmed."""

import json
import re

import pytest

from conftest import service
from harness import until

RULES = r'''
SecResponseBodyMimeType application/json
SecAction "id:1,phase:1,pass,nolog,setvar:tx.inbound_anomaly_score_threshold=5,setvar:tx.score=0"
SecRule ARGS|REQUEST_COOKIES "@rx (?i)union\s+select" "id:100,phase:2,pass,log,t:none,t:urlDecodeUni,msg:'SQL',tag:sql,setvar:tx.score=+5"
SecRule REQUEST_HEADERS:X-Odd "@streq very" "id:101,phase:1,pass,log,msg:'odd',setvar:tx.score=+3"
SecRule REQUEST_BODY "@contains needle-in-the-body" "id:102,phase:2,pass,log,msg:'body',setvar:tx.score=+5"
SecRule TX:SCORE "@ge %{tx.inbound_anomaly_score_threshold}" "id:190,phase:2,deny,status:403,log,msg:'score %{tx.score}'"
SecRule RESPONSE_HEADERS:Set-Cookie "@contains forbidden" "id:200,phase:3,deny,status:502,log,msg:'cookie'"
SecRule REQUEST_HEADERS:X-Sum "@streq up" "id:300,phase:5,pass,log,msg:'in the end %{tx.score}'"
SecRule RESPONSE_BODY "@contains sql-syntax-error" "id:201,phase:4,deny,status:403,log,msg:'leak'"
'''
ATTACK = "/?q=1%20UNION%20SELECT%20name"


@pytest.fixture
def inspected(make_gateway, tmp_path):
    """Makes a gateway whose service `tax` runs the rules above; `inspection` is its part of the policy."""
    (tmp_path / "rules.conf").write_text(RULES)

    def make(**inspection):
        def services(upstreams):
            return {
                "tax": service(upstreams["tax"], "tax.test", inspection={
                    "rules": [str(tmp_path / "rules.conf")], "mode": "block", "error_log": True, **inspection}),
                "portal": service(upstreams["portal"], "portal.test"),
            }
        return make_gateway(services)
    return make


def asked(gateway):
    return gateway.upstreams["tax"].requests


def test_an_attack_does_not_reach_the_service_and_people_get_a_reference(inspected):
    gateway = inspected()
    assert gateway.get("tax.test", "/?q=union+of+select+people")[0] == 200
    before = len(asked(gateway))
    status, headers, body = gateway.get("tax.test", ATTACK, headers={"Accept": "text/html", "Accept-Language": "sq"})
    assert status == 403 and len(asked(gateway)) == before
    assert headers["Content-Language"] == "sq"
    reference = re.search(r"[0-9A-HJKMNP-TV-Z]{26}", body.decode()).group()
    # The same reference stands in the log, with the rules that were found.
    until("the log names it", lambda: reference in gateway.error_log())
    lines = [line for line in gateway.error_log().splitlines() if reference in line]
    assert [re.search(r'\[id "(\d+)"\]', line).group(1) for line in lines] == ["100", "190"]
    status, headers, body = gateway.get("tax.test", ATTACK, headers={"Accept": "application/json"})
    problem = json.loads(body)
    assert status == 403 and problem["type"] == "urn:bulkhead:problem:inspection" and problem["reference"]
    assert gateway.get("portal.test", ATTACK)[0] == 200, "a service without rules is not inspected"


def test_detect_finds_and_lets_through(inspected):
    gateway = inspected(mode="detect")
    assert gateway.get("tax.test", ATTACK)[0] == 200
    until("the log names the rule", lambda: '[id "100"]' in gateway.error_log())
    assert "Access denied" not in gateway.error_log()


@pytest.mark.parametrize("path,score", [("/", 0), (ATTACK, 5)], ids=["let through", "refused"])
def test_rules_of_the_last_phase_tell_of_the_whole_request(inspected, path, score):
    gateway = inspected()
    gateway.get("tax.test", path, headers={"X-Sum": "up"})
    until("the last phase has its line", lambda: f'[msg "in the end {score}"]' in gateway.error_log())
    assert gateway.error_log().count('[id "300"]') == 1


@pytest.mark.parametrize("size", [100, 300_000], ids=["in memory", "in a file of nginx's"])
def test_bodies_are_read_wherever_nginx_keeps_them(inspected, size):
    gateway = inspected()
    padding = b"x" * size
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    status, _, body = gateway.request("POST", "tax.test", "/", headers=form, body=b"a=" + padding)
    assert status == 200 and asked(gateway)[-1][3] == size + 2, "the service gets the whole body"
    before = len(asked(gateway))
    attack = b"a=" + padding + b"&b=needle-in-the-body"
    assert gateway.request("POST", "tax.test", "/", headers=form, body=attack)[0] == 403
    assert len(asked(gateway)) == before


@pytest.mark.parametrize("beyond,expected", [("first-part", 200), ("deny", 413), ("pass", 200)])
def test_what_lies_beyond_what_is_inspected(inspected, beyond, expected):
    gateway = inspected(request_body_bytes_max="1KiB", request_body_beyond=beyond)
    body = b"x" * 2_000 + b"needle-in-the-body"
    assert gateway.request("POST", "tax.test", "/", body=body)[0] == expected
    early = b"needle-in-the-body" + b"x" * 2_000
    assert gateway.request("POST", "tax.test", "/", body=early)[0] == {"first-part": 403, "deny": 413, "pass": 200}[beyond]


def test_an_answer_that_leaks_is_replaced_before_its_first_byte(inspected):
    gateway = inspected()
    status, headers, body = gateway.get("tax.test", "/sql-syntax-error", headers={"Accept": "text/html"})
    assert status == 403 and b"sql-syntax-error" not in body
    assert headers["Content-Type"].startswith("text/html")
    status, headers, body = gateway.get("tax.test", "/login/forbidden")
    assert status == 502 and headers["Set-Cookie"] is None


def test_answers_go_through_unchanged(inspected):
    gateway = inspected(response_body_bytes_max="4KiB")
    for path in ("/", "/" + "a" * 3_000, "/" + "b" * 6_000):
        status, headers, body = gateway.get("tax.test", path)
        assert status == 200 and int(headers["Content-Length"]) == len(body)
        assert json.loads(body)["path"] == path
    status, headers, body = gateway.request("HEAD", "tax.test", "/")
    assert status == 200 and body == b""


def test_the_threshold_is_lower_while_the_door_is_guarded(inspected):
    gateway = inspected(inbound_threshold=5, guarded={"inbound_threshold": 3})
    odd = {"X-Odd": "very"}
    assert gateway.get("tax.test", headers=odd)[0] == 200
    gateway.order("tax", "guarded")
    assert gateway.service_status("tax")["not_enforced"] == []
    until("the guarded door refuses", lambda: gateway.get("tax.test", headers=odd)[0] == 403)


def test_an_exclusion_holds_on_its_route_and_parameter_only(inspected):
    gateway = inspected(exclusions=[{"rules": [100], "route": "/search", "target": "ARGS:q", "owner": "ana",
                                     "reason": "people search for SQL", "permanent": True}])
    assert gateway.get("tax.test", "/search" + ATTACK[1:])[0] == 200
    assert gateway.get("tax.test", "/search" + ATTACK[1:].replace("q=", "p="))[0] == 403
    assert gateway.get("tax.test", ATTACK)[0] == 403


def test_what_rules_cannot_see_is_refused(inspected):
    gateway = inspected()
    before = len(asked(gateway))
    many = "/?" + "&".join(f"a{i}=1" for i in range(1_001))
    assert gateway.get("tax.test", many)[0] == 403, "more arguments than are read"
    packed = {"Content-Encoding": "gzip"}
    assert gateway.request("POST", "tax.test", "/", headers=packed, body=b"x")[0] == 415
    assert len(asked(gateway)) == before
    assert gateway.request("POST", "tax.test", "/", headers={"Content-Encoding": "identity"}, body=b"x")[0] == 200
