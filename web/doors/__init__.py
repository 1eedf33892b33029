"""The doors for mail from outside: a listener (LMTP or SMTP) and a mailbox that is read (IMAP).

Each hands what comes to the same function, `scheduler.inbox.take`; the third door is the command
`kallelse inbox`. `opened.doors` gives those that the settings ask for.
"""
