"""The pages of the local system: `/docs` shows the API (Swagger UI, as Powertools carries it)."""

import argparse
import json
import signal
import threading
from importlib.resources import files

import yaml
from werkzeug.serving import make_server
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from local.settings import ROOT

SWAGGER_UI = files("aws_lambda_powertools.event_handler.openapi.swagger_ui")
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>ByteMeBurger API</title>
<link rel="stylesheet" href="/docs/swagger-ui.min.css">
<div id="api"></div>
<script src="/docs/swagger-ui-bundle.min.js"></script>
<script>SwaggerUIBundle({ url: "/docs/openapi.json", dom_id: "#api", defaultModelsExpandDepth: -1 });</script>
</html>
"""


class Pages:
    """A WSGI application; `api_url` is where the described API is served."""

    def __init__(self, api_url: str):
        self._api_url = api_url

    def __call__(self, environ, start_response):  # type: ignore[no-untyped-def]
        return self._answer(Request(environ).path)(environ, start_response)

    def _answer(self, path: str) -> Response:
        match path:
            case "/":
                return redirect("/docs")
            case "/docs":
                return Response(PAGE, mimetype="text/html")
            case "/docs/openapi.json":
                document = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text())
                return Response(
                    json.dumps(document | {"servers": [{"url": self._api_url}]}), mimetype="application/json"
                )
            case "/docs/swagger-ui.min.css" | "/docs/swagger-ui-bundle.min.js":
                name = path.rpartition("/")[2]
                kind = "text/css" if name.endswith(".css") else "text/javascript"
                return Response(SWAGGER_UI.joinpath(name).read_bytes(), mimetype=kind)
        return Response("not found", 404)


def main() -> None:
    parser = argparse.ArgumentParser(prog="local.pages", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--api-url", required=True)
    options = parser.parse_args()
    server = make_server("127.0.0.1", options.port, Pages(options.api_url), threaded=True)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()


if __name__ == "__main__":
    main()
