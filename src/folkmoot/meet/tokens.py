"""Access to the media engine: its rooms, made by us only, and tokens that open one of them to one person.

LiveKit sees a room name that is an HMAC of ours under a key which lives as long as the process: nothing that the engine
writes leads back to a room id.
"""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from datetime import timedelta

import aiohttp
from livekit import api
from livekit.api.room_service import RoomService

from folkmoot.base.clock import random_bytes
from folkmoot.base.ids import Identity, RoomId
from folkmoot.base.log import logger
from folkmoot.base.secret import Secret
from folkmoot.base.settings import Settings
from folkmoot.meet.engine import Engine
from folkmoot.meet.frames import EnginePass

ENGINE_PATH = "/engine"
SOURCES = ["camera", "microphone", "screen_share", "screen_share_audio"]
CALL_SECONDS = 2.0
# A broken place may stand in the engine for a while beside the one that came instead.
SPARE_PLACES = 4
# An engine's room must outlive ours, or a token would be for a room that is gone.
SPARE_SECONDS = 600

_log = logger("meet.tokens")


class Admission:
    """Who may send and receive media. Failures of the engine are logged, not raised: the log works without it."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self._settings = settings
        self._engine = engine
        self._key = Secret(random_bytes(32))
        self._session: aiohttp.ClientSession | None = None

    def engine_room(self, room: RoomId) -> str:
        """The engine's name for a room."""
        return hmac.new(self._key.reveal(), room.encode(), hashlib.sha256).hexdigest()[:32]

    def token(self, room: RoomId, identity: Identity) -> EnginePass:
        """For this person in this room: publish camera, microphone and screen, subscribe, and nothing else."""
        seconds = self._settings.engine_token_seconds
        grants = api.VideoGrants(
            room_join=True,
            room=self.engine_room(room),
            can_publish=True,
            can_publish_sources=SOURCES,
            can_subscribe=True,
            # Chat and hands go through our own log; LiveKit's data channel cannot be authenticated.
            can_publish_data=False,
            can_update_own_metadata=False,
        )
        token = (
            api.AccessToken(self._engine.api_key, self._engine.api_secret.reveal_text())
            .with_identity(identity)
            .with_ttl(timedelta(seconds=seconds))
            .with_grants(grants)
        )
        return EnginePass(ENGINE_PATH, token.to_jwt(), seconds, self._engine.run)

    async def open(self, room: RoomId) -> None:
        """Makes the engine's room, if it is not there. The engine makes none by itself."""
        patience = int(self._settings.keep_minutes * 60) + SPARE_SECONDS
        request = api.CreateRoomRequest(
            name=self.engine_room(room),
            empty_timeout=patience,
            departure_timeout=patience,
            max_participants=self._settings.room_capacity + SPARE_PLACES,
        )
        await self._attempt(lambda rooms: rooms.create_room(request), room)

    async def remove(self, room: RoomId, identity: Identity) -> None:
        """Ends somebody's media; for who has left."""
        person = api.RoomParticipantIdentity(room=self.engine_room(room), identity=identity)
        await self._attempt(lambda rooms: rooms.remove_participant(person), room)

    async def close(self, room: RoomId) -> None:
        """Ends the engine's room."""
        request = api.DeleteRoomRequest(room=self.engine_room(room))
        await self._attempt(lambda rooms: rooms.delete_room(request), room)

    async def shut(self) -> None:
        """Closes the connection to the engine."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _attempt(self, call: Callable[[RoomService], Awaitable[object]], room: RoomId) -> None:
        if not self._engine.healthy:
            return  # a client asks for its token again, and by then the engine may be back
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS))
        secret = self._engine.api_secret.reveal_text()
        try:
            await call(RoomService(self._session, self._engine.url, self._engine.api_key, secret))
        except api.TwirpError as error:
            # Who never sent media is not there to be removed.
            if error.code != api.TwirpErrorCode.NOT_FOUND:
                _log.warning("engine_refused", reason=error.code, room=room)
        except (aiohttp.ClientError, TimeoutError, OSError):
            _log.warning("engine_unreachable", room=room)
