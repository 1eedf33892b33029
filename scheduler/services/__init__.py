"""What can be done? One module per subject, one function per verb.

A verb loads what it changes, asks whether the asker may, changes it and records the fact. It never
commits and never mails: the caller opens one visible transaction, reactions do what follows.
"""
