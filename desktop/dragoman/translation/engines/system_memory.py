"""How much memory processes hold and how much is left, without a library; None where the system does not say."""

from __future__ import annotations

import sys

if sys.platform == "linux":
    from pathlib import Path

    def resident_bytes(pid: int | None = None) -> int | None:
        """Return the memory a process holds, this one by default; pages it shares with others count by their share."""
        folder = Path("/proc") / ("self" if pid is None else str(pid))
        shared = _field(folder / "smaps_rollup", "Pss:")
        return shared if shared is not None else _field(folder / "status", "VmRSS:")

    def available_bytes() -> int | None:
        """Return what a program may still take before the system has to swap."""
        return _field(Path("/proc/meminfo"), "MemAvailable:")

    def give_back_free_memory() -> None:
        """Ask the C library to return what was freed; glibc would keep it."""
        import ctypes

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)

    def _field(file: Path, name: str) -> int | None:
        try:
            lines = file.read_text("ascii", errors="replace").splitlines()
        except OSError:
            return None
        return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(name)), None)

elif sys.platform == "win32":
    import ctypes
    import os
    from ctypes import wintypes

    _QUERY_LIMITED_INFORMATION = 0x1000

    class _Counters(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            *(
                (name, ctypes.c_size_t)
                for name in (
                    "PeakWorkingSetSize",
                    "WorkingSetSize",
                    "QuotaPeakPagedPoolUsage",
                    "QuotaPagedPoolUsage",
                    "QuotaPeakNonPagedPoolUsage",
                    "QuotaNonPagedPoolUsage",
                    "PagefileUsage",
                    "PeakPagefileUsage",
                )
            ),
        )

    class _Status(ctypes.Structure):
        _fields_ = (
            ("dwLength", wintypes.DWORD),
            ("dwMemoryLoad", wintypes.DWORD),
            *(
                (name, ctypes.c_uint64)
                for name in (
                    "ullTotalPhys",
                    "ullAvailPhys",
                    "ullTotalPageFile",
                    "ullAvailPageFile",
                    "ullTotalVirtual",
                    "ullAvailVirtual",
                    "ullAvailExtendedVirtual",
                )
            ),
        )

    def resident_bytes(pid: int | None = None) -> int | None:
        """Return the working set of a process, this one by default."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = wintypes.HANDLE
        handle = kernel.OpenProcess(_QUERY_LIMITED_INFORMATION, False, pid or os.getpid())
        if not handle:
            return None
        try:
            counters = _Counters(cb=ctypes.sizeof(_Counters))
            read = ctypes.WinDLL("psapi").GetProcessMemoryInfo
            read.argtypes = (wintypes.HANDLE, ctypes.POINTER(_Counters), wintypes.DWORD)
            return int(counters.WorkingSetSize) if read(handle, ctypes.byref(counters), counters.cb) else None
        finally:
            kernel.CloseHandle(wintypes.HANDLE(handle))

    def available_bytes() -> int | None:
        """Return the physical memory that is free."""
        status = _Status(dwLength=ctypes.sizeof(_Status))
        return int(status.ullAvailPhys) if ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)) else None

    def give_back_free_memory() -> None:
        """Do nothing: the system's heap gives back what is freed."""

else:
    import os
    import subprocess

    def resident_bytes(pid: int | None = None) -> int | None:
        """Return the resident set of a process, this one by default."""
        command = ["ps", "-o", "rss=", "-p", str(pid or os.getpid())]
        try:
            said = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False).stdout.strip()
        except (OSError, subprocess.SubprocessError):
            return None
        return int(said) * 1024 if said.isdigit() else None

    def available_bytes() -> int | None:
        """Return None: the system compresses memory before it runs short, and warns programs itself."""
        return None

    def give_back_free_memory() -> None:
        """Do nothing: the system's heap gives back what is freed."""
