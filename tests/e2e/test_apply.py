"""A policy comes into force whole or not at all: what changes is served, nobody else notices, and what loosens waits for a
second person."""

import concurrent.futures
import copy
import json
import os
import signal
import subprocess
import threading

import pytest
import yaml

from conftest import service
from harness import ANA_TOKEN, BESA_TOKEN, DEADLINE_S, Load, Upstream, sanitizers, until

APPLY, ROLLBACK, IMAGES = "/api/v1/policy/apply", "/api/v1/policy/rollback", "/api/v1/policy/images"


def apply(gateway, change, token=ANA_TOKEN, expect=201, **more):
    """Applies the gateway's policy with `change` made to it; what is in force then is gateway.policy."""
    policy = copy.deepcopy(gateway.policy)
    change(policy)
    body = {"file_name": "bulkhead.yaml", "text": yaml.safe_dump(policy, allow_unicode=True, sort_keys=False), "reason": "test", **more}
    status, answer = gateway.api("POST", APPLY, token, body)
    assert status == expect, (status, answer)
    if status == 201:
        gateway.policy = policy
    return answer


def retitled(title):
    def change(policy):
        policy["services"]["tax"]["title"]["en"] = title
    return change


def larger_bodies(policy):
    policy["services"]["tax"]["limits"] = {"client_body_bytes_max": "64MiB"}


def open_on_failure(policy):
    policy["services"]["portal"]["on_gateway_failure"] = "open"


def in_force(gateway):
    """All that a refused policy must leave as it was."""
    status = gateway.status()
    return {
        "image": {k: status["image"][k] for k in ("version", "digest", "policy_sha256", "staged")},
        "postures": [(s["name"], s["posture"]) for s in status["services"]],
        "nginx.conf": gateway.nginx_configuration.read_text(),
        "images": sorted(p.name for p in (gateway.state / "images").iterdir() if p.suffix in (".img", ".yaml")),
        "current": (gateway.state / "images" / "current.img").resolve().name,
        "workers": sorted(gateway.worker_pids()),
        "seen": {w["image_seen"] for w in status["workers"] if w["alive"]},
    }


def history(gateway, *actions):
    entries = gateway.api("GET", "/api/v1/history?limit=100", ANA_TOKEN)[1]["entries"]
    return [e for e in entries if e["action"] in actions]


@pytest.mark.parametrize("by", ["command line", "REST"])
def test_a_policy_with_mistakes_changes_nothing_and_names_the_places(gateway, by):
    gateway.order("courts", "closed")
    before = in_force(gateway)
    policy = copy.deepcopy(gateway.policy)
    policy["services"]["tax"]["criticality"] = "crucial"
    policy["services"]["portal"]["depends_on"] = ["nobody"]
    text = yaml.safe_dump(policy, allow_unicode=True, sort_keys=False)
    lines = text.splitlines()
    wrong = [next(i for i, line in enumerate(lines, 1) if word in line) for word in ("crucial", "- nobody")]
    path = gateway.folder / "wrong.yaml"
    path.write_text(text)
    if by == "REST":
        status, problem = gateway.api("POST", APPLY, ANA_TOKEN, {"file_name": "wrong.yaml", "text": text, "reason": "test"})
        assert status == 400
        errors = [d for d in problem["diagnostics"] if d["severity"] == "error"]
        assert {d["file"] for d in errors} == {"wrong.yaml"}
        places = {d["line"]: d["column"] for d in errors}
        for line in wrong:
            assert places[line] == lines[line - 1].index("crucial" if "crucial" in lines[line - 1] else "nobody") + 1
    else:
        done = gateway.cli("apply", path, "--reason", "test", "--yes", check=False)
        assert done.returncode == 1
        for line in wrong:
            assert f"wrong.yaml:{line}:" in done.stdout + done.stderr, done.stdout + done.stderr
    assert in_force(gateway) == before
    assert gateway.get("tax.test")[0] == 200 and gateway.get("portal.test", "/courts")[0] == 503


def test_a_new_service_is_served_while_others_lose_nothing(gateway):
    health = Upstream("health")
    load = Load(gateway, "portal.test")
    try:
        pids = set(gateway.worker_pids())
        until("load runs", lambda: load.count() > 100)
        assert gateway.get("health.test")[0] != 200, "nobody is there yet"
        gateway.policy["services"]["health"] = service(health, "health.test")
        gateway.write_policy()
        dry = gateway.cli("apply", gateway.policy_path, "--dry-run", "--json")
        assert json.loads(dry.stdout)["needs_reload"] is True
        gateway.cli("apply", gateway.policy_path, "--reason", "health opens", "--yes")
        until("new workers, and only those", lambda: len(gateway.worker_pids()) == 2 and not pids & set(gateway.worker_pids()))
        until("the new host is served", lambda: gateway.get("health.test")[0] == 200)
        assert json.loads(gateway.get("health.test")[2])["service"] == "health"
        assert "health.test" in gateway.nginx_configuration.read_text()
        subprocess.run([str(w) for w in gateway.nginx_words("-t", "-q")], check=True, capture_output=True, env=sanitizers.environment())
        seen = load.count()
        until("load goes on", lambda: load.count() > seen + 200)
        answers, failures = load.stop()
        assert set(answers) == {200}, answers
        # A worker that ends closes a kept connection between two requests; a client meets that only as a connection to open
        # again, before anything of the answer came.
        assert [f for f in failures if "RemoteDisconnected" not in f and "ConnectionReset" not in f and "BrokenPipe" not in f] == []
        assert len(failures) <= len(load.threads), failures
        gateway.order("health", "closed")
        assert gateway.get("health.test")[0] == 503, "the new door has a switch"
    finally:
        load.stop()
        health.stop()


def test_a_title_needs_no_reload(gateway):
    pids = gateway.worker_pids()
    answer = apply(gateway, retitled("Returns"))
    assert answer["needs_reload"] is False and answer["reload"] == "not needed"
    assert answer["changes"] == [{"service": "tax", "what": "another title", "kind": "neutral", "needs_reload": False}]
    assert gateway.worker_pids() == pids
    gateway.order("tax", "closed")
    assert "Returns" in gateway.get("tax.test", headers={"Accept": "text/html", "Accept-Language": "en"})[2].decode()


@pytest.mark.parametrize("change", [larger_bodies, open_on_failure])
def test_what_loosens_waits_for_a_second_person(gateway, change):
    before = in_force(gateway)
    answer = apply(gateway, change, expect=202)
    proposal = answer["proposal"]
    assert answer["outcome"] == "proposed" and answer["why"] and proposal["kind"] == "policy"
    assert in_force(gateway) == before
    shown = gateway.api("GET", f"/api/v1/proposals/{proposal['id']}", BESA_TOKEN)[1]["proposal"]
    assert shown["changes"] == answer["changes"] and "\nloosens: " in shown["text"]
    approve = f"/api/v1/proposals/{proposal['id']}/approve"
    assert gateway.api("POST", approve, ANA_TOKEN, {"digest": proposal["digest"]})[0] == 403
    assert gateway.api("POST", approve, BESA_TOKEN, {"digest": "0" * 64})[0] == 409
    assert in_force(gateway) == before
    status, applied = gateway.api("POST", approve, BESA_TOKEN, {"digest": proposal["digest"]})
    assert status == 201 and applied["outcome"] == "applied", applied
    assert gateway.status()["image"]["version"] == before["image"]["version"] + 1
    (entry,) = [e for e in history(gateway, "apply") if e["person"] == "ana"]
    assert "besa" in entry["what"] and not entry["alone"]


def test_the_command_line_says_what_to_approve(gateway):
    open_on_failure(gateway.policy)
    gateway.write_policy()
    proposed = gateway.cli("apply", gateway.policy_path, "--reason", "test", "--yes", "--json", check=False)
    proposal = json.loads(proposed.stdout)["proposal"]
    assert gateway.cli("approve", proposal["id"], "--digest", proposal["digest"], "--yes", check=False).returncode != 0
    assert "LOOSENS  portal: " in gateway.cli("proposals", token=BESA_TOKEN).stdout
    gateway.cli("approve", proposal["id"], "--digest", proposal["digest"], "--yes", token=BESA_TOKEN)
    assert gateway.status()["image"]["version"] == 2


def test_a_proposal_is_overtaken_by_another_policy(gateway):
    proposal = apply(gateway, open_on_failure, expect=202)["proposal"]
    apply(gateway, retitled("Meanwhile"))
    before = in_force(gateway)
    status, problem = gateway.api("POST", f"/api/v1/proposals/{proposal['id']}/approve", BESA_TOKEN, {"digest": proposal["digest"]})
    assert status == 409 and "propose it again" in problem["detail"]
    assert in_force(gateway) == before


def test_alone_overrides_and_is_on_record(gateway):
    answer = apply(gateway, open_on_failure, alone=True)
    assert answer["outcome"] == "applied" and answer["needs_second_person"] is True
    assert history(gateway, "apply")[0]["alone"] is True
    apply(gateway, retitled("A"), alone=True)
    assert history(gateway, "apply")[0]["alone"] is False, "nobody had to be overridden"


def test_rollback_and_the_doors_keep_their_orders(gateway):
    gateway.order("courts", "closed")
    gateway.order("tax", "closed")
    orders = {s["name"]: s["posture"]["order"] for s in gateway.status()["services"]}
    first = gateway.status()["image"]["policy_sha256"]
    apply(gateway, lambda policy: policy["services"]["portal"]["match"]["hosts"].append("www.portal.test"))
    until("the new host is served", lambda: gateway.get("www.portal.test")[0] == 200)
    assert gateway.get("tax.test")[0] == 503 and gateway.get("portal.test", "/courts")[0] == 503
    gateway.cli("rollback", "--reason", "not wanted", "--yes")
    assert gateway.status()["image"]["policy_sha256"] == first
    until("the host is gone", lambda: gateway.get("www.portal.test")[0] != 200)
    assert gateway.get("tax.test")[0] == 503 and gateway.get("portal.test", "/courts")[0] == 503
    assert gateway.get("portal.test")[0] == 200
    assert {s["name"]: s["posture"]["order"] for s in gateway.status()["services"]} == orders
    assert [(e["action"], e["person"]) for e in history(gateway, "apply", "rollback")] == \
        [("rollback", "ana"), ("apply", "ana"), ("apply", "gateway")]


def test_five_images_are_kept(gateway):
    for i in range(7):
        apply(gateway, retitled(f"Tax {i}"))
    images = gateway.api("GET", IMAGES, ANA_TOKEN)[1]["images"]
    assert [i["version"] for i in images] == [8, 7, 6, 5, 4]
    assert [i["current"] for i in images] == [True, False, False, False, False]
    assert sorted(p.name for p in (gateway.state / "images").glob("0*.img")) == [f"{v:06}.img" for v in range(4, 9)]
    assert gateway.api("POST", ROLLBACK, ANA_TOKEN, {"version": 3, "reason": "gone"})[0] == 404
    assert gateway.api("POST", ROLLBACK, ANA_TOKEN, {"version": 4, "reason": "test"})[0] == 201
    assert gateway.status()["image"]["version"] == 4


@pytest.mark.parametrize("certificate", [None, "this is no certificate\n"])
def test_what_nginx_refuses_leaves_everything_as_it_was(gateway, certificate):
    gateway.order("courts", "closed")
    before = in_force(gateway)
    for name in ("cert.pem", "key.pem"):
        if certificate is not None:
            (gateway.folder / name).write_text(certificate)

    def tls(policy):
        policy["gateway"]["listen"].append({"address": f"127.0.0.1:{gateway.tls_port}", "tls": True})
        policy["gateway"]["certificates"] = [{"certificate": str(gateway.folder / "cert.pem"), "key": str(gateway.folder / "key.pem")}]

    problem = apply(gateway, tls, expect=400)
    assert "cert.pem" in problem["detail"], problem
    assert in_force(gateway) == before
    assert gateway.get("tax.test")[0] == 200 and gateway.get("portal.test", "/courts")[0] == 503
    assert history(gateway, "apply")[0]["outcome"].startswith("refused")
    apply(gateway, retitled("After"))
    assert gateway.get("tax.test")[0] == 200


def test_of_two_at_once_the_second_is_told(gateway):
    def change(i):
        policy = copy.deepcopy(gateway.policy)
        retitled(f"T{i}")(policy)
        return gateway.api("POST", APPLY, ANA_TOKEN, {"file_name": "p.yaml", "text": yaml.safe_dump(policy), "reason": "test"})

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(change, range(2)), key=lambda a: a[0])
    assert [status for status, _ in answers] == [201, 409]
    assert "another policy" in answers[1][1]["detail"]
    assert gateway.status()["image"]["version"] == 2


def test_policies_one_after_another_while_old_workers_finish(gateway):
    """A reload leaves workers that end what they hold, for minutes perhaps: the next policy does not wait for them."""
    tax = gateway.upstreams["tax"]
    tax.hold = threading.Event()
    answers = []
    held = threading.Thread(target=lambda: answers.append(gateway.get("tax.test", "/hold")[0]))
    held.start()
    until("one is inside", lambda: gateway.service_status("tax")["in_flight"] == 1)
    apply(gateway, lambda policy: policy["services"]["portal"]["match"]["hosts"].append("www.portal.test"))
    for i in range(3):
        apply(gateway, retitled(f"T{i}"))
    apply(gateway, open_on_failure, alone=True)
    apply(gateway, retitled("last"))
    tax.hold.set()
    held.join(DEADLINE_S)
    assert answers == [200], "what was inside was served to its end"
    assert gateway.status()["image"]["version"] == 7


def test_a_daemon_that_starts_again_serves_the_applied_policy(gateway):
    apply(gateway, retitled("Kept"))
    digest = gateway.status()["image"]["digest"]
    gateway.daemon.stop()
    gateway.start_daemon()
    assert gateway.status()["image"]["digest"] == digest, "not the file of --policy again"
    assert gateway.service_status("tax")["title"]["en"] == "Kept"


def test_a_policy_in_force_is_in_history_also_when_the_daemon_died_before_it_said_so(gateway):
    change = copy.deepcopy(gateway.policy)
    retitled("Taxes and duties")(change)
    body = {"file_name": "bulkhead.yaml", "text": yaml.safe_dump(change, allow_unicode=True, sort_keys=False), "reason": "a new title"}
    asking = threading.Thread(target=lambda: _ask_in_vain(gateway, body))
    asking.start()
    current = gateway.state / "images" / "current.img"
    until("it is in force", lambda: os.readlink(current).endswith("000002.img"))
    gateway.daemon.stop(signal.SIGKILL)
    asking.join(DEADLINE_S)
    gateway.start_daemon()
    entry = history(gateway, "apply")[0]
    assert entry["person"] == "ana" and entry["reason"] == "a new title" and entry["outcome"].startswith("image 2"), entry
    gateway.daemon.stop()
    gateway.start_daemon()
    assert len([e for e in history(gateway, "apply") if e["reason"] == "a new title"]) == 1, "it is said once"


def _ask_in_vain(gateway, body):
    try:
        gateway.api("POST", APPLY, ANA_TOKEN, body)
    except Exception:  # the daemon dies meanwhile
        pass


def test_another_way_to_the_servers_of_a_closed_service_needs_a_second_person(gateway):
    gateway.order("courts", "closed", cause="compromise")

    def another_way(policy):
        policy["services"]["zoo"] = {**copy.deepcopy(policy["services"]["courts"]), "match": {"hosts": ["zoo.test"]}}
    answer = apply(gateway, another_way, expect=202)
    assert "another way to courts" in str(answer), answer
    assert gateway.get("zoo.test")[0] != 200


def test_after_an_upgrade_that_changes_the_format_of_images(make_gateway):
    gateway = make_gateway()
    gateway.order("tax", "closed", cause="maintenance")
    gateway.stop()
    image = gateway.state / "images" / "000001.img"
    with image.open("r+b") as file:
        file.seek(8)
        file.write(b"\x01")  # the format before
    gateway.start()
    status = gateway.status()
    assert status["image"]["version"] == 2, "compiled anew from --policy"
    assert any("format 1 is not the format 3" in warning for warning in status["warnings"]), status["warnings"]
    assert gateway.get("tax.test")[0] == 503, "what was closed stayed closed"
    assert gateway.get("portal.test")[0] == 200
