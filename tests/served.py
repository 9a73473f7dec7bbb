"""A local web server for tests: pages and feeds of fictitious governments, and every way in which servers misbehave."""

import gzip
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Site:
    """What the server answers, by path, and what it was asked. Change `pages` at any time."""

    def __init__(self):
        self.pages = {}  # path -> bytes, (bytes, headers), or a function of the request's headers to (status, headers, body)
        self.asked = []  # (path, headers), in order
        self.url = ""

    def paths(self):
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def answer(self, path, headers):
        self.asked.append((path, headers))
        page = self.pages.get(path)
        if page is None:
            return 404, {}, b"not here"
        if callable(page):
            return page(headers)
        body, more = page if isinstance(page, tuple) else (page, {})
        return 200, {"Content-Type": "text/html; charset=utf-8", **more}, body


@contextmanager
def serving():
    """A Site on a port of its own."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, headers, body = site.answer(self.path, dict(self.headers))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):  # the reader had enough
                self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    yield site
    server.shutdown()
    server.server_close()


FEED = {"Content-Type": "application/rss+xml; charset=utf-8"}
ATOM = {"Content-Type": "application/atom+xml"}
XML = {"Content-Type": "application/xml"}


def readout(who="President Arlen Voss of Marovia", whom="Prime Minister Ida Kester of Telmark", about="trade"):
    return (
        f"{who} spoke by phone with {whom}. The two leaders discussed {about} and the situation in the region. "
        f"They agreed that their ministers will meet before the end of the year to prepare the next steps."
    )


def page(title, text, head=""):
    """A plain page of a government."""
    return (
        f"<!DOCTYPE html><html><head><title>{title} | Government of Marovia</title>{head}</head><body><nav><a href='/'>Home"
        f"</a></nav><main><h1>{title}</h1><p>{text}</p></main><footer>All rights reserved</footer></body></html>"
    ).encode()


def rss(*items, head=""):
    """An RSS feed of items (title, link, pubDate or None)."""
    parts = (
        f"<item><title>{title}</title><link>{link}</link>{f'<pubDate>{day}</pubDate>' if day else ''}</item>"
        for title, link, day in items
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<rss version="2.0"><channel><title>News of Marovia</title>'
        f"{''.join(parts)}</channel></rss>"
    ).encode()


def conditional(body, etag, more=None):
    """Answers 304 to one who has this version."""

    def answer(headers):
        if headers.get("If-None-Match") == etag:
            return 304, {"ETag": etag}, b""
        return 200, {"Content-Type": "text/html; charset=utf-8", **(more or {}), "ETag": etag}, body

    return answer


def status(number, **headers):
    return lambda _: (number, {name.replace("_", "-"): value for name, value in headers.items()}, b"sorry")


def to(place):
    return lambda _: (302, {"Location": place}, b"")


def slow(seconds, then):
    def answer(headers):
        time.sleep(seconds)
        return then(headers) if callable(then) else (200, {"Content-Type": "text/html"}, then)

    return answer


def packed(body, times=1, **headers):
    for _ in range(times):
        body = gzip.compress(body)
    encoding = ", ".join(["gzip"] * times)
    return body, {"Content-Encoding": encoding, **{n.replace("_", "-"): v for n, v in headers.items()}}
