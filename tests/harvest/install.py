"""Install the clients that the harvest tests run, each in an environment of its own: `python tests/harvest/install.py`.

Environments go to `.venv/harvest`, the npm project's packages beside its lock file. What is there already, of the same
requirements, stays. Exits 1, and says why, where any could not be installed; the others are.
"""

import hashlib
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable
from pathlib import Path

HERE = Path(__file__).parent
CLIENTS = HERE.parents[1] / ".venv/harvest"
PYTHON_CLIENTS = ("ckan", "readers")


def interpreter(name: str) -> Path:
    """Give the Python of a client's environment."""
    return CLIENTS / name / "bin/python"


def installed(name: str) -> bool:
    """Say whether a client is there, as its requirements are now."""
    stamp = _stamp(name)
    return stamp.is_file() and stamp.read_text("ascii") == _digest(_requirements(name))


def _requirements(name: str) -> Path:
    return HERE / "environments" / f"{name}.txt" if name in PYTHON_CLIENTS else HERE / name / "package-lock.json"


def _stamp(name: str) -> Path:
    return (CLIENTS / name if name in PYTHON_CLIENTS else HERE / name / "node_modules") / ".releasegraph"


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _install_python(name: str) -> None:
    venv.create(CLIENTS / name, clear=True, with_pip=True)
    wanted = ("--no-deps", "--requirement", str(_requirements(name)))
    _run((str(interpreter(name)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted))


def _install_npm(name: str) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("npm")
    _run((npm, "--prefix", str(HERE / name), "ci", "--no-audit", "--no-fund", "--ignore-scripts"))


def _run(command: Iterable[str]) -> None:
    done = subprocess.run(list(command), capture_output=True, text=True, check=False)
    if done.returncode:
        raise ChildProcessError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else str(done.returncode))


INSTALLERS: dict[str, Callable[[str], None]] = {
    "ckan": _install_python,
    "readers": _install_python,
    "ldes": _install_npm,
}


def main() -> int:
    """Install what is missing."""
    failed = False
    for name, install in INSTALLERS.items():
        if installed(name):
            continue
        try:
            install(name)
        except (OSError, subprocess.SubprocessError) as problem:
            print(f"{name}: not installed: {problem}", file=sys.stderr)
            failed = True
            continue
        _stamp(name).write_text(_digest(_requirements(name)), "ascii")
        print(f"{name}: installed")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
