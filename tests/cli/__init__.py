"""The operator's commands, tested as programs."""
