"""What do dates, calendar text and calendar mail look like?

Pure: no database, no clock, no web. `rule` gives dates, `timezone` turns wall time into instants,
`entry` writes a meeting as a VEVENT, `message` wraps it for mail, `feed` for a subscription, and
`reply` reads what comes back. Two rules hold everywhere: one meeting is one UID, and the truth of
a time is local wall time with an IANA zone.
"""
