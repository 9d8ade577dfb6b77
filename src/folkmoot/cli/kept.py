"""What backups, upgrades and restores keep of all domains."""

from folkmoot.campaigns import rewind as campaigns
from folkmoot.meet import rewind as rooms
from folkmoot.store.copy import Kept

KEPT: Kept = {**rooms.KEPT, **campaigns.KEPT}
