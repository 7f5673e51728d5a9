import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))

from contract import Contract  # noqa: E402
from harness import Gateway, sanitizers  # noqa: E402

EXPIRED_TOKEN = "token-of-edi-that-expired"
SOCKET_UID = 4242


PORTS = {"tax": 7, "portal": 9, "courts": 11}


def service(name, **more):
    # Nobody listens there: what the daemon says about health is not what these tests are about.
    return {"title": {"en": name.title(), "sq": name.title()}, "match": {"hosts": [name + ".test"], "paths": ["/"]},
            "upstream": [f"http://127.0.0.1:{PORTS[name]}"], **more}


@pytest.fixture(autouse=True)
def no_sanitizer_reports():
    """Set up first, so taken down last: when the programs have ended."""
    yield
    found = sanitizers.take_reports()
    assert not found, found


@pytest.fixture(scope="session")
def contract():
    return Contract()


@pytest.fixture
def make_daemon(tmp_path):
    """Makes gateways whose daemon runs, without nginx unless the test starts it."""
    made = []

    def make(start=True, **options):
        folder = tmp_path / f"gateway-{len(made)}"
        folder.mkdir()
        gateway = Gateway(folder, {"tax": service("tax", criticality="essential", compartment="money"),
                                   "portal": service("portal"), "courts": service("courts")}, **options)
        gateway.policy["operators"]["edi"] = {"name": "Edi", "role": "duty", "token": gateway.token_hash(EXPIRED_TOKEN),
                                              "token_expires": "2020-01-01T00:00:00Z"}
        gateway.policy["operators"]["fatos"] = {"name": "Fatos", "role": "duty", "uid": SOCKET_UID}
        gateway.write_policy()
        made.append(gateway)
        if start:
            gateway.start_daemon()
        return gateway

    yield make
    for gateway in reversed(made):
        gateway.stop()


@pytest.fixture
def daemon(make_daemon):
    return make_daemon()
