"""Where claimed work runs."""
