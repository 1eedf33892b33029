"""What can be done from the terminal: one file per group of commands, gathered in web/cli.py."""

FOLDER = "kallelse.folder"  # where click keeps what --dir names
