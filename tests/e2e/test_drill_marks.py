"""What a rehearsal orders holds at the doors, is marked wherever operators look, and is never told to the public."""

import json

from harness import ANA_TOKEN, BESA_TOKEN, until

HTML = {"Accept": "text/html"}


def summary(gateway):
    return json.loads(gateway.get("portal.test", "/status/summary.json")[2])


def site_bytes(gateway):
    return b"".join(gateway.get("portal.test", path)[2] for path in ("/status/", "/status/summary.json", "/status/feed.atom"))


def after_the_site_is_written(gateway):
    """The site's bytes as of an order that came after everything before: closing the courts in earnest shows."""
    gateway.order("service:courts", "closed", public_text={"en": "IN EARNEST"})
    return until("the site tells of the courts", lambda: (found := site_bytes(gateway)) and b"IN EARNEST" in found and found)


def test_a_drills_closing_is_marked_and_not_told(gateway):
    until("the site is written", lambda: gateway.get("portal.test", "/status/")[0] == 200)
    gateway.cli("close", "tax", "--drill", "--for", "20m", "--reason", "rehearsal", "--public", "en=REHEARSED WORDS", "--yes")

    # People at the door see that it is closed: it is.
    status, _, page = gateway.get("tax.test", headers=HTML)
    assert status == 503 and b"REHEARSED WORDS" in page

    assert gateway.service_status("tax")["posture"]["drill"] is True
    assert "DRILL" in gateway.cli("status").stdout
    assert gateway.api("GET", "/api/v1/orders", ANA_TOKEN)[1]["orders"][0]["drill"] is True
    assert gateway.api("GET", "/api/v1/history", ANA_TOKEN)[1]["entries"][0]["drill"] is True
    assert "DRILL: close service tax" in gateway.cli("history").stdout

    told = after_the_site_is_written(gateway)
    assert b"REHEARSED WORDS" not in told
    assert b"-tax" not in told, "no incident, open or over"
    gateway.cli("undo", gateway.service_status("tax")["posture"]["order"], "--drill", "--reason", "over", "--yes")
    assert gateway.get("tax.test")[0] == 200
    gateway.order("service:portal", "closed", public_text={"en": "THE PORTAL TOO"})
    told = until("the site is written again", lambda: (found := site_bytes(gateway)) and b"THE PORTAL TOO" in found and found)
    assert b"REHEARSED WORDS" not in told and b"-tax" not in told, "nor once it is over"


def test_a_drill_opens_nothing_that_is_closed_in_earnest(gateway):
    placed = gateway.order("service:tax", "closed")
    refused = gateway.cli("undo", placed["order"]["id"], "--drill", "--reason", "over", "--yes", check=False)
    assert refused.returncode == 1 and "in earnest" in refused.stderr
    assert gateway.get("tax.test")[0] == 503


def test_a_drills_proposal_is_marked_and_a_drill_agrees_to_no_other(gateway):
    real = gateway.order("all", "closed", expect=202)["proposal"]
    refused = gateway.cli("approve", real["id"], "--drill", "--yes", token=BESA_TOKEN, check=False)
    assert refused.returncode == 1 and "in earnest" in refused.stderr
    proposed = gateway.order("all", "closed", expect=202, drill=True)["proposal"]
    assert proposed["drill"] is True
    gateway.cli("approve", proposed["id"], "--drill", "--yes", token=BESA_TOKEN)
    assert gateway.get("tax.test")[0] == 503
    assert all(order["drill"] for order in gateway.api("GET", "/api/v1/orders", ANA_TOKEN)[1]["orders"])


def test_on_a_rehearsal_gateway_everything_is_a_drill(make_gateway):
    gateway = make_gateway(gateway={"rehearsal": True})
    assert gateway.status()["gateway"]["rehearsal"] is True
    assert "Rehearsal gateway" in gateway.cli("status").stdout
    gateway.cli("close", "tax", "--for", "20m", "--reason", "rehearsal", "--yes")
    assert gateway.service_status("tax")["posture"]["drill"] is True
    assert all(entry["drill"] for entry in gateway.api("GET", "/api/v1/history", ANA_TOKEN)[1]["entries"])
