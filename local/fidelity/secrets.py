"""The characters of a generated secret."""

import json
from typing import Any

from ministack.services import secretsmanager
from ministack.services.cloudformation import provisioners

from local.fidelity.patching import Function, replaces


@replaces(provisioners, "_sm_secret_string")
def generate_secret(original: Function, properties: dict[str, Any]) -> str:
    """CloudFormation reference, "AWS::SecretsManager::Secret GenerateSecretString": characters of each kind that is not
    excluded. The emulator draws from all kinds, so that one may be missing; its GetRandomPassword does not."""
    generate = properties.get("GenerateSecretString")
    if not generate or properties.get("SecretString"):
        return str(original(properties))
    _, _, answer = secretsmanager._get_random_password(generate)
    password = json.loads(answer)["RandomPassword"]
    if "SecretStringTemplate" not in generate:
        return str(password)
    return json.dumps(json.loads(generate["SecretStringTemplate"]) | {generate["GenerateStringKey"]: password})
