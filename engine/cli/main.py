"""Start reading here: the command `kam`, and what becomes of everything that can go wrong in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from engine.cli.failures import explain, no_ctrl_c_is_lost


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 done, 1 not as it should be, 2 wrong input, 3 a rulebook has errors, 70 rules and engine disagree, 74 could not be
    stored, 130 Ctrl-C.
    arguments: the words after `kam`; those of the process when absent.
    """
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # our matrices are tiny: more threads only get in each other's way
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with no_ctrl_c_is_lost():
            from engine.cli.streams import prepare_streams

            prepare_streams()
            from engine.cli.app import run_command

            code = run_command(given)
            sys.stdout.flush()
            return code
    except (Exception, KeyboardInterrupt) as error:
        from engine.cli.streams import spoken

        return explain(error, spoken(given))


if __name__ == "__main__":
    sys.exit(main())
