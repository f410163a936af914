"""Every minute: send the mailings that were started, a page of customers after the other, within their stores' mail hours.

Consent is checked as each mail is claimed, and nobody gets a campaign twice. What a run has no time for, or cannot do, is the
next one's; an alarm asks a person to look at what goes on failing.
"""

from collections import Counter

from bytemeburger.mailings import delivery
from bytemeburger.mailings.model import MailOutcome
from bytemeburger.schedule import Counts, Run, scheduled
from bytemeburger.telemetry import count, logger


@scheduled
def handler(run: Run) -> Counts:
    outcomes = Counter[MailOutcome]()
    try:
        delivery.deliver(run, outcomes)
    except Exception as error:
        logger.exception("mails not sent", extra={"error": type(error).__qualname__})
        count("MailingFailed")
        raise
    finally:
        count("MailingMailSent", outcomes[MailOutcome.SENT])
        logger.info("mailings", extra={"outcomes": {str(name): number for name, number in outcomes.items()}})
    return {"sent": outcomes[MailOutcome.SENT], "skipped": outcomes.total() - outcomes[MailOutcome.SENT]}
