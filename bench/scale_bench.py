#!/usr/bin/python3
"""What do 1,400 services cost: start of nginx and of the daemon, memory of ours per further service, latency of an order?

Memory: proportional set size of the daemon and of nginx's processes, with 100 and with 1,400 services, after every service was
asked once. nginx's own part is told apart by the same configuration without the module."""

import argparse
import re
import time

from gateway_for_bench import gateway, start_nginx, workers_of
from measure import memory_kib, percentile, print_machine, result
from order_bench import measure_orders

from harness import free_ports


def ask_each(port, count):
    import http.client
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


def measure_one(count, orders):
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


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--services", type=int, default=1400)
    options.add_argument("--fewer", type=int, default=100)
    options.add_argument("--orders", type=int, default=200)
    options = options.parse_args()
    print_machine(services=options.services)
    few = measure_one(options.fewer, 0)
    many = measure_one(options.services, options.orders)
    further = options.services - options.fewer
    ours = ((many["daemon_kib"] - few["daemon_kib"]) +
            (many["nginx_with_module_kib"] - many["nginx_bare_kib"]) - (few["nginx_with_module_kib"] - few["nginx_bare_kib"])) / further
    nginx = (many["nginx_bare_kib"] - few["nginx_bare_kib"]) / further
    for key in many:
        print(f"{key:>24}: {few.get(key, float('nan')):10.2f} with {options.fewer}, {many[key]:10.2f} with {options.services}")
    print(f"memory per further service: ours {ours:.2f} KiB (must 8, goal 4); nginx's {nginx:.2f} KiB")
    print(f"start: daemon {many['daemon_start_s']:.2f} s, nginx {many['nginx_start_s']:.2f} s, of it bare {many['bare_start_s']:.2f} s (must 2, goal 0.5)")
    print(f"order latency p99 {many['order_p99_ms']:.2f} ms (must 50, goal 5)")
    result(kib_per_service=round(ours, 2), nginx_kib_per_service=round(nginx, 2), daemon_start_s=round(many["daemon_start_s"], 3),
           nginx_start_s=round(many["nginx_start_s"], 3), bare_start_s=round(many["bare_start_s"], 3),
           order_p99_ms=round(many["order_p99_ms"], 3), late=many["late"])


if __name__ == "__main__":
    main()
