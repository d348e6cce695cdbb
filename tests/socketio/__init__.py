"""The Socket.IO server, from frames to browsers."""
