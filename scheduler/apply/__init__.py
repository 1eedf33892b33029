"""How does a file become a network?

`read` turns the file into entries, each with its line; `apply` checks them all, then creates or
changes what differs through the services. Twice is once; what the file no longer names stays;
nobody is mailed: series and meetings that a file makes are preliminary.
"""

from scheduler.apply.faults import Fault, FaultyFile
from scheduler.apply.reading import Entry, NetworkFile, read
from scheduler.apply.report import Line, Report
from scheduler.apply.writing import apply

__all__ = ["Entry", "Fault", "FaultyFile", "Line", "NetworkFile", "Report", "apply", "read"]
