"""The one way to the network: public http and https addresses only, within limits of size, time and redirects."""

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx

from readouts.errors import FetchError

MOST_BYTES = 10_000_000
MOST_SECONDS = 30.0  # for the whole of one address, redirects included
MOST_REDIRECTS = 5

Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address gave."""

    url: str  # after redirects
    raw: bytes
    type: str  # media type without parameters: "text/html"
    encoding: str | None  # as the server says


def resolved(host: str, port: int) -> list[str]:
    """The host's addresses by the system's resolver. Raises FetchError when it has none."""
    try:
        return list(dict.fromkeys(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    except (OSError, UnicodeError) as error:
        raise FetchError(f"no address is known for {host}", "Check the spelling and the connection") from error


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet.

    Loopback, private, link-local, CGNAT (100.64.0.0/10), multicast and reserved ranges do not; nor do IPv6 forms that
    carry such an IPv4 address (mapped, 6to4, Teredo, NAT64).
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def fetch(url: str, *, allow_private: bool = False, resolve: Resolve = resolved) -> Fetched:
    """What the address gives, redirects followed and each checked anew.

    The connection goes to the very IP address that was checked, so a name cannot point elsewhere in between. Proxies
    of the environment are not used, since they would resolve names out of our sight. Raises FetchError.
    """
    deadline = time.monotonic() + MOST_SECONDS
    with httpx.Client(trust_env=False, timeout=10.0, follow_redirects=False) as client:
        for _ in range(MOST_REDIRECTS + 1):
            answer = _once(client, url, allow_private, resolve, deadline)
            if isinstance(answer, Fetched):
                return answer
            url = answer
    raise FetchError(f"{url} redirects more than {MOST_REDIRECTS} times", "Give the address it ends at")


def _once(client: httpx.Client, url: str, allow_private: bool, resolve: Resolve, deadline: float) -> Fetched | str:
    """The page, or the address it redirects to."""
    request = _request(client, url, allow_private, resolve)
    try:
        answer = client.send(request, stream=True)
        try:
            if answer.is_redirect:
                return urljoin(url, answer.headers["location"])
            if answer.status_code != 200:
                remedy = "Open it in a browser; save the page and give the file if it needs a login"
                raise FetchError(f"{url} answers {answer.status_code} {answer.reason_phrase}".strip(), remedy)
            raw = _body(answer, url, deadline)
        finally:
            answer.close()
    except httpx.TimeoutException as error:
        raise FetchError(
            f"{url} did not answer in time", "Try again later, or save the page and give the file"
        ) from error
    except httpx.HTTPError as error:
        raise FetchError(f"{url} cannot be fetched: {error}", "Check the address and the connection") from error
    kind = answer.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    return Fetched(url=url, raw=raw, type=kind, encoding=answer.charset_encoding)


def _request(client: httpx.Client, url: str, allow_private: bool, resolve: Resolve) -> httpx.Request:
    """A request to the checked IP address, under the host's own name."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise FetchError(f"{url} is not an address", "Give one that starts with https://") from error
    if parts.scheme not in ("http", "https") or not host:
        raise FetchError(f"{url} is not an http or https address", "Give one that starts with https://")
    addresses = resolve(host, port)
    if not allow_private and not all(map(is_public, addresses)):
        remedy = "If it is a server of your own, add --allow-private"
        raise FetchError(f"{url} leads to a private or local address", remedy)
    literal = f"[{addresses[0]}]" if ":" in addresses[0] else addresses[0]
    target = parts._replace(netloc=f"{literal}:{port}", fragment="").geturl()
    headers = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": "readouts (reads diplomatic statements)"}
    try:
        return client.build_request("GET", target, headers=headers, extensions={"sni_hostname": host})
    except httpx.InvalidURL as error:
        raise FetchError(f"{url} is not an address: {error}", "Give one that starts with https://") from error


def _body(answer: httpx.Response, url: str, deadline: float) -> bytes:
    """The decoded body; the limits count decoded bytes, so a small bomb does not grow past them."""
    parts, size = [], 0
    for part in answer.iter_bytes(65_536):
        size += len(part)
        if size > MOST_BYTES:
            raise FetchError(f"{url} is larger than {MOST_BYTES // 1_000_000} MB", "Save the part you need as a file")
        if time.monotonic() > deadline:
            raise FetchError(
                f"{url} took over {MOST_SECONDS:.0f} s", "Try again later, or save the page and give the file"
            )
        parts.append(part)
    return b"".join(parts)
