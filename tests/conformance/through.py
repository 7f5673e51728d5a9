"""The Core Rule Set's tests through a gateway: a real nginx with the module, the daemon, and the service that the tests count on.

    through.py SERVICE OPTIONS-OF-RULES-TEST -- RULES...

SERVICE is albedo (Core Rule Set 4) or httpbin (3.3).

The tests name dozens of hosts, and some none, which a policy does not. So the nginx that the policy is rendered to gets one more
listener, where the service is found by its location, whatever the host says. All else is as rendered."""

import contextlib
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

from harness import BIN, Gateway, Process, free_ports, sanitizers, until  # noqa: E402

ANY_HOST = """
  server {{
    listen 127.0.0.1:{port} default_server;
    server_name localhost;
    location / {{
      bulkhead_service suite;
      proxy_pass http://suite;
    }}
  }}
}}
"""


class AnyHostGateway(Gateway):
    def render(self, *extra):
        super().render(*extra)
        (self.any_host_port,) = free_ports(1)
        text = self.nginx_configuration.read_text().rstrip()
        assert text.endswith("}"), "the configuration ends with its http block"
        self.nginx_configuration.write_text(text[:-1] + ANY_HOST.format(port=self.any_host_port))


def suite_service(port, rules):
    return {
        "title": {"en": "Suite", "sq": "Suite"},
        "match": {"hosts": ["localhost"]},
        "upstream": [f"http://127.0.0.1:{port}"],
        "health": {"path": "/status/200", "interval": "60s"},
        "inspection": {"rules": rules, "mode": "detect", "error_log": True,
                       "request_body_bytes_max": "16MiB", "response_body_bytes_max": "1MiB"},
    }


@contextlib.contextmanager
def upstream(folder, service):
    """The service that the tests count on; its port."""
    process = Process("upstream", [BIN / "suite_upstream", service], folder)
    try:
        yield int(until("the upstream says its port", process.text))
    finally:
        process.stop()


@contextlib.contextmanager
def gateway(folder, upstream_port, rules):
    """A gateway with these rules: (URL, error log)."""
    # One worker: its log has the lines in the order of the requests.
    made = AnyHostGateway(folder, {"suite": suite_service(upstream_port, rules)}, workers=1)
    try:
        made.start()
        yield f"http://127.0.0.1:{made.any_host_port}", made.state / "nginx" / "logs" / "error.log"
    finally:
        made.stop()


def run_suite(words, url, log, **options):
    """`bulkhead rules test`, done."""
    return subprocess.run([BIN / "bulkhead", "rules", "test", *words, "--through", url, "--log", log],
                          env=sanitizers.environment(sanitizers.OURS), **options)


def main():
    at = sys.argv.index("--")
    with tempfile.TemporaryDirectory(prefix="bulkhead-conformance-") as scratch:
        folder = pathlib.Path(scratch)
        with upstream(folder, sys.argv[1]) as port, gateway(folder, port, sys.argv[at + 1:]) as (url, log):
            status = run_suite(sys.argv[2:at], url, log).returncode
    found = sanitizers.take_reports()
    if found:
        print(found, file=sys.stderr)
    sys.exit(status or bool(found))


if __name__ == "__main__":
    main()
