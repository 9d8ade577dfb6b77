"""Rooms where people meet: the ordered log that carries MLS (docs/protocol.md), who is present, and media access.

The delivery service orders bytes it cannot read. Public names: `rooms` (make, find, erase), `hub.Hub` (who is
connected), `attendance.Attendance` (one connection's frames), `caretaker.Caretaker` (what time does),
`tokens.Admission` (the engine's rooms and tokens), `engine.Engine` (its process).
"""
