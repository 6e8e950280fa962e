"""Rulebook files: good ones in any dress, and one clear message for each bad one."""

import re
import time

import pytest

from engine.errors import InputError
from engine.rules import book_hash, compile_book, load_book, run_cases

GOOD = """\
id: small
title: {en: Small, zh: 小}
hit: first
facts:
  age: {type: number, unit: share, range: [0, 10], unknown: no_match}
  sector: {type: choice, values: [能源, health], unknown: {as: health}}
outputs:
  go: {type: boolean}
rules:
  - id: old
    when: >-
      age >= 0.9
      and sector is 能源
    then: {go: yes}
    because: {en: it is old, zh: 已旧}
    assumption: a test
otherwise:
  then: {go: no}
  because: {en: it is not, zh: 不旧}
  assumption: a test
cases:
  - {name: old, facts: {age: 1, sector: 能源}, rule: old, expect: {go: true}}
"""


@pytest.fixture
def write(tmp_path):
    def write_(content):
        path = tmp_path / "book.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_


def problems(path):
    with pytest.raises(InputError) as caught:
        load_book(path)
    return [re.sub(r"^F:(\d+):\d+:", r"F:\1:", str(p).replace(f"{path}", "F")) for p in caught.value.problems]


def test_dress_of_the_file_does_not_matter(write):
    plain = load_book(write(GOOD))
    for dressed in ("\ufeff" + GOOD, GOOD.replace("\n", "\r\n"), GOOD + "\n# an afterthought\n"):
        assert book_hash(load_book(write(dressed))) == book_hash(plain)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("hit: first", "hit: frist", "F:3: hit: `frist` is not one of the values allowed here (did you mean first?)"),
        ("    when: >-", "    wenn: >-", "F:11: rules.old: unknown key `wenn` (did you mean when?)"),
        ("unit: share, range", "range", "F:5: facts.age: a number needs a `unit`"),
        ("[0, 10]", "[10, 0]", "F:5: facts.age.range: the range runs backwards: 10 is above 0"),
        ("[0, 10]", "[0, .nan]", "F:5: "),
        ("[0, 10]", "[0, 1e300]", "F:5: "),
        ("  age: {", "  Age: {", "F:5: facts.Age: `Age` cannot be a name here (small letters"),
        ("  age: {", "  id: {", "F:5: `id` is a reserved name"),
        ("  age: {", "  sid: {", "F:5: `sid` is a reserved name"),
        ("  age: {", "  age__known: {", "F:5: `age__known` is a reserved name"),
        ("  age: {", "  between: {", "F:5: `between` is a reserved name"),
        (", unknown: no_match", "", "F:5: facts.age: missing key `unknown` (write `unknown: no_match`)"),
        ("{as: health}", "{as: wealth}", "F:6: `sector` has no value `wealth` (did you mean health?)"),
        ("[能源, health]", "[health, health]", "F:6: facts.sector.values: the same value is listed twice"),
        (
            "[能源, health]",
            "['a\"b', health]",
            'F:6: facts.sector.values.0: `a"b` cannot be a name here (no double quotes',
        ),
        ("age >= 0.9", "age >= old", "F:11: rule `old`, `when`, character 8: `age` is a number and cannot be old"),
        (
            "age >= 0.9",
            "aeg >= 0.9",
            "F:11: rule `old`, `when`, character 1: no fact is called `aeg` (did you mean age?)",
        ),
        ("age >= 0.9", "0 < age < 1", "F:11: rule `old`, `when`, character 9: comparisons cannot be chained"),
        ("then: {go: yes}", "then: {go: 1}", "F:14: `go` is yes or no and cannot be 1"),
        ("then: {go: yes}", "then: {stop: yes}", "F:14: no output is called `stop`"),
        ("then: {go: yes}", "then: {}", "F:14: nothing is said about `go`"),
        (
            "then: {go: yes}",
            "then: {go: [yes]}",
            "F:14: rules.old.then.go: a list does not fit here (one value: yes, no",
        ),
        (
            "because: {en: it is old, zh: 已旧}",
            "because: {}",
            "F:15: rules.old.because: needs words in `zh` or in `en`",
        ),
        ("    assumption: a test\notherwise", "otherwise", "needs exactly one of `source` and `assumption`"),
        ("  - id: old", "  - id: otherwise", "F:10: `otherwise` is reserved"),
        (
            "    assumption: a test\notherwise",
            "    assumption: a test\n    priority: 1\notherwise",
            "takes no priority",
        ),
        ("hit: first", "hit: priority", "F:10: rule `old` needs a `priority`"),
        ("rule: old", "rule: odl", "F:22: no rule is called `odl` (did you mean old?)"),
        ("facts: {age: 1,", "facts: {age: 99,", "F:22: `age` cannot be 99"),
        ("rule: old", "rule: [old]", "F:22: only one rule decides"),
        ("id: small", "id: small\nid: smaller", "F:2: the key `id` stands here twice"),
        ("{go: yes}", "&a {go: yes}", "F:14: anchors and aliases"),
        ("{go: yes}", "!!python/object:os.system {go: yes}", "F:14: tags (`!`)"),
        ("id: small", "id: [small", "not valid YAML"),
        ("id: small", "? [a, b]\n: 1\nid: small", "F:1: a key must be a single word"),
        ("cases:", "---\ncases:", "F:21: a second document starts here"),
    ],
)
def test_mistake_is_told_with_its_line(write, old, new, message):
    assert GOOD.count(old) >= 1
    told = problems(write(GOOD.replace(old, new, 1)))
    assert any(message in line for line in told), told


def test_all_mistakes_are_told_at_once_in_the_order_of_the_lines(write):
    text = GOOD.replace("age >= 0.9", "aeg >= 0.9").replace("go: no", "og: no").replace("{as: health}", "{as: wealth}")
    told = problems(write(text))
    lines = [int(re.match(r"F:(\d+):", line).group(1)) for line in told]
    assert len(told) == 4 and lines == sorted(lines) == [6, 11, 18, 18]


def test_sentences_are_read_in_a_book_that_is_wrong_elsewhere_too(write):
    text = GOOD.replace("hit: first", "hit: frist").replace("age >= 0.9", "aeg >= 0.9")
    told = problems(write(text))
    assert told[0].startswith("F:3: hit: `frist` is not one")
    assert told[1:] == ["F:11: rule `old`, `when`, character 1: no fact is called `aeg` (did you mean age?)"]


def test_cases_and_outputs_may_be_written_as_people_say_them(write):
    text = GOOD.replace("{go: yes}", "{go: 是}").replace("facts: {age: 1,", "facts: {age: 97%,")
    text += "  - {name: unknown, facts: {age: 未知}, rule: otherwise, expect: {go: 否}}\n"
    book = load_book(write(text))
    assert [case.facts for case in book.cases] == [{"age": 0.97, "sector": "能源"}, {"age": None}]
    assert all(not result.faults for result in run_cases(compile_book(book)))


def test_every_mistake_is_told_in_chinese_with_its_kind(write):
    text = GOOD.replace("age >= 0.9", "age ≥ 0.9，sector is 能源，").replace("go: no", "og: no")
    with pytest.raises(InputError) as caught:
        load_book(write(text))
    assert [problem.code for problem in caught.value.problems] == ["full-width", "output-missing", "output-unknown"]
    told = caught.value.problems[0].in_language("zh")
    assert "`，` 是全角标点（请写 `age ≥ 0.9 and sector is 能源 and sector is 能源`）" in told


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"# only a comment\n", "the file is empty"),
        (b"\x7fELF\x00\x01", "not a text file"),
        (b"- a\n- b\n", "a rulebook is a mapping"),
        ("title: 大客户".encode("gbk"), "missing key `id`"),
        (b"id: a\n\tb: c\n", "a tab is used"),
        (b"a: &x [1]\nb: [*x, *x]\n", "anchors and aliases"),
        (b"a: " + b"[" * 5000, "nested more than 12"),
        (b"a: " + b"[" * 50 + b"]" * 50, "nested more than 12"),
        (b"x" * (600 * 1024), "too large"),
        (b"a: " + b"!" * 30_000, "longer than 20000 characters"),
    ],
    ids=["empty", "comment", "binary", "list", "gbk", "tab", "alias", "deep open", "deep", "huge", "long line"],
)
def test_file_that_is_no_rulebook_is_refused_quickly(write, content, message):
    path, start = write(content), time.process_time()
    with pytest.raises(InputError, match=message):
        load_book(path)
    assert time.process_time() - start < 2


def test_missing_file_folder_and_unknown_name(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        load_book(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="a folder, not a file"):
        load_book(tmp_path)
    with pytest.raises(InputError, match="did you mean purchase_triggers"):
        load_book("purchase_trigers")


def test_words_and_numbers_are_read_without_surprises(write):
    text = GOOD.replace("values: [能源, health]", "values: [on, 'null', 012a, 能源, health, 2024-01-01]")
    values = load_book(write(text)).facts["sector"].values
    assert values == ("on", "null", "012a", "能源", "health", "2024-01-01")
