"""Finding one's way by keys and places through the models that data must fit."""

from __future__ import annotations

import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel
from pydantic.fields import FieldInfo


def bare(annotation: Any) -> Any:
    """A type without `Annotated` and without `| None`."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, types.UnionType):
            choices = [choice for choice in get_args(annotation) if choice is not type(None)]
            if len(choices) != 1:
                return annotation
            annotation = choices[0]
        else:
            return annotation


def choices_of(annotation: Any) -> tuple[Any, ...]:
    """The types among which a value may choose; one alone where there is no choice."""
    found = bare(annotation)
    if get_origin(found) in (Union, types.UnionType):
        return tuple(choice for choice in get_args(found) if choice is not type(None))
    return (found,)


def model_of(annotation: Any) -> type[BaseModel] | None:
    """The model class behind a type, if there is one."""
    found = bare(annotation)
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


def fields_of(annotation: Any) -> dict[str, FieldInfo]:
    """The fields of a model type by the names they have in files; empty for other types."""
    model = model_of(annotation)
    return {info.alias or name: info for name, info in model.model_fields.items()} if model else {}


def type_at(annotation: Any, name: str | int) -> Any:
    """The type of a part: a field of a model, an item of a tuple, a value of a dict; None if there is no such part."""
    found = bare(annotation)
    if isinstance(name, str) and name in fields_of(found):
        return fields_of(found)[name].annotation
    arguments = get_args(found)
    if get_origin(found) is tuple and arguments:
        return arguments[0]
    if get_origin(found) is dict:
        return arguments[1]
    several = choices_of(found)
    return (
        next((part for one in several if (part := type_at(one, name)) is not None), None) if len(several) > 1 else None
    )


def units_of(info: FieldInfo) -> tuple[str, ...]:
    """The units that a quantity field accepts; none for other fields."""
    inner = [mark for choice in get_args(info.annotation) for mark in get_args(choice)[1:]]
    for mark in [*info.metadata, *inner]:
        if isinstance(mark, AfterValidator) and hasattr(mark.func, "units"):
            return tuple(mark.func.units)
    return ()


def pattern_line(annotation: Any, units: tuple[str, ...] = ()) -> str:
    """How a value of this type is written, with `…` for what only the user can know."""
    if units:
        return f'{{value: …, unit: {units[0]}, assumption: "…"}}'
    found = choices_of(annotation)[0]
    if get_origin(found) is Literal:
        return str(get_args(found)[0])
    if get_origin(found) is tuple:
        return "[…]"
    if get_origin(found) is dict or model_of(found) is not None:
        needed = [name for name, info in fields_of(found).items() if info.is_required()]
        return f"{{{', '.join(f'{name}: …' for name in needed[:4])}}}" if needed else "{…}"
    return "true" if found is bool else "…"
