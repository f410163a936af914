# The whole job by hand. `make run` prints it with the variables of the running stack above it.
field() { $PYTHON -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }

# A customer says who they are, and sees the menu.
TOKEN=$(curl -s $API/identify -d '{"cpf":"529.982.247-25"}' | field id_token)
curl -s $API/menu; echo

# An order, and the QR code that pays it. The same Idempotency-Key again gives the same order.
ORDER=$(curl -s $API/orders -H "Authorization: $TOKEN" -H "Idempotency-Key: $($PYTHON -m uuid)" \
  -d '{"lines":[{"product_id":"x-burger","quantity":2},{"product_id":"guarana","quantity":1}]}')
ID=$(echo "$ORDER" | field order_id)
KEY=$(echo "$ORDER" | field order_key)
PAYMENT=$(curl -s -X POST $API/orders/$ID/checkout -H "Authorization: $TOKEN" -H "Order-Key: $KEY")
QR=$(echo "$PAYMENT" | field qr_data | sed 's/ /%20/g')

# The customer scans the code and pays; Mercado Pago tells the API, a moment later.
curl -s -X POST $SIMULATOR/simulator/orders/$QR/approve; echo
until curl -s $API/orders/$ID -H "Authorization: $TOKEN" -H "Order-Key: $KEY" | grep RECEIVED; do sleep 1; done

# The kitchen signs in and takes the order to its end; the board shows its number.
STAFF=$(curl -s $ENDPOINT -H 'Content-Type: application/x-amz-json-1.1' \
  -H 'X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth' \
  -d '{"ClientId":"'$CLIENT'","AuthFlow":"USER_PASSWORD_AUTH",
       "AuthParameters":{"USERNAME":"kitchen","PASSWORD":"'$PASSWORD'"}}' |
  $PYTHON -c 'import json,sys; print(json.load(sys.stdin)["AuthenticationResult"]["IdToken"])')
curl -s $API/kitchen/queue -H "Authorization: $STAFF"; echo
for STEP in IN_PREPARATION READY COMPLETED; do
  curl -s $API/kitchen/orders/$ID/advance -H "Authorization: $STAFF" -d '{"to":"'$STEP'"}'; echo
  curl -s $API/board; echo
done
