"""The simulator channel: a provider inside the process (docs/channels.md, "The simulator")."""

from brasa.channels.simulator.channel import SimulatorChannel, create
from brasa.channels.simulator.model import Delay, Model, SimulatorSettings

__all__ = ["Delay", "Model", "SimulatorChannel", "SimulatorSettings", "create"]
