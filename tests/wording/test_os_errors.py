"""What the system refuses is told in words of ours, in both languages."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest

from engine.errors import InputError
from engine.files.writing import write_named
from engine.wording import system_reason, told


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EISDIR, errno.ENOENT, errno.EIO])
def test_the_usual_refusals_have_words(number: int) -> None:
    reason = system_reason(OSError(number, os.strerror(number)))
    assert errno.errorcode[number] not in reason
    assert re.search("[\u4e00-\u9fff]", told(reason, "zh")) and not re.search("[\u4e00-\u9fff]", reason)


def test_a_rare_refusal_is_told_by_its_number() -> None:
    assert system_reason(OSError(errno.EXDEV, "x")) == "the system refuses it (EXDEV)"
    assert told(system_reason(OSError("strange")), "zh") == "系统未说明原因"
    assert "sign" in system_reason(ValueError("embedded null byte"))


def test_a_folder_in_the_way_is_told_in_chinese_too(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(InputError) as refused:
        write_named(tmp_path / "there", b"x")
    (problem,) = refused.value.problems
    assert problem.in_language("zh").endswith("无法写入：这是文件夹，不是文件")
