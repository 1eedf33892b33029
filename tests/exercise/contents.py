"""Which scenarios do the tests look at? A sound one to spoil, and any that Hypothesis makes."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from scheduler.exercise.content import Content

KEYS = ("a", "b", "c", "C1", "C2", "Ö.1")


def sound(**changes: Any) -> Content:
    """A small scenario with nothing wrong; `changes` replace its fields."""
    return Content.model_validate(
        {
            "title": "Rykten i flödet",
            "language": "sv",
            "purpose": "Öva samverkan i {kommun}.",
            "capabilities": [{"code": "lagesbild", "name": "Lägesbild"}],
            "objectives": [
                {
                    "key": "1",
                    "text": "Dela en lägesbild inom två timmar.",
                    "capabilities": ["lagesbild"],
                    "indicators": [{"key": "1.1", "text": "Alla vet vem som frågar."}],
                }
            ],
            "groups": [
                {"key": "kommun", "name": "Kommunen", "kinds": ["municipality"]},
                {"key": "polis", "name": "Polisen", "kinds": ["police"]},
            ],
            "personas": [{"key": "vaxel", "name": "Växeln"}],
            "variables": [{"key": "kommun", "value": "Björkhamra"}],
            "modules": [
                {
                    "key": "m1",
                    "title": "Ryktet",
                    "text": "Det är en vanlig tisdag.",
                    "talk_minutes": 25,
                    "questions": [
                        {"key": "q1", "text": "Vem frågar vem?", "hint": "Led dem inte."}
                    ],
                },
                {
                    "key": "m2",
                    "title": "Svaret",
                    "text": "Klockan är tre.",
                    "talk_minutes": 20,
                    "break_minutes": 10,
                },
            ],
            "injects": [
                inject("C1"),
                inject("C2", module="m2", trigger={"kind": "module", "seconds": 600}),
            ],
            **changes,
        }
    )


def inject(key: str, **changes: Any) -> dict[str, Any]:
    """An approved inject, ten minutes after STARTEX in the first module."""
    return {
        "key": key,
        "module": "m1",
        "title": f"Inspel {key}",
        "text": "Växeln får många samtal.",
        "persona": "vaxel",
        "trigger": {"kind": "start", "seconds": 600},
        "expected": [{"key": f"{key}.1", "text": "Lägesbilden delas av alla."}],
        "objectives": ["1"],
        "status": "approved",
        **changes,
    }


def any_content(word: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Content]:
    """Any content, sound or not: its parts point at each other now and then."""
    return st.fixed_dictionaries(
        {
            "title": _line(word),
            "language": st.sampled_from(["sv", "nb", "da", "en", "fi"]),
            "summary": _words(word),
            "purpose": _words(word),
            "scope": _words(word),
            "capabilities": _many(_capability(word), "code"),
            "objectives": _many(_objective(word)),
            "groups": _many(_part(name=_line(word), text=_words(word))),
            "personas": _many(_part(name=_line(word))),
            "variables": _many(_variable(word)),
            "modules": _many(_module(word)),
            "injects": _many(_inject(word)),
            "papers": st.lists(st.just(_PAPER), max_size=1),
            "feedback": _many(_part(text=_line(word))),
        }
    ).map(_settled)


_PAPER = {"name": "b", "sha256": "0" * 64, "media_type": "text/plain", "size": 1}
_key = st.sampled_from(KEYS)
_keys = st.lists(_key, max_size=2)
_ODD = ["", "{kommun}", "{okänd}", "0701234567", "anna@kumla.se", "811218-9876", "x" * 30]


def _line(word: st.SearchStrategy[str] | None) -> st.SearchStrategy[str]:
    return word or (
        st.text(min_size=1, max_size=20).map(lambda text: f"t{text}") | st.just("Anna Ek")
    )


def _words(word: st.SearchStrategy[str] | None) -> st.SearchStrategy[str]:
    return word or (st.text(max_size=60) | st.sampled_from(_ODD))


def _many(part: st.SearchStrategy[Any], key: str = "key") -> st.SearchStrategy[list[Any]]:
    return st.lists(part, max_size=4, unique_by=lambda made: made[key])


def _part(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"key": _key, **fields})


def _capability(word: st.SearchStrategy[str] | None) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"code": _key, "name": _line(word), "text": _words(word)})


def _variable(word: st.SearchStrategy[str] | None) -> st.SearchStrategy[dict[str, Any]]:
    names = st.sampled_from(["kommun", "lan"])
    return st.fixed_dictionaries({"key": names, "value": st.just("") | _line(word)})


def _objective(word: st.SearchStrategy[str] | None) -> st.SearchStrategy[dict[str, Any]]:
    indicator = _part(text=_line(word), target=_line(word))
    return _part(
        text=_line(word),
        groups=_keys,
        capabilities=_keys,
        indicators=st.lists(indicator, max_size=2),
    )


def _question(word: st.SearchStrategy[str] | None) -> st.SearchStrategy[dict[str, Any]]:
    return _part(text=_line(word), groups=_keys, hint=_words(word), silent=st.booleans())


def _module(word: st.SearchStrategy[str] | None) -> st.SearchStrategy[dict[str, Any]]:
    minutes = st.integers(0, 90)
    return _part(
        title=_line(word),
        text=_words(word),
        story_time=_line(word),
        talk_minutes=minutes,
        read_minutes=minutes,
        break_minutes=minutes,
        questions=st.lists(_question(word), max_size=2),
    )


def _inject(word: st.SearchStrategy[str] | None) -> st.SearchStrategy[dict[str, Any]]:
    kinds = st.sampled_from(["inject", "contingency", "expected", "note", "information"])
    return _part(
        module=st.just("") | _key,
        kind=kinds,
        title=_line(word),
        text=_words(word),
        persona=st.just("") | _key,
        delivery=st.sampled_from(["aloud", "handout", "mail", "web", "phone", "film"]),
        groups=_keys,
        trigger=_trigger,
        questions=st.lists(_question(word), max_size=1),
        expected=st.lists(_part(text=_line(word)), max_size=2),
        objectives=_keys,
        files=_keys,
        note=_words(word),
        responsible=_line(word),
        secret=st.booleans(),
        status=st.sampled_from(["draft", "approved"]),
        extra=st.dictionaries(_key, _line(word), max_size=1),
    )


_marks = st.lists(st.fixed_dictionaries({"action": _key}), min_size=1, max_size=2)
_trigger = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["manual", "start", "module", "after", "marks"]),
        "seconds": st.integers(-600, 9000),
        "inject": _key,
        "requires": st.none() | st.fixed_dictionaries({"marks": _marks}),
    }
)


def _settled(made: dict[str, Any]) -> Content:
    """Give the keys of parts within parts each its own, so that none stands twice."""
    for number, part in enumerate(_inner(made)):
        part["key"] = f"{part['key']}-{number}" if number >= len(KEYS) else part["key"]
        if any(part is not other and part["key"] == other["key"] for other in _inner(made)):
            part["key"] = f"n{number}"
    return Content.model_validate(made)


def _inner(made: dict[str, Any]) -> list[dict[str, Any]]:
    of_modules = [question for part in made["modules"] for question in part["questions"]]
    of_injects = [one for i in made["injects"] for one in (*i["questions"], *i["expected"])]
    return [*(one for o in made["objectives"] for one in o["indicators"]), *of_modules, *of_injects]
