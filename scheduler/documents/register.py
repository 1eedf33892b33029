"""What is said, in a package for the registry, about what lies in it and how to check it?"""

from __future__ import annotations

from scheduler.language import Language
from scheduler.queries.papers import MinutesPaper


def readme(paper: MinutesPaper, speech: Language) -> str:
    """Give the text that lies on top of the package: what it is, and how it is checked."""
    meeting = paper.view.meeting
    about = meeting.headed(speech.gettext("Notes: %(title)s", title=meeting.plain_title))
    case = speech.gettext("Case number: %(number)s", number=paper.view.case_number)
    paragraphs = [
        "\n".join(
            [
                about,
                meeting.network_name,
                speech.date_line(meeting.start, meeting.end),
                *([case] if paper.view.case_number else []),
            ]
        ),
        speech.gettext(
            "Here are the notes and the agenda as a document, the notes as data (minutes.json), "
            "the meeting as a calendar file (meeting.ics) and all papers (attachments). All "
            "points are in it, also those that are not for everybody."
        ),
        speech.gettext(
            "manifest.sha256 has the SHA-256 sum of each file. On Linux and macOS “sha256sum -c "
            "manifest.sha256” in this folder checks them all. manifest.json says the same as data."
        ),
        speech.gettext(
            "versions.json has the chain of the notes' versions. The sum of each covers its text "
            "and the sum of the version before, so none can be altered or taken away unseen: "
            "“previous” of each is “hash” of the one before. “kallelse audit verify” computes "
            "them anew where the notes are kept."
        ),
    ]
    return "\n\n".join(paragraphs) + "\n"
