"""`make preflight` on an empty account: what it says mends what it says."""

import os
import subprocess
from pathlib import Path

from local import ministack
from local.processes import free_port
from local.settings import ROOT, Settings
from local.stack import client
from scripts.stage.preflight.__main__ import findings
from scripts.stage.preflight.findings import DeploymentTarget, FindingState


def test_an_empty_account_reads_what_it_lacks_and_has_it_afterwards(tmp_path: Path) -> None:
    settings = Settings(tmp_path, free_port(), free_port(), free_port())
    values = {"Stage": "dev", "MailSender": "pedidos@example.com"}
    target = DeploymentTarget("dev", "sa-east-1", values, lambda service: client(settings, service))

    def stops() -> dict[str, str | None]:
        return {name: found.remedy for name, found in findings(target) if found.state is FindingState.STOP}

    with ministack.running(settings):
        assert {name: str(mend).split(" --region")[0] for name, mend in stops().items()} == {
            "gateway log role": "make account STAGE=dev",
            "function boundary": "make pipeline STAGE=dev REPOSITORY=owner/name",
            "mail sender": "aws sesv2 create-email-identity --email-identity example.com",
        }
        subprocess.run(
            # the emulator knows no identity providers in templates
            ["make", "--silent", "account", "pipeline", "STAGE=dev", "REPOSITORY=owner/name", "PROVIDER=exists"],
            cwd=ROOT,
            env=os.environ | settings.environment(),
            check=True,
            capture_output=True,
        )
        client(settings, "sesv2").create_email_identity(EmailIdentity="example.com")
        assert stops() == {}
        assert FindingState.UNKNOWN not in {found.state for _, found in findings(target)}
