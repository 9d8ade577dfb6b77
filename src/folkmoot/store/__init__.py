"""The database: one writer, several readers, transactions, and the migrations that keep a data folder current.

Backups and their way back, too. No domain words here. Public names: `database.Database`, `schema.metadata`,
`upgrade.upgrade`, `backup.back_up`, `restoration.restore`, `copy.Kept`, and the errors of `errors`.
"""
