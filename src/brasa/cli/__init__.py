"""The command line: thin commands, each of which calls an action or the server."""
