"""`kam rules diff` and what `kam rules explain` says of unknown facts, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

from kam_calls import Kam


def test_two_versions_of_a_book(kam: Kam, tmp_path: Path) -> None:
    changed = tmp_path / "mine.yaml"
    shipped = Path(__file__).parents[2] / "engine" / "rules" / "books" / "stage_gates.yaml"
    text = shipped.read_text(encoding="utf-8")
    assert "people_identified >= 3 and people_met >= 2" in text
    stricter = text.replace("people_identified >= 3 and people_met >= 2", "people_identified >= 3 and people_met >= 3")
    changed.write_text(stricter, encoding="utf-8")
    same = kam("rules", "diff", "stage_gates", str(shipped))
    assert same.code == 0 and "decide every account alike" in same.out
    other = kam("rules", "diff", "stage_gates", str(changed))
    assert other.code == 1 and "that there is no other is proved" in other.out
    found = json.loads(kam("rules", "diff", "stage_gates", str(changed), "--json").out)
    assert found["settled"] and all(kind["account"]["people_met"] == 2 for kind in found["kinds"])
    assert "已证明" in kam("rules", "diff", "stage_gates", str(changed), "--lang", "zh").out


def test_books_that_cannot_be_compared(kam: Kam) -> None:
    refused = kam("rules", "diff", "stage_gates", "withdraw_continue")
    assert refused.code == 2 and "compare two versions of one book" in refused.err


def test_an_explanation_asks_for_what_is_not_known(kam: Kam) -> None:
    said = kam("rules", "explain", "engagement_choice", "has_sponsor=yes").out
    assert "what is not known could change it" in said and "If it turns out that" in said
