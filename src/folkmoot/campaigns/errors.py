"""Refusals of campaigns. Codes never change once released."""

from folkmoot.base.errors import FolkmootError


class CampaignUnknownError(FolkmootError):
    """There is no such campaign, or none that this person may see."""

    code = "campaign_unknown"
    sentence = "There is no such campaign."


class CampaignNotOpenError(FolkmootError):
    """Not opened yet, or its first day has not come."""

    code = "campaign_not_open"
    sentence = "This campaign is not open yet."


class CampaignClosedError(FolkmootError):
    """Closed by a convenor or by its last day."""

    code = "campaign_closed"
    sentence = "This campaign is closed."


class CampaignChangedError(FolkmootError):
    """Somebody else has changed, opened or closed it since it was read."""

    code = "campaign_changed"
    sentence = "Somebody else has changed this campaign in the meantime. Look at it again."
