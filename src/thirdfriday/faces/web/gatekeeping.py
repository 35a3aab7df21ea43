"""What every request passes first: who asks (host, origin), how much, how long; and the headers."""

import asyncio
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_BYTES = 2_000_000
TOO_MUCH = f"At most {MOST_BYTES:,} bytes are read; send less."
SECONDS_TO_SEND = 20.0
SECONDS_TO_ANSWER = 120.0
"""A whole plan waits behind those of others, for a page that shows its headline already."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_LOG = logging.getLogger("thirdfriday.web")
_HOST = re.compile(r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(?::([0-9]{1,5}))?")


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a request is turned away: the status and a sentence."""

    status: int
    words: str


def plainly(_: Scope, status: int, words: str) -> Response:
    """A sentence as plain text: all that a stranger gets to see."""
    return PlainTextResponse(words + "\n", status)


Said = Callable[[Scope, int, str], Response]
"""Makes the answer to a request that was let in and given up: status and sentence."""


class TooMuchError(Exception):
    """The body of a request is larger than any case."""


class Gatekeeper:
    """Turns away foreign hosts and origins, bodies without end and slow requests.

    A page of another site cannot reach the app through the browser: the Host header must name this
    machine (against DNS rebinding), and whatever changes or computes must come from our own pages.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        names: Iterable[str] = (),
        seconds: float = SECONDS_TO_ANSWER,
        said: Said = plainly,
    ) -> None:
        self._app = app
        self._said = said
        self._names = LOOPBACK | {name.lower() for name in names}
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it in words."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self.refusal(scope["method"], scope.get("scheme", "http"), headers)
        guarded = _Guarded(receive, send, cached=scope["path"].startswith("/static/"))
        if refused:
            answer = plainly(scope, refused.status, refused.words)
            await answer(scope, receive, guarded.send)
            return
        try:
            async with asyncio.timeout(self._seconds):
                await self._app(scope, guarded.receive, guarded.send)
        except TooMuchError:
            await guarded.say(scope, self._said(scope, 413, TOO_MUCH))
        except TimeoutError:
            words = "This took too long and was given up. Try again."
            await guarded.say(scope, self._said(scope, 503, words))
        except Exception:  # noqa: BLE001 - said in words, and logged whole
            _LOG.exception("A request failed")
            words = "This failed, and the fault is ours. Nothing is lost."
            await guarded.say(scope, self._said(scope, 500, words))

    def refusal(self, method: str, scheme: str, headers: Headers) -> Refused | None:
        """Why this request is turned away; None if it is welcome."""
        host = headers.get("host", "")
        found = _HOST.fullmatch(host)
        if not found or found[1].lower() not in self._names:
            return Refused(421, "This app answers only on this machine, under its own name.")
        size = headers.get("content-length", "0")
        if not size.isascii() or not size.isdecimal() or int(size[:12]) > MOST_BYTES:
            return Refused(413, TOO_MUCH)
        if method in SAFE_METHODS:
            return None
        return self._foreign(host, scheme, headers)

    def _foreign(self, host: str, scheme: str, headers: Headers) -> Refused | None:
        """Whether a browser says that another site sent this; programs say neither.

        Our pages send no referrer, so that the Origin of their forms is "null"; Sec-Fetch-Site
        then tells them from others.
        """
        no = Refused(403, "This was sent by another site, not by a page of this app. Refused.")
        site = headers.get("sec-fetch-site")
        origin = headers.get("origin")
        if site is not None and site not in ("same-origin", "none"):
            return no
        if origin is None or (origin == "null" and site is not None):
            return None
        schemes = {scheme, "https"} if self._names - LOOPBACK else {scheme}
        return None if origin.lower() in {f"{one}://{host.lower()}" for one in schemes} else no


class _Guarded:
    """The two ends of one request: counts what comes in, adds headers to what goes out."""

    def __init__(self, receive: Receive, send: Send, *, cached: bool) -> None:
        self._receive = receive
        self._send = send
        self._cached = cached
        self._bytes = 0
        self._whole = False
        self.started = False

    async def receive(self) -> Message:
        """The next piece of the body, within size and time."""
        if self._whole:
            return await self._receive()
        async with asyncio.timeout(SECONDS_TO_SEND):
            message = await self._receive()
        self._bytes += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._bytes > MOST_BYTES:
            raise TooMuchError
        return message

    async def send(self, message: Message) -> None:
        """One piece of the answer; the first carries the headers."""
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers["cache-control"] = "max-age=3600" if self._cached else "no-store"
        await self._send(message)

    async def say(self, scope: Scope, answer: Response) -> None:
        """Answer in words, unless an answer has begun."""
        if not self.started:
            await answer(scope, self._receive, self.send)
