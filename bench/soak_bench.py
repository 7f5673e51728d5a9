#!/usr/bin/python3
"""Do 10,000 orders and 1,000 images under load leave memory flat and requests unharmed?

Resident memory of the daemon and of the workers is read every tenth of the changes, told apart by what backs it: a leak
grows in `anon` from tenth to tenth; pages of shared.seg touched for the first time count in `file`, and end with the file.
Growth is counted from the first tenth (warm) to the end. The service under load is never closed: none of its requests may
fail."""

import argparse
import http.client
import json
import time

from gateway_for_bench import failed_requests, gateway, load_line, load_ran, steady_load
from measure import at_most, end, print_machine, resident_kib
from order_bench import give

from harness import ANA_TOKEN

RPS = 1_000
TENTHS = 10
GROWTH_KIB_MAX = 2_048


def resident(made):
    return {"daemon": resident_kib(made.daemon.pid),
            **{f"worker {i}": resident_kib(pid) for i, pid in enumerate(made.worker_pids())}}


def growth(before, after, kind):
    """Of the process that grew most."""
    return max(after[name][kind] - before[name][kind] for name in before)


def print_row(done, took_s, memory):
    cells = "; ".join(f"{name} {m['rss']} = {m['anon']} + {m['file']} + {m['shmem']}" for name, m in memory.items())
    print(f"{done:>8} {took_s:6.0f} s  {cells}", flush=True)


def give_orders(made, first, count):
    connection = http.client.HTTPConnection("127.0.0.1", made.api_port, timeout=30)
    for i in range(first, first + count):
        body = {"scope": "service-0", "level": "closed" if i % 2 == 0 else "open", "reason": "soak"}
        if i % 2 == 0:
            body["cause"] = "load"
        give(connection, body)


def swap_images(made, first, count):
    """Applies policies that differ in a title, so that every one is a new image and no nginx reload."""
    connection = http.client.HTTPConnection("127.0.0.1", made.api_port, timeout=60)
    for i in range(first, first + count):
        made.policy["services"]["service-0"]["title"]["en"] = f"Service, image {i}"
        made.write_policy()
        body = {"file_name": "bulkhead.yaml", "text": made.policy_path.read_text(), "reason": "soak"}
        connection.request("POST", "/api/v1/policy/apply", json.dumps(body),
                           {"Authorization": "Bearer " + ANA_TOKEN, "Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status in (200, 201), text


def soak(made, what, act, count):
    print(f"{what}: resident KiB = anon + file + shmem")
    series = []
    with steady_load(made.port, ["s1.test"], RPS, 6 * 3600) as load:
        started = time.monotonic()
        for tenth in range(TENTHS):
            act(made, tenth * (count // TENTHS), count // TENTHS)
            series.append(resident(made))
            print_row((tenth + 1) * (count // TENTHS), time.monotonic() - started, series[-1])
        report = load.finish()
    print(load_line(report))
    grown = {kind: growth(series[0], series[-1], kind) for kind in ("rss", "anon", "file", "shmem")}
    second_half = growth(series[TENTHS // 2 - 1], series[-1], "anon")
    print(f"{what}: growth at most {grown} KiB (must rss {GROWTH_KIB_MAX}); anon in the second half {second_half} KiB")
    return {"growth_kib": grown, "anon_second_half_kib": second_half, "failed": failed_requests(report), "sent": report["sent"],
            "not_2xx": report["answered"] - report["answered_2xx"], "load_rps": report["rps"],
            "load_rps_second_min": report["rps_second_min"], "load_ran": load_ran(report)}


def musts(phases):
    return [must for what, phase in phases.items() for must in (
        (phase["load_ran"], f"{what}: the load was there the whole time"),
        at_most(phase["failed"], 0, f"{what}: requests that failed, to a service that was never closed"),
        at_most(phase["not_2xx"], 0, f"{what}: answers that were not the service's"),
        at_most(phase["growth_kib"]["rss"], GROWTH_KIB_MAX, f"{what}: KiB that a process grew by"),
    )]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--orders", type=int, default=10_000)
    options.add_argument("--images", type=int, default=1_000)
    options = options.parse_args()
    print_machine(orders=options.orders, images=options.images, load=f"bulkhead-load, {RPS} requests/s, 20 connections")
    with gateway(6) as made:
        phases = {"orders": soak(made, "orders", give_orders, options.orders),
                  "images": soak(made, "images", swap_images, options.images)}
    end(musts(phases), **phases)


if __name__ == "__main__":
    main()
