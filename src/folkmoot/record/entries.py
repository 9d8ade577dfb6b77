"""The kinds of entries that may stand in the log (docs/protocol.md section 10.2). Pure.

No kind has a field for a text or a person: what people say is behind a seal. Fields, once released, never change;
another meaning is another kind. `at` is in seconds since 1970, an index counts from 0.
"""

from typing import Annotated, Any, Literal

import msgspec

from folkmoot.base.ids import ID_PATTERN, CampaignId, decode_base64url, encode_base64url
from folkmoot.record import canon
from folkmoot.record.canon import INTEGER_MAX
from folkmoot.record.errors import MalformedError
from folkmoot.record.seals import SEAL_BYTES

Number = Annotated[int, msgspec.Meta(ge=0, le=INTEGER_MAX)]
Ordinal = Annotated[int, msgspec.Meta(ge=1, le=INTEGER_MAX)]
Id = Annotated[str, msgspec.Meta(pattern=rf"\A{ID_PATTERN}\Z")]
# 32 bytes fill 42 characters and four bits of the 43rd.
Seal = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]\Z")]
Sum = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Version = Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Za-z.+-]{1,64}\Z")]
# Ed25519: a key has 32 bytes, as a seal has, and a signature 64.
PublicKey = Seal
Signed = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{85}[AQgw]\Z")]
# 3,072 bits, of which the first is 1.
Modulus = Annotated[str, msgspec.Meta(pattern=r"\A[g-z0-9_-][A-Za-z0-9_-]{511}\Z")]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind"):
    """What all kinds have. Compare, encode and hash instances of the kinds below only."""

    at: Number
    v: Literal[1] = 1

    @property
    def fields(self) -> dict[str, Any]:
        """What stands in the log, the kind's name included."""
        return msgspec.to_builtins(self, enc_hook=_plain)

    def encode(self) -> bytes:
        """The leaf's bytes. Raises `MalformedError` when a field holds what its kind does not allow."""
        fields = self.fields
        try:
            # Structs do not look at what they are made of, and what is in the log stays there.
            msgspec.convert(fields, type(self))
        except msgspec.ValidationError:
            raise MalformedError from None
        return canon.encode(fields)


def _plain(value: object) -> str:
    if isinstance(value, CampaignId):
        return str(value)
    raise NotImplementedError(type(value).__name__)


class OfCampaign(Entry, frozen=True):
    """An entry about a campaign."""

    campaign: Id


class Program(Entry, frozen=True, tag="program"):
    """The program that the service gives to browsers. `sum` is the one of docs/operating.md, over all its files."""

    version: Version
    sum: Sum


class LogKey(Entry, frozen=True, tag="log_key"):
    """The log's key is `after` from here on, and was `before`. Both have signed it (`record/succession.py`)."""

    before: PublicKey
    after: PublicKey
    given: Signed
    taken: Signed


class Campaign(OfCampaign, frozen=True, tag="campaign"):
    """The rules of a campaign, the first time and at each change. The seal is of the rules document."""

    revision: Ordinal
    gate: Literal["link", "codes", "mail", "login"]
    opens: Number
    closes: Number
    seal: Seal


class State(OfCampaign, frozen=True, tag="state"):
    """A campaign has been opened or closed."""

    state: Literal["opened", "closed"]


class Key(OfCampaign, frozen=True, tag="key"):
    """The public key that signs the voices of a round, base64url of the modulus."""

    round: Ordinal
    modulus: Modulus
    exponent: Literal[65537]


class Issued(OfCampaign, frozen=True, tag="issued"):
    """A batch of blind signatures: how many, how many with those before, and how many have been used so far."""

    round: Ordinal
    batch: Ordinal
    count: Ordinal
    total: Ordinal
    used: Number


class Voice(OfCampaign, frozen=True, tag="voice"):
    """A voice has been taken up. `marked` is 1 for one that the server holds. The seal is of its public key."""

    round: Ordinal
    marked: Literal[0, 1]
    seal: Seal


class GivenUp(OfCampaign, frozen=True, tag="given_up"):
    """A voice has been given up by whom it belonged to. The seal is of the signed act."""

    seal: Seal


class Statement(OfCampaign, frozen=True, tag="statement"):
    """Somebody has proposed something to vote on. The seal is of the signed act and the text."""

    seal: Seal


class Vote(OfCampaign, frozen=True, tag="vote"):
    """Somebody has answered a statement. The seal is of the signed act."""

    seal: Seal


class Moderation(OfCampaign, frozen=True, tag="moderation"):
    """What was decided about the entry of that index. The seal is of the reason."""

    entry: Number
    action: Literal["remove", "restore", "appeal", "uphold"]
    seal: Seal


class Erasure(Entry, frozen=True, tag="erasure"):
    """What the entry of that index commits to has been erased; its seal points at nothing from now on."""

    entry: Number
    reason: Literal["asked", "law", "rules"]


class Forming(OfCampaign, frozen=True, tag="forming"):
    """Small groups have been formed. The seal is of the seed, the rules and the quality reached."""

    gathering: Id
    rooms: Number
    people: Number
    seal: Seal


class Publication(OfCampaign, frozen=True, tag="publication"):
    """A result, computed from the log at `size` entries; `sum` is the SHA-256 of the published file."""

    report: Literal["summary", "report"]
    size: Number
    sum: Sum


class Count(OfCampaign, frozen=True, tag="count"):
    """The closing count of a round: voices issued, and used."""

    round: Ordinal
    issued: Number
    used: Number


AnyEntry = (
    Program
    | LogKey
    | Campaign
    | State
    | Key
    | Issued
    | Voice
    | GivenUp
    | Statement
    | Vote
    | Moderation
    | Erasure
    | Forming
    | Publication
    | Count
)


def parse(data: bytes) -> AnyEntry:
    """Reads a leaf. Raises `MalformedError` for another form than the one, an unknown kind and wrong fields."""
    fields = canon.decode(data)
    if "v" not in fields:
        # The struct has a value for it, so that who writes an entry need not say it.
        raise MalformedError
    try:
        return msgspec.convert(fields, AnyEntry)
    except msgspec.ValidationError:
        raise MalformedError from None


def kind_of(entry: Entry) -> str:
    """The name of its kind, as it stands in the log."""
    kind = type(entry).__struct_config__.tag
    assert isinstance(kind, str)
    return kind


def seal_text(value: bytes) -> str:
    """The 32 bytes of a seal as a field of an entry."""
    if len(value) != SEAL_BYTES:
        raise ValueError("a seal is 32 bytes")
    return encode_base64url(value)


def seal_bytes(text: str) -> bytes:
    """The 32 bytes that a `seal` field writes. Raises `InvalidRequestError`."""
    return decode_base64url(text, SEAL_BYTES)
