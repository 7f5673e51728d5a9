#!/usr/bin/python3
"""How long from an order given to the last worker obeying it, under 5,000 requests a second?

One client on the daemon's REST (keep-alive) closes and opens a service in turn. The clock starts before the first byte is sent
and stops when the last worker obeys, which each worker writes down itself (monotonic clock, shared.seg). The answer comes
later: when the order is on disk and the daemon has seen that all obey."""

import argparse
import http.client
import json
import struct
import time

from gateway_for_bench import gateway, load_line, load_ran, steady_load
from measure import at_most, end, percentile, print_machine, rounded

from harness import ANA_TOKEN


OBEYED_MS_MAX = 50

# src/segment/shared_layout.h
PAGE, SLOT_BYTES = 4096, 4096 + 4096 * 256
EPOCH_SEEN, EPOCH_SEEN_MONO_NS = 24, 48


def obeyed_at_ns(made, live):
    """When the last of the live workers obeyed the newest epoch."""
    newest, at = 0, 0
    with open(made.state / "shared.seg", "rb") as segment:
        for slot in live:
            segment.seek(PAGE + slot * SLOT_BYTES)
            header = segment.read(64)
            epoch, = struct.unpack_from("Q", header, EPOCH_SEEN)
            ns, = struct.unpack_from("Q", header, EPOCH_SEEN_MONO_NS)
            assert newest in (0, epoch), "a worker is behind"
            newest, at = epoch, max(at, ns)
    return at


def give(connection, body, token=ANA_TOKEN):
    started = time.perf_counter()
    connection.request("POST", "/api/v1/orders", json.dumps(body), {"Authorization": "Bearer " + token, "Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    took_ms = (time.perf_counter() - started) * 1000
    assert answer.status in (200, 201), text
    return took_ms, json.loads(text)


def measure_orders(made, orders, scope="service-0", after=lambda: None, **fields):
    """Milliseconds to the last worker obeying, milliseconds to the answer, and how often not all obeyed in time. `after` is
    called after each order."""
    connection = http.client.HTTPConnection("127.0.0.1", made.api_port, timeout=30)
    live = [w["slot"] for w in made.status()["workers"] if w["alive"]]
    obeyed, answered, late = [], [], 0
    for i in range(orders):
        level = "closed" if i % 2 == 0 else "open"
        body = {"scope": scope, "level": level, "reason": "bench", **fields}
        if level == "closed":
            body["cause"] = "load"
        begun_ns = time.monotonic_ns()
        ms, answer = give(connection, body)
        answered.append(ms)
        workers = answer.get("obeyed") or {}
        if not workers.get("of") or workers["workers"] != workers["of"]:
            late += 1
        else:
            obeyed.append((obeyed_at_ns(made, live) - begun_ns) / 1e6)
        after()
    return obeyed, answered, late


def musts(figures):
    return [
        (figures["load_ran"], "the load was there the whole time"),
        at_most(figures["late"], 0, "orders that not all workers obeyed in time"),
        at_most(figures["p99_ms"], OBEYED_MS_MAX, "p99 of ms to the last worker obeying"),
    ]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--orders", type=int, default=2_000)
    options.add_argument("--services", type=int, default=6)
    options.add_argument("--rps", type=int, default=5000)
    options = options.parse_args()
    print_machine(orders=options.orders, services=options.services, load=f"bulkhead-load, {options.rps} requests/s, 20 connections")
    with gateway(options.services) as made, steady_load(made.port, ["s1.test"], options.rps, 600) as load:
        obeyed, answered, late = measure_orders(made, options.orders)
        report = load.finish()
    print(load_line(report))
    for what, took in (("last worker obeying", obeyed), ("answer", answered)):
        print(f"order given to {what}: median {rounded(percentile(took, 0.5))} ms, p99 {rounded(percentile(took, 0.99))} ms, "
              f"longest {rounded(percentile(took, 1))} ms")
    print(f"orders that not all workers obeyed in time: {late}; must p99 {OBEYED_MS_MAX} ms, goal 5 ms")
    figures = {"p50_ms": rounded(percentile(obeyed, 0.5)), "p99_ms": rounded(percentile(obeyed, 0.99)), "max_ms": rounded(percentile(obeyed, 1)),
               "answer_p99_ms": rounded(percentile(answered, 0.99)), "late": late, "load_rps": report["rps"],
               "load_rps_second_min": report["rps_second_min"], "load_ran": load_ran(report)}
    end(musts(figures), **figures)


if __name__ == "__main__":
    main()
