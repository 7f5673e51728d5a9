"""Failure is part of the feature: what dies, fills up or jumps, and that doors hold."""

import os
import re
import signal
import subprocess
import threading
import time

import pytest

from conftest import service
from harness import ANA_TOKEN, BIN, DEADLINE_S, Load, Process, sanitizers, until


def test_the_daemon_killed_under_load_costs_nobody_anything(gateway):
    gateway.order("courts", "closed", cause="maintenance", **{"for": "1h"})
    before = gateway.service_status("courts")["posture"]
    load = Load(gateway, "portal.test")
    for _ in range(3):
        seen = load.count()
        gateway.daemon.stop(signal.SIGKILL)
        until("load goes on without the daemon", lambda: load.count() > seen + 200)
        assert gateway.get("portal.test", "/courts")[0] == 503, "orders hold without it"
        gateway.start_daemon()
        after = gateway.service_status("courts")["posture"]
        assert after["order"] == before["order"] and after["level"] == "closed"
        assert after["ending"] == before["ending"], "endings are kept"
    answers, failures = load.stop()
    assert failures == [] and set(answers) == {200}, (answers, failures[:3])


def test_a_worker_killed_loses_only_what_it_held(gateway):
    tax = gateway.upstreams["tax"]
    tax.hold = threading.Event()
    held = [threading.Thread(target=lambda: _try(lambda: gateway.get("tax.test", "/hold"))) for _ in range(4)]
    for t in held:
        t.start()
    until("four are inside", lambda: gateway.service_status("tax")["in_flight"] == 4)
    pids = gateway.worker_pids()
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    until("new workers", lambda: len(set(gateway.worker_pids()) - set(pids)) == len(pids))
    until("no gauge is left behind", lambda: gateway.service_status("tax")["in_flight"] == 0)
    tax.hold.set()
    for t in held:
        t.join(DEADLINE_S)
    until("served again", lambda: _try(lambda: gateway.get("tax.test")[0]) == 200)
    gateway.order("tax", "closed")
    assert gateway.get("tax.test")[0] == 503, "new workers obey"


def _try(action):
    try:
        return action()
    except OSError:
        return None
    except Exception:  # http.client's own
        return None


def test_close_direct_works_without_the_daemon_and_is_on_record_after(gateway):
    assert gateway.cli("close", "tax", "--direct", "--cause", "attack", "--reason", "x", "--yes", check=False).returncode == 1, \
        "with a daemon alive, ask it"
    gateway.daemon.stop(signal.SIGKILL)
    done = gateway.cli("close", "tax", "--direct", "--cause", "attack", "--reason", "the daemon is down", "--yes")
    assert done.returncode == 0
    until("workers obey", lambda: gateway.get("tax.test")[0] == 503)
    assert gateway.get("portal.test")[0] == 200
    assert gateway.cli("open", "tax", "--direct", "--reason", "x", "--yes", check=False).returncode != 0, "loosening is refused"
    gateway.start_daemon()
    assert gateway.get("tax.test")[0] == 503
    service = gateway.service_status("tax")
    assert service["posture"]["level"] == "closed" and service["posture"]["author"] == f"direct:{os.getuid()}"


def test_on_a_full_disk_tightening_works_and_loosening_is_refused(make_gateway):
    gateway = make_gateway(faults=True)
    placed = gateway.order("courts", "closed")
    gateway.faults.set_disk_full(True)
    # The log of SQLite may have room left; orders are given until it has not.
    for i in range(60):
        gateway.order("tax", "closed" if i % 2 == 0 else "lockdown", reason="full " + "x" * 900)
        if any("disk" in w for w in gateway.status()["warnings"]):
            break
    else:
        pytest.fail("the full disk was never noticed")
    gateway.order("tax", "closed")
    assert gateway.get("tax.test")[0] == 503
    code, problem = gateway.api("POST", f"/api/v1/orders/{placed['order']['id']}/undo", ANA_TOKEN, {"reason": "x"})
    assert code >= 400 and "disk" in problem["detail"], problem
    assert gateway.get("portal.test", "/courts")[0] == 503
    gateway.daemon.stop(signal.SIGKILL)
    gateway.start_daemon()
    assert gateway.get("tax.test")[0] == 503, "it survives the daemon, from the reserve"
    gateway.faults.set_disk_full(False)
    until("the reserve is emptied", lambda: not any("disk" in w for w in gateway.status()["warnings"]))
    assert gateway.api("POST", f"/api/v1/orders/{placed['order']['id']}/undo", ANA_TOKEN, {"reason": "x"})[0] == 201
    assert gateway.service_status("tax")["posture"]["level"] == "closed"


def test_nothing_opens_because_a_clock_jumped(make_gateway):
    gateway = make_gateway(faults=True)
    gateway.order("tax", "closed", cause="maintenance", **{"for": "1h"})
    for hours in (2, -2, 0):
        gateway.faults.set_clock_ahead(hours * 3_600_000)
        met = gateway.wait_for_tick() - time.time() * 1000
        assert abs(met - hours * 3_600_000) < 60_000, "the tick met the clock as it was set"
        for _ in range(5):
            assert gateway.get("tax.test")[0] == 503, hours
        assert gateway.service_status("tax")["posture"]["level"] == "closed", hours
    gateway.faults.set_clock_ahead(2 * 3_600_000)
    gateway.daemon.stop(signal.SIGKILL)
    gateway.start_daemon()
    gateway.wait_for_tick()
    assert gateway.get("tax.test")[0] == 503, "nor when the daemon comes back to another time"
    gateway.order("courts", "closed", cause="maintenance", **{"for": "1s"})
    gateway.faults.set_clock_ahead(0)
    until("what is to end does end, by the boot clock", lambda: gateway.get("portal.test", "/courts")[0] == 200)


def test_postures_hold_when_nginx_starts_before_the_daemon(gateway):
    gateway.order("tax", "closed")
    gateway.daemon.stop()
    gateway.nginx.stop()
    gateway.start_nginx()
    assert gateway.get("tax.test")[0] == 503
    assert gateway.get("portal.test")[0] == 200


def test_a_second_daemon_is_refused(gateway):
    second = Process("second", [BIN / "bulkheadd", "--state", gateway.state, "--policy", gateway.policy_path], gateway.folder)
    second.popen.wait(DEADLINE_S)
    assert second.popen.returncode == 1
    assert second.text() == (f"bulkheadd: bulkheadd with pid {gateway.daemon.pid} already uses {gateway.state}: "
                             "stop it first, or give another --state\n")
    assert gateway.daemon.alive()


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL], ids=["SIGTERM", "SIGKILL"])
def test_what_was_done_alone_is_named_by_status_after_a_restart(gateway, end):
    placed = gateway.order("all", "closed", alone=True)
    said = [w for w in gateway.status()["warnings"] if w.startswith("without a second person: ")]
    assert len(said) == 1 and said[0].startswith("without a second person: ana: close all"), said
    code, _ = gateway.api("POST", f"/api/v1/orders/{placed['order']['id']}/undo", ANA_TOKEN, {"reason": "over"})
    assert code == 201, "the order is gone, the act stays"
    gateway.daemon.stop(end)
    gateway.start_daemon()
    assert [w for w in gateway.status()["warnings"] if w.startswith("without a second person: ")] == said
    page = " ".join(gateway.cli("status").stdout.split())  # without its line breaks
    assert "! " + said[0] in page, page


def test_sigterm_finishes_cleanly(gateway):
    gateway.order("tax", "closed")
    assert gateway.daemon.stop(signal.SIGTERM) == 0
    assert gateway.get("tax.test")[0] == 503
    gateway.start_daemon()
    assert gateway.service_status("tax")["posture"]["level"] == "closed"


DAMAGES = {
    "truncated": lambda good: good[: len(good) // 2],
    "bit flipped": lambda good: good[:-9] + bytes([good[-9] ^ 1]) + good[-8:],
    "foreign": lambda good: b"ELF" * 500,
}


def put_in_place(path, data):
    other = path.with_name("fresh")
    other.write_bytes(data)
    os.replace(other, path)


def apply_title(gateway, title):
    gateway.policy["services"]["tax"]["title"]["en"] = title
    gateway.write_policy()
    return gateway.api("POST", "/api/v1/policy/apply", ANA_TOKEN,
                       {"file_name": "bulkhead.yaml", "text": gateway.policy_path.read_text(), "reason": "another title"})


def images_seen(gateway):
    return {w["image_seen"] for w in gateway.status()["workers"] if w["alive"]}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_running_worker_led_to_a_damaged_image_keeps_the_old_one(gateway, damage):
    """The workers stand still until the new image, found good by all who looked before, is damaged on the disk."""
    until("all use the first image", lambda: images_seen(gateway) == {1})
    pids = gateway.worker_pids()
    answers = []
    applying = threading.Thread(target=lambda: answers.append(apply_title(gateway, "Returns")))
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        applying.start()
        until("one worker is led to the new image", lambda: gateway.status()["image"]["staged"])
        fresh = gateway.state / "images" / "000002.img"
        put_in_place(fresh, DAMAGES[damage](fresh.read_bytes()))
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
    applying.join(DEADLINE_S)
    (code, problem), = answers
    assert code >= 400 and re.search(r"worker \d+ could not use image 2", problem["detail"]), (code, problem)
    status = gateway.status()
    assert status["image"]["version"] == 1 and not status["image"]["staged"]
    assert gateway.worker_pids() == pids and images_seen(gateway) == {1}
    assert gateway.get("tax.test")[0] == 200, "the old one stays in force"
    gateway.order("tax", "closed")
    code, _, page = gateway.get("tax.test", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert code == 503 and b"Tax" in page and b"Returns" not in page


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_worker_that_starts_beside_a_damaged_image_uses_the_one_before(gateway, damage):
    assert apply_title(gateway, "Returns")[0] == 201
    until("all use the second image", lambda: images_seen(gateway) == {2})
    image = gateway.state / "images" / "000002.img"
    good = image.read_bytes()
    put_in_place(image, DAMAGES[damage](good))
    killed, other = gateway.worker_pids()
    os.kill(killed, signal.SIGKILL)
    fresh, = until("its successor", lambda: set(gateway.worker_pids()) - {killed, other})
    said = f"workers that could not load image 2: {fresh}"
    until("status says so", lambda: said in gateway.status()["warnings"])
    assert images_seen(gateway) == {1, 2}
    assert re.search(r"bulkhead: an older image is used: \S+: .+", gateway.error_log()), gateway.error_log()
    for _ in range(20):  # both workers have their turn
        assert gateway.get("tax.test")[0] == 200
    gateway.order("tax", "closed")
    for _ in range(20):
        assert gateway.get("tax.test")[0] == 503, "it obeys"
    put_in_place(image, good)
    until("it has the second one too", lambda: images_seen(gateway) == {2})
    until("and nothing is said any more", lambda: said not in gateway.status()["warnings"])


@pytest.mark.parametrize("damage", DAMAGES)
def test_nginx_does_not_start_with_a_damaged_image(gateway, damage):
    current = (gateway.state / "images" / "current.img").resolve()
    put_in_place(current, DAMAGES[damage](current.read_bytes()))
    test = subprocess.run([str(w) for w in gateway.nginx_words("-t")], capture_output=True, text=True, env=sanitizers.environment())
    assert test.returncode != 0 and "bulkhead_image" in test.stderr, test.stderr
    pids = gateway.worker_pids()
    gateway.nginx.popen.send_signal(signal.SIGHUP)
    until("the reload is refused", lambda: "bulkhead_image" in gateway.error_log())
    assert gateway.worker_pids() == pids
    assert gateway.get("tax.test")[0] == 200, "the old one stays in force"
    gateway.order("tax", "closed")
    assert gateway.get("tax.test")[0] == 503


def harmed_policy_text(make_gateway):
    """A gateway whose daemon has ended and whose only kept policy text is harmed; tax is closed, and open when Bulkhead fails."""
    def open_on_failure(upstreams):
        return {name: service(upstreams[name], f"{name}.test", on_gateway_failure="open") for name in ("tax", "portal", "courts")}
    gateway = make_gateway(open_on_failure)
    gateway.order("tax", "closed", cause="attack")
    assert gateway.get("tax.test")[0] == 503
    kept = gateway.state / "images" / "000001.yaml"
    kept.write_text(kept.read_text() + "# x\n")
    gateway.daemon.stop()
    return gateway


def test_a_closed_door_stays_closed_when_no_kept_policy_can_be_read(make_gateway):
    gateway = harmed_policy_text(make_gateway)
    gateway.policy["services"]["tax"]["title"]["en"] = "Another one"
    gateway.write_policy()
    words = [BIN / "bulkheadd", "--state", gateway.state, "--policy", gateway.policy_path, "--listen", f"127.0.0.1:{gateway.api_port}"]
    daemon = Process("bulkheadd", words, gateway.folder, gateway._env())
    until("it has said what is wrong", lambda: "policy_not_applied" in daemon.text() and '"started"' in daemon.text())
    assert gateway.get("tax.test")[0] == 503, "the order holds"
    assert gateway.get("portal.test")[0] == 200
    if os.geteuid() == 0:
        by_root = [BIN / "bulkhead", "close", "portal", "--cause", "attack", "--reason", "test", "--yes", "--alone", "--state", gateway.state]
        done = subprocess.run(list(map(str, by_root)), capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, (done.stdout, done.stderr)
        assert gateway.get("portal.test")[0] == 503
    daemon.stop()
    done = gateway.cli("close", "courts", "--direct", "--cause", "attack", "--reason", "test", "--yes")
    assert gateway.get("courts.test")[0] == 503, done.stdout
    assert gateway.get("tax.test")[0] == 503


def test_the_policy_that_was_in_force_is_compiled_anew_when_its_kept_text_was_harmed(make_gateway):
    gateway = harmed_policy_text(make_gateway)
    load = Load(gateway, "tax.test")
    seen = load.count()
    gateway.start_daemon()
    assert gateway.status()["image"]["version"] == 2
    until("asked meanwhile", lambda: load.count() > seen + 200)
    answers, _ = load.stop()  # nginx reloads, and a request may meet a connection that it has just closed
    assert set(answers) == {503}, "not for a moment open"


def test_with_no_segment_services_do_what_they_declare(make_gateway):
    from conftest import service

    def services(upstreams):
        return {"tax": service(upstreams["tax"], "tax.test"),
                "portal": service(upstreams["portal"], "portal.test", on_gateway_failure="open")}

    gateway = make_gateway(services)
    gateway.daemon.stop()
    gateway.nginx.stop()
    (gateway.state / "control.seg").write_bytes(b"damaged")
    gateway.start_nginx()
    assert gateway.get("tax.test")[0] == 503
    assert gateway.get("portal.test")[0] == 200
    gateway.start_daemon()
    until("all is well again", lambda: gateway.get("tax.test")[0] == 200)


def test_a_worker_that_cannot_open_its_gate_does_what_services_declare_and_tries_again(make_gateway):
    def services(upstreams):
        return {"tax": service(upstreams["tax"], "tax.test", criticality="essential"),
                "portal": service(upstreams["portal"], "portal.test", on_gateway_failure="open")}

    gateway = make_gateway(services, faults=True, start=False, workers=1)  # each worker tries at a time of its own
    gateway.start_daemon()
    gateway.faults.set_no_threads(True)
    gateway.start_nginx()
    assert gateway.get("tax.test")[0] == 503
    assert gateway.get("portal.test")[0] == 200
    assert "no thread, to be had" in gateway.error_log()
    gateway.faults.set_no_threads(False)
    until("the gate is open", lambda: gateway.get("tax.test")[0] == 200)
    gateway.order("portal", "closed")
    assert gateway.get("portal.test")[0] == 503


def test_a_dead_upstream_costs_its_own_service_only_and_is_said(make_gateway):
    def services(upstreams):
        probed = {"path": "/probe", "interval": "1s", "timeout": "500ms", "fall": 1, "rise": 1}
        return {"tax": service(upstreams["tax"], "tax.test", criticality="essential", health=dict(probed)),
                "portal": service(upstreams["portal"], "portal.test", health=dict(probed))}

    gateway = make_gateway(services)
    until("both are up", lambda: {gateway.service_status(n)["upstream"]["health"] for n in ("tax", "portal")} == {"up"})
    gateway.upstreams["tax"].stop()
    assert gateway.get("tax.test")[0] == 502
    assert gateway.get("portal.test")[0] == 200
    until("status says so", lambda: gateway.service_status("tax")["upstream"]["health"] == "down")
    assert re.search(r"tax +essential +open .*DOWN", gateway.cli("status").stdout), gateway.cli("status").stdout
    assert gateway.service_status("portal")["upstream"]["health"] == "up"
    assert gateway.service_status("tax")["posture"]["level"] == "open", "nobody closed anything"


def test_reload_keeps_postures_and_loses_nothing(gateway):
    gateway.order("courts", "closed")
    load = Load(gateway, "portal.test", connections=4)
    for _ in range(3):
        before = set(gateway.worker_pids())
        gateway.nginx.popen.send_signal(signal.SIGHUP)
        until("new workers", lambda: len(set(gateway.worker_pids()) - before) >= 2)
        assert gateway.get("portal.test", "/courts")[0] == 503
    answers, failures = load.stop()
    # A keep-alive connection may be closed under a request by any nginx reload; anything else is a loss.
    assert set(answers) == {200}
    assert all("RemoteDisconnected" in f or "ConnectionReset" in f or "BrokenPipe" in f for f in failures), failures[:3]
