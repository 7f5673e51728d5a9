"""The module in a configuration that somebody already has: services named by location, or found by host and path."""

import socket
import subprocess
import threading

import pytest

from harness import ANA_TOKEN, DEADLINE_S, MODULE, Process, free_ports, sanitizers, until

CONFIGURATION = """
load_module {module};
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  bulkhead_image {state}/images/current.img;
  bulkhead_state {state};
  error_page 503 /own-503.html;
  server {{
    listen 127.0.0.1:{port};
    server_name tax.test;
    bulkhead_service tax;
    location / {{ proxy_pass http://127.0.0.1:{tax}; proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; }}
    location /free {{ bulkhead off; return 200 "free\\n"; }}
    location /static {{ return 204; }}
    location /elsewhere {{ error_page 404 = /courts-by-error; proxy_pass http://127.0.0.1:{tax}; }}
    location = /own-503.html {{ internal; return 503 "nginx's own"; }}
  }}
  server {{
    listen 127.0.0.1:{port};
    server_name portal.test;
    bulkhead on;
    location / {{ try_files /nothing @app; }}
    location @app {{ proxy_pass http://127.0.0.1:{portal}; }}
    location /courts {{ bulkhead_service courts; proxy_pass http://127.0.0.1:{courts}; }}
    location /to-courts {{ rewrite ^ /courts/inside last; }}
    location /redirected {{ try_files /nothing /courts/inside; }}
    location /held {{ try_files /nothing /courts/hold/1; }}
  }}
}}
"""


@pytest.fixture
def existing(make_gateway):
    gateway = make_gateway(start=False)
    gateway.start_daemon()
    gateway.render()  # makes the folders
    folder = gateway.folder / "own"
    folder.mkdir()
    user = ""
    import os
    if os.geteuid() == 0:
        user = "user root;\n"
    ports = {name: u.port for name, u in gateway.upstreams.items()}
    gateway.nginx_configuration = folder / "nginx.conf"
    gateway.nginx_configuration.write_text(user + CONFIGURATION.format(module=MODULE, folder=folder, state=gateway.state, port=gateway.port, **ports))
    gateway.nginx = Process("own-nginx", gateway.nginx_words("-g", "daemon off;"), gateway.folder)
    until("nginx listens", gateway._nginx_listens)
    return gateway


def test_doors_by_location_and_by_host(existing):
    assert existing.get("tax.test")[0] == 200
    assert existing.get("portal.test")[0] == 200
    existing.order("tax", "closed")
    status, headers, _ = existing.get("tax.test")
    assert status == 503 and "Retry-After" in headers, "our page, not nginx's error_page"
    assert existing.get("tax.test", "/free")[0] == 200, "bulkhead off"
    assert existing.get("portal.test")[0] == 200
    existing.order("portal", "closed")
    assert existing.get("portal.test")[0] == 503
    assert existing.get("portal.test", "/courts")[0] == 200


def test_nobody_forges_where_they_come_from(existing):
    body = existing.get("tax.test", headers={"X-Forwarded-For": "6.6.6.6", "X-Real-IP": "6.6.6.6"})[2].decode()
    assert "6.6.6.6" not in body and "127.0.0.1" in body


def test_proxy_protocol_vouches_for_the_address_not_for_the_fields(existing):
    text = existing.nginx_configuration.read_text()
    (port,) = free_ports(1)
    existing.nginx.stop()
    existing.nginx_configuration.write_text(text.replace(
        "error_page 503 /own-503.html;", "error_page 503 /own-503.html; set_real_ip_from 127.0.0.1; real_ip_header proxy_protocol;").replace(
        f"listen 127.0.0.1:{existing.port};", f"listen 127.0.0.1:{existing.port}; listen 127.0.0.1:{port} proxy_protocol;"))
    existing.nginx = Process("proxied-nginx", existing.nginx_words("-g", "daemon off;"), existing.folder)
    until("nginx listens", existing._nginx_listens)
    existing.order("tax", "closed")

    def ask(host, address, *fields):
        with socket.create_connection(("127.0.0.1", port), DEADLINE_S) as client:
            head = "\r\n".join([f"PROXY TCP4 {address} 127.0.0.1 1000 80", "GET / HTTP/1.1", f"Host: {host}", *fields, "Connection: close", "", ""])
            client.sendall(head.encode())
            return b"".join(iter(lambda: client.recv(65536), b"")).decode()

    seen = ask("portal.test", "192.0.2.7", "X-Forwarded-For: 6.6.6.6", "X-Real-IP: 6.6.6.6", "Forwarded: for=6.6.6.6")
    assert seen.startswith("HTTP/1.1 200") and "6.6.6.6" not in seen, seen
    assert ask("tax.test", "127.0.0.9").startswith("HTTP/1.1 200"), "the lane, by the balancer's word"
    assert ask("tax.test", "192.0.2.7", "X-Forwarded-For: 127.0.0.9").startswith("HTTP/1.1 503")


def test_internal_redirects_meet_the_door_they_land_at(existing):
    assert existing.get("portal.test", "/to-courts")[0] == 200
    assert existing.get("portal.test", "/redirected")[0] == 200
    existing.order("courts", "closed")
    before = len(existing.upstreams["courts"].requests)
    assert existing.get("portal.test", "/to-courts")[0] == 503
    assert existing.get("portal.test", "/redirected")[0] == 503
    assert len(existing.upstreams["courts"].requests) == before
    until("no gauge is left behind", lambda: all(s["in_flight"] == 0 for s in existing.status()["services"]))


def test_a_redirected_request_is_cut_when_the_door_it_landed_at_closes(existing):
    courts = existing.upstreams["courts"]
    courts.hold = threading.Event()
    with socket.create_connection(("127.0.0.1", existing.port), DEADLINE_S) as client:
        client.sendall(b"GET /held HTTP/1.1\r\nHost: portal.test\r\n\r\n")
        until("the request is inside", lambda: any(r[1] == "/courts/hold/1" for r in courts.requests))
        existing.order("courts", "closed", drain="0s")
        assert client.recv(1000) == b"", "nothing of the closed service comes out"
    courts.hold.set()
    assert existing.get("portal.test")[0] == 200
    until("no gauge is left behind", lambda: all(s["in_flight"] == 0 for s in existing.status()["services"]))


def test_what_nginx_answers_itself_is_counted(existing):
    def requests():
        metrics = existing.api("GET", "/metrics", ANA_TOKEN)[1]
        return sum(float(line.rsplit(" ", 1)[1]) for line in metrics.splitlines()
                   if "requests_total" in line and 'service="tax"' in line and not line.startswith("#"))
    before = requests()
    assert existing.get("tax.test", "/static")[0] == 204
    until("it is counted", lambda: requests() > before)


def check(existing, text):
    existing.nginx_configuration.write_text(text)
    return subprocess.run([str(w) for w in existing.nginx_words("-t")], capture_output=True, text=True, env=sanitizers.environment())


def test_mistakes_are_found_by_nginx_t(existing):
    good = existing.nginx_configuration.read_text()
    assert check(existing, good).returncode == 0
    cases = {
        "bulkhead_service tax;": ("bulkhead_service taxx;", "no service of that name"),
        f"bulkhead_image {existing.state}/images/current.img;": ("bulkhead_image /nonexistent.img;", "/nonexistent.img"),
        f"bulkhead_state {existing.state};": ("", "bulkhead_state"),
        "bulkhead on;": ("bulkhead maybe;", "maybe"),
    }
    for old, (new, message) in cases.items():
        result = check(existing, good.replace(old, new))
        assert result.returncode != 0 and message in result.stderr, (new, result.stderr)
