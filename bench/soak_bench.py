#!/usr/bin/python3
"""Do 10,000 orders and 1,000 images under load leave memory flat and requests unharmed?

Resident memory of daemon and workers is read after a tenth of the changes (warm) and at the end."""

import argparse
import http.client
import json
import time

from gateway_for_bench import gateway, steady_load
from measure import memory_kib, print_machine, result
from order_bench import give

from harness import ANA_TOKEN, until


def resident(made):
    return {"daemon": memory_kib(made.daemon.pid)["Rss"], "workers": [memory_kib(pid)["Rss"] for pid in made.worker_pids()]}


def growth(before, after):
    return max([after["daemon"] - before["daemon"], *(b - a for a, b in zip(before["workers"], after["workers"]))])


def give_orders(made, count):
    connection = http.client.HTTPConnection("127.0.0.1", made.api_port, timeout=30)
    for i in range(count):
        body = {"scope": "service-0", "level": "closed" if i % 2 == 0 else "open", "reason": "soak"}
        if i % 2 == 0:
            body["cause"] = "load"
        give(connection, body)


def swap_images(made, count):
    """Applies policies that differ in a title, so that every one is a new image and no nginx reload."""
    connection = http.client.HTTPConnection("127.0.0.1", made.api_port, timeout=60)
    for i in range(count):
        made.policy["services"]["service-0"]["title"]["en"] = f"Service, image {i}"
        made.write_policy()
        body = {"file_name": "bulkhead.yaml", "text": made.policy_path.read_text(), "reason": "soak"}
        connection.request("POST", "/api/v1/policy/apply", json.dumps(body),
                           {"Authorization": "Bearer " + ANA_TOKEN, "Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status in (200, 201), text


def soak(made, what, act, count):
    with steady_load(made.port, "s1.test", 1000, 3600) as _:
        act(made, count // 10)
        before = resident(made)
        started = time.monotonic()
        act(made, count - count // 10)
        took = time.monotonic() - started
        after = resident(made)
        load = made.service_status("service-1")
    print(f"{what}: {count} in {took:.0f} s; resident {before} -> {after} KiB; growth at most {growth(before, after)} KiB (must 2,048)")
    return {"growth_kib": growth(before, after), "load_rps": load["requests_per_s"]}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--orders", type=int, default=10_000)
    options.add_argument("--images", type=int, default=1_000)
    options = options.parse_args()
    print_machine(orders=options.orders, images=options.images, load="h2load, 1,000 requests/s")
    with gateway(6) as made:
        orders = soak(made, "orders", give_orders, options.orders)
        images = soak(made, "images", swap_images, options.images)
        code, metrics = made.api("GET", "/metrics", ANA_TOKEN)
        failed = [line for line in metrics.splitlines() if 'service="service-1"' in line and "5xx" in line]
        print("answers 5xx of the loaded service:", failed)
        until("status", lambda: code == 200)
    result(orders=orders, images=images)


if __name__ == "__main__":
    main()
