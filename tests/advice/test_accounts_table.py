"""Many accounts as one table: a line each, names and no ids, in the terminal, in a workbook and on a page."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from engine.advice import abc_analysis, advise_all
from engine.advice.accounts_workbook import accounts_workbook
from engine.advice.several_accounts import AccountsAdvice
from engine.cli.advice_page import advice_page
from engine.model.dossier import Dossier
from engine.wording.terminal_columns import width

WHEN = datetime(2026, 11, 30, 9, 30)
HEADS = (
    "编号,客户名称,累计采购额,年收入,年利润,有商机,采购步骤,采购方式,联系人1姓名,联系人1职务,联系人1角色,联系人1已会见"
)
ROW = "K{n:03d},客户{n}号<&>,{n}0,{revenue},1,是,招标报价,公开招标,张伟{n},设备科长,决策者,否"


@pytest.fixture(scope="module")
def thirty(tmp_path_factory: pytest.TempPathFactory) -> AccountsAdvice:
    table = tmp_path_factory.mktemp("table") / "customers.csv"
    rows = [ROW.format(n=n, revenue="" if n % 7 == 0 else 10 * (n // 2)) for n in range(1, 31)]
    table.write_text("\n".join([HEADS, *rows]), encoding="utf-8")
    return advise_all(table)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [60, 80, 84, 100, 120, 140])
def test_a_line_an_account_in_one_block_and_no_id(thirty: AccountsAdvice, lang: str, columns: int) -> None:
    text = thirty.to_text(lang, columns)
    assert max(map(width, text.splitlines())) <= columns
    assert text.count("-----\n") == 1 or columns < 80
    for number in range(1, 31):
        assert f"客户{number}号" in text and f"K{number:03d}" not in text
    assert "`" not in text and "open_tender" not in text and "tier_" not in text


def test_a_single_account_keeps_its_full_text(repository: Path) -> None:
    found = advise_all(repository / "scenarios/dossiers/huadong_power.yaml")
    assert found.to_text("zh", 100) == found.accounts[0].to_text("zh", 100)


def test_accounts_stand_by_falling_revenue_and_unknown_ones_last(thirty: AccountsAdvice) -> None:
    (table,) = thirty.overview().data("en")[1].values()
    revenues = [row["revenue"] for row in table]
    known = [each for each in revenues if isinstance(each, float)]
    assert revenues[: len(known)] == sorted(known, reverse=True) and set(revenues[len(known) :]) == {"open"}


def test_whoever_may_not_be_visited_is_counted_and_not_proposed(thirty: AccountsAdvice) -> None:
    (table,) = thirty.overview().data("zh")[1].values()
    assert {row["forbidden"] for row in table} == {1} and {row["person"] for row in table} == {"目前谁都不可拜访"}


def test_the_next_contact_says_what_to_do_or_why_nobody(repository: Path) -> None:
    folder = repository / "scenarios/dossiers"
    found = advise_all([folder / "huadong_power.yaml", folder / "new_prospect.yaml", folder / "portfolio.csv"])
    (table,) = found.overview().data("en")[1].values()
    said = {row["account"]: (row["person"], row["action"]) for row in table}
    assert said["East Grid Power"] == ("Purchasing Manager Sun (buyer, gatekeeper)", "mend the relationship")
    assert said["River Hospital"] == ("Director Zhou", "do not call on yet")
    assert said["City School"] == ("list who has a say", "")


def account(name: str, revenue: float | None) -> Dossier:
    return Dossier.model_validate({"id": name, "name": {"en": name}, "purchases": {"yearly_revenue": revenue}})


@pytest.mark.parametrize(
    ("revenues", "letters"),
    [
        ((100, 90, 90, 90, 90), "ABBBB"),
        ((90, 90, 90, 90, 10), "AAAAC"),
        ((5, 5, 5, 5, 5), "AAAAA"),
        ((50, 40, 30, 20, 10), "ABBCC"),
        ((9,), "A"),
        ((0, 0), "AA"),
    ],
)
def test_equal_revenue_means_one_class(revenues: tuple[float, ...], letters: str) -> None:
    found = abc_analysis([account(f"a{place}", revenue) for place, revenue in enumerate(revenues)])
    assert "".join(line.letter for line in found.lines) == letters
    assert "accounts of equal revenue share the better class" in " ".join(found.to_text("en").split())


def test_equal_revenue_in_the_case_of_ties(shared_data: Path) -> None:
    found = advise_all(shared_data.parent / "cases/dossiers/abc_ties.csv")
    assert found.abc is not None
    assert [line.letter for line in found.abc.lines] == ["A", "B", "B", "B", "B"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_workbook_filters_and_holds_reasons(thirty: AccountsAdvice, lang: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(accounts_workbook(thirty, lang)))
    names = ["accounts at a glance", "reasons", "people there", "to find out", "potential worksheet"]
    assert book.sheetnames == (["客户一览", "依据", "联系人", "待查", "潜力工作表"] if lang == "zh" else names)
    overview, reasons, people, gaps, worksheet = book.worksheets
    assert overview.max_row == 31 and overview.auto_filter.ref == f"A1:V{overview.max_row}"
    assert (worksheet.max_row, worksheet.max_column) == (10, 31)
    assert isinstance(overview["C2"].value, int | float)
    assert reasons.max_row > 8 * 30 and people.max_row == 31 and gaps.max_row > 31
    text = " ".join(str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    assert not re.search(r"\bK0\d\d\b|open_tender|purchases\.|contacts\.", text)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_holds_all_and_runs_its_own_script_alone(thirty: AccountsAdvice, lang: str) -> None:
    page = advice_page(thirty, lang, WHEN)
    assert len(page.encode()) < 1_000_000 and page.count("<details>") == 30
    assert "客户3号&lt;&amp;&gt;" in page and "客户3号<" not in page and "K003" not in page
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page and "default-src 'none'" in page


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("across", [1440, 390])
def test_the_page_sorts_and_fits(browser: Any, thirty: AccountsAdvice, tmp_path: Path, lang: str, across: int) -> None:
    path = tmp_path / "advice.html"
    path.write_text(advice_page(thirty, lang, WHEN), encoding="utf-8")
    page = browser.new_page(viewport={"width": across, "height": 900})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    column = "[...document.querySelectorAll('#accounts tbody tr')].map(row => parseFloat(row.cells[2].textContent))"

    def numbers() -> list[float]:
        return [each for each in page.evaluate(column) if isinstance(each, int | float) and each == each]

    falling = numbers()
    page.click("#accounts thead th:nth-child(3) button")
    rising = numbers()
    assert falling == sorted(falling, reverse=True) and rising == sorted(rising) and len(rising) == 26
    page.click("#accounts thead th:nth-child(3) button")
    assert numbers() == falling
    assert page.evaluate("document.documentElement.scrollWidth") <= across and complaints == []
