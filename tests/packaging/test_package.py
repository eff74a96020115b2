"""Wheel, sdist and editable install: each has its data files and runs from anywhere."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
PARTS = ("graph", "ontology", "shapes", "api")
EDITOR = "releasegraph/api/editor/"
"""Sources of the query editor: the wheel has what they are bundled into."""
PAGE = PROJECT / "tests" / "cases" / "pages" / "layout-a.txt"
SERVE = """
from pathlib import Path
from releasegraph.api.application import create_application
from starlette.testclient import TestClient
with TestClient(create_application(Path("store"))) as client:
    print(*(client.get(path).status_code for path in ("/", "/sparql", "/static/style.css")))
"""
MAIN = "from releasegraph.api.command_line import main; main()"


def run(*words: object, cwd: Path | None = None, path: str = "") -> subprocess.CompletedProcess[str]:
    """Run a program; with `path`, its Python finds modules there first."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if path:
        environment["PYTHONPATH"] = path
    return subprocess.run([*map(str, words)], capture_output=True, text=True, check=False, cwd=cwd, env=environment)


def must(*words: object, cwd: Path | None = None, path: str = "") -> str:
    done = run(*words, cwd=cwd, path=path)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the Python of an environment that has the build backend and nothing else, or skip."""
    folder = tmp_path_factory.mktemp("builder")
    must(sys.executable, "-m", "venv", folder)
    python = folder / "bin" / "python"
    done = run(python, "-m", "pip", "install", "--quiet", "setuptools>=77", "wheel")
    if done.returncode != 0:
        pytest.skip(f"the build backend cannot be installed here: {done.stderr.strip().splitlines()[-1]}")
    return python


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the project, so that a build leaves nothing in it."""
    copy = tmp_path_factory.mktemp("copy") / "project"
    skip = shutil.ignore_patterns(
        ".git", ".*_cache", "__pycache__", "*.egg-info", "build", "dist", "store", ".venv", "node_modules"
    )
    shutil.copytree(PROJECT, copy, ignore=skip)
    return copy


@pytest.fixture(scope="module")
def sdist(builder: Path, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sdist")
    must(builder, "-c", f"from setuptools import build_meta; build_meta.build_sdist({str(out)!r})", cwd=project)
    (path,) = out.glob("*.tar.gz")
    return path


@pytest.fixture(scope="module")
def wheel(builder: Path, sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the wheel built from the sdist: what a stranger gets."""
    out = tmp_path_factory.mktemp("wheel")
    must(builder, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", out, sdist)
    (path,) = out.glob("*.whl")
    return path


def shipped(folder: str) -> set[str]:
    """Give the files of a part of the project that a package must hold, as the package names them."""
    return {
        f"releasegraph/{path.relative_to(PROJECT).as_posix()}"
        for path in (PROJECT / folder).rglob("*")
        if path.is_file()
        and not {"__pycache__", "node_modules"}.intersection(path.parts)
        and not path.name.startswith(".")
    }


@pytest.mark.parametrize("part", PARTS)
def test_the_wheel_holds_every_file_of(wheel: Path, part: str) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert shipped(part)
    assert {name for name in shipped(part) - names if not name.startswith(EDITOR)} == set()


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    others = {name for name in names if not name.startswith(tuple(f"releasegraph/{part}/" for part in PARTS))}
    assert {name.partition("/")[0].partition("-")[2] for name in others} == {"0.1.0.dist-info"}
    assert "releasegraph/__init__.py" not in names
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_the_sdist_holds_the_sources(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for part in PARTS:
        assert {name.removeprefix("releasegraph/") for name in shipped(part)} - names == set()
    assert {"pyproject.toml", "README.md", "LICENSE"} <= names


@pytest.fixture(scope="module")
def installed(builder: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder the wheel is installed in; its dependencies are those of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    must(builder, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, wheel)
    return folder


def test_the_wheel_builds_and_answers_from_a_foreign_folder(installed: Path, tmp_path: Path) -> None:
    def python(*words: object) -> str:
        return must(sys.executable, "-W", "error", *words, cwd=tmp_path, path=str(installed))

    where = python("-c", "import releasegraph.graph.build as b, releasegraph.api as a; print(b.__file__, a.__file__)")
    assert where.count(str(installed)) == 2
    assert "build" in python("-c", MAIN, "--help")
    python("-c", MAIN, "build", PAGE, "--store", "store")
    assert python("-c", MAIN, "export", "--store", "store", "--format", "source") == PAGE.read_text(encoding="utf-8")
    assert "passes" in python("-c", MAIN, "validate", "--store", "store", "--fail-on", "never").casefold()
    assert python("-c", SERVE).split() == ["200", "200", "200"]


def test_the_wheel_has_its_command(installed: Path, tmp_path: Path) -> None:
    assert (installed / "bin" / "releasegraph").is_file()
    script = must(sys.executable, installed / "bin" / "releasegraph", "--help", cwd=tmp_path, path=str(installed))
    assert all(command in script for command in ("build", "validate", "serve", "query", "export", "stats"))


def test_an_editable_install_is_the_project_itself(builder: Path, project: Path, tmp_path: Path) -> None:
    must(builder, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "-e", project)
    # the dependencies are those of the tests, found after the environment's own modules
    own = must(builder, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    (Path(own) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    script = "import releasegraph.graph.build as b, releasegraph.api, releasegraph.ontology; print(b.__file__)"
    assert must(builder, "-c", script, cwd=tmp_path).strip() == str(project / "graph" / "build.py")
    must(builder, "-c", MAIN, "build", PAGE, "--store", "store", cwd=tmp_path)
