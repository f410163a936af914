"""What a page has to know to let somebody sign in."""


def sign_in(pages: str, client: str, scope: str) -> dict[str, str]:
    """The addresses of a pool's sign-in `pages` (Cognito's authorization code grant), and what its `client` may ask for."""
    return {
        "authorize_url": f"{pages}/oauth2/authorize",
        "token_url": f"{pages}/oauth2/token",
        "logout_url": f"{pages}/logout",
        "client_id": client,
        "scope": scope,
    }
