"""What can be set?

Every setting, its default and its variable `KALLELSE_<NAME>`; the only reader of the environment.
A value comes from the environment, else from `NAME_FILE` (a file that holds it), else from
`kallelse.toml` in the instance folder, else from the default. All errors are told at once.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

PREFIX = "KALLELSE_"
LISTEN = re.compile(
    r"(?P<smtp>smtp:)?(?:unix:(?P<path>/.+)|(?P<host>\[[0-9a-fA-F:.]+\]|[\w.-]+):(?P<port>\d{1,5}))"
)
TOO_WEAK = (
    "is too short or too regular: use at least 32 random characters (`kallelse init` makes one)"
)

_WORDS: Mapping[str, str] = {
    "bool_parsing": "must be true or false",
    "extra_forbidden": "is no setting: check its spelling",
    "float_parsing": "must be a number",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "string_pattern_mismatch": "must look like {pattern}",
    "string_type": "must be text, in quotation marks",
}


class SettingsWrong(Exception):
    """Some settings cannot be used; `errors` has one line for each."""

    def __init__(self, errors: list[str]) -> None:
        self.errors = errors
        super().__init__("\n".join(errors))


class Settings(BaseModel):
    """All that an operator decides. Times are in seconds."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    dir: Path = Path("instance")
    database_url: str = ""
    base_url: str = "http://127.0.0.1:8000"
    secret_key: str = Field(default="", repr=False)
    secret_key_old: str = Field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    trusted_proxies: int = Field(default=0, ge=0, le=9)
    streams: int = Field(default=64, ge=0, le=2000)
    demo: bool = False

    smtp_host: str = "127.0.0.1"
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    smtp_user: str = ""
    smtp_password: str = Field(default="", repr=False)
    smtp_ca_file: str = ""
    smtp_timeout: float = Field(default=20, gt=0, le=60)

    smtp_per_minute: int = Field(default=0, ge=0, le=100_000)
    smtp_auth: Literal["password", "xoauth2"] = "password"
    dkim_selector: str = Field(default="", pattern=r"^[a-z0-9.-]{0,60}$")
    dkim_key_file: str = ""

    mail_domain: str = "localhost"
    reply_local_part: str = Field(default="svar", pattern=r"^[a-z0-9.-]{1,20}$")
    reply_delimiter: Literal["+", "=", "_", "-"] = "+"
    authserv_id: str = ""
    undo_seconds: int = Field(default=60, ge=0, le=3600)
    attachment_megabytes: int = Field(default=20, ge=0, le=200)

    lmtp_listen: str = ""
    imap_host: str = ""
    imap_port: int = Field(default=993, ge=1, le=65535)
    imap_security: Literal["none", "starttls", "tls"] = "tls"
    imap_user: str = ""
    imap_password: str = Field(default="", repr=False)
    imap_auth: Literal["password", "xoauth2"] = "password"
    imap_ca_file: str = ""
    imap_folder: str = "INBOX"

    oauth_token_url: str = ""
    oauth_client_id: str = ""
    oauth_client_secret: str = Field(default="", repr=False)
    oauth_refresh_token: str = Field(default="", repr=False)
    oauth_scope: str = ""
    oauth_access_token: str = Field(default="", repr=False)

    @model_validator(mode="before")
    @classmethod
    def _listen_where_reached(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Take the port from a plain http base URL when none is set."""
        reached = urlsplit(str(values.get("base_url", "")))
        if reached.scheme != "http" or "port" in values:
            return values
        try:
            return values | {"port": reached.port or 8000}
        except ValueError:
            return values  # told beside base_url

    @field_validator("base_url")
    @classmethod
    def _absolute(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        try:
            urlsplit(value).port  # noqa: B018  # asking checks it
        except ValueError:
            raise ValueError("has a port that is no number between 0 and 65535") from None
        return value.rstrip("/")

    @field_validator("mail_domain")
    @classmethod
    def _a_domain(cls, value: str) -> str:
        if not re.fullmatch(r"[\w-]+(\.[\w-]+)*", value):
            raise ValueError("must be a domain, such as kallelse.kommun.example")
        return value

    @field_validator("lmtp_listen")
    @classmethod
    def _a_place_to_listen(cls, value: str) -> str:
        found = LISTEN.fullmatch(value)
        if value and (found is None or int(found["port"] or 1) not in range(1, 65536)):
            raise ValueError("must be host:port or unix:/path for LMTP, smtp:host:port for SMTP")
        return value

    @field_validator("secret_key")
    @classmethod
    def _strong(cls, value: str) -> str:
        if len(value) < 32 or len(set(value)) < 10:
            raise ValueError(TOO_WEAK)
        return value

    @field_validator("database_url")
    @classmethod
    def _known_store(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
        return value

    @property
    def database(self) -> str:
        """The database's address; by default `kallelse.db` in the instance folder."""
        return self.database_url or f"sqlite:///{(self.dir / 'kallelse.db').absolute()}"

    @property
    def secure(self) -> bool:
        """Whether pages are reached over https, so that cookies may demand it."""
        return self.base_url.startswith("https://")


def root() -> Path:
    """Give the folder in which `instance/` lies: the clone's (the launcher says so), else here."""
    return Path(os.environ.get("KALLELSE_ROOT") or Path.cwd())  # noqa: TID251  # as in load


def load(folder: Path, environ: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Read the settings of the instance in `folder`; raises SettingsWrong with every error."""
    environ = os.environ if environ is None else environ  # noqa: TID251  # here and nowhere else
    errors: list[str] = []
    values = _from_toml(folder / "kallelse.toml", errors)
    values |= _from_secret_file(folder / "secret.key")
    values |= _from_environment(environ, errors)
    values |= {"dir": folder} | overrides
    try:
        settings = Settings(**values)
    except ValidationError as invalid:
        errors += [_line(error) for error in invalid.errors()]
    else:
        if not settings.secret_key:
            errors.append(f"{PREFIX}SECRET_KEY is not set: run `kallelse init` to make one")
        if not errors:
            return settings
    raise SettingsWrong(errors)


def _from_toml(path: Path, errors: list[str]) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        errors.append(f"{path.name}: {wrong}")
        return {}
    return {key.lower().removeprefix("kallelse_"): value for key, value in found.items()}


def _from_secret_file(path: Path) -> dict[str, Any]:
    return {"secret_key": path.read_text(encoding="ascii").strip()} if path.exists() else {}


def _from_environment(environ: Mapping[str, str], errors: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in Settings.model_fields:
        variable = PREFIX + name.upper()
        if variable in environ:
            found[name] = environ[variable]
        elif f"{variable}_FILE" in environ:
            try:
                found[name] = Path(environ[f"{variable}_FILE"]).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as wrong:
                errors.append(f"{variable}_FILE: {wrong}")
    found.pop("dir", None)
    return found


def _line(error: Any) -> str:
    name = ".".join(str(part) for part in error["loc"])
    words = _WORDS.get(error["type"], error["msg"].removeprefix("Value error, "))
    return f"{PREFIX}{name.upper()}: {words.format(**error.get('ctx', {}))}"
