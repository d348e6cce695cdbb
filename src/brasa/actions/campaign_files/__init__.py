"""Campaigns come in from files: read -> look up what they name -> store."""

from brasa.actions.campaign_files.creating import CampaignFiles, Created

__all__ = ["CampaignFiles", "Created"]
