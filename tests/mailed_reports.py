"""How do people answer a letter about an action? Thirty mails in the shapes of their programs.

Each: how it was written, what the mail says, the state that its first words name, what is kept.
"""

from __future__ import annotations

from typing import NamedTuple

LETTER = """Du har något att göra för Länsnätverket.

Bjud in skolan
Klart senast: måndag 1 februari 2027

Berätta hur det går:
http://127.0.0.1:8000/action/abc

Du kan lika gärna svara på brevet: börja med ”klart” eller ”påbörjat”."""
QUOTED = "\n".join(f"> {line}" for line in LETTER.split("\n"))

OUTLOOK_SV = f"""

Från: Länsnätverket <svar+abc@kallelse.example>
Skickat: den 4 januari 2027 10:00
Till: Anna, Kumla <anna@kumla.example>
Ämne: Att göra: Länsnätverket

{LETTER}
"""
OUTLOOK_WEB_SV = f"""

________________________________
Från: Länsnätverket <svar+abc@kallelse.example>
Skickat: måndag, januari 4, 2027 10:00:00 fm
Till: Anna <anna@kumla.example>
Ämne: Att göra: Länsnätverket

{LETTER}
"""
OUTLOOK_EN = f"""

-----Original Message-----
From: Länsnätverket <svar+abc@kallelse.example>
Sent: Monday, 4 January 2027 10:00
To: Anna <anna@kumla.example>
Subject: Yours to do: Länsnätverket

{LETTER}
"""
OUTLOOK_NB = f"""

Fra: Länsnätverket <svar+abc@kallelse.example>
Sendt: mandag 4. januar 2027 10:00
Til: Anna <anna@kumla.example>
Emne: Å gjøre: Länsnätverket

{LETTER}
"""
OUTLOOK_DA = f"""

________________________________
Fra: Länsnätverket <svar+abc@kallelse.example>
Sendt: 4. januar 2027 10:00
Til: Anna <anna@kumla.example>
Emne: Din opgave: Länsnätverket

{LETTER}
"""
OUTLOOK_FI = f"""

Lähettäjä: Länsnätverket <svar+abc@kallelse.example>
Lähetetty: maanantai 4. tammikuuta 2027 10.00
Vastaanottaja: Anna <anna@kumla.example>
Aihe: Tehtävä: Länsnätverket

{LETTER}
"""
GMAIL_SV = f"""

Den mån 4 jan. 2027 kl 10:00 skrev Länsnätverket <
svar+abc@kallelse.example>:

{QUOTED}
"""
GMAIL_EN = f"""

On Mon, Jan 4, 2027 at 10:00 AM Länsnätverket <svar+abc@kallelse.example>
wrote:

{QUOTED}
"""
GMAIL_NB = f"""

man. 4. jan. 2027 kl. 10:00 skrev Länsnätverket <svar+abc@kallelse.example>:

{QUOTED}
"""
GMAIL_FI = f"""

ma 4. tammik. 2027 klo 10.00 Länsnätverket (svar+abc@kallelse.example)
kirjoitti:

{QUOTED}
"""
GMAIL_IS = f"""

Þann mán., 4. jan. 2027 kl. 10:00 skrifaði Länsnätverket <
svar+abc@kallelse.example>:

{QUOTED}
"""
APPLE_SV = f"""

> 4 jan. 2027 kl. 10:00 skrev Länsnätverket <svar+abc@kallelse.example>:
>
{QUOTED}
"""
APPLE_DA = f"""

> Den 4. jan. 2027 kl. 10.00 skrev Länsnätverket <svar+abc@kallelse.example>:
>
{QUOTED}
"""
DISCLAIMER = """
Detta meddelande kan innehålla konfidentiell information. Om du inte är rätt
mottagare ber vi dig att radera det.
"""
GDPR = """
När du skickar e-post till Kumla kommun behandlar vi dina personuppgifter.
Läs mer på kommunens webbplats.
"""


class Mailed(NamedTuple):
    """One answer: how it was written, its text, the state that it names, what is kept."""

    name: str
    text: str
    state: str | None
    kept: str


MAILS = [
    Mailed("Outlook sv", f"Klart!{OUTLOOK_SV}", "done", "Klart!"),
    Mailed(
        "Outlook sv, signed",
        "Hej!\n\nDet är klart. Rektorn kommer den 4 februari.\n\nMed vänlig hälsning\n\nAnna\n"
        f"Samordnare\nKumla kommun\n019-000 00 00\n{GDPR}{OUTLOOK_SV}",
        "done",
        "Hej!\n\nDet är klart. Rektorn kommer den 4 februari.",
    ),
    Mailed(
        "Outlook on the web sv",
        f"Påbörjat. Skolan återkommer i mars.{OUTLOOK_WEB_SV}",
        "in_progress",
        "Påbörjat. Skolan återkommer i mars.",
    ),
    Mailed("Outlook en", f"Done.\n\nKind regards\nAnna{OUTLOOK_EN}", "done", "Done."),
    Mailed(
        "Outlook nb",
        f"Hei,\n\nDette er ferdig nå.\n\nVennlig hilsen\nAnna{OUTLOOK_NB}",
        "done",
        "Hei,\n\nDette er ferdig nå.",
    ),
    Mailed(
        "Outlook nb, begun", f"Vi er i gang.\nMvh Anna{OUTLOOK_NB}", "in_progress", "Vi er i gang."
    ),
    Mailed(
        "Outlook da",
        f"Kære alle\n\nOpgaven er færdig.\n\nMed venlig hilsen\nAnna{OUTLOOK_DA}",
        "done",
        "Kære alle\n\nOpgaven er færdig.",
    ),
    Mailed("Outlook da, short", f"Færdig\n\nVh\nAnna{OUTLOOK_DA}", "done", "Færdig"),
    Mailed(
        "Outlook fi",
        f"Hei\n\nValmis.\n\nYstävällisin terveisin\nAnna{OUTLOOK_FI}",
        "done",
        "Hei\n\nValmis.",
    ),
    Mailed("Outlook fi, begun", f"Aloitettu eilen.{OUTLOOK_FI}", "in_progress", "Aloitettu eilen."),
    Mailed("Gmail sv", f"klart{GMAIL_SV}", "done", "klart"),
    Mailed(
        "Gmail en",
        f"Started last week, more in May{GMAIL_EN}",
        "in_progress",
        "Started last week, more in May",
    ),
    Mailed("Gmail nb", f"Ja, gjort!{GMAIL_NB}", "done", "Ja, gjort!"),
    Mailed("Gmail fi", f"Tehty{GMAIL_FI}", "done", "Tehty"),
    Mailed("Gmail is", f"Lokið{GMAIL_IS}", "done", "Lokið"),
    Mailed("Gmail is, begun", f"Hafið.\n\nKveðja\nAnna{GMAIL_IS}", "in_progress", "Hafið."),
    Mailed("Gmail is, not", f"Ekki lokið enn{GMAIL_IS}", None, "Ekki lokið enn"),
    Mailed("iPhone sv", f"Färdigt!\n\nSkickat från min iPhone{APPLE_SV}", "done", "Färdigt!"),
    Mailed("iPhone da", f"Det er gjort\n\nSendt fra min iPhone{APPLE_DA}", "done", "Det er gjort"),
    Mailed(
        "Outlook for iOS sv",
        f"Pågår\n\nHämta Outlook för iOS<https://aka.example/o>{OUTLOOK_WEB_SV}",
        "in_progress",
        "Pågår",
    ),
    Mailed("Android fi", f"Valmis!\n\nLähetetty laitteesta Galaxy{GMAIL_FI}", "done", "Valmis!"),
    Mailed(
        "bottom posted",
        f"Den 2027-01-04 kl. 10:00 skrev Länsnätverket:\n{QUOTED}\n\nKlart sedan i fredags.\n",
        "done",
        "Klart sedan i fredags.",
    ),
    Mailed("no", f"Nej, det hinner vi inte.{OUTLOOK_SV}", None, "Nej, det hinner vi inte."),
    Mailed(
        "cannot",
        f"Vi kan inte få detta klart före sommaren. Kan Nora ta över?{OUTLOOK_SV}{DISCLAIMER}",
        None,
        "Vi kan inte få detta klart före sommaren. Kan Nora ta över?",
    ),
    Mailed("not yet", f"Inte klart än, tyvärr.{GMAIL_SV}", None, "Inte klart än, tyvärr."),
    Mailed("soon", f"Blir klart på fredag!{GMAIL_SV}", None, "Blir klart på fredag!"),
    Mailed("a question", f"Klart när då?{GMAIL_SV}", None, "Klart när då?"),
    Mailed(
        "begun, not done",
        f"Påbörjad men inte klar.{OUTLOOK_SV}",
        "in_progress",
        "Påbörjad men inte klar.",
    ),
    Mailed(
        "words alone",
        f"Vi behöver en lokal för trettio personer.\n-- \nAnna\n{GMAIL_SV}",
        None,
        "Vi behöver en lokal för trettio personer.",
    ),
    Mailed("disclaimer without signature", f"Klart\n{DISCLAIMER}{OUTLOOK_SV}", "done", "Klart"),
    Mailed("nothing", OUTLOOK_SV.strip(), None, ""),
    Mailed("only a signature", f"\n\nMvh\nAnna{OUTLOOK_SV}", None, ""),
]
