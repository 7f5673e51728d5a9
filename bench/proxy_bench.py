#!/usr/bin/python3
"""What does the module cost a request that it lets pass, with no rules?

Two gateways over the same upstream (nginx, 1 KB), alike but for the module; keep-alive connections; in turn. First figure:
CPU of the gateway's worker per request. Second: requests per second as a ratio."""

import argparse
import pathlib
import re
import subprocess
import tempfile

from measure import cpu_seconds, in_turn, median_with_interval, pin, print_machine, result, wrk

from harness import Gateway, Process, free_ports, until

UPSTREAM = """
worker_processes 1; pid {folder}/upstream.pid; error_log {folder}/upstream.log;{user}
events {{ worker_connections 4096; }}
http {{
  access_log off; keepalive_requests 1000000000;
  client_body_temp_path {folder}/u1; proxy_temp_path {folder}/u2; fastcgi_temp_path {folder}/u3; uwsgi_temp_path {folder}/u4; scgi_temp_path {folder}/u5;
  server {{ listen 127.0.0.1:{port}; location / {{ default_type text/html; return 200 "{body}"; }} }}
}}
"""


def start_nginx(name, words, folder, port):
    import socket
    process = Process(name, words, folder)

    def listens():
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            assert process.alive(), process.text()
            return False

    until(f"{name} listens", listens)
    return process


def worker_of(process):
    out = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(process.pid)], capture_output=True, text=True).stdout
    return next(int(line.split()[0]) for line in out.splitlines() if "worker process" in line)


def start_upstream(folder):
    import os
    (port,) = free_ports(1)
    configuration = folder / "upstream.conf"
    user = " user root;" if os.geteuid() == 0 else ""
    configuration.write_text(UPSTREAM.format(folder=folder, port=port, body="x" * 1024, user=user))
    process = start_nginx("upstream", ["nginx", "-c", configuration, "-e", folder / "upstream.log", "-g", "daemon off;"], folder, port)
    return process, port


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
            workers[name] = (worker_of(process), port)
            pin(workers[name][0], gateway_core)
        pin(worker_of(upstream), load_core)
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
