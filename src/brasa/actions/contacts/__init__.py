"""Contacts come in from spreadsheets: columns -> rows -> batches -> the store."""

from brasa.actions.contacts.importing import Contacts, Imported

__all__ = ["Contacts", "Imported"]
