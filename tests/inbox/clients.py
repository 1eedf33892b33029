"""What do calendars send to an organizer? Answers in the shapes of the programs that people use."""

from __future__ import annotations

from tests.inbox.after import After, no, perhaps, waiting, yes
from tests.inbox.shapes import STAMP, Mail, Multi, Part, calendar, head, said

WINDOWS_ZONE = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""
OUTLOOK = "PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\n" + WINDOWS_ZONE
EXCHANGE = "PRODID:Microsoft Exchange Server 2010\n" + WINDOWS_ZONE
GOOGLE = "PRODID:-//Google Inc//Google Calendar 70.9054//EN\nCALSCALE:GREGORIAN"
APPLE = "CALSCALE:GREGORIAN\nPRODID:-//Apple Inc.//macOS 15.5//EN"
MOZILLA = "PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN"

AT_WINDOWS = (
    'DTSTART;TZID="W. Europe Standard Time":20270204T090000',
    'DTEND;TZID="W. Europe Standard Time":20270204T120000',
)
AT_STOCKHOLM = (
    "DTSTART;TZID=Europe/Stockholm:20270204T090000",
    "DTEND;TZID=Europe/Stockholm:20270204T120000",
)
AT_UTC = ("DTSTART:20270204T080000Z", "DTEND:20270204T110000Z")
ORGANIZER = "ORGANIZER;CN=Länsnätverket:mailto:$svar"


def reply(*, kind: str = "text/calendar; charset=utf-8; method=REPLY", encoding: str = "8bit"):
    """Make the calendar part of a client's reply from its text."""
    return lambda text, charset="utf-8": Part(kind, text, encoding, charset)


def outlook(word: str, *more: str) -> Mail:
    """Outlook with a mailbox that is not Exchange's: words first, then the answer in 7bit."""
    text = calendar("REPLY", *said(word, *AT_WINDOWS, ORGANIZER, *more), head=OUTLOOK)
    words = Part('text/plain; charset="iso-8859-1"', "\n", "quoted-printable", "iso-8859-1")
    part = Part('text/calendar; method=REPLY; charset="utf-8"', text, "quoted-printable")
    told = head("X-Mailer: Microsoft Outlook 16.0", "Thread-Index: AdtQ", "Content-Language: sv")
    return Mail(told, Multi("alternative", (words, part), "----=_NextPart_000_0009_01DB5E"))


def exchange(word: str, *more: str, who: str = "MAILTO:$anna") -> Mail:
    """Exchange and outlook.com: no ORGANIZER, zones of Windows, LANGUAGE everywhere, base64."""
    lines = [
        f'ATTENDEE;PARTSTAT={word};CN="Anna, Kumla":{who}',
        *more,
        "UID:$uid",
        "SUMMARY;LANGUAGE=sv-SE:Accepterat: Länsnätverket",
        *(line.replace('"', "") for line in AT_WINDOWS),
        *("CLASS:PUBLIC", "PRIORITY:5", f"DTSTAMP:{STAMP}", "TRANSP:OPAQUE", "STATUS:CONFIRMED"),
        *("SEQUENCE:0", "LOCATION;LANGUAGE=sv-SE:Residenset", "X-MICROSOFT-CDO-APPT-SEQUENCE:0"),
    ]
    part = reply(kind='text/calendar; charset="utf-8"; method=REPLY', encoding="base64")
    words = Part('text/plain; charset="iso-8859-1"', "Vi får se.", "quoted-printable", "latin-1")
    page = Part('text/html; charset="iso-8859-1"', "<p>Vi får se.</p>", "8bit", "latin-1")
    told = head("X-MS-Has-Attach:", "X-MS-TNEF-Correlator:", "Content-Language: sv-SE")
    body = Multi("alternative", (words, page, part(calendar("REPLY", *lines, head=EXCHANGE))))
    return Mail(told, body)


def google(word: str, note: str = "") -> Mail:
    """Gmail: sent by a notifier in the person's name, in UTC, the note as a parameter."""
    noted = f';X-RESPONSE-COMMENT="{note}"' if note else ""
    who = f"ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT={word};CN=$anna;X-NUM-GUESTS=0{noted}:mailto:$anna"
    lines = [*AT_UTC, f"DTSTAMP:{STAMP}", ORGANIZER, "UID:$uid", who, "SEQUENCE:0", "TRANSP:OPAQUE"]
    text = calendar("REPLY", *lines, head=GOOGLE)
    words = Part("text/plain; charset=UTF-8; format=flowed", "$anna har svarat.", "base64")
    page = Part("text/html; charset=UTF-8", "<p>$anna har svarat.</p>", "quoted-printable")
    both = Multi("alternative", (words, page, reply()(text)), "0000000000d4e5f6")
    file = Part('application/ics; name="invite.ics"', text, "base64")
    told = head(
        "Sender: Google Calendar <calendar-notification@calendar.example>",
        *("Auto-Submitted: auto-generated", "Reply-To: $anna"),
        sender="$anna",
    )
    return Mail(told, Multi("mixed", (both, file), "0000000000a1b2c3"))


def apple(word: str, *more: str, agent: str = "MIME-Version-Of: Mac OS X Mail 16.0") -> Mail:
    """Apple Mail and Calendar: quoted-printable, the address beside the URI too."""
    who = f'ATTENDEE;CN="Anna";CUTYPE=INDIVIDUAL;EMAIL="$anna";PARTSTAT={word}:mailto:$anna'
    organizer = 'ORGANIZER;CN="Länsnätverket":mailto:$svar_escaped'
    lines = ["UID:$uid", *AT_STOCKHOLM, who, f"DTSTAMP:{STAMP}", organizer, "SEQUENCE:0", *more]
    words = Part("text/plain; charset=us-ascii", "\n", "7bit")
    part = reply(encoding="quoted-printable")(calendar("REPLY", *lines, head=APPLE))
    return Mail(head(agent), Multi("alternative", (words, part), "Apple-Mail=_5A4C0F6E"))


def thunderbird(word: str, *more: str) -> Mail:
    """Thunderbird: the whole entry comes back, X-properties and all, in 8bit."""
    lines = [
        *("CREATED:20270104T080000Z", "LAST-MODIFIED:20270104T090500Z", f"DTSTAMP:{STAMP}"),
        *("UID:$uid", "SUMMARY:Länsnätverket", "STATUS:CONFIRMED", ORGANIZER),
        *(f"ATTENDEE;CN=Anna;RSVP=TRUE;CUTYPE=INDIVIDUAL;PARTSTAT={word}", " ;ROLE=OPT-PARTICIPA"),
        *(" NT:mailto:$anna",),
        *AT_STOCKHOLM,
        "DESCRIPTION:Välkomna\\; ta med\\, om ni kan\\, lägesbilden.",
        *("SEQUENCE:0", "TRANSP:OPAQUE", "X-MOZ-INVITED-ATTENDEE:mailto:$anna", *more),
    ]
    text = calendar("REPLY", *lines, head=MOZILLA)
    words = Part("text/plain; charset=UTF-8; format=flowed", "Anna har svarat.", "8bit")
    both = Multi("alternative", (words, reply()(text)), "------------9nH1xY7p2Q")
    file = Part('application/ics; name="invite.ics"', text, "8bit")
    told = head("User-Agent: Mozilla Thunderbird", "Return-Path: <$anna>")
    return Mail(told, Multi("mixed", (both, file), "------------kV0bJvM0b8"))


def nextcloud(word: str, sender: str) -> Mail:
    """Nextcloud: from a service address in the person's name, or from their own by its mail app."""
    text = calendar("REPLY", *said(word, *AT_STOCKHOLM, ORGANIZER), head="PRODID:-//Sabre//4.5//EN")
    words = Multi(
        "alternative",
        (
            Part("text/plain; charset=utf-8", "Anna har tackat ja.", "quoted-printable"),
            Part("text/html; charset=utf-8", "<p>Anna har tackat ja.</p>", "quoted-printable"),
        ),
        "_=_swift_1",
    )
    place = "Content-Disposition: attachment; filename=event.ics"
    kind = "text/calendar; method=REPLY; charset=UTF-8; name=event.ics"
    file = Part(kind, text, "base64", head=place)
    return Mail(head("Reply-To: $anna", sender=sender), Multi("mixed", (words, file), "_=_swift_0"))


def bare(text: str, *, encoding: str = "8bit", charset: str = "utf-8", told: str = "") -> Mail:
    """A mail that is its calendar alone."""
    kind = f"text/calendar; charset={charset}; method=REPLY"
    return Mail(told or head(), Part(kind, text, encoding, charset))


def plain_reply(*more: str, word: str = "ACCEPTED") -> str:
    """An answer without anything that could be left out."""
    return calendar("REPLY", *said(word, *more))


OCCURRENCE = [
    *("END:VEVENT", "BEGIN:VEVENT", "UID:$uid", "RECURRENCE-ID:20270204T080000Z", "SEQUENCE:0"),
    *(f"DTSTAMP:{STAMP}", "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:$anna"),
]
SIGNED = Multi(
    'signed; protocol="application/pkcs7-signature"; micalg=sha-256',
    (
        Multi("alternative", (Part("text/plain", "Ja"), reply()(plain_reply())), "=_inner"),
        Part('application/pkcs7-signature; name="smime.p7s"', "MIIB", "base64"),
    ),
)
SCANNED = Multi(
    "mixed",
    (
        Part("text/plain", "This mail was scanned.", "7bit"),
        Multi("alternative", (Part("text/plain", "Ja"), reply()(plain_reply())), "=_inner"),
        Part("text/plain", "Be careful with links.", "7bit"),
    ),
)
FILE = Part(
    'application/octet-stream; name="meeting.ICS"',
    plain_reply(),
    "base64",
    head='Content-Disposition: attachment; filename="meeting.ICS"',
)

ANSWERS: dict[str, tuple[Mail, After]] = {
    "Outlook accepts": (outlook("ACCEPTED"), yes()),
    "Outlook declines with words": (
        outlook("DECLINED", "COMMENT:Krockar\\, tyvärr"),
        no("Krockar, tyvärr"),
    ),
    "Outlook is unsure": (outlook("TENTATIVE", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"), perhaps()),
    "Exchange accepts": (exchange("ACCEPTED"), yes()),
    "Exchange declines with words": (
        exchange("DECLINED", "COMMENT;LANGUAGE=sv-SE:Hinner inte.\\n"),
        no("Hinner inte."),
    ),
    "Exchange is unsure, in capitals": (
        exchange("TENTATIVE", who="MAILTO:ANNA@KUMLA.EXAMPLE"),
        perhaps(),
    ),
    "Exchange without an address": (exchange("ACCEPTED", who="invalid:nomail"), yes()),
    "Gmail accepts": (google("ACCEPTED"), yes()),
    "Gmail declines with a note": (
        google("DECLINED", "Är på resa; tyvärr"),
        no("Är på resa; tyvärr"),
    ),
    "Gmail is unsure": (google("TENTATIVE"), perhaps()),
    "Apple Mail accepts": (apple("ACCEPTED"), yes()),
    "an iPhone declines with words": (
        apple("DECLINED", "COMMENT:Möte i Örebro", agent="X-Mailer: iPhone Mail (22F76)"),
        no("Möte i Örebro"),
    ),
    "Thunderbird accepts": (thunderbird("ACCEPTED"), yes()),
    "Thunderbird is unsure": (thunderbird("TENTATIVE", "X-MOZ-GENERATION:2"), perhaps()),
    "Nextcloud's mail app accepts": (nextcloud("ACCEPTED", "Anna <$anna>"), yes()),
    "Nextcloud answers from its own address": (
        nextcloud("ACCEPTED", "Anna via Moln <noreply@moln.example>"),
        waiting("other_address", "noreply@moln.example", "accepted"),
    ),
    "a calendar in UTF-16": (
        bare(plain_reply("COMMENT:Åh"), encoding="base64", charset="utf-16"),
        yes("Åh"),
    ),
    "a calendar in Latin-1": (bare(plain_reply("COMMENT:Åh"), charset="iso-8859-1"), yes("Åh")),
    "an occurrence that nobody asked about": (bare(plain_reply(*OCCURRENCE)), yes()),
    "a signed mail": (Mail(head(), SIGNED), yes()),
    "a mail that a scanner has wrapped": (Mail(head(), SCANNED), yes()),
    "a file and nothing else": (Mail(head(), Multi("mixed", (FILE,))), yes()),
    "everything in small letters": (bare(plain_reply(word="accepted").lower()), yes()),
    "the address percent-encoded": (
        bare(calendar("REPLY", *said("ACCEPTED", attendee="mailto:anna%40kumla.example"))),
        yes(),
    ),
    "without PRODID, VERSION and DTSTAMP": (
        bare(plain_reply().replace(f"DTSTAMP:{STAMP}\n", "").replace("VERSION:2.0\n", "")),
        yes(),
    ),
}
