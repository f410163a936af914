"""The staff's groups in Cognito, which are what each may do."""

from typing import Literal, get_args

type Group = Literal["kitchen", "counter", "manager"]
GROUPS: tuple[Group, ...] = get_args(Group.__value__)
