"""The HTTP edge: pages, API, our WebSocket and the way to LiveKit's signalling, all of one origin.

`app.create_app` is the one assembly point, `serving.serve` runs it, `app.openapi_document` describes it.
"""
