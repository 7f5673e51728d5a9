"""A drill at a gateway that runs already: it plays when the gateway agrees, no faster than was agreed, and stops when the gateway
takes it back; and a drill, or a training, that somebody stops has told what it saw and leaves nothing behind."""

import json
import re
import signal
import subprocess

import pytest

from harness import BIN, ROOT, Process, programs_with_files_in, sanitizers, until
from test_run import PORTS, ports_in_a_row

SCENARIO = ROOT / "tests" / "drill" / "short.yaml"
DRILL = "127.0.0.2"
RATE = 2_000
PLAY_S = 90  # starting, twenty seconds, draining, stopping; several times that under a sanitizer


def bulkhead(*words, env=None, timeout=PLAY_S):
    return subprocess.run([str(w) for w in (BIN / "bulkhead", *words)], capture_output=True, text=True, timeout=timeout,
                          env=sanitizers.environment({**sanitizers.OURS, **(env or {})}))


class Target:
    """`bulkhead run --demo` as a rehearsal gateway that believes the drill's address."""

    def __init__(self, folder):
        self.folder = folder
        text = (ROOT / "demo" / "bulkhead.yaml").read_text()
        assert "\ngateway:\n" in text
        policy = folder / "rehearsal.yaml"
        policy.write_text(text.replace("\ngateway:\n", f"\ngateway:\n  rehearsal: true\n  trusted_proxies: [{DRILL}]\n"))
        self.port = ports_in_a_row(PORTS)
        self.run = Process("run", [BIN / "bulkhead", "run", "--demo", "--policy", policy, "--persons", "200",
                                   "--port-base", self.port], folder, sanitizers.OURS)

    def wait(self):
        def is_up():
            assert self.run.alive(), self.run.text()
            return "Ctrl-C stops all of it" in self.run.text() and "approve ID" in self.run.text()
        until("the target is up", is_up)
        self.officer = dict(re.findall(r"\b(BULKHEAD_\w+)=(\S+)", re.search(r"^  export .*$", self.run.text(), re.M)[0]))
        # The policy as run, its ports moved.
        self.policy, = (self.folder / "var" / "state" / "run").glob("*.yaml")
        self.key = self.cli("drill", "key").stdout.split()[-1]

    def cli(self, *words):
        for name, value in self.officer.items():
            if name == "BULKHEAD_TOKEN_FILE":
                self.officer[name] = str(self.folder / value)
        done = bulkhead(*words, env=self.officer)
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def allow(self, rate=RATE):
        self.cli("drill", "allow", "--from", DRILL, "--rate", rate, "--for", "1h", "--reason", "exercise")

    def play_words(self, scenario, folder):
        return ["drill", "play", scenario, "--target", f"127.0.0.1:{self.port}", "--key", self.key, "--policy", self.policy,
                "-o", folder]


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    one = Target(tmp_path_factory.mktemp("target"))
    try:
        one.wait()
        yield one
    finally:
        one.run.stop(signal.SIGINT)


def test_a_drill_at_a_gateway_that_agrees(target, tmp_path):
    refused = bulkhead(*target.play_words(SCENARIO, tmp_path))
    assert refused.returncode == 1 and "agrees to no drill from 127.0.0.2" in refused.stderr, refused.stderr

    target.allow(rate=20)
    slow = bulkhead(*target.play_words(SCENARIO, tmp_path))
    assert slow.returncode == 1 and "the gateway agrees to 20" in slow.stderr, slow.stderr

    target.allow()
    done = bulkhead(*target.play_words(SCENARIO, tmp_path), "--json")
    assert done.returncode == 0, done.stderr
    arm, = json.loads(done.stdout)["arms"]
    assert arm["name"] == "target"
    tax = next(service for service in arm["services"] if service["service"] == "tax-filing")
    assert tax["begun"] == tax["finished"] > 0, arm["reasons"]
    # Services there are not the drill's to stop, and it says so.
    assert any("court-records stays" in moment["text"] for moment in arm["timeline"])


def test_a_consent_that_is_taken_back_ends_the_drill(target, tmp_path):
    target.allow()
    drill = Process("drill", [BIN / "bulkhead", *target.play_words(SCENARIO, tmp_path / "out")], tmp_path, sanitizers.OURS)
    try:
        until("the drill plays", lambda: "playing:" in drill.text(), PLAY_S)
        target.cli("drill", "disallow", "--reason", "enough")
        assert drill.popen.wait(PLAY_S) == 1
    finally:
        drill.stop()
    arm, = json.loads((tmp_path / "out" / "report.json").read_text())["arms"]
    assert arm["cut_short"]
    assert any("not agreed to any more" in moment["text"] for moment in arm["timeline"]), arm["timeline"]


def test_a_drill_that_is_stopped_reports_what_it_saw_and_leaves_nothing(tmp_path):
    drill = Process("drill", [BIN / "bulkhead", "drill", "play", SCENARIO, "--arm", "bulkhead", "-o", tmp_path / "out"], tmp_path,
                    sanitizers.OURS)
    try:
        until("the drill plays", lambda: "playing:" in drill.text(), PLAY_S)
        assert drill.stop(signal.SIGINT) == 1
    finally:
        drill.stop(signal.SIGKILL)
    arm, = json.loads((tmp_path / "out" / "report.json").read_text())["arms"]
    assert arm["cut_short"]
    assert programs_with_files_in(tmp_path / "out") == set()


def test_an_officer_in_training_is_timed_and_scored(tmp_path):
    drill = Process("train", [BIN / "bulkhead", "drill", "train", SCENARIO, "--no-browser", "-o", tmp_path / "out"], tmp_path,
                    sanitizers.OURS)
    try:
        until("the officer is told how to act", lambda: "The second person" in drill.text(), PLAY_S)
        told = dict(re.findall(r"\b(BULKHEAD_\w+)=(\S+)", re.search(r"^  export .*$", drill.text(), re.M)[0]))
        # Nobody attacks this one.
        closed = bulkhead("close", "business-licences", "--cause", "attack", "--for", "10m", "--reason", "wrong door", "--yes", env=told)
        assert closed.returncode in (0, 1), closed.stderr
        proposal = re.search(r"approve (\S+)", closed.stdout)
        if proposal:
            second = re.search(r"approve ID --url (\S+) --token-file (\S+)", drill.text())
            agreed = bulkhead("approve", proposal[1], "--yes", "--url", second[1], "--token-file", second[2])
            assert agreed.returncode == 0, agreed.stdout + agreed.stderr
        until("the score is told", lambda: "The scoreboard stays up" in drill.text(), PLAY_S)
        assert drill.stop(signal.SIGINT) == 0
    finally:
        drill.stop(signal.SIGKILL)
    said = drill.text()
    assert re.search(r"business-licences: closed although nobody attacked +for \d+", said), said
    assert re.search(r"portal, attacked at \S+: guarded or closed +never", said), said
    assert re.search(r"Still closed at the end, after the attack +business-licences", said), said
    arm, = json.loads((tmp_path / "out" / "report.json").read_text())["arms"]
    assert not any("civil-registry" in moment["text"] for moment in arm["timeline"] if moment["kind"] == "order"), \
        "the scenario's own officer does nothing"
