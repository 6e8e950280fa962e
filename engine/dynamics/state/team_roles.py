"""Places of our team's roles in flat records."""

from __future__ import annotations

from engine.model.terms import TEAM_ROLES

ACCOUNT_MANAGER = TEAM_ROLES.index("account_manager")
PRESALES = TEAM_ROLES.index("presales_engineer")
EXECUTIVE = TEAM_ROLES.index("executive_sponsor")
