"""The environment of a function, each variable named once. Read when asked for, so that a function needs
only what it uses."""

import os


def table_name() -> str:
    return os.environ["TABLE_NAME"]


def is_lambda() -> bool:
    """Whether this process is a Lambda function."""
    return "AWS_LAMBDA_FUNCTION_NAME" in os.environ


def allowed_origin() -> str:
    """Where the web pages come from, for CORS."""
    return os.environ["ALLOWED_ORIGIN"]


def default_store() -> str:
    """The store served when a request names none."""
    return os.environ["DEFAULT_STORE"]


def pepper_secret() -> str:
    """Name of the secret whose JSON holds `pepper`, the key of every keyed hash."""
    return os.environ["PEPPER_SECRET"]


def distribution_secret() -> str:
    """Name of the secret whose JSON holds `key`, by which requests through the pages' distribution are known."""
    return os.environ["DISTRIBUTION_SECRET"]


def ordering_user_secret() -> str:
    """Name of the secret whose JSON holds `username` and `password` of the shared ordering user."""
    return os.environ["ORDERING_USER_SECRET"]


def ordering_pool() -> str:
    """Id of the user pool that holds the shared ordering user and nobody else."""
    return os.environ["ORDERING_POOL_ID"]


def ordering_client() -> str:
    """Id of the Cognito app client that only the server uses."""
    return os.environ["ORDERING_CLIENT_ID"]


def customer_client() -> str:
    """Id of the Cognito app client that customers sign in with."""
    return os.environ["CUSTOMER_CLIENT_ID"]


def staff_clients() -> list[str]:
    """Ids of the Cognito app clients that staff sign in with: one, and on one machine that of its scripts."""
    return os.environ["STAFF_CLIENT_IDS"].split(",")


def staff_pool() -> str:
    return os.environ["STAFF_POOL_ID"]


def customer_pool() -> str:
    return os.environ["CUSTOMER_POOL_ID"]


def provider_secret(store: str) -> str:
    """Name of the secret with the store's Mercado Pago credentials."""
    return f"{os.environ['MERCADOPAGO_SECRET_PREFIX']}{store}"


def provider_url() -> str:
    return os.environ["MERCADOPAGO_URL"]


def mail_sender() -> str:
    """The address that messages to customers come from."""
    return os.environ["MAIL_SENDER"]


def mail_configuration() -> str:
    """Name of the SES configuration set of campaign mails, which says what comes back of them."""
    return os.environ["MAIL_CONFIGURATION"]


def pages_url() -> str:
    """Where the web pages are, without a slash at the end."""
    return os.environ["PAGES_URL"]


def unsubscribe_url() -> str:
    """Where the API takes a consent back."""
    return os.environ["UNSUBSCRIBE_URL"]


def event_bus() -> str:
    """Name of the bus that domain events go to."""
    return os.environ["EVENT_BUS_NAME"]


def live_connections_url() -> str:
    """Where API Gateway takes what is to be sent to a WebSocket."""
    return os.environ["LIVE_CONNECTIONS_URL"]


def archive_bucket() -> str:
    """Name of the bucket with the orders of past years."""
    return os.environ["ARCHIVE_BUCKET"]


def images_bucket() -> str:
    """Name of the bucket with the products' pictures."""
    return os.environ["IMAGES_BUCKET"]


def images_url() -> str:
    """Where browsers read that bucket."""
    return os.environ["IMAGES_URL"]


def receipt_key() -> str:
    """Id of the KMS key that closes the CPF of a receipt."""
    return os.environ["RECEIPT_KEY_ID"]
