"""Enough file descriptors for thousands of connections."""

import resource


def raise_file_limit() -> None:
    """Raise the soft limit of open files to the hard one, as a service's unit file would."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
