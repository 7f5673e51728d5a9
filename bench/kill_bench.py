#!/usr/bin/python3
"""What does a kill -9 under load cost: of the daemon, and of a worker, 20 times each?"""

import argparse
import os
import signal
import time

from gateway_for_bench import gateway, steady_load
from measure import print_machine, result

from harness import until


def kill_daemon(made, times):
    made.order("service-0", "closed", cause="maintenance", **{"for": "6h"})
    before = made.service_status("service-0")["posture"]
    with steady_load(made.port, "s1.test", 3000, 4 + times * 2) as finish:
        kept = 0
        for _ in range(times):
            made.daemon.stop(signal.SIGKILL)
            assert made.get("s0.test")[0] == 503
            made.start_daemon()
            after = made.service_status("service-0")["posture"]
            kept += after["order"] == before["order"] and after["ending"] == before["ending"]
        report = finish()
    return {"requests": report["done"], "failed": report["not_ok"] + report["lost"], "orders_and_endings_kept": kept}


def kill_worker(made, times):
    """Only connections of the killed worker may fail, and each loses at most the request it had under way."""
    connections = 20
    with steady_load(made.port, "s1.test", 3000, 4 + times, connections) as finish:
        for _ in range(times):
            pids = made.worker_pids()
            os.kill(pids[0], signal.SIGKILL)
            until("its successor", lambda: len(set(made.worker_pids()) - set(pids)) >= 1)
        report = finish()
    time.sleep(0.3)
    gauges = sum(s["in_flight"] for s in made.status()["services"])
    return {"requests": report["done"], "failed": report["not_ok"] + report["lost"], "most_allowed": times * connections, "gauges_left": gauges}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--times", type=int, default=20)
    options = options.parse_args()
    print_machine(times=options.times, load="h2load, 3,000 requests/s on 20 connections")
    with gateway(6) as made:
        daemon = kill_daemon(made, options.times)
        print(f"daemon killed {options.times} times: {daemon}")
        worker = kill_worker(made, options.times)
        print(f"worker killed {options.times} times: {worker}")
    result(daemon=daemon, worker=worker, times=options.times)


if __name__ == "__main__":
    main()
