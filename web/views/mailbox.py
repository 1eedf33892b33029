"""The demonstration's mailbox: every mail that was sent, as its reader sees it."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.errors import NotFound
from web import framing, mailbox
from web.rules import signed_in
from web.session import parts

bp = Blueprint("mailbox", __name__)
INVENTED = "a demonstration's mails are to nobody real; elsewhere the page does not exist"


@bp.get("/demo/mailbox")
@signed_in(INVENTED)
def show() -> ResponseReturnValue:
    """List the mails, the newest first."""
    folder, wanted = _folder(), request.args.get("find", "")[:100].strip()
    return render_template(
        "mailbox/show.html",
        mails=mailbox.latest(folder, wanted),
        wanted=wanted,
        count=mailbox.count(folder),
        most=mailbox.MOST,
    )


@bp.get("/demo/mailbox/<name>")
@signed_in(INVENTED)
def one(name: str) -> ResponseReturnValue:
    """Show one mail as its reader sees it."""
    mail = mailbox.read(_folder(), name)
    if mail is None:
        raise NotFound
    frame = framing.framed(mail.html) if mail.html else None
    page = render_template("mailbox/mail.html", mail=mail, frame=frame)
    return framing.allow(Response(page, mimetype="text/html"), frame)


def _folder() -> Path:
    settings = parts().settings
    if not settings.demo:
        raise NotFound
    return settings.dir / "mail" / "new"
