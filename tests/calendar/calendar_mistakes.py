"""What may go wrong in the calendar part, and what is then said?

Each row: a place in the good calendar, what stands there instead, and the one fault. `TEXT` has
lines unfolded, `BYTES` as they stand.
"""

from __future__ import annotations

LINE = "A line of the calendar part is too long, or does not end as it should."
UTF8 = "The calendar part is not UTF-8."
CONTROL = "The calendar part has control characters."
UNREAD = "A line of the calendar part cannot be read."
COMPONENT = "A component of the calendar part has no beginning or no end."
ONE = "The calendar part does not hold exactly one meeting."
NO_MEETING = "The calendar part holds something that is no meeting."
INSIDE = "The invitation has an alarm or another part inside."
MAKER = "The calendar part does not say its version and maker as it should."
METHOD = "The calendar part has another method than the mail says."
CALENDAR_PROPERTY = "The calendar part has a property that no invitation of ours has."
PROPERTY = "The invitation has a property that no invitation of ours has."
UID = "The invitation has another UID than its meeting."
SEQUENCE = "The invitation has another SEQUENCE than was meant."
DTSTAMP = "The DTSTAMP of the invitation is no time in UTC."
ORGANIZER = "The invitation's organizer is not the sender of the mail."
ATTENDEE = "The invitation is not for the one person that the mail is for."
RSVP = "The invitation asks for no answer."
STATUS = "The invitation's status does not fit its method."
REPEATS = "The invitation repeats itself or stands for one of several dates."
TWICE = "The invitation has a property twice."
NO_TITLE = "The invitation has no title."
WORDS = "A text in the invitation is not written as calendars read it."
TIMES = "The start or the end of the invitation cannot be read."
ENDS = "The invitation ends before it has begun."
ZONE = "The invitation does not describe the time zone that its times name."
RULES = "The time zone's rules in the invitation cannot be read."
OFFSET = "The invitation's time zone gives another time than the zone has."

_TASK = "BEGIN:VTODO\r\nUID:2\r\nEND:VTODO\r\n"
_ALARM = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM\r\n"
_EVENT = "BEGIN:VEVENT\r\nUID:2\r\nEND:VEVENT\r\n"
_LOCATION = "LOCATION:Residenset"
_UID = "UID:3f7a@kallelse.example\r\n"
_STAMP = "DTSTAMP:20270110T070000Z\r\n"
_START = "DTSTART;TZID=Europe/Stockholm:20270204T090000\r\n"
_END = "DTEND;TZID=Europe/Stockholm:20270204T120000\r\n"
_TITLE = "SUMMARY:Länsnätverket\r\n"
_ATTENDEE = "mailto:samordnare@kumla.example\r\n"
_ORGANIZER = "mailto:svar+abc@kallelse.example\r\n"
_LAST = "END:VEVENT\r\n"
_OCTOBER = "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n"


def _more(line: str) -> tuple[str, str]:
    """Put one more line into the VEVENT."""
    return _LAST, f"{line}\r\n{_LAST}"


TEXT = {
    "another version": ("VERSION:2.0", "VERSION:1.0", MAKER),
    "two versions": ("VERSION:2.0\r\n", "VERSION:2.0\r\nVERSION:2.0\r\n", MAKER),
    "no maker": ("PRODID:-//Kallelse//Kallelse//EN\r\n", "", MAKER),
    "another calendar": ("CALSCALE:GREGORIAN", "CALSCALE:JULIAN", MAKER),
    "another method": ("METHOD:REQUEST", "METHOD:CANCEL", METHOD),
    "no method": ("METHOD:REQUEST\r\n", "", METHOD),
    "two methods": ("METHOD:REQUEST\r\n", "METHOD:REQUEST\r\nMETHOD:REQUEST\r\n", METHOD),
    "a name for the calendar": ("VERSION:2.0", "X-WR-CALNAME:x\r\nVERSION:2.0", CALENDAR_PROPERTY),
    "a UID for the calendar": ("VERSION:2.0", "UID:1\r\nVERSION:2.0", CALENDAR_PROPERTY),
    "two meetings": ("BEGIN:VEVENT", f"{_EVENT}BEGIN:VEVENT", ONE),
    "two calendars": (
        "BEGIN:VCALENDAR",
        "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR",
        ONE,
    ),
    "a task beside the meeting": ("BEGIN:VEVENT", f"{_TASK}BEGIN:VEVENT", NO_MEETING),
    "an alarm": (_LAST, f"{_ALARM}{_LAST}", INSIDE),
    "another UID": ("UID:3f7a@", "UID:3f7b@", UID),
    "no UID": (_UID, "", UID),
    "two UIDs": (_UID, _UID * 2, UID),
    "another number": ("SEQUENCE:2", "SEQUENCE:3", SEQUENCE),
    "a number written otherwise": ("SEQUENCE:2", "SEQUENCE:02", SEQUENCE),
    "no number": ("SEQUENCE:2\r\n", "", SEQUENCE),
    "two numbers": ("SEQUENCE:2\r\n", "SEQUENCE:2\r\nSEQUENCE:2\r\n", SEQUENCE),
    "a stamp without zone": (_STAMP, "DTSTAMP:20270110T070000\r\n", DTSTAMP),
    "a stamp in a zone": (_STAMP, "DTSTAMP;TZID=Europe/Stockholm:20270110T070000\r\n", DTSTAMP),
    "a stamp that is no time": (_STAMP, "DTSTAMP:20271310T070000Z\r\n", DTSTAMP),
    "a stamp of another age": (_STAMP, "DTSTAMP:00010110T070000Z\r\n", DTSTAMP),
    "no stamp": (_STAMP, "", DTSTAMP),
    "two stamps": (_STAMP, _STAMP * 2, DTSTAMP),
    "another organizer": ("mailto:svar+abc@", "mailto:svar+xyz@", ORGANIZER),
    "an organizer that is no address": ("mailto:svar+abc@", "https://svar+abc@", ORGANIZER),
    "two organizers": (*_more("ORGANIZER:mailto:svar+abc@kallelse.example"), ORGANIZER),
    "no organizer": ("ORGANIZER;CN=", "COMMENT;CN=", ORGANIZER),
    "another attendee": ("mailto:samordnare@", "mailto:bo@", ATTENDEE),
    "two attendees": (*_more("ATTENDEE:mailto:bo@nora.example"), ATTENDEE),
    "an attendee in other case": ("mailto:samordnare@", "mailto:Samordnare@", ATTENDEE),
    "an attendee's address twice": (_ATTENDEE, f"{_ATTENDEE[:-2]},{_ATTENDEE}", ATTENDEE),
    "no wish for an answer": ("RSVP=TRUE", "RSVP=FALSE", RSVP),
    "no word about an answer": (";RSVP=TRUE", "", RSVP),
    "a cancelled invitation": ("STATUS:CONFIRMED", "STATUS:CANCELLED", STATUS),
    "a tentative invitation": ("STATUS:CONFIRMED", "STATUS:TENTATIVE", STATUS),
    "no status": ("STATUS:CONFIRMED\r\n", "", STATUS),
    "two statuses": (*_more("STATUS:CANCELLED"), STATUS),
    "a rule": (*_more("RRULE:FREQ=DAILY"), REPEATS),
    "more dates": (*_more("RDATE:20270205T080000Z"), REPEATS),
    "fewer dates": (*_more("EXDATE:20270205T080000Z"), REPEATS),
    "one of several": (*_more("RECURRENCE-ID:20270205T080000Z"), REPEATS),
    "a text in HTML": (*_more("X-ALT-DESC;FMTTYPE=text/html:<b>x</b>"), PROPERTY),
    "an attached file": (*_more("ATTACH:https://x.example/a.exe"), PROPERTY),
    "a length beside the end": (*_more("DURATION:PT1H"), PROPERTY),
    "a property of somebody's": (*_more("X-EVIL:1"), PROPERTY),
    "two titles": (_TITLE, _TITLE * 2, TWICE),
    "two places": (*_more(_LOCATION), TWICE),
    "no title": (_TITLE, "", NO_TITLE),
    "a title with a bare comma": (_TITLE, "SUMMARY:a,b\r\n", WORDS),
    "a title with a bare semicolon": (_TITLE, "SUMMARY:a;b\r\n", WORDS),
    "a title that ends in an escape": (_TITLE, "SUMMARY:a\\\r\n", WORDS),
    "a title with an unknown escape": (_TITLE, "SUMMARY:a\\tb\r\n", WORDS),
    "a day instead of a start": (_START, "DTSTART;VALUE=DATE:20270204\r\n", TIMES),
    "a start without zone": (_START, "DTSTART:20270204T090000\r\n", TIMES),
    "a start in UTC and an end that is not": (_START, "DTSTART:20270204T080000Z\r\n", TIMES),
    "a start in another zone": ("DTSTART;TZID=Europe/Stockholm", "DTSTART;TZID=UTC", TIMES),
    "a start in UTC with a zone": ("20270204T090000\r\n", "20270204T090000Z\r\n", TIMES),
    "a start that is no time": ("20270204T090000", "20270230T090000", TIMES),
    "a start of another age": ("20270204T090000", "22270204T090000", TIMES),
    "no start": (_START, "", TIMES),
    "no end": (_END, "", TIMES),
    "two ends": (_END, _END * 2, TIMES),
    "an end at the start": ("20270204T120000", "20270204T090000", ENDS),
    "an end before the start": ("20270204T120000", "20270204T080000", ENDS),
    "a time that the clocks skip": (
        "20270204T120000",
        "20270328T023000",
        "The invitation has a time that the clocks skip.",
    ),
    "another zone described": ("\r\nTZID:Europe/Stockholm", "\r\nTZID:Europe/Oslo", ZONE),
    "no zone described": ("VTIMEZONE\r\nTZID:Europe/Stockholm", "VTIMEZONE", ZONE),
    "a zone with a rule by the month": (_OCTOBER, _OCTOBER.replace("YEARLY", "MONTHLY"), RULES),
    "a zone with a rule that ends": (_OCTOBER, f"{_OCTOBER[:-2]};COUNT=9\r\n", RULES),
    "a zone with a rule by the date": (_OCTOBER, _OCTOBER.replace("-1SU", "25"), RULES),
    "a zone with half a rule": (_OCTOBER, "RRULE:FREQ=YEARLY;BYDAY\r\n", RULES),
    "a zone with a thirteenth month": (_OCTOBER, _OCTOBER.replace("10", "13"), RULES),
    "a zone with dates": (_OCTOBER, f"RDATE:19701025T030000\r\n{_OCTOBER}", RULES),
    "a zone with two rules": (_OCTOBER, _OCTOBER * 2, RULES),
    "a zone that begins off its rule": ("19701025T", "19701024T", RULES),
    "a zone that begins later": ("19701025T", "20271031T", OFFSET),
    "a zone before its time": ("19701025T030000", "00010101T000000", RULES),
    "a zone that begins at no time": ("19701025T", "19701325T", RULES),
    "a zone in words": ("TZOFFSETTO:+0100", "TZOFFSETTO:one", RULES),
    "a zone with another offset": ("TZOFFSETTO:+0100", "TZOFFSETTO:+0130", OFFSET),
    "a zone with an offset to the west": ("TZOFFSETTO:+0100", "TZOFFSETTO:-0100", OFFSET),
    "a zone without phases": ("BEGIN:DAYLIGHT", "BEGIN:EVENING", COMPONENT),
}

BYTES = {
    "a line of 76 octets": (b"UID:", b"X:" + b"x" * 74 + b"\r\nUID:", LINE),
    "a lone LF": (b"SEQUENCE:2\r\n", b"SEQUENCE:2\n", LINE),
    "a lone CR": (b"SEQUENCE:2\r\n", b"SEQUENCE:2\r", LINE),
    "no last end of line": (b"END:VCALENDAR\r\n", b"END:VCALENDAR", LINE),
    "a letter in Latin-1": ("Länsnätverket".encode(), b"L\xe4nsn\xe4tverket", UTF8),
    "a letter cut by a fold": ("Länsnätverket".encode(), b"L\xc3\r\n \xa4nsn", UTF8),
    "a NUL": (b"Residenset", b"Resi\x00denset", CONTROL),
    "a vertical tab": (b"Residenset", b"Resi\x0bdenset", CONTROL),
    "a group separator": (b"Residenset", b"Resi\x1ddenset", CONTROL),
    "a DEL": (b"Residenset", b"Resi\x7fdenset", CONTROL),
    "a next line": (b"Residenset", "Resi\x85denset".encode(), CONTROL),
    "a line separator": (b"Residenset", "Resi\u2028denset".encode(), CONTROL),
    "a paragraph separator": (b"Residenset", "Resi\u2029denset".encode(), CONTROL),
    "a line without colon": (b"SEQUENCE:2", b"SEQUENCE 2", UNREAD),
    "an empty line": (b"SEQUENCE:2\r\n", b"SEQUENCE:2\r\n\r\n", UNREAD),
    "an open quote": (b'CN="Samordnare, Kumla"', b'CN="Samordnare, Kumla', UNREAD),
    "a parameter twice": (b";RSVP=TRUE", b";RSVP=TRUE;RSVP=TRUE", UNREAD),
    "no end of the zone": (b"END:VTIMEZONE\r\n", b"", COMPONENT),
    "no end of the calendar": (b"END:VCALENDAR\r\n", b"", COMPONENT),
    "no beginning of the meeting": (b"BEGIN:VEVENT\r\n", b"", COMPONENT),
    "one end too many": (b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\nEND:VCALENDAR\r\n", COMPONENT),
    "a property before the calendar": (b"BEGIN:VCALENDAR", b"UID:1\r\nBEGIN:VCALENDAR", COMPONENT),
}
