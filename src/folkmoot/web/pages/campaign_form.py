"""The one screen on which a campaign is made or changed: what was filled in, and what is wrong with it."""

from datetime import date, tzinfo
from typing import cast

import msgspec

from folkmoot.campaigns.campaigns import GATES, Document, Gate, Rules, Wording
from folkmoot.web.pages.dates import begins, ends, first_day, last_day, parse_day
from folkmoot.web.pages.forms import Fault, Form
from folkmoot.web.pages.tongues import OFFERED, tongue

QUESTION_MAX = 200
EXPLANATION_MAX = 2000
REASON_MAX = 500
_DAY_MAX = 10


class Filled(msgspec.Struct, frozen=True):
    """What stands in the fields. `shown` are the languages that are listed, `chosen` those that are ticked."""

    shown: tuple[str, ...]
    chosen: tuple[str, ...]
    wordings: dict[str, Wording]
    opens: str = ""
    closes: str = ""
    report: str = ""
    gate: str = ""
    reason: str = ""

    @property
    def main(self) -> str:
        """The language of the question at the top."""
        return self.chosen[0] if self.chosen else self.shown[0]

    def wording(self, language: str) -> Wording:
        """What is written in that language so far."""
        return self.wordings.get(language, Wording("", ""))

    def written(self, language: str) -> bool:
        """Whether nothing is missing in it."""
        words = self.wording(language)
        return bool(words.question and words.explanation)

    @property
    def addable(self) -> list[str]:
        """Languages that are not listed yet, by their own names."""
        return sorted(
            (one for one in OFFERED if one not in self.shown), key=lambda one: tongue(one).own_name.casefold()
        )


def empty(languages: tuple[str, ...]) -> Filled:
    """Nothing filled in yet; the first language is that of the page."""
    return Filled(languages, languages[:1], {})


def of_rules(rules: Rules, zone: tzinfo, languages: tuple[str, ...]) -> Filled:
    """As it stands."""
    wordings = dict(rules.document.wordings)
    return Filled(
        tuple(dict.fromkeys((*rules.languages, *wordings, *languages))),
        rules.languages,
        wordings,
        first_day(rules.opens, zone).isoformat(),
        last_day(rules.closes, zone).isoformat(),
        rules.document.report,
        rules.gate,
    )


def read(form: Form) -> Filled:
    """What a browser sent. What is no language is left out."""
    shown = [one for one in form.every("shown") if one in OFFERED]
    added = form.line("add", 8)
    if form.line("do", 20) == "language" and added in OFFERED:
        shown.append(added)
    chosen = [one for one in form.every("language") if one in shown]
    if shown and form.line("do", 20) == "language" and added in OFFERED:
        chosen.append(added)
    shown = list(dict.fromkeys(shown)) or ["en"]
    wordings = {
        one: Wording(form.line(f"question-{one}", QUESTION_MAX), form.text(f"explanation-{one}", EXPLANATION_MAX))
        for one in shown
    }
    return Filled(
        tuple(shown),
        tuple(dict.fromkeys(chosen)),
        {one: words for one, words in wordings.items() if words.question or words.explanation},
        form.line("opens", _DAY_MAX),
        form.line("closes", _DAY_MAX),
        form.line("report", _DAY_MAX),
        form.line("gate", 8),
        form.text("reason", REASON_MAX),
    )


def rules_of(filled: Filled, zone: tzinfo) -> tuple[Rules | None, list[Fault]]:
    """The rules, or what is wrong, in the order of the fields."""
    faults: list[Fault] = []
    if not filled.wording(filled.main).question:
        faults.append(Fault(f"question-{filled.main}", "campaign-question-missing"))
    if not filled.chosen:
        faults.append(Fault("languages", "campaign-language-missing"))
    days, wrong = _days(filled)
    faults += wrong
    if filled.gate not in GATES:
        faults.append(Fault("gate", "campaign-gate-missing"))
    opens, closes = days
    if faults or opens is None or closes is None:
        return None, faults
    document = Document(filled.wordings, filled.report)
    gate = cast("Gate", filled.gate)
    return Rules(gate, begins(opens, zone), ends(closes, zone), filled.chosen, document), []


def unfinished(rules: Rules, missing: list[str], now: float) -> list[Fault]:
    """What keeps it from being open: words in some language, or a last day that is over."""
    faults: list[Fault] = []
    for language in missing:
        field = "question" if not rules.document.wordings.get(language, Wording("", "")).question else "explanation"
        name = tongue(language).own_name
        faults.append(Fault(f"{field}-{language}", f"campaign-{field}-missing-in", {"language": name}))
    if rules.closes <= now:
        faults.append(Fault("closes", "campaign-over"))
    return faults


def _days(filled: Filled) -> tuple[tuple[date | None, date | None], list[Fault]]:
    faults: list[Fault] = []
    opens, closes, report = parse_day(filled.opens), parse_day(filled.closes), parse_day(filled.report)
    if opens is None:
        faults.append(Fault("opens", "campaign-opens-missing"))
    if closes is None:
        faults.append(Fault("closes", "campaign-closes-missing"))
    if opens and closes and closes < opens:
        faults.append(Fault("closes", "campaign-closes-early"))
    if filled.report and report is None:
        faults.append(Fault("report", "campaign-report-wrong"))
    if closes and report and report < closes:
        faults.append(Fault("report", "campaign-report-early"))
    return (opens, closes), faults
