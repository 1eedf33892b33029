"""What does the answer to a letter about an action say: how far it is, and in which words?

Pure. The first words decide, in Swedish, Norwegian, Danish, Finnish, Icelandic or English; where
they hedge, ask or deny, nothing is decided and the words are kept for people. What the mail program
added (the letter that is answered, a signature, a disclaimer) is cut away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from scheduler.text import clean_text

MOST: Final = 4_000
FIRST_WORDS: Final = 6
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_CLAUSE = re.compile(r"[,.;:!?()\n–—]|\s-+\s|\b(?:men|but|mutta)\b", re.IGNORECASE)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DONE: Final = _words(
    """
    klar klart klara färdig färdigt färdiga gjord gjort gjorda avslutad avslutat avklarad
    avklarat genomförd genomfört utförd utfört ferdig ferdige ferdigstilt fullført utført
    gjennomført færdig færdigt færdige afsluttet udført gennemført klaret valmis valmiina tehty
    hoidettu valmistui suoritettu lokið búið búin klárað klárt tilbúið done finished completed
    complete
    """
)
_STARTED: Final = _words(
    """
    påbörjad påbörjat påbörjats påbörjade pågår påbegynt påbegyndt igång startad startat startet
    begynt begynte aloitettu aloitimme käynnissä meneillään kesken hafið hafin byrjað byrjuð
    started ongoing begun underway
    """
)
_STARTED_PAIRS: Final = frozenset(
    {"i gång", "i gang", "er begyndt", "har begyndt", "har börjat", "under arbeid", "in progress"}
)
_HEDGES: Final = _words(
    """
    inte ej icke ikke ikkje ei ole olla ekki ekkert not isn't aren't nej nei no never aldrig
    aldri nothing nästan nesten næsten almost melkein snart soon pian bráðum delvis delvist
    osittain halvt halv half partly kan kunna kunde blir bli bliver blive kommer ska skal skulle
    bör borde när når hvornår koska milloin hvenær if om hvis jos ef will would can could cannot
    should when until imorgon morgon morgen huomenna morgun tomorrow nästa neste næste ensi next
    vecka uke uge viikolla week månad måned kuussa month verður mun ettei eikä väntar venter
    venting måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag
    monday tuesday wednesday thursday friday januari februari mars april maj mai juni juli
    augusti august september oktober november december januar februar desember january february
    march may june july october
    """
)
_GREETINGS: Final = _words(
    """
    hej hejsan hallå hei hello hi dear moi moikka terve hyvä god goddag tjena tja halló hæ sæl
    sæll kære kjære tack tak takk kiitos thanks ja jo joo kyllä já yes jadå jepp ok okej
    """
)

_SAID = re.compile(
    r"(?m)^(?=[^\n]*[\d@<])[^\n]{0,300}(?:\n[^\n]{0,200})?"
    r"\b(?:skrev|wrote|kirjoitti|skrifaði)\b[^\n]{0,200}(?:\n[^\n]{0,100}@[^\n]{0,200})?:\s*$"
)
_FROM = r"\**(?:från|from|fra|lähettäjä|frá|von)\**\s*:"
_SENT = (
    r"\**(?:skickat|sent|sendt|datum|date|dato|lähetetty|päivämäärä|päiväys|dags|dagsetning)\**\s*:"
)
_HEAD = re.compile(rf"(?mi)^[ \t]*{_FROM}[^\n]{{0,300}}(?:\n[^\n]{{0,300}}){{0,2}}?\s*{_SENT}")
_RULE = re.compile(
    r"(?mi)^[ \t]*(?:_{10,}|-{2,}\s*(?:ursprungligt meddelande|original message|"
    r"opprinnelig melding|oprindelig meddelelse|alkuperäinen viesti|upprunaleg skilaboð|"
    r"vidarebefordrat meddelande|forwarded message)\s*-{0,20})\s*$"
)
_SIGNED = re.compile(
    r"(?mi)^[ \t]*(?:--\s*$|"
    r"(?:med\s+)?(?:vänlig(?:a)?|bästa|varma|vennlig|venlig|beste|bedste|mange)\s+(?:hälsning(?:ar)?|hilsen(?:er)?|hilsner)\b|(?:hälsningar|hilsen|mvh|vh|m\.v\.h\.|"
    r"terveisin|terv\.|ystävällisin terveisin|kveðja|með kveðju|bestu kveðjur|kær kveðja|"
    r"(?:best|kind|warm) regards|regards|sincerely)\b|"
    r"(?:skickat|sent|sendt|lähetetty|sendt)\s+(?:från|from|fra|min|my|mi|iphone|laitteesta|"
    r"outlook|úr)|sent úr|(?:hämta|get|hent|last ned|få|hanki|lataa|sækja)\s+outlook\b)"
)
_DISCLAIMED = re.compile(
    r"(?mi)^[ \t]*\**(?:detta (?:e-post)?(?:meddelande|mejl|mail)|denne (?:e-post|e-mail|mail)|"
    r"this (?:e-?mail|message) (?:is|and|may|contains)|tämä (?:sähköposti|viesti)|"
    r"þessi tölvupóstur|när du (?:skickar|mejlar)|tänk på miljön|confidential)"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a mailed report says: the state that its first words name, if any, and its text."""

    state: Literal["done", "in_progress"] | None
    text: str


def read(mail: str) -> Said:
    """Read the words of a mail; `text` is empty if nothing of its own stands in it."""
    own = own_words(mail)
    return Said(_state(own), own)


def own_words(mail: str) -> str:
    """Give what the writer wrote, at most 4 000 characters."""
    text = clean_text(mail[: 4 * MOST]).replace("\xa0", " ")
    text = _without_quote(text)
    for end in (_SIGNED, _DISCLAIMED):
        text = _before(end, text)
    return text.strip()[:MOST].strip()


def _without_quote(text: str) -> str:
    for mark in (_RULE, _HEAD):
        text = _before(mark, text)
    said = _SAID.search(text)
    if said and text[: said.start()].strip(" \n>*"):
        text = text[: said.start()]
    elif said:  # the letter stands above, marked line by line, the answer below
        text = text[said.end() :] if "\n>" in text[said.end() :] else ""
    kept = [line for line in text.split("\n") if not line.lstrip().startswith(">")]
    return "\n".join(kept).strip()


def _before(end: re.Pattern[str], text: str) -> str:
    found = end.search(text)
    return text[: found.start()] if found else text


def _state(text: str) -> Literal["done", "in_progress"] | None:
    words, asks = _opening(text)
    if not words or asks:
        return None
    for place, word in enumerate(words[:FIRST_WORDS]):
        before = words[:place]
        if word in _STARTED or " ".join(words[place : place + 2]) in _STARTED_PAIRS:
            return None if _HEDGES.intersection(before) else "in_progress"
        if word in _DONE:
            return None if _HEDGES.intersection(words) else "done"
    return None


def _opening(text: str) -> tuple[list[str], bool]:
    """Give the words of the first clause that is more than a greeting, and whether it asks."""
    start = 0
    while start < len(text):
        end = _CLAUSE.search(text, start)
        stop = end.start() if end else len(text)
        words = [word.casefold() for word in _WORD.findall(text[start:stop])]
        greeted = bool(words) and words[0] in _GREETINGS
        own = words[1:] if greeted else words
        telling = any(word in _DONE or word in _STARTED for word in own)
        if own and (telling or not greeted):
            return own, _asks(text, stop)
        start = end.end() if end else len(text)
    return [], False


def _asks(text: str, stop: int) -> bool:
    sentence = re.search(r"[.!?\n]", text[stop:])
    return sentence is not None and sentence.group() == "?"
