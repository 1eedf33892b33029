"""How does a run stand? For whoever shows it: what scheduler.played knows."""

from scheduler.played import log, state_of

__all__ = ["log", "state_of"]
