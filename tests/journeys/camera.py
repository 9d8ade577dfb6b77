"""Cameras for browsers of a test: one colour each, so that a decoded picture tells whose it is."""

from pathlib import Path

WIDTH, HEIGHT, FRAMES = 320, 180, 14

Yuv = tuple[int, int, int]

COLOURS: dict[str, Yuv] = {
    "red": (81, 90, 240),
    "green": (145, 54, 34),
    "blue": (41, 240, 110),
    "yellow": (210, 16, 146),
    "white": (235, 128, 128),
    "magenta": (106, 202, 222),
}


def write_camera(colour: str, folder: Path, *, frames_per_second: int = 7) -> Path:
    """A YUV4MPEG2 clip of one colour with a bar that moves, so that every frame is a new one."""
    path = folder / f"camera-{colour}-{frames_per_second}.y4m"
    if path.exists():
        return path
    y, u, v = COLOURS[colour]
    chroma = bytes([u]) * (WIDTH * HEIGHT // 4) + bytes([v]) * (WIDTH * HEIGHT // 4)
    with path.open("wb") as clip:
        clip.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{frames_per_second}:1 Ip A1:1 C420jpeg\n".encode())
        for frame in range(FRAMES):
            at = frame * (WIDTH // FRAMES)
            bar = bytearray([y]) * WIDTH
            bar[at : at + 8] = bytes([255 - y]) * len(bar[at : at + 8])
            # The bar stands in the lowest eighth; the middle, which tests look at, is one colour.
            clip.write(b"FRAME\n" + bytes([y]) * (WIDTH * (HEIGHT - 20)) + bytes(bar) * 20 + chroma)
    return path


def nearest(rgb: tuple[int, int, int]) -> str:
    """The name of the colour that a picture's pixel is nearest to."""

    def distance(name: str) -> float:
        return sum((a - b) ** 2 for a, b in zip(_rgb(COLOURS[name]), rgb, strict=True))

    return min(COLOURS, key=distance)


def _rgb(colour: Yuv) -> tuple[float, float, float]:
    y, u, v = (1.164 * (colour[0] - 16), colour[1] - 128, colour[2] - 128)
    return (y + 1.596 * v, y - 0.392 * u - 0.813 * v, y + 2.017 * u)
