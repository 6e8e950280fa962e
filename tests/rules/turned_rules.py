"""Rules turned into their opposite, to see that a wrong table is noticed."""

from engine.model.rule_table import AllOf, AnyOf, CellTest, RuleCells, RuleTable, RuleTest


def turned(rule: RuleCells, table: RuleTable) -> RuleCells:
    """The rule that fires wherever this one does not."""
    return RuleCells(rule.rule, _turned(rule.when, table))


def _turned(test: RuleTest, table: RuleTable) -> RuleTest:
    if isinstance(test, CellTest):
        return CellTest(test.fact, ~test.cells & ((1 << table.facts[test.fact].count) - 1))
    parts = tuple(_turned(part, table) for part in test.parts)
    return AnyOf(parts) if isinstance(test, AllOf) else AllOf(parts)
