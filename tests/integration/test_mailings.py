"""A campaign's mail from the manager who writes it to the customer who wants no more of them, over HTTP with IAM enforced."""

import json
import re
import uuid
from typing import Any
from urllib.parse import urlsplit

import httpx

from local import customers
from local.caller import Caller, pay, place
from local.stack import Stack
from tests.integration.waiting import eventually

MESSAGE = {"subject": "Volte", "text": "Burger em dobro."}


class Member(Caller):
    """A verified customer who agrees to marketing and has ordered."""

    def __init__(self, api: httpx.Client, stack: Stack, kiosk_token: str, simulator: httpx.Client):
        self.email = f"{uuid.uuid4().hex[:12]}@xavante.example"
        consents = [{"purpose": "marketing", "granted": True, "text_version": "2026-11", "channel": "web"}]
        customers.register(stack, kiosk_token, {"name": "Ana", "email": self.email, "consents": consents})
        super().__init__(api, customers.sign_in(stack, self.email))
        order_id, key = place(self, "pudim")
        pay(self, simulator, order_id, key)

    @property
    def agrees(self) -> bool:
        return bool(self("GET", "/me")["consents"]["marketing"]["granted"])


def publish_bounce(stack: Stack, mail_id: str, address: str) -> None:
    """As SES does, but for the source, which is AWS's alone: a copy of the rule takes another."""
    events, source = stack.client("events"), f"test-{uuid.uuid4().hex[:8]}"
    deployed = next(rule for rule in events.list_rules()["Rules"] if "Email Bounced" in rule.get("EventPattern", ""))
    pattern = json.loads(deployed["EventPattern"]) | {"source": [source]}
    copied = events.put_rule(Name=source, EventPattern=json.dumps(pattern))["RuleArn"]
    events.put_targets(Rule=source, Targets=events.list_targets_by_rule(Rule=deployed["Name"])["Targets"])
    stack.client("lambda").add_permission(
        FunctionName=stack.function("record_mail_feedback"),
        StatementId=source,
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
        SourceArn=copied,
    )
    happened = {
        "eventType": "Bounce",
        "bounce": {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": address}]},
        "mail": {
            "destination": [address],
            "timestamp": "2026-11-24T12:00:00.000Z",
            "tags": {"mail": [mail_id], "ses:configuration-set": [stack.physical_id("CampaignMail")]},
        },
    }
    entry = {"Source": source, "DetailType": "Email Bounced", "Detail": json.dumps(happened)}
    assert events.put_events(Entries=[entry])["FailedEntryCount"] == 0


def test_a_mailing_is_tested_sent_once_and_unsubscribed_from(
    api: httpx.Client, stack: Stack, customer_token: str, manager: Caller, simulator: httpx.Client
) -> None:
    settings = manager.send("GET", "/store")
    body = {
        name: settings.json()[name] for name in ("name", "hours", "pix", "alert_email", "kitchen_places", "throttle")
    }
    all_day = {**body, "mail_hours": {"opens": "00:00", "closes": "24:00"}}
    manager("PUT", "/store", json=all_day, headers={"If-Match": settings.headers["ETag"]})
    campaign = f"back-{uuid.uuid4().hex[:8]}"
    offer = {"kind": "percent", "basis_points": 100, "target": {"products": ["pudim"]}}
    coupon = {"name": {"pt-BR": "Volte", "en": "Back"}, "offer": offer, "with_coupon": True, "first_order": False}
    manager("PUT", f"/campaigns/{campaign}", json=coupon)
    bounces, reads, revokes = (Member(api, stack, customer_token, simulator) for _ in range(3))

    written = {"audience": {"ordered_within": 1}, "messages": {"pt-BR": MESSAGE, "en": MESSAGE}}
    tested = manager("POST", f"/campaigns/{campaign}/mailings", 201, json=written)
    assert [each["Subject"] for each in customers.mails(stack, "manager@bytemeburger.example")][-2:] == ["Volte"] * 2
    profile = revokes.send("GET", "/me")
    revoked = [{"purpose": "marketing", "granted": False, "text_version": "2026-11", "channel": "web"}]
    change = {"name": "Ana", "language": "en", "consents": revoked}
    revokes("PUT", "/me", json=change, headers={"If-Match": profile.headers["ETag"]})
    state = f"/mailings/{tested['mailing_id']}/state"
    manager("PUT", state, json={"state": "SENDING"})

    def reported() -> Any:
        return next(
            each for each in manager("GET", "/mailings")["mailings"] if each["mailing_id"] == tested["mailing_id"]
        )

    def run_until_done() -> bool:
        """The clock starts it too."""
        stack.client("lambda").invoke(FunctionName=stack.function("deliver_mailings"))
        return bool(reported()["state"] == "DONE")

    eventually(run_until_done, seconds=90)
    sent = {
        each.email: [mail for mail in customers.mails(stack, each.email) if mail["Subject"] == "Volte"]
        for each in (bounces, reads, revokes)
    }
    assert [len(mails) for mails in sent.values()] == [1, 1, 0]

    token = re.findall(r"/unsubscribe/#(\S+)", sent[reads.email][0]["BodyText"])[0]
    looked = api.get(f"/unsubscribe/{token}")
    assert (looked.status_code, urlsplit(looked.headers["Location"]).path) == (303, "/web/unsubscribe/")
    assert reads.agrees
    one_click = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = api.post(f"/unsubscribe/{token}", content="List-Unsubscribe=One-Click", headers=one_click)
    assert answer.json() == {"purpose": "marketing", "granted": False}
    assert not reads.agrees

    mail_id = re.findall(r"/unsubscribe/#(\S{20})", sent[bounces.email][0]["BodyText"])[0]
    publish_bounce(stack, mail_id, bounces.email)
    eventually(lambda: not bounces.agrees)
    found = reported()
    assert (found["unsubscribed"], found["bounced"], found["skipped"]["consent-revoked"]) == (1, 1, 0)
    manager("PUT", f"/campaigns/{campaign}/state", json={"state": "ENDED"})
