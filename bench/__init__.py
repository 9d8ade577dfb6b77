"""One script per claim. Each prints our figure beside a peer's from the same run and keeps it with date, commit and machine."""
