"""The advice on accounts as one self-contained page: a table that sorts, and everything on each account below it."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from importlib.resources import files
from typing import TYPE_CHECKING

from engine.wording import Document, counted, say, told

if TYPE_CHECKING:
    from engine.advice import AccountsAdvice


def advice_page(advice: AccountsAdvice, lang: str, when: datetime) -> str:
    """The page's HTML. when: shown as the time it was made. Its one script, which sorts, is named by its hash."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    def text(name: str, package: str = "engine.cli") -> str:
        return (files(package) / "templates" / name).read_text(encoding="utf-8")

    script = text("sort.js")
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    heading = counted("Advice on {n} account", "Advice on {n} accounts", len(advice.accounts))
    overview = Document(advice.overview().parts[1:])
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(text("accounts.html.j2"))
    return template.render(
        html_lang="zh-CN" if lang == "zh" else "en",
        css=Markup(text("page.css", "engine.report") + text("accounts.css")),
        script=Markup(script),
        script_hash=f"sha256-{digest}",
        heading=told(heading, lang),
        made=told(say("from the dossiers, without simulation · {when}", when=f"{when:%Y-%m-%d %H:%M}"), lang),
        table=Markup(overview.html(lang)),
        details_heading=told(say("Account by account"), lang),
        details=Markup(advice.folded().html(lang)),
    )
