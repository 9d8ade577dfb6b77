"""May this person do this? The one place that says so."""

from collections.abc import Mapping
from typing import Literal

from folkmoot.base.ids import CampaignId
from folkmoot.campaigns.convenors import Convenor, Role
from folkmoot.campaigns.errors import NotAllowedHereError

# `make` a campaign, `people`: see, invite and remove convenors. The others are about one campaign: `view` its draft and
# its figures, `change` its rules, `open` and `close` it, `moderate` statements, `appeal`: decide on one, `facilitate`
# its rooms, `audit`: read all that is kept of its gate.
Action = Literal["make", "people", "view", "change", "open", "close", "moderate", "appeal", "facilitate", "audit"]

_EVERYWHERE: frozenset[Action] = frozenset({"make", "people"})
_BY_ROLE: Mapping[Role, frozenset[Action]] = {
    "convenor": frozenset({"view", "change", "open", "close", "moderate", "appeal", "facilitate", "audit"}),
    "moderator": frozenset({"view", "moderate", "appeal"}),
    "facilitator": frozenset({"view", "facilitate"}),
    "auditor": frozenset({"view", "audit"}),
}


def may(person: Convenor, action: Action, campaign: CampaignId | None = None) -> bool:
    """Whether they may; `campaign` is the one that it is about, where it is about one."""
    if action in _EVERYWHERE:
        return person.everywhere
    if campaign is None:
        return False
    roles: frozenset[Role] = frozenset({"convenor"}) if person.everywhere else person.roles.get(campaign, frozenset())
    return any(action in _BY_ROLE[role] for role in roles)


def check(person: Convenor, action: Action, campaign: CampaignId | None = None) -> None:
    """Raises `NotAllowedHereError`."""
    if not may(person, action, campaign):
        raise NotAllowedHereError
