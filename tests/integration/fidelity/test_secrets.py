"""The characters of a template's secret."""

import json

from tests.integration.fidelity.makers import Client

EVERY_KIND = 4
"""Lower case, upper case, digits, punctuation."""


def test_a_generated_secret_has_each_kind_of_character_that_it_may_have(aws: Client) -> None:
    asked = {"SecretStringTemplate": '{"username": "ordering"}', "GenerateStringKey": "password"}
    plain = {"PasswordLength": EVERY_KIND - 1, "ExcludePunctuation": True}
    secrets = {f"Mixed{at}": asked | {"PasswordLength": EVERY_KIND} for at in range(5)} | {"Plain": asked | plain}
    resources = {
        name: {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": name, "GenerateSecretString": generate}}
        for name, generate in secrets.items()
    }
    cloudformation = aws("cloudformation")
    cloudformation.create_stack(StackName="secrets", TemplateBody=json.dumps({"Resources": resources}))
    cloudformation.get_waiter("stack_create_complete").wait(StackName="secrets", WaiterConfig={"Delay": 1})
    for name, generate in secrets.items():
        secret = json.loads(aws("secretsmanager").get_secret_value(SecretId=name)["SecretString"])
        password = secret["password"]
        assert (secret["username"], len(password)) == ("ordering", generate["PasswordLength"])
        assert any(each.islower() for each in password)
        assert any(each.isupper() for each in password)
        assert any(each.isdigit() for each in password)
        assert password.isalnum() == ("ExcludePunctuation" in generate)
