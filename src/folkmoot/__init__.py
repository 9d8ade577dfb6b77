"""Folkmoot: conversations that nobody in between can hear, on one's own machines.

One folder per domain; imports go one way: `cli, then web,` -> `meet` -> `store` -> `base`.
"""

__version__ = "0.1.0"
