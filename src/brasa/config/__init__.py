"""Every setting, its default and one line of help. Read by the server and the commands only.

Order of precedence: command line, environment (`BRASA_<NAME>`, or `BRASA_<NAME>_FILE` for a file
that holds the value, as secrets should), the TOML file, the default.
"""

from brasa.config.fields import Config, Role
from brasa.config.folder import make_folder
from brasa.config.load import load
from brasa.config.show import effective

__all__ = ["Config", "Role", "effective", "load", "make_folder"]
