"""docs/openapi.yaml says what the daemon does, all of it and nothing else: every operation is called, every answer is held
against its schema, a status that the file does not name is a failure, and so is one of the file that never came."""

import concurrent.futures
import copy
import json
import os
import re
import signal
import socket

import pytest
import yaml

from conftest import EXPIRED_TOKEN, SOCKET_UID
from contract import Contract, announce, ask
from harness import ANA_TOKEN, BESA_TOKEN, DRITAN_TOKEN, ROOT

ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
CLOSE = {"scope": "tax", "level": "closed", "cause": "load", "reason": "test", "for": "30m"}
REASON = {"reason": "test"}
ORDERS, IMAGES, APPLY, ROLLBACK = "/api/v1/orders", "/api/v1/policy/images", "/api/v1/policy/apply", "/api/v1/policy/rollback"

DRILL = {"from": "127.0.0.2", "requests_per_s_max": 500, "reason": "test"}

# Statuses of the file that nothing a client does can bring about, and why.
NOT_PROVOKED = {}

OPERATIONS = [(method, path, operation) for method, path, operation in Contract().operations()]
POSTS = [path for method, path, _ in OPERATIONS if method == "POST"]
NAMES = [f"{method} {path}" for method, path, _ in OPERATIONS]


def filled(path):
    return path.replace("{name}", "tax").replace("{id}", ID)


def found(path):
    """What a GET of filled(path) is answered with: no proposal has that id."""
    return 404 if "{id}" in path else 200


def right_body(path):
    """A body without mistakes for `path`; what it names need not exist."""
    if path == ORDERS:
        return dict(CLOSE)
    if path == APPLY:
        return {"file_name": "p.yaml", "text": "x", "reason": "test"}
    if path.endswith("/approve"):
        return {"digest": "0" * 64}
    if path.endswith("/drill/allow"):
        return dict(DRILL)
    return dict(REASON)


def proposal_of(daemon, contract, token=ANA_TOKEN, more=None):
    answer = contract.call(daemon, "POST", ORDERS, token, {**CLOSE, "scope": "all", **(more or {})})
    assert answer.status == 202, answer.text
    return answer.json["proposal"]


# -- the file ------------------------------------------------------------------------------------------------------------


def test_the_router_serves_what_the_file_names_and_nothing_else():
    source = (ROOT / "src/control/rest/routes.cc").read_text()
    routes = set(re.findall(r'\{"([A-Z]+)", "([^"]+)", k', source))
    assert len(routes) >= 15, "routes.cc is written otherwise: this test has to learn it"
    assert routes == {(method, path) for method, path, _ in OPERATIONS}


def test_the_daemon_serves_this_file(daemon, contract):
    answer = contract.call(daemon, "GET", "/openapi.yaml")
    assert answer.status == 200 and answer.text == contract.text


def test_problem_codes_of_the_file_are_those_of_the_daemon(contract):
    source = "".join((ROOT / "src/control/rest" / name).read_text() for name in ("problem.cc", "router.cc", "session.cc"))
    written = set(re.findall(r'ErrorCode::k\w+,\s+\d{3},\s+"(\w+)"', source)) | set(re.findall(r'http_problem\(\s*\d{3},\s+"(\w+)"', source))
    assert written == set(contract.document["components"]["schemas"]["Problem"]["properties"]["code"]["enum"])


# -- paths, methods, who asks ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def still(tmp_path_factory):
    """A daemon for questions that change nothing: one for all of them."""
    from conftest import service
    from harness import Gateway
    gateway = Gateway(tmp_path_factory.mktemp("still"), {"tax": service("tax", criticality="essential"), "portal": service("portal")})
    gateway.policy["operators"]["edi"] = {"name": "Edi", "role": "duty", "token": gateway.token_hash(EXPIRED_TOKEN),
                                          "token_expires": "2020-01-01T00:00:00Z"}
    gateway.write_policy()
    gateway.start_daemon()
    yield gateway
    gateway.stop()


@pytest.mark.parametrize("path", ["/", "/api", "/api/v1", "/api/v1/", "/api/v2/status", "/api/v1/status/", "/api/v1/services",
                                  "/api/v1/services/", "/api/v1/services/a/b", "/api/v1/orders/x", "/healthz/", "//healthz",
                                  "/API/v1/status", "/etc/passwd", "/api/v1/../v1/status"])
def test_unknown_paths(still, path):
    for token in (ANA_TOKEN, None):
        answer = ask(still, "GET", path, token)
        assert (answer.status, answer.media_type, answer.json["code"]) == (404, "application/problem+json", "not_found")


@pytest.mark.parametrize("path", sorted({path for _, path, _ in OPERATIONS}))
def test_wrong_methods(still, contract, path):
    allowed = {method for method, known, _ in OPERATIONS if known == path}
    for method in {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"} - allowed:
        answer = ask(still, method, filled(path), ANA_TOKEN)
        assert (answer.status, answer.media_type, answer.json["code"]) == (405, "application/problem+json", "method_not_allowed")
        assert set(answer.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize("method, path, operation", OPERATIONS, ids=NAMES)
def test_who_asks_over_tcp(still, contract, method, path, operation):
    body = right_body(path) if method == "POST" else None
    for headers in ({}, {"Authorization": "Bearer no-such-token"}, {"Authorization": "Bearer " + EXPIRED_TOKEN},
                    {"Authorization": "Basic YW5hOmFuYQ=="}, {"Authorization": "Bearer " + "x" * 5000}):
        answer = ask(still, method, filled(path), body=body, headers=headers)
        if "security" in operation and operation["security"] == [] and not headers:
            assert answer.status == 200
            continue
        assert (answer.status, answer.json["code"]) == (401, "unauthorized"), headers
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert EXPIRED_TOKEN not in answer.text and "no-such-token" not in answer.text
        contract.hold(method, path, answer)


# -- malformed requests ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method, path, operation", OPERATIONS, ids=NAMES)
def test_unknown_query_parameters_are_named(still, contract, method, path, operation):
    if method == "POST":
        return
    for query, named in (("colour=red", "colour"), ("limit=1&limit=2", None), ("a" * 300 + "=1", None)):
        answer = contract.call(still, method, filled(path) + "?" + query, ANA_TOKEN)
        assert answer.status == 400
        if named:
            assert answer.json["key"] == named


NOT_JSON = ["", "{", "nonsense", "[]", '"text"', "null", "1", '{"reason": "a"} x', "{'reason': 'a'}", '{"reason": "a",}',
            '{"reason": "\xff"}'.encode("latin-1"), b"\x00", '{"reason": "a", "reason": "b"}', "[" * 9000, '{"a":' * 9000,
            "[" * 9000 + "]" * 9000, '{"reason":' + "[" * 9000 + "]" * 9000 + "}", '{"reason": NaN}']


@pytest.mark.parametrize("path", POSTS)
def test_bodies_that_are_not_right(still, contract, path):
    at = filled(path)
    for raw in NOT_JSON:
        answer = contract.call(still, "POST", at, ANA_TOKEN, raw=raw)
        assert answer.status == 400, (raw[:30], answer.text)
    unknown = contract.call(still, "POST", at, ANA_TOKEN, {**right_body(path), "colour": "red"})
    assert unknown.status == 400 and unknown.json["key"] == "colour" and "colour" in unknown.json["detail"]
    for key, value in right_body(path).items():
        for wrong in ("seven" if isinstance(value, int) else 7, True, [], {}, 1.5):
            answer = contract.call(still, "POST", at, ANA_TOKEN, {**right_body(path), key: wrong})
            assert (answer.status, answer.json["key"]) == (400, key), (key, wrong, answer.text)
    schema = contract.document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    if "$ref" in schema:
        schema = contract.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    for key in schema["required"]:
        body = right_body(path)
        del body[key]
        answer = contract.call(still, "POST", at, ANA_TOKEN, body)
        assert (answer.status, answer.json["key"]) == (400, key), answer.text
        assert key in answer.json["detail"]
    for key in schema["properties"]:
        wrong = "seven" if key in ("version", "share_permille", "requests_per_s_max") else 7
        answer = contract.call(still, "POST", at, ANA_TOKEN, {**right_body(path), key: wrong})
        assert (answer.status, answer.json["key"]) == (400, key), answer.text


@pytest.mark.parametrize("path", POSTS)
def test_bodies_too_large_too_long_or_of_another_type(still, contract, path):
    at = filled(path)
    most = 8 << 20 if path == APPLY else 64 << 10
    for length in (most + 1, 1 << 40):
        answer = announce(still, "POST", at, ANA_TOKEN, length)
        assert (answer.status, answer.json["code"]) == (413, "too_large")
        contract.hold("POST", at, answer)
    padded = json.dumps(right_body(path))
    assert contract.call(still, "POST", at, ANA_TOKEN, raw=padded + " " * (most - len(padded))).status != 413, "the maximum itself"
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonx", "multipart/form-data"):
        answer = contract.call(still, "POST", at, ANA_TOKEN, right_body(path), headers={"Content-Type": kind})
        assert (answer.status, answer.json["code"]) == (415, "unsupported_type"), kind
    answer = contract.call(still, "POST", at, ANA_TOKEN, {**right_body(path), "reason": "r" * 1001})
    assert (answer.status, answer.json["code"], answer.json["key"]) == (422, "limit", "reason")


@pytest.mark.parametrize("change, key", [
    ({"reason": ""}, "reason"), ({"level": "shut"}, "level"), ({"cause": "weather"}, "cause"), ({"scope": "galaxy:tax"}, "scope"),
    ({"scope": ""}, "scope"), ({"for": "soon"}, "for"), ({"for": "-5m"}, "for"), ({"for": ""}, "for"),
    ({"until": "2999-01-01T00:00:00Z"}, "until"),
    ({"for": None, "until": "yesterday"}, "until"), ({"share_permille": -1}, "share_permille"),
    ({"share_permille": 1001}, "share_permille"), ({"share_permille": 2**64}, "share_permille"), ({"drain": "x"}, "drain"),
    ({"then": [{"level": "open", "for": "x"}]}, "then[0].for"), ({"then": [{}]}, "then[0].level"),
    ({"then": [{"level": "open", "colour": 1}]}, "then[0].colour"), ({"then": [7]}, "then[0]"),
    ({"public_text": {"en": 7}}, "public_text.en"), ({"public_text": 7}, "public_text"),
    ({"public_text": {"xx": "hello"}}, "public_text"), ({"public_text": {"en": "Soon.", "de": "Bald."}}, "public_text"),
])
def test_wrong_values_of_an_order_are_named(still, contract, change, key):
    body = {k: v for k, v in {**CLOSE, **change}.items() if v is not None}
    answer = contract.call(still, "POST", ORDERS, ANA_TOKEN, body)
    assert answer.status == 400 and answer.json.get("key") == key, answer.text


@pytest.mark.parametrize("change", [
    {"for": "367d"}, {"for": "99999999999999999999h"}, {"for": "0s"}, {"drain": "61m"}, {"then": [{"level": "open", "for": "367d"}]},
    {"for": None, "until": "2001-01-01T00:00:00Z"}, {"for": None, "until": "2999-01-01T00:00:00Z"},
    {"then": [{"level": "open", "for": "5m"}] * 7}, {"public_text": {"en": "x" * 501}},
    {"public_text": {f"l{i}": "x" for i in range(17)}},
])
def test_values_out_of_range(still, contract, change):
    body = {k: v for k, v in {**CLOSE, **change}.items() if v is not None}
    before = contract.call(still, "GET", ORDERS, ANA_TOKEN).json["orders"]
    answer = contract.call(still, "POST", ORDERS, ANA_TOKEN, body)
    assert answer.status in (400, 422), answer.text
    assert contract.call(still, "GET", ORDERS, ANA_TOKEN).json["orders"] == before


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "limit=-1", "limit=", "before=0", "before=1.5", "limit=1e2"])
def test_wrong_pages_of_history(still, contract, query):
    answer = contract.call(still, "GET", "/api/v1/history?" + query, ANA_TOKEN)
    assert (answer.status, answer.json["key"]) == (400, query.split("=")[0])


def test_malformed_ids(still, contract):
    for wrong in ("x", "0" * 25, "0" * 27, "U" * 26, "%00", "%zz", "a%20b"):
        for path in POSTS:
            if "{id}" in path:
                answer = contract.call(still, "POST", path.replace("{id}", wrong), ANA_TOKEN, right_body(path))
                assert answer.status == 400, (wrong, answer.text)


def test_the_daemon_answers_after_all_of_that(still, contract):
    assert contract.call(still, "GET", "/healthz").json["ok"] is True


# -- looking ---------------------------------------------------------------------------------------------------------------------


def test_looking(still, contract):
    for token in (ANA_TOKEN, BESA_TOKEN, DRITAN_TOKEN):
        for method, path, _ in OPERATIONS:
            if method == "GET":
                assert contract.call(still, "GET", filled(path), token).status == found(path)
    assert contract.call(still, "GET", "/api/v1/services/none", ANA_TOKEN).status == 404
    assert contract.call(still, "GET", "/api/v1/services/%22%0a", ANA_TOKEN).status == 404
    assert contract.call(still, "GET", "/api/v1/history?service=none", ANA_TOKEN).status == 404
    assert contract.call(still, "GET", "/api/v1/orders?all=2", ANA_TOKEN).status == 400
    assert contract.call(still, "GET", "/metrics", ANA_TOKEN).headers["Content-Type"].startswith("text/plain; version=0.0.4")


# -- acting ------------------------------------------------------------------------------------------------------------------------


def test_an_order_from_preview_to_the_end(daemon, contract):
    def call(method, path, token=ANA_TOKEN, body=None):
        return contract.call(daemon, method, path, token, body)

    assert call("POST", ORDERS, body={**CLOSE, "dry_run": True}).status == 200
    assert call("GET", ORDERS).json["orders"] == []
    placed = call("POST", ORDERS, body={**CLOSE, "public_text": {"en": "Soon.", "sq": "Së shpejti."}, "drain": "10m",
                                        "then": [{"level": "open", "share_permille": 250, "for": "5m"}]})
    assert placed.status == 201 and placed.json["order"]["author"] == "ana"
    order = placed.json["order"]["id"]
    assert [o["id"] for o in call("GET", ORDERS).json["orders"]] == [order]
    service = call("GET", "/api/v1/services/tax").json
    assert service["service"]["posture"]["level"] == "closed" and service["orders"][0]["id"] == order
    dry = call("POST", ORDERS, body={**CLOSE, "dry_run": True}).json["preview"]["would_place"]
    assert (dry["scope"], dry["level"], len(dry["then"])) == ("service:tax", "closed", 2) and dry["until"]
    longer = call("POST", ORDERS, body={**CLOSE, "for": "45m", "dry_run": True}).json["preview"]
    assert [(e["service"], e["posture"], e["to"]["kind"]) for e in longer["endings"]] == [("tax", "closed", "time")]
    guarded = call("POST", ORDERS, body={"scope": "courts", "level": "guarded", "reason": "test"})
    assert guarded.status == 201 and "nothing tightens here" in guarded.json["preview"]["not_enforced"][0]
    wide = call("POST", ORDERS, body={**CLOSE, "scope": "all", "dry_run": True}).json["preview"]
    assert wide["stay_open"] == [{"service": "courts", "posture": "guarded"}] and "STILL OPEN: courts" in wide["sentence"]
    assert call("POST", ORDERS, body={"scope": "courts", "level": "open", "reason": "test"}).status == 201
    undo = f"{ORDERS}/{order}/undo"
    assert call("POST", undo, body={**REASON, "dry_run": True}).status == 200
    assert call("POST", undo.lower().replace("/api/v1/orders", ORDERS), body=REASON).status == 201, "ids in either case"
    assert call("POST", undo, body=REASON).status == 409, "it is over already"
    assert call("POST", f"{ORDERS}/{ID}/undo", body=REASON).status == 404
    assert call("POST", ORDERS, body={"scope": "tax", "level": "open", "reason": "test"}).status == 200, "unchanged"
    assert call("POST", ORDERS, body={**CLOSE, "scope": "service:none"}).status == 404
    over = call("GET", ORDERS + "?all=1").json["orders"]
    assert over[0]["state"] == "over" and over[0]["ended"]["how"]
    newest = call("GET", "/api/v1/history?limit=1").json["entries"]
    assert len(newest) == 1
    assert all(e["id"] < newest[0]["id"] for e in call("GET", f"/api/v1/history?before={newest[0]['id']}&service=tax").json["entries"])


def test_two_people(daemon, contract):
    def call(path, token, body):
        return contract.call(daemon, "POST", path, token, body)

    same = call(ORDERS, ANA_TOKEN, {**CLOSE, "for": "1h"})
    again = call(ORDERS, ANA_TOKEN, {**CLOSE, "for": "1h"})
    assert (same.status, again.status, again.json["outcome"]) == (201, 200, "unchanged"), "typed twice"
    assert again.json["order"]["id"] == same.json["order"]["id"] and "for 1 h in all" in again.json["preview"]["why"]
    assert call(ORDERS, ANA_TOKEN, {"scope": "tax", "level": "open", "reason": "test"}).status == 201
    proposal = proposal_of(daemon, contract)
    assert [p["id"] for p in contract.call(daemon, "GET", "/api/v1/proposals", ANA_TOKEN).json["proposals"]] == [proposal["id"]]
    approve, digest = f"/api/v1/proposals/{proposal['id']}/approve", {"digest": proposal["digest"]}
    def look(path, token=DRITAN_TOKEN):
        return contract.call(daemon, "GET", path, token)
    shown = look(f"/api/v1/proposals/{proposal['id'].lower()}").json
    assert shown["proposal"] == proposal and shown["obstacle"] == ""
    assert "closed" in {change["to"] for change in shown["preview"]["changes"]}, "as of now"
    assert look(f"/api/v1/proposals/{ID}").status == 404 and look("/api/v1/proposals/nonsense").status == 400
    assert call(approve, ANA_TOKEN, digest).status == 403
    assert call(approve, DRITAN_TOKEN, digest).status == 403
    assert call(approve, BESA_TOKEN, {"digest": "0" * 64}).status == 409
    assert call(f"/api/v1/proposals/{ID}/approve", BESA_TOKEN, digest).status == 404
    done = call(approve, BESA_TOKEN, {**digest, "reason": "agreed"})
    assert done.status == 201 and (done.json["order"]["author"], done.json["order"]["approver"]) == ("ana", "besa")
    assert call(approve, BESA_TOKEN, digest).status in (404, 409), "once"
    other = proposal_of(daemon, contract, BESA_TOKEN, {"for": "40m"})
    reject = f"/api/v1/proposals/{other['id']}/reject"
    assert call(reject, ANA_TOKEN, {**REASON, "drill": True}).status == 409, "it is meant in earnest"
    assert call(reject, DRITAN_TOKEN, REASON).status == 403
    assert call(reject, ANA_TOKEN, REASON).status == 200
    assert call(reject, ANA_TOKEN, REASON).status in (404, 409)
    assert call(f"/api/v1/proposals/{ID}/reject", ANA_TOKEN, REASON).status == 404
    alone = call(ORDERS, ANA_TOKEN, {**CLOSE, "scope": "courts", "cause": "compromise", "for": "2h"})
    assert alone.status == 201
    asked = call(f"{ORDERS}/{alone.json['order']['id']}/undo", ANA_TOKEN, REASON)
    assert asked.status == 202, "what compromise closed is opened by two"
    forced = call(f"{ORDERS}/{alone.json['order']['id']}/undo", ANA_TOKEN, {**REASON, "alone": True})
    assert forced.status == 201 and forced.json["overridden"] and forced.json["outcome"] == "ended"
    assert [(o["id"], o["scope"]) for o in forced.json["ended_orders"]] == [(alone.json["order"]["id"], "service:courts")]
    assert "propose it again" in look(f"/api/v1/proposals/{asked.json['proposal']['id']}").json["obstacle"]
    overtaken = call(f"/api/v1/proposals/{asked.json['proposal']['id']}/approve", BESA_TOKEN,
                     {"digest": asked.json["proposal"]["digest"]})
    assert overtaken.status in (404, 409)


def test_an_auditor_only_looks(daemon, contract):
    placed = contract.call(daemon, "POST", ORDERS, ANA_TOKEN, CLOSE).json["order"]["id"]
    proposal = proposal_of(daemon, contract)
    text = {"file_name": "p.yaml", "text": daemon.policy_path.read_text(), "reason": "test"}
    for path, body in ((ORDERS, CLOSE), (f"{ORDERS}/{placed}/undo", REASON), (APPLY, text), (ROLLBACK, REASON),
                       (f"/api/v1/proposals/{proposal['id']}/approve", {"digest": proposal["digest"]}),
                       (f"/api/v1/proposals/{proposal['id']}/reject", REASON)):
        answer = contract.call(daemon, "POST", path, DRITAN_TOKEN, body)
        assert (answer.status, answer.json["code"]) == (403, "denied"), path
        assert "dritan" in answer.json["detail"]


def test_obeyed_counts_real_workers(make_daemon, contract):
    daemon = make_daemon()
    daemon.start_nginx()
    placed = contract.call(daemon, "POST", ORDERS, ANA_TOKEN, CLOSE).json
    assert placed["obeyed"]["workers"] == placed["obeyed"]["of"] == 2
    status = contract.call(daemon, "GET", "/api/v1/status", ANA_TOKEN).json
    assert len([w for w in status["workers"] if w["alive"]]) == 2
    contract.call(daemon, "GET", "/metrics", ANA_TOKEN)


# -- policy ------------------------------------------------------------------------------------------------------------------------


def policy_body(daemon, change=lambda policy: None, **more):
    policy = copy.deepcopy(daemon.policy)
    change(policy)
    return {"file_name": "bulkhead.yaml", "text": yaml.safe_dump(policy, sort_keys=False), "reason": "test", **more}


def retitled(title):
    def change(policy):
        policy["services"]["tax"]["title"]["en"] = title
    return change


def loosened(policy):
    policy["services"]["portal"]["on_gateway_failure"] = "open"


def test_a_policy_from_preview_to_rollback(daemon, contract):
    def call(path, body, token=ANA_TOKEN):
        return contract.call(daemon, "POST", path, token, body)

    assert call(ROLLBACK, REASON).status == 404, "no older image"
    preview = call(APPLY, policy_body(daemon, retitled("A"), dry_run=True))
    assert preview.status == 200 and preview.json["changes"][0]["kind"] == "neutral"
    applied = call(APPLY, policy_body(daemon, retitled("A")))
    assert applied.status == 201 and applied.json["image"]["current"] is True
    wrong = call(APPLY, {"file_name": "my.yaml", "text": "services: [", "reason": "test"})
    assert wrong.status == 400 and wrong.json["diagnostics"][0]["file"] == "my.yaml"
    proposed = call(APPLY, policy_body(daemon, loosened))
    assert proposed.status == 202 and proposed.json["why"]
    approve = f"/api/v1/proposals/{proposed.json['proposal']['id']}/approve"
    assert call(approve, {"digest": proposed.json["proposal"]["digest"]}, BESA_TOKEN).status == 201
    assert call(ROLLBACK, {**REASON, "dry_run": True}).status == 200
    assert call(ROLLBACK, {**REASON, "version": 1}).status == 201
    assert call(ROLLBACK, {**REASON, "version": 1}).status == 409, "it is in force"
    assert call(ROLLBACK, {**REASON, "version": 999}).status == 404
    assert call(ROLLBACK, {**REASON, "version": 3}).status == 202, "back to something looser"
    assert call(ROLLBACK, {**REASON, "version": 3}, DRITAN_TOKEN).status == 403
    for version in (0, -1, 1_000_000):
        assert call(ROLLBACK, {**REASON, "version": version}).status == 400
    assert len(contract.call(daemon, "GET", IMAGES, ANA_TOKEN).json["images"]) == 3


def test_two_policies_at_once(daemon, contract):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda i: contract.call(daemon, "POST", APPLY, ANA_TOKEN, policy_body(daemon, retitled(f"T{i}"))), range(4)))
    assert sorted({a.status for a in answers}) == [201, 409], [a.text for a in answers]


# -- the unix socket -----------------------------------------------------------------------------------------------------------------


def connected_as(daemon, uid):
    """A socket whose peer the kernel knows as `uid`. The gateway's folder is the test's own, so the way there is relative."""
    before, me = os.getcwd(), os.geteuid()
    s = socket.socket(socket.AF_UNIX)
    os.chdir(daemon.state)
    try:
        if uid != me:
            os.seteuid(uid)
        s.connect("api.sock")
    finally:
        if uid != me:
            os.seteuid(me)
        os.chdir(before)
    return s


def test_the_kernel_says_who_asks_on_the_unix_socket(make_daemon, contract):
    daemon = make_daemon(start=False)
    uid = SOCKET_UID if os.geteuid() == 0 else os.geteuid()
    daemon.policy["operators"]["fatos"]["uid"] = uid
    daemon.write_policy()
    daemon.start_daemon()

    def call(method, path, body=None, *, uid=uid, headers=None):
        return contract.call(daemon, method, path, body=body, headers=headers, connected=connected_as(daemon, uid))

    for method, path, _ in OPERATIONS:
        if method == "GET":
            assert call("GET", filled(path)).status == found(path)
    placed = call("POST", ORDERS, CLOSE, headers={"Authorization": "Bearer " + BESA_TOKEN})
    assert placed.status == 201 and placed.json["order"]["author"] == "fatos", "no token makes one somebody else here"
    assert (os.stat(daemon.state / "api.sock").st_mode & 0o777) == 0o660
    if os.geteuid() != 0:
        return
    assert call("GET", "/api/v1/status", uid=4243).status == 200, "whoever may open the socket may look"
    for path in POSTS:
        denied = call("POST", filled(path), right_body(path), uid=4243)
        assert denied.status == 403 and "4243" in denied.json["detail"], path
    proposal = proposal_of(daemon, contract)
    as_root = ((ORDERS, {**CLOSE, "scope": "courts"}), (f"{ORDERS}/{placed.json['order']['id']}/undo", REASON),
               (APPLY, policy_body(daemon, retitled("R"))))
    for path, body in as_root:
        refused = call("POST", path, body, uid=0)
        assert refused.status == 403 and "alone" in refused.json["detail"], path
        done = call("POST", path, {**body, "alone": True}, uid=0)
        assert done.status == 201, (path, done.text)
    approve = call("POST", f"/api/v1/proposals/{proposal['id']}/approve", {"digest": proposal["digest"]}, uid=0)
    assert approve.status == 403, "uid 0 is nobody's second person"
    people = [(e["person"], e["alone"]) for e in call("GET", "/api/v1/history").json["entries"]]
    assert ("root", True) in people


# -- failure ---------------------------------------------------------------------------------------------------------------------------


def test_a_drill_is_agreed_to(make_daemon, contract):
    def call(path, token, body, at):
        return contract.call(at, "POST", "/api/v1/drill" + path, token, body)

    live = make_daemon(gateway={"trusted_proxies": ["127.0.0.2"]})
    assert call("/allow", ANA_TOKEN, DRILL, live).status == 403, "not by a slip"
    asked = call("/allow", ANA_TOKEN, {**DRILL, "live": True}, live)
    assert asked.status == 202 and asked.json["proposal"]["kind"] == "drill"
    proposal = asked.json["proposal"]
    done = contract.call(live, "POST", f"/api/v1/proposals/{proposal['id']}/approve", BESA_TOKEN, {"digest": proposal["digest"]})
    assert done.status == 201 and done.json["consent"]["approver"] == "besa"
    assert contract.call(live, "GET", "/api/v1/drill", DRITAN_TOKEN).json["consent"] == done.json["consent"]
    assert [call("/disallow", ANA_TOKEN, REASON, live).json["outcome"] for _ in range(2)] == ["disallowed", "unchanged"]
    rehearsal = make_daemon(gateway={"trusted_proxies": ["127.0.0.2"], "rehearsal": True})
    assert call("/allow", ANA_TOKEN, {**DRILL, "for": "24h"}, rehearsal).status == 201
    assert call("/allow", ANA_TOKEN, {**DRILL, "for": "25h"}, rehearsal).status == 400


def test_a_full_disk(make_daemon, contract):
    daemon = make_daemon(faults=True, gateway={"trusted_proxies": ["127.0.0.2"]})
    placed = contract.call(daemon, "POST", ORDERS, ANA_TOKEN, {**CLOSE, "scope": "courts"}).json["order"]["id"]
    compromised = contract.call(daemon, "POST", ORDERS, ANA_TOKEN, {**CLOSE, "scope": "portal", "cause": "compromise"}).json["order"]["id"]
    contract.call(daemon, "POST", APPLY, ANA_TOKEN, policy_body(daemon, retitled("A")))
    asked = contract.call(daemon, "POST", f"{ORDERS}/{compromised}/undo", ANA_TOKEN, REASON)
    proposal = asked.json["proposal"]
    daemon.faults.set_disk_full(True)
    for i in range(60):
        body = {**CLOSE, "level": "closed" if i % 2 == 0 else "lockdown", "reason": "full " + "x" * 900}
        tightened = contract.call(daemon, "POST", ORDERS, ANA_TOKEN, body)
        assert tightened.status == 201
        if tightened.json["in_reserve"]:
            break
    assert tightened.json["in_reserve"], "the full disk was never noticed"
    health = contract.call(daemon, "GET", "/healthz")
    assert (health.status, health.json["store"]) == (503, "reserve")
    approve = (f"/api/v1/proposals/{proposal['id']}/approve", {"digest": proposal["digest"]})
    for path, body, token in ((f"{ORDERS}/{placed}/undo", REASON, ANA_TOKEN), (*approve, BESA_TOKEN),
                              (ORDERS, {"scope": "courts", "level": "open", "reason": "test"}, ANA_TOKEN),
                              (f"/api/v1/proposals/{proposal['id']}/reject", REASON, BESA_TOKEN),
                              ("/api/v1/drill/allow", {**DRILL, "live": True}, ANA_TOKEN),
                              (APPLY, policy_body(daemon, retitled("B")), ANA_TOKEN), (ROLLBACK, REASON, ANA_TOKEN)):
        answer = contract.call(daemon, "POST", path, token, body)
        assert answer.status == 507, (path, answer.status, answer.text)
    assert contract.call(daemon, "GET", "/api/v1/services/courts", ANA_TOKEN).json["service"]["posture"]["level"] == "closed"


def test_a_store_that_cannot_be_read(make_daemon, contract):
    daemon = make_daemon()
    daemon.daemon.stop(signal.SIGKILL)
    for leftover in ("bulkhead.db-wal", "bulkhead.db-shm"):
        (daemon.state / leftover).unlink(missing_ok=True)
    (daemon.state / "bulkhead.db").write_bytes(b"this is no database" * 500)
    daemon.start_daemon()
    for method, path, _ in OPERATIONS:
        answer = contract.call(daemon, method, filled(path), ANA_TOKEN,
                               {**right_body(path), "level": "open"} if path == ORDERS and method == "POST" else
                               right_body(path) if method == "POST" else None)
        if method == "POST":
            assert answer.status in (400, 503), (path, answer.text)
    assert contract.call(daemon, "GET", "/healthz").json["store"] == "broken"
    tightened = contract.call(daemon, "POST", ORDERS, ANA_TOKEN, CLOSE)
    assert tightened.status == 201 and tightened.json["in_reserve"], tightened.text


# -- at the end ----------------------------------------------------------------------------------------------------------------------


def test_zz_everything_that_the_file_names_came(contract, request):
    here = [item for item in request.session.items if item.path == request.node.path]
    collected = len({item.originalname for item in here})
    written = len(re.findall(r"^def test_", request.node.path.read_text(), re.M))
    if collected != written:
        pytest.skip("only some of the tests ran")
    assert contract.documented() - contract.seen - set(NOT_PROVOKED) == set()
    assert set(NOT_PROVOKED) & contract.seen == set(), "it can be provoked after all"
