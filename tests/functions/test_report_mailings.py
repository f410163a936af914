from typing import Any

from tests.functions import mailings
from tests.functions.campaigns import FIXED, save_campaign
from tests.functions.fixture_types import Call


def test_the_newest_first_page_by_page(call: Call, shop: None, mailbox: Any) -> None:
    save_campaign(call, "happy-hour", FIXED)
    made = {mailings.write(call), mailings.write(call, ordered_within=30)}
    first = call("report_mailings", queryStringParameters={"limit": "1"})[1]
    second = call("report_mailings", queryStringParameters={"cursor": first["cursor"]})[1]
    found = [*first["mailings"], *second["mailings"]]
    assert [each["mailing_id"] for each in found] == sorted(made, reverse=True)
    assert {each["sent"] for each in found} == {0}
    assert found[0]["campaign_name"] == {"pt-BR": "Oferta", "en": "Offer"}
    assert second["cursor"] is None


def test_another_store_has_its_own(call: Call, shop: None, mailbox: Any) -> None:
    save_campaign(call, "happy-hour", FIXED)
    mailings.write(call)
    assert call("report_mailings", claims={"custom:store": "norte"})[1]["mailings"] == []


def test_a_foreign_cursor(call: Call, shop: None) -> None:
    assert call("report_mailings", queryStringParameters={"cursor": "x"})[0] == 400
