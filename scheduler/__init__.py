"""The domain of Kallelse and its engine.

Four places, one screen each, tell the story: `services/` what can be done, `reactions.py` what
follows, `jobs.py` what happens by itself, `config.py` what can be set. Data flows one way:
services change model rows and record facts (events) in one transaction; each fact's reactions are
due rows of the same transaction; the alarm claims what is due and handlers write letters; the
outbox delivers them. Nothing here knows the web framework.
"""
