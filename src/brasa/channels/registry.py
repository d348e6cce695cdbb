"""Which channels there are. The composition root builds a registry; nothing registers itself."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from brasa.channels import http, null, simulator
from brasa.channels.base import Channel, ChannelContext
from brasa.channels.settings import read_settings
from brasa.errors import Conflict, InvalidInput
from brasa.errors import FieldProblem as Problem

Factory = Callable[[Any, ChannelContext], Channel]


class _Kind(msgspec.Struct, frozen=True):
    settings: type[msgspec.Struct]
    create: Factory


class Registry:
    """Makes channels by name from the settings a person wrote."""

    def __init__(self) -> None:
        self._kinds: dict[str, _Kind] = {}

    def add(self, name: str, settings: type[msgspec.Struct], create: Factory) -> None:
        """Make `name` known. Raises Conflict when it already is."""
        if name in self._kinds:
            raise Conflict("Canal já registrado: {name}", name=name)
        self._kinds[name] = _Kind(settings, create)

    @property
    def names(self) -> tuple[str, ...]:
        """The known names, in alphabetical order."""
        return tuple(sorted(self._kinds))

    def validate(self, name: str, settings: Mapping[str, Any]) -> None:
        """Raises InvalidInput naming every wrong field, or the unknown channel."""
        self._read(name, settings)

    def create(self, name: str, settings: Mapping[str, Any], context: ChannelContext) -> Channel:
        """A channel, not yet started. Raises InvalidInput as `validate` does."""
        return self._kinds[name].create(self._read(name, settings), context)

    def _read(self, name: str, settings: Mapping[str, Any]) -> msgspec.Struct:
        if name not in self._kinds:
            raise InvalidInput(
                "Configuração de canal inválida",
                [Problem("channel", "canal desconhecido", ", ".join(self.names))],
            )
        return read_settings(settings, self._kinds[name].settings)


def standard_registry() -> Registry:
    """Every channel that comes with Brasa."""
    registry = Registry()
    registry.add("http", http.HttpSettings, http.create)
    registry.add("null", null.NullSettings, null.create)
    registry.add("simulator", simulator.SimulatorSettings, simulator.create)
    return registry
