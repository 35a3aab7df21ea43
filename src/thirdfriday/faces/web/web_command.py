"""The command that serves the web app."""

import click

from thirdfriday.faces.command_options import reported


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8127, show_default=True)
@click.option("--no-browser", is_flag=True, help="Do not open the page.")
@click.option("--address", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--name", "names", multiple=True, help="Host name to answer to, behind a proxy.")
@click.option("--workers", type=click.IntRange(2, 64), default=None, help="Planning processes.")
@reported
def web(
    port: int, no_browser: bool, address: str, names: tuple[str, ...], workers: int | None
) -> None:
    """The same plans in your browser; on this machine only, and nothing is stored."""
    from thirdfriday.faces.web.launch import launch  # noqa: PLC0415

    launch(port=port, address=address, names=names, workers=workers, browser=not no_browser)
