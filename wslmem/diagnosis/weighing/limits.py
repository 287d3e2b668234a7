"""Verdicts on limits that are not the VM's memory: by name, heap limits, refusals, disks."""

from __future__ import annotations

from wslmem.diagnosis.signs import limits as limit_names
from wslmem.diagnosis.signs import refused as refused_words
from wslmem.diagnosis.signs.sign import Kind, Sign
from wslmem.diagnosis.verdict import Ending, Verdict
from wslmem.diagnosis.weighing import advice
from wslmem.diagnosis.weighing.case import NEAR, Case
from wslmem.diagnosis.weighing.plain import on_line
from wslmem.text import Text, joined

_SENTENCES = Text(" ")
_COMMA = Text(", ")
_LINES = Text("\n")
BELOW = 2
"""Lines below its words in which WSL prints its error code."""


_LIMITS = {
    limit_names.PROCESSES: (
        Text(
            "The limit on processes and threads was reached: the kernel refused to start another one. "
            "Memory was not the limit."
        ),
        Text(
            "check `ulimit -u` and the group's pids.max (docker run --pids-limit), and end what has left processes "
            "behind; a lower -p or -j starts fewer at once"
        ),
    ),
    limit_names.SPACE: (
        Text("The limit on address space (`ulimit -v`) was reached: Go reserves more than it uses, and was refused."),
        Text(
            "run `ulimit -v unlimited` before the build, or look for who sets it (a login script, limits.conf, "
            "a job system)"
        ),
    ),
    limit_names.OPEN: (
        Text("The limit on open files was reached."),
        Text("raise it: ulimit -n 65536 (limits.conf or LimitNOFILE= for good); a lower -p or -j opens fewer"),
    ),
    limit_names.WATCHES: (
        Text("The limit on file watches was reached (inotify), which programs report as a full disk."),
        Text("raise it: sudo sysctl fs.inotify.max_user_watches=524288"),
    ),
    limit_names.SIZE: (
        Text("A limit on the size of files was reached."),
        Text("check `ulimit -f`; on drives with FAT a file ends at 4 GiB"),
    ),
    limit_names.CPU: (
        Text("The limit on CPU time was reached (`ulimit -t`)."),
        Text("raise or remove it: ulimit -t unlimited"),
    ),
    limit_names.LOCKED: (
        Text("The limit on locked memory was reached (`ulimit -l`)."),
        Text("raise it: ulimit -l unlimited (limits.conf, or docker run --ulimit memlock=-1)"),
    ),
    limit_names.LINKER: (
        Text("The program is too large for the linker: {quoted}. No memory setting changes that."),
        Text(
            "make it smaller: split the program, move embedded data (go:embed) into files, leave out debug information "
            "(-ldflags='-s -w')"
        ),
    ),
    limit_names.SHARED: (
        Text("The limit on shared memory (/dev/shm) was reached."),
        Text("raise it: docker run --shm-size=2g (shm_size in compose), or mount a larger tmpfs on /dev/shm"),
    ),
    limit_names.MAPS: (
        Text("The limit on memory mappings was reached (vm.max_map_count)."),
        Text("raise it: sudo sysctl vm.max_map_count=262144"),
    ),
    limit_names.ARGUMENTS: (
        Text("A command line was too long for the kernel."),
        Text("pass the arguments in a file (@file), or in parts (xargs)"),
    ),
}


def limit(case: Case) -> Verdict | None:
    """A limit by name was reached."""
    told = case.of(Kind.LIMIT)
    if not told or (_unreasoned(told[0]) and any(_beside(told[0], sign) for sign in case.of(Kind.REFUSED))):
        return None
    sign = told[0]
    headline, next_step = _LIMITS[sign.detail]
    if sign.detail == limit_names.LINKER:
        headline = Text(headline.template, quoted=sign.line.text.split("link: ")[-1][:160])
    if sign.unit:
        headline = joined(Text(" "), [headline, Text("It is that of the group {group}.", group=sign.unit)])
    return on_line(
        case, Ending.LIMIT, sign, headline, next_step, limit=sign.detail, victim=sign.victim, beside=told[1:3]
    )


def _unreasoned(sign: Sign) -> bool:
    """Whether a shell says that it could not fork, and not why."""
    return sign.who == "shell" and sign.detail == limit_names.PROCESSES


def _beside(fork: Sign, refused: Sign) -> bool:
    """Whether the line that gives the reason is one of memory."""
    return abs(fork.line.number - refused.line.number) <= NEAR


def heap(case: Case) -> Verdict | None:
    """A program reached its own heap limit."""
    told = case.of(Kind.HEAP)
    if not told or (case.of(Kind.SERVER) and all(sign.who == refused_words.GRADLE for sign in told)):
        return None
    sign = told[0]
    name = {"node": "Node", "java": "Java", refused_words.GRADLE: "Java", "ghc": "GHC", "php": "PHP"}.get(
        sign.who, "A program"
    )
    return on_line(
        case,
        Ending.OWN_HEAP_LIMIT,
        sign,
        Text("{program} hit its own heap limit, not the VM's memory limit.", program=name),
        Text("raise {flag} first, then check that the machine has that much", flag=sign.detail),
        limit=sign.detail,
    )


def refused(case: Case) -> Verdict | None:
    """A program was refused memory."""
    told = tuple(sign for sign in case.of(Kind.REFUSED) if not _said_by_wsl(case, sign))
    if not told:
        return None
    sign = told[0]
    if sign.who == refused_words.GPU:
        return on_line(
            case,
            Ending.MEMORY_REFUSED,
            sign,
            Text("The memory of the GPU is full; memory= does not change it."),
            Text("use a smaller batch or model; nvidia-smi shows what else holds memory of the GPU"),
            limit="GPU memory",
        )
    headline = Text(
        "{program} could not allocate memory and exited on its own; it was not killed.", program=_program(sign)
    )
    checks = Text(
        "check `ulimit -v` and /proc/sys/vm/overcommit_memory; where neither limits it, the machine was out of memory"
    )
    if sign.who == "java":
        checks = Text(
            "lower -Xmx (org.gradle.jvmargs, MAVEN_OPTS): the JVM asks for its heap at once; or "
            "give the machine more memory"
        )
    return on_line(
        case,
        Ending.MEMORY_REFUSED,
        sign,
        headline,
        joined(_LINES, [checks, advice.more_memory(case)]),
        sender="kernel",
        beside=told[1:3],
    )


def _said_by_wsl(case: Case, sign: Sign) -> bool:
    """Whether the words are those of Windows above WSL's own error code: then it is WSL that failed."""
    return any(0 < code.line.number - sign.line.number <= BELOW for code in case.of(Kind.WSL) if code.detail)


def _program(sign: Sign) -> object:
    names = {
        "go": "Go",
        "java": "Java",
        "gcc": "gcc",
        "ld": "ld",
        "rust": "rustc",
        "python": "Python",
        "node": "Node",
        "git": "git",
        "llvm": "LLVM",
    }
    return names.get(sign.who, Text("A program"))


_TEMPORARY = ("/tmp", "$WORK", "go-build", "temp dir", "TMPDIR")  # noqa: S108 - looked for, not written to


def disk(case: Case) -> Verdict | None:
    """A disk is full."""
    told = case.of(Kind.DISK)
    if not told:
        return None
    sign = told[0]
    memory = case.of(Kind.TMPFS)
    text = sign.line.text
    temporary = any(word in line.line.text for line in told for word in _TEMPORARY)
    tool = advice.tool(case)
    parts = [Text("A disk is full: no space left on the device.")]
    if memory:
        parts.append(Text("It is a tmpfs ({mount}), whose files take memory.", mount=memory[0].detail.split()[-1]))
    if tool == "go" and (temporary or "importcfg" in text):
        step = Text("build in a folder with room: GOTMPDIR=/var/tmp go build ./... (GOCACHE likewise); see df -h")
    elif temporary:
        step = Text("use a folder with room for temporary files: TMPDIR=/var/tmp; see df -h")
    else:
        step = Text("see which one: df -h and df -i; remove what is not needed (docker system prune, go clean -cache)")
    steps = [step]
    if advice.place(case) == "wsl":
        steps.append(
            Text(
                "the disk of a distribution can also be full in Windows: check the free space "
                "of the drive that holds its ext4.vhdx"
            )
        )
    return on_line(
        case,
        Ending.DISK_FULL,
        sign,
        joined(Text(" "), parts),
        joined(_LINES, steps),
        limit="disk",
        beside=(*told[1:2], *memory[:1]),
    )


def read_only(case: Case) -> Verdict | None:
    """A file system went read-only: most often the disk under it is full."""
    told = case.of(Kind.READ_ONLY)
    if not told:
        return None
    kernel = tuple(sign for sign in told if sign.who == "kernel")
    if kernel:
        headline = Text(
            "The drive under the VM is full or failing: the file system of the distribution became read-only."
        )
        step = Text("free space on the Windows drive that holds ext4.vhdx, then run: wsl --shutdown")
    else:
        headline = Text("The file system is read-only: nothing can be written.")
        step = Text("check with `mount` how it is mounted, and with dmesg whether a disk went read-only")
    return on_line(
        case, Ending.DISK_FULL, (kernel or told)[-1], headline, step, proven=False, limit="disk", beside=told[:2]
    )
