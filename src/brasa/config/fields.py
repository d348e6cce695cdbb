"""The settings themselves: type, default, limits and one line of help (pt-BR) each."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from brasa.domain.health import HealthSettings

Role = Literal["all", "gateway", "worker"]
Access = Literal["token", "open"]

# The help of the settings that domain/health.py defines.
HEALTH_HELP = {
    "window_days": "Dias da janela em que a saúde é medida",
    "prior": "Execuções imaginadas no ideal, com que toda sessão começa",
    "delivery_ideal": "Taxa de entrega ideal (0 a 1)",
    "delivery_spread": "Desvio da taxa de entrega",
    "opt_out_ideal": "Taxa ideal de descadastros (0 a 1)",
    "opt_out_spread": "Desvio da taxa de descadastros",
    "volume_spread": "Desvio do volume, como parte do limite planejado",
    "good_evidence": "Execuções externas a partir das quais a evidência é boa",
}


class RealtimeLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Limits of the Socket.IO server; times in seconds, sizes in bytes."""

    connections: Annotated[
        int, Meta(ge=1, description="Conexões abertas ao mesmo tempo neste processo")
    ] = 20_000
    connections_per_address: Annotated[
        int, Meta(ge=1, description="Conexões abertas por endereço de rede")
    ] = 2_000
    messages_per_second: Annotated[
        float, Meta(gt=0, description="Mensagens por segundo aceitas de cada conexão")
    ] = 50.0
    max_payload: Annotated[
        int, Meta(ge=1024, description="Maior mensagem aceita de um cliente, em bytes")
    ] = 1_000_000
    rooms_per_connection: Annotated[
        int, Meta(ge=1, description="Organizações que uma conexão pode acompanhar")
    ] = 100
    send_buffer: Annotated[
        int, Meta(ge=65_536, description="Bytes não lidos até uma conexão lenta ser fechada")
    ] = 1_048_576
    recovery_seconds: Annotated[
        float, Meta(ge=0, description="Por quanto tempo uma queda recupera o que perdeu (segundos)")
    ] = 120.0
    connect_timeout: Annotated[
        float, Meta(gt=0, description="Tempo para um cliente concluir a conexão (segundos)")
    ] = 20.0


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All settings of one process, checked."""

    data: Annotated[
        str, Meta(min_length=1, description="Pasta dos dados (banco SQLite e arquivos)")
    ] = "data"
    database: Annotated[
        str,
        Meta(
            pattern=r"^(sqlite\+aiosqlite|postgresql\+asyncpg)://",
            description="Endereço do banco de dados; {data} é a pasta dos dados",
            examples=["sqlite+aiosqlite:///{data}/brasa.db", "postgresql+asyncpg://…"],
        ),
    ] = "sqlite+aiosqlite:///{data}/brasa.db"
    engine: Annotated[
        str,
        Meta(
            pattern=r"^(embedded$|valkeys?://|rediss?://)",
            description="Motor das campanhas: neste processo ou num servidor Valkey",
            examples=["embedded", "valkey://host:6379/0"],
        ),
    ] = "embedded"
    role: Annotated[Role, Meta(description="O que este processo faz")] = "all"
    host: Annotated[str, Meta(min_length=1, description="Endereço em que o servidor escuta")] = (
        "127.0.0.1"
    )
    port: Annotated[int, Meta(ge=0, le=65_535, description="Porta em que o servidor escuta")] = 4000
    access: Annotated[
        Access, Meta(description="Quem entra: com token, ou qualquer um (só em loopback)")
    ] = "token"
    cors_origins: Annotated[
        tuple[str, ...],
        Meta(description="Origens de navegador aceitas além da própria e de localhost"),
    ] = ()
    trusted_proxies: Annotated[
        int,
        Meta(ge=0, le=9, description="Quantos proxies há na frente, cujo X-Forwarded-For é aceito"),
    ] = 0
    tick_seconds: Annotated[
        float, Meta(ge=0.1, le=3600, description="Intervalo do processamento das campanhas")
    ] = 10.0
    keep_logs_days: Annotated[
        int, Meta(ge=1, description="Dias que os registros das campanhas são guardados")
    ] = 30
    keep_executions_days: Annotated[
        int, Meta(ge=8, description="Dias que as execuções são guardadas")
    ] = 365
    seed: Annotated[int, Meta(description="Semente do canal simulador, para repetir um dia")] = 0
    language: Annotated[
        Literal["pt-BR", "en"], Meta(description="Idioma dos textos para pessoas")
    ] = "pt-BR"
    log_format: Annotated[
        Literal["console", "json"], Meta(description="Formato do registro do servidor")
    ] = "console"
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Meta(description="Menor nível registrado pelo servidor"),
    ] = "info"
    send_batch: Annotated[
        int, Meta(ge=1, le=50, description="Mensagens entregues ao provedor por lote")
    ] = 50
    lease_seconds: Annotated[
        float, Meta(ge=1, description="Por quanto tempo um processo reserva envios (segundos)")
    ] = 30.0
    max_contacts_per_import: Annotated[
        int, Meta(ge=1, description="Maior número de linhas aceitas numa importação")
    ] = 10_000_000
    realtime: Annotated[RealtimeLimits, Meta(description="Limites do servidor de tempo real")] = (
        RealtimeLimits()
    )
    health: Annotated[HealthSettings, Meta(description="Ideais e desvios da nota de saúde")] = (
        HealthSettings()
    )

    @property
    def database_url(self) -> str:
        """`database` with the data folder filled in."""
        return self.database.replace("{data}", self.data)
