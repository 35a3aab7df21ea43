"""Fetched pages kept on disk with their dates, the copy before the last one included."""

import datetime as dt
import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as fetched: where from, when, of what kind; `changed` against the copy before."""

    url: str
    final_url: str
    status: int
    content_type: str
    fetched_at: str
    body: bytes
    etag: str = ""
    last_modified: str = ""
    from_cache: bool = False
    changed: bool | None = None

    @property
    def fetched_on(self) -> dt.date:
        """The day the page was fetched. [date]"""
        return dt.datetime.fromisoformat(self.fetched_at).date()


class PageCache:
    """A folder of fetched pages by address; damaged entries count as absent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, url: str) -> Fetched | None:
        """The kept copy of a page, or None when there is none to trust."""
        return self._read(url, ".body")

    def load_previous(self, url: str) -> Fetched | None:
        """The copy before the kept one, or None."""
        return self._read(url, ".previous")

    def store(self, page: Fetched) -> None:
        """Keep a page; a different earlier body becomes the copy before."""
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = self.load(page.url)
        if kept is not None and kept.body != page.body:
            self._write(page.url, ".previous", kept)
        self._write(page.url, ".body", page)

    def wait_until(self, origin: str) -> float:
        """When a host that asked for a pause may be asked again. [seconds of the epoch]"""
        try:
            return float(self._path(f"wait {origin}", ".wait").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0.0

    def store_wait(self, origin: str, until: float) -> None:
        """Remember a host's request to come back later. [seconds of the epoch]"""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._replace(self._path(f"wait {origin}", ".wait"), str(until).encode("ascii"))

    def _path(self, url: str, suffix: str) -> Path:
        return self.folder / (hashlib.sha256(url.encode()).hexdigest()[:32] + suffix)

    def _read(self, url: str, suffix: str) -> Fetched | None:
        try:
            body = self._path(url, suffix).read_bytes()
            header, _, content = body.partition(b"\n")
            fields = json.loads(header)
            if fields.pop("sha256") != hashlib.sha256(content).hexdigest() or fields["url"] != url:
                return None
            page = Fetched(**fields, body=content)
            _ = page.fetched_on
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None
        return page

    def _write(self, url: str, suffix: str, page: Fetched) -> None:
        fields = {name: value for name, value in asdict(page).items() if name != "body"}
        fields |= {
            "sha256": hashlib.sha256(page.body).hexdigest(),
            "from_cache": False,
            "changed": None,
        }
        self._replace(self._path(url, suffix), json.dumps(fields).encode() + b"\n" + page.body)

    def _replace(self, path: Path, content: bytes) -> None:
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        part.write_bytes(content)
        part.replace(path)
