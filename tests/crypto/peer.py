"""Members of a group that run in Node: client/test/crypto/peer.ts and attacker.ts, built by `build("peer", ...)`."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.crypto.lab import node


class Peer:
    """One of these programs: a question as a line of JSON, the answer as another."""

    def __init__(self, program: Path, *flags: str) -> None:
        self._process = subprocess.Popen(
            [node(), *flags, str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def ask(self, act: str, **given: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"act": act, **given}) + "\n")
        line = self._process.stdout.readline()
        assert line, f"the peer ended at {act}"
        return json.loads(line)

    def end(self) -> None:
        self._process.communicate(timeout=10)
