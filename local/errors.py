"""What a local command tells a person when it cannot go on."""


class LocalError(Exception):
    """One clear line, no traceback: what is wrong and, where there is one, the way out."""
