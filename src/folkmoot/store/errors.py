"""What can be wrong with a data folder or a database, and with a backup of one."""

from folkmoot.base.errors import FolkmootError


class DataFolderError(FolkmootError):
    """The data folder cannot be used as it is. The sentence says what to do."""

    code = "data_folder"
    sentence = "The data folder cannot be used."


class DataInUseError(DataFolderError):
    """Another process works on the data folder."""

    code = "data_in_use"
    sentence = "The data folder is in use by a Folkmoot that runs already."


class DataPresentError(DataFolderError):
    """Something would be overwritten that nobody has said to overwrite."""

    code = "data_present"
    sentence = "There are data already."


class DataMissingError(DataFolderError):
    """There is no database yet."""

    code = "data_missing"
    sentence = "There are no data yet."


class NewerDataError(DataFolderError):
    """Data of a later version than this program's: what it does not know it would lose."""

    code = "newer_data"
    sentence = "The data were written by another version of Folkmoot, newer than this one."


class DatabaseError(FolkmootError):
    """PostgreSQL cannot be reached, or is not as it must be. The sentence says what to do."""

    code = "database"
    sentence = "The PostgreSQL database cannot be used."


class DatabaseLostError(DatabaseError):
    """The connection that keeps others out has ended."""

    code = "database_lost"
    sentence = (
        "The connection to the PostgreSQL database has ended, so that another Folkmoot could use it. This one has "
        "stopped; start it again when the database runs."
    )


class BadBackupError(FolkmootError):
    """A file that is no backup, or not any more."""

    code = "bad_backup"
    sentence = "The file is not a backup of Folkmoot, or it is damaged."


class BackupExistsError(FolkmootError):
    """A backup would overwrite a file."""

    code = "backup_exists"
    sentence = "There is such a file already."
