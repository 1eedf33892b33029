"""How is the whole thing tried out, with nothing set up?"""

from __future__ import annotations

import signal

import click

from scheduler import config
from scheduler.config import Settings
from web import serving
from web.commands.context import Instance, pass_instance
from web.demo import HOST, loading
from web.lock import service_lock


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--fresh", is_flag=True, help="Start anew: what was done in the demonstration goes.")
@pass_instance
def demo(here: Instance, port: int, *, fresh: bool) -> int:
    """Run a demonstration with eight networks; its mails stay in DIR/mail/new."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)  # until the server has its own: loading is begun anew next time
    folder = here.chosen or config.root() / "instance" / "demo"
    with service_lock(Settings(dir=folder)).acquire():
        serving.await_port(HOST, port)
        settings = loading.settle(folder.absolute(), port)
        click.echo("Loading the demonstration's networks …", err=True)
        loading.load(settings, fresh=fresh)
        return serving.serve(settings, announce=lambda: announce(settings))


def _end(_number: int, _frame: object) -> None:
    raise SystemExit(0)


def announce(settings: Settings) -> None:
    """Say where it is, and give one way in for each role."""
    click.echo(f"{settings.base_url}/")
    click.echo("Sign in as (each link works once):")
    for role, link in loading.links(settings).items():
        click.echo(f"  {role:14} {link}")
    click.echo(f"Mails: {settings.dir / 'mail' / 'new'}", err=True)
