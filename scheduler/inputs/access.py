"""What may be asked about signing in and one's own settings?"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from scheduler.inputs.types import Address, Input, Line, OptionalLine, Zone
from scheduler.inputs.types import Language as LanguageCode
from scheduler.model.people import Delivery

# As typed: spaces are part of a password. The longest that is hashed is decided in passwords.
Password = Annotated[str, StringConstraints(max_length=1_000), Field(repr=False)]


class SignInInput(Input):
    """An address and a password; any text is taken, what is unknown is refused as wrong."""

    email: OptionalLine = ""
    password: Password = ""


class LinkInput(Input):
    """An address to which a one-time link is to be mailed."""

    email: Address


class AccountInput(Input):
    """Somebody who may sign in; without a name the address stands for it."""

    email: Address
    name: OptionalLine = ""
    administrator: bool = False


class OwnInput(Input):
    """What people decide about themselves."""

    name: Line
    language: LanguageCode
    time_zone: Zone


class PasswordInput(Input):
    """A new password, twice; the present one is asked for unless one has just signed in."""

    present: Password = ""
    password: Password
    repeated: Password


class DeliveryInput(Input):
    """How meetings reach a person."""

    delivery: Delivery
