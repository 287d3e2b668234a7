"""Where a project lives, told from its path as Windows gives it."""

from __future__ import annotations

import pytest

from wslmem.errors import UnavailableError
from wslmem.workflows.scan import Place, place


def nowhere(path: str) -> str:
    raise AssertionError(f"{path} was looked at")


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/home/me/app", Place("/home/me/app", in_guest=True, distribution=None)),
        ("~/app", Place("~/app", in_guest=True, distribution=None)),
        (r"\\wsl.localhost\Ubuntu\home\me", Place("/home/me", in_guest=True, distribution="Ubuntu")),
        (r"\\wsl$\Ubuntu-24.04", Place("/", in_guest=True, distribution="Ubuntu-24.04")),
        ("//WSL.localhost/Debian/srv/x y", Place("/srv/x y", in_guest=True, distribution="Debian")),
        (r"\\?\UNC\wsl.localhost\Ubuntu\home\me", Place("/home/me", in_guest=True, distribution="Ubuntu")),
    ],
)
def test_a_path_that_names_the_vm_is_not_looked_at(path, found):
    assert place(path, resolve=nowhere) == found


@pytest.mark.parametrize(
    ("path", "leads_to", "found"),
    [
        (".", r"\\wsl.localhost\Ubuntu\home\me\app", Place("/home/me/app", in_guest=True, distribution="Ubuntu")),
        (".", r"\\?\UNC\wsl$\Ubuntu\home\me", Place("/home/me", in_guest=True, distribution="Ubuntu")),
        ("U:\\app", r"\\wsl.localhost\Ubuntu\home\me\app", Place("/home/me/app", in_guest=True, distribution="Ubuntu")),
        (".", r"C:\src\app", Place("/mnt/c/src/app", in_guest=False, distribution=None)),
        (r"app", r"\\?\D:\src\app", Place("/mnt/d/src/app", in_guest=False, distribution=None)),
        (".", "/home/me/app", Place("/home/me/app", in_guest=True, distribution=None)),
        (r"C:\link", r"D:\src\app", Place("/mnt/d/src/app", in_guest=False, distribution=None)),
    ],
)
def test_a_path_of_windows_is_what_it_leads_to(path, leads_to, found):
    assert place(path, resolve=lambda _: leads_to) == found


@pytest.mark.parametrize("leads_to", [r"\\server\share\app", r"\\?\UNC\server\share", r"\\wsl.localhost.evil\x\y"])
def test_a_share_of_another_computer_is_refused_with_what_to_do(leads_to):
    with pytest.raises(UnavailableError, match="does not see") as caught:
        place("Z:\\app", resolve=lambda _: leads_to)
    assert caught.value.next_step
