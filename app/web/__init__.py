"""FastAPI: API, websocket, the built front end."""
