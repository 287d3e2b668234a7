"""Shells, and what runs a command for them."""

from __future__ import annotations

from lab.kills.case import EAT, Kill

SCRIPT = {"run.sh": f"{EAT}\nexit $?\n", "tee.sh": f"{EAT} 2>&1 | tee out\n", "fail.sh": f"set -e\n{EAT}\necho end\n"}
BUSYBOX = "busybox | head -1"

SHELLS = (
    Kill("bash, a script", "bash run.sh", "bash --version", files=SCRIPT),
    Kill("bash, set -e", "bash fail.sh", "bash --version", files=SCRIPT),
    Kill("bash, a pipe to tee", "bash tee.sh", "bash --version", files=SCRIPT),
    Kill("bash -c, the last command", f"bash -c '{EAT}'", "bash --version"),
    Kill("bash, a subshell", f"bash -c '({EAT}; true); exit $?'", "bash --version"),
    Kill("dash, a script", "dash run.sh", "dpkg-query -W -f '${Version}' dash", files=SCRIPT),
    Kill("zsh, a script", "zsh run.sh", "zsh --version", files=SCRIPT),
    Kill("fish -c", f"fish -c '{EAT}; true'", "fish --version"),
    Kill("ksh, a script", "ksh run.sh", "ksh --version 2>&1", files=SCRIPT),
    Kill("mksh, a script", "mksh run.sh", "dpkg-query -W -f '${Version}' mksh", files=SCRIPT),
    Kill("busybox sh, a script", "busybox sh run.sh", BUSYBOX, files=SCRIPT),
    Kill("xargs", f"echo eat.py | xargs {EAT.split()[0]}", "xargs --version"),
    Kill("find -exec", f"find . -name eat.py -exec {EAT.split()[0]} {{}} ';'", "find --version"),
    Kill("GNU time", f"/usr/bin/time {EAT}", "dpkg-query -W -f '${Version}' time"),
    Kill("GNU parallel", f"parallel -j1 --will-cite ::: '{EAT}'", "parallel --version"),
    Kill("timeout", f"timeout 60 {EAT}", "timeout --version"),
    Kill("env", f"env A=1 {EAT}", "env --version"),
    Kill("nice", f"nice {EAT}", "nice --version"),
    Kill("setsid -w", f"setsid -w {EAT}", "setsid --version"),
    Kill("script -e", f"script -qec '{EAT}' /dev/null", "script --version"),
    Kill("perl system", f"perl -e 'exit(system(\"{EAT}\") >> 8)'", "perl -e 'print $^V'"),
    Kill("ruby system", f"ruby -e 'system(\"{EAT}\", exception: true)'", "ruby --version"),
    Kill("php", "php -d memory_limit=-1 -r '$x = str_repeat(\"x\", 1 << 31); echo strlen($x);'", "php --version"),
    Kill(
        "git, a hook",
        "git commit -q --allow-empty -m x",
        "git --version",
        prepare=f"git init -q . && printf '#!/bin/sh\\n{EAT}\\n' > .git/hooks/pre-commit && chmod +x "
        ".git/hooks/pre-commit && git config user.email a@b && git config user.name a",
    ),
)

PYTHON = (
    Kill("python", EAT, "/usr/bin/python3 --version"),
    Kill(
        "python subprocess.run(check=True)",
        "/usr/bin/python3 run.py",
        "/usr/bin/python3 --version",
        files={"run.py": f"import subprocess\nsubprocess.run({EAT.split()!r}, check=True)\n"},
    ),
    Kill(
        "python subprocess.check_call, a shell",
        "/usr/bin/python3 run.py",
        "/usr/bin/python3 --version",
        files={"run.py": f"import subprocess\nsubprocess.check_call({EAT + '; exit $?'!r}, shell=True)\n"},
    ),
    Kill(
        "python ProcessPoolExecutor",
        "/usr/bin/python3 run.py",
        "/usr/bin/python3 --version",
        files={
            "run.py": "from concurrent.futures import ProcessPoolExecutor\n"
            "def eat(n):\n    return len(b'x' * n)\n"
            "if __name__ == '__main__':\n    with ProcessPoolExecutor(1) as pool:\n"
            "        print(list(pool.map(eat, [3 << 30])))\n"
        },
    ),
    Kill(
        "pytest -n 2 (xdist)",
        "pytest -q -p no:cacheprovider -n 2 test_x.py",
        "pytest --version",
        limit=250,
        files={"test_x.py": "def test_eats():\n    assert b'x' * (3 << 30)\n\ndef test_fits():\n    pass\n"},
    ),
    Kill(
        "pytest",
        "pytest -q -p no:cacheprovider test_x.py",
        "pytest --version",
        files={"test_x.py": "def test_eats():\n    assert b'x' * (3 << 30)\n"},
    ),
    Kill(
        "tox",
        "tox -q",
        "tox --version",
        limit=250,
        files={
            "tox.ini": f"[testenv]\nskip_install = true\nallowlist_externals = /usr/bin/python3\ncommands = {EAT}\n"
        },
    ),
    Kill(
        "nox",
        "nox",
        "nox --version 2>&1",
        limit=200,
        files={
            "noxfile.py": "import nox\n@nox.session(venv_backend='none')\ndef build(session):\n"
            f"    session.run(*{EAT.split()!r}, external=True)\n"
        },
    ),
    Kill(
        "invoke",
        "inv build",
        "inv --version",
        files={"tasks.py": f"from invoke import task\n@task\ndef build(c):\n    c.run({EAT!r})\n"},
    ),
    Kill(
        "pdm run",
        "pdm run build",
        "pdm --version",
        files={
            "pyproject.toml": "[project]\nname = 'big'\nversion = '1'\nrequires-python = '>=3.11'\n"
            f"[tool.pdm.scripts]\nbuild = '{EAT}'\n"
        },
        prepare="pdm use -f /usr/bin/python3",
    ),
    Kill(
        "doit",
        "doit",
        "doit --version",
        files={"dodo.py": f"def task_build():\n    return {{'actions': [{EAT!r}]}}\n"},
    ),
    Kill(
        "pip install, a setup.py that compiles",
        "pip install --no-build-isolation --no-cache-dir --no-deps .",
        "pip --version",
        limit=200,
        files={
            "setup.py": "from setuptools import setup, Extension\n"
            "setup(name='big', version='1', ext_modules=[Extension('big', ['big.c'])])\n"
        },
        prepare="python -m lab.kills.large big.c 2000000",
    ),
    Kill(
        "uv build, a backend that eats",
        "uv build --wheel --no-build-isolation --offline .",
        "uv --version",
        limit=200,
        files={
            "pyproject.toml": "[build-system]\nrequires = []\nbuild-backend = 'backend'\nbackend-path = ['.']\n"
            "[project]\nname = 'big'\nversion = '1'\n",
            "backend.py": "def build_wheel(d, config_settings=None, metadata_directory=None):\n"
            "    return b'x' * (3 << 30)\n",
        },
    ),
)
