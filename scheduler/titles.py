"""What is a meeting called in calendars and mail subjects?

A title that leaves the house says what it is before what it is about: DEMO, cancelled, declined,
exercise. The words are in the language of the letter's or the feed's reader; Finnish and Icelandic
stand here although letters are not yet written in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from scheduler.errors import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.model.meeting import Meeting
    from scheduler.model.network import Network

DEMO = "DEMO"


class Marks(NamedTuple):
    """One language's words before a title, and in place of one."""

    exercise: str
    cancelled: str
    declined: str
    busy: str


MARKS: Mapping[str, Marks] = {
    "sv": Marks("ÖVNING", "INSTÄLLT", "TACKAT NEJ", "Upptagen"),
    "nb": Marks("ØVELSE", "AVLYST", "MELDT FORFALL", "Opptatt"),
    "da": Marks("ØVELSE", "AFLYST", "AFBUD", "Optaget"),
    "fi": Marks("HARJOITUS", "PERUTTU", "KIELTÄYDYTTY", "Varattu"),
    "is": Marks("ÆFING", "FELLT NIÐUR", "FORFÖLL", "Upptekið"),
    "en": Marks("EXERCISE", "CANCELLED", "DECLINED", "Busy"),
}
# The words that stop play because something real has happened, unless an exercise has its own.
STOP_WORDS: Mapping[str, str] = {
    "sv": "SKARPT LÄGE",
    "nb": "REELL HENDELSE",
    "da": "REEL HÆNDELSE",
    "fi": "TODELLINEN TILANNE",
    "is": "RAUNVERULEGT",
    "en": "REAL EVENT",
}


STOPS = N_("This is an exercise. The words “%(word)s” stop it: then something real has happened.")


class Play(NamedTuple):
    """What everything that leaves an exercise bears: its mark first, and the word that stops it."""

    mark: str
    stop_word: str

    def sentence(self, gettext: Callable[..., str]) -> str:
        """Say that it is an exercise, and what stops it."""
        return gettext(STOPS, word=self.stop_word)

    def line(self, gettext: Callable[..., str]) -> str:
        """Give the first line of whatever leaves an exercise: its mark, then the sentence."""
        return f"{self.mark}. {self.sentence(gettext)}"


def play(language: str, stop_word: str = "") -> Play:
    """Give an exercise's mark in `language` (a code), and the agreed word or the language's."""
    default = STOP_WORDS.get(language, STOP_WORDS["en"])
    return Play(marks_of(language).exercise, stop_word or default)


def play_of(meeting: Meeting, language: str) -> Play | None:
    """Give what a meeting that is an exercise bears; None for any other."""
    if meeting.kind != "exercise":
        return None
    return play(language, meeting.exercise.stop_word if meeting.exercise else "")


def calendar_title(meeting: Meeting, network: Network, language: str) -> str:
    """Give the title with its marks in `language` (a code): "DEMO: ÖVNING: Storm i Björkhamra"."""
    exercise = meeting.kind == "exercise"
    words = [marks_of(language).exercise] if exercise else []
    return _marked(network, [*words, meeting.title])


def feed_title(
    meeting: Meeting, network: Network, *, level: str, language: str = "", declined: bool = False
) -> str:
    """Give the title that a feed of `level` (busy, title, full) shows.

    `language` is a code; without one the words are the network's.
    """
    marks = marks_of(language or network.language)
    words = [marks.cancelled] if meeting.cancelled else [marks.declined] if declined else []
    if level == "busy":
        return _marked(network, [*words, marks.busy])
    exercise = [marks.exercise] if meeting.kind == "exercise" else []
    return _marked(network, [*words, *exercise, meeting.title])


def headed(words: str, playing: Play | None, *, demo: bool) -> str:
    """Put an exercise's mark before a subject or heading; others say themselves what they are."""
    if playing is None:
        return words
    return ": ".join([*([DEMO] if demo else []), playing.mark, words])


def parted(subject: str) -> tuple[str, str]:
    """Part an exercise's subject into its marks ("DEMO: ÖVNING: ") and what follows them."""
    marks = {DEMO, *(one.exercise for one in MARKS.values())}
    words = subject.split(": ")
    count = next((at for at, word in enumerate(words) if word not in marks), len(words))
    return "".join(f"{word}: " for word in words[:count]), ": ".join(words[count:])


def marks_of(language: str) -> Marks:
    """Give the marks of a language code; English when there are none."""
    return MARKS.get(language, MARKS["en"])


def _marked(network: Network, words: list[str]) -> str:
    return ": ".join([DEMO, *words] if network.demo else words)
