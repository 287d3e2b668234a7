"""Memory that was asked for and not given; heap limits of programs' own."""

from __future__ import annotations

from wslmem.diagnosis.reading.line import Line
from wslmem.diagnosis.signs.rows import after, each, first, row
from wslmem.diagnosis.signs.sign import Kind, Sign

R, H = Kind.REFUSED, Kind.HEAP
GPU = "gpu"
"""Has memory of its own."""
GRADLE = "gradle daemon"
"""Tells of itself that it ends after the build, which may have succeeded."""
_NO_GUESS = (
    r"^(?!.{0,200}\b(?:probably|perhaps|possib(?:le|ly)|likely|may|might|usually|typical(?:ly)?|often|common(?:ly)?)\b)"
    r".{0,400}?"
)
"""Before words that tell a reason: a program that guesses at one does not know it."""

ROWS = (
    # Heap limits first: their sentences speak of memory as well.
    row(
        H,
        "node",
        "heap",
        r"JavaScript heap out of memory|Reached heap limit|near heap limit Allocation failed",
        "--max-old-space-size",
    ),
    row(H, "node", "js heap out of memory", r"\bJS heap out of memory", "resourceLimits"),
    row(H, "node", "err_worker_out_of_memory", r"ERR_WORKER_OUT_OF_MEMORY", "resourceLimits"),
    row(
        H,
        "java",
        "outofmemoryerror",
        (
            r"OutOfMemoryError: (?:Java heap space|GC overhead limit exceeded|Requested array "
            r"size|(?:Compressed class space|Metaspace|PermGen space|Direct buffer memory)|"
            r"Required array|Cannot reserve \d+ bytes of direct buffer memory)"
        ),
        "-Xmx",
    ),
    *each(
        H,
        "java",
        ("heap space", "gc overhead limit", "not enough memory to run", "jvm memory"),
        r"JVM heap space is exhausted|Not enough memory to run compilation|ran out of JVM memory|"
        r"(?i:(?:error|exception): (?:java heap space|gc overhead limit exceeded))",
        "-Xmx",
    ),
    row(H, "java", "bazel ran out of memory", r"\bbazel ran out of memory and crashed", "--host_jvm_args=-Xmx"),
    row(H, "java", "garbage collector is thrashing", r"JVM garbage collector is thrashing", "-Xmx"),
    row(H, GRADLE, "running out of jvm", r"\bafter running out of JVM (?:memory|heap|[Mm]etaspace)", "-Xmx"),
    row(H, "tex", "capacity exceeded", r"TeX capacity exceeded, sorry \[(?P<detail>\w{1,20} memory) size=", ""),
    row(H, "php", "configured php memory limit", r"\bconfigured PHP memory limit", "memory_limit"),
    row(H, "libfuzzer", "out-of-memory", r"libFuzzer: out-of-memory \(", "-rss_limit_mb"),
    row(H, "ghc", "heap exhausted", r"[Hh]eap exhausted", "+RTS -M"),
    row(H, "php", "allowed memory size", r"Allowed memory size of \d+ bytes exhausted", "memory_limit"),
    row(
        H,
        "tool",
        "heap limit",
        r"(?i)\b(?:exceeded|reached|hit) (?:the |its )?(?:maximum )?heap (?:size|limit)\b",
        "heap",
    ),
    row(R, GPU, "out of memory", r"\b(?:CUDA|HIP|GPU|Vulkan) (?:error: )?(?:is |ran )?out of memory"),
    row(
        R,
        GPU,
        "_out_of_memory",
        r"\bCUDA_ERROR_OUT_OF_MEMORY|\bVK_ERROR_OUT_OF_DEVICE_MEMORY|\bcudaErrorMemoryAllocation",
    ),
    # The JVM.
    row(R, "java", "insufficient memory", r"insufficient memory for the Java Runtime Environment"),
    row(R, "java", "commit_memory", after(r"os::commit_memory\(", "failed")),
    row(R, "java", "reserve enough space", r"Could not reserve enough space for"),
    row(R, "java", "native memory allocation", r"Native memory allocation \(\w+\) failed"),
    row(R, "java", "outofmemoryerror", r"\bjava[\w.]{0,60}\.OutOfMemoryError(?!: unable to create)"),
    row(R, "system", "outofmemoryerror", r"OutOfMemoryError(?!: unable to create)"),
    # Go: runtime/malloc.go, runtime/mem_linux.go; os/exec when fork fails.
    row(
        R,
        "go",
        "out of memory",
        (
            r"fatal error: runtime: (?:cannot allocate memory|out of memory)|^runtime: out of "
            r"memory|fatal error: out of memory"
        ),
    ),
    row(
        R,
        "go",
        "cannot allocate memory",
        r"fatal error: runtime: cannot allocate memory|(?:fork/exec|mmap|pipe2|clone)\b.*: cannot allocate memory",
    ),
    # Compilers and linkers.
    row(R, "gcc", "out of memory allocating", r"out of memory allocating \d+ bytes"),
    row(R, "gcc", "virtual memory exhausted", r"virtual memory exhausted"),
    row(
        R,
        "ld",
        "memory exhausted",
        after(r"final link failed: |ld[^\s:]{0,40}: ", "memory exhausted") + "|memory exhausted$",
    ),
    row(R, "rust", "memory allocation of", r"memory allocation of \d+ bytes failed"),
    row(R, "rust", "os error 12", r"\(os error 12\)"),
    row(R, "llvm", "out of memory", r"LLVM ERROR: out of memory"),
    row(R, "msvc", "heap space", r"\bcompiler is out of heap space\b"),
    row(R, "windows", "os error 1455", r"\(os error 1455\)"),
    row(R, "windows", "errno=1455", r"\berrno=1455\b"),
    row(R, "windows", "paging file is too small", r"(?i)paging file is too small"),
    row(R, "r", "cannot allocate", r"cannot allocate vector of size"),
    row(R, "node", "process oom", r"Fatal (?:process|JavaScript) OOM\b"),
    row(R, "sanitizer", "sanitizer: out of memory", r"Sanitizer: out of memory"),
    row(R, "c++", "bad_alloc", r"std::bad_alloc"),
    row(R, "python", "memoryerror", r"^(?:\w+\.)*_?(?:Array)?MemoryError\b|: MemoryError\b|numpy\S{0,40}MemoryError"),
    row(R, "ghc", "memory", r"Unable to commit \d+ bytes of memory|memory allocation failed \(requested"),
    row(R, "ocaml", "out_of_memory", r"exception Out_of_memory|Stdlib\.Out_of_memory"),
    row(R, "git", "out of memory", r"fatal: Out of memory"),
    row(R, "perl", "out of memory", r"^Out of memory (?:in perl:|during )"),
    row(R, "dotnet", "outofmemoryexception", r"\bOutOfMemoryException\b"),
    row(R, "dotnet", "gc heap initialization", r"GC heap initialization failed"),
    row(R, "dotnet", "0x8007000e", r"0x8007000[eE]\b"),
    row(R, "erlang", "cannot allocate", r"eheap_alloc: Cannot allocate \d+ bytes"),
    row(
        R,
        "node",
        "allocation failed",
        r"Array buffer allocation failed|(?:Zone|Fatal process) (?:Allocation failed|out of memory)",
    ),
    row(
        R,
        "node",
        "out of memory",
        r"(?:Zone|Fatal process) (?:Allocation failed|out of memory)|" + after("# Fatal ", "out of memory"),
    ),
    row(R, "system", "cannot allocate memory", r"(?i)cannot allocate memory"),
    row(R, "system", "enomem", r"\bENOMEM\b"),
    row(R, "system", "errno", r"(?i)\berrno ?[=:]? ?12\b"),
    row(
        R,
        "system",
        "memory",
        (
            r"(?i)\b(?:failed|unable|could not|couldn't|cannot|can't) (?:to )?(?:allocate|reserve) (?:\d+ \w+ "
            r"(?:of )?|virtual )?(?:memory|\d[\d.]* ?(?:bytes|[kmg]i?b))"
        ),
    ),
    row(
        R,
        "system",
        "memory",
        (
            rf"(?i){_NO_GUESS}\b(?:not enough|insufficient) memory (?:resources )?(?:to|for|is|are|"
            r"available)\b|^out of memory[.!]?$|\bout of memory!|(?:error|fatal)[^a-z]{1,4}out of memory\b"
        ),
    ),
    row(R, "system", "out of memory", r"(?i)^(?:\w+ ){0,3}out of memory(?: error| exception): \S"),
    row(R, "system", "memory", r"(?i)\brequires? more (?:\w+ )?memory\b.{0,40}\bthan\b.{0,20}\bavailable\b"),
    # An error, by its form, that speaks of memory.
    row(
        R,
        "system",
        "memory",
        rf"(?i){_NO_GUESS}"
        r"(?:^|\s)(?:\w{0,40}error|fatal|panic|\w{0,40}exception|abort\w*|failed|failure)\b[^\"'`]{0,120}?\b(?:"
        r"(?:ran |running )?out of (?:\w+ )?memory|(?:not enough|insufficient) (?:\w+ )?memory|memory exhausted)\b",
    ),
    row(
        R,
        "system",
        "fail",
        r"(?i)(?<!page )\b(?:[mc]alloc|realloc|mmap|VirtualAlloc|memory allocation|allocation of \d+ \w+)(?:\(\))?:? "
        r"(?:\w+ ){0,3}?fail(?:ed|ure)\b",
    ),
)
"""In the order in which they are tried."""


def recognise(line: Line, lower: str) -> Sign | None:
    """The sign of refused memory or of a heap limit."""
    return first(ROWS, line, lower)
