"""An error of a local command, as a person reads it."""


class LocalError(Exception):
    """One clear line, no traceback: what is wrong and, where there is one, the way out."""
