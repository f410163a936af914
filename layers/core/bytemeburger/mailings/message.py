"""The text of a campaign's mail."""

from bytemeburger.table import Plain

FOOTER = {
    "pt-BR": (
        "--\n{store}\nVocê recebe este e-mail porque aceitou receber ofertas do ByteMeBurger. "
        "Para não receber mais: {link}"
    ),
    "en": (
        "--\n{store}\nYou receive this e-mail because you agreed to offers from ByteMeBurger. To unsubscribe: {link}"
    ),
}
TEST_LINK = {"pt-BR": "[o link de cada cliente]", "en": "[each customer's own link]"}


def render(message: Plain, language: str, store_name: str, link: str) -> str:
    """What the manager wrote, who it comes from and how to get no more."""
    return f"{message['text']}\n\n{FOOTER[language].format(store=store_name, link=link)}\n"
