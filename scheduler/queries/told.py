"""What has each invitee been told of a meeting? See scheduler/history.py."""

from scheduler.history import told

__all__ = ["told"]
