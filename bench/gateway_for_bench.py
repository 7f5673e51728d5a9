"""A gateway over a fixed upstream (nginx, 1 KB), for measurements: many services, load at a steady rate."""

import contextlib
import json
import os
import pathlib
import socket
import subprocess
import tempfile

import measure  # noqa: F401: puts tests/e2e on the path

from harness import BIN, Gateway, Process, free_ports, until

LOAD = pathlib.Path(os.environ.get("BULKHEAD_LOAD", BIN / "bulkhead-load"))

UPSTREAM = """
worker_processes 1; pid {folder}/upstream.pid; error_log {folder}/upstream.log;{user}
events {{ worker_connections 8192; }}
http {{
  access_log off; keepalive_requests 1000000000;
  client_body_temp_path {folder}/u1; proxy_temp_path {folder}/u2; fastcgi_temp_path {folder}/u3; uwsgi_temp_path {folder}/u4; scgi_temp_path {folder}/u5;
  server {{ listen 127.0.0.1:{port} backlog=4096; location / {{ default_type text/html; return 200 "{body}"; }} }}
}}
"""


def start_nginx(name, words, folder, port):
    process = Process(name, words, folder)

    def listens():
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            assert process.alive(), process.text()
            return False

    until(f"{name} listens", listens)
    return process


def workers_of(process):
    out = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(process.pid)], capture_output=True, text=True).stdout
    return [int(line.split()[0]) for line in out.splitlines() if "worker process" in line and "shutting" not in line]


def start_upstream(folder):
    (port,) = free_ports(1)
    configuration = folder / "upstream.conf"
    user = " user root;" if os.geteuid() == 0 else ""
    configuration.write_text(UPSTREAM.format(folder=folder, port=port, body="x" * 1024, user=user))
    return start_nginx("upstream", ["nginx", "-c", configuration, "-e", folder / "upstream.log", "-g", "daemon off;"], folder, port), port


def services(count, upstream_port):
    """`count` services of one compartment: they share the upstream."""
    return {f"service-{i}": {"title": {"en": f"Service {i}", "sq": f"Shërbimi {i}"}, "compartment": "all-of-them",
                             "match": {"hosts": [f"s{i}.test"], "paths": ["/"]}, "upstream": [f"http://127.0.0.1:{upstream_port}"],
                             "health": {"interval": "60s"}} for i in range(count)}


@contextlib.contextmanager
def gateway(count, *, start=True, workers=2, **options):
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        upstream, port = start_upstream(folder)
        made = Gateway(folder, services(count, port), workers=workers, **options)
        try:
            yield made.start() if start else made
        finally:
            made.stop()
            upstream.stop()


class Load:
    """bulkhead-load while it runs: a schedule of `rps` requests a second (0: as fast as the connections allow), in turn for
    every host. It comes back on a new connection whenever one breaks."""

    def __init__(self, port, hosts, rps, seconds_max, connections, folder):
        self.rps_wanted = rps
        self.progress_path = folder / "load.json"
        words = [LOAD, f"127.0.0.1:{port}", "--rps", rps, "--connections", connections, "--seconds", seconds_max,
                 "--progress", self.progress_path]
        for host in hosts:
            words += ["--host", host]
        self.popen = subprocess.Popen([str(w) for w in words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        until("the load runs", self._runs)

    def _runs(self):
        assert self.popen.poll() is None, self.popen.communicate()
        return self.progress_path.exists()

    def progress(self):
        """The totals of a second ago at most."""
        return json.loads(self.progress_path.read_text())

    def finish(self):
        """Ends the load and returns its totals. Fails when it had ended before."""
        assert self.popen.poll() is None, ("the load ended too early", self.popen.communicate())
        return self.stop()

    def stop(self):
        if self.popen.returncode is None:
            self.popen.terminate()
            out, errors = self.popen.communicate(timeout=10)
            assert self.popen.returncode == 0 and not errors, errors
            self.report = json.loads(out.rsplit("RESULT ", 1)[1])
        return self.report


def failed_requests(report):
    """Requests that a person behind them would have seen failing."""
    return sum(report[key] for key in ("answered_5xx", "lost", "timeouts", "malformed", "unfinished", "connect_failed"))


def load_line(report):
    return (f"load: {report['rps']:.0f} requests/s of {report['rps_wanted'] or 'as many as it can'} over {report['seconds']:.0f} s, "
            f"slowest second {report['rps_second_min']}; {report['answered_2xx']} of {report['sent']} answered 2xx, "
            f"{failed_requests(report)} failed ({report['answered_5xx']} 5xx, {report['lost']} lost, {report['timeouts']} timeouts, "
            f"{report['connect_failed']} connects), {report['retried']} retried, {report['late']} late, {report['unsent']} unsent; "
            f"p50 {report['p50_us']} us, p99 {report['p99_us']} us, longest {report['max_us']} us")


def load_ran(report):
    """Whether the wanted rate was there over the whole time: a figure without its load is none. A load that goes as fast as it
    can was there when no second was without it."""
    if not report["rps_wanted"]:
        return report["rps_second_min"] > 0
    return report["rps"] >= 0.95 * report["rps_wanted"]


@contextlib.contextmanager
def steady_load(port, hosts, rps, seconds_max, connections=20):
    """Load until the block ends, or `finish()` is called on what it yields; `seconds_max` bounds it if nobody is left to."""
    with tempfile.TemporaryDirectory() as scratch:
        load = Load(port, hosts, rps, seconds_max, connections, pathlib.Path(scratch))
        try:
            yield load
        finally:
            load.stop()
