"""What the documents say of commands, settings, routes, tests and codes is true."""

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from folkmoot.base.settings import Settings, explanations, variables
from folkmoot.web.pages.protection import SECTIONS, THREAT_MODEL, Claim, claims, named_tests

ROOT = Path(__file__).parents[2]
BENCH = ROOT / "bench"
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "ARCHITECTURE.md",
    BENCH / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
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


def test_every_measuring_program_is_named_and_is_run() -> None:
    programs = {file.stem for file in BENCH.glob("*.py") if "keep(" in file.read_text()} - {"figures"}
    named = set(re.findall(r"`python -m bench\.(\w+)`", (BENCH / "README.md").read_text()))
    run = set(re.findall(r'\("bench\.(\w+)"', (BENCH / "__main__.py").read_text()))
    assert programs == named == run


def threats() -> dict[str, list[Claim]]:
    """The lines of the threat model by their heading."""
    parts = re.split(r"^## (.*)\n", THREAT_MODEL.read_text(), flags=re.MULTILINE)
    return {heading: list(claims(text)) for heading, text in zip(parts[1::2], parts[2::2], strict=True)}


def test_every_line_of_the_threat_model_stands_on_the_page() -> None:
    text = THREAT_MODEL.read_text()
    assert THREAT_MODEL == ROOT / "docs" / "threat-model.md"
    withstood, not_withstood = threats()["Withstood"], threats()["Not withstood"]
    # Rows but for the heading and the rule below it, and points of the list: none without a line of the page.
    table = text.partition("## Withstood")[2].partition("## ")[0]
    assert len(withstood) == len(re.findall(r"^\|", table, re.MULTILINE)) - 2
    assert len(not_withstood) == len(re.findall(r"^- ", text.partition("## Not withstood")[2], re.MULTILINE))
    for claim in (*withstood, *not_withstood):
        assert set(claim.lines) <= {line.name for _, lines in SECTIONS for line in lines}, claim.text


def test_every_line_of_the_page_stands_in_the_threat_model() -> None:
    said = threats()
    withstood = {name for claim in said["Withstood"] for name in claim.lines}
    not_withstood = {name for claim in said["Not withstood"] for name in claim.lines}
    for _, lines in SECTIONS:
        for line in lines:
            assert line.name in (withstood | not_withstood), line.name
            # What is protected has no reservation, and what is not, or in part, has one.
            assert (line.name in not_withstood) == (line.state != "yes"), line.name


def test_every_line_of_the_page_has_the_tests_it_speaks_of() -> None:
    found = named_tests(THREAT_MODEL.read_text())
    for _, lines in SECTIONS:
        for line in lines:
            assert bool(found[line.name]) == line.tested, line.name
            for test in found[line.name]:
                file, _, name = test.partition("::")
                assert (ROOT / file).exists(), test
                assert not name or f"def {name}(" in (ROOT / file).read_text(), test


@pytest.mark.parametrize("name", NAMES)
def test_make_targets_that_are_named_exist(name: str) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([\w-]+)", (ROOT / name).read_text())) <= targets


@pytest.fixture(scope="module")
def commands() -> str:
    """The program's own list of them."""
    program = Path(sys.executable).with_name("folkmoot")
    return subprocess.run([str(program), "--help"], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("name", NAMES)
def test_commands_that_are_named_exist(name: str, commands: str) -> None:
    for command in set(re.findall(r"`(?:\.venv/bin/)?folkmoot ([a-z]\w+)", (ROOT / name).read_text())):
        assert re.search(rf"^\s+{command}\b", commands, re.MULTILINE), command


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
