"""Which encoding a text is in: told by evidence, asked where two fit, never mojibake."""

from __future__ import annotations

import pytest

from engine.errors import InputError, OpenQuestion
from engine.files import decoded, encoding_named

SIMPLIFIED = "title: 集团采购部的年度计划\n"
TRADITIONAL = "title: 集團採購部的年度計劃\n"
LATIN = "name: Müller, Françoise, José\n"


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"), (SIMPLIFIED, "utf-8-sig", "utf-8"), (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-16-le", "utf-16"), (SIMPLIFIED, "utf-16-be", "utf-16"), (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "gb18030", "gb18030"), (TRADITIONAL, "big5", "big5"), (TRADITIONAL, "utf-8", "utf-8"),
        (LATIN, "cp1252", "cp1252"), (LATIN, "latin-1", "cp1252"), (LATIN, "utf-8", "utf-8"),
        ("a: b\n", "ascii", "utf-8"),
        ("price: £5 – “fair”\n", "cp1252", "cp1252"), ("price: ¥5\n", "utf-8", "utf-8"), ("a: 00Ò\n", "utf-8", "utf-8"),
        ("name: 𠮷田经理\n", "gb18030", "gb18030"),
    ],
)  # fmt: skip
def test_an_encoding_is_told_by_evidence(text: str, encoding: str, named: str) -> None:
    found = decoded(text.encode(encoding), "x")
    assert (found.text, found.encoding) == (text, named)


def test_known_words_decide_where_characters_do_not() -> None:
    data = "彭,罗\n".encode("gbk")
    assert decoded(data, "x", lambda text: text.count("罗")).text == "彭,罗\n"


def test_two_that_fit_are_a_question_with_both_readings() -> None:
    with pytest.raises(OpenQuestion) as caught:
        decoded("id,name\na,芈\n".encode("gbk"), "x.csv")
    (question,) = caught.value.problems
    assert (question.where, question.code) == ("x.csv:2", "encoding-open")
    assert "gb18030, where it says `a,芈`" in str(question) and "--encoding" in str(question)
    assert decoded("id,name\na,芈\n".encode("gbk"), "x.csv", encoding="gbk").text.endswith("芈\n")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a\x00b", "file-binary"),
        (b"a\x01b", "file-control"),
        (b"\x81\xff\xff", "encoding-unknown"),
        (b"\xff\xfea", "encoding-wrong"),
        (b"\xef\xbb\xbf\xff", "encoding-wrong"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        decoded(data, "x")
    assert caught.value.problems[0].code == code


def test_an_encoding_that_the_user_names_must_fit() -> None:
    assert encoding_named(" GBK ") == "gb18030" and encoding_named("Latin_1") == "cp1252"
    with pytest.raises(InputError, match=r"x:2: the file is not in the encoding utf-8"):
        decoded("a\n客户\n".encode("gbk"), "x", encoding="utf8")
    with pytest.raises(InputError, match=r"--encoding: `gbk2` is not an encoding .*did you mean|known"):
        encoding_named("gbk2")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_become_line_feeds(end: str) -> None:
    assert decoded(f"a{end}b{end}".encode(), "x").text == "a\nb\n"
