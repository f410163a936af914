"""The one address of the local system's pages: `/docs` shows the API (Swagger UI, as Powertools carries it), `/web` holds the
screens of web/ with the addresses of this system, `/api` is the API."""

import argparse
import json
import os
import signal
import threading
from collections.abc import Callable, Mapping
from importlib.resources import files
from urllib.parse import urlsplit

import boto3
import yaml
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join
from werkzeug.serving import make_server
from werkzeug.utils import redirect, send_from_directory
from werkzeug.wrappers import Request, Response

from deployment.shell import shell
from deployment.sign_in import sign_in
from deployment.template import read_template
from local.distribution import PREFIX, Api
from local.settings import ROOT, STORE

WEB = ROOT / "web"
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
    """A WSGI application; `api` answers what is asked under `/api`, `live_url` is the API's WebSocket, `storage_url` where
    pictures are put, `sign_in` how somebody signs in, by whose screens: `staff_sign_in`, `customer_sign_in`."""

    def __init__(
        self,
        api: Callable[[Request], Response],
        live_url: str,
        storage_url: str,
        sign_in: Mapping[str, Mapping[str, str]],
    ):
        self._api = api
        config = {"api_url": PREFIX, "live_url": live_url, "store": STORE, **sign_in}
        self._config = json.dumps(config).encode()
        elsewhere = [live_url, storage_url, *(each["token_url"] for each in sign_in.values())]
        self._policy = _policy({"{0.scheme}://{0.netloc}".format(urlsplit(url)) for url in elsewhere})

    def __call__(self, environ, start_response):  # type: ignore[no-untyped-def]
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        match path := request.path:
            case _ if path.startswith(f"{PREFIX}/"):
                return self._api(request)
            case "/":
                return redirect("/docs")
            case "/docs":
                return Response(PAGE, mimetype="text/html")
            case "/docs/openapi.json":
                document = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text())
                return Response(json.dumps(document | {"servers": [{"url": PREFIX}]}), mimetype="application/json")
            case "/docs/swagger-ui.min.css" | "/docs/swagger-ui-bundle.min.js":
                name = path.rpartition("/")[2]
                kind = "text/css" if name.endswith(".css") else "text/javascript"
                return Response(SWAGGER_UI.joinpath(name).read_bytes(), mimetype=kind)
            case "/web/config.json":
                return Response(self._config, mimetype="application/json")
            case "/web/kiosk/shell.json":
                manifest = shell("kiosk", {"config.json": self._config})
                return Response(json.dumps(manifest), mimetype="application/json")
            case _ if path.startswith("/web/"):
                answer = _file(request)
                answer.headers["Content-Security-Policy"] = self._policy
                return answer
        return Response("not found", 404)


def _policy(elsewhere: set[str]) -> str:
    """The distribution's content security policy, with `elsewhere` in the place of AWS's addresses."""
    headers = read_template("storage")["Resources"]["PagesHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    policy: str = headers["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Sub"][0]
    return policy.replace("https:", "http:").replace("${Elsewhere}", " ".join(sorted(elsewhere)))


def _file(request: Request) -> Response:
    """A file of web/; a folder is its index.html."""
    name = request.path.removeprefix("/web/")
    if os.path.isdir(safe_join(str(WEB), name) or ""):
        if not request.path.endswith("/"):
            query = request.query_string.decode(errors="replace")
            return redirect(f"{request.path}/?{query}" if query else f"{request.path}/")  # what it names is beside it
        name += "index.html"
    try:
        return send_from_directory(WEB, name, request.environ)
    except NotFound:
        return Response("not found", 404)


def main() -> None:
    parser = argparse.ArgumentParser(prog="local.pages", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--api-url", required=True)
    parser.add_argument("--distribution-key", required=True, help="the secret that holds it")
    parser.add_argument("--live-url", required=True)
    parser.add_argument("--cognito", required=True)
    parser.add_argument("--staff-client", required=True)
    parser.add_argument("--customer-client", required=True)
    options = parser.parse_args()
    ways = {
        "staff_sign_in": sign_in(options.cognito, options.staff_client, "openid"),
        "customer_sign_in": sign_in(options.cognito, options.customer_client, "openid email"),
    }
    secret = boto3.client("secretsmanager").get_secret_value(SecretId=options.distribution_key)
    api = Api(options.api_url, json.loads(secret["SecretString"])["key"])
    pages = Pages(api, options.live_url, options.cognito, ways)
    server = make_server("127.0.0.1", options.port, pages, threaded=True)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()


if __name__ == "__main__":
    main()
