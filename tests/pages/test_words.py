"""The three languages say the same things, nothing is said that is not used, and nothing is used that is not said."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from folkmoot.web.pages.language import LANGUAGES
from folkmoot.web.pages.protection import SECTIONS
from folkmoot.web.pages.words import LOCALES

ROOT = Path(__file__).parents[2]
FILES = [
    *("asking", "campaigns", "check", "drafts", "failures", "home", "look", "moving"),
    *("pages", "passkeys", "protection", "record", "room", "signin", "voice"),
]
# CLDR: the plural categories of whole numbers.
PLURALS = {"en": {"one", "other"}, "de": {"one", "other"}, "ar": {"zero", "one", "two", "few", "many", "other"}}
# Ours are numbers of people and minutes: whole ones, and nought has words of its own where it can come.
MUST_HAVE = {"en": {"one", "other"}, "de": {"one", "other"}, "ar": {"one", "two", "few", "many", "other"}}
# Not counted things: an ordinal, a place in a row of which each has its word, a count where one and many look alike.
NOT_COUNTED = {"control-unask", "tile-hand", "control-chat"}


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()
        self.selects: list[ast.SelectExpression] = []

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the visitor's way
        self.names.add(node.id.name)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802 - the visitor's way
        self.selects.append(node)
        self.generic_visit(node)


def messages(language: str, file: str) -> dict[str, ast.Message]:
    resource = FluentParser(with_spans=False).parse((LOCALES / language / f"{file}.ftl").read_text())
    junk = [entry.content for entry in resource.body if isinstance(entry, ast.Junk)]
    assert not junk, junk
    found = [entry for entry in resource.body if isinstance(entry, ast.Message)]
    names = [entry.id.name for entry in found]
    assert len(names) == len(set(names)), "a word twice"
    return dict(zip(names, found, strict=True))


def look(message: ast.Message) -> _Variables:
    seen = _Variables()
    seen.visit(message)
    return seen


def test_folders_and_files() -> None:
    assert {path.name for path in LOCALES.iterdir() if path.is_dir()} == set(LANGUAGES)
    for language in LANGUAGES:
        assert sorted(path.stem for path in (LOCALES / language).glob("*")) == FILES


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_same_words_with_the_same_variables(language: str, file: str) -> None:
    english, other = messages("en", file), messages(language, file)
    assert list(other) == list(english)
    for name, message in english.items():
        assert look(other[name]).names == look(message).names, name


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", list(LANGUAGES))
def test_plural_forms_are_those_of_the_language(language: str, file: str) -> None:
    for name, message in messages(language, file).items():
        for select in look(message).selects:
            keys = {one.key.name for one in select.variants if isinstance(one.key, ast.Identifier)}
            if name not in NOT_COUNTED:
                assert keys <= PLURALS[language], name
                assert keys >= MUST_HAVE[language], name


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_tone(language: str) -> None:
    """Sentences for people are plain."""
    unwanted = re.compile(r"!|\b(please|oops|sorry|secure|anonymous|military|bitte|sicher|anonym)\b", re.IGNORECASE)
    for file in FILES:
        for line in (LOCALES / language / f"{file}.ftl").read_text().splitlines():
            assert line.startswith("#") or not unwanted.search(line), line


def sources() -> Iterator[str]:
    for folder, endings in (("client/src", ("*.ts", "*.tsx")), ("src/folkmoot/web", ("*.py", "*.html"))):
        for ending in endings:
            for path in sorted((ROOT / folder).rglob(ending)):
                yield path.read_text()


def patterns() -> set[str]:
    """Each way in which the sources name words, as a pattern: literals, templates of TypeScript, joins of Jinja."""
    found: set[str] = set()
    for text in sources():
        found |= {re.escape(literal) for literal in re.findall(r'"([a-z]+(?:[-_][a-z0-9_]+)+|[a-z]+)"', text)}
        for template in re.findall(r"`((?:[a-z_-]|\$\{[^}]*\})+)`", text):
            if not template.startswith("$"):
                found.add(re.sub(r"\\\$\\\{.*?\\\}", "[a-z0-9_]+", re.escape(template)))
        for joined in re.findall(r't\("([a-z-]+)" ~ [a-z_.]+( ~ "([a-z-]+)")?( ~ [a-z_.]+)?', text):
            start, _, middle, end = joined
            found.add(f"{start}[a-z-]+{middle}{'[a-z-]+' if end else ''}")
    return found


def test_no_word_is_unused() -> None:
    ways = re.compile("|".join(sorted(patterns())))
    unused = [name for file in FILES for name in messages("en", file) if not ways.fullmatch(name)]
    assert unused == []


def test_no_used_word_is_missing() -> None:
    known = {name for file in FILES for name in messages("en", file)}
    literal = {name for text in sources() for name in re.findall(r'\bt\("([a-z][a-z0-9_-]*)"[,)]', text)}
    assert literal
    assert literal <= known


def test_every_failure_has_its_sentences() -> None:
    contract = (ROOT / "client/src/crypto/contract.ts").read_text()
    listed = re.search(r"export type FailureCode =(.*?);", contract, re.DOTALL)
    assert listed
    codes = set(re.findall(r'"([a-z0-9_]+)"', listed[1]))
    assert len(codes) > 10
    assert set(messages("en", "failures")) == {f"failure-{code}{end}" for code in codes for end in ("", "-text")}


def test_every_line_of_protection_has_its_words() -> None:
    known = messages("en", "protection")
    for section, lines in SECTIONS:
        assert f"protection-{section}" in known
        states = [line.state for line in lines]
        assert states == sorted(states, key=["yes", "part", "no"].index), "protected, in part, not"
        for line in lines:
            assert {f"protection-{line.name}", f"protection-{line.name}-words"} <= set(known)
            assert (f"protection-{line.name}-tested" in known) == line.tested
