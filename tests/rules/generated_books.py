"""Books of every shape for property tests, awkward texts included."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from engine.model.rulebook import Rulebook

AWKWARD = [
    "=1+1",
    "-",
    "+x",
    "@me",
    "'quoted'",
    "yes",
    "null",
    "0x1",
    "012",
    "5",
    "1.50",
    "[facts]",
    "a, b",
    "a: b",
    "x # y",
    "能源",
]
WORD = st.sampled_from([*AWKWARD, "not(a)", "< 5", "“x”", "a b", "é", "x\u2028y", "tab-free", "[1..2]", "1e5", "true"])
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufeff")
TEXT = st.one_of(
    st.sampled_from(
        [*AWKWARD, 'say "so"', "two\nlines", "back\\slash", "| pipe |", "<b>", "  x", "x" * 4100 + " y" * 30]
    ),
    st.text(LETTERS, min_size=3, max_size=40).filter(lambda text: len(text.strip()) >= 3),
)
SOURCE = TEXT.filter(lambda text: len(text.strip()) >= 3)
SAID = st.fixed_dictionaries({"en": TEXT, "zh": TEXT})
NUMBER = st.one_of(st.integers(-50, 50), st.floats(-50, 50).map(lambda x: x if abs(x) >= 1e-4 else 0.25))


def _declared(kind: str, values: list[str]) -> dict[str, Any]:
    if kind == "choice":
        return {"type": kind, "values": values}
    return {"type": kind, **({} if kind == "boolean" else {"unit": "小时", "range": [-50, 50]})}


def _value(kind: str, values: list[str]) -> st.SearchStrategy[Any]:
    if kind == "choice":
        return st.sampled_from(values)
    if kind == "boolean":
        return st.sampled_from([True, False, "yes", "no", "true"])
    return st.integers(-50, 50) if kind == "integer" else NUMBER


@st.composite
def _declarations(draw: Any, prefix: str) -> dict[str, dict[str, Any]]:
    kinds = draw(st.lists(st.sampled_from(["number", "integer", "boolean", "choice"]), min_size=1, max_size=4))
    found = {}
    for index, kind in enumerate(kinds):
        values = draw(st.lists(WORD, min_size=1, max_size=4, unique=True))
        found[f"{prefix}{index}"] = _declared(kind, values)
        if draw(st.booleans()):
            found[f"{prefix}{index}"]["meaning"] = draw(SAID)
    return found


def _sentence(draw: Any, facts: dict[str, Any]) -> str:
    name = draw(st.sampled_from(sorted(facts)))
    declared = facts[name]
    said = [f"{name} is known", f"not {name} is unknown"]
    if declared["type"] in ("number", "integer"):
        said += [f"{name} >= {draw(st.integers(-50, 50))}", f"{name} not between 1 and 2.0"]
    if declared["type"] == "choice":
        said += [f'{name} is "{draw(st.sampled_from(declared["values"]))}"']
    parts = draw(st.lists(st.sampled_from(said), min_size=1, max_size=2, unique=True))
    return draw(st.sampled_from([" and ", " or\n  "])).join(parts)


def _cell(draw: Any, declared: dict[str, Any]) -> Any:
    if declared["type"] == "choice":
        cell = '"' + draw(st.sampled_from(declared["values"])) + '"'
        return draw(st.sampled_from(["-", cell, f"not({cell})", f"{cell}, unknown", None]))
    if declared["type"] == "boolean":
        return draw(st.sampled_from(["-", True, "no", "not(yes)", "known"]))
    number = draw(st.integers(-50, 49))
    whole = [
        number,
        f"< {number}",
        f"[{number}..{number + 1})",
        f"not({number})",
        "unknown",
        "-",
        f">={number}",
        1.0,
        "-3",
    ]
    return draw(st.sampled_from(whole))


@st.composite
def books(draw: Any) -> Rulebook:
    """A valid book: sentences or rows, any hit policy that fits, unknown of both kinds, cases that may be wrong."""
    facts, outputs = draw(_declarations("f")), draw(_declarations("o"))
    for declared in facts.values():
        stand_in = _value(declared["type"], declared.get("values", ()))
        declared["unknown"] = draw(st.one_of(st.just("no_match"), st.fixed_dictionaries({"as": stand_in})))
    policies = ["first", "unique", "any", "priority", "collect", "rule order"]
    hit = draw(st.sampled_from(policies))
    then = st.fixed_dictionaries({n: _value(o["type"], o.get("values", ())) for n, o in outputs.items()})

    def reasons() -> dict[str, Any]:
        grounds = draw(st.sampled_from(["source", "assumption"]))
        return {"because": draw(SAID), grounds: draw(SOURCE)}

    rules: list[dict[str, Any]] = []
    as_table = draw(st.booleans())
    columns = draw(st.permutations(sorted(facts)))
    for index in range(draw(st.integers(1, 3))):
        made = {"id": draw(st.sampled_from([f"r{index}", f"{index}", f"R-{index}_x"])), **reasons()}
        if hit == "priority":
            made["priority"] = draw(st.integers(-5, 5))
        if draw(st.booleans()):
            made["title"] = {"en": f"{draw(st.sampled_from(AWKWARD))} {index}", "zh": f"{draw(WORD)}—{index}"}
        row = draw(then)
        if as_table:
            made["when"] = [_cell(draw, facts[name]) for name in columns]
            made["then"] = [row[name] for name in outputs]
        else:
            made |= {"when": _sentence(draw, facts), "then": row}
        rules.append(made)
    table = {"table": {"when": columns, "then": list(outputs), "rows": rules}} if as_table else {"rules": rules}
    cases = [_case(draw, index, facts, outputs, rules, hit) for index in range(draw(st.integers(0, 2)))]
    data = {
        "id": draw(st.sampled_from(["b", "12", "true"])),
        "title": draw(SAID),
        "hit": hit,
        "facts": facts,
        "outputs": outputs,
        **table,
        "otherwise": {"then": draw(then), **reasons()},
        "cases": cases,
    }
    if draw(st.booleans()):
        data["purpose"] = draw(SAID)
    if hit == "collect":
        data["aggregate"] = draw(st.sampled_from([None, "list", *(["count"] if len(outputs) == 1 else [])]))
    return Rulebook.model_validate(data)


def _case(draw: Any, index: int, facts: Any, outputs: Any, rules: Any, hit: str) -> dict[str, Any]:
    given = {
        name: draw(st.one_of(st.none(), _value(declared["type"], declared.get("values", ()))))
        for name, declared in facts.items()
        if draw(st.booleans())
    }
    rule: Any = draw(st.sampled_from([*(one["id"] for one in rules), "otherwise"]))
    expect: dict[str, Any] = {}
    if hit in ("collect", "rule order"):
        rule = [rule, *draw(st.sampled_from([[], ["otherwise"]]))]
        for name, declared in outputs.items():
            if draw(st.booleans()):
                expect[name] = draw(st.lists(_value(declared["type"], declared.get("values", ())), max_size=3))
    else:
        name = draw(st.sampled_from(sorted(outputs)))
        expect[name] = draw(_value(outputs[name]["type"], outputs[name].get("values", ())))
    return {
        "name": draw(st.sampled_from([f"case {index}", f"=case {index}", f"{index}"])),
        "facts": given,
        "rule": rule,
        "expect": expect,
    }
