"""The database: one writer, several readers, transactions, and the migrations that keep a data folder current.

No domain words here. Public names: `database.Database`, `schema.metadata`, `upgrade.upgrade`, and the errors of
`errors`.
"""
