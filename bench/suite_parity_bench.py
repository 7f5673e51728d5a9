#!/usr/bin/python3
"""What does nginx find with the module, and what with libmodsecurity, in each request of the Core Rule Set's own tests?

Each suite runs through both (3.3.4 with Debian's rules; 4 from the folder that BULKHEAD_CRS4 names), with the same settings and the
same service behind. Printed is how many tests come out as their authors have it, and where the rules that were found differ."""

import collections
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from gateway_for_bench import start_nginx
from measure import ROOT, at_least, end, print_machine

from harness import free_ports

CONFORMANCE = ROOT / "tests" / "conformance"
sys.path.insert(0, str(CONFORMANCE))

import through  # noqa: E402

MODULE = "/usr/lib/nginx/modules/ngx_http_modsecurity_module.so"
# Libmodsecurity tells of no rule that has noauditlog, as these two have.
UNTOLD = {980130, 980170}

NGINX = """
load_module {module};{user}
worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log info;
events {{ worker_connections 512; }}
http {{
  access_log off; client_max_body_size 16m; large_client_header_buffers 4 16k;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port} default_server;
    server_name localhost;
    modsecurity on;
    modsecurity_rules_file {folder}/main.conf;
    location / {{ proxy_http_version 1.1; proxy_set_header Host $host; proxy_pass http://127.0.0.1:{upstream}; }}
  }}
}}
"""


@contextlib.contextmanager
def libmodsecurity(folder, upstream_port, rules):
    """nginx with libmodsecurity: (URL, error log)."""
    folder.mkdir()
    (port,) = free_ports(1)
    (folder / "main.conf").write_text("".join(f"Include {file}\n" for file in rules) + "SecAuditEngine Off\n")
    user = " user root;" if os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(module=MODULE, user=user, folder=folder, port=port, upstream=upstream_port))
    process = start_nginx("libmodsecurity", ["nginx", "-c", configuration, "-e", folder / "error.log", "-g", "daemon off;"], folder, port)
    try:
        yield f"http://127.0.0.1:{port}", folder / "error.log"
    finally:
        process.stop()


def suites():
    """(name, service, words for `rules test`, rule files) of each suite that is there."""
    engine = str(CONFORMANCE / "engine.conf")
    tests = ROOT.parent / "shared" / "data" / "crs-3.3.4-tests"
    debian = pathlib.Path("/usr/share/modsecurity-crs/rules")
    if tests.is_dir() and debian.is_dir():
        yield "3.3.4", "httpbin", [str(tests)], [engine, "/etc/modsecurity/crs/crs-setup.conf", f"{debian}/*.conf"]
    else:
        print("skipped: 3.3.4, whose tests or rules (package modsecurity-crs) are not there")
    if checkout := os.environ.get("BULKHEAD_CRS4"):
        regression = f"{checkout}/tests/regression"
        yield ("4", "albedo", [f"{regression}/tests", "--overrides", f"{regression}/nginx-overrides.yaml"],
               [engine, f"{checkout}/crs-setup.conf.example", f"{checkout}/rules/*.conf"])
    else:
        print("skipped: 4, as BULKHEAD_CRS4 is not set (the folder of a clone of Core Rule Set 4)")


def report(words, url, log):
    done = through.run_suite([*words, "--json"], url, log, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def rules_of(one):
    """Rules found, by test and stage."""
    return {(stage["test"], stage["stage"]): frozenset(stage["rules"]) - UNTOLD for stage in one["stages"]}


def compare(name, ours, theirs):
    a, b = rules_of(ours), rules_of(theirs)
    groups = collections.defaultdict(list)
    for key in a.keys() & b.keys():
        if a[key] != b[key]:
            groups[(tuple(sorted(a[key] - b[key])), tuple(sorted(b[key] - a[key])))].append(key[0])
    compared, different = len(a.keys() & b.keys()), sum(map(len, groups.values()))
    print(f"{name}: {ours['passed']:,} of {ours['passed'] + ours['failed']:,} tests pass, {theirs['passed']:,} with libmodsecurity; "
          f"the same rules in {compared - different:,} of {compared:,} requests")
    for (more, less), tests in sorted(groups.items(), key=lambda group: -len(group[1])):
        words = [f"only {who} {' '.join(map(str, ids))}" for who, ids in (("bulkhead", more), ("libmodsecurity", less)) if ids]
        print(f"  {len(tests)} times {', '.join(words)}: {' '.join(sorted(tests))}")
    return {"tests": ours["passed"] + ours["failed"], "passed": ours["passed"], "passed_libmodsecurity": theirs["passed"],
            "requests": compared, "same": compared - different}


def measure(name, service, words, rules):
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        with through.upstream(folder, service) as port:
            with through.gateway(folder, port, rules) as (url, log):
                ours = report(words, url, log)
            with libmodsecurity(folder / "theirs", port, rules) as (url, log):
                theirs = report(words, url, log)
    return compare(name, ours, theirs)


def musts(figures):
    return [at_least(one["passed"], one["passed_libmodsecurity"], f"{name}: tests that pass") for name, one in figures.items()]


def main():
    print_machine()
    figures = {name: measure(name, *rest) for name, *rest in suites()}
    end(musts(figures), **figures)


if __name__ == "__main__":
    main()
