"""`folkmoot campaign`: codes in bulk and a new round."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from folkmoot.base.ids import CampaignId
from folkmoot.campaigns.credentials import Code, plain
from tests.cli.program import folkmoot, settings_for
from tests.voices.scene import Person, SteppedClock, give_key, scene_in


async def make(folder: Path) -> str:
    """A campaign in which somebody has a voice; returns its slug. A key for a second round lies ready."""
    async with scene_in(folder, SteppedClock()) as scene:
        campaign = await scene.campaign(opens=0, closes=2**40)
        give_key(folder, campaign, 2)
        await scene.voices(campaign, 1)
    with closing(sqlite3.connect(folder / "folkmoot.db")) as connection:
        return str(connection.execute("SELECT slug FROM campaigns").fetchone()[0])


async def ask(folder: Path, code: str) -> int:
    """Gets a voice with the code, and returns its round."""
    async with scene_in(folder, SteppedClock()) as scene:
        with closing(sqlite3.connect(folder / "folkmoot.db")) as connection:
            (campaign,) = connection.execute("SELECT id FROM campaigns").fetchone()
        person = Person(scene, CampaignId(campaign), Code(code))
        await person.ask()
        await scene.polling.issuer.issue(person.campaign)
        await person.collect()
        return int(scene.check((await person.spend()).receipt)["round"])


def test_codes_and_a_new_round(tmp_path: Path) -> None:
    environ = settings_for(tmp_path)
    folder = Path(environ["FOLKMOOT_DATA_DIR"])
    slug = asyncio.run(make(folder))
    done = folkmoot(environ, "campaign", "codes", slug, "3")
    assert done.returncode == 0, done.stderr
    codes = done.stdout.split()
    assert len({plain(code) for code in codes}) == 3
    assert asyncio.run(ask(folder, codes[0])) == 1
    done = folkmoot(environ, "campaign", "renew", slug)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"Round 2 of {slug} has begun; its key is in the record.\n"
    # The code opens the gate once more, as everybody's does.
    assert asyncio.run(ask(folder, codes[0])) == 2


def test_a_campaign_that_is_not_there(tmp_path: Path) -> None:
    environ = settings_for(tmp_path)
    done = folkmoot(environ, "campaign", "codes", "nowhere", "3")
    assert (done.returncode, done.stdout) == (1, "")
    assert "(data_missing)" in done.stderr
    asyncio.run(make(Path(environ["FOLKMOOT_DATA_DIR"])))
    for command in (("codes", "nowhere", "3"), ("renew", "nowhere")):
        done = folkmoot(environ, "campaign", *command)
        assert done.returncode == 1
        assert "(campaign_unknown)" in done.stderr
    assert folkmoot(environ, "campaign", "codes", "nowhere", "0").returncode == 2
