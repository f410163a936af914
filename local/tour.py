"""What `make run` prints: where everything is, and the whole job as commands to copy."""

from local import staff
from local.system import System

CPF = "529.982.247-25"
"""A number with valid check digits that stands for nobody."""

TEXT = """
API        {api}
Simulator  {simulator}
MiniStack  {endpoint}    (every AWS service; any credentials)
Staff      {staff}    password {password}    (client {client})

The whole job, in another terminal:

API={api}
SIMULATOR={simulator}
field() {{ python3.13 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }}

# A customer says who they are, and sees the menu.
TOKEN=$(curl -s $API/identify -d '{{"cpf":"{cpf}"}}' | field id_token)
curl -s $API/menu

# An order, and the QR code that pays it.
ORDER=$(curl -s $API/orders -H "Authorization: $TOKEN" -H "Idempotency-Key: $(python3.13 -c 'import uuid; print(uuid.uuid4())')" \\
  -d '{{"lines":[{{"product_id":"byte-classic","quantity":2}},{{"product_id":"guarana","quantity":1}}]}}')
ID=$(echo "$ORDER" | field order_id); KEY=$(echo "$ORDER" | field order_key); echo "$ORDER"
QR=$(curl -s -X POST $API/orders/$ID/checkout -H "Authorization: $TOKEN" -H "Order-Key: $KEY" | field qr_data); echo "$QR"

# The customer pays with their phone; Mercado Pago tells the API.
curl -s $SIMULATOR/simulator/pay -d "{{\\"qr_data\\":\\"$QR\\"}}"
curl -s $API/orders/$ID -H "Authorization: $TOKEN" -H "Order-Key: $KEY"

# The kitchen signs in and takes the order to its end; the board shows its number.
STAFF=$(curl -s {endpoint} -H 'X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth' -H 'Content-Type: application/x-amz-json-1.1' \\
  -d '{{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"{client}","AuthParameters":{{"USERNAME":"kitchen","PASSWORD":"{password}"}}}}' \\
  | python3.13 -c 'import json,sys; print(json.load(sys.stdin)["AuthenticationResult"]["IdToken"])')
curl -s $API/kitchen/queue -H "Authorization: $STAFF"
for STEP in IN_PREPARATION READY COMPLETED; do
  curl -s $API/kitchen/orders/$ID/advance -H "Authorization: $STAFF" -d "{{\\"to\\":\\"$STEP\\"}}"; echo
  curl -s $API/board; echo
done

Logs are in {state}. Ctrl-C stops everything.
"""


def text(system: System) -> str:
    """The tour of this system, ready to copy."""
    stack = system.stack
    return TEXT.format(
        api=stack.api_url,
        client=stack.outputs["LocalStaffClientId"],
        cpf=CPF,
        endpoint=stack.settings.endpoint,
        password=staff.PASSWORD,
        simulator=system.simulator_url,
        staff=", ".join(staff.GROUPS),
        state=stack.settings.state,
    )
