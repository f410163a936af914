"""Registration of a customer: only a pending form exists until the code that was sent to the address comes back.

Whoever registers learns nothing of who is known: the same requests are made and an e-mail is sent in either case. Only
the owner of a known address reads in it that they have an account already.
"""

from bytemeburger import clock, mail, seal, table
from bytemeburger.customers import identity
from bytemeburger.customers import records as customers
from bytemeburger.customers.network import network
from bytemeburger.customers.records import Profile
from bytemeburger.errors import Conflict, Invalid, TooMany, Unavailable
from bytemeburger.registration import records, rules
from bytemeburger.registration.rules import CONFIRMABLE, MAX_TRIES, new_code, new_id
from bytemeburger.registration.schemas import Register
from bytemeburger.telemetry import logger

CODE = {
    "pt-BR": ("Seu código ByteMeBurger", "Seu código é {code}. Vale por 30 minutos. Não foi você? Ignore este e-mail."),
    "en": ("Your ByteMeBurger code", "Your code is {code}. It is good for 30 minutes. Not you? Ignore this e-mail."),
}
ACCOUNT_EXISTS = {
    "pt-BR": (
        "Você já tem uma conta ByteMeBurger",
        "Pediram um cadastro com este e-mail, que já tem conta. É só entrar.",
    ),
    "en": ("You already have a ByteMeBurger account", "Somebody registered with this address. Just sign in."),
}


def begin(body: Register, source: str) -> str:
    """Store the form, and send its code; answers the registration's id.

    One person gets a few e-mails in half an hour, whoever asks for them and whether or not they have an account: so it
    reveals nothing to refuse the next. Raises TooMany for that, and when too many were asked for from the network of
    `source`, an IP address; Unavailable while no mail can be sent to anybody.
    """
    if seconds := records.reserve_mail("network", network(source), rules.MAX_OF_A_NETWORK):
        raise TooMany("too-many-registrations", retry_after=seconds)
    if seconds := records.reserve_mail("person-written-to", rules.mailbox(body.email), rules.MAX_OF_A_MAILBOX):
        raise TooMany("too-many-codes", retry_after=seconds)
    now, code = clock.now(), new_code()
    mailbox = records.mailbox_digest(body.email)
    form = records.new(mailbox, new_id())
    holder = identity.find_user(body.email)
    has_account = customers.find_profile(holder.sub if holder else form.signup_id) is not None
    form.name, form.email, form.language = body.name, body.email, body.language
    form.consents = [consent.model_dump() for consent in body.consents]
    form.registered_at = clock.text(now)
    form.expires_at = now + CONFIRMABLE
    form.code = _code_digest(form.signup_id, code)
    form.tries = MAX_TRIES if has_account else 0
    table.save(form)
    subject, text = (ACCOUNT_EXISTS if has_account else CODE)[body.language]
    try:
        mail.send(body.email, subject, text.format(code=code))
    except mail.MessageRejected:
        logger.error("registration's e-mail refused")
    except mail.NotSent as refused:
        logger.error("registration's e-mail not sent", extra={"error": str(refused)})
        raise Unavailable("mail-unavailable", retry_after=mail.RETRY_SECONDS) from None
    return f"{mailbox}.{form.signup_id}"


def finish(registration: str, code: str) -> Profile:
    """The customer whose address the code confirms.

    Raises Invalid for a code that is wrong, too late or tried too often, Conflict when the address got an account in
    the meantime. A finish that dies midway leaves a user without a profile, which the next one takes over.
    """
    mailbox, _, signup_id = registration.partition(".")
    form = records.offer_code(mailbox, signup_id)
    if form is None or not seal.matches("registration-code", f"{signup_id}\0{code}", form["code"]):
        raise Invalid("code-not-accepted")
    user = identity.find_user(form["email"]) or identity.create(signup_id, form["email"])
    if user is None:
        raise Conflict("customer-exists")
    profile = customers.new(user.sub, user.username)
    profile.name, profile.email, profile.language = form["name"], form["email"], form["language"]
    ledger = customers.record_consents(profile, form["consents"], form["registered_at"])
    try:
        table.save(profile, [*ledger, records.removal(mailbox, signup_id)])
    except (table.VersionConflict, table.TransactionCancelled):
        existing = customers.read(user.sub)
        if existing.username != signup_id:
            raise Conflict("customer-exists") from None
        profile = existing
    try:
        records.forget(mailbox)
    except Exception:  # the account is there, whatever becomes of the other forms: they end by themselves
        logger.exception("registrations not removed")
    return profile


def _code_digest(signup_id: str, code: str) -> str:
    return seal.encode(seal.digest("registration-code", f"{signup_id}\0{code}"))
