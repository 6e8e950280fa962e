"""Inputs that were once answered wrongly, each with its exact answer: counts, values, or code and place.

A code that begins with `?` is a question. What a file is read from lies outside the project and is used by path.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from made_up_committee import made_up

from engine.advice.dossier_file import read_accounts
from engine.committee import Committee, read_committee
from engine.errors import InputError, OpenQuestion, Question
from engine.rules import load_book
from engine.rules.exchange.book_exchange import import_book
from engine.situation import read_scenario

TEMPLATE = made_up(8, seed=0)
Finding = tuple[str, str]

SIMPLIFIED = ["周总", "沈总监", "何总", "彭经理", "罗工"]
TRADITIONAL = ["周總", "沈總監", "何總", "彭經理", "羅工"]
ENGLISH = ["Zhou", "Shen", "He", "Peng", "Luo"]
CHART = [("zhou", 1, None), ("shen", 2, "zhou"), ("he", 2, "zhou"), ("peng", 3, "shen"), ("luo", 3, "he")]
SAME: dict[str, list[str]] = {
    **dict.fromkeys(
        [
            *("01_utf8_bom", "02_utf16le_bom", "03_utf16le_nobom", "03b_utf16be_bom", "04_gbk", "07_crlf", "08_cr"),
            *("08b_mixed_eol", "09_semicolon", "10_tab", "12_trailing_cols", "12b_trailing_cols_rows_only"),
            *("12c_excel_sep_line", "14b_fullwidth_digits", "18b_boss_by_name", "18c_boss_dash", "18e_boss_none"),
            *("20c_level_float", "22_empty_rows", "22d_comment", "31_dept_variants", "32b_dept_cn_hr", "38_level0"),
            *("39_level_gap", "40_dept_mgmt_words", "45_two_kinds_cols"),
        ],
        SIMPLIFIED,
    ),
    **dict.fromkeys(["06_big5", "06b_traditional_utf8", "46_big5_dept"], TRADITIONAL),
    **dict.fromkeys(
        [
            *(
                "19_percent",
                "19b_comma_decimal",
                "19g_blank_some",
                "19i_chinese_num",
                "19j_plus",
                "23c_excel_text_formula",
            ),
            *("32_dept_en_it", "37_role_words"),
        ],
        ENGLISH,
    ),
    "05_gb18030": [*SIMPLIFIED[:4], "𠮷工"],
    "06c_big5_ascii_header": ["周總經理", "沈總監", "何經理", "Peng", "羅工程師"],
    "06e_cp1252": ["Müller", "Françoise Gößmann", "He", "Peng", "Luo"],
    "06f_latin1_one": ["Zhou", "Shen", "He", "José", "Luo"],
    "11_quoted_newline": ["周总\n（集团总裁，兼董事长）", *SIMPLIFIED[1:]],
    "15_names_emoji": ["周 总 😀", "沈总监", "何总", "罗工", "罗工"],
    "20_date_name": ["2024-03-01", "3月4日", *ENGLISH[2:]],
    "23_formula": ["=1+1", "沈总监", "何总", "彭经理", "=HYPERLINK(x)"],
}
OTHERS = [
    ("02_cp1252_people", "ties2", "a1 b2a c2a", 1),
    ("06_parentid_misspelt_people", "ties2", "a1 b2a c2a d3b", 1),
    ("06b_manager_id_people", "ties2", "a1 b2a c2a d3b", 1),
    ("15b_id_chinese", None, "p11 p22p1 p32p1 p43p2 p53p3", 0),
    ("17_two_tops", "ties", "zhou1 shen1 he2zhou peng3shen luo3he", 4),
    ("20f_level_leading_zero_ids", None, "0011 0022001 0052001 0033002 0043005", 0),
    ("34_one_person", None, "a1", 0),
    ("lv_people", "lv_ties", "a1 b2a c2a d3b e3c f4e", 4),
    ("lv_shift_people", "lv_ties", "a1 b2a c2a d3b e3c f4e", 4),
    ("lv_two_levels_people", "lv_ties", "a1 b2a c2a d2b e2c f2e", 4),
]
REFUSED: list[tuple[str, list[Finding]]] = [
    ("07_mutual_people", [("boss-cycle", ":2")]),
    ("12_ragged_people", [("column-missing", ":1")]),
    ("13_duplicate_header", [("column-twice", ":1")]),
    ("13b_two_synonyms", [("column-twice", ":1")]),
    ("14_fullwidth_commas", [("table-full-width", ":1")]),
    ("14c_fullwidth_id", [("?person-same", ":2")]),
    ("15c_ids_trailing_nbsp", [("?person-same", ":3")]),
    ("15d_id_case", [("?person-same", ":5")]),
    ("16_cycle", [("boss-cycle", ":2")]),
    ("16b_self", [("boss-cycle", ":2")]),
    ("17b_two_tops_no_level", [("?boss-blank", ":3")]),
    ("18_missing_boss", [("boss-person", ":3")]),
    ("19c_underscore", [("number-none", ":3"), ("number-none", ":4")]),
    ("19d_sci_nan", [("number-none", ":2"), ("number-none", ":3"), ("number-none", ":6")]),
    ("19e_thousand", [("number-range", ":2"), ("number-none", ":3"), ("number-unit", ":4")]),
    ("20b_level_date", [("number-date", ":3")]),
    ("20e_level_reversed", [("?level-reversed", ":1")]),
    ("20g_level_contradicts_boss", [("level-boss", ":6")]),
    ("21_5000_rows", [("people-many", ":34")]),
    ("24_nul", [("file-binary", "")]),
    ("25_html", [("column-missing", ":1"), ("column-missing", ":1"), ("table-no-row", ":1")]),
    ("26_json", [("table-quotes", ":1")]),
    ("27_empty", [("file-empty", "")]),
    ("28_header_only", [("table-no-row", ":1")]),
    ("29_missing_dept", [("column-missing", ":1")]),
    ("30_extra_cols", [("?column-open", ":1")]),
    ("33_unclosed_quote", [("table-quotes", ":2")]),
    ("36_yes_no", [("answer-none", ":3"), ("answer-none", ":4"), ("?answer-open", ":5")]),
    ("43_engineer_no_boss", [("?boss-blank", ":6")]),
    ("lv_nolines_people", [("?chart-no-lines", ":1")]),
    ("lv_reversed_people", [("?level-reversed", ":1")]),
]
TIES: list[tuple[str, int, list[Finding]]] = [
    ("t_header_only", 0, []),
    ("t_names", 1, []),
    ("t_reciprocal_dup", 4, []),
    ("t_yes", 2, []),
    ("t_count_01", 0, [("tie-weight", "t_count_01.csv:2")]),
    ("t_kind_blank", 0, [("tie-kind", "t_kind_blank.csv:2")]),
    ("t_kind_email", 0, [("tie-kind", "t_kind_email.csv:2")]),
    ("t_reports_conflict", 0, [("boss-two", "07_crlf.csv:6")]),
    ("t_reports_reversed", 0, [("boss-cycle", "t_reports_reversed.csv:2")]),
    ("t_self", 0, [("tie-self", "t_self.csv:6")]),
    ("t_unknown_col", 0, [("column-unknown", "t_unknown_col.csv:1")]),
    ("t_weight_mails", 0, [("tie-weight", "t_weight_mails.csv:2"), ("tie-weight", "t_weight_mails.csv:3")]),
]
DOSSIERS: list[tuple[str, dict[str, object]]] = [
    ("a_thousand.csv", {"purchases.cumulative_spend": 1234.5}),
    ("b_euro.csv", {"purchases.cumulative_spend": 1234.5, "purchases.collection_rate": 0.9}),
    ("c_wan.csv", {"purchases.cumulative_spend": 10}),
    ("d_pct.csv", {"purchases.collection_rate": 0.9}),
    ("e3_cn.csv", {"potential.own_growth": True}),
    (
        "e_unknown.csv",
        {
            "purchases.cumulative_spend": None,
            "purchases.yearly_revenue": None,
            "purchases.collection_rate": None,
            "potential.own_growth": None,
            "admission.field_survey": None,
        },
    ),
    ("g_bom_gbk.csv", {"name.zh": "北方钢铁"}),
    ("m3_fullwidth.csv", {"purchases.cumulative_spend": 123}),
    ("m_space_thousand.csv", {"purchases.cumulative_spend": 1234}),
    ("n_id_num.csv", {"id": "001"}),
    ("q2_cp1252.csv", {"name.en": "Müller Söhne"}),
    ("q_big5.csv", {"name.zh": "北方鋼鐵"}),
    ("rival_five.csv", {"opportunity.rival_relationship": 5}),
    ("v_yaml_1e3.yaml", {"purchases.cumulative_spend": 1000, "purchases.orders_per_year": 1000}),
    ("d1.yaml", {"opportunity.live": True, "contacts": 3}),
    ("rival_holds.yaml", {"opportunity.rival_relationship": 5}),
    ("dossier_custom.yaml", {"id": "huadong_power"}),
]
BAD_DOSSIERS: list[tuple[str, list[Finding]]] = [
    ("b2_euro_dot_thousand.csv", [("?number-style", ":2")]),
    ("f2_currency.csv", [("?money-unit", ":2")]),
    ("f_yuan.csv", [("?money-unit", ":2"), ("?money-unit", ":2")]),
    ("h_cn_header.csv", [("row-length", ":2")]),
    ("k_misspelt.csv", [("column-unknown", ":1")]),
    ("l2_negminus.csv", [("number-range", ":2")]),
    ("l_neg.csv", [("number-range", ":2")]),
    ("r_yaml_norway.yaml", [("choice-unknown", ":3:16")]),
    ("s_yaml_dupkey.yaml", [("yaml-twice", ":3:36")]),
    ("t_yaml_octal.yaml", [("yaml-number", ":1:5"), ("yaml-number", ":3:31")]),
    ("three_bad_rows.csv", [("answer-none", ":2"), ("answer-none", ":3"), ("answer-none", ":4")]),
    ("u_yaml_sexagesimal.yaml", [("number-none", ":3:31")]),
]
BOOKS: list[tuple[str, int, int]] = [
    *((name, 8, 31) for name in ("base", "m11_blank_row", "m15_unicode_ops", "m19_same_priority")),
    *((name, 8, 31) for name in ("m21_trailing_space", "m26_sorted_reverse", "m5_text_number", "m6_percent_format")),
    ("m14_renamed_sheet", 8, 31),
    ("b05", 13, 46),
    ("b14", 12, 0),
]
BAD_BOOKS: list[tuple[str, str, str]] = [
    ("deci_comma_locale.csv", ":15", "write `0.5` for one number, `0, 5` for either of two"),
    ("m1_merged_then.xlsx", ", sheet rules, cells C5:C6", "merged"),
    ("m2_merged_because.xlsx", ", sheet rules, cells D5:D6", "merged"),
    ("t_merged.xlsx", ", sheet table, cells B2:B3", "merged"),
    ("t_hidden_cases.xlsx", ", sheet cases", "the sheet `cases` is hidden"),
    ("t_thousand.xlsx", ", sheet table, cell B2", "write `1000` for one number, `1, 000` for either of two"),
    ("m24_decimal_comma.xlsx", ", sheet rules, cell B5", "write `0.15`"),
    ("m12_extra_column.xlsx", ", sheet rules, cell J1", "no column is called `my notes`"),
    ("m13_extra_sheet.xlsx", "", "a part `Notes` that belongs to no rulebook"),
    ("m18_duplicate_id.xlsx", ", sheet rules, cell A5", "two rules are called"),
    ("m20_ref_error.xlsx", ", sheet rules, cell H5", "an error stands here"),
    ("m23_title_row.xlsx", ", sheet rules, cell A1", "no column is called `Rules 2026`"),
    ("m3_formula_priority.xlsx", ", sheet rules, cell H5", "a formula stands here"),
    ("m4_formula_when.xlsx", ", sheet rules, cell B5", "a formula stands here"),
    ("m7_percent_text.xlsx", ", sheet cases, cell E6", "20%"),
]
SCENARIOS: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("m04_fullwidth_comma", [("yaml-full-width", ":45:114", "power: 1.0, susceptibility: 0.4")]),
    ("tab", [("yaml-tab", ":2:1", "write `  b: 2`")]),
    ("octal", [("yaml-number", ":3:10", 'write 16 for the number, or "0x10" for the text')]),
    ("anchor", [("yaml-anchor", ":1:4", "here and on line 2")]),
    ("n13_amount_yuan", [("?money-unit", ":34:15", "write `value: 12000000, unit: CNY` for the first")]),
]


def told(error: InputError, path: Path) -> list[Finding]:
    """The findings of an error, with places without the name of the file where it is the one expected."""
    marks = [("?" if isinstance(problem, Question) else "") + problem.code for problem in error.problems]
    assert isinstance(error, OpenQuestion) == all(mark.startswith("?") for mark in marks)
    assert error.exit_code == 2
    places = [problem.where.replace(str(path), "").replace(f"{path.parent}/", "") for problem in error.problems]
    return list(zip(marks, places, strict=True))


def committee(cases: Path, people: str, ties: str | None) -> Committee:
    folder = cases / "committee"
    return read_committee(folder / f"{people}.csv", folder / f"{ties}.csv" if ties else None, TEMPLATE)


@pytest.mark.parametrize(("people", "names"), SAME.items(), ids=list(SAME))
def test_the_same_chart_in_many_dresses(cases: Path, people: str, names: list[str]) -> None:
    centre = committee(cases, people, "ties").centre
    assert [(person.id, person.level, person.reports_to) for person in centre.people] == CHART
    assert [person.name.zh for person in centre.people] == names
    assert len(centre.ties) == 4


@pytest.mark.parametrize(("people", "ties", "chart", "count"), OTHERS, ids=[case[0] for case in OTHERS])
def test_other_charts(cases: Path, people: str, ties: str | None, chart: str, count: int) -> None:
    centre = committee(cases, people, ties).centre
    assert " ".join(f"{person.id}{person.level}{person.reports_to or ''}" for person in centre.people) == chart
    assert len(centre.ties) == count


def test_levels_that_are_shifted_give_the_same_people(cases: Path) -> None:
    shifted, plain = (committee(cases, name, "lv_ties").centre for name in ("lv_shift_people", "lv_people"))
    assert shifted == plain


@pytest.mark.parametrize(("people", "findings"), REFUSED, ids=[case[0] for case in REFUSED])
def test_a_committee_that_is_refused_or_asked_about(cases: Path, people: str, findings: list[Finding]) -> None:
    ties = "lv_ties" if people.startswith("lv") else "ties2" if people.endswith("_people") else "ties"
    with pytest.raises(InputError) as caught:
        committee(cases, people, ties)
    assert told(caught.value, cases / "committee" / f"{people}.csv") == findings
    for problem in caught.value.problems:
        assert problem.in_language("zh") != problem.in_language("en")


@pytest.mark.parametrize(("ties", "count", "findings"), TIES, ids=[case[0] for case in TIES])
def test_ties(cases: Path, ties: str, count: int, findings: list[Finding]) -> None:
    if not findings:
        assert len(committee(cases, "07_crlf", ties).centre.ties) == count
        return
    with pytest.raises(InputError) as caught:
        committee(cases, "07_crlf", ties)
    assert told(caught.value, cases / "committee" / "none.csv") == findings


SAID = [
    ("06b_manager_id_people", "ties2", "Manager ID = reports_to"),
    ("06_big5", "ties", "read as big5"),
    ("04_gbk", "ties", "read as gb18030"),
    ("06e_cp1252", "ties", "read as cp1252"),
    ("03_utf16le_nobom", "ties", "read as utf-16"),
    ("12_trailing_cols", "ties", "empty columns behind the last"),
    ("12b_trailing_cols_rows_only", "ties", "empty columns behind the last"),
    ("12c_excel_sep_line", "ties", "sep=;"),
    ("17_two_tops", "ties", "several people stand at the top: zhou, shen"),
    ("15b_id_chinese", None, "周 = p1"),
    ("20_date_name", "ties", "`2024-03-01` looks like a date"),
    ("22d_comment", "ties", "left aside above it: # exported 2026"),
    ("32b_dept_cn_hr", "ties", "financial approver, who can veto: guessed is"),
    ("34_one_person", None, "not to a key account"),
    ("19i_chinese_num", "ties", "power in words, taken as: 高 = 0.9, 中 = 0.5, 低 = 0.1"),
    ("37_role_words", "ties", "`Champion` was taken as influencer"),
    ("37_role_words", "ties", "`Economic Buyer` was taken as financial approver, who can veto"),
    ("38_level0", "ties", "levels 0, 2, 3 were taken as ranks"),
    ("39_level_gap", "ties", "levels 1, 2, 7 were taken as ranks"),
    ("lv_shift_people", "lv_ties", "levels 3, 4, 5, 6 were taken as ranks"),
    ("01_utf8_bom", "ties", "people 5, reporting lines 4, ties 4"),
]


@pytest.mark.parametrize(("people", "ties", "sentence"), SAID)
def test_what_is_said_about_reading(cases: Path, people: str, ties: str | None, sentence: str) -> None:
    said = committee(cases, people, ties).said
    assert any(sentence in message for message in said), said
    assert all(message.in_language("zh") != message for message in said)


def test_two_lines_of_one_tie_are_said_to_count_once(cases: Path) -> None:
    said = committee(cases, "07_crlf", "t_reciprocal_dup").said
    assert any("counted once" in message and "t_reciprocal_dup.csv:6" in message for message in said)


def test_beyond_the_limit_the_message_proposes_whom_to_keep(cases: Path) -> None:
    with pytest.raises(InputError, match=r"at most 32 .*nearest to the top stand p0, p1, .*p31"):
        committee(cases, "21_5000_rows", None)


def test_roles_go_to_all_departments_before_any_guess(cases: Path) -> None:
    centre = committee(cases, "40_dept_mgmt_words", "ties").centre
    assert {person.id: person.roles[0] for person in centre.people} == {
        "zhou": "decider",
        "shen": "financial_approver",
        "he": "technical_evaluator",
        "peng": "buyer",
        "luo": "initiator",
    }


@pytest.mark.parametrize(("file", "values"), DOSSIERS, ids=[case[0] for case in DOSSIERS])
def test_dossiers(cases: Path, file: str, values: dict[str, object]) -> None:
    (dossier,) = read_accounts(cases / "dossiers" / file).dossiers
    for path, value in values.items():
        found: object = dossier
        for name in path.split("."):
            found = getattr(found, name)
        assert (len(found) if isinstance(found, tuple) else found) == value, path


@pytest.mark.parametrize(("file", "findings"), BAD_DOSSIERS, ids=[case[0] for case in BAD_DOSSIERS])
def test_dossiers_that_are_refused_or_asked_about(cases: Path, file: str, findings: list[Finding]) -> None:
    path = cases / "dossiers" / file
    with pytest.raises(InputError) as caught:
        read_accounts(path)
    assert told(caught.value, path) == findings


def test_thirty_accounts_as_they_are_kept_in_china(cases: Path) -> None:
    read = read_accounts(cases / "dossiers" / "acc_gbk.csv")
    by_id = {dossier.id: dossier for dossier in read.dossiers}
    assert len(by_id) == 30
    assert by_id["K01"].name.zh == "江北医疗集团" and by_id["K01"].potential.funding is True
    assert by_id["K02"].purchases.cumulative_spend is None
    assert by_id["K07"].purchases.cumulative_spend == 1200
    assert (by_id["K03"].purchases.collection_rate, by_id["K03"].purchases.satisfaction) == (0.97, 0.6)
    assert by_id["K04"].purchases.satisfaction == 0.8 and by_id["K04"].admission.field_survey == "passed"
    assert by_id["K10"].admission.field_survey == "failed"
    assert by_id["K17"].purchases.cumulative_spend == 85
    assert by_id["K08"].purchases.yearly_profit == -4
    assert by_id["K05"].potential.funding is True and by_id["K05"].equipment[0].age_years == 5
    assert by_id["K09"].opportunity.rival_relationship == 3
    assert any("`85万` was read as 85 10k CNY" in message for message in read.said)


def test_a_fact_that_no_dossier_holds_is_named(cases: Path) -> None:
    said = read_accounts(cases / "dossiers" / "dossier_custom.yaml").said
    assert any("`basics.region` is no field of a dossier" in message for message in said)


@pytest.mark.parametrize(("name", "rules", "tests"), BOOKS)
def test_books(cases: Path, name: str, rules: int, tests: int) -> None:
    imported = import_book(cases / "books" / f"{name}.xlsx")
    assert (len(imported.book.rules), len(imported.book.cases)) == (rules, tests)
    assert bool(imported.said) == (tests == 0)


@pytest.mark.parametrize(("file", "where", "what"), BAD_BOOKS, ids=[case[0] for case in BAD_BOOKS])
def test_books_that_are_refused(cases: Path, file: str, where: str, what: str) -> None:
    path = cases / "books" / file
    with pytest.raises(InputError) as caught:
        import_book(path)
    hits = [p for p in caught.value.problems if p.where == f"{path}{where}" and what in str(p)]
    assert hits, str(caught.value)
    for problem in caught.value.problems:
        told = problem.in_language("zh")
        assert problem.code and told != str(problem) and not re.search(r", (sheet|cell) ", told)


@pytest.mark.parametrize("name", ["gbk_book", "triggers_rival", "triggers_sponsor"])
def test_books_in_yaml(cases: Path, name: str) -> None:
    path = cases / "books" / f"{name}.yaml"
    if name == "gbk_book":  # a fragment: it is read, and what it lacks is told
        with pytest.raises(InputError, match="missing key `facts`"):
            load_book(path)
    else:
        assert len(load_book(path).rules) == 10


@pytest.fixture
def scenarios(cases: Path, repository: Path, tmp_path: Path) -> Path:
    shutil.copytree(repository / "scenarios" / "shared", tmp_path / "shared")
    shutil.copytree(cases / "scenarios", tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.parametrize(("name", "findings"), SCENARIOS, ids=[case[0] for case in SCENARIOS])
def test_scenarios_that_are_refused_or_asked_about(
    scenarios: Path, name: str, findings: list[tuple[str, str, str]]
) -> None:
    path = scenarios / f"{name}.yaml"
    with pytest.raises(InputError) as caught:
        read_scenario(path)
    assert told(caught.value, path) == [(code, where) for code, where, _ in findings]
    for problem, (_, _, what) in zip(caught.value.problems, findings, strict=True):
        assert what in str(problem)
        assert problem.in_language("zh") != str(problem)


def test_chinese_alone_and_departments_in_words_are_accepted(scenarios: Path) -> None:
    people = read_scenario(scenarios / "hospital_zh_only.yaml").accounts[0].buying_centre.people
    assert people[0].name.en == people[0].name.zh == "郑院长"
    assert people[3].department == "放射科"


def test_a_scenario_in_gbk_is_read_and_this_is_said(scenarios: Path) -> None:
    said: list[object] = []
    with pytest.raises(InputError, match="missing key `id`"):
        read_scenario(scenarios / "gbk_scenario.yaml", said=said)  # type: ignore[arg-type]
    assert [str(message).rpartition(": ")[2] for message in said] == ["read as gb18030"]
