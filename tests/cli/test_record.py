"""`folkmoot record` as an operator, a person, an auditor and a partner run it."""

import re
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from folkmoot.base.clock import Clock
from folkmoot.record import keys
from folkmoot.record.checkpoint import Checkpoint, open_checkpoint
from folkmoot.record.identity import signer_of
from folkmoot.record.note import Kind, SignedNote, SignerKey, VerifierKey, parse_cosignatures
from folkmoot.record.witness import Submission
from tests.cli.program import PROGRAM, folkmoot, settings_for
from tests.record.published import SIGNER, Published, encoded, honest, opening_of, voice
from tests.vectors.make_receipts import BAD_KEYS

# Audits ask the clock, so these are of a moment ago.
NOW = int(Clock().now())
LEAVES = encoded(honest(30, start=NOW - 60))
FIRST_VOICE = 4


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An installation without a record of its own; what audits remember goes below the test's folder."""
    return settings_for(tmp_path) | {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}


@pytest.fixture
def log(tmp_path: Path) -> Published:
    return Published(tmp_path / "log")


def kept(file: Path, log: Published, number: int = 0) -> Path:
    """The receipt of a voice, as a file."""
    note = SignedNote.parse((log.folder / "checkpoint").read_bytes())
    file.write_bytes(log.receipt(FIRST_VOICE + number, note, opening_of(number)).serialise())
    return file


def test_the_key_of_an_instance(environ: dict[str, str]) -> None:
    said = folkmoot(environ, "record", "key")
    assert (said.returncode, said.stdout) == (1, "")
    assert "bad_key" in said.stderr
    signer = signer_of(Path(environ["FOLKMOOT_DATA_DIR"]) / "record", "meet.example.org/record/log")
    said = folkmoot(environ, "record", "key")
    assert (said.returncode, said.stdout) == (0, f"{signer.verifier}\n")


def test_another_key_for_an_instance(environ: dict[str, str]) -> None:
    folder = Path(environ["FOLKMOOT_DATA_DIR"]) / "record"
    assert folkmoot(environ, "record", "key", "--rotate").returncode == 1
    old = signer_of(folder, "meet.example.org/record/log").verifier
    said = folkmoot(environ, "record", "key", "--rotate")
    assert (said.returncode, said.stderr) == (
        0,
        f"Entry 0 of the record put the new key in the place of {old}\n",
    )
    new = VerifierKey.parse(said.stdout.strip())
    assert (new.name, new == old) == (old.name, False)
    assert folkmoot(environ, "record", "key").stdout == said.stdout
    # An auditor who knows the old one follows, and remembers the new one.
    said = folkmoot(environ, "record", "audit", str(folder / "log"), "--key", str(old))
    assert said.returncode == 0, said.stdout + said.stderr
    assert f"Entry 0 put another key in the place of {old}, signed with both.\nIts key is now {new}\n" in said.stdout
    said = folkmoot(environ, "record", "audit", str(folder / "log"))
    assert (said.returncode, "put another key" in said.stdout) == (0, False)


def test_receipts_are_checked_offline(environ: dict[str, str], log: Published, tmp_path: Path) -> None:
    log.publish(LEAVES)
    good, bad, none = kept(tmp_path / "good", log), kept(tmp_path / "bad", log, 1), tmp_path / "none"
    bad.write_bytes(bad.read_bytes().replace(b"\nindex 5\n", b"\nindex 6\n"))
    none.write_text("no receipt")
    key = ["--key", str(SIGNER.verifier)]
    said = folkmoot(environ, "record", "verify", str(good), *key)
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith(f"{good}: holds\n")
    assert f"It is entry 4 of {len(LEAVES)}" in said.stdout
    said = folkmoot(environ, "record", "verify", str(good), str(bad), str(none), *key)
    assert said.returncode == 1
    assert f"{bad}: DOES NOT HOLD\n" in said.stdout
    assert "inclusion   NO   The entry is not what stands there" in said.stdout
    assert f"{none}: This is no proof: it does not begin as one. (bad_proof)" in said.stdout
    assert folkmoot(environ, "record", "verify", str(good), str(none), *key).returncode == 2
    # As the page keeps all of them: one after the other, in one file; and as a mailer ends its lines.
    every = tmp_path / "receipts.tlog-proof"
    every.write_bytes((good.read_bytes() + kept(tmp_path / "other", log, 1).read_bytes()).replace(b"\n", b"\r\n"))
    said = folkmoot(environ, "record", "verify", str(every), *key)
    assert said.returncode == 0, said.stdout
    assert f"{every} (1): holds\n" in said.stdout
    assert f"{every} (2): holds\n" in said.stdout
    every.write_bytes(every.read_bytes() + bad.read_bytes())
    said = folkmoot(environ, "record", "verify", str(every), *key)
    assert (said.returncode, f"{every} (3): DOES NOT HOLD\n" in said.stdout) == (1, True)
    # Nobody vouches for a log whose key the checker does not have.
    assert folkmoot(environ, "record", "verify", str(good)).returncode == 2
    watching = SignerKey("watch.example", Kind.cosignature, keys.open_or_make(tmp_path / "watch"))
    said = folkmoot(environ, "record", "verify", str(good), *key, "--witness", str(watching.verifier))
    assert said.returncode == 1
    assert "witnesses   NO   0 of 1 known witnesses countersigned; 1 needed." in said.stdout
    said = folkmoot(environ, "record", "verify", str(good), *key, "--witness", str(watching.verifier), "--needed", "0")
    assert said.returncode == 0


def test_receipts_of_this_installation_need_no_key(environ: dict[str, str], log: Published, tmp_path: Path) -> None:
    log.publish(LEAVES, signer_of(Path(environ["FOLKMOOT_DATA_DIR"]) / "record", "meet.example.org/record/log"))
    assert folkmoot(environ, "record", "verify", str(kept(tmp_path / "mine", log))).returncode == 0


def test_an_audit_remembers_and_compares(environ: dict[str, str], log: Published) -> None:
    place = str(log.folder)
    log.publish(LEAVES[:20])
    asked = folkmoot(environ, "record", "audit", place)
    assert asked.returncode == 2
    assert "--key" in asked.stderr
    said = folkmoot(environ, "record", "audit", place, "--key", str(SIGNER.verifier))
    assert said.returncode == 0, said.stdout + said.stderr
    assert "Nothing is wrong." in said.stdout
    assert "  voice        16\n" in said.stdout
    # Key and checkpoint are known now.
    log.publish(LEAVES)
    said = folkmoot(environ, "record", "audit", place)
    assert said.returncode == 0, said.stdout
    assert ", round 1: 30 voices issued, 30 used\n" in said.stdout
    assert "Witnesses: none that you know" in said.stdout
    log.publish(LEAVES[:30])
    said = folkmoot(environ, "record", "audit", place)
    assert said.returncode == 1
    assert f"WRONG  shrunk  The log signs 30 entries now, and signed {len(LEAVES)} in your last audit" in said.stdout
    # The two signed checkpoints are kept, and what was remembered stays.
    evidence = Path(re.findall(r"Show them to others: (.+)\n", said.stdout)[0])
    assert len(re.findall(r"^varnholm\.example/record/log$", evidence.read_text(), re.MULTILINE)) == 2
    log.publish(LEAVES)
    assert folkmoot(environ, "record", "audit", place).returncode == 0


def test_an_audit_compares_with_receipts(environ: dict[str, str], log: Published, tmp_path: Path) -> None:
    log.publish(LEAVES)
    mine = kept(tmp_path / "mine", log)
    command = ["record", "audit", str(log.folder), "--key", str(SIGNER.verifier), "--receipt", str(mine)]
    assert folkmoot(environ, *command).returncode == 0
    log.publish([*LEAVES[:10], *LEAVES[11:], LEAVES[10]])
    said = folkmoot(environ, *command, "--remember", str(tmp_path / "another"))
    assert said.returncode == 1
    assert f"WRONG  forked  The log has signed two different records of {len(LEAVES)} entries" in said.stdout
    mine.write_bytes(mine.read_bytes().replace(b"\nindex 4\n", b"\nindex 5\n"))
    said = folkmoot(environ, *command, "--remember", str(tmp_path / "third"))
    assert "WRONG  bad_receipt  The receipt mine does not hold" in said.stdout


def test_what_an_audit_cannot_read(environ: dict[str, str], log: Published, tmp_path: Path) -> None:
    log.publish(LEAVES)
    memory = tmp_path / "memory"
    options = ["--key", str(SIGNER.verifier), "--remember", str(memory)]
    assert folkmoot(environ, "record", "audit", "http://127.0.0.1:1", *options).returncode == 2
    said = folkmoot(environ, "record", "audit", str(tmp_path / "nothing"), *options)
    assert (said.returncode, said.stdout[:15]) == (1, "WRONG  bad_tile")
    assert folkmoot(environ, "record", "audit", str(log.folder), *options).returncode == 0
    other = SignerKey(SIGNER.verifier.name, Kind.ed25519, keys.open_or_make(tmp_path / "other")).verifier
    said = folkmoot(environ, "record", "audit", str(log.folder), "--key", str(other), "--remember", str(memory))
    assert said.returncode == 2
    assert "another key than that of your last audit" in said.stderr
    memory.write_text("{")
    said = folkmoot(environ, "record", "audit", str(log.folder), *options)
    assert said.returncode == 1
    assert "bad_memory" in said.stderr
    for text in [*BAD_KEYS, str(SIGNER.verifier).replace("+", " ")]:
        assert folkmoot(environ, "record", "audit", str(log.folder), "--key", text).returncode == 2


def test_entries_that_do_not_add_up_are_said_and_remembered(environ: dict[str, str], log: Published) -> None:
    log.publish([*LEAVES, voice(90, NOW).encode()])
    for _ in range(2):
        said = folkmoot(environ, "record", "audit", str(log.folder), "--key", str(SIGNER.verifier))
        assert said.returncode == 1
        assert "WRONG  stuffed  " in said.stdout


@contextmanager
def witnessing(environ: dict[str, str], folder: Path, *options: str) -> Generator[tuple[str, VerifierKey]]:
    """`folkmoot record witness` at a free port: its address, and its key."""
    command = [PROGRAM, "record", "witness", "--state", folder, "--listen", "127.0.0.1:0", "--name", "watch.example"]
    process = subprocess.Popen(
        [*command, "--log", str(SIGNER.verifier), *options],
        env=environ | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    with process, process.stdout as said:
        key = said.readline().removeprefix("Key of this witness: ").strip()
        address = said.readline().removeprefix("It takes checkpoints at ").strip()
        try:
            yield address, VerifierKey.parse(key)
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0


def submit(address: str, log: Published, old: int, note: SignedNote) -> tuple[int, bytes]:
    checkpoint = Checkpoint.parse(note.text)
    body = Submission(old, log.path(old, checkpoint.size), note, checkpoint).serialise()
    try:
        request = urllib.request.Request(address, data=body, method="POST")  # noqa: S310 - our own witness
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own witness
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_a_partner_runs_a_witness(environ: dict[str, str], log: Published, tmp_path: Path) -> None:
    folder = tmp_path / "watch"
    note = log.publish(LEAVES[:9])
    with witnessing(environ, folder) as (address, key):
        status, lines = submit(address, log, 0, note)
        assert status == 200
        opened = open_checkpoint(note.signed_by(*parse_cosignatures(lines)), SIGNER.verifier, [key])
        assert list(opened.witnesses) == [key]
    assert (folder / "key").stat().st_mode & 0o777 == 0o600
    with witnessing(environ, folder) as (address, again):
        assert again == key
        assert submit(address, log, 0, note) == (409, b"9\n")
        log.publish(LEAVES)
        assert submit(address, log, 9, log.publish(LEAVES))[0] == 200
    said = folkmoot(environ, "record", "witness", "--log", "x", "--state", str(folder), "--name", "w")
    assert said.returncode == 2
    options = ["--log", str(SIGNER.verifier), "--state", str(folder), "--name"]
    assert folkmoot(environ, "record", "witness", *options, "two words").returncode == 2
