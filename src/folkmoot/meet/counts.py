"""What is counted, for operators: numbers only, never who or where."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Counts:
    """Totals since the start of the process."""

    rooms_made: int = 0
    rooms_erased: int = 0
    joins: int = 0
    commits: int = 0
    conflicts: int = 0
    messages: int = 0
    charters: int = 0
    signals: int = 0
    reopened: int = 0
    # By code of the refusal or the error.
    refused: Counter[str] = field(default_factory=Counter[str])
