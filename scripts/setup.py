"""Makes a clone runnable: `make setup`, `make run` and `make test` begin here.

Uses the standard library only, and syntax that an old Python still parses, so that it can say what is missing.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)


def main() -> int:
    """Hands over to a Python that is new enough, or says where to get one."""
    if sys.version_info < OLDEST:
        for minor in (13, 12, 11):
            newer = shutil.which("python3.%d" % minor)  # noqa: UP031 - an f-string stops Python 3.5 and 2 from parsing this
            # pyenv leaves names in PATH that only say that the version is not switched on.
            if newer and subprocess.call([newer, "-c", ""], stderr=subprocess.DEVNULL) == 0:
                os.execv(newer, [newer, *sys.argv])  # noqa: S606 - no shell is wanted here
        sys.stderr.write(
            "Folkmoot needs Python 3.11 or newer, and this is %d.%d. Install a newer one beside it, for example "  # noqa: UP031
            "`apt-get install python3.12 python3.12-venv`, then run `make PYTHON=python3.12 run`.\n"
            % sys.version_info[:2]
        )
        return 1
    # Not at the top: what it imports would stop an old Python before the sentence above.
    from installation.plan import carry_out  # noqa: PLC0415

    return carry_out(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
