"""Signed notifications, at least once and in no promised order, repeated until they are answered 200 or 201."""

import hashlib
import hmac
import threading
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from local.mercadopago.faults import Faults

ANSWER_SECONDS = 22.0


class Notifier:
    """Sends what happened to an order to one webhook. `retry_seconds` are the pauses between tries."""

    def __init__(self, url: str | None, secret: str, faults: Faults, retry_seconds: Sequence[float] = (5, 30, 900)):
        self._url = url
        self._secret = secret
        self._faults = faults
        self._retry_seconds = tuple(retry_seconds)
        self._delayed: list[tuple[dict[str, Any], str]] = []
        self._workers = ThreadPoolExecutor(8, thread_name_prefix="notification")
        self._stopped = threading.Event()
        self._http = httpx.Client(timeout=ANSWER_SECONDS, trust_env=False)

    def notify(self, order: dict[str, Any], action: str) -> None:
        """Call the webhook in the background, subject to the faults."""
        if self._url is None or self._faults.used("drop_notifications"):
            return
        if self._faults.reorder and not self._delayed:
            self._delayed.append((order, action))
            return
        for each in [(order, action), *self._delayed]:
            for _ in range(1 + self._faults.duplicates):
                self._workers.submit(self._deliver, *each)
        self._delayed.clear()

    def stop(self) -> None:
        self._stopped.set()
        self._workers.shutdown(wait=False, cancel_futures=True)
        self._http.close()

    def _deliver(self, order: dict[str, Any], action: str) -> None:
        if self._faults.delay_seconds:
            self._stopped.wait(self._faults.delay_seconds)
        for attempt, pause in enumerate((*self._retry_seconds, None)):
            if self._stopped.is_set():
                return
            try:
                answered = self._send(order, action, attempt)
            except httpx.HTTPError:
                answered = 0
            if answered in (200, 201) or pause is None or self._stopped.wait(pause):
                return

    def _send(self, order: dict[str, Any], action: str, attempt: int) -> int:
        secret = "a secret that nobody has" if self._faults.forge else self._secret
        ts, request_id = str(int(time.time() * 1000)), str(uuid.uuid4())
        manifest = f"id:{order['id'].lower()};request-id:{request_id};ts:{ts};"
        signature = hmac.new(secret.encode(), manifest.encode(), hashlib.sha256).hexdigest()
        return self._http.post(
            self._url or "",
            params={"data.id": order["id"], "type": "order"},
            headers={"x-signature": f"ts={ts},v1={signature}", "x-request-id": request_id, "x-retry": str(attempt)},
            json={
                "action": action,
                "api_version": "v1",
                "live_mode": False,
                "type": "order",
                "data": {
                    name: order[name] for name in ("id", "external_reference", "status", "total_amount", "version")
                },
            },
        ).status_code
