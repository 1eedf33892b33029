"""What do the words in a list's cells mean: which kind of inject, by which way, how far it is?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from scheduler.exercise.content import Channel, InjectKind, PartStatus
from scheduler.exercise.msel.headings import plain

W = TypeVar("W", bound=str)

OWN_ROW = "Expected Action (own row)"  # an expected action that stands for itself
KIND_WORDS: Mapping[InjectKind, str] = {
    "inject": "Inject",
    "contingency": "Contingency Inject",
    "expected": OWN_ROW,
    "note": "Facilitation Note",
    "information": "Information",
}
WAY_WORDS: Mapping[Channel, str] = {
    "aloud": "Read aloud",
    "handout": "Handout",
    "mail": "Mail",
    "web": "Web",
    "phone": "Phone",
    "film": "Film",
}
EXPECTED_ROW = "expected row"  # attaches to the inject above
STATUS_WORDS: Mapping[PartStatus, str] = {
    "draft": "Draft",
    "review": "In review",
    "approved": "Approved",
}

_KINDS: Mapping[str, str] = {
    "inject": """Inject|Key event|Event|Main inject|Inspel|Innspill|Indspil|Syöte|Injection|
        Administrative inject|Direct inject""",
    "contingency": """Contingency Inject|Contingency|Contingent|Reserve|Optional|Reservinspel|
        Reserv|Tilläggsinspel|Reserveinnspill|Reserveindspil|Varasyöte|Inject de réserve|
        Ersättningsinspel""",
    EXPECTED_ROW: """Expected Action|Expected Actions|Expected Player Action|Expected Response|
        Expected Participant Response|Expected|Förväntad åtgärd|Förväntat agerande|
        Forventet handling|Forventet tiltak|Forventet reaktion|Odotettu toimenpide|
        Action attendue""",
    "expected": OWN_ROW,
    "note": """Facilitation Note|Facilitator Note|Controller Note|Note|Control|Anteckning|
        Samtalsledarnotering|Notering|Notat|Fasilitatornotat|Bemærkning|Huomautus|Remarque|
        Till samtalsledaren""",
    "information": """Information|Info|Situation update|Update|Background|Lägesbild|Bakgrund|
        Informasjon|Tieto|Tiedote|Baggrund|Bakgrunn|Information générale""",
}
_WAYS: Mapping[Channel, str] = {
    "aloud": """Read aloud|Aloud|Spoken|Verbal|Oral|In person|Face to face|Meeting|Briefing|
        Facilitator|Radio|Person|Läses upp|Uppläst|Muntligt|Muntlig|På plats|Möte|Leses opp|
        Muntlig innspill|Læses op|Mundtligt|Mundtlig|Luetaan ääneen|Ääneen|Suullinen|
        Suullisesti|Lu à haute voix|Oralement""",
    "handout": """Handout|Hand-out|Paper|Document|Doc|Print|Printed|Letter|Fax|Hand delivered|
        Delas ut|Utdelat|Utdelning|Papper|Brev|Dokument|Deles ut|Utdeling|Papir|Uddeles|
        Udlevering|Paperi|Moniste|Kirje|Asiakirja|Papier|Courrier|Document remis""",
    "mail": """Mail|E-mail|Email|E-post|Mejl|Mail inject|Epost|E-posti|Sähköposti|Courriel|
        openex_email|openbas_email""",
    "web": """Web|Website|Online|Social media|Social|socialnet|social network|System|Platform|
        Chat|App|Player page|Screen|Internet|Sociala medier|Webb|Webbsida|Deltagarsida|
        Sosiale medier|Nett|Nettside|Sociale medier|Hjemmeside|Verkko|Some|
        Sosiaalinen media|Réseaux sociaux|Site web|openbas_channel""",
    "phone": """Phone|Telephone|Phone call|Call|SMS|Text message|Mobile|Telefon|Samtal|
        Telefonsamtal|Ringer|Samtale|Opkald|Telefonopkald|Telefonoppringning|Puhelin|
        Puhelu|Puhelinsoitto|Tekstiviesti|Téléphone|Appel""",
    "film": """Film|Video|TV|Television|News clip|Broadcast|Filmklipp|Videoklipp|Nyhetsinslag|
        Fjernsyn|Elokuva|Uutislähetys|Vidéo|Télévision""",
}
_STATUSES: Mapping[PartStatus, str] = {
    "draft": """Draft|Pending|Entered|New|Open|Planned|Utkast|Ny|Påbörjad|Utkast|Kladde|Udkast|
        Luonnos|Uusi|Brouillon|Not started|In progress|Pågår""",
    "review": """In review|Review|For review|Under review|Granskas|Granskning|På granskning|
        Til gjennomgang|Til gennemsyn|Tarkistettavana|En revue""",
    "approved": """Approved|Complete|Completed|Done|Final|Ready|Ok|Godkänd|Klar|Färdig|Godkjent|
        Ferdig|Godkendt|Færdig|Hyväksytty|Valmis|Approuvé|Terminé""",
}
_YES = frozenset(map(plain, ["yes", "true", "1", "x", "ja", "kyllä", "oui", "hemlig", "secret"]))
_NO = frozenset(map(plain, ["", "no", "false", "0", "nej", "nei", "ei", "non"]))
_EVERYBODY = """all|everyone|everybody|all players|all participants|all groups|all teams|players|
    alla|samtliga|alla grupper|alla deltagare|alle|alle grupper|alle deltagere|alle deltakere|
    samtlige|kaikki|kaikki ryhmät|kaikille|tous|toutes|*"""


def _table(words: Mapping[W, str]) -> dict[str, W]:
    return {plain(one): name for name, several in words.items() for one in several.split("|")}


_KIND_OF, _WAY_OF, _STATUS_OF = _table(_KINDS), _table(_WAYS), _table(_STATUSES)
_ALL = frozenset(map(plain, _EVERYBODY.split("|")))


@lru_cache(1_000)
def kind(text: str) -> str | None:
    """Give an inject's kind, EXPECTED_ROW for a row of the inject above, None for no such word."""
    return _KIND_OF.get(plain(text))


@lru_cache(1_000)
def way(text: str) -> Channel | None:
    """Give the way of delivery that a word means; of "Phone / mail" the first that is known."""
    pieces = [text, *text.replace("+", "/").replace(",", "/").replace("\n", "/").split("/")]
    return next((_WAY_OF[plain(one)] for one in pieces if plain(one) in _WAY_OF), None)


@lru_cache(1_000)
def status(text: str) -> PartStatus | None:
    """Give how far an inject is written."""
    return _STATUS_OF.get(plain(text))


def yes(text: str) -> bool | None:
    """Give what a yes or no means; None for neither."""
    said = plain(text)
    return said in _YES if said in _YES | _NO else None


@lru_cache(1_000)
def everybody(text: str) -> bool:
    """Tell whether a word for an audience means all groups."""
    return text.strip() == "*" or plain(text) in _ALL
