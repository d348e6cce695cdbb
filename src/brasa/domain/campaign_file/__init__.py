"""The file a campaign is written in: TOML -> fields -> definition (docs/campaign-file.md)."""

from brasa.domain.campaign_file.document import CampaignDocument, read_campaign

__all__ = ["CampaignDocument", "read_campaign"]
