"""Each deployed alarm that the emulator can judge goes off when its metric says so.

The emulator's CloudWatch knows no missing data and no metric queries, so `ReconcilerSilentAlarm` and `OrdersLateAlarm`
are left to tests/unit/test_alarms.py, which holds what each alarm watches against what the code writes.
"""

from typing import Any

import pytest

from deployment.render_template import render
from local.stack import Stack
from tests.architecture.template_rules import of_type

ALARMS = {
    name: each["Properties"]
    for name, each in of_type(render("operations"), "AWS::CloudWatch::Alarm")
    if "Metrics" not in each["Properties"] and each["Properties"]["TreatMissingData"] != "breaching"
}


@pytest.mark.parametrize("name", sorted(ALARMS))
def test_it_goes_off(stack: Stack, name: str) -> None:
    physical = stack.physical_id(name, "operations")
    cloudwatch = stack.client("cloudwatch")

    def alarm() -> dict[str, Any]:
        (found,) = cloudwatch.describe_alarms(AlarmNames=[physical])["MetricAlarms"]
        return dict(found)

    deployed = alarm()
    # The emulator tells alarms of one metric apart by no dimension, so another one's figures may have reached it.
    cloudwatch.set_alarm_state(AlarmName=physical, StateValue="OK", StateReason="before the test")
    cloudwatch.put_metric_data(
        Namespace=deployed["Namespace"],
        MetricData=[
            {
                "MetricName": deployed["MetricName"],
                "Dimensions": deployed.get("Dimensions", []),
                "Value": deployed["Threshold"] * 2 + 1,
            }
        ],
    )
    assert alarm()["StateValue"] == "ALARM"
