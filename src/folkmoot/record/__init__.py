"""The public record: an append-only log that outsiders can check, by the C2SP specifications (protocol.md section 10).

Knows no other domain. Pure, without store, clock or network: `canon` (the one byte form), `entries` (what may stand in
the log), `seals` (what an entry commits to without saying it), `merkle` (trees and their proofs, RFC 6962), `note`
(signed notes and keys), `checkpoint`, `tiles` (the static files a log is served as), `proof` (the text of an offline
proof), `receipts` (what a person keeps, and the verdict on it), `succession` (how a log goes over to another key).
Besides: `log.Log` (the one writer), `outbox` (from the database into the log, exactly once). `errors` has the refusals
of all of them.
"""
