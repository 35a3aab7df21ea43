"""Fetching against a local server that misbehaves, and addresses never to be fetched."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from thirdfriday.intake.fetch import Fetcher, Manners, default_manners
from thirdfriday.intake.fetch_address import FetchRefusedError, Target, checked_target, is_public
from thirdfriday.intake.fetch_cache import Fetched, PageCache
from thirdfriday.intake.fetch_request import Answer, Limits
from thirdfriday.intake.page_documents import read_document

PAGE = b"<html><p>We sponsor J-1 visas.</p></html>"
QUICK = Manners(Limits(2.0, 1.5, 100_000), 4, 0.0, 5.0, 7.0)


class Handler(BaseHTTPRequestHandler):
    """The misbehaving server; counts what it is asked."""

    seen: list[str]
    robots = (200, b"User-agent: *\nDisallow: /private\n")
    page = PAGE
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        type(self).seen.append(self.path)
        name = self.path.partition("?")[0].strip("/").replace(".", "_") or "page"
        getattr(self, f"go_{name}", self.go_missing)()

    def go_missing(self) -> None:
        self.answer(404)

    def go_robots_txt(self) -> None:
        self.answer(self.robots[0], self.robots[1])

    def go_page(self) -> None:
        if self.headers.get("If-None-Match") == '"1"' and self.page == PAGE:
            self.answer(304)
        else:
            self.answer(200, self.page, Content_Type="text/html", ETag='"1"')

    go_private = go_page

    def go_circle(self) -> None:
        self.answer(302, Location="/circle2")

    def go_circle2(self) -> None:
        self.answer(302, Location="/circle")

    def go_endless(self) -> None:
        self.answer(302, Location=f"/endless?{len(self.seen)}")

    def go_moved(self) -> None:
        self.answer(301, Location="/page")

    def go_tofile(self) -> None:
        self.answer(302, Location="file:///etc/passwd")

    def go_tolan(self) -> None:
        self.answer(302, Location="http://10.0.0.1/admin")

    def go_tometadata(self) -> None:
        self.answer(302, Location="http://169.254.169.254/latest")

    def go_drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(40):
            self.wfile.write(b"a")
            self.wfile.flush()
            time.sleep(0.1)

    def go_dripheaders(self) -> None:
        for _ in range(40):
            self.wfile.write(b"H")
            self.wfile.flush()
            time.sleep(0.1)

    def go_huge(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"a" * 10_000)

    def go_declared(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "999999999")
        self.end_headers()

    def go_bomb(self) -> None:
        self.answer(200, gzip.compress(b"a" * 50_000_000), Content_Encoding="gzip")

    def go_packed(self) -> None:
        self.answer(200, gzip.compress(PAGE), Content_Encoding="gzip", Content_Type="text/html")

    def go_short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"only this")
        self.close_connection = True

    def go_charset(self) -> None:
        body = "<p>Résidence. We sponsor J-1 visas.".encode("cp1252")
        self.answer(200, body, Content_Type="text/html; charset=utf-8")

    def go_malformed(self) -> None:
        self.answer(
            200, b"<html><p>We sponsor <b>J-1 visas.</p><ul><li></table>", Content_Type="text/html"
        )

    def go_busy(self) -> None:
        if self.seen.count("/busy") == 1:
            self.answer(429, Retry_After="1")
        else:
            self.answer(200, PAGE, Content_Type="text/html")

    def go_later(self) -> None:
        self.answer(429, Retry_After="3600")

    def go_garbage(self) -> None:
        self.wfile.write(b"\x00\xff garbage \r\n\r\n")


@pytest.fixture
def server() -> Iterator[tuple[str, type[Handler]]]:
    handler = type("One", (Handler,), {"seen": []})
    listening = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    listening.daemon_threads = True
    listening.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(
        target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    )
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}", handler
    listening.shutdown()
    listening.server_close()


@pytest.fixture
def fetcher(tmp_path: Path) -> Fetcher:
    return Fetcher(PageCache(tmp_path), QUICK, allow_loopback=True, sleep=lambda _: None)


def test_a_page_is_fetched_with_its_date_and_read(
    server: tuple[str, type[Handler]], fetcher: Fetcher
) -> None:
    page = fetcher.fetch(f"{server[0]}/moved")
    assert page.final_url.endswith("/page")
    assert page.changed is None
    assert read_document(page.body, content_type=page.content_type).policies["j1"].value is True


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("private", "robots.txt asks not"),
        ("circle", "circle"),
        ("endless", "too often"),
        ("tofile", "only http and https"),
        ("tolan", "private or reserved"),
        ("tometadata", "private or reserved"),
        ("drip", "too slow"),
        ("dripheaders", "too slow"),
        ("huge", "too large"),
        ("declared", "too large"),
        ("bomb", "too large"),
        ("short", "could not be read|broke off"),
        ("garbage", "could not be read"),
        ("later", "come back in 3600"),
        ("nowhere", "answered 404"),
    ],
)
def test_misbehaviour_is_refused_with_its_reason(
    server: tuple[str, type[Handler]], fetcher: Fetcher, path: str, reason: str
) -> None:
    with pytest.raises(FetchRefusedError, match=reason):
        fetcher.fetch(f"{server[0]}/{path}")


@pytest.mark.parametrize("path", ["packed", "charset", "malformed", "busy"])
def test_what_can_be_read_is_read(
    server: tuple[str, type[Handler]], fetcher: Fetcher, path: str
) -> None:
    page = fetcher.fetch(f"{server[0]}/{path}")
    assert read_document(page.body, content_type=page.content_type).policies["j1"].value is True


def test_a_later_run_remembers_that_the_host_asked_for_a_wait(
    server: tuple[str, type[Handler]], fetcher: Fetcher
) -> None:
    with pytest.raises(FetchRefusedError):
        fetcher.fetch(f"{server[0]}/later")
    again = Fetcher(fetcher.cache, QUICK, allow_loopback=True)
    with pytest.raises(FetchRefusedError, match=r"asked to come back|robots"):
        again.fetch(f"{server[0]}/page")


@pytest.mark.parametrize("status", [500, 503])
def test_an_unreadable_robots_file_means_nothing_is_fetched(
    server: tuple[str, type[Handler]], fetcher: Fetcher, status: int
) -> None:
    server[1].robots = (status, b"")
    with pytest.raises(FetchRefusedError, match="robots"):
        fetcher.fetch(f"{server[0]}/page")


def test_a_missing_robots_file_allows_everything(
    server: tuple[str, type[Handler]], fetcher: Fetcher
) -> None:
    server[1].robots = (404, b"")
    assert fetcher.fetch(f"{server[0]}/private").body == PAGE


def test_a_list_resumes_and_says_what_changed(
    server: tuple[str, type[Handler]], fetcher: Fetcher
) -> None:
    urls = [f"{server[0]}/{name}" for name in ("page", "packed", "circle")]
    steps: list[tuple[int, int]] = []
    first = fetcher.fetch_all(
        urls, progress=lambda done, total, url, outcome: steps.append((done, total))
    )
    assert steps == [(1, 3), (2, 3), (3, 3)]
    assert isinstance(first[urls[2]], FetchRefusedError)
    asked = len(server[1].seen)
    resumed = Fetcher(fetcher.cache, QUICK, allow_loopback=True).fetch_all(urls[:2])
    assert all(isinstance(page, Fetched) and page.from_cache for page in resumed.values())
    assert len(server[1].seen) == asked
    unchanged = fetcher.fetch(urls[0], refresh=True)
    assert unchanged.changed is False
    server[1].page = b"<p>We sponsor no visas.</p>"
    changed = fetcher.fetch(urls[0], refresh=True)
    assert changed.changed is True
    previous = fetcher.cache.load_previous(urls[0])
    assert previous is not None and previous.body == PAGE


def test_hosts_are_paused_between_requests(
    server: tuple[str, type[Handler]], tmp_path: Path
) -> None:
    waits: list[float] = []
    manners = Manners(QUICK.limits, 4, 30.0, 60.0, 7.0)
    fetcher = Fetcher(PageCache(tmp_path), manners, allow_loopback=True, sleep=waits.append)
    fetcher.fetch(f"{server[0]}/page")
    assert waits and waits[0] > 25


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1",
     "255.255.255.255", "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
         "2002:7f00:1::", "::", "bad"],
)  # fmt: skip
def test_private_addresses_are_never_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "javascript:alert(1)", "http://",
        "http:///x", "//x",
     "http://user:word@example.org/", "http://example.org:22/", "http://exa mple.org/",
         "http://example.org\r\nX: y", "http://[::1",
     "http://2130706433/", "http://0x7f.1/", "http://localhost/", "http://example.org:99999/",
         "http://" + "a" * 3000],
)  # fmt: skip
def test_other_schemes_and_private_hosts_are_refused(url: str) -> None:
    def resolver(host: str, port: int) -> list[str]:
        return ["93.184.216.34"] if host == "example.org" else ["127.0.0.1"]

    with pytest.raises(FetchRefusedError):
        checked_target(url, resolver=resolver)


def test_a_name_with_one_private_address_is_refused() -> None:
    with pytest.raises(FetchRefusedError, match="private"):
        checked_target(
            "http://mixed.example/", resolver=lambda host, port: ["93.184.216.34", "10.0.0.1"]
        )


def test_the_connection_goes_to_the_checked_address(
    server: tuple[str, type[Handler]], tmp_path: Path
) -> None:
    """A name that resolves elsewhere the second time gains nothing: it is looked up once a hop."""
    answers = iter([["127.0.0.1"], ["10.9.9.9"]])
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    port = server[0].rpartition(":")[2]
    fetcher = Fetcher(
        PageCache(tmp_path), QUICK, allow_loopback=True, resolver=resolver, sleep=lambda _: None
    )
    assert fetcher.fetch(f"http://rebind.example:{port}/page").body == PAGE
    assert asked == ["rebind.example"]


def test_without_the_tests_parameter_loopback_is_refused(
    server: tuple[str, type[Handler]], tmp_path: Path
) -> None:
    with pytest.raises(FetchRefusedError, match="private"):
        Fetcher(PageCache(tmp_path), QUICK).fetch(f"{server[0]}/page")
    assert server[1].seen == []


def test_a_redirect_to_a_trap_on_this_machine_never_reaches_it(tmp_path: Path) -> None:
    trap = socket.create_server(("127.0.0.1", 0))
    trap.settimeout(0.2)
    port = trap.getsockname()[1]

    def answer(target: Target, limits: Limits, headers: object) -> Answer:
        if target.path == "/robots.txt":
            return Answer(404, {}, b"")
        return Answer(302, {"location": f"http://127.0.0.1:{port}/secret"}, b"")

    fetcher = Fetcher(
        PageCache(tmp_path), QUICK, resolver=lambda host, port: ["93.184.216.34"], send=answer
    )
    with trap:
        with pytest.raises(FetchRefusedError):
            fetcher.fetch("http://program.example/visas")
        with pytest.raises(TimeoutError):
            trap.accept()


def test_a_damaged_cache_entry_counts_as_absent(
    server: tuple[str, type[Handler]], fetcher: Fetcher
) -> None:
    url = f"{server[0]}/page"
    fetcher.fetch(url)
    for path in fetcher.cache.folder.iterdir():
        path.write_bytes(path.read_bytes()[:-3])
    assert fetcher.cache.load(url) is None
    assert fetcher.fetch(url).body == PAGE


def test_a_closed_port_is_a_refusal(fetcher: Fetcher) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchRefusedError):
        fetcher.fetch(f"http://127.0.0.1:{port}/")


def test_the_shipped_manners_are_polite() -> None:
    manners = default_manners()
    assert manners.pause_seconds >= 1
    assert manners.limits.total_seconds <= 60
