"""What of campaigns may come back from a backup: all but what would let somebody in.

A session or a link that was ended since then must not open again, and a backup is a file that others keep.
"""

from folkmoot.store.copy import Kept

KEPT: Kept = {"sessions": "1 = 0", "invitations": "1 = 0"}
