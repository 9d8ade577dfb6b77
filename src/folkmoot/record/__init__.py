"""The public record: a log that outsiders can check, by the C2SP specifications. It knows no other domain.

Pure, without store, clock or network: `merkle` (trees and their proofs, RFC 6962), `note` (signed notes and keys),
`checkpoint`, `tiles` (the static files a log is served as), `proof` (the text of an offline proof), `receipts` (what a
person keeps, and the verdict on it). `errors` has the refusals of all of them.
"""
