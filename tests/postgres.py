"""A PostgreSQL server of the tests' own, from Debian's programs, in a folder that goes with it."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.cli.program import descendants

PROGRAMS = Path("/usr/lib/postgresql")
MEMORY, MEMORY_LEAST = Path("/dev/shm"), 2_000_000_000  # noqa: S108 - a folder of its own is made in it
# It refuses to run as root; Debian's package has made this user.
USER = "postgres"
OWNER = "folkmoot"
# Comes in by a password; everybody else on this machine just so.
CLERK, PASSWORD = "clerk", "correct-horse-battery-staple"
_ACCESS = f"local all {CLERK} scram-sha-256\nlocal all all trust\n"
_SETTINGS = "listen_addresses = ''\nfsync = on\nmax_connections = 50\nshared_buffers = 32MB\n"


class Server:
    """One that `server` has made."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._log = folder / "log"
        self._programs = programs
        self._numbers = count()
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        return f"postgresql://{OWNER}@/{database}?host={self.folder}"

    def connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        """As its owner, outside every test's database."""
        return psycopg.connect(self.url("postgres"), autocommit=True)

    def make_database(self, template: str = "template0", encoding: str = "UTF8") -> str:
        """An empty one, or a copy of another; returns its address."""
        name = f"test{next(self._numbers)}"
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING {}")
        with self.connect() as connection:
            connection.execute(command.format(sql.Identifier(name), sql.Identifier(template), encoding))
        return self.url(name)

    def make(self) -> None:
        """Makes its data."""
        options = ["-U", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C"]
        assert self._start("initdb", "-D", self.data, *options).wait(60) == 0, self._log.read_text()
        (self.data / "pg_hba.conf").write_text(_ACCESS)
        (self.data / "postgresql.conf").write_text(f"{_SETTINGS}unix_socket_directories = '{self.folder}'\n")

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        process = self._process = self._start("postgres", "-D", self.data)
        deadline = time.monotonic() + 60
        while True:
            try:
                self.connect().close()
            except psycopg.OperationalError:
                assert process.poll() is None, self._log.read_text()
                assert time.monotonic() < deadline, self._log.read_text()
                time.sleep(0.02)
            else:
                return

    def kill(self) -> None:
        """All of its processes, as a power cut would but for what the kernel still holds."""
        assert self._process is not None
        for number in (self._process.pid, *descendants(self._process.pid)):
            os.kill(number, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """At once; nobody needs what it has not written yet."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(30)

    def _start(self, program: str, *arguments: str | Path) -> "subprocess.Popen[bytes]":
        """As somebody who is not root, and not for longer than the tests live."""
        setpriv = ["setpriv", "--pdeathsig", "KILL"]
        if os.getuid() == 0:
            setpriv += ["--reuid", USER, "--regid", USER, "--init-groups"]
        with self._log.open("ab") as output:
            command = [*setpriv, self._programs / program, *arguments]
            return subprocess.Popen(command, stdout=output, stderr=output, cwd=self.folder)


def programs() -> Path | None:
    """The newest version's."""
    found = sorted(PROGRAMS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def _disk() -> Path | None:
    """In memory, if there is room: every database of a test is three hundred files. None: where temporary files are."""
    free = shutil.disk_usage(MEMORY).free if MEMORY.is_dir() else 0
    return MEMORY if free > MEMORY_LEAST else None


@contextmanager
def server() -> Generator[Server]:
    """Runs until the block ends. Skips the test where PostgreSQL is missing; in CI that is a failure."""
    found = programs()
    if found is None:
        sentence = "PostgreSQL is missing: apt-get install postgresql. Nothing was tried on it."
        assert not os.environ.get("CI"), sentence
        pytest.skip(sentence)
    # Not below pytest's folder, which is closed to other users and too deep for a socket's name.
    folder = Path(tempfile.mkdtemp(prefix="folkmoot-pg-", dir=_disk()))
    if os.getuid() == 0:
        owner = pwd.getpwnam(USER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    running = Server(folder, found)
    try:
        running.make()
        running.start()
        with running.connect() as connection:
            connection.execute(f"CREATE ROLE {CLERK} LOGIN PASSWORD '{PASSWORD}'")
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder)
