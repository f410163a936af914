"""The store's campaigns behind the manager's page, which change as it asks them to."""

from typing import Any

from playwright.sync_api import Request

from tests.e2e.manager import NOW, Manager
from tests.e2e.stub import OWN_ID, Answer

TARGET: dict[str, list[str]] = {"products": [], "categories": [], "options": []}
NO_LIMITS = {"uses": None, "uses_per_day": None, "uses_per_person": None, "budget": None}
SKIPPED = ("consent-revoked", "suppressed", "weekly-limit", "received-before", "held-out", "refused", "unreadable")
CODES = ["7KX2M-94QRT", "0JNVA-1B2C3"]


class Campaigns:
    def __init__(self, manager: Manager):
        self.known: dict[str, dict[str, Any]] = {}
        self.mailings: list[dict[str, Any]] = []
        self.rows: list[dict[str, Any]] = []
        self.hold_outs: list[dict[str, Any]] = []
        figures = {"orders": 57, "uses": 12, "gross": 48_000, "discount": 6_000, "net": 42_000}
        self.estimate = {"day": "2026-11-23", **figures, "complete": True}
        manager.stub.answers |= {
            "GET /campaigns": lambda _: (200, {"campaigns": list(self.known.values())}),
            "PUT /campaigns/*": self._save,
            "PUT /campaigns/*/state": self._turn,
            "POST /campaigns/*/coupons": self._issue,
            "POST /campaigns/*/mailings": self._test_mailing,
            "PUT /mailings/*/state": self._change_mailing,
            "GET /mailings": lambda _: (200, {"mailings": self.mailings[::-1], "cursor": None}),
            "POST /campaigns/*/estimate": lambda _: (200, self.estimate),
            "GET /reports/campaigns": lambda _: (
                200,
                {"from": "", "to": "", "currency": "BRL", "rows": self.rows, "hold_outs": self.hold_outs},
            ),
        }

    def campaign(self, campaign_id: str, name: str, **more: Any) -> dict[str, Any]:
        offer = {"kind": "percent", "basis_points": 1250, "most_units": None, "target": TARGET}
        saved: dict[str, Any] = {
            "campaign_id": campaign_id,
            "state": "ACTIVE",
            "name": {"pt-BR": name, "en": name},
            "offer": offer,
            **dict.fromkeys(("starts", "ends", "dining", "most_amount", "group")),
            **dict.fromkeys(("first_order", "with_coupon", "stackable"), False),
            "hours": [],
            "minimum": 0,
            "limits": NO_LIMITS,
            "priority": 100,
            "hold_out": 0,
            "uses": 0,
            "spent": 0,
            "changed_at": NOW,
            "changed_by": OWN_ID,
            "version": 1,
        }
        self.known[campaign_id] = saved | more
        return self.known[campaign_id]

    def mailing(self, campaign_id: str, subject: str, **more: Any) -> dict[str, Any]:
        message = {"subject": subject, "text": "…"}
        made: dict[str, Any] = {
            "mailing_id": f"2026112412000{len(self.mailings)}-5f1d7a52",
            "campaign_id": campaign_id,
            "campaign_name": self.known[campaign_id]["name"],
            "state": "TESTED",
            "audience": {"ordered_within": None, "not_ordered_within": None, "products": [], "categories": []},
            "messages": {"pt-BR": message, "en": message},
            "created_at": NOW,
            "started_at": None,
            "ended_at": None,
            **dict.fromkeys(("chosen", "sent", "uncertain", "bounced", "complained", "unsubscribed"), 0),
            "skipped": dict.fromkeys(SKIPPED, 0),
        }
        self.mailings.append(made | more)
        return self.mailings[-1]

    def _test_mailing(self, request: Request) -> Answer:
        campaign_id = request.url.split("/campaigns/")[1].split("/")[0]
        body = request.post_data_json or {}
        return 201, self.mailing(campaign_id, body["messages"]["pt-BR"]["subject"])

    def _change_mailing(self, request: Request) -> Answer:
        mailing_id = request.url.split("/mailings/")[1].split("/")[0]
        (known,) = [each for each in self.mailings if each["mailing_id"] == mailing_id]
        known |= request.post_data_json or {}
        return 200, known

    def used(self, day: str, campaign_id: str, uses: int, discount: int) -> None:
        name = self.known[campaign_id]["name"]
        figures = {"uses": uses, "released": 1, "gross": 9 * discount, "discount": discount, "net": 8 * discount}
        self.rows.append({"day": day, "campaign_id": campaign_id, "name": name, **figures})

    def compared(self, campaign_id: str, orders: int) -> None:
        """Of a hold-out group with so many orders."""
        groups = {"offered": {"orders": 9 * orders, "average": 4210}, "held_out": {"orders": orders, "average": 3890}}
        interval = {"difference": 320, "low": 95, "high": 545, "enough": orders >= 100}
        name = self.known[campaign_id]["name"]
        self.hold_outs.append({"campaign_id": campaign_id, "name": name, **groups, **interval})

    def _save(self, request: Request) -> Answer:
        campaign_id = request.url.split("/campaigns/")[1]
        known = self.known.get(campaign_id)
        if known and request.headers.get("if-match") != f'"{known["version"]}"':
            return 412, {"type": "urn:bytemeburger:problem:campaign-changed", "detail": "mudou"}
        saved = self.campaign(campaign_id, "") if known is None else known
        saved |= (request.post_data_json or {}) | {"version": saved["version"] + 1}
        return 200, saved

    def _turn(self, request: Request) -> Answer:
        known = self.known[request.url.split("/campaigns/")[1].split("/")[0]]
        if request.headers.get("if-match") != f'"{known["version"]}"':
            return 412, {"type": "urn:bytemeburger:problem:campaign-changed", "detail": "Alguém mudou esta campanha."}
        known |= (request.post_data_json or {}) | {"version": known["version"] + 1}
        return 200, known

    def _issue(self, request: Request) -> Answer:
        campaign_id = request.url.split("/campaigns/")[1].split("/")[0]
        body = request.post_data_json or {}
        codes = [body["word"].upper()] if "word" in body else CODES
        return 201, {"campaign_id": campaign_id, "codes": codes, "uses": body["uses"]}
