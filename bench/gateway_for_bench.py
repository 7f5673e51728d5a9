"""A gateway over a fixed upstream (nginx, 1 KB), for measurements: many services, load at a steady rate."""

import contextlib
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import threading

import measure  # puts tests/e2e on the path too

from harness import Gateway, Process, free_ports, until

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


class BenchGateway(Gateway):
    """h2load does not come back on a connection that nginx closed after its thousandth request."""

    def render(self, *extra):
        super().render(*extra)
        text = self.nginx_configuration.read_text()
        self.nginx_configuration.write_text(text.replace("keepalive_timeout 65s;", "keepalive_timeout 65s; keepalive_requests 1000000000;"))


@contextlib.contextmanager
def gateway(count, *, start=True, workers=2, **options):
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        upstream, port = start_upstream(folder)
        made = BenchGateway(folder, services(count, port), workers=workers, **options)
        try:
            yield made.start() if start else made
        finally:
            made.stop()
            upstream.stop()


@contextlib.contextmanager
def steady_load(port, host, rps, seconds_max, connections=20):
    """h2load at a fixed rate (HTTP/1.1, keep-alive) until the block ends. Yields a function that gives its report."""
    words = ["h2load", "--h1", "-c", str(connections), "--rps", str(rps / connections), "-D", str(seconds_max),
             "-H", f"Host: {host}", f"http://127.0.0.1:{port}/"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    report = {}

    def finish():
        if not report:
            out, _ = process.communicate(timeout=seconds_max + 30)
            codes = re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", out)
            requests = re.search(r"requests: (\d+) total, (\d+) started, (\d+) done, (\d+) succeeded, (\d+) failed, (\d+) errored, (\d+) timeout", out)
            rate = re.search(r"([\d.]+) req/s", out)
            report.update(ok=int(codes[1]), not_ok=int(codes[2]) + int(codes[3]) + int(codes[4]), done=int(requests[3]),
                          lost=int(requests[6]) + int(requests[7]), rps=float(rate[1]))
        return report

    try:
        yield finish
    finally:
        if process.poll() is None and not report:
            process.terminate()
            process.communicate()


@contextlib.contextmanager
def endless_load(made, host, connections=20, slice_s=5):
    """wrk, slice after slice, until the block ends; then the dict that is yielded holds the sums."""
    report = {"requests": 0, "errors": 0, "not_ok": 0}
    stopping = threading.Event()

    def run():
        while not stopping.is_set():
            one = measure.wrk(f"http://127.0.0.1:{made.port}/", host, slice_s, connections)
            for key in report:
                report[key] += one[key]

    load = threading.Thread(target=run)
    load.start()
    try:
        yield report
    finally:
        stopping.set()
        load.join()
