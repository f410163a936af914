"""Give a store its account at Mercado Pago, or change it: the hand's part of a rotation.

Asks for the values, so that none of them stands in a shell's history; an empty answer keeps what is there. A new webhook
secret is put before the old one, which stays good until --drop-old takes it out.
"""

import json
import sys
from collections.abc import Callable
from datetime import date
from getpass import getpass
from typing import Any

from scripts.stage.add_store import secret_name
from scripts.stage.deployed import Deployed, deployed, stage_parser

QUESTIONS = {
    "access_token": "access token",
    "webhook_secret": "webhook secret",
    "external_pos_id": "id of the point of sale (external_pos_id)",
    "user_id": "id of the account (user_id)",
    "ends_on": "last day of the access token, such as 2027-05-20 (- for none)",
}


def changed(stored: dict[str, Any], answers: dict[str, str], *, drop_old: bool) -> dict[str, Any]:
    """The secret's new content. Raises ValueError for a day that is none."""
    new = stored | {name: answers[name] for name in ("access_token", "external_pos_id", "user_id") if answers.get(name)}
    secret = answers.get("webhook_secret")
    known = [each for each in stored["webhook_secrets"] if each != secret]
    new["webhook_secrets"] = [*([secret] if secret else []), *known]
    if drop_old:
        new["webhook_secrets"] = new["webhook_secrets"][:1]
    match answers.get("ends_on"):
        case "-":
            new.pop("ends_on", None)
        case str(day) if day:
            new["ends_on"] = date.fromisoformat(day).isoformat()
    return new


def change(stage: Deployed, store: str, prompt: Callable[[str], str], *, drop_old: bool) -> None:
    """Raises KeyError for a store that has no room for credentials, and ValueError."""
    secrets, name = stage.client("secretsmanager"), secret_name(stage, store)
    try:
        stored = json.loads(secrets.get_secret_value(SecretId=name)["SecretString"])
    except secrets.exceptions.ResourceNotFoundException:
        raise KeyError(store) from None
    answers = {} if drop_old else {field: prompt(f"{question}: ").strip() for field, question in QUESTIONS.items()}
    secrets.put_secret_value(SecretId=name, SecretString=json.dumps(changed(stored, answers, drop_old=drop_old)))


if __name__ == "__main__":
    parser = stage_parser(__doc__)
    parser.add_argument("store")
    parser.add_argument("--drop-old", action="store_true", help="ask nothing, keep the newest webhook secret alone")
    arguments = parser.parse_args()
    try:
        change(deployed(arguments.stage), arguments.store, getpass, drop_old=arguments.drop_old)
    except KeyError:
        sys.exit(f"error: there is no store {arguments.store!r}: make store")
    except ValueError as error:
        sys.exit(f"error: {error}")
    except EOFError:
        sys.exit("error: this asks for its values on a terminal; nothing was changed")
    sys.stdout.write("written; functions use it within five minutes\n")
