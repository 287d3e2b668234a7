"""Limits by name that are not memory=: processes, files, address space, what a linker can address; disks."""

from __future__ import annotations

from wslmem.diagnosis.reading.line import Line
from wslmem.diagnosis.signs.rows import after, each, first, row
from wslmem.diagnosis.signs.sign import Kind, Sign

L, D = Kind.LIMIT, Kind.DISK

PROCESSES, SPACE, OPEN, SIZE, LOCKED, LINKER, WATCHES, CPU, ARGUMENTS, SHARED, MAPS = (
    "processes", "address space", "open files", "file size", "locked memory", "linker", "file watches", "CPU time",
    "arguments", "shared memory", "memory mappings",
)  # fmt: skip
"""Names of limits, as `Verdict.limit` has them."""

ROWS = (
    row(L, "java", "native thread", r"unable to create (?:new )?native thread", PROCESSES),
    row(L, "java", "pthread_create failed", r"pthread_create failed \(EAGAIN\)", PROCESSES),
    row(L, "go", "newosproc", r"\bnewosproc\b", PROCESSES),
    row(L, "go", "os thread", r"failed to create new OS thread", PROCESSES),
    row(L, "go", "max user processes", r"may need to increase max user processes", PROCESSES),
    row(L, "kubelet", "pidpressure", r"\bcondition: \[.{0,40}PIDPressure", PROCESSES),
    row(L, "kernel", "fork rejected", r"fork rejected by pids controller in (?P<unit>\S+)", PROCESSES),
    row(L, "python", "start new thread", r"can't start new thread", PROCESSES),
    row(L, "shell", "fork", r"(?i)\b(?:cannot|can't|could not|unable to|failed to) (?:v?fork)\b", PROCESSES),
    row(
        L,
        "system",
        "resource temporarily unavailable",
        "(?i)" + after("fork|exec|clone|thread|spawn|process|vfork|retry", "resource temporarily unavailable"),
        PROCESSES,
    ),
    row(L, "rust", "os error 11", "(?i)" + after("thread|spawn|fork|exec|process", r"\(os error 11\)"), PROCESSES),
    row(L, "node", "eagain", r"(?i)\b(?:spawn\w*|fork|clone|uv_thread_create)\b.{0,80}\bEAGAIN\b", PROCESSES),
    row(
        L,
        "tool",
        "thread",
        r"(?i)\b(?:cannot|can't|could not|unable to|failed to|error) ?(?:create|start|spawn|launch|creating|starting)"
        r" (?:a |an |any |new |another |more )*(?:\w+ )?threads?\b(?!.{0,80}\b(?:pool|dump)\b)",
        PROCESSES,
    ),
    row(L, "c++", "resource temporarily", r"what\(\): {1,4}Resource temporarily unavailable", PROCESSES),
    row(L, "system", "max_map_count", r"\bvm\.max_map_count\b.{0,80}\b(?:low|reached|exceed\w*|limit|increase)", MAPS),
    row(L, "python", "shared memory", r"(?i)\b(?:insufficient|out of|not enough) shared memory\b", SHARED),
    row(L, "system", "no space left", r"(?i)(?:\bshared memory\b|/dev/shm/\S).{0,120}no space left on device", SHARED),
    row(L, "go", "page summary", r"failed to reserve page summary memory", SPACE),
    row(L, "system", "too many open files", r"(?i)too many open files", OPEN),
    row(L, "system", "emfile", r"\bE[MN]FILE\b", OPEN),
    row(L, "rust", "os error 24", r"\(os error 2[34]\)", OPEN),
    row(
        L,
        "node",
        "file watchers",
        r"number of file watchers reached",
        WATCHES,
    ),
    row(L, "system", "inotify", r"(?i)inotify.{0,80}(?:limit|no space left|ENOSPC)", WATCHES),
    row(L, "system", "file too large", r"(?i)(?:\w: |^)file too large\b", SIZE),
    row(L, "system", "efbig", r"\bEFBIG\b", SIZE),
    row(L, "rust", "os error 27", r"\(os error 27\)", SIZE),
    row(L, "shell", "file size limit", r"(?i)file size limit exceeded", SIZE),
    row(L, "shell", "cpu time limit", r"(?i)cpu time limit exceeded", CPU),
    row(L, "system", "memlock", r"(?i)RLIMIT_MEMLOCK", LOCKED),
    row(
        L,
        "system",
        "locked memory",
        (
            r"(?i)(?:limit|ulimit|exceed|increase|cannot|failed).{0,60}locked memory|locked "
            r"memory.{0,60}(?:limit|exceed|too low)"
        ),
        LOCKED,
    ),
    row(L, "system", "mlock", r"(?i)\bmlock(?:all|2)?\b.{0,60}(?:cannot allocate memory|failed|not permitted)", LOCKED),
    row(L, "go link", "too much data", r"(?:(?P<victim>link|ld): )?too much data", LINKER),
    row(L, "ld", "relocation", r"relocation truncated to fit|relocation \S+ out of range", LINKER),
    row(L, "link.exe", "lnk1248", r"LNK1248|LNK1189", LINKER),
    *each(
        L,
        "system",
        ("argument list too long", "e2big", "os error 7"),
        r"(?i)argument list too long|\bE2BIG\b|\(os error 7\)",
        ARGUMENTS,
    ),
    row(D, "system", "no space left", r"(?i)no space left on device"),
    row(D, "kubelet", "diskpressure", r"\bcondition: \[.{0,40}DiskPressure"),
    row(D, "kubelet", "low on resource", r"low on resource: (?:ephemeral-storage|imagefs|nodefs|inodes)"),
    row(
        D, "kubelet", "exceed", r"(?i)\b(?:storage|EmptyDir|volume|disk)\b.{0,60}\bexceed(?:s|ed|ing)\b.{0,40}\blimit\b"
    ),
    row(D, "system", "enospc", r"\bENOSPC\b"),
    row(D, "rust", "os error 28", r"\(os error 28\)"),
    row(D, "system", "disk quota", r"(?i)disk quota exceeded"),
    *each(
        D,
        "windows",
        ("space on the disk", "disk is full", "0x80070070", "error_disk_full"),
        r"(?i)not enough space on the disk|disk is full|0x80070070|ERROR_DISK_FULL",
    ),
    row(D, "system", "disk full", r"(?i)\bdisk full\b|disk is full"),
    row(
        D,
        "runner",
        "disk space",
        r"(?i)(?:low|out of|ran out of|insufficient|not enough|running out of)\b.{0,20}\bdisk space",
    ),
    row(
        D,
        "system",
        "space",
        r"(?i)(?:\bnot|n't(?: have)?|\bno) (?:enough |sufficient )?(?:free |disk |storage )+space\b|"
        r"\binsufficient (?:free |disk |storage )*(?:space|storage)\b|\bout of disk ?space\b|\bno space left\b",
    ),
    row(Kind.READ_ONLY, "kernel", "remounting filesystem", r"Remounting filesystem read-only"),
    row(Kind.READ_ONLY, "system", "read-only file system", r"(?i)read-only file ?system\b"),
    row(Kind.READ_ONLY, "system", "erofs", r"\bEROFS\b"),
    row(Kind.READ_ONLY, "rust", "os error 30", r"\(os error 30\)"),
    row(Kind.READ_ONLY, "kernel", "ext4-fs", after("EXT4-fs ", "error|data loss|read-only|failed")),
    row(Kind.READ_ONLY, "kernel", "device offlined", r"Device offlined"),
    row(Kind.TMPFS, "df", "tmpfs", r"^tmpfs\s+\S+\s+\S+\s+\S+\s+(?P<detail>100%\s+\S+)"),
)
"""In the order in which they are tried."""


def recognise(line: Line, lower: str) -> Sign | None:
    """The sign of a limit or of a full disk."""
    return first(ROWS, line, lower)
