"""Where a SQLite store may lie: on a disk of this machine, never on a network share."""

from __future__ import annotations

import sys
from pathlib import Path

from zbyj_duty.core.errors import StoreTrouble

_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ncpfs", "ceph", "glusterfs", "davfs"}


def refuse_network_share(folder: Path, mounts: str | None = None) -> None:
    """Refuse a folder on a network file system.

    Args:
        folder: where the store would lie; need not exist yet.
        mounts: text of the mount table (``/proc/self/mounts``), read from the machine when None.

    Raises:
        StoreTrouble: ``store.network_share``.
    """
    kind = _windows_kind(folder) if sys.platform == "win32" else _mount_kind(folder, mounts)
    if kind in _NETWORK or kind.startswith("fuse."):
        raise StoreTrouble("store.network_share", path=str(folder), kind=kind)


def _mount_kind(folder: Path, mounts: str | None) -> str:
    if mounts is None:
        table = Path("/proc/self/mounts")
        mounts = table.read_text("utf-8", "replace") if table.exists() else ""
    wanted = folder.resolve()
    best, kind = -1, ""
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) < 3:
            continue
        point = Path(parts[1].replace("\\040", " "))
        if (wanted == point or point in wanted.parents) and len(point.parts) >= best:
            best, kind = len(point.parts), parts[2]
    return kind


def _windows_kind(folder: Path) -> str:
    import ctypes

    drive = folder.resolve().drive
    if drive.startswith("\\\\"):
        return "cifs"
    remote = 4
    return "cifs" if ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == remote else ""
