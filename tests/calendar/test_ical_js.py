"""Does ical.js, Thunderbird's and Nextcloud's parser, read the instants that we meant?"""

import html
import json
import re
import subprocess
from pathlib import Path

from scheduler.calendar.feed import feed, vevent_bytes
from scheduler.calendar.message import itip
from tests.calendar.made import an_entry, at
from tests.run import chromium

ICAL_JS = Path(__file__).parent.parent / "vendor" / "ical.js" / "ical.min.js"
ZONES = [
    *("Europe/Stockholm", "Europe/Oslo", "Europe/Copenhagen", "Europe/Helsinki"),
    *("Atlantic/Reykjavik", "Atlantic/Faroe", "America/Nuuk", "Europe/Dublin"),
]
DAYS = [
    *("2027-03-25", "2027-03-27", "2027-03-28", "2027-03-29", "2027-06-16"),
    *("2027-10-28", "2027-10-30", "2027-10-31", "2027-11-01", "2028-03-27"),
]
PAGE = """<!doctype html><meta charset="utf-8"><pre id="told"></pre><script type="module">
const source = URL.createObjectURL(new Blob([%(source)s], {type: "text/javascript"}));
const {default: ICAL} = await import(source);
const told = %(texts)s.map((text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  return calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event)).map(
    (event) => [event.startDate.toUnixTime(), event.endDate.toUnixTime(),
                event.summary, event.description, event.location]);
});
document.getElementById("told").textContent = JSON.stringify(told);
</script>"""


def read_by_ical_js(texts: list[bytes], folder: Path) -> list[list[list[object]]]:
    """Let the browser read calendars; give each event's times and texts."""
    values = {
        "source": json.dumps(ICAL_JS.read_text("utf-8")),
        "texts": json.dumps([text.decode() for text in texts]),
    }
    page = folder / "page.html"
    safe = {name: value.replace("<", "\\u003c") for name, value in values.items()}
    page.write_text(PAGE % safe, "utf-8")
    program = chromium()
    assert program is not None
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'user'}"]
    shown = subprocess.run(
        [program, *options, "--virtual-time-budget=20000", "--dump-dom", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    ).stdout.decode()
    (told,) = re.findall(r'<pre id="told">(.*?)</pre>', shown, re.DOTALL)
    read: list[list[list[object]]] = json.loads(html.unescape(told))
    return read


def meant(entry):
    begin, end = (int(instant.timestamp()) for instant in entry.instants)
    description = f"{entry.description}\n\n{entry.online_url}"
    return [begin, end, entry.summary, description, entry.location]


def test_every_meeting_across_march_and_october_is_the_same_instant(tmp_path):
    entries = [
        an_entry(uid=f"{zone}-{day}@kallelse.example", zone=zone, start=at(f"{day}T09:00"))
        for zone in ZONES
        for day in DAYS
    ]
    zones = {zone: [i for e in entries if e.zone == zone for i in e.instants] for zone in ZONES}
    whole = feed(
        name="Alla; möten, här",
        source="https://kallelse.example/feeds/a.ics",
        entries=[vevent_bytes(entry) for entry in entries],
        zones=zones,
    )
    invitations = [itip(entry, "REQUEST") for entry in entries]
    *single, subscribed = read_by_ical_js([*invitations, whole], tmp_path)
    assert single == [[meant(entry)] for entry in entries]
    assert sorted(map(str, subscribed)) == sorted(str(meant(entry)) for entry in entries)
