"""What the documents say of commands, settings, routes, tests and codes is true."""

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from folkmoot.base.settings import Settings, explanations, variables

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMES = [path.relative_to(ROOT).as_posix() for path in DOCUMENTS]


def settings_table() -> str:
    """The rows of docs/operating.md: variable, default, explanation, as the fields say it."""
    rows = ["| variable | default | what |", "|---|---|---|"]
    sentences = explanations()
    for field in msgspec.structs.fields(Settings):
        text = sentences[field.name]
        default = "" if field.default is msgspec.NODEFAULT else str(field.default).removeprefix(f"{ROOT}/")
        rows.append(f"| `{variables()[field.name]}` | {f'`{default}`' if default else ''} | {text} |")
    return "\n".join(rows)


def test_settings_are_all_explained() -> None:
    assert settings_table() in (ROOT / "docs" / "operating.md").read_text()


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    path = ROOT / name
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text()):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("name", NAMES)
def test_tests_that_are_named_exist(name: str) -> None:
    for file, _, test in re.findall(r"`(tests/[\w/.-]+?)(::(\w+))?`", (ROOT / name).read_text()):
        assert (ROOT / file).exists(), file
        assert not test or f"def {test}(" in (ROOT / file).read_text(), (file, test)


@pytest.mark.parametrize("name", NAMES)
def test_files_that_are_named_exist(name: str) -> None:
    pattern = r"`((?:src|client|docs|bench|engine|locales|scripts)/[\w/.-]+)`"
    for file in re.findall(pattern, (ROOT / name).read_text()):
        assert (ROOT / file).exists(), file


@pytest.mark.parametrize("name", NAMES)
def test_make_targets_that_are_named_exist(name: str) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([\w-]+)", (ROOT / name).read_text())) <= targets


@pytest.mark.parametrize("name", NAMES)
def test_commands_that_are_named_exist(name: str) -> None:
    shown = subprocess.run(
        [str(Path(sys.executable).with_name("folkmoot")), "--help"], capture_output=True, text=True, check=True
    ).stdout
    for command in set(re.findall(r"`(?:\.venv/bin/)?folkmoot ([a-z]\w+)", (ROOT / name).read_text())):
        assert re.search(rf"^\s+{command}\b", shown, re.MULTILINE), command


@pytest.mark.parametrize("name", NAMES)
def test_variables_that_are_named_exist(name: str) -> None:
    named = set(re.findall(r"`(FOLKMOOT_[A-Z_]+)`", (ROOT / name).read_text()))
    assert named <= set(variables().values())


def test_error_codes_of_the_protocol_are_those_of_the_program() -> None:
    text = (ROOT / "docs" / "protocol.md").read_text()
    codes = set(re.findall(r"^\| `(\w+)` \| 4\d\d\d \|", text, re.MULTILINE))
    assert codes
    program = "\n".join(path.read_text() for path in (ROOT / "src" / "folkmoot").rglob("*.py"))
    for code in codes:
        assert f'"{code}"' in program, code


if __name__ == "__main__":
    document = ROOT / "docs" / "operating.md"
    text = document.read_text()
    begin, end = "<!-- settings: tests/docs compares this table with the program -->", "## Data"
    head, _, rest = text.partition(begin)
    document.write_text(f"{head}{begin}\n\n{settings_table()}\n\n{end}{rest.partition(end)[2]}")
