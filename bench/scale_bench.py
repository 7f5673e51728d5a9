#!/usr/bin/python3
"""What do 1,400 services cost: start of nginx and of the daemon, memory of ours per further service, latency of an order to one
service and of an order to all of them, and of what is asked right after that one?

Orders to all are given with history on record: each service was closed and opened by an order of its own before. Right after
each, a visitor asks the gateway for a page, and an operator asks the daemon for the newest entry of history.

Memory: proportional set size of the daemon and of nginx's processes, with 100 and with 1,400 services, after every service was
asked once. nginx's own part is told apart by the same configuration without the module."""

import argparse
import http.client
import re
import time

from gateway_for_bench import gateway, start_nginx, workers_of
from measure import at_most, end, memory_kib, percentile, print_machine, rounded
from order_bench import OBEYED_MS_MAX, give, measure_orders

from harness import ANA_TOKEN, free_ports

KIB_MAX, START_S_MAX = 8, 2
# A page in the time that workers have to obey in; and an operator who asks what came of it does not notice to have waited.
PAGE_MS_MAX, DAEMON_MS_MAX = OBEYED_MS_MAX, 200


def ask_each(port, count):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for i in range(count):
        connection.request("GET", "/", headers={"Host": f"s{i}.test"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (i, answer.status)
        if answer.will_close:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)


def settled_kib(pid):
    """Memory once the daemon has given back what starting took: the same for three seconds."""
    readings = []
    for _ in range(20):
        readings.append(memory_kib(pid)["Pss"])
        if len(readings) > 3 and max(readings[-4:]) - min(readings[-4:]) < 64:
            break
        time.sleep(1)
    return readings[-1]


def nginx_kib(process):
    return sum(memory_kib(pid)["Pss"] for pid in [process.pid, *workers_of(process)])


def put_on_record(made, orders):
    """An order each to one service after the other, over and over."""
    connection = http.client.HTTPConnection("127.0.0.1", made.api_port, timeout=30)
    count = len(made.policy["services"])
    for i in range(orders):
        body = {"scope": f"service-{i // 2 % count}", "level": "closed" if i % 2 == 0 else "open", "reason": "on record"}
        if i % 2 == 0:
            body["cause"] = "load"
        give(connection, body)


def measure_orders_to_all(made, orders):
    page_ms, daemon_ms, wrong = [], [], 0

    def took_ms(port, path, headers):
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, (time.perf_counter() - started) * 1000

    def ask_right_after():
        nonlocal wrong
        given = len(page_ms) + 1
        status, ms = took_ms(made.port, "/", {"Host": f"s{given % len(made.policy['services'])}.test"})
        page_ms.append(ms)
        wrong += status != (503 if given % 2 else 200)
        status, ms = took_ms(made.api_port, "/api/v1/history?limit=1", {"Authorization": "Bearer " + ANA_TOKEN})
        daemon_ms.append(ms)
        wrong += status != 200

    obeyed, answered, late = measure_orders(made, orders, "all", ask_right_after, alone=True)
    return {"all_order_p50_ms": percentile(obeyed, 0.5), "all_order_p99_ms": percentile(obeyed, 0.99),
            "all_answer_p99_ms": percentile(answered, 0.99), "all_late": late, "after_all_wrong": wrong,
            "after_all_page_p99_ms": percentile(page_ms, 0.99), "after_all_daemon_p99_ms": percentile(daemon_ms, 0.99)}


def measure_one(count, orders=0, on_record=0, orders_to_all=0):
    figures = {}
    with gateway(count, start=False) as made:
        started = time.perf_counter()
        made.start_daemon()
        figures["daemon_first_start_s"] = time.perf_counter() - started
        made.daemon.stop()
        started = time.perf_counter()
        made.start_daemon()
        figures["daemon_start_s"] = time.perf_counter() - started
        made.render()
        started = time.perf_counter()
        made.start_nginx()
        figures["nginx_start_s"] = time.perf_counter() - started
        ask_each(made.port, count)
        figures["daemon_kib"] = settled_kib(made.daemon.pid)
        figures["nginx_with_module_kib"] = nginx_kib(made.nginx)
        if orders:
            took, _, late = measure_orders(made, orders)
            figures.update(order_p99_ms=percentile(took, 0.99), order_p50_ms=percentile(took, 0.5), late=late)
            put_on_record(made, on_record)
            figures.update(measure_orders_to_all(made, orders_to_all))
        (bare_port,) = free_ports(1)
        bare = re.sub(r'bulkhead (on|off);|bulkhead_(service|image|state) "[^"]*";|load_module [^;]*;', "",
                      made.nginx_configuration.read_text())
        bare = bare.replace(f":{made.port}", f":{bare_port}").replace("nginx.pid", "bare.pid")
        made.nginx.stop()
        configuration = made.state / "nginx" / "bare.conf"
        configuration.write_text(bare)
        words = [str(configuration) if w == made.nginx_configuration else w for w in made.nginx_words("-g", "daemon off;")]
        started = time.perf_counter()
        process = start_nginx("bare", words, made.folder, bare_port)
        figures["bare_start_s"] = time.perf_counter() - started
        ask_each(bare_port, count)
        figures["nginx_bare_kib"] = nginx_kib(process)
        process.stop()
    return figures


def musts(figures):
    return [
        at_most(figures["kib_per_service"], KIB_MAX, "KiB of ours per further service"),
        at_most(figures["daemon_start_s"], START_S_MAX, "s to start the daemon"),
        at_most(figures["nginx_start_s"], START_S_MAX, "s to start nginx"),
        at_most(figures["late"], 0, "orders to one service that not all workers obeyed in time"),
        at_most(figures["order_p99_ms"], OBEYED_MS_MAX, "p99 of ms to the last worker obeying, one service"),
        at_most(figures["all_late"], 0, "orders to all services that not all workers obeyed in time"),
        at_most(figures["all_order_p99_ms"], OBEYED_MS_MAX, "p99 of ms to the last worker obeying, all services"),
        at_most(figures["after_all_wrong"], 0, "answers right after an order to all that were other than it says"),
        at_most(figures["after_all_page_p99_ms"], PAGE_MS_MAX, "p99 of ms to a visitor's answer right after an order to all"),
        at_most(figures["after_all_daemon_p99_ms"], DAEMON_MS_MAX, "p99 of ms to the daemon's answer right after an order to all"),
    ]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--services", type=int, default=1400)
    options.add_argument("--fewer", type=int, default=100)
    options.add_argument("--orders", type=int, default=200)
    options.add_argument("--on-record", type=int, default=2800)
    options.add_argument("--orders-to-all", type=int, default=100)
    options = options.parse_args()
    print_machine(services=options.services)
    few = measure_one(options.fewer)
    many = measure_one(options.services, options.orders, options.on_record, options.orders_to_all)
    further = options.services - options.fewer
    ours = ((many["daemon_kib"] - few["daemon_kib"]) +
            (many["nginx_with_module_kib"] - many["nginx_bare_kib"]) - (few["nginx_with_module_kib"] - few["nginx_bare_kib"])) / further
    nginx = (many["nginx_bare_kib"] - few["nginx_bare_kib"]) / further
    for key in many:
        print(f"{key:>24}: {rounded(few.get(key), 2)} with {options.fewer}, {rounded(many[key], 2)} with {options.services}")
    print(f"memory per further service: ours {ours:.2f} KiB (must {KIB_MAX}, goal 4); nginx's {nginx:.2f} KiB")
    print(f"start: daemon {many['daemon_start_s']:.2f} s, nginx {many['nginx_start_s']:.2f} s, of it bare {many['bare_start_s']:.2f} s "
          f"(must {START_S_MAX}, goal 0.5)")
    print(f"order latency p99 {rounded(many['order_p99_ms'])} ms, to all {rounded(many['all_order_p99_ms'])} ms (must {OBEYED_MS_MAX}, goal 5)")
    print(f"right after an order to all: a page p99 {rounded(many['after_all_page_p99_ms'])} ms (must {PAGE_MS_MAX}), "
          f"the daemon p99 {rounded(many['after_all_daemon_p99_ms'])} ms (must {DAEMON_MS_MAX})")
    figures = {"kib_per_service": round(ours, 2), "nginx_kib_per_service": round(nginx, 2)}
    for key, figure in many.items():
        if not key.endswith("_kib"):
            figures[key] = rounded(figure)
    end(musts(figures), **figures)


if __name__ == "__main__":
    main()
