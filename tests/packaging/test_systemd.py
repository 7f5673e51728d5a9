"""The units say what they must, and nothing that the daemon does not understand."""

import os
import pathlib
import re
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("BULKHEAD_BIN", ROOT / "build/release/bin"))
UNIT = ROOT / "packaging/systemd/bulkheadd.service"

HARDENING = {
    "NoNewPrivileges": "yes", "CapabilityBoundingSet": "", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes",
    "PrivateDevices": "yes", "RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6", "SystemCallFilter": "@system-service",
    "UMask": "0027", "RestrictNamespaces": "yes", "LockPersonality": "yes", "ProtectKernelTunables": "yes",
}


def read(path):
    """{section: [(key, value)]}, failing on lines that are neither."""
    sections, current = {}, None
    for line in path.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        if match := re.fullmatch(r"\[(\w+)\]", line):
            current = sections.setdefault(match[1], [])
            continue
        key, equals, value = line.partition("=")
        assert equals and re.fullmatch(r"[A-Z][A-Za-z]*", key), line
        current.append((key, value))
    return sections


def test_the_daemon_is_shut_in():
    service = read(UNIT)["Service"]
    keys = [k for k, _ in service]
    assert len(keys) == len(set(keys)), "a key twice"
    have = dict(service)
    assert {k: have.get(k) for k in HARDENING} == HARDENING
    assert have["User"] == "bulkhead" and have["Type"] == "notify" and int(have["WatchdogSec"].rstrip("s")) >= 5
    assert "MemoryMax" in have and "MemoryDenyWriteExecute" not in have


def test_the_daemon_knows_its_options():
    words = dict(read(UNIT)["Service"])["ExecStart"].split()
    known = subprocess.run([BIN / "bulkheadd", "--help"], capture_output=True, text=True, check=True).stdout
    for word in words[1:]:
        if word.startswith("--"):
            assert word in known, word


def test_nginx_does_not_hang_on_the_daemon():
    for path in (UNIT, ROOT / "packaging/systemd/nginx.service.d/bulkhead.conf"):
        text = path.read_text()
        assert not re.search(r"^(Requires|BindsTo|PartOf)=", text, re.M)
    assert "SupplementaryGroups=bulkhead" in (ROOT / "packaging/systemd/nginx.service.d/bulkhead.conf").read_text()


def test_systemd_itself_agrees(tmp_path):
    """Where systemd is installed it is asked; the program names stand in for what is not installed here."""
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd is not installed here")
    unit = tmp_path / "bulkheadd.service"
    unit.write_text(UNIT.read_text().replace("/usr/sbin/bulkheadd", "/bin/true"))
    done = subprocess.run([verify, "verify", "--man=no", str(unit)], capture_output=True, text=True)
    assert "bulkheadd.service" not in done.stderr, done.stderr
