"""Alerts to an address of the user's: one POST of JSON, to public addresses only unless the user says otherwise."""

import httpx

from readouts.errors import FetchError
from readouts.export import json as records
from readouts.ingest.fetch import Resolve, is_public, resolved
from readouts.store.alerts import Alert

SECONDS = 20.0


def post(url: str, alerts: list[Alert], *, allow_private: bool = False, resolve: Resolve = resolved) -> None:
    """Posts `{"alerts": [...]}`. Raises FetchError unless the server answers that it has taken them (2xx).

    The connection goes to the IP address that was checked; redirects are not followed.
    """
    remedy = "Check the address; the alerts stay unsent and go with the next run"
    try:
        target = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise FetchError(f"{url} is not an address", "Give one that starts with https://") from error
    if target.scheme not in ("http", "https") or not target.host:
        raise FetchError(f"{url} is not an http or https address", "Give one that starts with https://")
    addresses = resolve(target.host, target.port or (443 if target.scheme == "https" else 80))
    if not allow_private and not all(map(is_public, addresses)):
        raise FetchError(f"{url} leads to a private or local address", "If it is your own server, add --allow-private")
    checked = target.copy_with(host=addresses[0])
    headers = {"Host": target.netloc.decode(), "User-Agent": "readouts (reads diplomatic statements)"}
    body = {"alerts": [records.record(alert) for alert in alerts]}
    try:
        with httpx.Client(trust_env=False, timeout=SECONDS, follow_redirects=False) as client:
            answer = client.post(checked, json=body, headers=headers, extensions={"sni_hostname": target.host})
    except httpx.HTTPError as error:
        raise FetchError(f"{url} cannot be reached: {error}", remedy) from error
    if not answer.is_success:
        raise FetchError(f"{url} answers {answer.status_code} {answer.reason_phrase}".strip(), remedy)
