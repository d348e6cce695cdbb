"""The campaigns that a history file names: found, or made as campaigns that have ended."""

from collections.abc import Mapping
from datetime import datetime

from brasa.actions.history.summary import PastCampaign, Summary
from brasa.domain.campaign import (
    CampaignDefinition,
    CampaignStatus,
    External,
    Internal,
    StatusReason,
)
from brasa.domain.execution import ExecutionType
from brasa.errors import FieldProblem, InvalidInput
from brasa.i18n import Text
from brasa.store import campaigns, definitions
from brasa.store.database import Connection
from brasa.store.organizations import Organization


class PastCampaigns:
    """Makes sure that every campaign of a file is there, with the sessions that sent in it."""

    def __init__(
        self, organization: Organization, session_ids: Mapping[str, int], now: datetime
    ) -> None:
        self._organization = organization
        self._session_ids = session_ids
        self._now = now

    async def ensure(self, connection: Connection, summary: Summary) -> dict[str, int]:
        """Ids by name. Raises InvalidInput when a campaign lacks a session that sent in it."""
        known = await definitions.ids(connection, self._organization.organization_id)
        problems: list[FieldProblem] = []
        ids = {}
        for name, past in summary.campaigns.items():
            if name in known:
                ids[name] = known[name]
                problems += await self._missing(connection, name, known[name], past)
            else:
                ids[name] = await self._make(connection, name, past)
        if problems:
            raise InvalidInput("O arquivo não pode ser importado", problems)
        return ids

    async def _missing(
        self, connection: Connection, name: str, campaign_id: int, past: PastCampaign
    ) -> list[FieldProblem]:
        has = await definitions.session_ids(connection, campaign_id)
        return [
            FieldProblem(name, Text("a sessão {session} não está na campanha", session=session))
            for session in past.sessions
            if self._session_ids[session] not in has
        ]

    async def _make(self, connection: Connection, name: str, past: PastCampaign) -> int:
        organization_id = self._organization.organization_id
        definition = CampaignDefinition(
            name=name,
            daily_target=max(past.per_day.values()),
            sessions=tuple(past.sessions),
            internal=Internal(()) if ExecutionType.INTERNAL in past.types else None,
            external=External((), ()) if ExecutionType.EXTERNAL in past.types else None,
        )
        campaign_id = await definitions.insert_one(
            connection,
            organization_id,
            definition,
            session_ids=[self._session_ids[session] for session in past.sessions],
            list_ids=[],
            at=self._now,
            status=CampaignStatus.STOPPED,
            reason=StatusReason.FINISHED,
        )
        await campaigns.change(
            connection,
            organization_id,
            campaign_id,
            started_at=min(past.first, self._now),
            finished_at=min(past.last, self._now),
        )
        return campaign_id
