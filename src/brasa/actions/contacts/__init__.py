"""Contacts come in from spreadsheets: columns -> rows -> batches -> the store."""

from brasa.actions.contacts.importing import Contacts
from brasa.actions.contacts.run import Imported

__all__ = ["Contacts", "Imported"]
