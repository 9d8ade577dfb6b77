"""Running somebody else's program: output into a log file, time shown while it goes, failure as a sentence."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from installation.trouble import from_output

QUIET_SECONDS = 20.0
LAST_LINES = 200


@dataclass(frozen=True)
class Step:
    """One program to run. `title` is what a person reads while it goes; `tool` is pip, npm or go."""

    title: str
    tool: str
    command: Sequence[str | Path]
    folder: Path
    log: Path
    environment: Mapping[str, str]

    def whole_environment(self) -> dict[str, str]:
        """Ours, with what this step sets."""
        return {**os.environ, **self.environment}


def run(step: Step) -> None:
    """Runs it to its end. Raises `Trouble` when it fails; Ctrl-C ends it and all that it started."""
    step.log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with step.log.open("wb") as log:
        process = subprocess.Popen(
            [str(part) for part in step.command],
            cwd=step.folder,
            env=step.whole_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        ended = threading.Event()
        clock = threading.Thread(target=_show_time, args=(step.title, started, ended), daemon=True)
        clock.start()
        try:
            code = process.wait()
        except BaseException:
            # Its own session, so that nothing of it lives on and it prints no complaints of its own.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        finally:
            ended.set()
            clock.join()
    if code != 0:
        lines = step.log.read_text(errors="replace").splitlines()[-LAST_LINES:]
        raise from_output(step.title.split(",", maxsplit=1)[0], step.tool, lines, step.log)


def _show_time(title: str, started: float, ended: threading.Event) -> None:
    terminal = sys.stderr.isatty()
    if not terminal:
        print(title, file=sys.stderr, flush=True)
    while not ended.wait(1.0 if terminal else QUIET_SECONDS):
        text = f"{title} ... {_minutes(started)}"
        print(
            f"\r{text}" if terminal else f"  {_minutes(started)} so far",
            end="" if terminal else "\n",
            file=sys.stderr,
            flush=True,
        )
    print(
        f"\r{title}: done in {_minutes(started)}" if terminal else f"  ended after {_minutes(started)}",
        file=sys.stderr,
        flush=True,
    )


def _minutes(started: float) -> str:
    seconds = int(time.monotonic() - started)
    return f"{seconds // 60}:{seconds % 60:02}"
