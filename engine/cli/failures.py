"""Whatever goes wrong becomes one clear message on stderr and an exit code."""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
from _thread import interrupt_main
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import Timer, current_thread, main_thread
from types import FrameType

from engine.errors import InputError, KamError, Problem
from engine.wording import say, system_reason, told

DEBUG_VARIABLE = "KAM_DEBUG"
MOST_PROBLEMS = 20
SECONDS_UNTIL_AGAIN, SECONDS_TO_STOP = 0.05, 5.0
BAD_INPUT, NOT_STORED, INTERRUPTED, PIPE_CLOSED = 2, 74, 130, 141

_OPTION_OF = {
    "strategies": "--strategies",
    "books": "--books",
    "people": "--people",
    "ties": "--ties",
    "replications": "--replications",
    "precision": "--precision",
    "seed": "--seed",
    "workers": "--workers",
    "replication": "--replication",
}


@contextmanager
def named_as_options(**special: str) -> Iterator[None]:
    """Problems with an argument of the library are told as problems with the option that carried it."""
    options = {**_OPTION_OF, **special}
    try:
        yield
    except InputError as error:
        named = [replace(problem, where=options.get(problem.where, problem.where)) for problem in error.problems]
        raise type(error)(*named) from error


@contextmanager
def no_ctrl_c_is_lost() -> Iterator[None]:
    """Whatever becomes of Ctrl-C on its way up, the command stops, and it was Ctrl-C that stopped it.

    Compilers and other libraries ignore it, swallow it or turn it into errors of their own. It is pressed again a
    moment after it was ignored, or when the command goes on as if nothing had happened. What it left half made
    complains when it is cleared away, up to the end of the process: nobody needs to read that.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler or current_thread() is not main_thread():
        yield
        return
    usual, again = sys.unraisablehook, Timer(0.0, interrupt_main)
    pressed, again_if_ignored = False, True

    def press_again_in(seconds: float) -> None:
        nonlocal again
        again.cancel()
        again = Timer(seconds, interrupt_main)
        again.daemon = True
        again.start()

    def handler(number: int, frame: FrameType | None) -> None:
        nonlocal pressed
        pressed = True
        press_again_in(SECONDS_TO_STOP)
        signal.default_int_handler(number, frame)

    def hook(ignored: sys.UnraisableHookArgs) -> None:
        if ignored.exc_type is KeyboardInterrupt and again_if_ignored:
            press_again_in(SECONDS_UNTIL_AGAIN)  # at once would be here, where it is ignored too
        elif not pressed:
            usual(ignored)

    sys.unraisablehook = hook
    signal.signal(signal.SIGINT, handler)
    try:
        yield
    except Exception as error:
        if pressed:
            raise KeyboardInterrupt from error
        raise
    finally:
        again_if_ignored = False
        again.cancel()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if not pressed:
            sys.unraisablehook = usual


def explain(error: BaseException, lang: str = "en") -> int:
    """Tell the user what happened, in `lang`; returns the exit code. A traceback is shown only with `KAM_DEBUG=1`."""
    if _is_closed_pipe(error):
        _drop_stdout()
        return PIPE_CLOSED
    if os.environ.get(DEBUG_VARIABLE) == "1":
        traceback.print_exception(error)
    lines, code = _lines_and_code(error, lang)
    for line in lines:
        print(line, file=sys.stderr)
    return code


def _lines_and_code(error: BaseException, lang: str) -> tuple[Sequence[str], int]:
    if isinstance(error, InputError):
        return _problem_lines(error.problems, lang), error.exit_code
    if isinstance(error, KamError):
        return [told(error.args[0], lang)], error.exit_code
    if isinstance(error, KeyboardInterrupt):
        return [say("stopped").in_language(lang)], INTERRUPTED
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO):
        _drop_stdout()
        refused = say("cannot be written: {reason}", reason=system_reason(error))
        return [Problem(str(error.filename or told(say("output"), lang)), refused).in_language(lang)], NOT_STORED
    kind = type(error).__name__
    fault = f"{kind}: {error}" if str(error) else kind
    sorry = say("kam failed in a way it should not, sorry: {what}", what=f"`{fault}`")
    hint = say("put KAM_DEBUG=1 in front of the same command to see where, and pass that on with your report")
    return [sorry.in_language(lang), hint.in_language(lang)], 1


def _problem_lines(problems: Sequence[Problem], lang: str) -> list[str]:
    lines = [problem.in_language(lang) for problem in problems[:MOST_PROBLEMS]]
    if len(problems) > MOST_PROBLEMS:
        lines.append(say("… and {n} more", n=len(problems) - MOST_PROBLEMS).in_language(lang))
    return lines


def _is_closed_pipe(error: BaseException) -> bool:
    return isinstance(error, BrokenPipeError) or (isinstance(error, OSError) and error.errno == errno.EPIPE)


def _drop_stdout() -> None:
    """Send what is still buffered nowhere, so that the interpreter does not complain about it at its end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
