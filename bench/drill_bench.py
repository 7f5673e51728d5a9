#!/usr/bin/python3
"""What a drill promises of itself: the same seed is the same day, Bulkhead costs people nothing on a calm day, "everything off by
hand" finishes nothing but what was left on, and the load generator hardly adds to what it measures.

    drill_bench.py              everything, about 20 minutes
    drill_bench.py generator    one of: generator, days"""

import argparse
import json
import pathlib
import resource
import socket
import subprocess
import tempfile

from measure import at_least, at_most, end, print_machine

from harness import BIN, free_ports, until

DIFFERENCE_MAX = 0.01       # of tasks finished at a service, the same seed twice
CALM_SHARE_MIN = 0.999      # of the tasks finished with nothing in front
TOP_RATE_MIN = 20_000       # requests a second of one core
ADDED_MS_MAX = 2            # p99 at half the top rate, the server's own time included
REPORT_BYTES_MAX = 1_000_000


def play(scenario, folder, *arms):
    """The report for programs of a drill, seed 1."""
    words = [word for arm in arms for word in ("--arm", arm)]
    subprocess.run([BIN / "bulkhead", "drill", "play", scenario, "--seed", "1", "-o", folder, *words], check=True,
                   stdout=subprocess.DEVNULL)
    return json.loads((folder / "report.json").read_text())


def arm_of(report, name):
    return next(arm for arm in report["arms"] if arm["name"] == name)


def finished(arm):
    return {service["service"]: service["finished"] for service in arm["services"]}


def difference(once, again):
    """The largest relative difference of tasks finished at a service."""
    return max(abs(once[s] - again[s]) / max(once[s], again[s], 1) for s in once)


def measure_days(folder):
    once = play("calm-day", folder, "nothing", "bulkhead")
    again = play("calm-day", folder, "nothing", "bulkhead")
    july = play("july-2022", folder, "nothing", "off-by-hand", "bulkhead")
    july_again = play("july-2022", folder, "bulkhead")
    nothing, bulkhead = (sum(finished(arm_of(once, arm)).values()) for arm in ("nothing", "bulkhead"))
    closure = {s["service"]: s["finished"] for s in arm_of(july, "off-by-hand")["closure"]["finished"]}
    return {
        "calm_difference": difference(finished(arm_of(once, "bulkhead")), finished(arm_of(again, "bulkhead"))),
        "july_difference": difference(finished(arm_of(july, "bulkhead")), finished(arm_of(july_again, "bulkhead"))),
        "calm_nothing": nothing, "calm_bulkhead": bulkhead,
        "closure_tax": closure.pop("tax-filing"), "closure_others": sum(closure.values()),
        "report_bytes": (folder / "report.html").stat().st_size,
    }


NGINX = """worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{ access_log off; keepalive_requests 100000000; server {{ listen 127.0.0.1:{port}; return 204; }} }}
"""


def load(port, rps, seconds):
    """The generator's result, and the processor seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([BIN / "bulkhead-load", f"127.0.0.1:{port}", "--rps", str(rps), "--seconds", str(seconds), "--connections", "64"],
                          capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    return json.loads(line[len("RESULT "):]), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure_generator(folder):
    """Against an nginx that answers at once with nothing. What is measured holds nginx's own time as well: it bounds the
    generator's from above."""
    port, = free_ports(1)
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(folder=folder, port=port))
    nginx = subprocess.Popen(["nginx", "-p", folder, "-c", configuration, "-e", folder / "error.log"])
    try:
        until("nginx answers", lambda: socket.socket().connect_ex(("127.0.0.1", port)) == 0)
        top, cpu_s = load(port, 0, 5)
        half, _ = load(port, int(top["rps"] / 2), 10)
    finally:
        nginx.terminate()
        nginx.wait()
    return {"top_rps": round(top["rps"]), "top_rps_of_one_core": round(top["answered"] / cpu_s), "half_rps": round(half["rps"]),
            "half_p50_ms": half["p50_us"] / 1000, "half_p99_ms": half["p99_us"] / 1000, "half_lost": half["lost"] + half["timeouts"]}


def musts_of_days(figures):
    return [
        at_most(figures["calm_difference"], DIFFERENCE_MAX, "calm-day twice: largest difference of a service"),
        at_most(figures["july_difference"], DIFFERENCE_MAX, "july-2022 twice: largest difference of a service"),
        at_least(figures["calm_bulkhead"], CALM_SHARE_MIN * figures["calm_nothing"], "calm-day: tasks finished through Bulkhead"),
        at_most(figures["closure_others"], 0, "off by hand: tasks finished during the closure, tax filing apart"),
        at_least(figures["closure_tax"], 1, "off by hand: tax filing's tasks during the closure"),
        at_most(figures["report_bytes"], REPORT_BYTES_MAX, "bytes of the report"),
    ]


def musts_of_generator(figures):
    return [
        at_least(figures["top_rps_of_one_core"], TOP_RATE_MIN, "requests a second of one core"),
        at_most(figures["half_p99_ms"], ADDED_MS_MAX, "p99 of ms at half the top rate"),
        at_most(figures["half_lost"], 0, "requests lost"),
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", choices=["generator", "days", []], default=[])
    wanted = parser.parse_args().what or ["generator", "days"]
    print_machine()
    figures, musts = {}, []
    with tempfile.TemporaryDirectory(prefix="bulkhead-drill-bench-") as name:
        folder = pathlib.Path(name)
        for what, measure, musts_of in (("generator", measure_generator, musts_of_generator), ("days", measure_days, musts_of_days)):
            if what in wanted:
                figures[what] = measure(folder)
                musts += musts_of(figures[what])
    end(musts, **figures)


if __name__ == "__main__":
    main()
