"""Is a finished mail what it was meant to be?

Read before it leaves, by code that shares nothing with the code that wrote it: its own lines, MIME
parts, content lines and time zone rules, so that one mistake is not made twice. The rules are those
of RFC 5322, 2045-2047, 5545, 5546 and 6047, as narrow as what we write: what is new in a mail of
ours must be allowed here first.
"""

from __future__ import annotations

from scheduler.calendar.lint import head, invitation, parts, tree, wire
from scheduler.calendar.lint.meant import Meant
from scheduler.calendar.lint.unfit import Unfit

__all__ = ["Meant", "faults"]


def faults(raw: bytes, meant: Meant) -> list[str]:
    """Give what is wrong with a finished mail, as msgids, the weightiest first; none: it may go."""
    found = list(wire.faults(raw))
    if found:
        return found
    try:
        mail = parts.read(raw.decode("ascii"))
    except Unfit as unfit:
        return [unfit.message]
    found = [*head.faults(mail, meant), *tree.faults(mail, meant)]
    if not meant.method:
        return found
    try:
        return [*found, *invitation.faults(tree.calendar(mail), meant)]
    except Unfit as unfit:
        return [*found, unfit.message]
