"""What `make run` prints: where everything is, and the whole job as commands to copy."""

import sys

from local import staff
from local.settings import ROOT
from local.system import System

TEXT = """
API        {API}
Live       {live}  (a WebSocket: ?store=centro is the board, ?ticket= the kitchen or one order)
Simulator  {SIMULATOR}
API docs   {PAGES}/docs
Pages      {PAGES}/web/
  Kiosk        {PAGES}/web/kiosk/
  Counter      {PAGES}/web/counter/
  Kitchen      {PAGES}/web/kitchen/
  Board        {PAGES}/web/board/
  Menu board   {PAGES}/web/menu-board/
  Manager      {PAGES}/web/manager/
  Phone        {PAGES}/web/account/  (an order itself: the kiosk's QR code)
MiniStack  {ENDPOINT}  (every AWS service; any credentials act as root)
Staff      {staff}  (password {PASSWORD})
Logs       {state}

The whole job, to copy into another terminal:

{variables}
{script}
`make order` does the same and checks it. Ctrl-C stops everything."""


def variables(system: System) -> dict[str, str]:
    """What the commands of `tour.sh` need."""
    return {
        "API": system.stack.api_url,
        "SIMULATOR": system.simulator_url,
        "PAGES": system.pages_url,
        "ENDPOINT": system.stack.settings.endpoint,
        "CLIENT": system.stack.outputs["LocalStaffClientId"],
        "PASSWORD": staff.PASSWORD,
        "PYTHON": sys.executable,
    }


def text(system: System) -> str:
    """Where everything is, and the tour of this system."""
    values = variables(system)
    _, commands = (ROOT / "local" / "tour.sh").read_text().split("\n", 1)
    return TEXT.format(
        **values,
        live=system.stack.live_url,
        staff=", ".join(staff.GROUPS),
        state=system.stack.settings.state,
        variables="\n".join(f"{name}={value}" for name, value in values.items()),
        script=commands,
    )
