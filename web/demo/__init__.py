"""The demonstration: its settings, its mail server, its networks and their invented past."""

HOST = "127.0.0.1"  # nothing of a demonstration is reached from elsewhere
DOMAIN = "demo.kallelse.example"
