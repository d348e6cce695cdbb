"""The example of the documentation does what it says."""

import json
import runpy
from pathlib import Path

from brasa.socketio import Server
from tests.socketio.serving import serving
from tests.socketio.wire import joined

CHAT = Path(__file__).parents[2] / "examples" / "chat.py"


async def test_people_chat() -> None:
    sio = runpy.run_path(str(CHAT))["sio"]
    assert isinstance(sio, Server)
    async with serving(sio) as port:
        ana, _ = await joined(port)
        await ana.send('421["join","Ana"]')
        assert await ana.text() == '431[["Ana"]]'
        rui, _ = await joined(port)
        await rui.send('421["join","Rui"]')
        assert sorted(json.loads((await rui.text())[3:])[0]) == ["Ana", "Rui"]
        assert (await ana.event())[:2] == ["joined", "Rui"]
        await rui.send('42["say","olá"]')
        assert (await ana.event())[:3] == ["said", "Rui", "olá"]
        assert (await rui.event())[:3] == ["said", "Rui", "olá"]
        await ana.close()
        await rui.close()
