from typing import Any

import pytest

from bytemeburger import table
from bytemeburger.audit import records as audit
from bytemeburger.errors import Unavailable
from tests.functions import colleagues
from tests.functions.fixture_types import Call
from tests.functions.people import dump_table


def test_who_is_invited_gets_a_mail_and_the_group(call: Call, staff_pool: str) -> None:
    status, person = call("invite_staff")
    assert (status, person["email"], person["name"]) == (201, "bia@example.com", "Bia")
    assert (person["groups"], person["status"]) == (["counter"], "INVITED")
    assert colleagues.groups("bia@example.com") == ["counter"]
    assert colleagues.attributes("bia@example.com")["custom:store"] == "centro"


def test_it_is_written_down_who_let_them_in_without_their_name(call: Call, staff_pool: str) -> None:
    person = call("invite_staff")[1]
    (entry,) = audit.read_page("centro", {}, limit=10, cursor=None).items
    assert (entry["about"], entry["subject"]) == ("staff", person["person_id"])
    assert entry["changes"] == [{"path": "/groups", "old": [], "new": ["counter"]}]
    assert "bia" not in dump_table().lower()


def test_nobody_gets_a_right_that_is_not_written_down(
    call: Call, staff_pool: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Any) -> None:
        raise Unavailable("busy")

    with monkeypatch.context() as patched:
        patched.setattr(table, "transact", refuse)
        assert call("invite_staff")[0] == 503
    assert colleagues.groups("bia@example.com") == []
    assert call("invite_staff")[1]["groups"] == ["counter"]


def test_asked_again_it_is_the_same_person_with_another_group_besides(call: Call, staff_pool: str) -> None:
    first = call("invite_staff")[1]
    again = call("invite_staff", body={"email": " BIA@example.com ", "group": "kitchen"})[1]
    assert (again["person_id"], again["groups"]) == (first["person_id"], ["counter", "kitchen"])
    assert call("invite_staff")[1]["groups"] == ["counter", "kitchen"]
    assert len(audit.read_page("centro", {}, limit=10, cursor=None).items) == 2


def test_who_works_elsewhere_stays_there(call: Call, staff_pool: str) -> None:
    colleagues.add("bia@example.com", "norte", "kitchen")
    status, problem = call("invite_staff")
    assert (status, problem["type"]) == (409, "urn:bytemeburger:problem:staff-elsewhere")
    assert colleagues.groups("bia@example.com") == ["kitchen"]
    assert "bia" not in str(problem)


@pytest.mark.parametrize(
    "body", [{"email": "bia", "group": "counter"}, {"email": "b@example.com", "group": "admin"}, {}]
)
def test_what_is_no_invitation_is_refused(call: Call, staff_pool: str, body: Any) -> None:
    assert call("invite_staff", body=body)[0] == 422
    assert call("invite_staff", claims={"cognito:groups": "counter"})[0] == 403


def test_an_address_that_cognito_cannot_write_to_is_refused(call: Call, staff_pool: str) -> None:
    with colleagues.no_mail():
        status, problem = call("invite_staff")
    assert (status, problem["type"]) == (422, "urn:bytemeburger:problem:invitation-not-sent")


def test_once_cognito_has_sent_all_mails_of_a_day_it_is_said_so(call: Call, staff_pool: str) -> None:
    with colleagues.no_mail("LimitExceededException"):
        status, problem = call("invite_staff")
    assert (status, problem["type"]) == (503, "urn:bytemeburger:problem:mail-unavailable")


@pytest.mark.parametrize("operation", ["admin_list_groups_for_user", "admin_add_user_to_group"])
def test_who_is_removed_meanwhile_is_said_to_be_gone(call: Call, staff_pool: str, operation: str) -> None:
    with colleagues.removed_before(operation):
        status, problem = call("invite_staff")
    assert (status, problem["type"]) == (404, "urn:bytemeburger:problem:staff-unknown")
