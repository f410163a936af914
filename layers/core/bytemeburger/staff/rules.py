"""The staff's groups in Cognito, which are what each may do."""

GROUPS = ("kitchen", "counter", "manager")
