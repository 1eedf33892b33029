"""What people type into pages, as the inputs of scheduler/inputs."""

from web.forms.base import Form

__all__ = ["Form"]
