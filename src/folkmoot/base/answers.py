"""What other services answer: never more of it in memory than is asked for."""

import aiohttp

_CHUNK_BYTES = 64 * 1024


async def body_of(answer: aiohttp.ClientResponse, most: int) -> bytes | None:
    """The whole body; None when it is larger than `most` bytes, of which the rest is not read.

    Raises aiohttp's errors and `TimeoutError`.
    """
    content = bytearray()
    async for chunk in answer.content.iter_chunked(_CHUNK_BYTES):
        content += chunk
        if len(content) > most:
            return None
    return bytes(content)
