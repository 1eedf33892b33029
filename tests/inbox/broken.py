"""What comes broken on its way, or from programs that never worked?"""

from __future__ import annotations

from tests.inbox.after import After, waiting, yes
from tests.inbox.clients import bare, plain_reply
from tests.inbox.replies import ANNA
from tests.inbox.shapes import Mail, Multi, Part, head

ENDLESS = plain_reply().partition("END:VEVENT")[0]
HEADLESS = plain_reply().partition("METHOD:REPLY\n")[2]
TORN = plain_reply("COMMENT:Å").replace("COMMENT:", "COMMENT:x\n ")
OVERDUE = plain_reply().replace("UID:$uid\n", "")

BROKEN: dict[str, tuple[Mail, After]] = {
    "a calendar that is cut off": (bare(ENDLESS), yes()),
    "a calendar without its begin": (bare(HEADLESS), waiting("mail")),
    "a calendar without a UID": (bare(OVERDUE), waiting("mail")),
    "a calendar in base64 that is none": (
        Mail(head(), Part("text/calendar; method=REPLY\nContent-Transfer-Encoding: base64", "%%%")),
        waiting("mail"),
    ),
    "a calendar that is uuencoded": (bare("x", encoding="x-uuencode"), waiting("mail")),
    "a charset that does not exist": (
        Mail(head(), Part("text/calendar; charset=martian; method=REPLY", plain_reply())),
        yes(),
    ),
    "a line that is folded twice": (bare(TORN), yes("xÅ")),
    "a multipart without parts": (Mail(head(), Multi("mixed", ())), waiting("mail")),
    "a multipart without a boundary": (
        Mail(head(), Part("multipart/alternative", plain_reply())),
        waiting("mail"),
    ),
    "a calendar of nothing but a method": (
        bare("BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n"),
        waiting("mail"),
    ),
    "an answer of no known word": (bare(plain_reply(word="PERHAPS")), waiting("mail", ANNA)),
    "a mail without words": (Mail(head(), Part("text/plain", "")), waiting("mail")),
    "a mail of control characters": (
        Mail(head(), Part("text/plain", "\x00\x0b\x1b[2J" * 100)),
        waiting("mail"),
    ),
}
