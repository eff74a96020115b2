"""The site under real hosts, where they are installed: what docs/publishing.md promises of their own files."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from .conftest import Site

THING = "agreement/DARS-NIC-990101-A1B2C"
MODULES = "/usr/lib/apache2/modules"
NGINX = """pid {folder}/nginx.pid; error_log {folder}/nginx.log; daemon off; user {user};
events {{}}
http {{ include /etc/nginx/mime.types; default_type application/octet-stream; access_log off;
server {{ listen 127.0.0.1:{port}; root {folder}; include {folder}/register/nginx.conf; }} }}
"""
APACHE = """ServerRoot {folder}
PidFile {folder}/apache.pid
Listen 127.0.0.1:{port}
ServerName localhost
ErrorLog {folder}/apache.log
{modules}
TypesConfig /etc/mime.types
User {user}
DocumentRoot {folder}
<Directory {folder}>
AllowOverride All
Require all granted
</Directory>
"""
LOADED = "\n".join(
    f"LoadModule {name}_module {MODULES}/mod_{name}.so"
    for name in ("mpm_event", "authz_core", "dir", "mime", "rewrite", "headers")
)
COMMANDS = {
    "nginx": (NGINX, lambda program, file: [program, "-c", file]),
    "apache2": (APACHE, lambda program, file: [program, "-DFOREGROUND", "-f", file]),
}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.fixture(scope="module", params=COMMANDS)
def host(
    request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx2.Client]:
    """Serve the examples' site with a real host."""
    program = shutil.which(request.param, path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if program is None or (request.param == "apache2" and not Path(MODULES).is_dir()):
        pytest.skip(f"{request.param} is not installed")
    folder, port = tmp_path_factory.mktemp("host"), _free_port()
    for above in (folder, *folder.parents[:2]):
        above.chmod(0o755)
    shutil.copytree(site.root, folder / "register")
    printed, command = COMMANDS[request.param]
    file = folder / "host.conf"
    user = Path("/").owner()
    user = "www-data" if request.param == "apache2" else user
    file.write_text(printed.format(folder=folder, port=port, user=user, modules=LOADED), encoding="utf-8")
    process = subprocess.Popen(command(program, str(file)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}/register/", follow_redirects=True) as client:
        for _ in range(100):
            try:
                client.get("robots.txt")
                break
            except httpx2.TransportError:
                assert process.poll() is None, process.communicate()[1]
                time.sleep(0.05)
        yield client
    process.terminate()
    process.communicate()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html"),
        (f"doc/{THING}/v5.0/", "text/html"),
        (f"doc/{THING}", "text/html"),
        (f"id/{THING}", "text/html"),
        (f"doc/{THING}.ttl", "text/turtle"),
        (f"doc/{THING}.jsonld", "application/ld+json"),
        ("catalog.rdf", "application/rdf+xml"),
        (".well-known/void", "text/turtle"),
        ("questions/who-holds-what.csv", "text/csv"),
        ("search/things.json", "application/json"),
        ("static/style.css", "text/css"),
    ],
)
def test_files_have_their_media_types(host: httpx2.Client, path: str, kind: str) -> None:
    found = host.get(path)
    assert (found.status_code, found.headers["content-type"].partition(";")[0]) == (200, kind)
    assert found.headers["access-control-allow-origin"] == "*"


def test_things_lead_to_their_documents(host: httpx2.Client) -> None:
    found = host.get(f"id/{THING}", follow_redirects=False)
    assert found.status_code == 303
    assert found.headers["location"].endswith(f"/register/doc/{THING}")


@pytest.mark.parametrize("kind", ["application/ld+json", "text/turtle"])
def test_apache_gives_rdf_to_who_asks(host: httpx2.Client, kind: str) -> None:
    found = host.get(f"id/{THING}", headers={"Accept": kind})
    apache = found.headers["server"].startswith("Apache")
    assert found.headers["content-type"].partition(";")[0] == (kind if apache else "text/html")
    assert not apache or "Accept" in found.headers["vary"]


@pytest.mark.parametrize("path", ["no/such/page", ".releasegraph/site.json"])
def test_what_is_not_there_has_a_page_that_says_so(host: httpx2.Client, path: str) -> None:
    found = host.get(path)
    assert found.status_code == 404
    assert "There is no page at this address" in found.text
