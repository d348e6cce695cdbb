"""brasa contacts …"""

from typing import Annotated

import typer

from brasa.actions.contacts import Contacts, Imported
from brasa.cli.invocation import Invocation
from brasa.cli.options import InputFile, Organization, Report, command, group
from brasa.cli.progress import progress_of
from brasa.cli.store import run_for

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
        "({new} novos, {updated} atualizados, {unchanged} sem mudança, {rejected} recusados)",
        list=to_list,
        members=done.members,
        new=done.new,
        updated=done.updated,
        unchanged=done.unchanged,
        rejected=done.rejected,
    )
    if done.without_consent:
        invocation.warn(
            "{n} contatos sem consentimento registrado: nunca recebem mensagens de campanha",
            n=done.without_consent,
        )
    if done.report is not None:
        invocation.warn("Linhas recusadas, com o motivo de cada uma: {path}", path=done.report)
