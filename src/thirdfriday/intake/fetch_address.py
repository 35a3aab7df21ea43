"""Which addresses may be fetched: web schemes, public hosts, every resolved address checked."""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit, urlunsplit

from thirdfriday.errors import CaseError, Problem

Resolver = Callable[[str, int], list[str]]
_PORTS = {"http": 80, "https": 443}
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_LONGEST_ADDRESS = 2000


class FetchRefusedError(CaseError):
    """A page that is not fetched, and why; `retry_after` in seconds where a server named it."""

    def __init__(self, reason: str, *, url: str, retry_after: float | None = None) -> None:
        self.reason = reason
        self.retry_after = retry_after
        super().__init__([Problem(reason, where=url)])


@dataclass(frozen=True, slots=True)
class Target:
    """A checked web address and the internet address to connect to."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    address: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as robots.txt is kept by. [text]"""
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def host_header(self) -> str:
        """The Host header. [text]"""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"


def resolve(host: str, port: int) -> list[str]:
    """Every internet address of a host name. [addresses]"""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an internet address is on the public internet, not private, loopback or reserved.

    >>> is_public("8.8.8.8"), is_public("10.1.2.3"), is_public("::ffff:127.0.0.1")
    (True, False, False)
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour
        if parsed in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if parsed.teredo is not None:
            return False
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def checked_target(
    url: str, *, resolver: Resolver = resolve, allow_loopback: bool = False
) -> Target:
    """The address to connect to for `url`, or FetchRefusedError with the reason.

    All addresses of the host have to be public, so that a name cannot mix a public and a private
    one; the caller connects to the returned address, so the name is not looked up a second time.
    `allow_loopback` exists for tests against a server on this machine.
    """
    parts = _parts(url)
    host = (parts.hostname or "").rstrip(".")
    port = parts.port or _PORTS[parts.scheme]
    try:
        ascii_host = host if ":" in host else host.encode("idna").decode("ascii").lower()
        addresses = resolver(ascii_host, port)
    except (OSError, UnicodeError) as problem:
        raise FetchRefusedError("the host name cannot be found", url=url) from problem
    if not addresses:
        raise FetchRefusedError("the host name has no address", url=url)
    for address in addresses:
        if not is_public(address) and not (allow_loopback and _is_loopback(address)):
            raise FetchRefusedError("the host is on a private or reserved network", url=url)
    if port not in _PORTS.values() and not allow_loopback:
        raise FetchRefusedError("only the web's own ports, 80 and 443, are used", url=url)
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    clean = urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))
    return Target(clean, parts.scheme, ascii_host, port, _quoted(path), addresses[0])


def _parts(url: str) -> SplitResult:
    if len(url) > _LONGEST_ADDRESS or any(ord(char) < 33 or ord(char) == 127 for char in url):
        raise FetchRefusedError(
            "the address is too long or holds spaces or control characters", url=url[:80]
        )
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as problem:
        raise FetchRefusedError("the address is malformed", url=url) from problem
    if parts.scheme not in _PORTS:
        raise FetchRefusedError("only http and https addresses are fetched", url=url)
    if not parts.hostname or parts.username is not None or parts.password is not None:
        raise FetchRefusedError("the address needs a host and no user name", url=url)
    return parts


def _is_loopback(address: str) -> bool:
    return ipaddress.ip_address(address).is_loopback


def _quoted(path: str) -> str:
    return "".join(
        char if ord(char) < 128 else "".join(f"%{b:02X}" for b in char.encode()) for char in path
    )
