"""The one way to the network: public http and https addresses only, within limits of size, time and redirects.

httpx is imported when something is fetched: it takes as long to load as all of this package that reads a file.
"""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from readouts.errors import FetchError
from readouts.ingest.unzip import Broken, TooLarge, unzipped

if TYPE_CHECKING:
    import httpx

MOST_BYTES = 10_000_000
MOST_SECONDS = 30.0  # for the whole of one address, redirects included
MOST_REDIRECTS = 5
AGENT = "readouts"  # the name that robots.txt files may address
LONGEST_WAIT = 7 * 24 * 3600.0  # seconds; a Retry-After beyond it is cut
_GONE_ON = "Open it in a browser; save the page and give the file if it needs a login"
_LATER = "Try again later, or save the page and give the file"

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GIVEN_OUT = ipaddress.ip_network("2000::/3")
# Special ranges that some versions of Python take for global: 6to4 relays, ORCHID, documentation.
_SPECIAL = tuple(
    map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "3fff::/20"))
)

Resolve = Callable[[str, int], list[str]]
Allowed = Callable[[str], object]  # raises FetchError for an address that may not be fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server said about one version of a page, to be sent back when asking for it again."""

    etag: str | None = None
    modified: str | None = None  # Last-Modified, to the letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address gave."""

    url: str  # after redirects
    raw: bytes
    type: str  # media type without parameters: "text/html"
    encoding: str | None  # as the server says
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The address still gives what it gave when the validators were noted (HTTP 304)."""

    url: str


def resolved(host: str, port: int) -> list[str]:
    """The host's addresses by the system's resolver. Raises FetchError when it has none."""
    try:
        return list(dict.fromkeys(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    except (OSError, UnicodeError) as error:
        raise FetchError(f"no address is known for {host}", "Check the spelling and the connection") from error


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet.

    Loopback, private, link-local, CGNAT (100.64.0.0/10), multicast and reserved ranges do not. An IPv6 form that
    carries an IPv4 address (mapped, NAT64) is what that one is; tunnels (6to4, Teredo) are refused, since no server is
    reached by them, and so is all of IPv6 that is not given out for the public internet (RFC 4291: only 2000::/3 is).
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped or ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip not in _GIVEN_OUT or ip.sixtofour or ip.teredo:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _SPECIAL if net.version == ip.version)


def fetch(
    url: str,
    *,
    allow_private: bool = False,
    resolve: Resolve = resolved,
    allowed: Allowed | None = None,
    transport: "httpx.BaseTransport | None" = None,
) -> Fetched:
    """What the address gives, redirects followed and each checked anew.

    The connection goes to the very IP address that was checked, so a name cannot point elsewhere in between. Proxies
    of the environment are not used, since they would resolve names out of our sight. `allowed` is asked about every
    address on the way; `transport` carries the requests, which the network does where it is None. Raises FetchError.
    """
    got = refetch(url, Validators(), allow_private=allow_private, resolve=resolve, allowed=allowed, transport=transport)
    if isinstance(got, Unchanged):
        raise FetchError(f"{url} answers 304 to a first request", _GONE_ON, status=304)
    return got


def refetch(
    url: str,
    known: Validators,
    *,
    allow_private: bool = False,
    resolve: Resolve = resolved,
    allowed: Allowed | None = None,
    seconds: float = MOST_SECONDS,
    transport: "httpx.BaseTransport | None" = None,
) -> Fetched | Unchanged:
    """As `fetch`, but Unchanged when the server says that the version which gave these validators still stands."""
    import httpx

    with (
        _Watchdog(seconds) as watchdog,
        httpx.Client(
            trust_env=False, timeout=10.0, follow_redirects=False, verify=_trusted(), transport=transport
        ) as client,
    ):
        for _ in range(MOST_REDIRECTS + 1):
            if allowed is not None:
                allowed(url)
            if watchdog.over:
                raise FetchError(f"{url} took over {seconds:.0f} s", _LATER)
            request = _request(client, url, known, allow_private, resolve)
            request.extensions["trace"] = watchdog.follow
            answer = _once(client, request, url, watchdog)
            if not isinstance(answer, str):
                return answer
            url = answer
    raise FetchError(f"{url} redirects more than {MOST_REDIRECTS} times", "Give the address it ends at")


class _Watchdog:
    """Cuts the connection when the time is over, so that a server cannot hold us by a byte every few seconds.

    Holds the connection's socket, as httpcore tells of it.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds, self.over = seconds, False
        self._stream: Any = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> "_Watchdog":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def follow(self, event: str, info: dict[str, Any]) -> None:
        """Notes the socket; httpcore calls this at each step of a request."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._stream = info["return_value"]
            if self.over:
                self._cut()

    def _cut(self) -> None:
        self.over = True
        with suppress(OSError, AttributeError):  # not connected yet, or no more
            self._stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """The certificates we trust; reading them costs more than a request, so it is done once."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


def _once(client: "httpx.Client", request: "httpx.Request", url: str, watchdog: _Watchdog) -> Fetched | Unchanged | str:
    """The page, or the address it redirects to."""
    import httpx

    try:
        answer = client.send(request, stream=True)
        try:
            if answer.is_redirect:
                return urljoin(url, answer.headers["location"])
            if answer.status_code == httpx.codes.NOT_MODIFIED:
                return Unchanged(url=url)
            if answer.status_code != httpx.codes.OK:
                raise _refusal(answer, url)
            raw = _body(answer, url, watchdog)
        finally:
            answer.close()
    except httpx.TimeoutException as error:
        raise FetchError(f"{url} did not answer in time", _LATER) from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        if watchdog.over:
            raise FetchError(f"{url} took over {watchdog.seconds:.0f} s", _LATER) from error
        raise FetchError(f"{url} cannot be fetched: {error}", "Check the address and the connection") from error
    kind = answer.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    validators = Validators(etag=answer.headers.get("etag"), modified=answer.headers.get("last-modified"))
    return Fetched(url=url, raw=raw, type=kind, encoding=answer.charset_encoding, validators=validators)


def _refusal(answer: "httpx.Response", url: str) -> FetchError:
    message = f"{url} answers {answer.status_code} {answer.reason_phrase}".strip()
    return FetchError(message, _GONE_ON, status=answer.status_code, wait=_wait(answer.headers.get("retry-after")))


def _wait(written: str | None) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or a date; None when it says nothing."""
    if not written:
        return None
    if written.strip().isdigit():
        return min(float(written), LONGEST_WAIT)
    try:
        left = (parsedate_to_datetime(written).astimezone(UTC) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(left, 0.0), LONGEST_WAIT)


def _request(
    client: "httpx.Client", url: str, known: Validators, allow_private: bool, resolve: Resolve
) -> "httpx.Request":
    """A request to the checked IP address, under the host's own name."""
    import httpx

    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise FetchError(f"{url} is not an address", "Give one that starts with https://") from error
    if parts.scheme not in ("http", "https") or not host:
        raise FetchError(f"{url} is not an http or https address", "Give one that starts with https://")
    addresses = resolve(host, port)
    if not addresses:
        raise FetchError(f"no address is known for {host}", "Check the spelling and the connection")
    if not allow_private and not all(map(is_public, addresses)):
        remedy = "If it is a server of your own, add --allow-private"
        raise FetchError(f"{url} leads to a private or local address", remedy)
    literal = f"[{addresses[0]}]" if ":" in addresses[0] else addresses[0]
    target = parts._replace(netloc=f"{literal}:{port}", fragment="").geturl()
    try:
        headers = _headers(parts.netloc.rpartition("@")[2], known)
        return client.build_request("GET", target, headers=headers, extensions={"sni_hostname": host})
    except (httpx.InvalidURL, UnicodeError) as error:
        raise FetchError(f"{url} is not an address: {error}", "Give one that starts with https://") from error


def _headers(host: str, known: Validators) -> dict[str, str]:
    """Only packings that we undo ourselves, within limits, are asked for."""
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {
        "Host": host,
        "User-Agent": f"{AGENT} (reads diplomatic statements)",
        "Accept-Encoding": "gzip, deflate",
        **{name: value for name, value in conditions.items() if value},
    }


def _body(answer: "httpx.Response", url: str, watchdog: _Watchdog) -> bytes:
    """The body unpacked; the limits count unpacked bytes, so a small bomb does not grow past them."""
    try:
        return unzipped(_in_time(answer, url, watchdog), answer.headers.get("content-encoding", ""), MOST_BYTES)
    except TooLarge as error:
        message = f"{url} is larger than {MOST_BYTES // 1_000_000} MB"
        raise FetchError(message, "Save the part you need as a file") from error
    except Broken as error:
        raise FetchError(f"{url} comes damaged: {error}", _LATER) from error


def _in_time(answer: "httpx.Response", url: str, watchdog: _Watchdog) -> Iterator[bytes]:
    """The body's parts; a body without a length that was cut by the watchdog is not taken for whole."""
    for part in chain(answer.iter_raw(), (b"",)):
        if watchdog.over:
            raise FetchError(f"{url} took over {watchdog.seconds:.0f} s", _LATER)
        yield part
