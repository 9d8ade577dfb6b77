"""Prints the targets of the Makefiles that are named, each with its `## ` comment."""

import re
import sys
from pathlib import Path


def main() -> None:
    """One line a target, in the Makefile's order."""
    text = "\n".join(Path(name).read_text() for name in sys.argv[1:])
    targets = re.findall(r"^([a-z-]+):[^#\n]*## (.+)$", text, flags=re.MULTILINE)
    width = max(len(name) for name, _ in targets)
    for name, comment in targets:
        print(f"make {name:<{width}}  {comment}")


if __name__ == "__main__":
    main()
