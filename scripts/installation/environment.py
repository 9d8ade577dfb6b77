"""The virtual environment in `.venv`: packages from the lock files, checked by hash, and Folkmoot itself, editable."""

import importlib.util
import os
import sys
import tomllib

from installation.place import ROOT, VENV, log_of, venv_program
from installation.program import Step, run
from installation.stamp import Stamp, digest
from installation.trouble import Trouble

LOCKS = {"run": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
# A second attempt covers a hiccup; the five of pip's default keep a person without a network waiting for a minute.
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "--retries", "1")


def prepare(*, dev: bool) -> None:
    """Makes `.venv` hold what its lock file says. `dev` adds what the tests need, and serves for running too."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    base = digest([], str(ROOT), python)
    made = Stamp(VENV / "folkmoot-made")
    if not (made.matches(base) and venv_program("python").exists()):
        _make_venv()
        made.write(base)
    # Whoever ran the tests once will run them again.
    kind = "dev" if dev or _stamp("dev").exists() else "run"
    if _is_current(kind):
        return
    _stamp(kind).clear()
    title = "Installing the Python packages" + (" for the tests" if kind == "dev" else "")
    pip_install(title, "python", "--require-hashes", "-r", str(LOCKS[kind]))
    # Without build isolation and without an index: the lock holds setuptools, so nothing else is fetched.
    pip_install("Installing Folkmoot", "folkmoot", "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT))
    _stamp(kind).write(_inputs(kind))


def pip_install(title: str, log: str, *arguments: str) -> None:
    """Runs pip in the environment. Raises `Trouble`."""
    command = [venv_program("python"), *PIP, "install", "--quiet", *arguments]
    run(Step(title, "pip", command, ROOT, log_of(log), {"PYTHONWARNINGS": ""}))


def _make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Trouble(
            "Python's venv is missing: install it with `apt-get install python3-venv` "
            f"(or python{version}-venv where Python is not the system's own), then run the same command again."
        )
    command = [sys.executable, "-m", "venv", "--clear", VENV]
    # PYTHONHOME and friends of whoever calls us must not leak into the new environment.
    clean = {name: "" for name in ("PYTHONPATH", "PYTHONHOME") if name in os.environ}
    run(Step("Making the virtual environment", "venv", command, ROOT, log_of("venv"), clean))


def _stamp(kind: str) -> Stamp:
    return Stamp(VENV / f"folkmoot-{kind}")


def _inputs(kind: str) -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    # Not the rest of that file: another rule for a linter installs nothing new.
    return digest([LOCKS[kind]], repr(project["build-system"]), repr(project["project"]))


def _is_current(kind: str) -> bool:
    return _stamp(kind).matches(_inputs(kind)) and venv_program("folkmoot").exists()
