"""D4: the sign-off constants, refitted on the approval steps of BPI 2020, first half of 2018, and played against them.

Three logs of a university: travel permits, declarations and payment requests. A file goes from the employee to the
administration (a clerk's check, mostly within a minute) and then to up to three signers. A wait runs from the file's
previous event to the signer's approval or refusal, in calendar days.
"""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from laboratory import bench_of, degenerate, person, quantity, run, shipped, step
from scipy import special, stats

from engine.dynamics.state.workdays import days_of_work
from engine.model.quantity import canonical
from engine.model.scenario import Scenario
from engine.situation import read_scenario

LOGS = {"permits": "PermitLog", "declarations": "DomesticDeclarations", "payments": "RequestForPayment"}
SIGNERS = ("BUDGET OWNER", "SUPERVISOR", "DIRECTOR")

# value, tolerance; the tolerance is about two standard errors, so that a different reading of the logs is noticed.
WAITS = {  # signer: number, mean days, median days, gamma shape
    "BUDGET OWNER": (3776, (1.69, 0.08), (0.82, 0.05), (0.50, 0.02)),
    "SUPERVISOR": (10127, (2.33, 0.06), (1.06, 0.05), (0.59, 0.02)),
    "DIRECTOR": (322, (2.36, 0.35), (1.08, 0.25), (0.58, 0.08)),
}
REFUSALS = {
    "ADMINISTRATION": (913, 11128),
    "BUDGET OWNER": (88, 3776),
    "SUPERVISOR": (255, 10127),
    "DIRECTOR": (1, 322),
}
RESUBMITTED = {"permits": (100, 141), "declarations": (474, 589), "payments": (309, 527)}


@dataclass(frozen=True)
class Step:
    """One line of a log."""

    decision: str
    role: str
    time: datetime
    amount: float


@dataclass(frozen=True)
class Climb:
    """Logistic regression of "reaches the director" on log10 of the amount, over files a supervisor approved."""

    files: int
    directors: int
    slope: float
    midpoint: float


@cache
def read(folder: Path, log: str) -> tuple[tuple[Step, ...], ...]:
    """The files of one log, each as its steps in order."""
    files: dict[str, list[Step]] = {}
    with gzip.open(folder / "bpi2020_h1" / f"{LOGS[log]}.csv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            decision = row["activity"].removesuffix(f" by {row['role']}").split()[-1]
            step = Step(decision, row["role"], datetime.fromisoformat(row["timestamp"]), float(row["amount_eur"]))
            files.setdefault(row["case_id"], []).append(step)
    return tuple(tuple(steps) for steps in files.values())


def read_all(folder: Path) -> list[tuple[Step, ...]]:
    return [file for log in LOGS for file in read(folder, log)]


def waits(folder: Path, roles: tuple[str, ...]) -> np.ndarray:
    """Days from a file's previous step to each decision of these roles."""
    pairs = ((before, step) for file in read_all(folder) for before, step in pairwise(file))
    return np.array([(step.time - before.time).total_seconds() / 86400 for before, step in pairs if step.role in roles])


def refusals(folder: Path, role: str) -> tuple[int, int]:
    """How many decisions of a role were refusals, and how many it took."""
    decisions = [step.decision for file in read_all(folder) for step in file[1:] if step.role == role]
    return decisions.count("REJECTED"), len(decisions)


def resubmissions(folder: Path, log: str) -> tuple[int, int]:
    """How many refusals, the employee's own withdrawals aside, led to a new submission, and how many there were."""
    again = [
        any(later.decision == "SUBMITTED" for later in file[place + 1 :])
        for file in read(folder, log)
        for place, step in enumerate(file)
        if step.decision == "REJECTED" and step.role in ("ADMINISTRATION", *SIGNERS)
    ]
    return sum(again), len(again)


def corrections(folder: Path) -> np.ndarray:
    """Days from each refusal to the next submission of the file, where there was one."""
    days = []
    for file in read_all(folder):
        for place, event in enumerate(file):
            if event.decision == "REJECTED" and event.role in ("ADMINISTRATION", *SIGNERS):
                again = [later.time for later in file[place + 1 :] if later.decision == "SUBMITTED"]
                days += [(again[0] - event.time).total_seconds() / 86400] if again else []
    return np.array(days)


def climb(folder: Path, log: str) -> Climb:
    """Fitted by Newton's method; files without an amount are left out."""
    approved = [
        file
        for file in read(folder, log)
        if file[0].amount > 0 and any(s.role == "SUPERVISOR" and s.decision.endswith("APPROVED") for s in file)
    ]
    amounts = np.log10([file[0].amount for file in approved])
    reached = np.array([any(step.role == "DIRECTOR" for step in file) for file in approved], dtype=float)
    design = np.column_stack([np.ones_like(amounts), amounts])
    beta = np.zeros(2)
    for _ in range(30):
        p = special.expit(design @ beta)
        beta += np.linalg.solve(design.T @ (design * (p * (1 - p))[:, None]), design.T @ (reached - p))
    return Climb(len(approved), int(reached.sum()), float(beta[1]), float(10 ** (-beta[0] / beta[1])))


@pytest.mark.parametrize(
    ("log", "files", "events"), [("permits", 3280, 11741), ("declarations", 4167, 15560), ("payments", 2798, 10432)]
)
def test_the_logs_are_the_published_ones(shared_data: Path, log: str, files: int, events: int) -> None:
    logs = read(shared_data, log)
    assert (len(logs), sum(map(len, logs))) == (files, events)


@pytest.mark.parametrize("signer", SIGNERS)
def test_waits_of_each_signer(shared_data: Path, signer: str) -> None:
    days = waits(shared_data, (signer,))
    number, mean, median, shape = WAITS[signer]
    assert len(days) == number
    assert days.mean() == pytest.approx(mean[0], abs=mean[1])
    assert np.median(days) == pytest.approx(median[0], abs=median[1])
    assert stats.gamma.fit(days[days > 0], floc=0)[0] == pytest.approx(shape[0], abs=shape[1])


def test_all_signers_together_and_gamma_rather_than_lognormal(shared_data: Path) -> None:
    days = waits(shared_data, SIGNERS)
    assert len(days) == 14225
    assert days.mean() == pytest.approx(2.16, abs=0.05)
    positive = days[days > 0]
    gamma, lognormal = stats.gamma.fit(positive, floc=0), stats.lognorm.fit(positive, floc=0)
    assert gamma[0] == pytest.approx(0.56, abs=0.02)
    assert stats.gamma.logpdf(positive, *gamma).sum() > stats.lognorm.logpdf(positive, *lognormal).sum() + 100


@pytest.mark.parametrize("role", REFUSALS)
def test_refusals_of_each_role(shared_data: Path, role: str) -> None:
    assert refusals(shared_data, role) == REFUSALS[role]


@pytest.mark.parametrize("log", LOGS)
def test_resubmissions_after_a_refusal(shared_data: Path, log: str) -> None:
    assert resubmissions(shared_data, log) == RESUBMITTED[log]


def test_permits_climb_to_the_director_with_the_amount(shared_data: Path) -> None:
    fit = climb(shared_data, "permits")
    assert (fit.files, fit.directors) == (3112, 309)
    assert fit.slope == pytest.approx(7.98, abs=0.05)
    assert fit.midpoint == pytest.approx(3286, abs=20)


def test_payment_requests_climb_as_steeply(shared_data: Path) -> None:
    fit = climb(shared_data, "payments")
    assert (fit.files, fit.directors) == (2580, 13)
    assert fit.slope == pytest.approx(climb(shared_data, "permits").slope, abs=2 * 1.92)


def test_scenarios_use_what_was_fitted(shared_data: Path, repository: Path) -> None:
    """The shipped sign-off constants, rounded, are the ones above; what is cited as the fit must be the fit."""
    signs = read_scenario(repository / "scenarios" / "keeping_up.yaml").accounts[0].process.sign_offs
    fit = climb(shared_data, "permits")
    refused = [refusals(shared_data, role) for role in SIGNERS]
    checks, sent_back = refusals(shared_data, "ADMINISTRATION")[::-1]
    again = corrections(shared_data)
    assert canonical(signs.wait) == pytest.approx(waits(shared_data, SIGNERS).mean(), abs=0.1)
    assert canonical(signs.clerk_refusal) == pytest.approx(sent_back / checks, abs=0.0005)
    assert canonical(signs.correction) == pytest.approx(again.mean(), abs=0.05)
    assert canonical(signs.correction_shape) == pytest.approx(stats.gamma.fit(again, floc=0)[0], abs=0.03)
    assert canonical(signs.refusal) == pytest.approx(
        sum(no for no, _ in refused) / sum(all_ for _, all_ in refused), abs=0.0005
    )
    assert canonical(signs.slope) == pytest.approx(fit.slope, abs=0.05)
    clerk = (signs.clerk_wait, signs.clerk_shape, signs.clerk_refusal, signs.correction, signs.correction_shape)
    assert all(quantity.is_cited for quantity in (signs.wait, signs.wait_shape, signs.refusal, signs.slope, *clerk))
    assert not signs.midpoint.is_cited, "what a university's files cost says nothing about capital goods"


# --- the simulator against the files ---------------------------------------------------------------------------------

UNIVERSITY = {
    "provenance": {"assumption": "a Dutch university in 2018; most signatures fall between eight and five"},
    "office_hours": {"opens": 8.0, "closes": 17.0},
    "holidays": [
        {"id": f"off_{day}", "name": {"en": day, "zh": day}, "from": f"2018-{day}"}
        for day in ("01-01", "04-02", "04-27", "05-10", "05-21", "12-25", "12-26")
    ],
}
"""When people of the university can be met: King's Day, Ascension, the Mondays of Easter and Whitsun, and so on."""
SUMMER_TIME = 83.0
"""Day of 2018 on which clocks were put forward."""


def university(signers: int, **signs: float) -> Scenario:
    """A line of so many signers, to whom files come at all times of the spring of 2018."""
    line = [person("s0", 1, roles=["decider"], power=1.0, identified=True)]
    line += [person(f"s{place}", place + 1, f"s{place - 1}") for place in range(1, signers)]
    line += [person("author", signers + 1, f"s{signers - 1}", roles=["initiator"])]
    shipped_signs = shipped("keeping_up").accounts[0].process.sign_offs
    used = ("wait", "wait_shape", "refusal", "clerk_wait", "clerk_shape", "correction", "correction_shape")
    values = {name: canonical(getattr(shipped_signs, name)) for name in used} | {"refusal_sway": 0.0, **signs}
    edits: dict[str, object] = {f"accounts.0.process.sign_offs.{name}": value for name, value in values.items()}
    edits |= {"accounts.0.project.amount": 100_000, "accounts.0.process.working_days_only": True}
    edits |= {"begins": "2018-01-01", "horizon": quantity(800, "days")}
    steps = [step("need", 90, shape=5), step("approval", 0) | {"sign_off": True}, step("purchase", 0)]
    return degenerate(steps, line, edits, calendar=UNIVERSITY)


def test_waits_of_signatures_are_distributed_as_in_the_files(shared_data: Path) -> None:
    """From the hours at which files came to the signers' desks, in local time (an hour ahead, from 25 March two)."""
    pairs = [(before, after) for file in read_all(shared_data) for before, after in pairwise(file)]
    came = np.array([before.time.timestamp() for before, after in pairs if after.role in SIGNERS])
    days = (came - datetime(2018, 1, 1, tzinfo=UTC).timestamp()) / 86400
    days += np.where(days < SUMMER_TIME, 1, 2) / 24
    account = bench_of(university(1)).account
    u = np.random.default_rng(1).random(len(days))
    worked = account.sign_wait * stats.gamma.ppf(u, account.sign_shape) / account.sign_shape
    found = [days_of_work(account, day, wait) for day, wait in zip(days, worked, strict=True)]
    assert stats.ks_2samp(found, waits(shared_data, SIGNERS)).statistic <= 0.06


@cache
def approvals(folder: Path, log: str) -> tuple[np.ndarray, np.ndarray, float]:
    """Days from submission to the last approval, signatures of the last round, and the share of files ever refused."""
    files = read(folder, log)
    done = [file for file in files if file[-1].decision == "FINAL_APPROVED"]
    days = [(file[-1].time - file[0].time).total_seconds() / 86400 for file in done]
    rounds = [max(place for place, step in enumerate(file) if step.decision == "SUBMITTED") for file in done]
    signed = [sum(step.role in SIGNERS for step in file[start:]) for file, start in zip(done, rounds, strict=True)]
    refused = [any(s.decision == "REJECTED" and s.role in ("ADMINISTRATION", *SIGNERS) for s in f) for f in files]
    return np.array(days), np.array(signed), float(np.mean(refused))


@cache
def played_like(folder: Path, log: str) -> tuple[np.ndarray, float]:
    """The same of the simulator, with as many signers as the files had, and the clerk's own chance in this log."""
    _, signed, _ = approvals(folder, log)
    decisions = [step for file in read(folder, log) for step in file if step.role == "ADMINISTRATION"]
    sent_back = sum(step.decision == "REJECTED" for step in decisions) / len(decisions)
    days, refused = [], []
    for signers in (1, 2, 3):
        count = round(3000 * float(np.mean(signed == signers)))
        if count > 0:
            rows = run(university(signers, clerk_refusal=sent_back), count=count).outcomes
            days.append(rows["necessary_days"] + rows["waste_days"])
            refused.append(rows["sent_back_by_clerk"] + rows["sign_offs_refused"] > 0)
    return np.concatenate(days), float(np.mean(np.concatenate(refused)))


@pytest.mark.parametrize("log", LOGS)
def test_whole_approvals_take_as_long_as_in_the_files(shared_data: Path, log: str) -> None:
    assert stats.ks_2samp(played_like(shared_data, log)[0], approvals(shared_data, log)[0]).statistic <= 0.10


@pytest.mark.parametrize("log", LOGS)
def test_as_many_files_are_ever_refused(shared_data: Path, log: str) -> None:
    assert played_like(shared_data, log)[1] == pytest.approx(approvals(shared_data, log)[2], abs=0.02)
