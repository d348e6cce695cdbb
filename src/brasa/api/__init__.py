"""The REST API, its documentation, and the pages of the dashboard."""
