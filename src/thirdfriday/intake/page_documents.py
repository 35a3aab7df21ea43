"""HTML, PDF and plain files into the text that is read, with bounded size and time."""

import logging
import re
import time
from bisect import bisect_right
from collections.abc import Generator, Iterator
from dataclasses import replace
from io import BytesIO
from itertools import accumulate
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from selectolax.lexbor import LexborHTMLParser, LexborNode

from thirdfriday.errors import CaseError, Problem
from thirdfriday.intake.page_policies import Reading
from thirdfriday.intake.page_reading import LONGEST_TEXT, read_text

logging.getLogger("pypdf").setLevel(logging.CRITICAL)

LARGEST_HTML_BYTES = 4_000_000
LARGEST_PDF_BYTES = 20_000_000
DEEPEST_NESTING = 400
_PDF_PAGES = 80
_PDF_SECONDS = 20  # between pages of a PDF: a stop, not a fact
_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "svg", "head", "iframe", "select", "object", "math"}
)
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "ul", "ol", "dl",
        "table", "tr", "h1", "h2",
     "h3", "h4", "h5", "h6", "blockquote", "pre", "form", "fieldset", "address", "figure",
         "figcaption", "details", "summary",
     "dt", "dd", "caption", "thead", "tbody", "button", "body", "hr", "center", "label"}
)  # fmt: skip
_SPACED = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "table",
        "section",
        "article",
        "div",
        "summary",
        "dt",
        "details",
        "button",
    }
)
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I
)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OPEN_TAG, _TAG_NAME = (
    re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})"),
    re.compile(r"<!doctype html|<html|<body|<head|<div|<p[ >]|<table|<meta|<!--", re.I),
)
_VOID = frozenset(
    {
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "area",
        "base",
        "col",
        "embed",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "th",
        "dt",
        "dd",
        "option",
    }
)
_PAGE_BREAK = "\n"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read_html(document: bytes | str, charset: str | None = None, *, source: str = "") -> Reading:
    """What an HTML page states of each policy; at most `LARGEST_HTML_BYTES` are read. [reading]

    >>> read_html("<ul><li>H-1B visas are not sponsored.</ul>").policies["h1b"].value
    False
    """
    text, notes = html_text(document, charset)
    return _with_notes(read_text(text, source=source), notes)


def read_pdf(document: bytes, *, source: str = "") -> Reading:
    """What a PDF states of each policy; CaseError when it cannot be read. [reading]"""
    pages, notes = pdf_pages(document)
    reading = _with_notes(read_text(_PAGE_BREAK.join(pages), source=source), notes)
    starts = list(accumulate((len(page) + len(_PAGE_BREAK) for page in pages), initial=0))
    policies = {
        name: replace(policy, page=bisect_right(starts, policy.start))
        for name, policy in reading.policies.items()
    }
    return replace(reading, policies=policies)


def read_document(
    document: bytes, *, content_type: str = "", filename: str = "", source: str = ""
) -> Reading:
    """What a document of any supported kind states, the kind told from its bytes first. [reading]

    >>> read_document(b"Three letters of recommendation.", filename="a.txt").policies["lors"].value
    3
    """
    name = source or filename
    charset_found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.I)
    charset = charset_found[1] if charset_found else None
    if document[:1024].lstrip().startswith(b"%PDF") or (
        "pdf" in content_type.lower() and b"%PDF" in document[:2048]
    ):
        return read_pdf(document, source=name)
    head = decoded(document[:4096], charset)
    suffix = Path(filename).suffix.lower()
    if (
        "html" in content_type.lower()
        or suffix in {".html", ".htm", ".xhtml"}
        or _TAG_NAME.search(head)
    ):
        return read_html(document, charset, source=name)
    cut = document[:LARGEST_HTML_BYTES]
    notes = _cut_note(len(document), LARGEST_HTML_BYTES)
    return _with_notes(read_text(_CONTROL.sub(" ", decoded(cut, charset)), source=name), notes)


def decoded(document: bytes, charset: str | None = None) -> str:
    """Bytes as text by byte order mark, named charset, UTF-8, then the page's own. [text]

    >>> decoded("é".encode("cp1252"))
    'é'
    """
    meta = _META_CHARSET.search(document[:4096])
    marked = next((name for mark, name in _MARKS if document.startswith(mark)), None)
    for name in (marked, charset, "utf-8", meta[1].decode("ascii") if meta else None):
        if not name:
            continue
        try:
            text = document.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
        return text
    if _nearly_utf8(document):
        return document.decode("utf-8", errors="replace")
    return document.decode("cp1252", errors="replace")


def _nearly_utf8(document: bytes) -> bool:
    """Whether only the cut at the end breaks an otherwise valid UTF-8 text."""
    try:
        document.decode("utf-8")
    except UnicodeDecodeError as problem:
        return problem.reason == "unexpected end of data" and problem.start > 0
    return True


def html_text(document: bytes | str, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    r"""The visible text of a page, one line per block and a bullet per list item. [text, notes]

    >>> html_text("<p>One<ul><li>two<li>three</ul>")[0]
    'One\n\n• two\n• three'
    """
    notes = _cut_note(len(document), LARGEST_HTML_BYTES)
    cut = document[:LARGEST_HTML_BYTES]
    raw = cut if isinstance(cut, str) else decoded(cut, charset)
    raw = _CONTROL.sub(" ", raw).encode("utf-8", errors="replace").decode("utf-8")
    if _too_deep(raw):
        notes += (
            f"The page nests more than {DEEPEST_NESTING} levels; its tags were stripped without "
            f"a tree.",
        )
        return _tidy(_without_tree(raw)), notes
    root = LexborHTMLParser(raw).body
    if root is None:
        return "", notes
    pieces: list[str] = []
    length = 0
    for piece in _pieces(root):
        pieces.append(piece)
        length += len(piece)
        if length > LONGEST_TEXT * 2:
            break
    return _tidy("".join(pieces)), notes


def _too_deep(raw: str) -> bool:
    depth = deepest = 0
    for found in _OPEN_TAG.finditer(raw):
        if found[2].lower() in _VOID:
            continue
        depth += -1 if found[1] else 1
        depth = max(depth, 0)
        deepest = max(deepest, depth)
        if deepest > DEEPEST_NESTING:
            return True
    return False


def _without_tree(raw: str) -> str:
    bare = re.sub(
        r"<(script|style)\b.{0,200000}?</\1>", " ", raw[: LONGEST_TEXT * 4], flags=re.I | re.S
    )
    return re.sub(r"<[^<>]{0,2000}>", "\n", bare)


def _pieces(root: LexborNode) -> Iterator[str]:
    """The text of a tree in reading order, walked without recursion."""
    node: LexborNode | None = root
    while node is not None:
        tag = node.tag or ""
        skipped = tag in _SKIPPED
        if tag == "-text":
            yield re.sub(r"\s+", " ", node.text_content or "")
        elif not skipped:
            yield _before(tag)
        if node.child is not None and not skipped:
            node = node.child
            continue
        node = yield from _onward(node, root)


def _onward(node: LexborNode, root: LexborNode) -> Generator[str, None, LexborNode | None]:
    current: LexborNode | None = node
    while current is not None:
        if (current.tag or "") in _BLOCKS:
            yield "\n"
        if current.mem_id == root.mem_id:
            return None
        if current.next is not None:
            return current.next
        current = current.parent
    return None


def _before(tag: str) -> str:
    if tag == "li":
        return "\n• "
    if tag == "br":
        return "\n"
    if tag in {"td", "th"}:
        return " "
    if tag in _SPACED:
        return "\n\n"
    return "\n" if tag in _BLOCKS else ""


def _tidy(text: str) -> str:
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.split("\n")]
    joined: list[str] = []
    for line in lines:
        if line == "•" or (not line and (not joined or not joined[-1])):
            continue
        joined.append(line)
    return "\n".join(joined).strip()


def pdf_pages(document: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The text of each of a PDF's first pages; CaseError when it cannot be read. [pages, notes]"""
    if len(document) > LARGEST_PDF_BYTES:
        raise CaseError(
            [Problem("the PDF is too large", expected=f"at most {LARGEST_PDF_BYTES} bytes")]
        )
    started, notes, pieces, length = time.monotonic(), (), list[str](), 0
    try:
        reader = PdfReader(BytesIO(document), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise CaseError([Problem("the PDF is locked with a password", expected="an open PDF")])
        for page in reader.pages[:_PDF_PAGES]:
            pieces.append(page.extract_text() or "")
            length += len(pieces[-1])
            if length > LONGEST_TEXT or time.monotonic() - started > _PDF_SECONDS:
                break
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError,
            RecursionError, OverflowError, NotImplementedError, AssertionError,
            MemoryError) as problem:  # fmt: skip
        raise CaseError(
            [Problem(f"the PDF cannot be read ({type(problem).__name__})")]
        ) from problem
    return tuple(_CONTROL.sub(" ", piece) for piece in pieces), tuple(notes)


def _cut_note(size: int, limit: int) -> tuple[str, ...]:
    return (f"Only the first {limit} bytes of {size} were read.",) if size > limit else ()


def _with_notes(reading: Reading, notes: tuple[str, ...]) -> Reading:
    return Reading(reading.text, reading.policies, notes + reading.notes, reading.source)
