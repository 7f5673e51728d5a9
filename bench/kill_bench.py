#!/usr/bin/python3
"""What does a kill -9 under load cost: of the daemon, and of a worker, 20 times each?"""

import argparse
import os
import signal
import time

from gateway_for_bench import failed_requests, gateway, load_line, load_ran, steady_load
from measure import at_least, at_most, end, print_machine

from harness import until

RPS = 2_000
SECONDS_MAX = 600


def not_found(report):
    """Answers that are neither right nor a failure of the gateway: there should be none."""
    return report["answered_3xx"] + report["answered_4xx"]


def kill_daemon(made, times):
    """Nobody may notice: every request through the gateway is answered by its service, and every order holds."""
    made.order("service-0", "closed", cause="maintenance", **{"for": "6h"})
    before = made.service_status("service-0")["posture"]
    closed = kept = 0
    with steady_load(made.port, ["s1.test"], RPS, SECONDS_MAX) as load:
        for _ in range(times):
            made.daemon.stop(signal.SIGKILL)
            closed += made.get("s0.test")[0] == 503
            made.start_daemon()
            after = made.service_status("service-0")["posture"]
            kept += after["order"] == before["order"] and after["ending"] == before["ending"]
        report = load.finish()
    print(load_line(report))
    return {"requests": report["sent"], "failed": failed_requests(report) + not_found(report), "closed_without_it": closed,
            "orders_and_endings_kept": kept, "load_ran": load_ran(report)}


def gauges_left(made):
    """Requests that status still tells as inside, with nobody asking. It samples them once a second, and so may take a while."""
    def inside():
        return sum(service["in_flight"] for service in made.status()["services"])

    try:
        until("gauges are back at zero", lambda: inside() == 0)
    except AssertionError:
        pass
    return inside()


def kill_worker(made, times):
    """Only connections of the killed worker may fail, and each loses at most the request it had under way. The load goes as
    fast as it can, so that every connection has one."""
    connections = 20
    with steady_load(made.port, ["s1.test"], 0, SECONDS_MAX, connections) as load:
        for _ in range(times):
            pids = made.worker_pids()
            os.kill(pids[0], signal.SIGKILL)
            until("its successor", lambda: len(set(made.worker_pids()) - set(pids)) >= 1)
            time.sleep(0.5)
        report = load.finish()
    print(load_line(report))
    return {"requests": report["sent"], "failed": failed_requests(report) + not_found(report), "most_allowed": times * connections,
            "gauges_left": gauges_left(made), "load_ran": load_ran(report)}


def musts(daemon, worker, times):
    return [
        (daemon["load_ran"], "the load was there the whole time that daemons were killed"),
        at_most(daemon["failed"], 0, "requests that failed while daemons were killed"),
        at_least(daemon["closed_without_it"], times, "times that the closed door held without a daemon"),
        at_least(daemon["orders_and_endings_kept"], times, "times that the order and its ending were kept"),
        (worker["load_ran"], "the load was there the whole time that workers were killed"),
        at_most(worker["failed"], worker["most_allowed"], "requests that failed while workers were killed"),
        at_most(worker["gauges_left"], 0, "requests told as inside with nobody there"),
    ]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--times", type=int, default=20)
    options = options.parse_args()
    print_machine(times=options.times, load=f"bulkhead-load, 20 connections; {RPS} requests/s, then as fast as it goes")
    with gateway(6) as made:
        daemon = kill_daemon(made, options.times)
        print(f"daemon killed {options.times} times: {daemon}")
        worker = kill_worker(made, options.times)
        print(f"worker killed {options.times} times: {worker}")
    figures = {"daemon": daemon, "worker": worker, "times": options.times}
    end(musts(**figures), **figures)


if __name__ == "__main__":
    main()
