"""A real nginx or Apache for a test: it serves a folder with the site's own redirects, on a port of this machine."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

PATIENCE_S = 5

NGINX = """
daemon off; master_process off; pid {work}/nginx.pid; error_log {work}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off; client_body_temp_path {work}; proxy_temp_path {work}; fastcgi_temp_path {work};
    uwsgi_temp_path {work}; scgi_temp_path {work}; types {{ text/html html; }}
    include {site}/redirects/nginx.conf;
    server {{
        listen 127.0.0.1:{port};
        root {site};
        absolute_redirect off;
        include {site}/redirects/nginx-server.conf;
    }}
}}
"""

# The modules lie where Debian puts them; MPM prefork, because it needs no more.
APACHE = """
ServerRoot {work}
PidFile {work}/apache.pid
ErrorLog {work}/error.log
Listen 127.0.0.1:{port}
ServerName localhost
LoadModule mpm_prefork_module /usr/lib/apache2/modules/mod_mpm_prefork.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
LoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so
StartServers 1
<VirtualHost *:{port}>
    DocumentRoot {site}
    UseCanonicalName Off
    Define DISPUTATIO {site}
    Include ${{DISPUTATIO}}/redirects/apache.conf
    <Directory {site}>
        Require all granted
    </Directory>
</VirtualHost>
"""


@contextmanager
def nginx(site: Path, work: Path) -> Iterator["Asked"]:
    """Serve a built site with nginx; skips the test where there is none."""
    program = _program("nginx")
    work.mkdir()
    command = [program, "-c", str(work / "server.conf"), "-e", str(work / "error.log")]
    with _serving(command, NGINX, site, work) as asked:
        yield asked


@contextmanager
def apache(site: Path, work: Path) -> Iterator["Asked"]:
    """Serve a built site with Apache; skips the test where there is none."""
    program = _program("apache2")
    work.mkdir()
    with _serving([program, "-D", "FOREGROUND", "-f", str(work / "server.conf")], APACHE, site, work) as asked:
        yield asked


def _program(name: str) -> str:
    program = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if program is None:
        pytest.skip(f"needs {name}")
    return program


@contextmanager
def _serving(command: list[str], configuration: str, site: Path, work: Path) -> Iterator["Asked"]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    (work / "server.conf").write_text(configuration.format(site=site, work=work, port=port), encoding="utf-8")
    server = subprocess.Popen(command, start_new_session=True)  # Apache ends its whole group
    try:
        _wait_for(server, port, work)
        yield Asked(port)
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


class Asked:
    """Asks a server for addresses of any host."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)

    def get(self, address: str) -> tuple[int, str]:
        """Return the status, and where the answer leads ("" where it leads nowhere)."""
        host, slash, path = address.removeprefix("https://").removeprefix("http://").partition("/")
        self._connection.request("GET", (slash + path).partition("#")[0], headers={"Host": host})
        answer = self._connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")


def _wait_for(server: subprocess.Popen[bytes], port: int, work: Path) -> None:
    ends = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None:
            break
    pytest.fail((work / "error.log").read_text(encoding="utf-8"))
