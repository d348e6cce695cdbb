"""A whole cluster on this machine: `make cluster`. Ctrl-C ends all of it again."""

import argparse
import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.proxy import Proxy
from tools.servers import Postgres, Valkey, free_port

BRASA = [sys.executable, "-m", "brasa"]
ENDS_WITHIN = 30.0


async def run(port: int) -> None:
    """Start everything, say what runs where, wait, stop everything in reverse."""
    stop = asyncio.Event()
    for signal_ in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(signal_, stop.set)
    folder = Path(tempfile.mkdtemp(prefix="brasa-cluster-"))
    postgres, valkey = Postgres(durable=True), Valkey()
    with contextlib.ExitStack() as stack:
        for server in (postgres, valkey):
            stack.callback(server.stop)
            await asyncio.to_thread(server.start)
            print(f"  {server.name:<12} {server.url}  (pid {server.pid})", flush=True)
        env = os.environ | {
            "PYTHONUNBUFFERED": "1",
            "BRASA_DATABASE": postgres.url,
            "BRASA_ENGINE": valkey.url,
            "BRASA_DATA": str(folder),
            "BRASA_ACCESS": "open",
        }
        await asyncio.to_thread(
            subprocess.run, [*BRASA, "demo"], env=env, check=True, stdout=subprocess.DEVNULL
        )
        ports = [_node(stack, "gateway", i, env, folder) for i in (1, 2)]
        for number in (1, 2):
            _node(stack, "worker", number, env, folder)
        proxy = asyncio.create_task(Proxy(ports).serve(port))
        await _until_they_answer(ports, stop)
        if not stop.is_set():
            _greet(port, postgres.url, folder)
        await stop.wait()
        print("\nEncerrando…", flush=True)
        proxy.cancel()


def _greet(port: int, database: str, folder: Path) -> None:
    print(f"\nO cluster está no ar: http://localhost:{port}  (registros em {folder})")
    print("Em outro terminal, o que cada nó faz:\n")
    print(f"  BRASA_DATABASE={database} {' '.join(BRASA)} cluster status\n")
    print("Mate qualquer processo e veja. Ctrl-C encerra tudo.", flush=True)


def _node(
    stack: contextlib.ExitStack, role: str, number: int, env: dict[str, str], folder: Path
) -> int:
    """Start one node; its port."""
    port = free_port()
    log = stack.enter_context((folder / f"{role}{number}.log").open("ab"))
    process = subprocess.Popen(
        [*BRASA, "serve", "--role", role, "--port", str(port)],
        env=env,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    stack.callback(_end, process)
    print(f"  {role + ' ' + str(number):<12} http://127.0.0.1:{port}  (pid {process.pid})")
    return port


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


async def _until_they_answer(ports: list[int], stop: asyncio.Event) -> None:
    for port in ports:
        while not stop.is_set():
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                break


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="make cluster")
    parser.add_argument("--port", type=int, default=4000, help="of the proxy")
    asyncio.run(run(parser.parse_args().port))


if __name__ == "__main__":
    main()
