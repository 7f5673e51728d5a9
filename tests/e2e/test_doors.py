"""A switch for each door: what people meet while operators close, guard and open, and that nobody else meets it."""

import datetime
import http.client
import json
import re
import socket
import threading
import zoneinfo

import pytest

from conftest import service
from harness import ANA_TOKEN, BESA_TOKEN, DRITAN_TOKEN, until

HTML = {"Accept": "text/html"}


def test_one_door_closes_and_the_others_stay_open(gateway):
    assert gateway.get("tax.test")[0] == 200
    placed = gateway.order("tax", "closed")
    assert placed["outcome"] == "placed"
    assert placed["obeyed"]["workers"] == placed["obeyed"]["of"] == 2
    assert gateway.get("tax.test")[0] == 503
    assert gateway.get("portal.test")[0] == 200
    assert gateway.get("portal.test", "/courts")[0] == 200
    assert gateway.upstreams["tax"].requests[-1][1] == "/", "nothing more reached the service"
    status, _ = gateway.api("POST", f"/api/v1/orders/{placed['order']['id']}/undo", ANA_TOKEN, {"reason": "over"})
    assert status == 201
    assert gateway.get("tax.test")[0] == 200


def test_compartment_and_all(gateway):
    gateway.order("compartment:citizens", "closed")
    assert [gateway.get(h, p)[0] for h, p in (("tax.test", "/"), ("portal.test", "/"), ("portal.test", "/courts"))] == [200, 503, 503]
    gateway.order("courts", "open")
    assert gateway.get("portal.test", "/courts")[0] == 200, "the narrower scope wins"
    proposed = gateway.order("all", "closed", expect=202)
    assert gateway.get("tax.test")[0] == 200, "everything at once asks for a second person"
    proposal = proposed["proposal"]
    approve = f"/api/v1/proposals/{proposal['id']}/approve"
    assert gateway.api("POST", approve, ANA_TOKEN, {"digest": proposal["digest"]})[0] == 403, "not the same person"
    assert gateway.api("POST", approve, DRITAN_TOKEN, {"digest": proposal["digest"]})[0] == 403, "an auditor only looks"
    assert gateway.api("POST", approve, BESA_TOKEN, {"digest": "0" * 64})[0] == 409, "not what is proposed"
    assert gateway.api("POST", approve, BESA_TOKEN, {"digest": proposal["digest"]})[0] in (200, 201)
    assert gateway.get("tax.test")[0] == 503


def test_the_door_page_says_what_people_need(gateway):
    gateway.order("tax", "closed", cause="maintenance", **{"for": "45m"},
                  public_text={"en": "New forms are being installed.", "sq": "Po instalohen formularë të rinj."})
    status, headers, body = gateway.get(f"tax.test:{gateway.port}", headers={**HTML, "Accept-Language": "sq-AL,sq;q=0.9,en;q=0.5"})
    page = body.decode()
    assert status == 503
    assert len(headers.get_all("Content-Type")) == 1 and headers["Content-Type"].startswith("text/html")
    assert headers["Content-Language"] == "sq"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Proxy-Status"].startswith("bulkhead; error=")
    assert 1 <= int(headers["Retry-After"]) <= 3600
    assert 'lang="sq"' in page and "Po instalohen formularë të rinj." in page
    assert "Portal (sq)" in page and "Courts (sq)" in page, "services that still work"
    assert f"http://portal.test:{gateway.port}/" in page
    assert "Agjencia e Testeve" in page and "Telefoni 1800" in page
    english = gateway.get("tax.test", headers={**HTML, "Accept-Language": "en"})[2].decode()
    assert "New forms are being installed." in english


def test_waits_differ_between_clients(gateway):
    gateway.order("tax", "closed")
    waits = {gateway.get("tax.test")[1]["Retry-After"] for _ in range(20)}
    assert len(waits) > 3


def test_a_post_is_told_that_nothing_was_received(gateway):
    gateway.order("tax", "closed")
    status, _, body = gateway.request("POST", "tax.test", "/returns", headers=HTML, body=b"income=1")
    assert status == 503
    plain = gateway.get("tax.test", headers=HTML)[2]
    assert body != plain
    status, headers, body = gateway.request("POST", "tax.test", "/returns", headers={"Accept": "application/json"}, body=b"{}")
    problem = json.loads(body)
    assert headers["Content-Type"] == "application/problem+json"
    assert problem["received"] is False and problem["status"] == 503 and problem["type"].endswith(":closed")
    assert not [r for r in gateway.upstreams["tax"].requests if r[0] == "POST"]


def test_a_large_upload_to_a_closed_door_is_answered_not_reset(gateway):
    gateway.order("tax", "closed")
    status, _, _ = gateway.request("POST", "tax.test", "/upload", body=b"x" * (3 << 20))
    assert status == 503


def test_head_has_no_body_and_keepalive_goes_on(gateway):
    gateway.order("tax", "closed")
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=10)
    for method in ("HEAD", "GET", "HEAD"):
        connection.request(method, "/", headers={"Host": "tax.test"})
        response = connection.getresponse()
        body = response.read()
        assert response.status == 503
        assert bool(body) == (method == "GET")
    connection.request("GET", "/", headers={"Host": "portal.test"})
    assert connection.getresponse().read() and connection.sock is not None


def test_lanes_stay_served_but_not_on_compromise(gateway):
    gateway.order("tax", "closed")
    assert gateway.get("tax.test")[0] == 503
    assert gateway.get("tax.test", source="127.0.0.9")[0] == 200
    gateway.order("tax", "closed", cause="compromise", token=BESA_TOKEN, alone=True)
    assert gateway.get("tax.test", source="127.0.0.9")[0] == 503


def test_requests_under_way_finish_while_the_door_drains(gateway):
    tax = gateway.upstreams["tax"]
    tax.hold = threading.Event()
    answers = []
    thread = threading.Thread(target=lambda: answers.append(gateway.get("tax.test", "/hold/1")[0]))
    thread.start()
    until("the request is inside", lambda: any(r[1] == "/hold/1" for r in tax.requests))
    gateway.order("tax", "closed")
    assert gateway.get("tax.test")[0] == 503
    posture = gateway.service_status("tax")["posture"]
    assert posture["draining"]
    began, ends = (datetime.datetime.fromisoformat(posture[key].replace("Z", "+00:00")) for key in ("since", "drains_until"))
    assert abs((ends - began).total_seconds() - 10) < 0.5, "the usual drain"
    assert re.search(r"drain ends \d\d:\d\d \(in \d+ (ms|s)\)", gateway.cli("status").stdout)
    tax.hold.set()
    thread.join(20)
    assert answers == [200]


def test_what_is_still_under_way_after_the_drain_is_cut(make_gateway):
    gateway = make_gateway()
    tax = gateway.upstreams["tax"]
    tax.hold = threading.Event()
    with socket.create_connection(("127.0.0.1", gateway.port), 30) as s:
        s.sendall(b"GET /hold/2 HTTP/1.1\r\nHost: tax.test\r\n\r\n")
        until("the request is inside", lambda: any(r[1] == "/hold/2" for r in tax.requests))
        gateway.order("tax", "closed", drain="1s")
        s.settimeout(20)
        assert s.recv(1) == b"", "the connection ends without an answer"
    until("the cut is counted", lambda: re.search(r'bulkhead_\w*cut\w*\{[^}]*service="tax"[^}]*\} [1-9]', gateway.api("GET", "/metrics", ANA_TOKEN)[1]))
    until("no gauge is left behind", lambda: gateway.service_status("tax")["in_flight"] == 0)
    tax.hold.set()


def test_sessions_inside_may_finish(gateway):
    headers = gateway.get("tax.test", "/login/1")[1]
    cookies = [c.split(";")[0] for c in headers.get_all("Set-Cookie")]
    assert len(cookies) == 2, "the session, and its companion"
    inside = {"Cookie": "; ".join(cookies)}
    gateway.order("tax", "closed", drain="10m")
    assert gateway.get("tax.test", "/step/2", headers=inside)[0] == 200
    assert gateway.get("tax.test", "/step/2")[0] == 503
    stolen = {"Cookie": "session=other; " + cookies[1]}
    assert gateway.get("tax.test", "/step/2", headers=stolen)[0] == 503


def test_an_order_ends_by_itself_and_reopens(gateway):
    gateway.order("tax", "closed", cause="maintenance", **{"for": "1s"})
    assert gateway.get("tax.test")[0] == 503
    until("the door opens by itself", lambda: gateway.get("tax.test")[0] == 200)
    posture = gateway.service_status("tax")["posture"]
    assert posture["level"] == "open" and posture["share_permille"] == 250, "expires into reopening"


def test_levels_and_shares_are_carried_and_said_not_to_be_enforced(gateway):
    gateway.order("tax", "guarded", cause="attack")
    service = gateway.service_status("tax")
    assert service["posture"]["level"] == "guarded"
    assert service["not_enforced"], "status says what guarded does not tighten yet"
    assert gateway.get("tax.test")[0] == 200


def test_dry_run_only_says(gateway):
    answer = gateway.order("tax", "closed", expect=200, dry_run=True)
    assert answer["outcome"] == "preview"
    assert answer["preview"]["sentence"] == "tax; counters stay"
    assert gateway.get("tax.test")[0] == 200
    assert gateway.status()["services"][0]["posture"]["level"] == "open"


def test_history_says_who_did_what(gateway):
    gateway.order("tax", "closed", reason="tickets 4711")
    gateway.api("POST", "/api/v1/orders", DRITAN_TOKEN, {"scope": "tax", "level": "open", "reason": "no"})
    code, history = gateway.api("GET", "/api/v1/history?limit=50", ANA_TOKEN)
    assert code == 200
    assert any(e["person"] == "ana" and "tax" in json.dumps(e) and "4711" in json.dumps(e) for e in history["entries"])
    page = gateway.get("tax.test", headers=HTML)[2].decode()
    assert "4711" not in page and "ana" not in page.split("<main")[1], "the reason is internal"


def test_the_status_site_speaks_the_readers_language(gateway):
    until("the site is written", lambda: gateway.get("tax.test", "/status/")[0] == 200)
    for asked, language in (("sq-AL,sq;q=0.9,en;q=0.5", b'lang="sq"'), ("en", b'lang="en"'), ("de", b'lang="en"'), ("", b'lang="en"')):
        _, headers, body = gateway.get("tax.test", "/status/", headers={"Accept-Language": asked})
        assert language in body and headers["Vary"] == "Accept-Language", asked
    gateway.order("tax", "closed")
    _, _, page = gateway.get("tax.test", headers={**HTML, "Accept-Language": "sq"})
    assert b'href="/status/index.sq.html"' in page
    assert gateway.get("tax.test", "/status/index.sq.html")[0] == 200


def test_what_is_missing_under_the_status_site_gets_a_page_of_its_own(gateway):
    until("the site is written, its last file too", lambda: gateway.get("tax.test", "/status/not-found.sq.html")[0] == 200)
    for path in ("/status/nothing", "/status/index.xx.html", "/status/deep/er/nothing.html", "/status/api/", "/status/api/v2/"):
        for asked, language in (("sq-AL,sq;q=0.9,en;q=0.5", "sq"), ("en", "en"), ("de", "en"), ("", "en")):
            status, headers, body = gateway.get("tax.test", path, headers={"Accept-Language": asked})
            assert status == 404, (path, asked)
            assert f'<html lang="{language}"'.encode() in body and b"<h1>" in body, (path, asked, body)
            assert f'href="/status/index.{language}.html"'.encode() in body and b"nginx" not in body
            assert headers["Vary"] == "Accept-Language" and headers["Content-Type"] == "text/html; charset=utf-8"
            assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    gateway.order("tax", "closed")
    assert gateway.get("tax.test", "/status/nothing")[0] == 404, "no door stands before the status site"
    assert gateway.request("HEAD", "tax.test", "/status/nothing")[2] == b""


def test_unknown_hosts_and_bare_addresses_get_421(gateway):
    for host in ("unknown.test", f"127.0.0.1:{gateway.port}", "tax.test.evil.example"):
        status, _, body = gateway.get(host, headers=HTML)
        assert status == 421, host
        assert b"Agency of Tests" not in body, "whoever asks for a stranger learns nothing about us"
    assert b" 421 " in gateway.raw(b"GET / HTTP/1.0\r\n\r\n").split(b"\r\n")[0]


def test_a_path_that_no_service_has_is_not_found_on_a_host_of_ours(make_gateway):
    gateway = make_gateway(lambda upstreams: {"courts": service(upstreams["courts"], "portal.test", paths=["/courts"])})
    assert gateway.get("portal.test", "/courts/7")[0] == 200
    status, headers, body = gateway.get("portal.test", "/elsewhere", headers=HTML)
    assert status == 404 and b"Agency of Tests" in body
    assert "destination_not_found" in headers["Proxy-Status"]
    problem = gateway.get("portal.test", "/elsewhere", headers={"Accept": "application/json"})[2]
    assert json.loads(problem)["type"].endswith("not-found")


def test_fields_that_only_a_proxy_may_send_are_taken_away(gateway):
    forged = {"X-Forwarded-For": "10.20.0.1", "X-Forwarded-Host": "evil", "X-Forwarded-Proto": "https", "Forwarded": "for=1.2.3.4",
              "X-Original-URL": "/admin", "X-Rewrite-URL": "/admin", "X-Bulkhead-Lane": "counters", "X-Other": "stays"}
    body = json.loads(gateway.get("portal.test", headers=forged)[2])
    seen = {k.lower(): v for k, v in body["headers"]}
    assert seen["x-other"] == "stays"
    assert "10.20.0.1" not in seen.get("x-forwarded-for", "") and "evil" not in seen.get("x-forwarded-host", "")
    for gone in ("x-original-url", "x-rewrite-url", "x-bulkhead-lane"):
        assert gone not in seen
    assert "1.2.3.4" not in json.dumps(seen)
    gateway.order("tax", "closed")
    assert gateway.get("tax.test", headers={"X-Forwarded-For": "127.0.0.9"})[0] == 503, "nobody forges a lane"


def test_behind_a_trusted_proxy_the_client_is_whom_it_names(make_gateway):
    gateway = make_gateway(gateway={"trusted_proxies": ["127.0.0.8/32"]})
    gateway.order("tax", "closed")
    counter = {"X-Forwarded-For": "127.0.0.9"}
    assert gateway.get("tax.test", headers=counter, source="127.0.0.8")[0] == 200, "the lane, through the proxy"
    assert gateway.get("tax.test", headers=counter)[0] == 503, "anybody can write that field"
    chain = {"X-Forwarded-For": "127.0.0.9, 192.0.2.1"}
    assert gateway.get("tax.test", headers=chain, source="127.0.0.8")[0] == 503, "the last one that a trusted proxy saw counts"
    seen = dict(json.loads(gateway.get("portal.test", headers=counter, source="127.0.0.8")[2])["headers"])
    assert seen["X-Forwarded-For"].split(", ")[0] == "127.0.0.9", seen


FORGED = ["X-Forwarded-For: 6.6.6.6", "X-Original-URL: /a", "X-Forwarded-Proto: https", "Forwarded: for=1.2.3.4", "X-Bulkhead-Lane: x"]


@pytest.mark.parametrize("fields", [
    FORGED[:1], FORGED, ["A: 1", *FORGED], [*FORGED, "Z: 1"], ["A: 1", FORGED[0], "Z: 1", FORGED[1]],
    # nginx keeps header fields in parts of twenty: forged ones at the edges of a part.
    *[[*(f"K{i}: v{i}" for i in range(n)), *FORGED[:2], *(f"L{i}: w{i}" for i in range(m))] for n in (17, 18, 19, 20) for m in (0, 1, 20)],
], ids=lambda f: f"{len(f)}")
def test_what_is_left_of_the_fields_is_exactly_what_was_sent(gateway, fields):
    workers = gateway.worker_pids()
    for _ in range(3):
        # What somebody else sent before must not come out of memory.
        assert gateway.get("portal.test", headers={"X-Pad": "p" * 80, "Cookie": "session=SOMEBODY-ELSES"})[0] == 200
        answer = gateway.raw(("GET / HTTP/1.1\r\nHost: portal.test\r\n" + "".join(f + "\r\n" for f in fields) + "Connection: close\r\n\r\n").encode())
        assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
        seen = [f"{k}: {v}" for k, v in json.loads(answer.split(b"\r\n\r\n", 1)[1])["headers"]]
        assert [f for f in seen if f[0] in "AKLZ" and not f.startswith("Accept")] == [f for f in fields if f not in FORGED]
        assert not [f for f in seen if f in FORGED or "SOMEBODY" in f or f.startswith("Cookie")]
    assert gateway.worker_pids() == workers, "no worker died"


def test_every_door_closes_and_opens_by_the_command_line(gateway):
    done = gateway.cli("close", "tax", "--cause", "load", "--reason", "flood", "--for", "10m", "--yes")
    assert "tax" in done.stdout
    assert gateway.get("tax.test")[0] == 503
    status = gateway.cli("status").stdout
    assert re.search(r"tax +essential +(CLOSING|CLOSED)", status), status
    assert json.loads(gateway.cli("status", "--json").stdout)["services"]
    gateway.cli("undo", "last", "--reason", "over", "--yes")
    assert gateway.get("tax.test")[0] == 200
    assert gateway.cli("close", "no-such-service", "--cause", "load", "--reason", "x", "--yes", check=False).returncode == 1
    assert gateway.cli("close", "--nonsense", check=False).returncode == 2


def local_times(page, zone):
    """Every time of a page: (as people read it, as its machine-readable instant is told in `zone`)."""
    for instant, told in re.findall(r'<time datetime="([^"]+Z)">([^<]+)</time>', page):
        at = datetime.datetime.fromisoformat(instant.replace("Z", "+00:00")).astimezone(zone)
        yield told, f"{at.day} {at:%B %Y, %H:%M}"


def test_people_read_the_time_of_the_agency(make_gateway):
    kolkata = zoneinfo.ZoneInfo("Asia/Kolkata")
    gateway = make_gateway(agency={"name": {"en": "Agency"}, "contact": "Telephone 1800", "timezone": "Asia/Kolkata"},
                           services=lambda upstreams: {"tax": {**service(upstreams["tax"], "tax.test"), "title": {"en": "Tax"}}})
    gateway.order("tax", "closed", cause="maintenance")
    _, _, page = gateway.get("tax.test", headers=HTML)
    times = list(local_times(page.decode(), kolkata))
    assert len(times) == 2, "since when, and until when"
    assert all(told == expected for told, expected in times), times
    asked = re.search(r"<code>(\S+ \S+) \+05:30</code>", page.decode())
    assert asked, page
    at = datetime.datetime.fromisoformat(asked[1]).replace(tzinfo=kolkata)
    assert abs((datetime.datetime.now(kolkata) - at).total_seconds()) < 60

    def status_page():
        _, _, body = gateway.get("tax.test", "/status/", headers=HTML)
        found = list(local_times(body.decode(), kolkata))
        return len(found) > 3 and all(told == expected for told, expected in found)
    until("the status site tells local time", status_page)
    _, _, summary = gateway.get("tax.test", "/status/api/v2/summary.json")
    assert json.loads(summary)["page"]["time_zone"] == "Asia/Kolkata"
    assert json.loads(summary)["as_of"].endswith("Z"), "programs read UTC"
