#!/usr/bin/python3
"""How long from an order given to the last worker obeying it, under 5,000 requests a second?

One client on the daemon's REST (keep-alive) closes and opens a service in turn. The time is taken at the client, from
the first byte sent to the whole answer received; the daemon answers when the order is on disk and every worker obeys, so
it is an upper bound. `in_us` is what the workers themselves wrote down: from publication to the last one obeying."""

import argparse
import http.client
import json
import time

from gateway_for_bench import gateway, steady_load
from measure import percentile, print_machine, result

from harness import ANA_TOKEN, BESA_TOKEN


def give(connection, body, token=ANA_TOKEN):
    started = time.perf_counter()
    connection.request("POST", "/api/v1/orders", json.dumps(body), {"Authorization": "Bearer " + token, "Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    took_ms = (time.perf_counter() - started) * 1000
    assert answer.status in (200, 201), text
    return took_ms, json.loads(text)


def measure_orders(made, orders, scope="service-0"):
    connection = http.client.HTTPConnection("127.0.0.1", made.api_port, timeout=30)
    took, obeyed_us, late = [], [], 0
    for i in range(orders):
        level = "closed" if i % 2 == 0 else "open"
        body = {"scope": scope, "level": level, "reason": "bench"}
        if level == "closed":
            body["cause"] = "load"
        ms, answer = give(connection, body)
        took.append(ms)
        obeyed = answer.get("obeyed") or {}
        if obeyed.get("workers") != obeyed.get("of") or not obeyed.get("of"):
            late += 1
        obeyed_us.append(obeyed.get("in_us", 0))
    return took, obeyed_us, late


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--orders", type=int, default=200)
    options.add_argument("--services", type=int, default=6)
    options.add_argument("--rps", type=int, default=5000)
    options = options.parse_args()
    print_machine(orders=options.orders, services=options.services, load=f"h2load, {options.rps} requests/s")
    with gateway(options.services) as made, steady_load(made.port, "s1.test", options.rps, 60) as _:
        time.sleep(2)
        took, obeyed_us, late = measure_orders(made, options.orders)
    print(f"order given to answer: median {percentile(took, 0.5):.2f} ms, p99 {percentile(took, 0.99):.2f} ms, longest {max(took):.2f} ms")
    print(f"publication to last worker obeying: median {percentile(obeyed_us, 0.5)} µs, p99 {percentile(obeyed_us, 0.99)} µs")
    print(f"orders that not all workers obeyed in time: {late}; must p99 50 ms, goal 5 ms")
    result(p50_ms=round(percentile(took, 0.5), 3), p99_ms=round(percentile(took, 0.99), 3), max_ms=round(max(took), 3),
           obey_p99_us=percentile(obeyed_us, 0.99), late=late)


if __name__ == "__main__":
    main()
