"""Records the golden runs anew, on purpose: `make golden`. Then write "results change" and why in CHANGELOG.md."""

from __future__ import annotations

import json

from golden_runs import CASES, DIGESTS, digest_of, machine, read_table, records_of, rows_of, write_table


def main() -> None:
    """Run everything, store it, and say which runs changed."""
    before = read_table() if DIGESTS.exists() else {}
    rows, digests, changed = [], {}, []
    for name, strategy in CASES:
        records = records_of(name, strategy)
        own = rows_of(name, strategy, records)
        rows += own
        digests[f"{name} {strategy}"] = digest_of(records)
        if before.get((name, strategy)) != own:
            changed.append(f"{name} {strategy}")
    write_table(rows)
    stored = {"machine": machine(), "sha256": digests}
    DIGESTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    print(f"{len(CASES)} golden runs recorded, {len(changed)} of them new or changed")
    print("\n".join(f"  {case}" for case in changed))
    if changed and before:
        print('Say why in CHANGELOG.md, in a line that begins with "Results change:".')


if __name__ == "__main__":
    main()
