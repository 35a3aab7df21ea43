"""One HTTP request to a checked address, bounded in time and in bytes, following nothing."""

import socket
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException

from urllib3 import HTTPResponse, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from thirdfriday.intake.fetch_address import FetchRefusedError, Target

USER_AGENT = (
    "thirdfriday/0.1 (reads one residency program's page for one applicant; robots.txt honoured)"
)
AGENT_NAME = "thirdfriday"
_CHUNK = 65_536
_SHUT_ERRORS = (HTTPError, HTTPException, OSError, ValueError, AttributeError, zlib.error)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much one request may take. [seconds, bytes]"""

    connect_seconds: float
    total_seconds: float
    largest_bytes: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: status, headers in lower case, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Request = Callable[[Target, Limits, Mapping[str, str]], Answer]


def request(target: Target, limits: Limits, headers: Mapping[str, str]) -> Answer:
    """The answer of one GET, or FetchRefusedError when it fails or passes a limit.

    The connection goes to `target.address`, with the host name used for the certificate only, so a
    second look-up of the name cannot lead elsewhere. A timer ends the request at its total time.
    """
    connection = _connection(target, limits)
    started = time.monotonic()
    watch = threading.Timer(limits.total_seconds, _shut, args=(connection,))
    watch.daemon = True
    watch.start()
    try:
        sent = {"Host": target.host_header, "User-Agent": USER_AGENT, "Accept-Encoding": "identity",
                "Accept": "text/html,application/pdf,text/plain;q=0.9,*/*;q=0.1", "Connection":
                    "close"}  # fmt: skip
        connection.request("GET", target.path, headers={**sent, **headers}, preload_content=False)
        response = connection.getresponse()
        received = {name.lower(): value for name, value in response.headers.items()}
        body = (
            b"" if response.status in {204, 304} else _body(response, received, limits, target.url)
        )
    except _SHUT_ERRORS as problem:
        slow = time.monotonic() - started >= limits.total_seconds
        reason = (
            "the server was too slow"
            if slow
            else f"the server could not be read ({type(problem).__name__})"
        )
        raise FetchRefusedError(reason, url=target.url) from problem
    finally:
        watch.cancel()
        with suppress(OSError):
            connection.close()
    if time.monotonic() - started >= limits.total_seconds:
        raise FetchRefusedError("the server was too slow", url=target.url)
    return Answer(response.status, received, body)


def _connection(target: Target, limits: Limits) -> HTTPConnection:
    timeout = Timeout(connect=limits.connect_seconds, read=limits.connect_seconds)
    if target.scheme == "https":
        return HTTPSConnection(
            target.address, target.port, timeout=timeout.connect_timeout,
            server_hostname=target.host, assert_hostname=target.host, cert_reqs="CERT_REQUIRED",
        )  # fmt: skip
    return HTTPConnection(target.address, target.port, timeout=timeout.connect_timeout)


def _shut(connection: HTTPConnection) -> None:
    sock = connection.sock
    if sock is not None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


def _body(response: HTTPResponse, headers: Mapping[str, str], limits: Limits, url: str) -> bytes:
    declared = headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limits.largest_bytes:
        raise FetchRefusedError("the page is too large", url=url)
    unpack = _unpacker(headers.get("content-encoding", "identity"), url)
    pieces, size = [], 0
    while chunk := response.read1(_CHUNK, decode_content=False):
        room = limits.largest_bytes - size + 1
        piece = unpack.decompress(chunk, room) if unpack is not None else chunk
        pieces.append(piece)
        size += len(piece)
        if size > limits.largest_bytes:
            raise FetchRefusedError("the page is too large", url=url)
    if declared.isdigit() and unpack is None and size < int(declared):
        raise FetchRefusedError("the server broke off before the end of the page", url=url)
    return b"".join(pieces)


def _unpacker(encoding: str, url: str) -> "zlib._Decompress | None":
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return None
    if name in {"gzip", "x-gzip", "deflate"}:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    raise FetchRefusedError(f"the page is packed in a way we do not read ({name})", url=url)
