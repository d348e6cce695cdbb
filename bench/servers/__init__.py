"""Brasa's Socket.IO server in the roles that measurements and test suites need."""
