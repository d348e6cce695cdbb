"""What a row changes in a contact that is already known: blank cells erase nothing."""

from datetime import datetime

from brasa.actions.contacts.rows import ContactRow
from brasa.store.contacts import StoredContact, decode_variables, encode_variables


def merged(
    row: ContactRow, known: StoredContact | None, source: str, at: datetime
) -> StoredContact:
    """The contact after the row: equal to `known` when the row says nothing new.

    Consent without a source is noted as read from `source`; without a date, as given at `at`,
    unless it is already on record.
    """
    known = known or StoredContact(row.phone)
    consent_source, consent_at = _consent(row, known, source, at)
    return StoredContact(
        row.phone,
        row.name or known.name,
        row.timezone or known.timezone,
        _variables(row, known),
        consent_source,
        consent_at,
    )


def _variables(row: ContactRow, known: StoredContact) -> str | None:
    if not known.variables:
        return encode_variables(row.variables)
    return encode_variables(decode_variables(known.variables) | row.variables)


def _consent(
    row: ContactRow, known: StoredContact, source: str, at: datetime
) -> tuple[str | None, datetime | None]:
    if row.consent is None:
        return known.consent_source, known.consent_at
    if not row.consent:
        return None, None
    return (
        row.consent_source or known.consent_source or source,
        row.consent_at or known.consent_at or at,
    )
