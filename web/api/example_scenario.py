"""What does a scenario look like? A small one with one of each part, for the API's description."""

from __future__ import annotations

from typing import Any

SCENARIO: dict[str, Any] = {
    "title": "Rykten i flödet",
    "summary": "Ett rykte sprids om en mötesplats.",
    "kind": "tabletop",
    "language": "sv",
    "tags": ["rykten"],
    "purpose": "Att dela lägesbild tidigt.",
    "capabilities": [{"code": "lagesbild", "name": "Gemensam lägesbild"}],
    "objectives": [
        {
            "key": "M1",
            "text": "Dela lägesbild inom en timme.",
            "groups": ["kommun"],
            "capabilities": ["lagesbild"],
            "indicators": [{"key": "M1.1", "text": "Alla har samma bild.", "target": "En timme"}],
        }
    ],
    "groups": [{"key": "kommun", "name": "Kommunen", "kinds": ["municipality"]}],
    "personas": [{"key": "rektor", "name": "Rektorn", "organisation": "Björkhamra skola"}],
    "variables": [{"key": "kommun", "value": "Björkhamra"}],
    "modules": [
        {
            "key": "1",
            "title": "Första dagen",
            "story_time": "Tisdag 09.00",
            "talk_minutes": 30,
            "questions": [
                {"key": "1.1", "text": "Vem behöver veta?", "options": ["Alla", "Några"]},
            ],
        }
    ],
    "injects": [
        {
            "key": "1",
            "module": "1",
            "title": "Ett samtal från skolan",
            "text": "Rektorn i {kommun} ringer.",
            "persona": "rektor",
            "groups": ["kommun"],
            "trigger": {
                "kind": "start",
                "seconds": 300,
                "requires": {"marks": [{"action": "1.b", "value": "no"}]},
            },
            "questions": [{"key": "1.2", "text": "Vem svarar?", "silent": True}],
            "expected": [{"key": "1.b", "text": "Kommunen ringer tillbaka."}],
            "objectives": ["M1"],
            "files": ["Karta.pdf"],
            "note": "Släpp när gruppen är redo.",
        }
    ],
    "papers": [
        {
            "name": "Karta.pdf",
            "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "media_type": "application/pdf",
            "size": 0,
        }
    ],
    "feedback": [{"key": "1", "text": "Var övningen till nytta?", "kind": "scale"}],
    "scale": {"name": "own", "steps": [{"key": "1", "name": "Ja"}, {"key": "2", "name": "Nej"}]},
}
