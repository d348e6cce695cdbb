"""brasa contacts …"""

from typing import Annotated

import typer

from brasa.actions.contacts import Contacts, Imported
from brasa.cli.invocation import Invocation
from brasa.cli.options import InputFile, Organization, Report, command, group
from brasa.cli.progress import progress_of
from brasa.cli.store import run_for
from brasa.cli.values import country

app = group()


@app.command("import", help="Importar contatos de uma planilha (CSV) para uma lista")
@command
def import_(
    ctx: typer.Context,
    file: InputFile,
    to_list: Annotated[
        str, typer.Option("--list", "-l", help="Nome da lista, criada se não existir")
    ],
    report: Report = None,
    region: Annotated[
        str, typer.Option(help="País dos números sem código de país, em duas letras")
    ] = "BR",
    organization: Organization = None,
) -> None:
    invocation: Invocation = ctx.obj
    region = country(region, "--region")
    limit = invocation.config().max_contacts_per_import
    with progress_of(invocation, file.name) as progress:
        done = run_for(
            invocation,
            organization,
            lambda work, found: Contacts(work, max_rows=limit).import_file(
                found, file, to_list, report=report, region=region, progress=progress
            ),
        )
    _tell(invocation, done, to_list)


def _tell(invocation: Invocation, done: Imported, to_list: str) -> None:
    invocation.say(
        "Lista {list}: {members} contatos "
        "(novos: {new}, atualizados: {updated}, sem mudança: {unchanged}, recusados: {rejected})",
        list=to_list,
        members=invocation.figure(done.members),
        new=invocation.figure(done.new),
        updated=invocation.figure(done.updated),
        unchanged=invocation.figure(done.unchanged),
        rejected=invocation.figure(done.rejected),
    )
    if not (done.new or done.updated or done.unchanged or done.rejected):
        invocation.warn("O arquivo só tem o cabeçalho: nada a importar")
    if done.without_consent:
        invocation.warn(
            "Sem consentimento registrado: {n}. Quem não consentiu nunca recebe campanhas",
            n=invocation.figure(done.without_consent),
        )
    if done.report is not None:
        invocation.warn("Linhas recusadas, com o motivo de cada uma: {path}", path=done.report)
