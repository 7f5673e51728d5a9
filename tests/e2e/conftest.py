import pytest

from harness import Gateway, Upstream, sanitizers


@pytest.fixture(autouse=True)
def no_sanitizer_reports():
    """Set up first, so taken down last: when the programs have ended."""
    yield
    found = sanitizers.take_reports()
    assert not found, found


def service(upstream, host, *, compartment=None, paths=None, **more):
    name = upstream.name
    return {
        "title": {"en": name.title(), "sq": name.title() + " (sq)"},
        "match": {"hosts": [host], "paths": paths or ["/"]},
        "upstream": [f"http://127.0.0.1:{upstream.port}"],
        "compartment": compartment or name,
        "session": {"cookies": ["session"]},
        "health": {"path": "/probe"},
        **more,
    }


@pytest.fixture
def make_gateway(tmp_path):
    """Makes gateways and ends them with the test. Services by default: tax (essential, with a lane), portal and courts
    (one host, told apart by path, one compartment)."""
    made = []

    def make(services=None, start=True, **options):
        upstreams = {name: Upstream(name) for name in ("tax", "portal", "courts")}
        made.extend(upstreams.values())
        if services is None:
            services = {
                "tax": service(upstreams["tax"], "tax.test", criticality="essential",
                               lanes={"counters": ["127.0.0.9/32"]}),
                "portal": service(upstreams["portal"], "portal.test", compartment="citizens"),
                "courts": service(upstreams["courts"], "portal.test", compartment="citizens", paths=["/courts"],
                                  criticality="deferrable"),
            }
        folder = tmp_path / f"gateway-{len(made)}"
        folder.mkdir()
        gateway = Gateway(folder, services(upstreams) if callable(services) else services, **options)
        gateway.upstreams = upstreams
        made.append(gateway)
        return gateway.start() if start else gateway

    yield make
    for thing in reversed(made):
        thing.stop()


@pytest.fixture
def gateway(make_gateway):
    return make_gateway()
