"""Does a mail scanner, which opens every link of every mail, change anything?"""

from sqlalchemy import func, select

from scheduler.actor import SYSTEM
from scheduler.model import EventRow, Invitation, Letter, Reply, SignInLink, WebSession
from scheduler.services import accounts, own_page
from tests.story.place import a_place

MAILS = 20
ASKED = ("HEAD", "GET", "HEAD", "GET")


def counted(service):
    """Everything that a look must not touch."""
    with service.database() as database, database.reading() as session:
        rows = {
            table.__name__: session.scalar(select(func.count()).select_from(table))
            for table in (EventRow, Reply, Letter, WebSession)
        }
        answers = session.execute(select(Invitation.id, Invitation.answer, Invitation.generation))
        spent = session.scalar(select(func.count()).where(SignInLink.used_at.is_not(None)))
        return rows, sorted(answers.all()), spent


def some_mails(service, office):
    """Twenty mails of every kind that carries a link."""
    place = a_place(service)
    for number in range(6):
        place.add(f"Person{number}")
    service.visit(place.address("Eva"))
    meeting = place.called()
    service.api("PUT", f"/meetings/{meeting}/minutes", {"entries": [{"text": "Anteckning"}]})
    everybody = [place.address(name) for name in place.people]
    for address in everybody:
        office.letter(address)
    service.post(f"/meetings/{meeting}/minutes/publish")
    for address in everybody:
        office.letter(address, 2)
    with service.database() as database, database.transaction() as session:
        own_page.request(session, email=everybody[0], by=SYSTEM)
        accounts.request_link(session, email=everybody[0], origin="a story")
    office.letter(everybody[0], 4)
    return [letter for address in everybody for letter in office.letters(address)]


def test_a_scanner_that_opens_every_link_of_twenty_mails_changes_nothing(service, office, screens):
    mails = some_mails(service, office)
    links = sorted({link for mail in mails for link in mail.links() if service.url in link})
    assert min(len(mails), len(links)) >= 18
    before = counted(service)
    page = screens.open(locale="sv-SE")
    for link in links:
        page.goto(link)
        for method in ASKED:
            assert service.ask(method, link.removeprefix(service.url)).status == 200
    assert "kallelse" not in {cookie["name"] for cookie in page.context.cookies()}
    assert counted(service) == before
