"""The folder of the sockets: its user's alone, or refused."""

import asyncio
import stat
from pathlib import Path

import pytest

from releasegraph.api.workers.forkservers import hold_forkserver
from releasegraph.graph.errors import StoreError


def test_the_folder_is_made_for_its_user_alone(tmp_path: Path) -> None:
    runtime = tmp_path / "a" / "run"
    server = asyncio.run(hold_forkserver(runtime, None))
    assert stat.S_IMODE(runtime.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.place.stat().st_mode) & 0o077 == 0, "who can write to a socket can connect to it"
    server.close()


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o1777, 0o702])
def test_a_folder_that_others_can_write_to_is_refused(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    with pytest.raises(StoreError, match="others can write"):
        asyncio.run(hold_forkserver(tmp_path, None))


@pytest.mark.parametrize("runtime", ["x" * 120, "file/run"])
def test_a_folder_that_cannot_hold_sockets_is_a_clear_error(tmp_path: Path, runtime: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot have their sockets here"):
        asyncio.run(hold_forkserver(tmp_path / runtime, None))
