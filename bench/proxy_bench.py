#!/usr/bin/python3
"""What does the module cost a request that it lets pass, with no rules?

Three nginx over the same upstream (nginx, 1 KB), each with one worker, one listener and the same configuration: two bare,
one with the module. They are loaded in turn, in short rounds of changing order, over keep-alive connections. First figure:
CPU of the gateway's worker per request; second: requests per second; both as the median of the ratios within a round. The
second bare one is the control: what its ratio is off from 1, nothing but noise made.

--instructions counts instead, under callgrind, the instructions that a worker spends on a request in user space, on one
connection, so that no two requests share a turn of the event loop. A busy machine hardly changes this figure, and the
control says how much; but it knows nothing of the kernel, of caches or of waiting. It needs valgrind."""

import argparse
import contextlib
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

from measure import at_least, at_most, cpu_ns, end, in_turn, median_with_interval, pin, print_machine

from gateway_for_bench import failed_requests, start_nginx, start_upstream, steady_load, workers_of

from harness import Gateway, free_ports, until

HOST = "page.test"
CONNECTIONS = 32
RPS_MIN = 0.93
GATEWAY_CORE, LOAD_CORE = {0}, {1}
INSTRUCTIONS_RPS = 300  # under callgrind a request takes about a millisecond
CALLGRIND = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]


class Contestants:
    """The gateway and two copies of its configuration without the module, each on a port of its own."""

    def __init__(self, folder, upstream_port):
        self.folder = folder
        services = {"page": {"title": {"en": "Page", "sq": "Faqe"}, "match": {"hosts": [HOST], "paths": ["/"]},
                             "upstream": [f"http://127.0.0.1:{upstream_port}"]}}
        self.gateway = Gateway(folder, services, workers=1)
        try:
            self.gateway.start_daemon()
        except BaseException:
            self.gateway.stop()
            raise
        self.gateway.render()
        text = self.gateway.nginx_configuration.read_text()
        self.ports = dict(zip(("bare", "control"), free_ports(2)), module=self.gateway.port)
        for name in ("bare", "control"):
            bare = re.sub(r'bulkhead (on|off);|bulkhead_(service|image|state) "[^"]*";|load_module [^;]*;', "", text)
            assert "ngx_http_bulkhead_module" not in bare and "bulkhead_service" not in bare and "proxy_pass" in bare
            bare = bare.replace(f":{self.gateway.port}", f":{self.ports[name]}").replace("nginx.pid", f"{name}.pid")
            self._configuration(name).write_text(bare)
        self._configuration("module").write_text(text)

    def _configuration(self, name):
        return self.gateway.state / "nginx" / f"{name}.conf"

    @contextlib.contextmanager
    def running(self, name, extra="", before=()):
        words = [*before, *(str(w) for w in self.gateway.nginx_words("-g", "daemon off;" + extra))]
        words[words.index(str(self.gateway.nginx_configuration))] = str(self._configuration(name))
        process = start_nginx(name, words, self.folder, self.ports[name])
        try:
            yield process
        finally:
            process.stop()


def load_of(port, rps, seconds, connections=CONNECTIONS):
    with steady_load(port, [HOST], rps, 600, connections) as load:
        pin(load.popen.pid, LOAD_CORE)
        # The first line of progress comes after a second.
        time.sleep(max(0, seconds - 1))
        report = load.finish()
    assert failed_requests(report) == 0 and report["answered_2xx"] == report["sent"], report
    return report


def measure_time(contestants, rounds, seconds):
    with contextlib.ExitStack() as stack:
        workers = {}
        for name in contestants.ports:
            process = stack.enter_context(contestants.running(name))
            until(f"the worker of {name}", lambda: workers_of(process))
            workers[name] = workers_of(process)[0]
            pin(workers[name], GATEWAY_CORE)

        def run(name):
            before = cpu_ns(workers[name])
            report = load_of(contestants.ports[name], 0, seconds)
            return {"rps": report["rps"], "cpu_us": (cpu_ns(workers[name]) - before) / 1e3 / report["sent"]}

        runs = {name: lambda name=name: run(name) for name in workers}
        for one in runs.values():
            one()
        return in_turn(rounds, runs)


def print_times(rounds):
    figures = {}
    for key, what in (("cpu_us", "CPU us a request"), ("rps", "requests/s")):
        for name in rounds[0]:
            print(f"{name:>8} {what}: median {median_with_interval([r[name][key] for r in rounds])[0]:.2f}")
        for name in ("module", "control"):
            middle, low, high = median_with_interval([r[name][key] / r["bare"][key] for r in rounds])
            print(f"{name:>8} / bare, {what}: {middle:.3f} ({low:.3f} to {high:.3f})"
                  + (f"; must {RPS_MIN}, goal 0.97" if key == "rps" and name == "module" else ""))
            figures |= {f"{key}_{name}": round(middle, 4), f"{key}_{name}_low": round(low, 4), f"{key}_{name}_high": round(high, 4)}
        extra = [r["module"][key] - (r["bare"][key] + r["control"][key]) / 2 for r in rounds]
        if key == "cpu_us":
            middle, low, high = median_with_interval(extra)
            print(f"  module costs {middle:.2f} us of CPU a request ({low:.2f} to {high:.2f})")
            figures |= {"cpu_us_extra": round(middle, 3), "cpu_us_extra_low": round(low, 3), "cpu_us_extra_high": round(high, 3)}
    return figures


def instructions(contestants, name, seconds):
    """Instructions of one nginx process from start to end, and requests answered."""
    with contestants.running(name, " master_process off;", CALLGRIND) as process:
        sent = load_of(contestants.ports[name], INSTRUCTIONS_RPS, seconds, connections=1)["sent"]
    return int(re.findall(r"Collected : (\d+)", process.text())[-1]), sent


def measure_instructions(contestants):
    """From two runs of different length, so that starting and ending fall out."""
    figures = {}
    for name in contestants.ports:
        (fewer, few), (more, many) = (instructions(contestants, name, seconds) for seconds in (3, 10))
        figures[f"instructions_{name}"] = round((more - fewer) / (many - few))
        print(f"{name:>8}: {figures[f'instructions_{name}']} instructions a request in user space")
    print(f"  module costs {figures['instructions_module'] - figures['instructions_bare']} instructions a request")
    return figures


def musts(figures):
    """The second bare nginx says whether anything was measured at all: where noise alone takes it further from the first than the
    module may be, the module's ratio means nothing."""
    if "instructions_module" in figures:
        control = figures["instructions_control"] / figures["instructions_bare"]
        return [at_most(round(abs(control - 1), 4), 0.01, "how far a second bare nginx is off in instructions")]
    return [
        at_least(figures["rps_module"], RPS_MIN, "requests/s with the module / bare"),
        at_most(round(abs(figures["rps_control"] - 1), 4), round(1 - RPS_MIN, 4), "how far a second bare nginx is off in requests/s"),
    ]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=36)
    options.add_argument("--seconds", type=int, default=1)
    options.add_argument("--instructions", action="store_true")
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        upstream, upstream_port = start_upstream(folder)
        pin(workers_of(upstream)[0], LOAD_CORE)
        contestants = Contestants(folder, upstream_port)
        try:
            if options.instructions:
                assert shutil.which("valgrind"), "--instructions needs valgrind"
                valgrind = subprocess.run(["valgrind", "--version"], capture_output=True, text=True, check=True).stdout.strip()
                print_machine(valgrind=valgrind, load=f"bulkhead-load, 1 connection, {INSTRUCTIONS_RPS} requests/s")
                figures = measure_instructions(contestants)
            else:
                print_machine(rounds=options.rounds, seconds=options.seconds,
                              load=f"bulkhead-load, {CONNECTIONS} connections, as fast as it goes, on a core of its own with the upstream")
                figures = print_times(measure_time(contestants, options.rounds, options.seconds))
        finally:
            contestants.gateway.stop()
            upstream.stop()
    end(musts(figures), **figures)


if __name__ == "__main__":
    main()
