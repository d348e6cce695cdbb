"""Flood the dashboard, and the client guide's own hook beside it, and measure both.

python web/bench/flood.py [--rate 2000] [--seconds 20] [--only naive ours overview logs] [--slow 3]
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

WEB = Path(__file__).resolve().parents[1]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--enable-precise-memory-info"]
SUBJECTS = {
    "naive": "/bench/naive.html",
    "ours": "/bench/ours.html",
    "overview": "/",
    "logs": "/logs",
}
WARM_UP_MS = 3_000
TRACED = ["toplevel", "__metadata"]
LONG_MS = 50.0
# A trace of longer than this is too large to read; the rest of the time is not traced.
TRACED_MOST = 15.0
# How long a timer of 0 ms takes to run: what a click would wait for.
LAG = """
() => new Promise((done) => {
  const asked = performance.now();
  setTimeout(() => done(performance.now() - asked), 0);
})
"""


@dataclass
class Result:
    """What a page cost while it was flooded."""

    subject: str
    seconds: float
    # Tasks of the main thread of 50 ms and more by the clock, and by the processor's time: on a
    # machine with other work the first counts the others' turns too.
    long_tasks: int
    long_tasks_cpu: int
    longest_ms: float
    longest_cpu_ms: float
    busy_share: float
    worst_lag_ms: float
    # At the start, when the rings are not full yet, half-way, and at the end.
    heap_mib: tuple[float, float, float]


def main() -> None:
    """Measure each subject against a server of its own and print a table."""
    options = arguments()
    build_pages()
    results = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name in options.only or SUBJECTS:
            with flooding(options.rate) as url:
                results.append(measure(browser, name, url + SUBJECTS[name], options))
            report(results[-1])
        browser.close()
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in results], indent=2) + "\n")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=2_000, help="events per second")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--only", nargs="*", choices=list(SUBJECTS))
    parser.add_argument("--slow", type=float, default=1.0, help="times slower than this machine")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def build_pages() -> None:
    """Build the two pages of the comparison, as production code."""
    vite = WEB / "node_modules/.bin/vite"
    config = WEB / "bench/vite.config.ts"
    subprocess.run([vite, "build", "--config", config, "--logLevel", "error"], check=True, cwd=WEB)


@contextmanager
def flooding(rate: int) -> Iterator[str]:
    """A server that sends so many events a second."""
    command = ["node", "dev/mock.mjs", "--port", "0", "--flood", str(rate)]
    process = subprocess.Popen(command, cwd=WEB, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout is None:
            raise AssertionError("the output is not read")
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


def measure(browser: Browser, name: str, url: str, options: argparse.Namespace) -> Result:
    """Watch one page for as long as asked."""
    seconds: float = options.seconds
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": options.slow})
    page.goto(url)
    page.wait_for_timeout(WARM_UP_MS)
    start = heap(devtools)
    before = metrics(devtools)
    browser.start_tracing(page=page, categories=TRACED)
    lags = watch(page, min(seconds, TRACED_MOST))
    tasks = tasks_of(json.loads(browser.stop_tracing()))
    lags += watch(page, seconds / 2 - TRACED_MOST)
    middle = heap(devtools)
    lags += watch(page, seconds - max(TRACED_MOST, seconds / 2))
    after = metrics(devtools)
    end = heap(devtools)
    page.close()
    elapsed = after["Timestamp"] - before["Timestamp"]
    return Result(
        subject=name,
        seconds=round(elapsed, 1),
        long_tasks=sum(wall >= LONG_MS for wall, _ in tasks),
        long_tasks_cpu=sum(cpu >= LONG_MS for _, cpu in tasks),
        longest_ms=round(max(wall for wall, _ in tasks), 1),
        longest_cpu_ms=round(max(cpu for _, cpu in tasks), 1),
        busy_share=round((after["TaskDuration"] - before["TaskDuration"]) / elapsed, 3),
        worst_lag_ms=round(max(lags), 1),
        heap_mib=(start, middle, end),
    )


def tasks_of(trace: dict[str, Any]) -> list[tuple[float, float]]:
    """The tasks of the page's main thread: milliseconds by the clock, and of the processor."""
    events = trace["traceEvents"]
    names = {
        (one["pid"], one["tid"]): one["args"]["name"]
        for one in events
        if one["name"] == "thread_name"
    }
    return [
        (one["dur"] / 1e3, one.get("tdur", 0) / 1e3)
        for one in events
        if one["name"] == "ThreadControllerImpl::RunTask"
        and "dur" in one
        and names.get((one["pid"], one["tid"])) == "CrRendererMain"
    ]


def watch(page: Page, seconds: float) -> list[float]:
    """Sample the lag twice a second, ms."""
    lags: list[float] = []
    for _ in range(int(seconds * 2)):
        page.wait_for_timeout(500)
        lags.append(page.evaluate(LAG))
    return lags


def heap(devtools: CDPSession) -> float:
    """What is in use after a collection, MiB."""
    devtools.send("HeapProfiler.collectGarbage")
    return round(metrics(devtools)["JSHeapUsedSize"] / 2**20, 1)


def metrics(devtools: CDPSession) -> dict[str, float]:
    """Chromium's counters of the page's process."""
    found = devtools.send("Performance.getMetrics")["metrics"]
    return {one["name"]: one["value"] for one in found}


def report(result: Result) -> None:
    """Print one line of the table."""
    if result.subject == "naive":
        print(
            "page       tasks >= 50 ms     longest         busy   worst lag  heap: start half end"
        )
    print(
        f"{result.subject:10} {result.long_tasks:4d} ({result.long_tasks_cpu:3d} cpu)   "
        f"{result.longest_ms:5.0f} ms ({result.longest_cpu_ms:4.0f} cpu) {result.busy_share:5.0%}"
        f"  {result.worst_lag_ms:6.0f} ms"
        f"  {' '.join(map(str, result.heap_mib))} MiB",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
