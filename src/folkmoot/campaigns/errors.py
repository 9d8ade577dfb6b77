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
        self.day = day
        self.date = date.fromordinal(_FIRST_DAY + day).isoformat()
        super().__init__(f"A voice was asked for with this already, on {self.date}.")


class LoginUnavailableError(FolkmootError):
    """No login is named in the settings, or it does not answer as OpenID Connect has it."""

    code = "login_unavailable"
    sentence = "The login does not answer. Try again in some minutes."


class LoginRefusedError(FolkmootError):
    """The login did not let the person through, or they turned back there."""

    code = "login_refused"
    sentence = "The login did not let you through."


class LoginDoubtfulError(FolkmootError):
    """What the login answered is not signed by it, or not the answer to what was asked."""

    code = "login_doubtful"
    sentence = "What the login answered cannot be trusted. The operator has to act."


class LoginExpiredError(FolkmootError):
    """Begun too long ago, finished already, begun in another browser, or never: which of these is not said."""

    code = "login_expired"
    sentence = "This login was begun too long ago, or in another browser. Begin again."


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


class LinkSpentError(FolkmootError):
    """A one-time link that was used, is too old, or never was: which of these is not said."""

    code = "link_spent"
    sentence = "This link has been used, or is too old."


class WrongWayInError(FolkmootError):
    """A name and what should prove it do not belong together. Which of the two is wrong is not said."""

    code = "wrong_way_in"
    sentence = "Name and passphrase do not belong together."


class SignInNameTakenError(FolkmootError):
    """Somebody else signs in under that name."""

    code = "sign_in_name_taken"
    sentence = "Somebody else has this sign-in name."


class BadSignInNameError(FolkmootError):
    """A sign-in name that cannot be one."""

    code = "bad_sign_in_name"
    sentence = "A sign-in name has 2 to 64 letters, digits, dots, hyphens or at-signs, and no spaces."


class WeakPassphraseError(FolkmootError):
    """A passphrase that is too short to withstand guessing."""

    code = "weak_passphrase"
    sentence = "A passphrase needs five words or more, and twenty signs."


class BadPasskeyError(FolkmootError):
    """What a browser says of a passkey is not in form, too old, or for another service."""

    code = "bad_passkey"
    sentence = "The passkey could not be checked. Try it again."


class NotAllowedHereError(FolkmootError):
    """Signed in, but this is for others to do."""

    code = "not_allowed_here"
    sentence = "You may not do this. Ask a convenor of the campaign."


class LastWayInError(FolkmootError):
    """What is about to go is the last way to sign in, or the last convenor."""

    code = "last_way_in"
    sentence = "This is the last way in, so it cannot be taken away."


class NotReadyError(FolkmootError):
    """A campaign that cannot be opened as it is: a wording is missing, or its last day is over."""

    code = "not_ready"
    sentence = "The campaign cannot be opened yet."


class ReasonMissingError(FolkmootError):
    """A change of an open campaign without its reason."""

    code = "reason_missing"
    sentence = "A change of an open campaign needs a reason."
