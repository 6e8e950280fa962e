"""Static verification of rulebooks, exact over the declared facts and ranges."""

from engine.rules.verification.findings import Finding
from engine.rules.verification.report import Verification
from engine.rules.verification.verify import verify

__all__ = ["Finding", "Verification", "verify"]
