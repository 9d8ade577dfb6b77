"""What of the rooms may come back from a backup.

A conversation cannot be wound back. Browsers hold its epoch and the running hash of its log; a service that went back
behind them would show some people another log than others, reopen epochs whose keys are gone, and take back removals.
So a backup leaves out every room that has had a group: those who were in it read that it is over, instead of being
split. What comes back are rooms whose link nobody had used yet. It also keeps the promise that a room is erased some
minutes after the last person has left, which a log in somebody's backups would break.
"""

from folkmoot.store.copy import Kept

# The other tables follow their rooms by their foreign keys.
KEPT: Kept = {"rooms": "epoch IS NULL"}
