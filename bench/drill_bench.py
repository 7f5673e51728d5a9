#!/usr/bin/python3
"""What a drill promises of itself: the same seed is the same day, Bulkhead costs people nothing on a calm day, "everything off by
hand" finishes nothing but what was left on, and the load generator hardly adds to what it measures.

    drill_bench.py              everything, about 80 minutes
    drill_bench.py days         some of: generator, table, days
    drill_bench.py -o FOLDER    keeps the reports there

`table` plays every shipped scenario on every arm that is installed, one after another, and prints what became of people."""

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


class Plays:
    """Drills with seed 1, each arm by itself, in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.count = 0
        self.first = {}  # by scenario, the report for programs

    def play(self, scenario, *arms):
        """All that are installed when none is named."""
        self.count += 1
        folder = self.folder / f"{self.count:02}-{scenario}"
        words = [word for arm in arms for word in ("--arm", arm)]
        subprocess.run([BIN / "bulkhead", "drill", "play", scenario, "--seed", "1", "-o", folder, *words], check=True,
                       stdout=subprocess.DEVNULL)
        report = json.loads((folder / "report.json").read_text())
        report["bytes"] = (folder / "report.html").stat().st_size
        return report

    def once(self, scenario, *arms):
        """The first play of `scenario`, which may have had more arms."""
        if scenario not in self.first:
            self.first[scenario] = self.play(scenario, *arms)
        return self.first[scenario]


def arm_of(report, name):
    return next(arm for arm in report["arms"] if arm["name"] == name)


def finished(arm):
    return {service["service"]: service["finished"] for service in arm["services"]}


def difference(once, again):
    """The largest relative difference of tasks finished at a service."""
    return max(abs(once[s] - again[s]) / max(once[s], again[s], 1) for s in once)


def measure_days(plays):
    calm = plays.once("calm-day", "nothing", "bulkhead")
    calm_again = plays.play("calm-day", "nothing", "bulkhead")
    july = plays.once("july-2022", "nothing", "off-by-hand", "bulkhead")
    july_again = plays.play("july-2022", "bulkhead")
    nothing, bulkhead = (sum(finished(arm_of(calm, arm)).values()) for arm in ("nothing", "bulkhead"))
    closure = {s["service"]: s["finished"] for s in arm_of(july, "off-by-hand")["closure"]["finished"]}
    return {
        "calm_difference": difference(finished(arm_of(calm, "bulkhead")), finished(arm_of(calm_again, "bulkhead"))),
        "july_difference": difference(finished(arm_of(july, "bulkhead")), finished(arm_of(july_again, "bulkhead"))),
        "calm_nothing": nothing, "calm_bulkhead": bulkhead,
        "closure_tax": closure.pop("tax-filing"), "closure_others": sum(closure.values()),
        "report_bytes": max(report["bytes"] for report in plays.first.values()),
    }


def row_of(arm):
    """What became of people on one arm of one scenario."""
    if arm["not_played"]:
        return {"arm": arm["name"], "not_played": arm["not_played"]}
    tasks, verdicts = arm["tasks"], [attack["verdict"] for attack in arm["attacks"]]
    return {
        "arm": arm["name"],
        **{key: tasks[key] for key in ("begun", "finished", "wrongly_refused", "failed")}, "page_ms_p99": tasks["page_ms_p99"],
        "persons_out": arm["persons_out"],
        "stages": {verdict: verdicts.count(verdict) for verdict in sorted(set(verdicts))},
    }


def measure_table(plays):
    listed = subprocess.run([BIN / "bulkhead", "drill", "list", "--json"], check=True, capture_output=True, text=True).stdout
    table = {}
    for scenario in (entry["name"] for entry in json.loads(listed)):
        table[scenario] = [row_of(arm) for arm in plays.once(scenario)["arms"]]
        print_rows(scenario, table[scenario])
    return table


def print_rows(scenario, rows):
    for row in rows:
        if "not_played" in row:
            print(f"| {scenario} | {row['arm']} | not played: {row['not_played']} |", flush=True)
            continue
        stages = ", ".join(f"{count} {verdict}" for verdict, count in row["stages"].items()) or "–"
        print(f"| {scenario} | {row['arm']} | {row['finished']} of {row['begun']} | {row['wrongly_refused']} | {row['failed']} | "
              f"{row['page_ms_p99']:.0f} ms | {row['persons_out']} | {stages} |", flush=True)


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
            "half_p50_ms": half["p50_us"] / 1000, "half_p99_ms": half["p99_us"] / 1000, "half_lag_p99_ms": half["lag_p99_us"] / 1000,
            "half_lost": half["lost"] + half["timeouts"]}


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


MEASURES = {"generator": (lambda plays: measure_generator(plays.folder), musts_of_generator),
            "table": (measure_table, lambda _: []),
            "days": (measure_days, musts_of_days)}


def measure(wanted, folder):
    plays = Plays(folder)
    figures, musts = {}, []
    for what, (take, musts_of) in MEASURES.items():
        if what in wanted:
            figures[what] = take(plays)
            musts += musts_of(figures[what])
    end(musts, **figures)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", choices=[*MEASURES, []], default=[])
    parser.add_argument("-o", "--output", type=pathlib.Path)
    options = parser.parse_args()
    wanted = options.what or list(MEASURES)
    print_machine()
    if options.output:
        options.output.mkdir(parents=True, exist_ok=True)
        measure(wanted, options.output)
    else:
        with tempfile.TemporaryDirectory(prefix="bulkhead-drill-bench-") as name:
            measure(wanted, pathlib.Path(name))


if __name__ == "__main__":
    main()
