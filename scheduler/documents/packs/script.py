"""How is a scenario's script put in words: who gets what, from whom, when and how?

For those who lead and evaluate alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scheduler.documents.document import Block, Quote, table
from scheduler.documents.packs.sheet import prose
from scheduler.errors import N_
from scheduler.exercise import timetable
from scheduler.exercise.content import Content, Inject, Requires
from scheduler.exercise.offsets import shown
from scheduler.language import Language

CHANNELS: Mapping[str, str] = {
    "aloud": N_("Read aloud"),
    "handout": N_("Handout"),
    "mail": N_("Mail"),
    "web": N_("On the players' page"),
    "phone": N_("Phone"),
    "film": N_("Film"),
}
KINDS: Mapping[str, str] = {
    "inject": N_("Inject"),
    "contingency": N_("If needed"),
    "expected": N_("Expected action"),
    "note": N_("For facilitators"),
    "information": N_("Information"),
}
_HEADS = (N_("Time"), N_("No."), N_("What happens"), N_("To"), N_("How"))
_MARKED = {"yes": N_("%(action)s: yes"), "no": N_("%(action)s: no"), "any": N_("%(action)s")}


class Script:
    """A content with what its parts are called, in one language."""

    def __init__(self, content: Content, speech: Language) -> None:
        self.content, self.speech = content, speech
        self.times = timetable.planned(content)
        self._groups = {one.key: one.name for one in content.groups}
        self._personas = {one.key: one for one in content.personas}
        self._modules = {one.key: one.title for one in content.modules}

    def groups(self, keys: Iterable[str]) -> str:
        """Name groups; none named are all."""
        names = [self._groups.get(key, key) for key in keys]
        return ", ".join(names) or self.speech.gettext("All")

    def sender(self, inject: Inject) -> str:
        """Name who speaks in an inject."""
        persona = self._personas.get(inject.persona)
        if persona is None:
            return inject.persona
        return ", ".join(part for part in (persona.name, persona.organisation) if part)

    def module(self, key: str) -> str:
        """Name a module."""
        return self._modules.get(key, key)

    def how(self, inject: Inject) -> str:
        """Say how an inject reaches players."""
        return self.speech.gettext(CHANNELS[inject.delivery])

    def kind(self, inject: Inject) -> str:
        """Say of what kind an inject is."""
        return self.speech.gettext(KINDS[inject.kind])

    def at(self, inject: Inject) -> str:
        """Give the exercise time at which an inject comes; by hand, or marks, without one."""
        at = self.times[inject.key]
        if at is not None:
            return shown(at)
        trigger = inject.trigger
        if trigger.kind == "after":
            later = shown(trigger.seconds)
            words = N_("%(time)s after %(inject)s")
            return self.speech.gettext(words, time=later, inject=trigger.inject)
        if trigger.kind == "marks" and trigger.requires is not None:
            return self.marks(trigger.requires)
        return self.speech.gettext("By hand")

    def condition(self, inject: Inject) -> str:
        """Say which marks an inject needs beside its time; "" when none."""
        trigger = inject.trigger
        if trigger.requires is None or trigger.kind == "marks":
            return ""
        return self.marks(trigger.requires)

    def marks(self, needed: Requires) -> str:
        """Say which expected actions must be marked, and how."""
        each = [self.speech.gettext(_MARKED[m.value], action=m.action) for m in needed.marks]
        word = N_("When all are marked: %(marks)s")
        if needed.mode == "any":
            word = N_("When any is marked: %(marks)s")
        if len(each) == 1:
            word = N_("When marked: %(marks)s")
        return self.speech.gettext(word, marks=", ".join(each))

    def timetable(self) -> Iterator[Block]:
        """Give modules and injects in the order they come."""
        rows: list[tuple[int, int, tuple[str, ...]]] = [
            (at, 0, (shown(at), "", self._begin(key), "", "")) for key, at in self._starts()
        ]
        latest = 0
        for at, inject in timetable.in_order(self.content):
            latest = max(latest, at) if at is not None else latest
            rows.append((latest, 1, self._row(inject)))
        if rows:
            rows.sort(key=lambda row: row[:2])
            heads = map(self.speech.gettext, _HEADS)
            yield table(heads, (cells for _, _, cells in rows))

    def text(self, inject: Inject) -> Iterator[Block]:
        """Give an inject's own text as players get it."""
        if inject.text:
            yield Quote(tuple(prose(inject.text)))

    def _starts(self) -> Iterable[tuple[str, int]]:
        return timetable.starts(self.content).items()

    def _begin(self, module: str) -> str:
        return self.speech.gettext("Module: %(title)s", title=self.module(module))

    def _row(self, inject: Inject) -> tuple[str, ...]:
        to = self.groups(inject.groups)
        return self.at(inject), inject.key, inject.title, to, self.how(inject)
