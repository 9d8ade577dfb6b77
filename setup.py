"""What pyproject.toml cannot say: a wheel also holds what a service reads and what lies outside `src`."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
INTO_THE_PACKAGE = {
    ROOT / "client" / "dist": Path("folkmoot", "web", "client"),
    ROOT / "locales": Path("folkmoot", "web", "locales"),
}
# The page /protection names the tests that stand there.
THREAT_MODEL = ROOT / "docs" / "threat-model.md"


class BuildWithParts(build_py):
    """Copies them in. An editable installation reads them where they lie."""

    def run(self) -> None:
        """Raises `FileNotFoundError` when the client has not been built: a wheel without it would be of no use."""
        super().run()
        if self.editable_mode:
            return
        for source, target in INTO_THE_PACKAGE.items():
            shutil.copytree(source, Path(self.build_lib) / target, dirs_exist_ok=True)
        docs = Path(self.build_lib, "folkmoot", "web", "docs")
        docs.mkdir(parents=True, exist_ok=True)
        shutil.copy(THREAT_MODEL, docs)


setup(cmdclass={"build_py": BuildWithParts})
