import pytest

from client import KINDS, Service


@pytest.fixture(scope="session", params=KINDS)
def service(request, tmp_path_factory):
    with Service(request.param, tmp_path_factory.mktemp(request.param)) as running:
        yield running


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    """One service is enough for what all have in common."""
    with Service("portal", tmp_path_factory.mktemp("shared")) as running:
        yield running
