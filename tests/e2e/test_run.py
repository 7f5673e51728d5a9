"""`bulkhead run`: a whole gateway with one command, and nothing of it left after Ctrl-C."""

import http.client
import os
import re
import signal
import socket
import subprocess

import pytest

from harness import BIN, DEADLINE_S, Process, sanitizers, until

PORTS = 16  # the demo needs half of them


def ports_in_a_row(count):
    """The first of `count` ports that follow each other and are free now."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first:
            base = first.getsockname()[1]
        held = []
        try:
            for port in range(base, base + count):
                held.append(socket.create_server(("127.0.0.1", port)))
            return base
        except (OSError, OverflowError):
            continue
        finally:
            for s in held:
                s.close()


def stat_of(pid):
    """(name, state, parent, when started) of a process, or nothing when there is none."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            name, rest = stat.read().split("(", 1)[1].rsplit(")", 1)
    except (FileNotFoundError, ProcessLookupError):
        return None
    words = rest.split()
    return name, words[0], int(words[1]), words[19]


def family(pid):
    """All that `pid` started, and they: {(pid, when started): name}."""
    all_of_them = {int(p): stat for p in os.listdir("/proc") if p.isdigit() and (stat := stat_of(p))}
    found, last = {}, {pid}
    while last:
        last = {p for p, (_, _, parent, _) in all_of_them.items() if parent in last}
        found |= {(p, all_of_them[p][3]): all_of_them[p][0] for p in last}
    return found


def is_running(pid, started):
    stat = stat_of(pid)
    return stat is not None and stat[3] == started and stat[1] != "Z"


@pytest.fixture
def demo(tmp_path):
    """`bulkhead run --demo` in a folder of its own, once it has said that it is up."""
    program = Process("run", [BIN / "bulkhead", "run", "--demo", "--persons", "20", "--port-base", ports_in_a_row(PORTS)], tmp_path,
                      sanitizers.OURS)

    def is_up():
        assert program.alive(), program.text()
        return "Ctrl-C stops all of it" in program.text() and "approve ID" in program.text()

    try:
        until("the demo is up", is_up)
        yield program
    finally:
        program.stop(signal.SIGINT)


def test_the_demo_until_ctrl_c(demo, tmp_path):
    said = demo.text()
    addresses = {name: (host, int(port)) for name, host, port in re.findall(r"^  ([\w -]+?) +http://([\w.]+):(\d+)/$", said, re.M)}
    assert {"portal", "tax-filing", "public status"} <= addresses.keys(), said
    host, port = addresses["tax-filing"]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE_S)
    connection.request("GET", "/", headers={"Host": f"{host}:{port}"})
    answer = connection.getresponse()
    assert answer.status == 200 and b"<html" in answer.read()
    connection.close()

    told = dict(re.findall(r"\b(BULKHEAD_\w+)=(\S+)", re.search(r"^  export .*$", said, re.M)[0]))
    assert set(told) == {"BULKHEAD_URL", "BULKHEAD_TOKEN_FILE"}
    status = subprocess.run([BIN / "bulkhead", "status"], capture_output=True, text=True, timeout=DEADLINE_S, cwd=tmp_path,
                            env=sanitizers.environment({**sanitizers.OURS, **told}))
    assert status.returncode == 0, status.stdout + status.stderr
    for name in addresses.keys() - {"public status"}:
        assert re.search(rf"^ *{name} .* open ", status.stdout, re.M), status.stdout

    started = family(demo.pid)
    names = list(started.values())
    assert len(names) >= 9, names
    assert "bulkheadd" in names and names.count("nginx") >= 2, names  # its master and a worker
    assert all(is_running(*process) for process in started)
    assert demo.stop(signal.SIGINT) == 0
    assert demo.text().endswith("All of it has stopped.\n"), demo.text()
    assert [name for process, name in started.items() if is_running(*process)] == []
    for _, port in addresses.values():
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), 1)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["run.log", "var"]
