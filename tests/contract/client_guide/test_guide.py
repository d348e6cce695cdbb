"""The client guide holds: a stock client that knows only the guide sees everything it shows."""

import json
import re
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.running.server import RunningServer
from tests.tools import require_node_modules

HERE = Path(__file__).parent
CLIENTS = HERE.parents[1] / "socketio" / "clients"
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")

Watch = Callable[[str], dict[str, Any]]
TRANSPORTS = ["websocket", "polling", "polling,websocket"]


@pytest.fixture(scope="module")
def watch(demo_server: RunningServer) -> Watch:
    """What the guide's client saw over the given transports; the three listen side by side."""
    node = require_node_modules(CLIENTS)
    client = str(CLIENTS / "node_modules" / "client-4.8")

    def run(transports: str) -> dict[str, Any]:
        script = [node, str(HERE / "watch.cjs"), client, demo_server.url, transports, "20"]
        done = subprocess.run(script, capture_output=True, text=True, check=True, timeout=40)
        seen: dict[str, Any] = json.loads(done.stdout)
        return seen

    with ThreadPoolExecutor() as clients:
        seen = dict(zip(TRANSPORTS, clients.map(run, TRANSPORTS), strict=True))
    return seen.__getitem__


@pytest.mark.parametrize("transports", TRANSPORTS)
def test_a_client_that_only_joins_sees_status_and_health_at_once_and_logs_soon(
    watch: Watch, transports: str
) -> None:
    result = watch(transports)
    first = {name: _first(result, name) for name in ("campaign-status", "bot-health")}
    assert all(one["after"] < 2 for one in first.values())
    assert _first(result, "campaign-log")["after"] < 15
    assert _first(result, "execution-log")["after"] < 15


@pytest.mark.parametrize("transports", TRANSPORTS)
def test_the_client_stays_on_its_transport_or_is_upgraded(watch: Watch, transports: str) -> None:
    assert watch(transports)["transport"] == transports.rpartition(",")[2]


def test_campaign_status_has_the_guides_fields(watch: Watch) -> None:
    for data in _all(watch("websocket"), "campaign-status"):
        assert type(data["organizationId"]) is int
        assert type(data["campaignId"]) is str
        assert data["status"] in ("active", "paused", "stopped", "waiting")
        assert data["name"]
        assert data["description"]
        assert 0 <= data["activeSessions"] <= data["totalSessions"]
        if "nextExecution" in data:
            assert TIME.match(data["nextExecution"])


def test_campaign_log_has_the_guides_fields(watch: Watch) -> None:
    for data in _all(watch("websocket"), "campaign-log"):
        assert data["level"] in ("info", "warning", "error", "success")
        assert data["campaignName"]
        assert data["message"]
        assert TIME.match(data["timestamp"])


def test_execution_log_has_the_guides_fields(watch: Watch) -> None:
    for data in _all(watch("websocket"), "execution-log"):
        assert data["executionType"] in ("internal", "external")
        assert data["status"] in ("sending", "sent", "failed")
        assert type(data["executionId"]) is str
        assert TIME.match(data["timestamp"])
        if data["executionType"] == "internal":
            assert data["fromSession"]
            assert data["toSession"]
        else:
            assert data.get("contactName") or data.get("contactPhone")


def test_bot_health_has_the_guides_fields(watch: Watch) -> None:
    for data in _all(watch("websocket"), "bot-health"):
        assert 0 <= data["healthScore"] <= 100
        assert 0 <= data["deliveryRate"] <= 100
        assert data["qualitySigma"] >= 0
        assert data["messagesPerDay"] >= 0
        assert data["sessionId"]
        assert data["sessionName"]
        assert TIME.match(data["lastUpdated"])


def test_no_value_is_null(watch: Watch) -> None:
    assert "null" not in re.findall(r"null", json.dumps(watch("websocket")["seen"]))


def test_ping_is_answered_by_pong_with_the_same_timestamp(watch: Watch) -> None:
    [pong] = _all(watch("websocket"), "pong")
    assert pong["timestamp"] == 1234567890123
    assert TIME.match(pong["serverTime"])


def test_the_demo_starts_near_the_guides_health_scores(watch: Watch) -> None:
    scores = {d["sessionName"]: d["healthScore"] for d in _all(watch("websocket"), "bot-health")}
    assert scores["Atendimento 1"] == pytest.approx(98.02, abs=2)
    assert scores["Atendimento 2"] == pytest.approx(60.65, abs=4)


def test_a_dashboard_that_is_asked_for_comes_whole_and_oldest_first(watch: Watch) -> None:
    acks = watch("websocket")["acks"]
    answer = acks["dashboard"]
    assert answer["ok"] is True
    assert len(answer["executions"]) == 50
    times = [log["timestamp"] for log in answer["logs"]]
    assert times == sorted(times)
    replayed = [one["data"] for one in acks["replayed"] if one["event"] == "campaign-log"]
    # What was live at that moment may have come before.
    begin = replayed.index(answer["logs"][0])
    assert replayed[begin : begin + len(answer["logs"])] == answer["logs"]


def test_a_missing_organization_is_refused_and_said(watch: Watch) -> None:
    refused = watch("websocket")["acks"]["foreign"]
    assert refused["ok"] is False
    assert refused["error"]["code"] == "not_found"
    assert refused["error"]["message"]


def test_a_refusal_without_acknowledgement_is_a_notification(watch: Watch) -> None:
    notes = _all(watch("websocket"), "notification")
    assert any(n["type"] == "error" and "organizationId" in n["message"] for n in notes)


def test_nothing_arrives_after_leaving(watch: Watch) -> None:
    acks = watch("websocket")["acks"]
    assert acks["left"]["ok"] is True
    assert [one for one in acks["afterLeaving"] if one["event"] != "notification"] == []


def test_the_console_shows_the_guides_lines(watch: Watch, demo_server: RunningServer) -> None:
    watch("websocket")
    lines = demo_server.output.splitlines()
    assert any(re.fullmatch(r"📊 Processando \d+ campanhas ativas", line) for line in lines)
    done = r"\[INFO\] aquecimento 2: Processamento concluído: \d sessões ativas"
    assert any(re.fullmatch(done, line) for line in lines)


def _all(result: dict[str, Any], event: str) -> list[dict[str, Any]]:
    found = [one["data"] for one in result["seen"] if one["event"] == event]
    assert found, f"no {event}"
    return found


def _first(result: dict[str, Any], event: str) -> dict[str, Any]:
    return next(one for one in result["seen"] if one["event"] == event)
