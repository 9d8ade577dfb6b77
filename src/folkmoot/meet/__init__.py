"""Rooms where people meet: the ordered log that carries MLS (docs/protocol.md), who is present, and media access.

The delivery service orders bytes it cannot read. Public names: `rooms` (make, find, erase), `hub.Hub` (who is
connected), `attendance.Attendance` (one connection's frames), `caretaker.Caretaker` (what time does),
`charter` (what moderators decide: read, follow), `moderation.Moderation` (what one connection does about it), `door`
(who may connect), `links` (the versions of a room's link), `tokens.Admission` (the engine's rooms and tokens),
`engine.Engine` (its process).
"""
