"""What cannot start says why in one line and an exit code, and touches nothing."""

import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest


def serve(data: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """`brasa serve`, which is expected to end by itself."""
    command = [sys.executable, "-m", "brasa", "serve", "--data", str(data), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_a_port_in_use_is_named_with_a_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = serve(tmp_path / "data", "--port", str(port), "--access", "open")
    assert done.returncode == 3
    assert f"A porta {port} já está em uso" in done.stderr
    assert f"PORT={port + 1}" in done.stderr


def test_a_corrupt_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "brasa.db"
    file.write_bytes(b"this is no database" * 400)
    before = file.read_bytes()
    done = serve(tmp_path, "--port", "0", "--access", "open")
    assert done.returncode == 1
    assert "corrompido" in done.stderr
    assert "Traceback" not in done.stderr
    assert file.read_bytes() == before


def test_a_newer_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    create = [sys.executable, "-m", "brasa", "organization", "create", "Teste"]
    zone = ["--timezone", "America/Sao_Paulo", "--data", str(tmp_path)]
    subprocess.run([*create, *zone], check=True, capture_output=True)
    with sqlite3.connect(tmp_path / "brasa.db") as database:
        database.execute("update alembic_version set version_num = 'from-the-future'")
    done = serve(tmp_path, "--port", "0", "--access", "open")
    assert done.returncode == 1
    assert "versão mais nova" in done.stderr
    assert "from-the-future" in done.stderr


def test_open_access_beyond_this_machine_is_refused_naming_the_setting(tmp_path: Path) -> None:
    done = serve(tmp_path, "--host", "0.0.0.0", "--access", "open")
    assert done.returncode == 2
    assert "access" in done.stderr
    assert "0.0.0.0" in done.stderr


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_a_port_that_cannot_be_is_named_with_what_is_accepted(tmp_path: Path, port: str) -> None:
    done = serve(tmp_path, f"--port={port}", "--access", "open")
    assert done.returncode == 2
    assert "port" in done.stderr
    assert "65535" in done.stderr


def test_english_is_spoken_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "brasa.db").write_bytes(b"this is no database" * 400)
    done = serve(tmp_path, "--port", "0", "--access", "open", "--language", "en")
    assert "corrupt" in done.stderr


def test_a_server_without_anybody_says_how_to_begin_and_in_the_end_that_it_ends(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-m", "brasa", "serve", "--data", str(tmp_path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        said = [next(server.stdout)]
        while "Ctrl-C" not in said[-1]:
            said.append(next(server.stdout))
        server.send_signal(signal.SIGINT)
        said += server.stdout
    assert any('organization create "Minha Loja"' in line for line in said)
    assert said[-2:] == ["Encerrando em ordem…\n", "Encerrado\n"]
    assert server.returncode == 0
