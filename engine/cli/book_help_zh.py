"""The help pages of `kam rules export`, `kam rules import` and `kam advise` in Chinese."""

from __future__ import annotations

BOOK_HELP = {
    "Write a rulebook as a workbook, CSV or Markdown. Nothing is lost; Markdown is written in --lang.": (
        "把规则书导出为 Excel 工作簿、CSV 或 Markdown，内容不丢失；Markdown 用 --lang 指定的语言。"
    ),
    "Make a rulebook of a workbook or CSV file. Everything wrong is named with sheet and cell, or line.": (
        "从 Excel 工作簿或 CSV 导入规则书：每处错误都指明工作表和单元格，或行号。"
    ),
    "Where to write: .xlsx, .csv, .md or .yaml.": "输出文件：.xlsx、.csv、.md 或 .yaml。",
    "Write over a file that is there already.": "覆盖已有文件。",
    "Workbook (.xlsx) or CSV file of a rulebook.": "规则书的工作簿（.xlsx）或 CSV 文件。",
    "YAML file to write.": "要写入的 YAML 文件。",
    "Advise on a real account from its dossier, by rulebooks and without simulation: tier, rating, potential, trigger, "
    "strategy, whom to see next, what to find out, and why.": (
        "根据真实客户档案，由规则书直接给出建议（不做模拟）：分级、认定、潜力、契机、策略、下一步见谁、还需了解什么，以及理由。"
    ),
    "Dossiers of accounts: YAML, CSV or XLSX.": "客户档案文件（YAML、CSV 或 Excel），可多个。",
    "A rulebook of your own in place of the shipped one with its id; may be given several times.": (
        "用自己的规则书代替同名的自带规则书；可多次使用。"
    ),
}
