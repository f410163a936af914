"""The shared ordering user of a deployed stage, created from its secret where it does not exist yet.

CloudFormation can make a Cognito user but not give it a password. Repeating changes nothing.
"""

import contextlib
import json

from scripts.stage.deployed import Deployed, deployed, stage_parser


def add_ordering_user(stage: Deployed) -> None:
    secret = stage.client("secretsmanager").get_secret_value(SecretId=stage.outputs["OrderingUserArn"])
    user = json.loads(secret["SecretString"])
    cognito = stage.client("cognito-idp")
    whom = {"UserPoolId": stage.outputs["OrderingPoolId"], "Username": user["username"]}
    with contextlib.suppress(cognito.exceptions.UsernameExistsException):
        cognito.admin_create_user(**whom, TemporaryPassword=user["password"], MessageAction="SUPPRESS")
    cognito.admin_set_user_password(**whom, Password=user["password"], Permanent=True)


if __name__ == "__main__":
    add_ordering_user(deployed(stage_parser(__doc__).parse_args().stage))
