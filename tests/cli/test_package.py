"""A wheel holds all that a running service reads, and it runs from there."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEEDED = (
    "folkmoot/web/templates/layout.html",
    "folkmoot/web/client/manifest.json",
    "folkmoot/web/locales/en/",
    "folkmoot/web/static/",
    "folkmoot/web/docs/threat-model.md",
    "folkmoot/store/migrations/env.py",
    "folkmoot/meet/leash.py",
)
LOOK = """
import json
from folkmoot.base.settings import Settings
from folkmoot.web.pages.protection import THREAT_MODEL
from folkmoot.web.pages.words import LOCALES
print(json.dumps([str(Settings().client_dir), str(LOCALES), str(THREAT_MODEL)]))
"""


def test_a_wheel_holds_everything(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    # From a copy: setuptools would take stale files of an earlier build in the same folder along.
    for name in ("src", "locales", "docs", "client/dist"):
        shutil.copytree(ROOT / name, tmp_path / "source" / name, ignore=shutil.ignore_patterns("*.egg-info"))
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE", "THIRD_PARTY.md"):
        shutil.copy(ROOT / name, tmp_path / "source")
    subprocess.run([*pip, "--wheel-dir", tmp_path, tmp_path / "source"], check=True, timeout=100)
    wheel = next(tmp_path.glob("folkmoot-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "installed")
    assert [part for part in NEEDED if not any(name.startswith(part) for name in names)] == []
    assert any(name.endswith("licenses/LICENSE") for name in names)
    told = subprocess.run(
        [sys.executable, "-S", "-c", LOOK],
        env={"PYTHONPATH": f"{tmp_path / 'installed'}:{_site()}"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert all(place.startswith(str(tmp_path)) for place in json.loads(told))


def _site() -> str:
    return next(entry for entry in sys.path if entry.endswith("site-packages"))
