"""The server as the command line starts it: in processes of its own, until it is told to stop."""

import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

PATIENCE = 30.0


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _health(port: int) -> dict[str, object] | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/health")
        answer: dict[str, object] = json.loads(connection.getresponse().read())
    except ConnectionError:
        return None
    finally:
        connection.close()
    return answer


@pytest.mark.parametrize("workers", [1, 2])
def test_serve_answers_until_it_is_told_to_stop(folder: Path, workers: int) -> None:
    port = _free_port()
    program = (
        "import sys; from pathlib import Path; from releasegraph.api.serving import serve; "
        "serve(Path(sys.argv[1]), port=int(sys.argv[2]), workers=int(sys.argv[3]), log_level='error')"
    )
    arguments = [sys.executable, "-c", program, str(folder), str(port), str(workers)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            end = time.monotonic() + PATIENCE
            while (health := _health(port)) is None:
                assert process.poll() is None
                assert time.monotonic() < end, "waited in vain"
                time.sleep(0.05)
            assert health["generation"] == "generation-1"
        finally:
            process.send_signal(signal.SIGTERM)
            said, _ = process.communicate(timeout=PATIENCE)
    assert b"Traceback" not in said
