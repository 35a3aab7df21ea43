"""Pages fetched politely when the user asks: robots.txt, one request a host, dates, limits."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from thirdfriday.facts.registry import load_facts
from thirdfriday.intake.fetch_address import (
    FetchRefusedError,
    Resolver,
    Target,
    checked_target,
    resolve,
)
from thirdfriday.intake.fetch_cache import Fetched, PageCache
from thirdfriday.intake.fetch_request import AGENT_NAME, Answer, Limits, Request, request

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_COME_BACK = frozenset({429, 503})
_OK, _UNCHANGED, _ERRORS, _SERVER_ERRORS = 200, 304, 400, 500
_ROBOTS_BYTES = 500_000
Outcome = Fetched | FetchRefusedError
Progress = Callable[[int, int, str, Outcome], None]


@dataclass(frozen=True, slots=True)
class Manners:
    """How a fetch behaves. [seconds, bytes, count, days]"""

    limits: Limits
    redirects: int
    pause_seconds: float
    longest_wait_seconds: float
    cache_days: float


def default_manners() -> Manners:
    """The shipped manners.

    Facts: reading.fetch.connect_seconds, reading.fetch.total_seconds, reading.fetch.largest_bytes,
        reading.fetch.redirects, reading.fetch.pause_seconds, reading.fetch.longest_wait_seconds,
        reading.fetch.cache_days
    """
    value = load_facts().value
    return Manners(
        Limits(
            value("reading.fetch.connect_seconds"),
            value("reading.fetch.total_seconds"),
            int(value("reading.fetch.largest_bytes")),
        ),
        int(value("reading.fetch.redirects")),
        value("reading.fetch.pause_seconds"),
        value("reading.fetch.longest_wait_seconds"),
        value("reading.fetch.cache_days"),
    )


@dataclass(slots=True)
class Fetcher:
    """Fetches pages one at a time per host; everything that touches the world can be replaced.

    `allow_loopback` exists for tests against a server on this machine; nothing else sets it.
    """

    cache: PageCache
    manners: Manners = field(default_factory=default_manners)
    allow_loopback: bool = False
    resolver: Resolver = resolve
    send: Request = request
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.time
    _robots: dict[str, RobotFileParser | None] = field(default_factory=dict)
    _last: dict[str, float] = field(default_factory=dict)
    _locks: dict[str, threading.Lock] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def fetch(self, url: str, *, refresh: bool = False) -> Fetched:
        """The page at `url`, from the cache while fresh; FetchRefusedError if it cannot be had.

        A 304 or an equal body gives `changed=False`, another body True, a first visit None.
        """
        kept = self.cache.load(url)
        if kept is not None and not refresh and self._is_fresh(kept):
            return replace(kept, from_cache=True, changed=False)
        conditions = _conditions(kept)
        target, answer = self._follow(url, conditions)
        if answer.status == _UNCHANGED and kept is not None:
            page = replace(kept, fetched_at=self._now(), from_cache=False, changed=False)
        elif answer.status == _OK:
            page = Fetched(
                url, target.url, answer.status, answer.headers.get("content-type", ""), self._now(),
                answer.body, answer.headers.get("etag", ""),
                answer.headers.get("last-modified", ""),
                False, None if kept is None else kept.body != answer.body,
            )  # fmt: skip
        else:
            raise FetchRefusedError(f"the server answered {answer.status}", url=url)
        self.cache.store(page)
        return page

    def fetch_all(
        self, urls: Iterable[str], *, progress: Progress | None = None, refresh: bool = False
    ) -> dict[str, Outcome]:
        """Every page of a list or why not, in order; those still fresh are kept."""
        wanted = list(dict.fromkeys(urls))
        outcomes: dict[str, Outcome] = {}
        for url in wanted:
            try:
                outcomes[url] = self.fetch(url, refresh=refresh)
            except FetchRefusedError as refusal:
                outcomes[url] = refusal
            if progress is not None:
                progress(len(outcomes), len(wanted), url, outcomes[url])
        return outcomes

    def _is_fresh(self, page: Fetched) -> bool:
        fetched = dt.datetime.fromisoformat(page.fetched_at).timestamp()
        return 0 <= self.clock() - fetched < self.manners.cache_days * 86_400

    def _now(self) -> str:
        return dt.datetime.fromtimestamp(self.clock(), dt.UTC).isoformat(timespec="seconds")

    def _follow(self, url: str, conditions: Mapping[str, str]) -> tuple[Target, Answer]:
        seen: set[str] = set()
        current = url
        for _ in range(self.manners.redirects + 1):
            target = checked_target(
                current, resolver=self.resolver, allow_loopback=self.allow_loopback
            )
            if target.url in seen:
                raise FetchRefusedError("the server redirects in a circle", url=url)
            seen.add(target.url)
            self._permit(target)
            answer = self._ask(target, conditions)
            place = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not place:
                return target, answer
            current = urljoin(target.url, place)
            if target.scheme == "https" and current.startswith("http:"):
                raise FetchRefusedError("the server redirects from https to plain http", url=url)
        raise FetchRefusedError("the server redirects too often", url=url)

    def _permit(self, target: Target) -> None:
        rules = self._rules(target)
        if rules is None:
            raise FetchRefusedError(
                "the site's robots.txt cannot be read, so nothing is fetched", url=target.url
            )
        if not rules.can_fetch(AGENT_NAME, target.url):
            raise FetchRefusedError(
                "the site's robots.txt asks not to fetch this page", url=target.url
            )

    def _rules(self, target: Target) -> RobotFileParser | None:
        if target.origin not in self._robots:
            self._robots[target.origin] = self._read_rules(target)
        return self._robots[target.origin]

    def _read_rules(self, target: Target) -> RobotFileParser | None:
        """The site's robots.txt: none means all is allowed, an unreadable one that nothing is."""
        limits = replace(self.manners.limits, largest_bytes=_ROBOTS_BYTES)
        place: Target = replace(
            target, url=f"{target.scheme}://{target.host_header}/robots.txt", path="/robots.txt"
        )
        rules = RobotFileParser()
        try:
            for _ in range(self.manners.redirects + 1):
                answer = self._ask(place, {}, limits)
                where = answer.headers.get("location", "")
                if answer.status not in _REDIRECTS or not where:
                    break
                place = checked_target(
                    urljoin(place.url, where),
                    resolver=self.resolver,
                    allow_loopback=self.allow_loopback,
                )
            else:
                return None
        except FetchRefusedError:
            return None
        if (
            answer.status >= _SERVER_ERRORS
            or answer.status in _COME_BACK
            or answer.status in _REDIRECTS
        ):
            return None
        lines = (
            answer.body.decode("utf-8", errors="replace").splitlines()
            if answer.status < _ERRORS
            else []
        )
        rules.parse(lines)
        return rules

    def _ask(
        self, target: Target, headers: Mapping[str, str], limits: Limits | None = None
    ) -> Answer:
        """One request, after the host's pause; once more when it asks for a wait we accept."""
        with self._lock(target.host):
            self._respect_wait(target)
            self._pause(target)
            answer = self.send(target, limits or self.manners.limits, headers)
            self._last[target.host] = self.clock()
            if answer.status not in _COME_BACK:
                return answer
            wait = _retry_after(answer.headers.get("retry-after", ""), self.clock())
            if wait > self.manners.longest_wait_seconds:
                self.cache.store_wait(target.origin, self.clock() + wait)
                raise FetchRefusedError(
                    f"the server asks to come back in {wait:.0f} seconds",
                    url=target.url,
                    retry_after=wait,
                )
            self.sleep(max(wait, self.manners.pause_seconds))
            answer = self.send(target, limits or self.manners.limits, headers)
            self._last[target.host] = self.clock()
        if answer.status in _COME_BACK:
            raise FetchRefusedError(
                "the server is busy; try again later", url=target.url, retry_after=wait
            )
        return answer

    def _lock(self, host: str) -> threading.Lock:
        with self._guard:
            return self._locks.setdefault(host, threading.Lock())

    def _respect_wait(self, target: Target) -> None:
        left = self.cache.wait_until(target.origin) - self.clock()
        if left > 0:
            raise FetchRefusedError(
                f"the server asked to come back in {left:.0f} seconds",
                url=target.url,
                retry_after=left,
            )

    def _pause(self, target: Target) -> None:
        rules = self._robots.get(target.origin)
        asked = float(rules.crawl_delay(AGENT_NAME) or 0) if rules is not None else 0.0
        if asked > self.manners.longest_wait_seconds:
            raise FetchRefusedError(
                f"the site's robots.txt asks for {asked:.0f} seconds between requests",
                url=target.url,
            )
        due = self._last.get(target.host, 0.0) + max(asked, self.manners.pause_seconds)
        if due > self.clock():
            self.sleep(due - self.clock())


def _conditions(kept: Fetched | None) -> dict[str, str]:
    if kept is None:
        return {}
    headers = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
    return {name: value for name, value in headers.items() if value}


def _retry_after(value: str, now: float) -> float:
    """The wait a Retry-After header asks for, in seconds or as a date. [seconds]"""
    text = value.strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
