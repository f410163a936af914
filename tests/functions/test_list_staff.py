from bytemeburger.staff import people
from tests.functions import colleagues
from tests.functions.fixture_types import Call


def test_the_people_of_the_store_with_what_they_may_do(call: Call, staff_pool: str) -> None:
    colleagues.add("ana@example.com", "centro", "manager", "kitchen", name="Ana", signed_in=True)
    colleagues.add("bia@example.com", "centro", "counter")
    colleagues.add("caio@example.com", "norte", "manager")
    colleagues.add("davi@example.com", "centro", enabled=False)
    status, answer = call("list_staff")
    assert (status, answer["cursor"]) == (200, None)
    assert {each["email"]: (each["name"], each["groups"], each["status"]) for each in answer["people"]} == {
        "ana@example.com": ("Ana", ["kitchen", "manager"], "ACTIVE"),
        "bia@example.com": (None, ["counter"], "INVITED"),
        "davi@example.com": (None, [], "DISABLED"),
    }


def test_page_by_page_everybody_is_found_once(call: Call, staff_pool: str) -> None:
    for number in range(70):
        colleagues.add(f"p{number:02}@example.com", "centro" if number % 7 == 0 else "norte")
    found: list[str] = []
    query: dict[str, str] = {}
    for _ in range(5):
        answer = call("list_staff", queryStringParameters=query)[1]
        found += [each["email"] for each in answer["people"]]
        if answer["cursor"] is None:
            break
        query = {"cursor": answer["cursor"]}
    assert sorted(found) == [f"p{number:02}@example.com" for number in range(0, 70, 7)]


def test_one_answer_reads_so_many_pages_at_most(call: Call, staff_pool: str, aws_operations: list[str]) -> None:
    for number in range(people.PAGE * people.READ_AHEAD + 1):
        colleagues.add(f"p{number}@example.com", "norte")
    aws_operations.clear()
    answer = call("list_staff")[1]
    assert (answer["people"], aws_operations.count("ListUsers")) == ([], people.READ_AHEAD)
    assert call("list_staff", queryStringParameters={"cursor": answer["cursor"]})[1]["cursor"] is None


def test_a_cursor_of_nobodys_is_refused(call: Call, staff_pool: str) -> None:
    assert call("list_staff", queryStringParameters={"cursor": "elsewhere"})[0] == 400


def test_only_for_a_manager(call: Call, staff_pool: str) -> None:
    assert call("list_staff", claims={"cognito:groups": "kitchen"})[0] == 403


def test_who_is_removed_meanwhile_is_not_there(call: Call, staff_pool: str) -> None:
    colleagues.add("bia@example.com", "centro", "counter")
    with colleagues.removed_before("admin_list_groups_for_user"):
        assert call("list_staff") == (200, {"people": [], "cursor": None})
