"""The text of a campaign's mail."""

from bytemeburger.mailings.texts import FOOTER
from bytemeburger.table import Plain


def render(message: Plain, language: str, store_name: str, link: str) -> str:
    """What the manager wrote, who it comes from and how to get no more."""
    return f"{message['text']}\n\n{FOOTER[language].format(store=store_name, link=link)}\n"
