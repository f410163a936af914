"""What stands below a campaign's message, by language."""

FOOTER = {
    "pt-BR": (
        "--\n{store}\nVocê recebe este e-mail porque aceitou receber ofertas do ByteMeBurger. "
        "Para não receber mais: {link}"
    ),
    "en": (
        "--\n{store}\nYou receive this e-mail because you agreed to offers from ByteMeBurger. To unsubscribe: {link}"
    ),
}
TEST_LINK = {
    "pt-BR": "[o link de cada cliente]",
    "en": "[each customer's own link]",
}
