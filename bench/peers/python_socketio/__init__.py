"""python-socketio under uvicorn."""
