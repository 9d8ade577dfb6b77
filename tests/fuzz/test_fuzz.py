"""Whatever bytes come: the saved ones first, then new ones for a while. `python -m tests.fuzz` is the long run."""

import os
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.crypto.lab import build
from tests.fuzz import corpus, targets
from tests.fuzz.run import CLIENT, CLIENT_TARGETS, HAS_ATHERIS, Run, run

SERVER = targets.names()
BROWSER = [f"{CLIENT}{name}" for name in CLIENT_TARGETS]
# Of the processor. On a machine that checks a change, a minute each; to somebody who works on it, two seconds each.
SECONDS = 60.0 if os.environ.get("CI") == "true" else 2.0

pytestmark = pytest.mark.timeout(600)
needs_atheris = pytest.mark.skipif(
    not HAS_ATHERIS and os.environ.get("CI") != "true", reason="Atheris has no wheel for this machine"
)

Runs = dict[str, Future[Run]]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("peer", tmp_path_factory.mktemp("peer"))


@pytest.fixture(scope="module")
def runs(bundle: Path) -> Generator[Runs]:
    """All of them, two at a time."""
    names = [*(SERVER if HAS_ATHERIS else []), *BROWSER]
    with ThreadPoolExecutor(2) as pool:
        yield {name: pool.submit(run, name, seconds=SECONDS, inputs=None, bundle=bundle) for name in names}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("name", [*SERVER, *BROWSER])
def test_the_seeds_are_what_the_program_makes(name: str) -> None:
    saved = targets.saved(name)
    for seed, data in corpus.seeds(name).items():
        assert saved[seed] == data, seed


@pytest.mark.parametrize("name", SERVER)
def test_saved_inputs(name: str, tmp_path: Path) -> None:
    with targets.opened(name, tmp_path) as attempt:
        for data in targets.saved(name).values():
            attempt(data)


# Each waits for its seconds of a processor that others have first.
@pytest.mark.spare
@pytest.mark.timeout(5400)
@pytest.mark.parametrize("name", [*(pytest.param(name, marks=needs_atheris) for name in SERVER), *BROWSER])
def test_new_inputs(name: str, runs: Runs) -> None:
    done = runs[name].result()
    assert not done.failure, done.failure
    assert done.inputs > len(targets.saved(name))
