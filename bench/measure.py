"""What the measurements share: the machine's name tag, CPU time of processes, rounds in turn, and the RESULT line.

These machines are noisy: what is compared is measured in turn, and what counts is the median of the ratios within a round,
with the interval that holds it with 95 % (order statistics of the binomial)."""

import itertools
import json
import math
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "e2e"))


def machine():
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as cpuinfo:
        model = re.search(r"model name\s*:\s*(.*)", cpuinfo.read())
    nginx = subprocess.run(["nginx", "-v"], capture_output=True, text=True).stderr.strip()
    commit = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    return {"cpu": model[1] if model else platform.machine(), "cores": os.cpu_count(), "kernel": platform.release(),
            "nginx": nginx.removeprefix("nginx version: "), "commit": commit}


def print_machine(**more):
    for key, value in {**machine(), **more}.items():
        print(f"{key:>12}: {value}")


def result(**values):
    print("RESULT " + json.dumps(values, sort_keys=True), flush=True)


def end(musts, **figures):
    """Prints RESULT, then each of `musts` (whether it is so, what must be so) that was missed; ends the program: 1 if any was."""
    result(**figures)
    missed = [what for so, what in musts if not so]
    for what in missed:
        print(f"MISSED {what}", flush=True)
    sys.exit(1 if missed else 0)


def at_most(figure, limit, what):
    """One of `musts`: a figure that could not be had (None) is no good one."""
    return figure is not None and figure <= limit, f"{what}: {figure}, at most {limit}"


def at_least(figure, limit, what):
    return figure is not None and figure >= limit, f"{what}: {figure}, at least {limit}"


def cpu_ns(pid):
    """Time on a CPU so far, in user and kernel, of the main thread: nginx's workers have no other that works for requests.
    /proc/PID/stat counts in ticks of 10 ms, which is a tenth of a short run."""
    with open(f"/proc/{pid}/schedstat", encoding="ascii") as schedstat:
        return int(schedstat.read().split()[0])


def memory_kib(pid):
    """Proportional set size: shared pages count once over all processes that map them."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as rollup:
        text = rollup.read()
    return {name: int(re.search(rf"^{name}:\s+(\d+)", text, re.M)[1]) for name in ("Rss", "Pss", "Pss_Anon", "Pss_File", "Pss_Shmem")}


def resident_kib(pid):
    """Resident memory by what backs it: heap and stacks grow in `anon`; touching pages of a mapped file of fixed size only in
    `file` (or `shmem`, where the file lies in memory). smaps_rollup walks the pages, so it is exact; it does not split the rest."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as rollup:
        text = rollup.read()
    with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:
        shmem = int(re.search(r"^RssShmem:\s+(\d+)", status.read(), re.M)[1])
    rss, anon = (int(re.search(rf"^{name}:\s+(\d+)", text, re.M)[1]) for name in ("Rss", "Anonymous"))
    return {"rss": rss, "anon": anon, "file": rss - anon - shmem, "shmem": shmem}


def percentile(values, share):
    """None of no values."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]


def rounded(figure, digits=3):
    return None if figure is None else round(figure, digits)


def median_with_interval(values):
    """Median and the order statistics that hold the true median with at least 95 %."""
    ordered = sorted(values)
    n = len(ordered)
    below = 0.0
    k = 0
    while True:
        below += math.comb(n, k) / 2**n
        if below > 0.025 or k >= n // 2:
            break
        k += 1
    return statistics.median(ordered), ordered[max(0, k - 1)], ordered[min(n - 1, n - k)]


def in_turn(rounds, runs):
    """Runs every one of `runs` (name: function) once a round, in an order that differs from round to round until all orders
    were used; returns the rounds, each name: result."""
    orders = list(itertools.permutations(runs))
    results = []
    for i in range(rounds):
        # Stepping by a number that shares no factor with theirs mixes the orders, and still uses each equally often.
        order = orders[i * 5 % len(orders)]
        results.append({name: runs[name]() for name in order})
        print(".", end="", flush=True)
    print()
    return results


def pin(pid, cores):
    os.sched_setaffinity(pid, cores)
