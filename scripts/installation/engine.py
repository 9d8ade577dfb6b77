"""The media engine: LiveKit, built from the module that `engine/go.mod` pins."""

import platform

from installation.place import ENGINE, STAMPS, log_of
from installation.program import Step, run
from installation.stamp import Stamp, digest
from installation.toolchain import go

BINARY = ENGINE / "bin" / "livekit-server"
PACKAGE = "github.com/livekit/livekit-server/cmd/server"
FLAGS = ("-trimpath", "-mod=readonly", "-buildvcs=false", "-ldflags=-s -w")
# GOTOOLCHAIN and GOWORK: what is built must not depend on a file outside this folder.
GO_ENVIRONMENT = {"CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOWORK": "off", "GOFLAGS": ""}


def is_built() -> bool:
    """True when the binary is the one that go.mod, go.sum and the flags describe."""
    return BINARY.is_file() and Stamp(STAMPS / "engine").matches(_inputs())


def build() -> None:
    """Builds it unless it is built. Raises `Trouble`."""
    if is_built():
        return
    stamp = Stamp(STAMPS / "engine")
    stamp.clear()
    BINARY.parent.mkdir(exist_ok=True)
    title = "Building the media engine, about two minutes, once"
    command = [go(), "build", *FLAGS, "-o", BINARY, PACKAGE]
    run(Step(title, "go", command, ENGINE, log_of("engine"), GO_ENVIRONMENT))
    stamp.write(_inputs())


def _inputs() -> str:
    return digest([ENGINE / "go.mod", ENGINE / "go.sum"], platform.machine(), *FLAGS)
