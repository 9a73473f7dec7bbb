"""The pages as their OpenAPI description tells them: made-up requests of every kind never meet a fault of ours."""

import shutil
from collections import Counter

import pytest
from web import NOW

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed (pip install '.[dev]')")
from hypothesis import HealthCheck, given, settings  # noqa: E402

# Requests of each operation. The description has three a page; a hundred of each found nothing that these do not.
REQUESTS = 6


@pytest.fixture(scope="module")
def described(filled_db, tmp_path_factory, tools):
    from readouts.store.database import opened
    from readouts.web.app import app
    from readouts.web.settings import Settings

    path = shutil.copy(filled_db, tmp_path_factory.mktemp("openapi") / "corpus.db")
    store = opened(str(path))
    made = app(store, Settings(clock=lambda: NOW, names=("testserver", "localhost")), tools)
    yield schemathesis.openapi.from_asgi("/openapi.json", made)
    store.close()


def test_no_request_meets_a_fault_of_ours(described):
    met = Counter()
    for result in described.get_all_operations():
        operation = result.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=REQUESTS,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def asked(case):
            status = case.call().status_code
            assert status < 500, case.as_curl_command()
            met[status // 100] += 1

        asked()
    assert met[2] > 30 and met[4] > 30, met  # pages that are there, and requests that are refused


def test_every_page_is_described(described):
    paths = set(described.raw_schema["paths"])
    for page in ("/contact/{id}", "/p/{id}", "/i/{id}", "/issues", "/timeline", "/matrix", "/matrix/{party}/{issue}",
                 "/formulas", "/formulas/{issuer}/{id}", "/silences", "/search", "/alerts", "/runs"):  # fmt: skip
        assert {page, f"{page}.json", f"{page}.csv"} <= paths
    ours = [operation for path in described.raw_schema["paths"].values() for operation in path.values()]
    assert all(operation.get("description") for operation in ours)
