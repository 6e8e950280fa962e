"""Marking what is to be compiled. Marking loads nothing heavy: `machine.compiler` compiles on the first call.

A kernel is a plain function of records and numbers. Inside another kernel it is called by its name, as in Python.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, ClassVar, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Kernel(Generic[P, R]):
    """A function marked for the compiler. Calling it from Python compiles it, if need be, and runs it."""

    run: ClassVar[Callable[[Kernel[..., Any]], Callable[..., Any]] | None] = None
    """Makes a kernel callable; set by `machine.compiler` when it is loaded."""

    def __init__(self, function: Callable[P, R]) -> None:
        self.function = function
        self.__name__ = function.__name__
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **named: P.kwargs) -> R:
        if Kernel.run is None:
            raise RuntimeError("nothing can be compiled yet: import engine.dynamics.entry first")
        result: R = Kernel.run(self)(*args, **named)
        return result

    def __repr__(self) -> str:
        return f"kernel {self.__module__}.{self.__name__}"


class Primitive(Kernel[P, R]):
    """A kernel that the compiler writes in the processor's own terms; the Python function says what it comes to."""

    def __call__(self, *args: P.args, **named: P.kwargs) -> R:
        return self.function(*args, **named)


def primitive(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function for which `machine.compiler` has code of its own."""
    return Primitive(function)


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function for the compiler."""
    return Kernel(function)
