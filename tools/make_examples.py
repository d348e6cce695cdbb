"""Make the larger example files, the same ones every time: contacts, and a week of history.

    python tools/make_examples.py [FOLDER]

Everybody in them is made up. Numbers are valid in form (phonenumbers accepts them) and plainly
invented: nine digits that begin 9 0000 or 9 0001. The sizes of the past campaigns are chosen so
that the two sessions of the seed score what it shows, see health.md:
r = (delivered + 19) / (finished + 20) is 0.8773 for 98.02 and 0.587 for 60.65.
"""

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

SEED = 2026
CONTACTS = 2_000
# The last day of the week; an import with --rebase makes it today.
LAST_DAY = datetime(2026, 11, 8)
DAYS = 7

FIRST = [
    "Ana",
    "Beatriz",
    "Carlos",
    "Daniela",
    "Eduardo",
    "Fernanda",
    "Gabriel",
    "Helena",
    "Igor",
    "Juliana",
    "Kauã",
    "Larissa",
    "Marcos",
    "Natália",
    "Otávio",
    "Patrícia",
    "Rafael",
    "Sônia",
    "Tiago",
    "Úrsula",
    "Vinícius",
    "Yasmin",
    "Zélia",
    "João",
    "Conceição",
]
LAST = [
    "Almeida",
    "Barbosa",
    "Cardoso",
    "Dias",
    "Esteves",
    "Farias",
    "Gonçalves",
    "Haddad",
    "Ibáñez",
    "Jardim",
    "Klein",
    "Lacerda",
    "Magalhães",
    "Nóbrega",
    "Oliveira",
    "Peçanha",
    "Queirós",
    "Rocha",
    "Simões",
    "Tavares",
    "Uchôa",
    "Vasconcelos",
]
CITIES = (
    ("11", "São Paulo"),
    ("21", "Rio de Janeiro"),
    ("31", "Belo Horizonte"),
    ("41", "Curitiba"),
    ("48", "Florianópolis"),
    ("51", "Porto Alegre"),
    ("61", "Brasília"),
    ("71", "Salvador"),
    ("81", "Recife"),
    ("85", "Fortaleza"),
)


class Contact(NamedTuple):
    """A made-up person."""

    name: str
    area: str
    number: int
    city: str

    @property
    def written(self) -> str:
        """The phone number as a spreadsheet would show it."""
        return f"({self.area}) 90000-{self.number:04d}"


class Past(NamedTuple):
    """A past campaign of one session: so many finished, so many of these delivered."""

    campaign: str
    session: str
    finished: int
    delivered: int
    read: float
    opted_out: int = 0


PAST = (
    Past("Boas-vindas", "Atendimento 1", 740, 649, 0.62),
    Past("Pesquisa de satisfação", "Atendimento 1", 740, 648, 0.60),
    Past("Boas-vindas", "Atendimento 2", 490, 284, 0.45),
    Past("Pesquisa de satisfação", "Atendimento 2", 490, 284, 0.43),
    Past("Boas-vindas", "Vendas 1", 300, 289, 0.70, opted_out=1),
    Past("Pesquisa de satisfação", "Vendas 2", 300, 282, 0.55, opted_out=1),
)
# Messages of the conversation on each day of the week, the last one being today: one short of the
# target for one session, the other well below.
TALK = {
    "Atendimento 1": (112, 118, 120, 120, 117, 120, 119),
    "Atendimento 2": (104, 110, 97, 115, 108, 101, 74),
}
COLUMNS = (
    "campanha",
    "sessão",
    "tipo",
    "telefone",
    "nome",
    "para",
    "enviada em",
    "entregue em",
    "lida em",
    "situação",
    "erro",
    "pediu para sair",
)


def main(folder: Path) -> None:
    """Write the files into `folder`."""
    rng = Random(SEED)
    people = list(make_contacts(rng, CONTACTS, CITIES))
    write_contacts(folder / "contatos.csv", people, rng)
    bakery = list(make_contacts(rng, 80, [("92", "Manaus")]))
    write_contacts(folder / "padaria" / "fregueses.csv", bakery, rng)
    rows = sorted([*external_rows(rng, people), *internal_rows(rng)], key=lambda row: row[6])
    with (folder / "historico.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def make_contacts(rng: Random, count: int, cities: Sequence[tuple[str, str]]) -> Iterator[Contact]:
    """Different people with different numbers."""
    numbers = rng.sample(range(10_000), count)
    for number in numbers:
        area, city = rng.choice(cities)
        yield Contact(f"{rng.choice(FIRST)} {rng.choice(LAST)}", area, number, city)


def write_contacts(path: Path, people: Iterable[Contact], rng: Random) -> None:
    """As a Brazilian spreadsheet exports it: `;`, UTF-8 with its mark, CRLF."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(
            (
                "Nome",
                "Celular",
                "Cidade",
                "Consentimento",
                "Origem do consentimento",
                "Data do consentimento",
            )
        )
        for person in people:
            day = LAST_DAY - timedelta(days=rng.randrange(30, 700))
            source = rng.choice(("site", "balcão", "evento", "formulário"))
            writer.writerow(
                (person.name, person.written, person.city, "sim", source, f"{day:%d/%m/%Y}")
            )


def external_rows(rng: Random, people: Sequence[Contact]) -> Iterator[tuple[str, ...]]:
    """The past campaigns: nobody is written to twice in one."""
    campaigns = dict.fromkeys(past.campaign for past in PAST)
    left = {campaign: rng.sample(people, len(people)) for campaign in campaigns}
    for past in PAST:
        outcomes = [True] * past.delivered + [False] * (past.finished - past.delivered)
        rng.shuffle(outcomes)
        leaving = past.opted_out
        for arrived in outcomes:
            person = left[past.campaign].pop()
            sent = moment(rng, rng.randrange(DAYS))
            leaves = arrived and leaving > 0
            leaving -= leaves
            yield external_row(rng, past, person, sent, arrived=arrived, leaves=leaves)


def external_row(
    rng: Random, past: Past, person: Contact, sent: datetime, *, arrived: bool, leaves: bool
) -> tuple[str, ...]:
    """One message to a contact."""
    delivered = sent + timedelta(seconds=rng.randrange(2, 20)) if arrived else None
    read = None
    if delivered and rng.random() < past.read:
        read = delivered + timedelta(seconds=rng.randrange(10, 1800))
    status = "lida" if read else "entregue" if delivered else "enviada"
    return (
        past.campaign,
        past.session,
        "externa",
        person.written,
        person.name,
        "",
        written(sent),
        written(delivered),
        written(read),
        status,
        "",
        "sim" if leaves else "",
    )


def internal_rows(rng: Random) -> Iterator[tuple[str, ...]]:
    """The conversation of the campaign that still runs."""
    first, second = TALK
    for sender, peer in ((first, second), (second, first)):
        for day, count in enumerate(TALK[sender]):
            for sent in sorted(moments(rng, day, count)):
                delivered = sent + timedelta(seconds=rng.randrange(1, 6))
                yield (
                    "aquecimento 2",
                    sender,
                    "interna",
                    "",
                    "",
                    peer,
                    written(sent),
                    written(delivered),
                    "",
                    "entregue",
                    "",
                    "",
                )


def moments(rng: Random, day: int, count: int) -> set[datetime]:
    """So many different seconds of a day."""
    found: set[datetime] = set()
    while len(found) < count:
        found.add(moment(rng, day))
    return found


def moment(rng: Random, day: int) -> datetime:
    """A second of the day'th day of the week."""
    start = LAST_DAY - timedelta(days=DAYS - 1 - day)
    return start + timedelta(seconds=rng.randrange(86_400))


def written(at: datetime | None) -> str:
    """A time as ISO 8601 without a zone: the organization's clock."""
    return f"{at:%Y-%m-%dT%H:%M:%S}" if at else ""


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "examples")
