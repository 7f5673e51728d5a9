"""What the measurements share: the machine's name tag, CPU time of processes, pairs in turn, and the RESULT line.

These machines are noisy: A and B are measured in turn (A B B A), and what counts is the median of the ratios of pairs,
with the interval that holds it with 95 % (order statistics of the binomial)."""

import json
import math
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "e2e"))

TICKS = os.sysconf("SC_CLK_TCK")


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


def cpu_seconds(pid):
    """User and system time of a process so far."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_kib(pid):
    """Proportional set size: shared pages count once over all processes that map them."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as rollup:
        text = rollup.read()
    return {name: int(re.search(rf"^{name}:\s+(\d+)", text, re.M)[1]) for name in ("Rss", "Pss", "Pss_Anon", "Pss_File", "Pss_Shmem")}


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]


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


def in_turn(pairs, a, b):
    """Runs a and b `pairs` times each, A B B A …; returns the pairs of results."""
    results = []
    for i in range(pairs):
        first, second = (a, b) if i % 2 == 0 else (b, a)
        one, two = first(), second()
        results.append((one, two) if i % 2 == 0 else (two, one))
        print(".", end="", flush=True)
    print()
    return results


def pin(pid, cores):
    os.sched_setaffinity(pid, cores)


def wrk(url, host, seconds, connections=32, threads=1, cores=None):
    """Requests per second, errors and non-2xx answers of one wrk run."""
    words = ["wrk", "-t", str(threads), "-c", str(connections), "-d", f"{seconds}s", "-H", f"Host: {host}", url]
    if cores is not None:
        words = ["taskset", "-c", ",".join(map(str, cores)), *words]
    started = time.monotonic()
    out = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    took = time.monotonic() - started
    requests = int(re.search(r"(\d+) requests in", out)[1])
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", out)
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return {"requests": requests, "rps": float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), "took_s": took,
            "errors": sum(map(int, errors.groups())) if errors else 0, "not_ok": int(refused[1]) if refused else 0}
