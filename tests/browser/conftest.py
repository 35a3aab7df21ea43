"""The web app for tests: served on loopback by a thread, planning in this process."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from thirdfriday.faces.web.application import create_app

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the application is served for a real browser."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        create_app(workers=2, processes=False), log_level="error", ws="none", lifespan="on"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)
    listener.close()


@pytest.fixture(scope="session")
def client(address) -> Iterator[httpx.Client]:
    """A program that talks to the application."""
    with httpx.Client(base_url=address, timeout=120) as found:
        yield found


@pytest.fixture(scope="session")
def chromium():
    """A real browser."""
    if BROWSER is None:
        pytest.skip("no chromium here")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield found
        found.close()
