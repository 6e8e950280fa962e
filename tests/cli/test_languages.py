"""Every command called wrongly in every way: who reads Chinese meets no English sentence, and the other way round."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from kam_calls import Answer, Kam

from engine.cli.app import app

SCENARIO = "scenarios/keeping_up.yaml"
BOOK = "book.yaml"
ENGLISH = re.compile(r"[A-Za-z]{2,}[,;:]? [A-Za-z]{2,}")
CHINESE = re.compile("[\u3400-\u9fff]")
ASIDE = re.compile(
    r"`[^`]*`|\bkam( [a-z]+)*|--?[a-z][\w-]*( [A-Z][A-Z.]*)?|[\w./-]*[./:][\w./:-]*|PATH=VALUE|KAM_\w+|RAIN Group"
)
"""What is the same in every language: what stands in backticks, options, places, paths, a firm that is a source."""

Words = tuple[str, ...]


def commands() -> Iterator[tuple[Words, Any]]:
    """Every command with the words that call it, groups too."""

    def under(words: Words, command: Any) -> Iterator[tuple[Words, Any]]:
        yield words, command
        for name, inner in getattr(command, "commands", {}).items():
            yield from under((*words, name), inner)

    return under((), typer.main.get_command(app))


COMMANDS = list(commands())
SOUND = {
    "SCENARIO": SCENARIO, "BOOK": BOOK, "CHALLENGER": BOOK, "DOSSIER": "dossier.yaml", "RUN": "runs/earlier",
    "FILE": "book.csv", "NAME": "top_down",
}  # fmt: skip


def parameters(command: Any, kind: str) -> list[Any]:
    return [each for each in command.params if each.param_type_name == kind and "--version" not in each.opts]


def sound(command: Any, without: Any = None) -> Words:
    """Words that give a command all it needs, but for one."""
    found: list[str] = []
    for each in command.params:
        if each.required and each is not without:
            value = SOUND.get(each.metavar.rstrip("."), "1")
            found += [value] if each.param_type_name == "argument" else [each.opts[-1], value]
    return tuple(found)


def wrong_calls(command: Any) -> Iterator[Words]:
    """Ways to call a command that are all wrong."""
    yield ("--nonsense",)
    yield ("--lange", "zh")
    if not any(each.metavar.endswith("...") for each in parameters(command, "argument")):
        yield (*sound(command), "surplus", "words")
    for each in parameters(command, "argument"):
        if each.required:
            yield sound(command, without=each)
        others = sound(command, without=each)
        for value in (
            "nowhere.yaml",
            "nowhere.csv",
            ".",
            "empty.yaml",
            "binary.yaml",
            "broken.yaml",
            "list.yaml",
            "x=1",
        ):
            yield (*others, value)
    for each in parameters(command, "option"):
        option = each.opts[-1]
        if getattr(each, "is_flag", False):
            yield (*sound(command), f"{option}=3")
            continue
        others = sound(command, without=each)
        if each.required:
            yield others
        yield (*others, option)
        for value in (SCENARIO,) if option == "--out" else ("!?", "-1", "nowhere.yaml"):
            yield (*others, option, value)


@pytest.fixture
def home(folder: Path, repository: Path) -> Path:
    """The user's folder with files that are sound, and some that are not."""
    books = repository / "engine/rules/books"
    (folder / BOOK).write_bytes((books / "stage_gates.yaml").read_bytes())
    (folder / "dossier.yaml").write_bytes((repository / "scenarios/dossiers/huadong_power.yaml").read_bytes())
    (folder / "empty.yaml").write_bytes(b"")
    (folder / "binary.yaml").write_bytes(bytes(range(256)))
    (folder / "broken.yaml").write_bytes(b"a: [1, 2\nb: {\n")
    (folder / "list.yaml").write_bytes(b"- 1\n- 2\n")
    return folder


def foreign(answer: Answer, lang: str) -> list[str]:
    """The lines of an answer that are in the other language."""
    other = CHINESE if lang == "en" else ENGLISH
    return [line for line in ASIDE.sub(" ` ", answer.out + answer.err).splitlines() if other.search(line)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("words", "command"), COMMANDS, ids=["-".join(words) or "kam" for words, _ in COMMANDS])
def test_what_is_wrong_with_a_command_is_told_in_the_language_of_the_reader(
    kam: Kam, home: Path, monkeypatch: pytest.MonkeyPatch, words: Words, command: Any, lang: str
) -> None:
    monkeypatch.setenv("KAM_LANG", lang)
    found = []
    if getattr(command, "commands", None):
        calls: Iterator[Words] = iter([("--nonsense",), ("nonsense",)])
    else:
        calls = wrong_calls(command)
    for given in calls:
        answer = kam(*words, *given)
        found += [f"{' '.join((*words, *given))}: {line}" for line in foreign(answer, lang)]
        assert "sorry" not in answer.err and "抱歉" not in answer.err, (given, answer.err)
    assert not found, "\n".join(found)


def spoilt(text: str, every: int) -> Iterator[str]:
    """The text with one thing wrong in it, again and again: a line lost or twice, a name or a value that cannot be."""
    lines = text.splitlines()
    spoils: list[Callable[[str], list[str]]] = [
        lambda line: [],
        lambda line: [line, line],
        lambda line: [line.replace(": ", "s: ", 1)],
        lambda line: [re.sub(r"(\w+: )[^{},\[\]]+", r"\1nonsense", line, count=1)],
        lambda line: [re.sub(r"-?\d[\d.]*", "-12345678", line)],
        lambda line: [re.sub(r"\b(\d[\d.]*)\b", r"[\1]", line, count=1)],
        lambda line: [line.replace(": ", "：", 1).replace(",", "，")],
        lambda line: [f"\t{line}"],
        lambda line: [line.replace("}", "").replace("]", "")],
        lambda line: [re.sub(r": [\w.]+", ": {a: 1}", line, count=1)],
    ]
    chosen = [number for number, line in enumerate(lines) if ":" in line and not line.lstrip().startswith("#")][::every]
    for number, spoil in zip(chosen, itertools.cycle(spoils), strict=False):
        yield "\n".join([*lines[:number], *spoil(lines[number]), *lines[number + 1 :]]) + "\n"


SHIPPED = [
    (("check",), SCENARIO, 3),
    (("rules", "explain"), "engine/rules/books/engagement_choice.yaml", 5),
    (("rules", "explain"), "engine/rules/books/tier_letters.yaml", 3),
    (("advise",), "scenarios/dossiers/huadong_power.yaml", 2),
]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("words", "file", "every"), SHIPPED, ids=[f"{case[0][-1]} {case[1]}" for case in SHIPPED])
def test_what_is_wrong_with_a_file_is_told_in_the_language_of_the_reader(
    kam: Kam, repository: Path, folder: Path, monkeypatch: pytest.MonkeyPatch,
    words: Words, file: str, every: int, lang: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("KAM_LANG", lang)
    found, refused = [], 0
    for text in spoilt((repository / file).read_text(encoding="utf-8"), every):
        (folder / "mine.yaml").write_text(text, encoding="utf-8")
        answer = kam(*words, "mine.yaml")
        refused += answer.code == 2
        found += foreign(Answer(answer.code, "", answer.err), lang)
    assert refused > 5
    assert not found, "\n".join(dict.fromkeys(found))


TABLE = "id,level,department,reports_to,roles,power\nann,1,board,,decider,0.9\nbob,2,finance,ann,buyer,0.5\n"
WRONG_TABLES = [
    "", "id\n", TABLE.replace("ann,1", "ann,one"), TABLE.replace("0.9", "9"), TABLE.replace("0.9", "x"),
    TABLE.replace("decider", "king"), TABLE.replace("bob,2", "ann,2"), TABLE.replace(",ann,", ",nobody-known,"),
    TABLE.replace("id,", "name,"), TABLE.replace("level", "levl"), TABLE.replace("0.5", "0,5"),
    TABLE.replace(",", "，"), TABLE.replace("bob,2,finance,ann", "bob,2,finance,bob"), TABLE.replace("0.9", "1,234"),
    TABLE.replace("decider", "user"), TABLE.replace("finance", ""), TABLE.replace("bob", "Ann"), TABLE * 2,
    TABLE.replace("0.9", "2024-03-01"), TABLE.replace("power", "power score"), TABLE.replace(",ann,", ",,"),
]  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_wrong_with_a_table_is_told_in_the_language_of_the_reader(
    kam: Kam, folder: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("KAM_LANG", lang)
    (folder / "ties.csv").write_text("from,to,kind\nbob,ann,advice\n", encoding="utf-8")
    found = []
    for text in WRONG_TABLES:
        (folder / "people.csv").write_text(text, encoding="utf-8")
        answer = kam("trace", SCENARIO, "--strategy", "top_down", "--replication", 1, "--json",
                     "--people", "people.csv", "--ties", "ties.csv")  # fmt: skip
        found += foreign(Answer(answer.code, "", answer.err), lang)
    assert not found, "\n".join(dict.fromkeys(found))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("words", "command"), COMMANDS, ids=["-".join(words) or "kam" for words, _ in COMMANDS])
def test_help_is_in_the_language_of_the_reader(
    kam: Kam, monkeypatch: pytest.MonkeyPatch, words: Words, command: Any, lang: str
) -> None:
    monkeypatch.setenv("KAM_LANG", lang)
    answer = kam(*words, "--help")
    assert answer.code == 0 and answer.err == "" and len(answer.out.splitlines()) > 5
    assert not foreign(answer, lang), "\n".join(foreign(answer, lang))


RIGHT: list[Words] = [
    ("check", SCENARIO),
    ("compare", SCENARIO, "--replications", "4"),
    ("compare", SCENARIO, "--strategies", "top_down", "--replications", "4"),
    ("trace", SCENARIO, "--strategy", "playbook", "--replication", "1", "--full"),
    ("advise", "scenarios/dossiers/huadong_power.yaml"),
    ("rules", "check", "engagement_choice"),
    ("rules", "test", "engagement_choice"),
    ("rules", "mutate", "stage_gates"),
    ("rules", "diff", "stage_gates", "stage_gates"),
    ("rules", "explain", "engagement_choice", "has_sponsor=yes"),
    ("rules", "roi", SCENARIO, "--book", "stage_gates", "--replications", "4"),
    ("rules", "challenge", SCENARIO, "--book", "mine.yaml", "--replications", "4"),
    ("rules", "export", "stage_gates", "--to", "mine.xlsx"),
]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("words", RIGHT, ids=["-".join(words[:2]) for words in RIGHT])
def test_an_answer_is_in_the_language_of_the_reader(
    kam: Kam, folder: Path, repository: Path, words: Words, lang: str
) -> None:
    book = (repository / "engine/rules/books/engagement_choice.yaml").read_text(encoding="utf-8")
    (folder / "mine.yaml").write_text(book.replace("people_resentful >= 3", "people_resentful >= 4"), encoding="utf-8")
    answer = kam(*words, "--lang", lang)
    assert answer.code in (0, 1) and answer.out, answer.err
    assert not foreign(answer, lang), "\n".join(foreign(answer, lang))
