"""What do machines send: reports that a letter came back, and answers that nobody wrote?"""

from __future__ import annotations

from tests.inbox.after import After, waiting
from tests.inbox.replies import ANNA
from tests.inbox.shapes import Mail, Multi, Part, head

POSTMASTER = "postmaster@kumla.example"
DAEMON = "mailer-daemon@kumla.example"
WORDS = Part("text/plain; charset=us-ascii", "<$anna>: user unknown", "7bit")
HEADER = (
    "From: $svar\nTo: $anna\nSubject: Kallelse\nMessage-ID: $letter_id\n"
    "X-Kallelse-Letter: $letter\n\n"
)
WHOLE = Part("message/rfc822", HEADER + "Hej!")
HEADERS = Part("text/rfc822-headers", HEADER)


def daemon(*more: str, sender: str = "Mail Delivery System <MAILER-DAEMON@kumla.example>") -> str:
    """The header of a report."""
    return "\n".join(["Return-Path: <>", head(*more, sender=sender)])


def status(
    *,
    action: str = "failed",
    code: str = "5.1.1",
    to: str = "rfc822; $anna",
    why: str = "",
    more: str = "",
) -> Part:
    """What became of the copy to one recipient."""
    said = why or "smtp; 550 5.1.1 <$anna>: Recipient address rejected"
    return Part(
        "message/delivery-status",
        f"Reporting-MTA: dns; mx.kumla.example\nArrival-Date: Mon, 4 Jan 2027 10:00:00 +0100\n\n"
        f"Final-Recipient: {to}\n{more}Action: {action}\nStatus: {code}\nDiagnostic-Code: {said}\n",
    )


def report(*parts: Part, told: str = "", kind: str = "delivery-status") -> Mail:
    """A report as RFC 3464 has it."""
    return Mail(told or daemon(), Multi(f"report; report-type={kind}", parts))


DEAD = After(letter="dead", bounced=True, told=None, waits=(("bounce", "", "", ""),))
LOST = After(letter="dead", told=None, waits=(("automatic", DAEMON, "", ""),))
SEEN = waiting("automatic", DAEMON)
GLOBAL = Part(
    "message/global-delivery-status",
    "Reporting-MTA: dns; mx.kumla.example\n\nFinal-Recipient: utf-8; $anna\nAction: failed\n"
    "Status: 5.1.1\n",
)
ODD = Part(
    "message/delivery-status",
    "reporting-mta: dns;mx\n\nORIGINAL-RECIPIENT:\n\trfc822;$anna\nfinal-recipient:x\n"
    "ACTION: Failed (mailbox disabled)\nstatus: 5.2.1 (disabled)\n",
)

REPORTS: dict[str, tuple[Mail, After]] = {
    "Postfix, with the whole letter": (report(WORDS, status(), WHOLE), DEAD),
    "Sendmail, with the header alone": (report(WORDS, status(code="5.1.1 "), HEADERS), DEAD),
    "Exchange, by the letter's own number": (
        report(
            WORDS,
            status(code="5.1.10"),
            Part("text/rfc822-headers", "X-Kallelse-Letter: $letter\n"),
        ),
        DEAD,
    ),
    "Gmail, by the Message-ID": (
        report(WORDS, status(), Part("message/rfc822", "Message-ID: $letter_id\n\nHej!")),
        DEAD,
    ),
    "a server of internationalized mail": (report(WORDS, GLOBAL, HEADERS), DEAD),
    "fields in odd letters, folded": (report(WORDS, ODD, HEADERS), DEAD),
    "the first address told beside the last": (
        report(
            WORDS,
            status(to="rfc822; x@kumla.example", more="Original-Recipient: rfc822;$anna\n"),
            WHOLE,
        ),
        DEAD,
    ),
    "given up after days": (
        report(WORDS, status(code="4.4.7", why="smtp; 451 try later"), WHOLE),
        LOST,
    ),
    "delayed": (report(WORDS, status(action="delayed", code="4.4.1"), WHOLE), After()),
    "delivered": (report(WORDS, status(action="delivered", code="2.0.0"), WHOLE), After()),
    "relayed": (report(WORDS, status(action="relayed", code="2.0.0"), WHOLE), After()),
    "expanded to a list": (report(WORDS, status(action="expanded", code="2.0.0"), WHOLE), After()),
    "came back from where she forwards it to": (
        report(WORDS, status(to="rfc822; anna@home.example"), WHOLE),
        SEEN,
    ),
    "about a letter of somebody else's": (
        report(WORDS, status(), Part("message/rfc822", "Message-ID: <x@kallelse.example>\n\n")),
        After(),
    ),
    "about no letter at all": (report(WORDS, status()), After()),
    "about nobody": (
        report(WORDS, Part("message/delivery-status", "Reporting-MTA: dns; x\n")),
        SEEN,
    ),
    "qmail, in its own words": (
        Mail(
            daemon(),
            Part(
                "text/plain",
                "Hi. This is the qmail-send program.\n\n<$anna>:\nno mailbox\n\n--- " + HEADER,
            ),
        ),
        SEEN,
    ),
    "Exchange, without a report": (
        Mail(
            daemon(sender="Microsoft Exchange <postmaster@kumla.example>"),
            Multi("mixed", (Part("text/html", "<p>Ditt meddelande kom inte fram.</p>"), WHOLE)),
        ),
        waiting("automatic", POSTMASTER),
    ),
    "from the daemon, without its null sender": (
        Mail(head(sender="MAILER-DAEMON@kumla.example"), Part("text/plain", "failed: $letter_id")),
        SEEN,
    ),
    "a complaint about spam": (
        report(
            WORDS,
            Part("message/feedback-report", "Feedback-Type: abuse\n"),
            HEADERS,
            kind="feedback-report",
        ),
        SEEN,
    ),
    "a receipt that it was read": (
        report(
            WORDS,
            Part(
                "message/disposition-notification",
                "Final-Recipient: rfc822;$anna\nDisposition: x; displayed\n",
            ),
            kind="disposition-notification",
        ),
        After(),
    ),
}


def away(*more: str, sender: str = "Anna <$anna>", kind: str = "text/plain; charset=utf-8") -> Mail:
    """Words that a machine sends."""
    text = "Jag är ledig till den 1 februari. Tack, jag accepterar!"
    return Mail(head(*more, sender=sender), Part(kind, text, "8bit"))


AWAY = waiting("automatic", ANNA)

RESPONDERS: dict[str, tuple[Mail, After]] = {
    "Exchange is out of office": (
        away("Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All", "Precedence: bulk"),
        AWAY,
    ),
    "Gmail is on holiday": (away("Auto-Submitted: auto-replied", "X-Autoreply: yes"), AWAY),
    "Outlook.com is away": (away("X-Auto-Response-Suppress: DR, OOF, AutoReply"), AWAY),
    "a sieve script": (away("Auto-Submitted: auto-replied (vacation)"), AWAY),
    "Notes, with a null sender": (away("Return-Path: <>"), AWAY),
    "a help desk with a number": (
        away("Auto-Submitted: auto-generated", sender="Helpdesk <help@kumla.example>"),
        waiting("automatic", "help@kumla.example"),
    ),
    "a list that a reply was sent to": (away("List-Id: <alla.kumla.example>"), AWAY),
    "a newsletter": (away("List-Unsubscribe: <https://kumla.example>", "Feedback-ID: 1"), AWAY),
    "a server that asks who we are": (
        away("Precedence: junk", sender="challenge@kumla.example"),
        waiting("automatic", "challenge@kumla.example"),
    ),
    "out of office in a page": (
        away("Auto-Submitted: auto-replied", kind="text/html; charset=utf-8"),
        AWAY,
    ),
    "a person, whose mail says no more than that": (
        away("Auto-Submitted: no"),
        waiting("mail", ANNA),
    ),
    "a person who writes that she comes": (away("In-Reply-To: $letter_id"), waiting("mail", ANNA)),
}
