"""What can be wrong with a data folder."""

from folkmoot.base.errors import FolkmootError


class DataFolderError(FolkmootError):
    """The data folder cannot be used as it is. The sentence says what to do."""

    code = "data_folder"
    sentence = "The data folder cannot be used."
