"""The warnings about `.wslconfig`: templates and lines (WSL: configfile.cpp, WslCoreConfig.cpp, UnitTests.cpp)."""

from __future__ import annotations

import base64
import json
import lzma
from pathlib import Path

import pytest

P = "C:\\Users\\tester\\.wslconfig"
VECTORS = json.loads(lzma.decompress((Path(__file__).parents[1] / "wslconfig" / "vectors.json.xz").read_bytes()))

IN_SECTION = [
    pytest.param("a=1", "Unknown key 'wsl2.a' in {}", id="unknown key"),
    pytest.param("processors=X", "Invalid integer value 'X' for key 'wsl2.processors' in {}", id="integer"),
    pytest.param("ipv6=X", "Invalid boolean value 'X' for key 'wsl2.ipv6' in {}", id="boolean"),
    pytest.param("memory=8gb", "Invalid memory string '8gb' for .wslconfig entry 'wsl2.memory' in {}", id="memory"),
    pytest.param(
        "defaultVhdSize=1X",
        "Invalid memory string '1X' for .wslconfig entry 'wsl2.defaultVhdSize' in {}",
        id="defaultVhdSize",
    ),
    pytest.param("swap=8 GB", "Invalid memory string '8 GB' for .wslconfig entry 'wsl2.swap' in {}", id="swap"),
    pytest.param(
        "networkingMode=X",
        "Invalid value 'X' for config key 'wsl2.networkingMode' in {}"
        " (Valid values: Bridged, Consomme, Mirrored, Nat, None, VirtioProxy)",
        id="enumeration",
    ),
]
ANYWHERE = [
    pytest.param("; remark", "Invalid key name in {}", id="key name"),
    pytest.param("1a=2", "Invalid key name in {}", id="key that begins with a digit"),
    pytest.param("\ufeff\ufeffa=2", "Invalid key name in {}", id="key behind a second byte order mark"),
    pytest.param("[ wsl2]", "Invalid section name in {}", id="section name"),
    pytest.param("[wsl2", "Expected ']' in {}", id="missing ]"),
    pytest.param("[system-distro-env]", "Expected ']' in {}", id="section of WSLg"),
    pytest.param("WESTON_RDP_HI_DPI_SCALING = true", "Expected '=' in {}", id="setting of WSLg"),
    pytest.param("session:", "Expected '=' in {}", id="settings of wslc"),
    pytest.param("echo memory=4GB>>.wslconfig", "Expected '=' in {}", id="line of a script"),
    pytest.param("\u3010wsl2\u3011", "Invalid key name in {}", id="brackets of another keyboard"),
    pytest.param("[wsl2] ; x", "Expected ' ' or '\\n' in {}", id="junk behind ]"),
    pytest.param("junk", "Expected '=' in {}", id="missing ="),
    pytest.param('a="x', 'Expected " in {}', id="missing quote"),
    pytest.param("swapFile=C:\\meow", "Invalid escaped character: 'm' in {}", id="escape"),
]


@pytest.fixture
def told(part, tmp_path, capfd):
    """The words for a file, without a VM: what the client that boots would print."""

    def tell(data: bytes, host_processors: int = 4) -> list[str]:
        path = tmp_path / ".wslconfig"
        path.write_bytes(data)
        _, warnings, _ = part("config.settings").load(str(path), 8 << 30, host_processors)
        console = part("console").Console(1, 2, utf8=True)
        knobs = part("knobs").Knobs()
        session = part("session").Session(None, knobs, None, console, None, {}, "/")
        part("boot_warnings").tell(session, warnings)
        return capfd.readouterr().err.split("\r\n")[:-1]

    return tell


@pytest.mark.parametrize(("line", "words"), [*IN_SECTION, *ANYWHERE])
def test_a_warning_names_line_21_and_a_last_line_without_its_end(told, line, words):
    above = "[wsl2]\r\n" + "# filler\r\n" * 19
    expected = [f"wsl: {words.format(f'{P}:21')}"]
    assert told(f"{above}{line}\r\n# below\r\n".encode()) == expected
    assert told(f"{above}{line}".encode()) == expected


@pytest.mark.parametrize(("line", "words"), ANYWHERE)
def test_a_warning_names_line_1(told, line, words):
    assert told(f"{line}\r\n".encode()) == [f"wsl: {words.format(f'{P}:1')}"]
    assert told(line.encode()) == [f"wsl: {words.format(f'{P}:1')}"]


def test_a_size_of_another_section_is_told_in_the_same_words(told):
    """WslCoreConfig.cpp: experimental.swiotlb is a size as well."""
    assert told(b"[experimental]\nswiotlb=1X") == [
        f"wsl: Invalid memory string '1X' for .wslconfig entry 'experimental.swiotlb' in {P}:2"
    ]


def test_a_key_above_every_section_has_no_prefix(told):
    assert told(b"memory=8GB") == [f"wsl: Unknown key 'memory' in {P}:1"]


def test_a_duplicate_names_both_places_and_the_first_wins_even_when_invalid(told, part):
    lines = "[wsl2]\n" + "\n" * 19 + "ipv6=X\nipv6=true"
    assert told(lines.encode()) == [
        f"wsl: Invalid boolean value 'X' for key 'wsl2.ipv6' in {P}:21",
        f"wsl: Duplicated config key 'wsl2.ipv6' in {P}:22 (Conflicting key: 'wsl2.ipv6' in {P}:21)",
    ]
    assert "wsl2.ipv6" not in part("config.read").read(lines.encode()).settings


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            b"[wsl2]\nprocessors=9",
            ["wsl2.processors cannot exceed the number of logical processors on the system (9 > 4)"],
        ),
        (b"[wsl2]\nsafeMode=true", ["SAFE MODE ENABLED - many features will be disabled"]),
        (b"\xfe\xff\x00[", [f"Failed to open config file {P}, The parameter is incorrect. "]),
        (b"[wsl2]\nmemory=1", []),
        (b"", []),
    ],
)
def test_warnings_that_belong_to_no_line(told, data, words):
    """WslCoreConfig.cpp:Initialize; sizes are clamped silently."""
    assert told(data) == [f"wsl: {text}" for text in words]


@pytest.mark.parametrize(
    ("faults", "words"),
    [
        (["policy:wsl2.kernel"], ["The .wslconfig setting 'wsl2.kernel' is disabled by the computer policy."]),
        (
            ["swap-disk-fails"],
            [
                (
                    "Failed to create the swap disk in 'C:\\Users\\tester\\AppData\\Local\\Temp\\swap.vhdx': "
                    "There is not enough space on the disk. "
                ),
            ],
        ),
        (
            ["network-fallback"],
            [
                "Failed to configure network (networkingMode Bridged), falling back to networkingMode None.",
                "Error code: CreateInstance/CreateVm/ConfigureNetworking/WSL_E_VMSWITCH_NOT_FOUND",
                "",
                "The network of this virtual machine is disabled.",
            ],
        ),
    ],
)
def test_warnings_that_the_machine_causes(windows, faults, words):
    windows.config("[wsl2]\nkernel=C:\\\\k\nmemory=512MB\nswap=64MB")
    kernel = windows.folder / "drives" / "c" / "k"
    kernel.parent.mkdir(parents=True)
    kernel.write_bytes(b"")
    windows.knobs(faults=faults)
    answer = windows("-e", "/bin/grep", "SwapTotal", "/proc/meminfo")
    said = [line.removeprefix("wsl: ") for line in answer.warnings]
    assert [line for line in said if line] == [line for line in words if line]
    assert ("SwapTotal:             0 kB" in answer.text) == (faults == ["swap-disk-fails"])


def test_a_file_that_cannot_be_read_gives_all_defaults(windows):
    (windows.folder / "profile" / ".wslconfig").unlink()
    (windows.folder / "profile" / ".wslconfig").mkdir()
    answer = windows("-e", "/usr/bin/nproc")
    assert answer.warnings == [f"wsl: Failed to open config file {P}, Access is denied. "]


def test_only_the_client_that_boots_the_vm_is_warned(windows):
    """LxssUserSession.cpp: the file is read when the VM is created."""
    windows.config("[wsl2]\na=1\nmemory=512MB\nswap=0")
    first, second = windows("-e", "/bin/true"), windows("-e", "/bin/true")
    assert first.warnings == [f"wsl: Unknown key 'wsl2.a' in {P}:2"]
    assert second.err == b""
    windows("--shutdown")
    windows.knobs(faults=["warnings-eaten"])
    assert windows("-e", "/bin/true").err == b""


def test_the_guests_own_warnings_come_behind_wsls_with_line_feeds(windows):
    """init.cpp: /etc/fstab and the systemd user session; the guest prints them, in English and in UTF-8."""
    windows.config("[wsl2]\na=1\nmemory=512MB\nswap=0")
    windows.knobs(faults=["guest-warnings", "utf16"], language="de")
    first, second = windows("-e", "/bin/true"), windows("-e", "/bin/true")
    own, guest = first.err.split(b"\r\0\n\0")
    assert own.decode("utf-16-le").startswith("wsl: ")
    assert guest == (
        b"wsl: Processing /etc/fstab with mount -a failed.\n"
        b"wsl: Failed to start the systemd user session for 'root'. See journalctl for more details.\n"
    )
    assert second.err == b""


def test_a_bad_mac_address_is_fatal_and_no_warning(windows):
    """WslCoreConfig.cpp: the parser of macAddress throws."""
    windows.config("[wsl2]\nmacAddress=nonsense")
    answer = windows("-e", "/bin/true")
    assert answer.code == 255
    assert answer.text.endswith("Error code: Wsl/Service/CreateInstance/CreateVm/ParseConfig/E_INVALIDARG\r\n")
    assert answer.err == b""


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_the_emulators_own_parser_agrees_with_microsofts_on_every_vector(part, vector):
    """The vectors are answers of Microsoft's parser, compiled unchanged."""
    expected = vector["expect"]
    reading = part("config.read").read(base64.b64decode(vector["input_base64"]))
    assert [[warning.kind, warning.line] for warning in reading.warnings] == expected["warnings"]
    assert {name: (raw, line) for name, (raw, line) in reading.raw.items()} == {
        name: (found["raw"], found["line"]) for name, found in expected["keys"].items()
    }
    unknown = [[*warning.values[:2], warning.line] for warning in reading.warnings if warning.kind == "UnknownKey"]
    assert unknown == expected["unknown"]
    numbers = [reading.number(f"wsl2.{key}") for key in ("memory", "swap", "processors")]
    assert numbers == [expected["memory_bytes"], expected["swap_bytes"], expected["processors"]]
    assert reading.fatal == expected["fatal"]


@pytest.mark.parametrize(
    ("text", "memory", "swap"),
    [
        ("", 4 << 30, 1 << 30),
        ("memory=3GB", 3 << 30, 1 << 30),
        ("memory=5GB", 5 << 30, 2 << 30),
        ("memory=8", 256 << 20, 1 << 30),
        ("memory=99GB", 8 << 30, 2 << 30),
        ("memory=0", 4 << 30, 1 << 30),
        ("memory=1025MB", 1024 << 20, 1 << 30),
        ("memory=8gb", 4 << 30, 1 << 30),
        ("swap=0", 4 << 30, 0),
        ("swap=00", 4 << 30, 1 << 30),
        ("swap=-1", 4 << 30, 1 << 30),
        ("safeMode=true\nswap=2GB", 4 << 30, 0),
        ("memory=" + "9" * 5000 + "GB", 8 << 30, 2 << 30),
    ],
)
def test_sizes_are_clamped_and_filled_in_as_wsl_does(part, text, memory, swap):
    """WslCoreConfig.cpp:Initialize and WslCoreVm.cpp (whole even MiB), on a host of 8 GiB."""
    reading = part("config.read").read(f"[wsl2]\n{text}".encode())
    settings = part("config.settings").initialize(reading, 8 << 30, 4)
    assert (settings.memory, settings.swap) == (memory, swap)
