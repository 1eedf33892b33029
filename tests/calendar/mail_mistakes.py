"""What may go wrong in the mail around a calendar, and what is then said?

Each row: a place in the good mail, what stands there instead, and the one fault.
"""

from __future__ import annotations

UNREAD = "The header of the mail cannot be read."
PARTS = "The parts of the mail cannot be read."
CONTROL = "The mail has control characters."
ENDS = "A line of the mail does not end as lines of mail do."
TWICE = "The mail has a header twice."
LACKS = "The mail lacks a header that every mail of ours has."
UNKNOWN = "The mail has a header that no mail of ours has."
OTHERS = "The mail names others beside the person it is for."
TO = "The mail is not addressed to the one person it is for."
FROM = "The mail has another sender than was meant."
PROGRAM = "The mail says that a program sent it: mail programs then show no buttons."
HELD = "A header of the mail holds text that cannot be read, or control characters."
TREE = "The parts of the mail are not those that mail programs show buttons for."
AS_FILE = "The calendar part is marked as a file: mail programs show no buttons."
BASE64 = "The calendar part is not in base64."
WORDS = "The words of the mail cannot be read, or hold control characters."
PART_HEADER = "A part of the mail has a header that no part of ours has."
METHOD = "The mail says another method than was meant."
CHARSET = "The calendar part does not say that it is UTF-8."

_VERSION = b"MIME-Version: 1.0\r\n"
_DATE = b"Date: Sun, 10 Jan 2027 08:00:00 +0100\r\n"
_TO = b'To: "Samordnare, Kumla" <samordnare@kumla.example>\r\n'
_ID = b"Message-ID: <letter-7.1@kallelse.example>\r\n"
_LETTER = b"X-Kallelse-Letter: 7\r\n"
_FROM = b"\r\n <svar+abc@kallelse.example>"
_SUBJECT = b"Subject: =?utf-8?b?S2FsbGVsc2U6"
_PLAIN = b'text/plain; charset="utf-8"'
_CALENDAR = b'text/calendar; charset="utf-8"; method=REQUEST;\r\n component=VEVENT'
_BASE64 = b"Content-Transfer-Encoding: base64\r\n\r\n"
_ALTERNATIVE = b'Content-Type: multipart/alternative;\r\n boundary="'
_MIXED = b'Content-Type: multipart/mixed; boundary="'
_COPY = b'Content-Disposition: attachment; filename="invite.ics"\r\n'

MISTAKES = {
    "a letter in Latin-1": (
        b"Hej!",
        b"Hej\xe4",
        "The mail has bytes beyond ASCII, which not every mail server passes on.",
    ),
    "a NUL": (b"Hej!", b"Hej\x00", CONTROL),
    "a vertical tab": (b"Hej!", b"Hej\x0b", CONTROL),
    "a form feed": (b"Hej!", b"Hej\x0c", CONTROL),
    "a record separator": (b"Hej!", b"Hej\x1e", CONTROL),
    "a DEL": (b"Hej!", b"Hej\x7f", CONTROL),
    "a lone LF": (b"Hej!\r\n", b"Hej!\n", ENDS),
    "a lone CR": (b"Hej!\r\n", b"Hej!\r", ENDS),
    "a line of 998 octets": (
        b"Hej!",
        b"x" * 998,
        "A line of the mail is longer than mail servers take.",
    ),
    "a header without colon": (_VERSION, b"MIME-Version 1.0\r\n", UNREAD),
    "a header with a blank in its name": (_VERSION, b"MIME Version: 1.0\r\n", UNREAD),
    "a folded line of blanks": (_LETTER, b"X-Kallelse-Letter: 7\r\n \t\r\n", UNREAD),
    "a first line that is folded": (_VERSION, b" " + _VERSION, UNREAD),
    "two From": (_TO, b"From: evil@x.example\r\n" + _TO, TWICE),
    "two To": (_TO, _TO * 2, TWICE),
    "two Subject": (_VERSION, _VERSION + b"Subject: x\r\n", TWICE),
    "two Date": (_DATE, _DATE * 2, TWICE),
    "two Message-ID": (_ID, _ID * 2, TWICE),
    "two MIME-Version": (_VERSION, _VERSION * 2, TWICE),
    "two letter numbers": (_LETTER, _LETTER * 2, TWICE),
    "no Date": (_DATE, b"", LACKS),
    "no To": (_TO, b"", LACKS),
    "no Message-ID": (_ID, b"", LACKS),
    "no MIME-Version": (_VERSION, b"", LACKS),
    "no letter number": (_LETTER, b"", LACKS),
    "no Subject": (b"\r\nSubject: ", b"\r\nReferences: ", LACKS),
    "a Cc": (_TO, _TO + b"Cc: alla@nora.example\r\n", OTHERS),
    "a Bcc in capitals": (_TO, _TO + b"BCC: alla@nora.example\r\n", OTHERS),
    "a Resent-To": (_TO, _TO + b"Resent-To: alla@nora.example\r\n", OTHERS),
    "two people in To": (_TO, _TO[:-2] + b", bo@nora.example\r\n", TO),
    "somebody else in To": (_TO, b"To: bo@nora.example\r\n", TO),
    "the same local part in other case": (b"<samordnare@", b"<Samordnare@", TO),
    "nobody in To": (_TO, b"To: undisclosed-recipients:;\r\n", TO),
    "a route in To": (_TO, b"To: <@x.example,samordnare@kumla.example>\r\n", TO),
    "another sender": (_FROM, b"\r\n <svar+xyz@kallelse.example>", FROM),
    "a second sender": (_FROM, _FROM + b",\r\n evil@x.example", FROM),
    "another Message-ID": (
        b"<letter-7.1@",
        b"<letter-8.1@",
        "The mail has another Message-ID than was meant.",
    ),
    "another letter": (
        _LETTER,
        b"X-Kallelse-Letter: 8\r\n",
        "The mail says that it is another letter.",
    ),
    "a date that is none": (
        _DATE,
        b"Date: 2027-01-10T08:00:00Z\r\n",
        "The date of the mail cannot be read.",
    ),
    "another MIME version": (_VERSION, b"MIME-Version: 2.0\r\n", PARTS),
    "an automatic invitation": (_TO, _TO + b"Auto-Submitted: auto-generated\r\n", PROGRAM),
    "a bulk invitation": (_TO, _TO + b"Precedence: bulk\r\n", PROGRAM),
    "a Reply-To": (_TO, _TO + b"Reply-To: evil@x.example\r\n", UNKNOWN),
    "a Sender": (_TO, _TO + b"Sender: evil@x.example\r\n", UNKNOWN),
    "a header of somebody's": (_TO, _TO + b"X-Evil: 1\r\n", UNKNOWN),
    "a line break in an encoded word": (_SUBJECT, b"Subject: =?utf-8?b?YQ1i?=\r\n x", HELD),
    "a line break in an encoded word's base64": (_SUBJECT, b"Subject: =?utf-8?b?YQpi?= x", HELD),
    "a next line in an encoded word's quotes": (_SUBJECT, b"Subject: =?utf-8?q?a=C2=85?= ", HELD),
    "an encoded word in Latin-1": (_SUBJECT, b"Subject: =?iso-8859-1?q?=E4?= ", HELD),
    "an encoded word of an unknown kind": (_SUBJECT, b"Subject: =?utf-8?x?a?= ", HELD),
    "an encoded word that is not UTF-8": (_SUBJECT, b"Subject: =?utf-8?q?=E4?= ", HELD),
    "half an encoded word": (_SUBJECT, b"Subject: =?utf-8 ", HELD),
    "no content type": (_MIXED, b'References: boundary="', PARTS),
    "a content type that is none": (_MIXED, b'Content-Type: mixed; boundary="', PARTS),
    "two content types in a part": (
        _BASE64,
        b"Content-Type: text/plain\r\n" + _BASE64,
        PARTS,
    ),
    "a parameter twice": (_PLAIN, _PLAIN + b"; charset=utf-8", PARTS),
    "a continued parameter": (_PLAIN, b"text/plain; charset*0=utf-8", PARTS),
    "another boundary": (_MIXED, _MIXED + b"x", PARTS),
    "no boundary": (_ALTERNATIVE, b'Content-Type: multipart/alternative;\r\n name="', PARTS),
    "words before the first part": (b"\r\n\r\n--=_", b"\r\n\r\nx\r\n--=_", PARTS),
    "words after the last part": (b"--\r\n\r\n--=_", b"--\r\nx\r\n--=_", PARTS),
    "an empty part": (
        b"\r\n\r\n--=_e",
        b"\r\n\r\n--=_e3804f4b65011b2f7862bf3e2c636757\r\n--=_e",
        PARTS,
    ),
    "another outer type": (b"multipart/mixed", b"multipart/related", TREE),
    "another inner type": (b"multipart/alternative", b"multipart/mixed", TREE),
    "no HTML": (b"text/html", b"text/plain", TREE),
    "the file as a second calendar part": (b"application/ics", b"text/calendar", TREE),
    "a calendar part in the words' place": (b"text/plain", b"text/calendar", TREE),
    "a calendar marked as a file": (
        _CALENDAR,
        _CALENDAR + b"\r\nContent-Disposition: attachment",
        AS_FILE,
    ),
    "a file not marked as one": (_COPY, b"", "The calendar file is not marked as a file."),
    "a calendar in quoted-printable": (
        _BASE64,
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n",
        BASE64,
    ),
    "a calendar in broken base64": (_BASE64 + b"QkVH", _BASE64 + b"Q!VH", BASE64),
    "a calendar that is not the file": (
        _BASE64 + b"QkVH",
        _BASE64 + b"QkVI",
        "The calendar file is not the same as the calendar part.",
    ),
    "a header in a part": (_CALENDAR, _CALENDAR + b"\r\nContent-ID: <1@x>", PART_HEADER),
    "a header around the alternatives": (
        _ALTERNATIVE,
        b"Content-Language: sv\r\n" + _ALTERNATIVE,
        PART_HEADER,
    ),
    "words in Latin-1": (_PLAIN, b'text/plain; charset="iso-8859-1"', WORDS),
    "words that are not UTF-8": (b"V=C3=A4l", b"V=E4l", WORDS),
    "an escape in the words": (b"V=C3=A4l", b"V=1B", WORDS),
    "a next line in the words": (b"V=C3=A4l", b"V=C2=85", WORDS),
    "a line separator in the words": (b"V=C3=A4l", b"V=E2=80=A8", WORDS),
    "a lone CR in the words": (b"V=C3=A4l", b"V=0D", WORDS),
    "another method in the header": (b"method=REQUEST", b"method=CANCEL", METHOD),
    "a method in small letters": (b"method=REQUEST", b"method=request", METHOD),
    "no method in the header": (b" method=REQUEST;", b"", METHOD),
    "a calendar in Latin-1": (
        b'text/calendar; charset="utf-8"',
        b'text/calendar; charset="iso-8859-1"',
        CHARSET,
    ),
    "a calendar without charset": (b'text/calendar; charset="utf-8"', b"text/calendar", CHARSET),
}
