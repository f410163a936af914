"""The simulator's HTTP: Mercado Pago's API under `/v1`, and under `/simulator` what a person or a test may do."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import segno
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from local.mercadopago.faults import Faults
from local.mercadopago.ledger import Ledger, Refusal
from local.mercadopago.notifications import Notifier

PAGE = Path(__file__).with_name("page.html")


class Simulator:
    """A WSGI application holding one account."""

    def __init__(
        self,
        *,
        access_token: str,
        webhook_secret: str,
        webhook_url: str | None = None,
        state: Path | None = None,
        retry_seconds: Sequence[float] = (5, 30, 900),
    ):
        self.faults = Faults()
        self.notifier = Notifier(webhook_url, webhook_secret, self.faults, retry_seconds)
        self.ledger = Ledger(self.faults, self.notifier.notify, state)
        self._token = access_token
        routes: list[tuple[str, str, Callable[..., Response]]] = [
            ("GET", "/", lambda request: Response(PAGE.read_text(), mimetype="text/html")),
            ("POST", "/v1/orders", self._create),
            ("GET", "/v1/orders", self._search),
            ("GET", "/v1/orders/<name>", lambda request, name: _json(self.ledger.get(name))),
            ("POST", "/v1/orders/<name>/cancel", self._cancel),
            ("POST", "/v1/orders/<name>/refund", self._refund),
            ("GET", "/simulator/orders", lambda request: _json(self.ledger.all())),
            ("GET", "/simulator/orders/<path:name>/qr.svg", self._picture),
            ("POST", "/simulator/orders/<path:name>/approve", self._then(self.ledger.approve)),
            ("POST", "/simulator/orders/<path:name>/notify", self._then(self._notify)),
            ("POST", "/simulator/orders/<path:name>/expire", self._then(self.ledger.expire)),
            ("POST", "/simulator/orders/<path:name>/finish-refund", self._then(self.ledger.finish_refund)),
            ("POST", "/simulator/orders/<path:name>/fail-refund", self._then(self.ledger.fail_refund)),
            ("POST", "/simulator/orders/<path:name>/refund", self._refund_in_panel),
            ("POST", "/simulator/orders/<path:name>/charge-back", self._then(self.ledger.charge_back)),
            ("POST", "/simulator/orders/<path:name>/reimburse", self._then(self.ledger.reimburse)),
            ("GET", "/simulator/faults", lambda request: _json(self.faults.model_dump())),
            ("PUT", "/simulator/faults", self._set_faults),
            ("POST", "/simulator/clock", self._advance),
            ("POST", "/simulator/reset", self._reset),
        ]
        self._routes = Map(
            [Rule(path, methods=[method], endpoint=endpoint) for method, path, endpoint in routes], strict_slashes=False
        )

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        try:
            response = self._answer(request)
        except Refusal as refusal:
            response = _error(refusal.status, refusal.code, refusal.message)
        except HTTPException as error:
            response = _error(error.code or 500, "invalid_path_param", error.name)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        endpoint, values = self._routes.bind_to_environ(request.environ).match()
        if not request.path.startswith("/v1/"):
            page: Response = endpoint(request, **values)
            return page
        if self.faults.token_ended or request.headers.get("Authorization") != f"Bearer {self._token}":
            raise Refusal(401, "unauthorized")
        if self.faults.hang_seconds:
            time.sleep(self.faults.hang_seconds)
        if self.faults.used("fail_calls"):
            failure = self._failure()
            if self.faults.retry_after is not None:
                failure.headers["Retry-After"] = str(self.faults.retry_after)
            return failure
        if "name" in values and self.faults.used("unknown_orders"):
            raise Refusal(404, "order_not_found", "on purpose")
        response: Response = endpoint(request, **values)
        if request.method == "POST" and self.faults.used("fail_after_commit"):
            raise Refusal(500, "internal_error", "after the commit, on purpose")
        return response

    def _failure(self) -> Response:
        if self.faults.fail_as_page:
            return Response(f"<h1>{self.faults.fail_status}</h1>", self.faults.fail_status, mimetype="text/html")
        return _error(self.faults.fail_status, "internal_error", "on purpose")

    def _create(self, request: Request) -> Response:
        return _json(self.ledger.create(_key(request), _body(request)), 201)

    def _search(self, request: Request) -> Response:
        reference = request.args.get("external_reference")
        return _json({"data": [order for order in self.ledger.all() if order["external_reference"] == reference]})

    def _cancel(self, request: Request, name: str) -> Response:
        return _json(self.ledger.cancel(_key(request), name))

    def _refund(self, request: Request, name: str) -> Response:
        return _json(self.ledger.refund(_key(request), name), 201)

    def _refund_in_panel(self, request: Request, name: str) -> Response:
        return _json(self.ledger.refund_in_panel(name, _body(request)["amount"]))

    def _notify(self, name: str) -> Any:
        """Again, as the provider does for days where nobody has answered."""
        order = self.ledger.get(name)
        self.notifier.notify(order, f"order.{order['status']}")
        return order

    def _picture(self, request: Request, name: str) -> Response:
        code = segno.make(self.ledger.get(name)["type_response"]["qr_data"], error="m")
        return Response(code.svg_inline(scale=5), mimetype="image/svg+xml")

    def _then(self, act: Callable[[str], Any]) -> Callable[..., Response]:
        return lambda request, name: _json(act(name))

    def _set_faults(self, request: Request) -> Response:
        try:
            faults = Faults.model_validate(_body(request))
        except ValidationError as error:
            raise Refusal(400, "property_value", str(error)) from None
        for name, value in faults:
            setattr(self.faults, name, value)
        return _json(self.faults.model_dump())

    def _advance(self, request: Request) -> Response:
        self.ledger.advance(float(_body(request)["seconds"]))
        return _json({"now": self.ledger.now().isoformat()})

    def _reset(self, request: Request) -> Response:
        self.ledger.reset()
        for name, value in Faults():
            setattr(self.faults, name, value)
        return Response(status=204)


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: Any) -> None:
        """Nobody reads a line per request."""


@contextmanager
def serving(simulator: Simulator, port: int = 0) -> Iterator[str]:
    """Serve it on the loopback address until the block ends; the address without a trailing slash."""
    server = make_server("127.0.0.1", port, simulator, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        simulator.notifier.stop()


def _key(request: Request) -> str:
    return request.headers.get("X-Idempotency-Key", "")


def _body(request: Request) -> Any:
    try:
        return json.loads(request.get_data())
    except ValueError:
        raise Refusal(400, "json_syntax_error") from None


def _json(value: Any, status: int = 200) -> Response:
    return Response(json.dumps(value), status, mimetype="application/json")


def _error(status: int, code: str, message: str) -> Response:
    return _json({"errors": [{"code": code, "message": message, "details": []}]}, status)
