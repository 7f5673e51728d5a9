"""A gateway agrees to a drill only where its officers said so, to the one address they named, and signs what it agrees to; its
listeners pass on that one question and nothing else to the daemon."""

import base64
import http.client
import json
import os
import socket
import stat
import subprocess

from harness import ANA_TOKEN, BESA_TOKEN, DRITAN_TOKEN, until

PATH = "/.well-known/bulkhead-drill"
NONCE = "0123456789abcdef" * 4
DRILL = "127.0.0.2"
ALLOW = {"from": DRILL, "requests_per_s_max": 500, "for": "1h", "reason": "exercise"}


def ask(gateway, path=f"{PATH}?nonce={NONCE}", source=DRILL, host="nobody.test", method="GET", headers=None):
    status, _, body = gateway.request(method, host, path, source=source, headers=headers)
    return status, body


def is_signed(folder, key, consent):
    """By another implementation than the one that signed."""
    text = "bulkhead drill consent 1\n" + "".join(
        f"{name}: {consent[name]}\n" for name in ("nonce", "address", "port", "from", "requests_per_s_max", "ends_at"))
    text += f"live: {'yes' if consent['live'] else 'no'}\ngateway: {consent['gateway']}\n"
    der = bytes.fromhex("302a300506032b6570032100") + bytes.fromhex(key)
    (folder / "key.pem").write_text("-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(der).decode() + "\n-----END PUBLIC KEY-----\n")
    (folder / "text").write_text(text)
    (folder / "signature").write_bytes(bytes.fromhex(consent["signature"]))
    return subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", folder / "key.pem", "-rawin", "-in", folder / "text",
                           "-sigfile", folder / "signature"], capture_output=True).returncode == 0


def allow(gateway, expect=201, token=ANA_TOKEN, **more):
    status, answer = gateway.api("POST", "/api/v1/drill/allow", token, {**ALLOW, **more})
    assert status == expect, (status, answer)
    return answer


def test_a_rehearsal_gateway_signs_what_an_officer_agreed_to(make_gateway, tmp_path):
    gateway = make_gateway(gateway={"rehearsal": True, "trusted_proxies": [DRILL]})
    assert ask(gateway)[0] == 404
    allow(gateway)
    key = gateway.api("GET", "/api/v1/drill", ANA_TOKEN)[1]["key"]
    assert stat.S_IMODE(os.stat(gateway.state / "keys" / "drill").st_mode) == 0o600

    # On every host: one that nobody claims, and a service's own.
    for host in ("nobody.test", "tax.test"):
        status, body = ask(gateway, host=host)
        assert status == 200, body
        consent = json.loads(body)
        assert is_signed(tmp_path, key, consent)
        assert (consent["nonce"], consent["address"], consent["port"]) == (NONCE, "127.0.0.1", gateway.port)
        assert (consent["from"], consent["requests_per_s_max"], consent["live"]) == (DRILL, 500, False)
        assert not is_signed(tmp_path, key, {**consent, "requests_per_s_max": 5000})

    # Nobody else is told, whatever they say of themselves.
    assert ask(gateway, source="127.0.0.1")[0] == 404
    assert ask(gateway, source="127.0.0.1", headers={"X-Forwarded-For": DRILL})[0] == 404
    assert ask(gateway, path=f"{PATH}?nonce={NONCE}&from={DRILL}", source="127.0.0.3")[0] == 404
    assert ask(gateway, headers={"X-Forwarded-For": "203.0.113.9"})[0] == 200, "who connected counts, not for whom it asks"

    assert gateway.api("POST", "/api/v1/drill/disallow", BESA_TOKEN, {"reason": "over"})[1] == {"outcome": "disallowed"}
    assert ask(gateway)[0] == 404
    actions = [entry["action"] for entry in gateway.api("GET", "/api/v1/history", ANA_TOKEN)[1]["entries"]]
    assert actions[:2] == ["drill-disallow", "drill-allow"]


def test_a_live_gateway_takes_two_and_means_it(make_gateway):
    gateway = make_gateway(gateway={"trusted_proxies": [DRILL]})
    allow(gateway, expect=403)
    allow(gateway, expect=403, live=True, token=DRITAN_TOKEN)
    allow(gateway, expect=400, live=True, **{"from": "203.0.113.1"})
    proposal = allow(gateway, expect=202, live=True)["proposal"]
    assert proposal["kind"] == "drill" and "live gateway" in proposal["what"]
    assert ask(gateway)[0] == 404
    assert gateway.cli("approve", proposal["id"], "--yes", check=False).returncode == 1, "not by its author"
    assert "agrees to a drill from 127.0.0.2" in gateway.cli("approve", proposal["id"], "--yes", token=BESA_TOKEN).stdout
    status, body = ask(gateway)
    assert status == 200 and json.loads(body)["live"] is True
    # Another policy, in which nobody believes that address, is another gateway.
    gateway.policy["gateway"]["trusted_proxies"] = []
    gateway.write_policy()
    gateway.cli("apply", gateway.policy_path, "--reason", "test", "--yes")
    until("the consent is void", lambda: gateway.api("GET", "/api/v1/drill", ANA_TOKEN)[1]["consent"] is None)
    assert ask(gateway)[0] == 404


def test_a_daemon_that_starts_again_agrees_to_nothing_and_keeps_its_key(make_gateway):
    gateway = make_gateway(gateway={"rehearsal": True, "trusted_proxies": [DRILL]})
    allow(gateway)
    key = gateway.api("GET", "/api/v1/drill", ANA_TOKEN)[1]["key"]
    gateway.daemon.stop()
    assert ask(gateway)[0] == 502
    gateway.start_daemon()
    drill = gateway.api("GET", "/api/v1/drill", ANA_TOKEN)[1]
    assert drill["key"] == key and drill["consent"] is None
    assert ask(gateway)[0] == 404


def test_the_listener_passes_on_one_question_and_few(make_gateway):
    gateway = make_gateway(gateway={"rehearsal": True, "trusted_proxies": [DRILL]})
    allow(gateway)
    for wrong in (PATH, f"{PATH}?nonce=", f"{PATH}?nonce={'0' * 30}", f"{PATH}?nonce={'0' * 130}", f"{PATH}?nonce={'G' * 32}",
                  f"{PATH}?nonce={NONCE[:32]}%26port=1"):
        assert ask(gateway, path=wrong)[0] == 400, wrong
    assert ask(gateway, method="POST")[0] == 403
    for path in ("/api/v1/status", "/healthz", "/consent", "/metrics"):
        assert on_the_socket(gateway, "GET", path) == 404, path
    assert on_the_socket(gateway, "POST", "/api/v1/orders") in (404, 413)
    statuses = [ask(gateway)[0] for _ in range(40)]
    assert 429 in statuses and statuses[0] != 502
    assert gateway.get("tax.test")[0] == 200


def on_the_socket(gateway, method, path):
    """What a worker that was taken over could reach."""
    class Connection(http.client.HTTPConnection):
        def connect(self):
            self.sock = socket.socket(socket.AF_UNIX)
            self.sock.connect(str(gateway.state / "drill.sock"))
    connection = Connection("bulkhead")
    connection.request(method, path)
    status = connection.getresponse().status
    connection.close()
    return 404 if path == "/consent" and status == 400 else status
