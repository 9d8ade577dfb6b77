"""Go's `sumdb` packages as a program, built from the folder `sumdb`, and what it is asked."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from folkmoot.record import merkle
from folkmoot.record.note import encode
from tests.record.published import SIGNER, Published

ROOT = Path(__file__).parents[2]
SOURCE = Path(__file__).with_name("sumdb")
# As the engine is built: nothing outside the folder has a say.
ENVIRONMENT = {"CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOWORK": "off", "GOFLAGS": ""}


def go() -> str:
    """The machine's Go, or the wheel's."""
    code = "import installation.toolchain as t; print(t.go())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "scripts", capture_output=True, text=True, check=True
    )
    return done.stdout.strip().splitlines()[-1]


def build(folder: Path) -> Path:
    """The program, in that folder."""
    program = folder / "sumdb"
    command = [go(), "build", "-trimpath", "-mod=readonly", "-buildvcs=false", "-o", str(program), "."]
    done = subprocess.run(
        command, cwd=SOURCE, env={**os.environ, **ENVIRONMENT}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return program


def ask(program: Path, question: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program], input=json.dumps(question), capture_output=True, text=True, check=False)


def question_about(log: Published, indexes: list[int], olds: list[int]) -> dict[str, Any]:
    """With our proofs of those entries, and from those sizes."""
    size = len(log.leaves)
    read = merkle.subtrees([merkle.leaf_hash(leaf) for leaf in log.leaves])
    return {
        "key": str(SIGNER.verifier),
        "folder": str(log.folder),
        "inclusions": [
            {"index": at, "path": [encode(one) for one in merkle.inclusion_proof(at, size, read)]} for at in indexes
        ],
        "steps": [
            {
                "old": old,
                "root": encode(merkle.root(old, read)),
                "path": [encode(one) for one in merkle.consistency_proof(old, size, read)],
            }
            for old in olds
        ],
    }
