#!/usr/bin/python3
"""What does a kill -9 under load cost: of the daemon, and of a worker, 20 times each?"""

import argparse
import os
import signal
import time

from gateway_for_bench import failed_requests, gateway, load_line, load_ran, steady_load
from measure import print_machine, result

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
    kept = 0
    with steady_load(made.port, ["s1.test"], RPS, SECONDS_MAX) as load:
        for _ in range(times):
            made.daemon.stop(signal.SIGKILL)
            assert made.get("s0.test")[0] == 503
            made.start_daemon()
            after = made.service_status("service-0")["posture"]
            kept += after["order"] == before["order"] and after["ending"] == before["ending"]
        report = load.finish()
    print(load_line(report))
    assert load_ran(report), "the load was not there the whole time"
    return {"requests": report["sent"], "failed": failed_requests(report) + not_found(report), "orders_and_endings_kept": kept}


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
    # Status samples the gauges once a second.
    until("gauges are back at zero", lambda: sum(s["in_flight"] for s in made.status()["services"]) == 0)
    return {"requests": report["sent"], "failed": failed_requests(report) + not_found(report), "most_allowed": times * connections,
            "gauges_left": 0}


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
    result(daemon=daemon, worker=worker, times=options.times)


if __name__ == "__main__":
    main()
