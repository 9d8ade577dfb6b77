"""The picture of README.md: a real room of four, taken from a real browser.

python -m tests.journeys.picture
"""

import asyncio
import contextlib
import math
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright

from tests.journeys.camera import Yuv
from tests.journeys.person import Person
from tests.journeys.service import Service

TARGET = Path(__file__).parents[2] / "docs" / "pictures" / "room.png"
WIDTH, HEIGHT, FRAMES = 640, 400, 8

PEOPLE: dict[str, tuple[Yuv, Yuv]] = {
    "Mei-Ling": ((86, 140, 118), (150, 138, 118)),
    "Amina Diallo": ((90, 134, 152), (158, 134, 148)),
    "Jonas Weber": ((92, 118, 150), (160, 120, 146)),
    "Oksana Kovalenko": ((98, 108, 124), (168, 112, 124)),
}


def portrait(name: str, folder: Path) -> Path:
    """Head and shoulders in two tones, breathing a little so that each frame is new."""
    ground, figure = PEOPLE[name]
    path = folder / f"{name.replace(' ', '-')}.y4m"
    with path.open("wb") as clip:
        clip.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F7:1 Ip A1:1 C420jpeg\n".encode())
        for frame in range(FRAMES):
            lift = round(3 * math.sin(frame / FRAMES * math.tau))
            clip.write(b"FRAME\n")
            for plane, (back, front) in enumerate(zip(ground, figure, strict=True)):
                scale = 1 if plane == 0 else 2
                clip.write(b"".join(_row(y * scale, lift, back, front, scale) for y in range(HEIGHT // scale)))
    return path


def _row(y: int, lift: int, back: int, front: int, scale: int) -> bytes:
    head = _half_width(y, centre=160 + lift, across=78, up=78)
    shoulders = _half_width(y, centre=430 + lift, across=170, up=180)
    half = max(head, shoulders) // scale
    side = WIDTH // scale // 2 - half
    return bytes([back]) * side + bytes([front]) * (2 * half) + bytes([back]) * side


def _half_width(y: int, *, centre: int, across: int, up: int) -> int:
    inside = 1 - ((y - centre) / up) ** 2
    return int(across * math.sqrt(inside)) if inside > 0 else 0


async def take(folder: Path) -> None:
    """Four browsers meet, write a little, and the first one's window is kept."""
    service = Service(folder / "var")
    await service.start()
    async with async_playwright() as playwright, contextlib.AsyncExitStack() as closing:
        closing.push_async_callback(service.stop)
        people: list[Person] = []
        link = ""
        for name in PEOPLE:
            camera = f"--use-file-for-fake-video-capture={portrait(name, folder)}"
            person = await Person.arrive(playwright, name, colour="white", cameras=folder, flags=(camera,))
            closing.push_async_callback(person.go)
            people.append(person)
            link = link or await person.start_conversation(service.origin)
            await person.enter(None if person is people[0] else link)
        for person in people:
            await person.encrypted_for(len(people))
        await people[2].page.locator("[data-control=camera]").click()
        for person in (people[0], people[3]):
            await person.page.locator("[data-control=microphone]").click()
        await people[2].say("My flat flooded in 2021. That is why I came.")
        await people[3].say("The stairs at the old bridge are the only place my mother can reach the water.")
        await people[3].raise_hand()
        await people[0].open_panel("chat")
        # Until "words changed" has gone from the badge.
        await asyncio.sleep(25)
        await people[0].page.screenshot(path=TARGET)


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(take(Path(made)))
