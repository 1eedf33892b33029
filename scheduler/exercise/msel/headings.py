"""What does a column mean? Headings of real lists of injects, in any order, case and language.

The words are those of HSEEP's, Blueprint's, Conducttr's, PreparEx', Sahana's, Crisis-Lab's,
IcebergTTX', OpenAEV's and CEXF's sheets, and what people write in five Nordic-English languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Literal, get_args

Field = Literal[
    "number",
    "time",
    "minutes",
    "seconds",
    "story_time",
    "kind",
    "delivery",
    "persona",
    "groups",
    "title",
    "text",
    "expected",
    "objectives",
    "note",
    "module",
    "trigger",
    "responsible",
    "status",
    "files",
    "secret",
    "reading_minutes",
]
FIELDS: tuple[Field, ...] = get_args(Field)
EXTRA = "extra: "  # before a heading that is not ours though it reads like one

_WORDS: Mapping[Field, str] = {
    "number": """Event Number|Control Number|ID|Number|Seq No|custom_id|Event #|Inject #|Event No|
        Inject No|Inject Number|Inject ID|Event ID|Sequence Number|Nr|No|#|Key|Control No|
        Nummer|Inspelsnummer|Inspel nr|Löpnummer|Kontrollnummer|Händelsenummer|Innspillnummer|
        Innspill nr|Løpenummer|Indspilsnummer|Indspil nr|Hendelsesnummer|Hændelsesnummer|
        Numero|Syötteen numero|Tapahtumanumero|Tunniste|Numéro|N°|Num""",
    "time": """Delivery Time|Local Time|Time|Date/Time Delivered|Date and Time|Event Time|Tid|
        Planned Time|Scheduled Time|Exercise Time|Start Time|Inject Time|Time of Delivery|
        Release At|When|Datum|Dato|Date|Datum och tid|Dato og tid|Klockslag|Klokkeslett|
        Klokkeslæt|Speltid|Övningstid|Spilletid|Øvingstid|Øvelsestid|Planerad tid|Planlagt tid|
        Tidpunkt|Tidspunkt|Starttid|När|Aika|Kello|Kellonaika|Päivämäärä|Ajankohta|
        Harjoitusaika|Suunniteltu aika|Heure|Horaire|Date et heure|Heure prévue""",
    "minutes": """time_offset|release_at_minutes|Time (min)|Offset|Offset (min)|Minutes|Minuter|
        Minutter|Minuutit|Minutes from start|Minuter från start|Minutter fra start""",
    "seconds": """inject_depends_duration|timing.triggered_at|release_at_seconds|Offset (s)|
        Time (s)|triggered_at|Seconds|Sekunder|Sekunnit""",
    "story_time": """Designated Scenario Time|Simulated Time|Exercise Date|StoryTime|Scenario Time|
        Scenariotid|Berättelsens tid|Speltid i scenariot|Fiktiv tid|Simulerad tid|
        Simulert tid|Simuleret tid|Historietid|Tarinan aika|Skenaarioaika|
        Simuloitu aika|Heure simulée|Temps du scénario""",
    "module": """Move|Group|Tab|phase_id|Module|Phase|Stage|Part|Session|Moment|Skede|Fas|Modul|
        Del|Fase|Vaihe|Moduuli|Osa|Phase de l'exercice""",
    "kind": """Event Type|Inject Type|Type|Kind|Category of event|Typ|Inspelstyp|Typ av inspel|
        Type innspill|Innspillstype|Indspilstype|Type indspil|Tyyppi|Syötteen tyyppi|
        Type d'inject""",
    "delivery": """Inject Mode|Delivery Method|Method|channel|Delivery|Mode|Medium|Means|
        Method of delivery|Kanal|Sätt|Medel|Förmedling|Leveranssätt|Inspelssätt|Måte|
        Leveringsmåte|Leveringsmetode|Måde|Leveringsmåde|Formidling|Kanava|Tapa|Toimitustapa|
        Välitystapa|Canal|Moyen|Mode de diffusion""",
    "persona": """From|From Org|Originator (From)|Originator|external_entity|Sender|Source|
        Avsändare|Från|Avsender|Fra|Afsender|Lähettäjä|Keneltä|Émetteur|Expéditeur|De|Persona""",
    "groups": """To|To Org|Target|Team|Teams|Recipient (To)|Recipient|target_teams|inject_teams|
        Recipient Player(s)|Recipient Players|Players|Audience|Audiences|Addressee|Groups|
        Mottagare|Till|Grupp|Grupper|Målgrupp|Mottaker|Til|Gruppe|Målgruppe|Modtager|
        Vastaanottaja|Kenelle|Ryhmä|Ryhmät|Kohderyhmä|Destinataire|À|Équipe|Équipes""",
    "title": """Title|Subject|inject_title|Headline|Name|Inject Title|Rubrik|Ämne|Titel|
        Overskrift|Tittel|Emne|Otsikko|Aihe|Titre|Objet|Nom""",
    "text": """Message|Details|Description|Inject description|content|Event Description|Inject|
        Body|Text|Event|Inject Text|Inspel|Innspill|Indspil|Beskrivning|Beskrivelse|Innehåll|
        Innhold|Indhold|Meddelande|Melding|Besked|Händelse|Hendelse|Hændelse|Syöte|Kuvaus|
        Viesti|Sisältö|Teksti|Tapahtuma|Contenu|Texte""",
    "expected": """Expected|Expected Participant Response|Expected Actions|Expected Action|
        expected_actions|expectation|Expected Outcome of Player Action|Expected Outcome|
        Expected Response|Expected Player Action|Expectations|Förväntad åtgärd|
        Förväntade åtgärder|Förväntat agerande|Förväntad reaktion|Forventet handling|
        Forventede handlinger|Forventet reaksjon|Forventet reaktion|Forventet tiltak|
        Odotettu toimenpide|Odotetut toimenpiteet|Odotettu toiminta|Action attendue|
        Actions attendues|Réaction attendue""",
    "objectives": """Exercise Objective|Measure of Performance|inject_evaluation.score_range|
        Objective|Objectives|Exercise Objectives|Goal|Goals|Mål|Delmål|Övningsmål|Øvingsmål|
        Øvelsesmål|Tavoite|Tavoitteet|Harjoituksen tavoite|Objectif|Objectifs""",
    "note": """Notes|Assumptions|Note|Facilitator Note|Facilitator Notes|Remarks|Comment|Comments|
        Anm.|Anmärkning|Anteckning|Anteckningar|Notering|Kommentar|Kommentarer|Merknad|Merknader|
        Notat|Notater|Bemærkning|Bemærkninger|Bemerkning|Noter|Huomautus|Huomautukset|
        Huomio|Muistiinpanot|Remarque|Remarques|Commentaire""",
    "trigger": "Trigger|Release Rule|Utlösare|Utløser|Udløser|Laukaisin|Déclencheur",
    "responsible": """Assigned To|Responsible Controller|Faction|Responsible|Controller|Owner|
        Ansvarig|Ansvarig övningsledare|Ansvarlig|Vastuuhenkilö|Vastuu|Responsable""",
    "status": "Status|State|Läge|Tilstand|Tila|Statut|État",
    "files": """Attachments|Attachment|Files|Handouts|inject_documents|Bilagor|Bilaga|Vedlegg|
        Bilag|Liitteet|Liite|Pièces jointes|Pièce jointe""",
    "secret": "Secret|Hemlig|Hemlig inspel|Hemmelig|Skjult|Salainen|Secrète",
    "reading_minutes": """Reading Minutes|Reading Time|Lästid|Lästid minuter|Lesetid|Læsetid|
        Lukuaika|Temps de lecture""",
}
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "ß": "ss", "đ": "d", "ł": "l", "þ": "th", "ð": "d"})
_UNITS: Mapping[str, Field] = {
    **dict.fromkeys(("min", "mins", "minutes", "minuter", "minutter", "minuuttia"), "minutes"),
    **dict.fromkeys(("s", "sec", "sek", "seconds", "sekunder", "sekuntia"), "seconds"),
}


def plain(text: str) -> str:
    """Give a heading's letters and digits alone: no case, accents, spaces or points."""
    spelled = text.replace("#", " no ").replace("°", " o ").casefold().translate(_LETTERS)
    unmarked = unicodedata.normalize("NFKD", spelled)
    return "".join(sign for sign in unmarked if sign.isalnum())


def field_of(heading: str) -> Field | None:
    """Say what a column with this heading holds; None for one that we do not know."""
    if heading.casefold().startswith(EXTRA.strip()):
        return None
    whole = _known().get(plain(heading))
    if whole is not None:
        return whole
    pieces = [piece for piece in re.split(r"[()/\[\]\n]", heading) if plain(piece)]
    found = next((_known()[plain(one)] for one in pieces if plain(one) in _known()), None)
    unit = next((_UNITS[plain(one)] for one in pieces[1:] if plain(one) in _UNITS), None)
    return unit if found == "time" and unit else found


def words(field: Field) -> tuple[str, ...]:
    """Give the headings that are known for a field, as people write them."""
    return tuple(" ".join(one.split()) for one in _WORDS[field].split("|"))


@cache
def _known() -> Mapping[str, Field]:
    return {plain(word): field for field in reversed(FIELDS) for word in words(field)}
