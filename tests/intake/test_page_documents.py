"""HTML, PDF and plain files, well formed, broken and hostile."""

import os
import random
import time
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from thirdfriday.errors import CaseError
from thirdfriday.intake.page_documents import (
    LARGEST_HTML_BYTES,
    decoded,
    html_text,
    read_document,
    read_html,
    read_pdf,
)
from thirdfriday.intake.page_reading import LONGEST_TEXT

PAGE = b"""<!doctype html><html><head><title>t</title><script>We sponsor no visas.</script>
</head><body>
<nav>Home</nav><h2>Visas</h2><p>We sponsor <b>J-1</b> visas.</p>
<ul><li>No H-1B<li>Three letters of recommendation</ul>
<table><tr><td>Step 2 CK</td><td>220 minimum</td></tr></table></body></html>"""


def test_scripts_are_not_read_and_lists_and_tables_are() -> None:
    reading = read_document(PAGE, content_type="text/html; charset=utf-8")
    assert reading.policies["j1"].value is True
    assert reading.policies["h1b"].value is False
    assert reading.policies["lors"].value == 3
    assert reading.policies["step2_min"].value == 220


@pytest.mark.parametrize(
    ("charset", "declared"),
    [("utf-8", "utf-8"), ("cp1252", "utf-8"), ("utf-16", None), ("utf-8", "bogus")],
)
def test_the_bytes_decide_when_the_charset_lies(charset: str, declared: str | None) -> None:
    assert decoded("Résumé: J-1 visas".encode(charset), declared) == "Résumé: J-1 visas"


@pytest.mark.parametrize(
    "document",
    [
        b"<div>" * 200_000,
        b"<table><tr><td>" * 50_000,
        b"<" * 300_000,
        b"<!--" * 100_000,
        b"<a " + b'x="y" ' * 200_000 + b">",
        b"&amp;" * 200_000,
        b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><html>&b;</html>',
        PAGE[:200],
        b"",
    ],
    ids=[
        "deep",
        "deep-tables",
        "angles",
        "comments",
        "attributes",
        "entities",
        "entity-bomb",
        "cut",
        "empty",
    ],
)
def test_hostile_pages_are_read_in_bounded_time(document: bytes) -> None:
    started = time.perf_counter()
    reading = read_document(document, content_type="text/html")
    assert len(reading.text) <= LONGEST_TEXT
    assert time.perf_counter() - started < 20


def test_fifty_megabytes_are_cut_and_said_so() -> None:
    reading = read_document(b"<p>We sponsor J-1 visas. " * 2_100_000, content_type="text/html")
    assert reading.policies["j1"].value is True
    assert str(LARGEST_HTML_BYTES) in reading.notes[0]


def test_random_bytes_do_not_break_the_reader() -> None:
    random.seed(1)
    for kind in ("text/html", "text/plain", "application/pdf", ""):
        read_document(os.urandom(20_000), content_type=kind)


def test_a_broken_pdf_is_the_users_problem_and_says_so() -> None:
    with pytest.raises(CaseError, match="PDF"):
        read_pdf(b"%PDF-1.7\nnot a pdf")


def test_a_policy_of_a_pdf_tells_its_page() -> None:
    book = PdfWriter()
    for words in ("Welcome to us.", "We do not sponsor H-1B visas.", "We accept J-1 visas."):
        book.append(BytesIO(minimal_pdf(words)))
    out = BytesIO()
    book.write(out)
    policies = read_pdf(out.getvalue()).policies
    assert (policies["h1b"].page, policies["j1"].page) == (2, 3)
    assert policies["h1b"].to_json()["page"] == 2
    assert policies["h1b"].quote == "We do not sponsor H-1B visas."
    assert "page" not in read_document(PAGE).policies["j1"].to_json()


def test_a_pdf_is_read() -> None:
    assert read_pdf(minimal_pdf("We do not sponsor H-1B visas.")).policies["h1b"].value is False


@pytest.mark.parametrize(
    "stream",
    [
        b" " * 60_000_000,
        b"BT /F1 12 Tf (We sponsor J-1 visas.) Tj ET\n" * 60_000,
        b"q " * 9_000_000,
    ],
    ids=["spaces", "text", "nested"],
)
def test_a_pdf_that_unpacks_to_too_much_is_bounded(stream: bytes) -> None:
    started = time.process_time()
    with suppress(CaseError):
        assert len(read_document(packed_pdf(stream)).text) <= LONGEST_TEXT
    assert time.process_time() - started < 20


def test_random_bytes_in_a_pdf_are_the_users_problem() -> None:
    random.seed(2)
    page = bytearray(minimal_pdf("We sponsor J-1 visas."))
    for _ in range(60):
        for _ in range(8):
            page[random.randrange(20, len(page))] = random.randrange(256)
        with suppress(CaseError):
            read_document(bytes(page))


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400), st.integers(0, len(PAGE)))
def test_cut_and_scribbled_pages(noise: bytes, at: int) -> None:
    with suppress(CaseError):
        read_document(PAGE[:at] + noise + PAGE[at:], content_type="text/html")


def test_text_after_a_closed_block_starts_a_line() -> None:
    assert html_text("<div>one</div>two<br>three")[0].split("\n") == ["one", "two", "three"]
    assert read_html("<p>no policy").policies == {}


def minimal_pdf(text: str) -> bytes:
    """The smallest PDF that shows one line of text."""
    return pdf_of(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode())


def packed_pdf(stream: bytes) -> bytes:
    """A PDF of one page whose content is packed."""
    return pdf_of(zlib.compress(stream, 9), b" /Filter /FlateDecode")


def pdf_of(stream: bytes, more: bytes = b"") -> bytes:
    """A PDF of one page with the given content."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << "
        b"/Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d%s >>\nstream\n" % (len(stream), more) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(body)
    return (
        body
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start
    )
