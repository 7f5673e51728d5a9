"""What must hold: one command plays the same people on every arm and tells the truth about it: everything off by hand finishes
nothing but what was left on, an undefended stage is called that, and nothing is sent where nobody agreed."""

import json
import os
import pathlib
import socket
import subprocess

import pytest

from harness import BIN, programs_with_files_in, sanitizers

SCENARIO = pathlib.Path(__file__).resolve().parent.parent / "drill" / "short.yaml"
ARMS = ("nothing", "off-by-hand", "bulkhead")


def drill(*words, timeout=170):
    return subprocess.run([BIN / "bulkhead", "drill", *words], capture_output=True, text=True, timeout=timeout,
                          env=sanitizers.environment(sanitizers.OURS))


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The twenty seconds on three arms side by side: the folder, and the report that is for programs."""
    folder = tmp_path_factory.mktemp("drill")
    arms = [word for arm in ARMS for word in ("--arm", arm)]
    done = drill("play", SCENARIO, "--together", "--json", "-o", folder, *arms)
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


def arm_of(report, name):
    return next(arm for arm in report["arms"] if arm["name"] == name)


def test_every_arm_was_played_by_the_same_people(played):
    _, report = played
    begun = {arm["name"]: arm["tasks"]["begun"] for arm in report["arms"]}
    assert set(begun) == set(ARMS)
    assert len(set(begun.values())) == 1 and begun["nothing"] > 50, begun


def test_off_by_hand_finishes_nothing_but_what_was_left_on(played):
    _, report = played
    arm = arm_of(report, "off-by-hand")
    closure = arm["closure"]
    assert closure["except"] == ["tax-filing"]
    for service in closure["finished"]:
        if service["service"] == "tax-filing":
            assert service["finished"] > 0
        else:
            assert service["finished"] == 0, service


def test_people_at_other_doors_do_not_notice_that_one_is_closed(played):
    _, report = played
    for name in ("tax-filing", "health-prescriptions", "portal"):
        service = next(s for s in arm_of(report, "bulkhead")["services"] if s["service"] == name)
        assert service["finished"] == service["begun"], service


def test_the_officer_closed_a_door_and_people_there_were_refused(played):
    _, report = played
    arm = arm_of(report, "bulkhead")
    assert any(m["kind"] == "order" and "close civil-registry" in m["text"] for m in arm["timeline"])
    service = next(s for s in arm["services"] if s["service"] == "civil-registry")
    assert service["refused"] > 0


def test_a_stage_that_nothing_defends_is_named(played):
    _, report = played
    for arm in report["arms"]:
        exploit = next(a for a in arm["attacks"] if a["attack"] == "exploit")
        assert exploit["sent"] == 20
        if arm["name"] != "off-by-hand":
            assert exploit["verdict"] == "not defended"


def test_thieves_take_turns_and_records_that_got_out_are_counted(played):
    _, report = played
    harvest = next(a for a in arm_of(report, "bulkhead")["attacks"] if a["attack"] == "harvest")
    # Twenty turns in ten seconds; each of the four logs in before the first of theirs.
    assert harvest["sent"] == harvest["reached"] == 24, harvest
    assert harvest["persons"] == arm_of(report, "bulkhead")["persons_out"] == 20
    assert harvest["verdict"] == "not defended"


def test_the_report_is_one_file(played):
    folder, _ = played
    page = (folder / "report.html").read_bytes()
    assert len(page) <= 1_000_000
    assert b"What we did not see" in page
    assert b"<script" not in page and b"<link" not in page and b"src=" not in page


def test_nothing_that_was_started_is_left(played):
    folder, _ = played
    with open(folder / "arms" / "held", "w", encoding="ascii"):
        assert programs_with_files_in(folder) == {str(os.getpid())}, "this test would not see a program that is left"
    assert programs_with_files_in(folder) == set()


def test_a_malformed_scenario_is_refused_with_its_places(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text(SCENARIO.read_text().replace("lasts: 10s", "lasts: ten").replace("kind: flood", "kind: flod"))
    done = drill("play", bad, "-o", tmp_path / "out")
    assert done.returncode == 1
    assert "bad.yaml:27:12: error" in done.stderr, done.stderr
    assert "bad.yaml:36:15: error" in done.stderr and "found: flod" in done.stderr
    assert not (tmp_path / "out").exists()


def test_off_loopback_nothing_is_sent_without_consent(tmp_path):
    done = drill("play", SCENARIO, "--target", "192.0.2.1:80", "-o", tmp_path, timeout=10)
    assert done.returncode == 1
    assert "192.0.2.1" in done.stderr and "key" in done.stderr


def test_a_gateway_on_this_machine_has_to_agree_too(tmp_path):
    with socket.socket() as gateway:
        gateway.bind(("127.0.0.1", 0))
        gateway.listen()
        done = drill("play", SCENARIO, "--target", f"127.0.0.1:{gateway.getsockname()[1]}", "-o", tmp_path, timeout=10)
        gateway.settimeout(0)
        with pytest.raises(BlockingIOError):
            gateway.accept()
    assert done.returncode == 1
    assert "consent" in done.stderr and "--key" in done.stderr


def test_a_seed_plays_the_same_people_again(tmp_path, played):
    _, first = played
    done = drill("play", SCENARIO, "--json", "-o", tmp_path, "--arm", "nothing")
    assert done.returncode == 0, done.stderr
    again = arm_of(json.loads(done.stdout), "nothing")
    once = arm_of(first, "nothing")
    for name in ("portal", "tax-filing"):  # at these nothing but the seed decides: no flood, nothing gone
        first_time, second_time = (next(s for s in arm["services"] if s["service"] == name) for arm in (once, again))
        assert second_time["begun"] == first_time["begun"] > 0
        assert second_time["finished"] == first_time["finished"]
