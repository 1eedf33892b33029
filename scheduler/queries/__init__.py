"""What do pages, the API and the services ask? Eager, counted queries, one module per subject."""
