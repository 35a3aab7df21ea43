"""Serves the web app on this machine, and opens it in the browser."""

import errno
import socket
import threading
import webbrowser
from collections.abc import Sequence

import click
import uvicorn

from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.web.application import create_app
from thirdfriday.faces.web.gatekeeping import LOOPBACK

CONNECTIONS_MOST = 200
KEEP_ALIVE_SECONDS = 10
HEADER_BYTES = 32_768
SECONDS_TO_END = 3
"""What is under way when it is told to end gets so long."""


def launch(
    *,
    port: int,
    address: str = "127.0.0.1",
    names: Sequence[str] = (),
    workers: int | None = None,
    browser: bool = True,
) -> None:
    """Serve until interrupted.

    Args:
        port: the port; 0 takes a free one.
        address: the address to listen on; beyond this machine only with `names`.
        names: host names to answer to, when a proxy stands before.
        workers: processes that plan.
        browser: whether to open the page.

    Raises:
        CaseError: the port is taken, the address is none of this machine, or it is open to others
            without a name.
    """
    if address.strip("[]") not in {name.strip("[]") for name in LOOPBACK} and not names:
        words = "listening beyond this machine needs the name it is reached by"
        raise CaseError([Problem(words, "--address", "--name HOST, behind a proxy with TLS")])
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address.strip("[]"), port))
    except OSError as error:
        listener.close()
        raise CaseError([_problem_of(error, address, port)]) from error
    here = f"http://{address}:{listener.getsockname()[1]}/"
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(names=names, workers=workers),
            log_level="warning",
            access_log=False,
            server_header=False,
            limit_concurrency=CONNECTIONS_MOST,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            h11_max_incomplete_event_size=HEADER_BYTES,
            timeout_graceful_shutdown=SECONDS_TO_END,
            proxy_headers=False,
        )
    )
    if browser:
        opener = threading.Timer(1.0, webbrowser.open, [here])
        opener.daemon = True
        opener.start()
    click.echo(f"Third Friday is at {here} (Ctrl-C ends it).", err=True)
    with listener:
        server.run(sockets=[listener])


def _problem_of(error: OSError, address: str, port: int) -> Problem:
    """Why nothing can listen there: the address is not ours, or the port is taken."""
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        message = f"{address} is no address of this machine: {error.strerror}"
        return Problem(message, "--address", "127.0.0.1, or an address of one of its networks")
    return Problem(f"port {port} is not free: {error.strerror}", "--port", "another port")
