"""Refusals of campaigns. Codes never change once released."""

from datetime import date

from folkmoot.base.errors import FolkmootError

_FIRST_DAY = date(1970, 1, 1).toordinal()


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


class CredentialUnknownError(FolkmootError):
    """No such code or link, or not of this campaign's gate."""

    code = "credential_unknown"
    sentence = "This code is not one of this campaign. Look at it again, sign by sign."


class CredentialUsedError(FolkmootError):
    """A voice has been asked for with it, from another browser or before this one forgot. `day` counts from 1970."""

    code = "credential_used"

    def __init__(self, day: int) -> None:
        self.date = date.fromordinal(_FIRST_DAY + day).isoformat()
        super().__init__(f"A voice was asked for with this already, on {self.date}.")


class RequestUnknownError(FolkmootError):
    """Never made, or collected and gone."""

    code = "request_unknown"
    sentence = "There is no such request for a voice. It may have been collected more than a week ago."


class VoiceInvalidError(FolkmootError):
    """The token is not signed by the campaign, or the key was not shown."""

    code = "voice_invalid"
    sentence = "This is not a voice of this campaign."


class VoiceUnknownError(FolkmootError):
    """No voice has this key."""

    code = "voice_unknown"
    sentence = "There is no such voice in this campaign."


class VoiceGivenUpError(FolkmootError):
    """Its owner has given it up."""

    code = "voice_given_up"
    sentence = "This voice has been given up."


class VoiceKeyMissingError(FolkmootError):
    """The file with the private key of a round is gone."""

    code = "voice_key_missing"
    sentence = "This campaign cannot give out voices now: its key is missing on the server. The operator has to act."


class ActInvalidError(FolkmootError):
    """Not an act, not of this campaign, not signed by the key, or of another content."""

    code = "act_invalid"
    sentence = "The act is not in the form that the protocol asks for, or its signature is not right."


class ActReplayedError(FolkmootError):
    """Its number is not greater than that of the last act."""

    code = "act_replayed"
    sentence = "A later act of this voice has been taken already."
