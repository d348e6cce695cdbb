"""The provider-like failures a simulated message may meet.

Codes and what to do about them: WhatsApp Business Platform, Cloud API, error codes.
"""

import msgspec

from brasa.channels.outcome import Scope, SendError


class Failure(msgspec.Struct, frozen=True):
    """One code's meaning; the fields are those of `SendError`."""

    text: str
    retryable: bool = False
    scope: Scope = Scope.RECIPIENT
    retry_after: float | None = None
    opt_out: bool = False

    def error(self, code: str) -> SendError:
        """The failure as a channel raises it."""
        return SendError(
            self.text,
            code=code,
            retryable=self.retryable,
            scope=self.scope,
            retry_after=self.retry_after,
            opt_out=self.opt_out,
        )


UNDELIVERABLE = "131026"

FAILURES: dict[str, Failure] = {
    UNDELIVERABLE: Failure("Mensagem não pode ser entregue a este número"),
    "130429": Failure("Limite de envio da sessão atingido", True, Scope.SESSION, 30.0),
    "80007": Failure("Limite de envio da conta atingido", True, Scope.ACCOUNT, 60.0),
    "131056": Failure("Mensagens demais para o mesmo contato", True, Scope.RECIPIENT, 6.0),
    "131057": Failure("Conta em manutenção no provedor", True, Scope.SESSION, 60.0),
    # Per-user limit of marketing messages: a quick retry only makes it worse.
    "131049": Failure("Contato já recebeu muitas campanhas", True, Scope.RECIPIENT, 86_400.0),
    "131050": Failure("Contato não quer receber campanhas", opt_out=True),
    "131047": Failure("Fora da janela de 24 horas: use um modelo", scope=Scope.TEMPLATE),
    "131048": Failure("Sessão restrita por suspeita de spam", scope=Scope.SESSION),
    "130497": Failure("Envio não permitido neste país", scope=Scope.SESSION),
    "368": Failure("Conta bloqueada por violar políticas", scope=Scope.ACCOUNT),
    "131031": Failure("Conta travada pelo provedor", scope=Scope.ACCOUNT),
}
