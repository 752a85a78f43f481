"""Why a file cannot be read or written, in both languages instead of the system's own words."""

from __future__ import annotations

import errno

from zhibiao.terms.text import Text

_REASONS = {
    errno.ENOENT: Text(zh="没有这个文件或文件夹", en="there is no such file or folder"),
    errno.ENOTDIR: Text(zh="路径中有一段不是文件夹", en="part of its path is no folder"),
    errno.EEXIST: Text(zh="该是文件夹的地方是一个文件", en="a file stands where a folder is needed"),
    errno.EISDIR: Text(zh="这是文件夹，不是文件", en="it is a folder, not a file"),
    errno.EACCES: Text(zh="没有读取权限", en="no permission to read it"),
    errno.ENAMETOOLONG: Text(zh="文件名过长", en="its name is too long"),
    errno.ELOOP: Text(zh="链接指回自身", en="its link leads back to itself"),
    errno.ENOTSUP: Text(zh="不是普通文件，而是管道或设备", en="it is a pipe or device, not a file"),
    errno.EPERM: Text(zh="不允许这样做", en="it is not permitted"),
    errno.ENOSPC: Text(zh="磁盘已满", en="the disk is full"),
    errno.EROFS: Text(zh="磁盘只读", en="the disk can only be read"),
    errno.EIO: Text(zh="磁盘读取出错", en="the disk cannot be read"),
}


def why_unread(error: OSError | ValueError) -> Text:
    """Why a file cannot be read or written, in words; in those of the system where it is a rare reason."""
    said = (isinstance(error, OSError) and error.strerror) or str(error)
    known = _REASONS.get(error.errno or 0) if isinstance(error, OSError) else None
    return known or Text(zh=said, en=said)


def why_unwritten(error: OSError) -> Text:
    """Why a file cannot be written."""
    if error.errno == errno.EACCES:
        return Text(zh="没有写入权限", en="no permission to write it")
    return why_unread(error)
