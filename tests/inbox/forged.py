"""What do those send who want to answer for somebody else, or to move what is not theirs?

Our own mail server calls itself mx.kallelse.example in what it finds out (RFC 8601).
"""

from __future__ import annotations

from scheduler.inbox import Outcome
from tests.inbox.after import After, waiting, yes
from tests.inbox.clients import bare, plain_reply
from tests.inbox.replies import ANNA
from tests.inbox.shapes import Mail, Multi, Part, calendar, head, said

BOSS, EVIL = "boss@kumla.example", "evil@elsewhere.example"
OURS = "Authentication-Results: mx.kallelse.example; spf=fail; dmarc="


def from_(sender: str, *more: str) -> Mail:
    """A right answer, but from somebody else."""
    return bare(plain_reply(), told=head(*more, sender=sender))


def by(attendee: str, sender: str = "$anna") -> Mail:
    """An answer in another's name."""
    return bare(calendar("REPLY", *said("ACCEPTED", attendee=attendee)), told=head(sender=sender))


def order(method: str) -> Mail:
    """What only an organizer may say, said to us."""
    lines = said("ACCEPTED", "DTSTART:20270301T080000Z", "SUMMARY:Flyttat", "STATUS:CANCELLED")
    words = Part("text/plain; charset=utf-8", "Mötet är flyttat.", "8bit")
    text = calendar(method, *(line.replace("SEQUENCE:0", "SEQUENCE:99") for line in lines))
    part = Part(f"text/calendar; method={method}", text)
    return Mail(head(), Multi("alternative", (words, part)))


def strange(sender: str) -> After:
    """The answer waits with the address that is not the person's."""
    return waiting("other_address", sender, "accepted")


INSIDE = Mail(
    head(sender="$evil"),
    Part("message/rfc822", "From: $anna\nContent-Type: text/calendar\n\n" + plain_reply()),
)
IN_WORDS = Mail(head(sender="$evil"), Part("text/plain; charset=utf-8", plain_reply()))
PAGE = Mail(
    head(sender="$evil"),
    Part("text/html", '<form action="https://elsewhere.example"><button>Ja</button></form>'),
)
TWO = calendar(
    "REPLY", *said("DECLINED", attendee="mailto:$evil"), "ATTENDEE;PARTSTAT=ACCEPTED:mailto:$bo"
)
ADDED = plain_reply("ATTENDEE;PARTSTAT=ACCEPTED:mailto:$evil")
HIGH = plain_reply().replace("SEQUENCE:0", "SEQUENCE:999999999")

FORGED: dict[str, tuple[Mail, After]] = {
    "from a stranger": (from_("$evil"), strange(EVIL)),
    "from a colleague who was forwarded the mail": (from_("$boss"), strange(BOSS)),
    "from another invitee": (from_("$bo"), strange("bo@nora.example")),
    "with the person's address as a name": (from_('"$anna" <$evil>'), strange(EVIL)),
    "with the person's address before the other": (from_("$anna <$evil>"), strange(EVIL)),
    "with the person's address in a comment": (from_("$evil ($anna)"), strange(EVIL)),
    "with the person's address as an encoded name": (
        from_("=?utf-8?b?YW5uYUBrdW1sYS5leGFtcGxl?= <$evil>"),
        strange(EVIL),
    ),
    "with both in brackets": (from_("<$anna> <$evil>"), strange(f"{ANNA}, {EVIL}")),
    "with both in From": (from_("$anna, $evil"), strange(f"{ANNA}, {EVIL}")),
    "with two From headers": (from_("$anna", "From: $evil"), strange(f"{ANNA}, {EVIL}")),
    "with From and another Sender": (from_("$evil", "Sender: $anna"), strange(EVIL)),
    "with From and another Reply-To": (from_("$evil", "Reply-To: $anna"), strange(EVIL)),
    "without From": (from_(""), strange("")),
    "with an empty From": (from_("<>"), strange("")),
    "with what cannot be seen in the address": (
        from_("an\u202ena\x00\x1b@kumla.example"),
        strange(ANNA),
    ),
    "with a domain that only looks the same": (
        from_("Anna <anna@kumla.example.elsewhere.example>"),
        strange("anna@kumla.example.elsewhere.example"),
    ),
    "with a letter that only looks the same": (
        from_("Anna <аnna@kumla.example>"),  # a Cyrillic letter
        strange("аnna@kumla.example"),
    ),
    "in a stranger's name": (by("mailto:$evil"), strange(EVIL)),
    "in another invitee's name": (by("mailto:$bo"), strange("bo@nora.example")),
    "by a stranger for nobody in particular": (by("invalid:nomail", "$evil"), strange(EVIL)),
    "by a delegate": (
        bare(plain_reply().replace("PARTSTAT", 'SENT-BY="mailto:$boss";PARTSTAT')),
        strange(BOSS),
    ),
    "by a delegate from their own address": (
        bare(
            plain_reply().replace("PARTSTAT", 'SENT-BY="mailto:$boss";PARTSTAT'),
            told=head(sender="$boss"),
        ),
        strange(BOSS),
    ),
    "in two strangers' names": (
        bare(TWO),
        waiting("other_address", EVIL, "declined"),
    ),
    "with a stranger beside the person": (bare(ADDED), yes()),
    "at a SEQUENCE that was never sent": (bare(HIGH), yes()),
    "disowned by our mail server": (
        bare(plain_reply(), told=f"{OURS}fail (p=reject)\n{head()}"),
        waiting("unconfirmed", ANNA, "accepted"),
    ),
    "disowned, with a result of the forger's below": (
        bare(plain_reply(), told=f"{OURS}fail\n{OURS}pass\n{head()}"),
        waiting("unconfirmed", ANNA, "accepted"),
    ),
    "disowned, with a result of another server above": (
        bare(plain_reply(), told=f"{OURS.replace('mx.', 'my.')}pass\n{OURS}fail\n{head()}"),
        waiting("unconfirmed", ANNA, "accepted"),
    ),
    "with the invitation to move the meeting": (order("REQUEST"), waiting("mail")),
    "with the order to cancel it": (order("CANCEL"), waiting("mail")),
    "with another calendar": (order("PUBLISH"), waiting("mail")),
    "with one more date": (order("ADD"), waiting("mail")),
    "with a refusal that is ours to write": (order("DECLINECOUNTER"), waiting("mail")),
    "inside another mail": (INSIDE, waiting("mail", EVIL)),
    "as words": (IN_WORDS, waiting("mail", EVIL)),
    "as a page with a button": (PAGE, waiting("mail", EVIL)),
    "for a meeting that we do not know": (
        bare(plain_reply().replace("$uid", "x@example")),
        waiting("unknown_meeting", ANNA, "accepted"),
    ),
}

# To addresses that only look like the person's: the whole mail is right, but it is not ours.
MISSENT: dict[str, str] = {
    "one letter changed": "svar+b{rest}@kallelse.example",
    "one letter more": "svar+{token}a@kallelse.example",
    "one letter less": "svar+{short}@kallelse.example",
    "no token": "svar@kallelse.example",
    "another name": "reply+{token}@kallelse.example",
}
NOT_OURS = After(outcome=Outcome.UNKNOWN)
