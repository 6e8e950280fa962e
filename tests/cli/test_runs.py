"""Whole runs through the commands: what is printed, what is stored, and that it can be replayed."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from kam_calls import Answer, Kam, fingerprint, run_kam

from engine.cli.watch import Watch
from engine.results import HEADLINE, read_run
from engine.studies import Progress, load_comparison

SCENARIO = "scenarios/keeping_up.yaml"
FEW = ("--replications", 20, "--workers", 1)
CHINESE = "集团企业跟上潮流的采购"


def only_run(folder: Path) -> Path:
    """The one run in this folder."""
    (run,) = [path for path in folder.iterdir() if path.name != "earlier"]
    return run


def test_compare_prints_the_result_and_where_to_read_more(kam: Kam, folder: Path) -> None:
    earlier = fingerprint(folder / "runs" / "earlier")
    answer = kam("compare", SCENARIO, "--strategies", "top_down，bottom_up_sponsored", *FEW)
    assert answer.code == 0, answer.err
    assert answer.err == ""
    lines = answer.out.splitlines()
    assert lines[0] == "Keeping up with the industry in a group company"
    for label in ("Top-down", "Bottom-up", "Win rate", "Do nothing"):
        assert label.lower() in answer.out.lower()
    page = folder / lines[-2].removeprefix("Report: ")
    run = folder / lines[-1].removeprefix("Run folder: ")
    assert run == only_run(folder / "runs")
    assert page.suffix == ".html" and page.stat().st_size > 10_000
    assert page.is_relative_to(run)
    assert not list(folder.rglob("*.unfinished"))
    assert read_run(run).receipt.command.startswith("kam compare scenarios/keeping_up.yaml --strategies")
    assert fingerprint(folder / "runs" / "earlier") == earlier


def test_compare_in_chinese(kam: Kam) -> None:
    answer = kam("compare", SCENARIO, "--strategies", "top_down", *FEW, "--lang", "zh")
    assert answer.code == 0, answer.err
    assert answer.out.startswith(CHINESE)
    assert "报告：" in answer.out and "运行文件夹：" in answer.out and "赢单率" in answer.out


def test_the_language_of_the_environment(kam: Kam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert CHINESE in kam("check", SCENARIO).out
    monkeypatch.setenv("KAM_LANG", "en")
    assert CHINESE not in kam("check", SCENARIO).out
    assert CHINESE in kam("check", SCENARIO, "--lang", "zh").out


def test_json_is_one_document_with_everything(kam: Kam, folder: Path) -> None:
    answer = kam("compare", SCENARIO, "--strategies", "top_down", *FEW, "--json", "--page")
    assert answer.code == 0, answer.err
    document = json.loads(answer.out)
    assert document["title"]["zh"] == CHINESE
    assert document["comparison"]["strategies"] == ["top_down", "do_nothing"]
    assert document["comparison"]["receipt"]["replications"] == 20
    assert document["statement"]
    assert (folder / document["report"]).is_file()
    assert read_run(folder / document["run"]).receipt.seed == 1


def test_json_alone_writes_no_page_and_draws_nothing(folder: Path) -> None:
    asked = (
        "import sys; from engine.cli.main import main; "
        f"main(['compare', '{SCENARIO}', '--strategies', 'top_down', '--replications', '20', '--json']); "
        "print('matplotlib' in sys.modules, 'jinja2' in sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", asked], cwd=folder, capture_output=True, text=True, check=True)
    document = json.loads(ran.stdout)
    assert document["report"] is None
    assert not list((folder / document["run"]).glob("*.html"))
    assert ran.stderr == "False False\n"


def test_a_run_without_its_page(kam: Kam, folder: Path) -> None:
    answer = kam("compare", SCENARIO, "--strategies", "top_down", *FEW, "--no-page")
    assert answer.code == 0, answer.err
    assert answer.out.splitlines()[-1].startswith("Run folder: ") and "Report: " not in answer.out
    assert not list((folder / "runs").rglob("*.html"))


def test_a_single_strategy_is_compared_with_doing_nothing(kam: Kam, folder: Path) -> None:
    words = ("--strategies", "playbook", *FEW, "--seed", 5, "--out", "elsewhere/deep")
    answer = kam("compare", SCENARIO, *words)
    assert answer.code == 0, answer.err
    assert "Compared with doing nothing, the win rate of “Playbook (rules choose)” differs by" in " ".join(
        answer.out.split()
    )
    receipt = read_run(only_run(folder / "elsewhere" / "deep")).receipt
    assert receipt.strategies == ("playbook", "do_nothing")
    assert (receipt.seed, receipt.replications) == (5, 20)


def test_strategies_in_files_whose_names_have_blanks_and_commas(kam: Kam, folder: Path) -> None:
    for name, file in (("first", "a, b.yaml"), ("second", "my own.yaml")):
        text = f"name: {name}\nlabel: {{en: Mine}}\nsource: own\nphases: [{{highest_first: true}}]\n"
        (folder / file).write_text(text, encoding="utf-8")
    words = ("--strategies", "a, b.yaml", "--strategies", "top_down，my own.yaml", *FEW, "--json")
    answer = kam("compare", SCENARIO, *words)
    assert answer.code == 0, answer.err
    assert json.loads(answer.out)["comparison"]["strategies"] == ["first", "top_down", "second", "do_nothing"]


def test_set_changes_what_is_run(kam: Kam, folder: Path) -> None:
    answer = kam(
        "compare", SCENARIO, "--strategies", "do_nothing", *FEW, "--set", "horizon=400", "--set", "title.en=Mine"
    )
    assert answer.code == 0, answer.err
    assert answer.out.startswith("Mine\n")
    assert read_run(only_run(folder / "runs")).scenario.horizon.value == 400


def test_precision_stops_by_itself(kam: Kam, folder: Path) -> None:
    answer = kam("compare", SCENARIO, "--strategies", "top_down,playbook", "--precision", "0.2", "--workers", 1)
    assert answer.code == 0, answer.err
    receipt = read_run(only_run(folder / "runs")).receipt
    assert receipt.replications == 128


def test_workers_do_not_change_the_records(folder: Path, stored: Path) -> None:
    words = ("--strategies", "top_down", "--replications", 40, "--workers", 2)
    answer = run_kam("compare", SCENARIO, *words, folder=folder)
    assert answer.code == 0, answer.err
    assert read_run(only_run(folder / "runs")).receipt.rows == read_run(stored).receipt.rows


def test_replay_proves_a_run_identical(kam: Kam, stored: Path) -> None:
    before = fingerprint(stored)
    answer = kam("runs", "replay", stored)
    assert answer.code == 0, answer.err
    assert "Identical: all 40 replications" in answer.out
    assert read_run(stored).receipt.rows["top_down"].outcomes_sha256 in answer.out
    assert fingerprint(stored) == before


def test_replay_as_json(kam: Kam, stored: Path) -> None:
    answer = kam("runs", "replay", stored, "--json", "--workers", 1)
    document = json.loads(answer.out)
    assert answer.code == 0
    assert document["identical"] is True and document["differing"] == []


def test_replay_sees_a_changed_record(kam: Kam, stored: Path, tmp_path: Path) -> None:
    run = Path(shutil.copytree(stored, tmp_path / "copy"))
    records = run / "outcomes-top_down.parquet"
    data = bytearray(records.read_bytes())
    data[len(data) // 2] ^= 1
    records.write_bytes(data)
    answer = kam("runs", "replay", run)
    assert answer.code == 1
    assert "NOT identical" in answer.out
    assert answer.messages == [f"{run}: outcomes-top_down.parquet was changed"]


def test_replay_sees_another_seed(kam: Kam, stored: Path, tmp_path: Path) -> None:
    run = Path(shutil.copytree(stored, tmp_path / "copy"))
    receipt = json.loads((run / "receipt.json").read_text(encoding="utf-8"))
    receipt["seed"] = 2
    (run / "receipt.json").write_text(json.dumps(receipt), encoding="utf-8")
    answer = kam("runs", "replay", run)
    assert answer.code == 1
    assert f"{run}: came out differently: outcomes of top_down" in answer.messages


def test_replay_names_another_program(kam: Kam, stored: Path, tmp_path: Path) -> None:
    run = Path(shutil.copytree(stored, tmp_path / "copy"))
    receipt = json.loads((run / "receipt.json").read_text(encoding="utf-8"))
    receipt["code_sha256"] = "0" * 64
    (run / "receipt.json").write_text(json.dumps(receipt), encoding="utf-8")
    answer = kam("runs", "replay", run)
    assert answer.code == 0
    assert any("code" in message for message in answer.messages)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_trace_tells_the_story_with_reasons(kam: Kam, lang: str) -> None:
    answer = kam("trace", SCENARIO, "--strategy", "bottom_up_sponsored", "--replication", 7, "--lang", lang)
    assert answer.code == 0, answer.err
    assert answer.err == ""
    assert len(answer.out.splitlines()) > 20
    assert ("周总" if lang == "zh" else "Zhou") in answer.out


def test_trace_as_json(kam: Kam) -> None:
    answer = kam("trace", SCENARIO, "--strategy", "top_down", "--replication", 7, "--json")
    document = json.loads(answer.out)
    assert (document["strategy"], document["replication"], document["deal"]) == ("top_down", 7, 0)
    assert {"trigger", "decision", "touch", "sign_off", "outcome"} <= {event["kind"] for event in document["events"]}


def test_trace_of_a_project_that_never_opened(kam: Kam) -> None:
    words = ("--set", "accounts.parts_group.market.keeping_up.threshold=0.999", "--set", "horizon=40")
    answer = kam("trace", SCENARIO, "--strategy", "top_down", "--replication", 0, *words)
    assert answer.code == 0, answer.err
    assert "· no project opened; days are counted" in answer.out.replace("\n", " ")


def test_the_real_organisation(kam: Kam, folder: Path, shared_data: Path) -> None:
    tables = ("--people", shared_data / "krackhardt/managers.csv", "--ties", shared_data / "krackhardt/ties.csv")
    answer = kam("compare", SCENARIO, *tables, "--strategies", "top_down,bottom_up_sponsored", *FEW)
    assert answer.code == 0, answer.err
    centre = read_run(only_run(folder / "runs")).scenario.accounts[0].buying_centre
    assert len(centre.people) == 21
    assert [sum(tie.kind == kind for tie in centre.ties) for kind in ("advice", "friendship")] == [190, 102]
    assert sum(person.reports_to is not None for person in centre.people) == 20


def test_tables_from_a_chinese_office_program(kam: Kam, folder: Path) -> None:
    people = "编号,部门,级别,姓名,上级\r\na,总经办,1,王总,\r\nb,财务部,2,李经理,a\r\nc,技术部,2,赵工,a\r\n"
    ties = "从,到,类型\r\nb,c,咨询\r\n"
    (folder / "people.csv").write_bytes(people.encode("gbk"))
    (folder / "ties.csv").write_bytes(b"\xef\xbb\xbf" + ties.encode())
    answer = kam("compare", SCENARIO, "--people", "people.csv", "--ties", "ties.csv", "--strategies", "top_down", *FEW)
    assert answer.code == 0, answer.err
    names = [person.name.zh for person in read_run(only_run(folder / "runs")).scenario.accounts[0].buying_centre.people]
    assert names == ["王总", "李经理", "赵工"]


def test_a_story_of_a_strategy_of_ones_own_is_offered_by_its_file(kam: Kam, folder: Path) -> None:
    text = "name: mine\nlabel: {en: Mine}\nsource: own\nphases: [{highest_first: true}]\n"
    (folder / "my own.yaml").write_text(text, encoding="utf-8")
    answer = kam("compare", "--no-page", "--strategies", "my own.yaml", SCENARIO, *FEW)
    assert answer.code == 0, answer.err
    offered = [line.strip() for line in answer.out.splitlines() if line.startswith("    kam ")]
    offered = [command for command in offered if not command.startswith("kam model ")]
    assert all(command.split()[2] == SCENARIO and "'my own.yaml'" in command for command in offered), offered
    story = next(command for command in offered if command.startswith("kam trace"))
    assert kam(*shlex.split(story)[1:]).code == 0


LONGER = ("compare", SCENARIO, "--strategies", "top_down", "--replications", 60, "--workers", 1, "--no-page")


def broken_off(kam: Kam, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """A comparison at which Ctrl-C was pressed after some replications."""
    follow = Watch.__call__

    def pressed(self: Watch, progress: Progress) -> None:
        follow(self, progress)
        if progress.done > 10:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Watch, "__call__", pressed)
        answer = kam(*LONGER)
    assert answer.code == 130
    return answer


def test_a_run_broken_off_is_taken_up_by_the_same_command(
    kam: Kam, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(folder / "runs")
    assert "the same command goes on" in broken_off(kam, monkeypatch).err
    again = kam(*LONGER, "--lang", "zh")
    assert again.code == 0 and "上次中断的运行已有" in again.err
    found = read_run(only_run(folder / "runs"))
    alone = kam(*LONGER, "--out", "alone")
    assert alone.err == "" and found.receipt.rows == read_run(only_run(folder / "alone")).receipt.rows


def test_a_run_is_extended(kam: Kam, folder: Path, stored: Path) -> None:
    shutil.rmtree(folder / "runs")
    shutil.copytree(stored, folder / "runs" / stored.name)
    answer = kam("runs", "extend", f"runs/{stored.name}", "--replications", 60, "--workers", 1, "--json")
    assert answer.code == 0, answer.err
    assert "40 replications are there already and are not played again" in answer.err
    document = json.loads(answer.out)
    assert document["comparison"]["replications"] == 60
    longer = folder / document["run"]
    assert kam(*LONGER, "--out", "alone").code == 0
    assert read_run(longer).receipt.rows == read_run(only_run(folder / "alone")).receipt.rows
    assert kam("runs", "replay", longer).code == 0
    refused = kam("runs", "extend", longer, "--replications", 60)
    assert refused.code == 2 and "60 replications already" in refused.err


def test_what_a_set_value_changes_is_told(kam: Kam, folder: Path) -> None:
    """Of one that decides nothing it says so, and which ways were taken instead."""
    nothing = kam(*LONGER, "--set", "behaviour.turnover.vacancy=60", "--lang", "zh")
    assert nothing.code == 0, nothing.err
    assert "`behaviour.turnover.vacancy=60` 没有改变任何结果" in nothing.out and "凭相识" in nothing.out
    something = kam(*LONGER, "--set", "behaviour.pursuit.pause=30", "--json")
    found = json.loads(something.out)["comparison"]["changes"]
    assert found["settings"] == ["behaviour.pursuit.pause=30"] and found["parted"]["top_down"] > 30
    assert found["parted"]["do_nothing"] == 0


def test_a_cluster_that_does_not_answer_is_told(kam: Kam, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.execution.cluster.SECONDS_TO_CONNECT", 1)
    answer = kam(*LONGER, "--cluster", "tcp://127.0.0.1:9")
    assert answer.code == 2 and "--workers" in answer.err, "the cluster has its own"
    answer = kam(*[word for word in LONGER if word not in ("--workers", 1)], "--cluster", "tcp://127.0.0.1:9")
    assert answer.code == 2 and "nobody answers at tcp://127.0.0.1:9" in answer.err


def test_a_run_of_another_layout_is_refused(kam: Kam, folder: Path, stored: Path) -> None:
    """As runs of 0.1.0 are: their receipts bear another number."""
    old = folder / "runs" / "old"
    shutil.copytree(stored, old)
    receipt = json.loads((old / "receipt.json").read_text(encoding="utf-8"))
    old_receipt = {**receipt, "schema_version": 1, "program": "kam-sandbox 0.1.0"}
    (old / "receipt.json").write_text(json.dumps(old_receipt), encoding="utf-8")
    answer = kam("runs", "replay", old)
    assert answer.code == 2 and "kam-sandbox 0.1.0 made this run" in answer.err
    assert receipt["command"] in answer.err


def test_the_runs_of_a_folder_are_listed(kam: Kam, folder: Path, stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(stored, folder / "runs" / stored.name)
    broken_off(kam, monkeypatch)
    document = json.loads(kam("runs", "list", "--json").out)
    first, *others = document["runs"]
    unfinished, unreadable = sorted(others, key=lambda run: str(run["state"]))
    assert (first["name"], first["state"], first["scenario"]) == (stored.name, "complete", "keeping_up")
    assert (first["strategies"], first["replications"], first["seed"]) == (["top_down", "do_nothing"], 40, 1)
    assert (first["leader"], first["sure"]) == ("top_down", "")
    assert first["bytes"] == sum(path.stat().st_size for path in stored.rglob("*") if path.is_file())
    assert (unreadable["name"], unreadable["state"]) == ("earlier", "unreadable")
    assert (unfinished["scenario"], unfinished["state"], unfinished["strategies"]) == (
        "keeping_up",
        "unfinished",
        ["top_down", "do_nothing"],
    )
    assert 0 < unfinished["replications"] < 60
    english, chinese = kam("runs", "list", "runs"), kam("runs", "list", "--lang", "zh")
    assert english.code == chinese.code == 0
    assert stored.name in english.out and "unfinished" in english.out and "complete" in english.out
    assert "未完成" in chinese.out and "赢得最多" in chinese.out


def test_who_is_ahead_is_what_the_comparison_says(kam: Kam, folder: Path) -> None:
    kam("compare", SCENARIO, "--replications", 60, "--workers", 1, "--no-page", "--out", "many")
    (listed,) = json.loads(kam("runs", "list", "many", "--json").out)["runs"]
    standing = load_comparison(only_run(folder / "many")).standings[HEADLINE[0]]
    assert listed["leader"] == standing.leader
    sure = "cannot_tell" if standing.tied else "likely" if standing.likely_behind else "clear"
    assert listed["sure"] == sure


def test_a_folder_without_runs(kam: Kam, folder: Path) -> None:
    (folder / "empty").mkdir()
    assert kam("runs", "list", "empty").out == "There are no runs in empty.\n"
    missing = kam("runs", "list", "nowhere")
    assert missing.code == 2 and missing.messages[0].startswith("DIR: there is no folder `nowhere`")
