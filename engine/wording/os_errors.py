"""What went wrong with a file, as the operating system counts it, in words of ours."""

from __future__ import annotations

import errno

from engine.wording.message import Message, say

_REASONS = {
    errno.ENOSPC: say("no space left on device"),
    errno.EDQUOT: say("the disk quota is used up"),
    errno.EROFS: say("this disk can only be read"),
    errno.EIO: say("the disk reports an error"),
    errno.EACCES: say("permission denied"),
    errno.EPERM: say("permission denied"),
    errno.EISDIR: say("this is a folder, not a file"),
    errno.ENOTDIR: say("a part of the path is a file, not a folder"),
    errno.ENOENT: say("no such file or folder"),
    errno.EEXIST: say("there is already something of this name"),
    errno.ENOTEMPTY: say("the folder is not empty"),
    errno.ENAMETOOLONG: say("the name is too long"),
    errno.ELOOP: say("the links lead in a circle"),
    errno.EBUSY: say("something else is using it"),
    errno.ETXTBSY: say("something else is using it"),
    errno.EMFILE: say("too many files are open"),
    errno.ENFILE: say("too many files are open"),
    errno.ENOMEM: say("there is not enough memory"),
    errno.EFBIG: say("the file is too large for this disk"),
    errno.ENODEV: say("there is no such device"),
    errno.ENXIO: say("there is no such device"),
    errno.EPIPE: say("nobody reads what is written"),
    errno.ESTALE: say("the network drive is gone"),
    errno.ETIMEDOUT: say("the network drive does not answer"),
}


def system_reason(error: OSError | ValueError) -> Message:
    """Why the system would not read or write, in a clause; a ValueError comes from a name that cannot be one."""
    if not isinstance(error, OSError):
        return say("the name holds a sign that no file name can hold")
    if error.errno is None:
        return say("the system gives no reason")
    number = errno.errorcode.get(error.errno, str(error.errno))
    return _REASONS.get(error.errno) or say("the system refuses it ({number})", number=number)
