"""Why the operating system refused something, in people's words."""

import errno

from brasa.i18n import Text

_REASONS = {
    errno.ENOENT: "o arquivo não existe",
    errno.EISDIR: "é uma pasta, não um arquivo",
    errno.ENOTDIR: "uma parte do caminho não é uma pasta",
    errno.EACCES: "sem permissão",
    errno.EPERM: "sem permissão",
    errno.EROFS: "o disco só permite leitura",
    errno.ENOSPC: "o disco está cheio",
    errno.EDQUOT: "o disco está cheio",
    errno.EFBIG: "o disco está cheio",
    errno.ENAMETOOLONG: "o nome é longo demais",
    errno.EADDRNOTAVAIL: "este endereço não é desta máquina",
}
# The disk, a quota or a limit on the size of files: whoever asked may go on once there is room.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def reason(error: OSError) -> Text:
    """One phrase for people; the system's own words for what is rare."""
    return Text(_REASONS.get(error.errno or 0) or error.strerror or str(error))
