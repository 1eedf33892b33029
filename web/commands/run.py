"""How is the service started?"""

from __future__ import annotations

import click

from scheduler.config import Settings
from web import instance, migrating, serving
from web.commands.context import Instance, NotSetUp, pass_instance
from web.doors import place
from web.lock import service_lock


@click.command()
@click.option("--host", help="Where to listen, instead of what the settings say.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port, instead of the settings'.")
@pass_instance
def run(here: Instance, host: str | None, port: int | None) -> int:
    """Run the service: pages, clock and mail in one process."""
    settings = here.settings
    asked = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    if "port" in asked and "base_url" not in settings.model_fields_set:
        asked["base_url"] = f"http://{host or settings.host}:{port}"
    settings = settings.model_copy(update=asked)
    _refuse_a_lost_database(settings)
    with service_lock(settings).acquire():
        serving.await_port(settings.host, settings.port)
        place.check(settings)
        migrating.upgrade(settings)
        return serving.serve(settings, announce=lambda: click.echo(settings.base_url))


def _refuse_a_lost_database(settings: Settings) -> None:
    """Begin a new database only where the environment alone says everything, as in a container."""
    database = instance.file_of(settings)
    set_up = (settings.dir / "kallelse.toml").exists()
    if set_up and database is not None and not database.exists():
        raise NotSetUp(folder=settings.dir)
