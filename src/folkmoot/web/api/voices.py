"""The gate of a campaign, its voices and their acts (docs/protocol.md section 11)."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, JSONBody

from folkmoot.base.errors import InvalidRequestError
from folkmoot.base.ids import CampaignId, decode_base64, encode_base64, encode_base64url
from folkmoot.campaigns.acts import ACT_MAX
from folkmoot.campaigns.batches import Waiting
from folkmoot.campaigns.blind import MODULUS_BYTES
from folkmoot.campaigns.credentials import Code, Credential, Link, Login, Mail
from folkmoot.campaigns.errors import CredentialUnknownError
from folkmoot.campaigns.gate import Issued
from folkmoot.campaigns.voices import Receipted, Token
from folkmoot.web.api.refusals import POST, UNREADABLE, problem
from folkmoot.web.security import refuse_other_sites
from folkmoot.web.state import parts_of, polling_of

AnyRequest = Request[Any, Any, Any]

# Base64 of as many bytes. What is random has no smaller form, so a wrong length is never near a right one.
Bytes32 = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9+/]{43}=$")]
Bytes64 = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9+/]{86}==$")]
Number = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9+/]{512}$")]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
_CONTENT_MAX = 16 * 1024


class Shown(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What opens the gate: one of the four."""

    code: Annotated[Text, msgspec.Meta(description="An invitation code, as typed.")] | None = None
    link: Annotated[Literal[True], msgspec.Meta(description="Nothing, where anybody may take part.")] | None = None
    mail: Annotated[Text, msgspec.Meta(description="The code that a mail brought.")] | None = None
    login: Annotated[Bytes32, msgspec.Meta(description="What the login came back with.")] | None = None

    def credential(self) -> Credential:
        """Raises `InvalidRequestError` unless it is exactly one."""
        given: list[Credential] = []
        if self.code is not None:
            given.append(Code(self.code))
        if self.link is not None:
            given.append(Link())
        if self.mail is not None:
            given.append(Mail(self.mail))
        if self.login is not None:
            given.append(Login(decode_base64(self.login, 32)))
        if len(given) != 1:
            raise InvalidRequestError
        return given[0]


class VoiceRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Asks for a blind signature."""

    credential: Shown
    blinded: Annotated[Number, msgspec.Meta(description="The blinded message, 384 bytes as base64.")]
    ticket: Annotated[Bytes32, msgspec.Meta(description="32 random bytes of the browser, to come back with.")]


class Collection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Asks what has become of a request."""

    ticket: Bytes32


class WaitingVoice(msgspec.Struct, frozen=True, tag_field="state", tag="waiting"):
    """The batch is not signed yet."""

    at: Annotated[int, msgspec.Meta(description="When it will be at the latest, seconds since 1970.")]
    others: Annotated[int, msgspec.Meta(description="How many others wait for it too.")]


class IssuedVoice(msgspec.Struct, frozen=True, tag_field="state", tag="issued"):
    """The batch is signed."""

    signature: Annotated[str, msgspec.Meta(description="The blind signature, 384 bytes as base64.")]
    batch: int
    count: Annotated[int, msgspec.Meta(description="How many were signed together.")]
    entry: Annotated[int, msgspec.Meta(description="Index of the batch's entry in the log.")]


class VoiceKey(msgspec.Struct, frozen=True):
    """The public key that signs voices now."""

    round: int
    modulus: Annotated[str, msgspec.Meta(description="Base64url without padding.")]
    exponent: int
    entry: Annotated[int, msgspec.Meta(description="Index of its entry in the log.")]


class NewVoice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Spends a token on a key."""

    key: Annotated[Bytes32, msgspec.Meta(description="Ed25519 public key.")]
    prefix: Annotated[Bytes32, msgspec.Meta(description="The random prefix of the signed message.")]
    token: Annotated[Number, msgspec.Meta(description="The unblinded signature.")]
    proof: Annotated[Bytes64, msgspec.Meta(description="The key's signature over campaign and key.")]


class NewAct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A signed act of a voice."""

    key: Bytes32
    act: Annotated[str, msgspec.Meta(max_length=ACT_MAX * 2, description="The act's canonical bytes as base64.")]
    signature: Bytes64
    content: Annotated[str, msgspec.Meta(max_length=_CONTENT_MAX * 2, description="What the act is about, as base64.")]


class Kept(msgspec.Struct, frozen=True):
    """It stands in the record."""

    receipt: Annotated[str, msgspec.Meta(description="A C2SP tlog-proof.")]


_CAMPAIGN = {
    404: problem("`campaign_unknown`"),
    409: problem("`campaign_not_open`"),
    410: problem("`campaign_closed`"),
    503: problem("`record_unavailable`: nothing is lost; ask again"),
}
_GATE = {
    **POST,
    **_CAMPAIGN,
    403: problem("`credential_unknown`, `wrong_origin`"),
    409: problem("`credential_used` with the day in `on`, `campaign_not_open`"),
}


@get(
    "/api/v1/campaigns/{campaign:str}/voice-key",
    operation_id="voiceKey",
    summary="The key that signs voices",
    response_description="The key; its entry is in the log.",
    responses=_CAMPAIGN,
)
async def voice_key(request: AnyRequest, campaign: FromPath[str]) -> Response[VoiceKey]:
    """A browser compares it with the entry, so that nobody is given a key of their own."""
    key = await polling_of(request).keys.current(CampaignId.parse(campaign))
    modulus = encode_base64url(key.public.modulus_bytes())
    body = VoiceKey(key.round, modulus, key.public.exponent, key.entry)
    return Response(body, headers={"Cache-Control": "no-cache"})


@post(
    "/api/v1/campaigns/{campaign:str}/voice-requests",
    operation_id="requestVoice",
    summary="Pass the gate and wait for a blind signature",
    response_description="It waits for its batch, or has been signed already.",
    status_code=202,
    responses=_GATE,
    exception_handlers=UNREADABLE,
)
async def request_voice(
    request: AnyRequest, campaign: FromPath[str], data: JSONBody[VoiceRequest]
) -> WaitingVoice | IssuedVoice:
    """Once for each credential. The same again gets the same answer, so that a lost one costs nothing."""
    parts = parts_of(request)
    refuse_other_sites(request, parts.settings)
    credential = data.credential.credential()
    blinded, ticket = decode_base64(data.blinded, MODULUS_BYTES), decode_base64(data.ticket, 32)
    parts.limits.gate(request, is_open=isinstance(credential, Link))
    try:
        found = await polling_of(request).gate.request(CampaignId.parse(campaign), credential, blinded, ticket)
    except CredentialUnknownError:
        parts.limits.missed(request)
        raise
    return _state(found)


@post(
    "/api/v1/campaigns/{campaign:str}/voice-requests/collect",
    operation_id="collectVoice",
    summary="Ask for the blind signature",
    response_description="It waits still, or here it is.",
    status_code=200,
    responses={**POST, 404: problem("`request_unknown`")},
    exception_handlers=UNREADABLE,
)
async def collect_voice(
    request: AnyRequest, campaign: FromPath[str], data: JSONBody[Collection]
) -> WaitingVoice | IssuedVoice:
    """By POST, so that the ticket is in no path and no log."""
    parts = parts_of(request)
    refuse_other_sites(request, parts.settings)
    parts.limits.collect(request)
    return _state(await polling_of(request).gate.collect(CampaignId.parse(campaign), decode_base64(data.ticket, 32)))


@post(
    "/api/v1/campaigns/{campaign:str}/voices",
    operation_id="spendVoice",
    summary="Take up a voice",
    response_description="The key is a voice of the campaign.",
    responses={**POST, **_CAMPAIGN, 403: problem("`voice_invalid`, `wrong_origin`")},
    exception_handlers=UNREADABLE,
)
async def spend_voice(request: AnyRequest, campaign: FromPath[str], data: JSONBody[NewVoice]) -> Response[Kept]:
    """201 the first time, 200 with a receipt of the same entry afterwards."""
    parts = parts_of(request)
    refuse_other_sites(request, parts.settings)
    parts.limits.act(request)
    token = Token(
        decode_base64(data.key, 32),
        decode_base64(data.prefix, 32),
        decode_base64(data.token, MODULUS_BYTES),
        decode_base64(data.proof, 64),
    )
    return _kept(await polling_of(request).voices.spend(CampaignId.parse(campaign), token))


@post(
    "/api/v1/campaigns/{campaign:str}/acts",
    operation_id="act",
    summary="Do a signed act",
    response_description="It stands in the record.",
    responses={
        **POST,
        **_CAMPAIGN,
        400: problem("`act_invalid`, `invalid_request`"),
        403: problem("`voice_unknown`, `wrong_origin`"),
        409: problem("`act_replayed`, `voice_given_up`, `campaign_not_open`"),
    },
    exception_handlers=UNREADABLE,
)
async def act(request: AnyRequest, campaign: FromPath[str], data: JSONBody[NewAct]) -> Response[Kept]:
    """201 the first time, 200 with a receipt of the same entry afterwards."""
    parts = parts_of(request)
    refuse_other_sites(request, parts.settings)
    parts.limits.act(request)
    done = await polling_of(request).acts.do(
        CampaignId.parse(campaign),
        decode_base64(data.key, 32),
        decode_base64(data.act),
        decode_base64(data.signature, 64),
        decode_base64(data.content),
    )
    return _kept(done)


def _state(found: Waiting | Issued) -> WaitingVoice | IssuedVoice:
    if isinstance(found, Waiting):
        return WaitingVoice(found.at, found.others)
    return IssuedVoice(encode_base64(found.signature), found.batch, found.count, found.entry)


def _kept(done: Receipted) -> Response[Kept]:
    return Response(Kept(done.receipt), status_code=201 if done.fresh else 200)


handlers: list[Any] = [voice_key, request_voice, collect_voice, spend_voice, act]
