"""Where MiniStack takes what AWS refuses: one rule, one function, with the page of AWS that it follows.

Imported by local/emulator.py into MiniStack's own process, so nothing here knows anything of ours. What each rule is for, and
what stays different, is in docs/decisions/local-fidelity.md.
"""

from local.fidelity import cognito, delivery, permissions, secrets, signatures, sizes, timeouts

__all__ = ["cognito", "delivery", "permissions", "secrets", "signatures", "sizes", "timeouts"]
