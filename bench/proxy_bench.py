#!/usr/bin/python3
"""What does the module cost a request that it lets pass, with no rules?

Two gateways over the same upstream (nginx, 1 KB), alike but for the module; keep-alive connections; in turn. First figure:
CPU of the gateway's worker per request. Second: requests per second as a ratio."""

import argparse
import pathlib
import re
import tempfile

from measure import cpu_seconds, in_turn, median_with_interval, pin, print_machine, result, wrk

from gateway_for_bench import start_nginx, start_upstream, workers_of

from harness import Gateway, free_ports

def main():
    options = argparse.ArgumentParser()
    options.add_argument("--pairs", type=int, default=12)
    options.add_argument("--seconds", type=int, default=4)
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        upstream, upstream_port = start_upstream(folder)
        services = {"page": {"title": {"en": "Page", "sq": "Faqe"}, "match": {"hosts": ["page.test"], "paths": ["/"]},
                             "upstream": [f"http://127.0.0.1:{upstream_port}"]}}
        gateway = Gateway(folder, services, workers=1)
        gateway.start_daemon()
        gateway.start_nginx()
        # The same configuration without the module, on a port of its own.
        (bare_port,) = free_ports(1)
        words = [str(w) for w in gateway.nginx_words("-g", "daemon off;")]
        bare = re.sub(r'bulkhead (on|off);|bulkhead_(service|image|state) "[^"]*";|load_module [^;]*;', "",
                      gateway.nginx_configuration.read_text())
        bare = bare.replace(f":{gateway.port}", f":{bare_port}").replace("nginx.pid", "bare.pid")
        bare_configuration = gateway.state / "nginx" / "bare.conf"
        bare_configuration.write_text(bare)
        assert "ngx_http_bulkhead_module" not in bare and "bulkhead_service" not in bare and "proxy_pass" in bare
        words[words.index(str(gateway.nginx_configuration))] = str(bare_configuration)
        bare_nginx = start_nginx("bare", words, folder, bare_port)

        gateway_core, load_core = {0}, {1}
        workers = {}
        for name, process, port in (("bare", bare_nginx, bare_port), ("module", gateway.nginx, gateway.port)):
            workers[name] = (workers_of(process)[0], port)
            pin(workers[name][0], gateway_core)
        pin(workers_of(upstream)[0], load_core)
        print_machine(pairs=options.pairs, seconds=options.seconds, load="wrk, 32 keep-alive connections")

        def run(name):
            pid, port = workers[name]
            before = cpu_seconds(pid)
            load = wrk(f"http://127.0.0.1:{port}/", "page.test", options.seconds, cores=load_core)
            assert load["errors"] == 0 and load["not_ok"] == 0, load
            return {"rps": load["rps"], "cpu_us": (cpu_seconds(pid) - before) * 1e6 / load["requests"]}

        run("bare"), run("module")
        pairs = in_turn(options.pairs, lambda: run("bare"), lambda: run("module"))
        rps = median_with_interval([module["rps"] / bare["rps"] for bare, module in pairs])
        cpu = median_with_interval([module["cpu_us"] / bare["cpu_us"] for bare, module in pairs])
        for what, key in (("requests/s", "rps"), ("CPU µs a request", "cpu_us")):
            for index, name in enumerate(("bare", "module")):
                print(f"{name:>8} {what}: median {median_with_interval([p[index][key] for p in pairs])[0]:.2f}")
        print(f"requests/s with the module / bare: {rps[0]:.3f} ({rps[1]:.3f} to {rps[2]:.3f}); must 0.93, goal 0.97")
        print(f"CPU with the module / bare: {cpu[0]:.3f} ({cpu[1]:.3f} to {cpu[2]:.3f})")
        bare_nginx.stop()
        gateway.stop()
        upstream.stop()
        result(rps_ratio=round(rps[0], 4), rps_ratio_low=round(rps[1], 4), rps_ratio_high=round(rps[2], 4), cpu_ratio=round(cpu[0], 4))


if __name__ == "__main__":
    main()
