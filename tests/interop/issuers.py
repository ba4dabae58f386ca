"""Authorization servers of Authlib and oauthlib, on loopback, on a free port, each with an app for each way to authenticate.

    python issuers.py APPS [ADDRESS]

They are known by ADDRESS where a front with TLS stands before them, else by their own. APPS is a JSON file: apps by id, each with its `methods`, its `scope`, and a `secret` or a `jwk`. Prints one line of JSON with the issuers'
addresses, and ends when its input does. Whatever is refused is refused by the library: nothing here words an error of a request.
"""

import json
import os
import sys
import threading
from base64 import b64decode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from urllib.parse import parse_qsl, unquote_plus

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

from authlib.oauth2 import AuthorizationServer, OAuth2Request  # noqa: E402
from authlib.oauth2.rfc6749 import ClientMixin, InvalidClientError, grants  # noqa: E402
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload  # noqa: E402
from authlib.oauth2.rfc6749.util import scope_to_list  # noqa: E402
from authlib.oauth2.rfc6750 import BearerTokenGenerator  # noqa: E402
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion  # noqa: E402
from joserfc.jwk import KeySet  # noqa: E402
from oauthlib.oauth2 import BackendApplicationServer, RequestValidator  # noqa: E402

JWT_METHOD = JWTBearerClientAssertion.CLIENT_AUTH_METHOD


class App(ClientMixin):
    """An app as Authlib wants to see it."""

    def __init__(self, client_id, of):
        self.client_id = client_id
        self.of = of

    def get_client_id(self):
        return self.client_id

    def get_allowed_scope(self, scope):
        return " ".join(one for one in scope_to_list(scope) or [] if one in self.of["scope"].split())

    def check_client_secret(self, secret):
        return secret == self.of.get("secret")

    def check_endpoint_auth_method(self, method, endpoint):
        return method in self.of["methods"]

    def check_grant_type(self, grant_type):
        return grant_type == "client_credentials"


class Assertion(JWTBearerClientAssertion):
    """Takes the issuer as audience and not the endpoint, as the successor of RFC 7523 has it."""

    def __init__(self, issuer):
        super().__init__()
        self.issuer = issuer

    def get_audiences(self):
        return [self.issuer]

    def validate_jti(self, claims, jti):
        return True

    def resolve_client_public_key(self, client):
        if "jwk" not in client.of:
            raise InvalidClientError(description="The client has no keys.")
        return KeySet.import_key_set({"keys": [client.of["jwk"]]})


class Grant(grants.ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post", JWT_METHOD]


class Request(OAuth2Request):
    """A request as Authlib wants to see it; only a form is read, as its integrations do."""

    def __init__(self, uri, headers, form):
        super().__init__("POST", uri, headers=headers)
        self.fields = form
        self.payload = BasicOAuth2Payload(form)

    @property
    def form(self):
        return self.fields


class Authlib(AuthorizationServer):
    def __init__(self, issuer, apps):
        super().__init__(scopes_supported=sorted({one for app in apps.values() for one in app["scope"].split()}))
        self.apps = {name: App(name, of) for name, of in apps.items()}
        self.register_token_generator("default", BearerTokenGenerator(lambda **_: os.urandom(16).hex()))
        self.register_client_auth_method(JWT_METHOD, Assertion(issuer))
        self.register_grant(Grant)

    def query_client(self, client_id):
        return self.apps.get(client_id)

    def save_token(self, token, request):
        pass

    def send_signal(self, name, *args, **kwargs):
        pass

    def create_oauth2_request(self, request):
        return request

    def handle_response(self, status, body, headers):
        return status, json.dumps(body), dict(headers)

    def answer(self, uri, headers, body):
        is_form = headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")
        form = dict(parse_qsl(body, keep_blank_values=True)) if is_form else {}
        return self.create_token_response(Request(uri, headers, form))


class Validator(RequestValidator):
    """The apps as oauthlib asks after them: by Basic or in the form, as each is registered."""

    def __init__(self, apps):
        self.apps = apps

    def authenticate_client(self, request, *args, **kwargs):
        client_id, secret, method = request.client_id, request.client_secret, "client_secret_post"
        scheme, _, pair = request.headers.get("Authorization", "").partition(" ")
        if scheme == "Basic":
            # RFC 6749 2.3.1: both were form-encoded before.
            client_id, secret = map(unquote_plus, b64decode(pair).decode().split(":", 1))
            method = "client_secret_basic"
        app = self.apps.get(client_id)
        if not (app and secret and secret == app.get("secret") and method in app["methods"]):
            return False
        request.client = type("Client", (), {"client_id": client_id})()
        return True

    def validate_grant_type(self, client_id, grant_type, client, request, *args, **kwargs):
        return True

    def get_default_scopes(self, client_id, request, *args, **kwargs):
        return self.apps[client_id]["scope"].split()

    def validate_scopes(self, client_id, scopes, client, request, *args, **kwargs):
        return set(scopes) <= set(self.apps[client_id]["scope"].split())

    def save_bearer_token(self, token, request, *args, **kwargs):
        pass


class Oauthlib(BackendApplicationServer):
    def __init__(self, _issuer, apps):
        super().__init__(Validator(apps))

    def answer(self, uri, headers, body):
        answered, text, status = self.create_token_response(uri, "POST", body, headers)
        return status, text, answered


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        _, name, *rest = self.path.split("/")
        if rest != ["token"]:
            return self.reply(404, "", {})
        # A front may spell the names of headers in small letters, and these libraries look for one spelling.
        headers = {name.title(): value for name, value in self.headers.items()}
        return self.reply(*self.server.issuers[name].answer(self.server.address + self.path, headers, body))

    def do_GET(self):
        # RFC 8414 3.1: the place of the metadata stands before the path of the issuer.
        name = self.path.removeprefix("/.well-known/oauth-authorization-server/")
        if name not in self.server.issuers:
            return self.reply(404, "", {})
        issuer = f"{self.server.address}/{name}"
        said = {"issuer": issuer, "token_endpoint": f"{issuer}/token"}
        return self.reply(200, json.dumps(said), {"Content-Type": "application/json"})

    def reply(self, status, body, headers):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body.encode()))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args):
        pass


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        apps = json.load(file)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = f"http://127.0.0.1:{server.server_address[1]}"
    server.address = sys.argv[2] if len(sys.argv) > 2 else here
    makers = {"authlib": Authlib, "oauthlib": Oauthlib}
    server.issuers = {name: make(f"{server.address}/{name}", apps) for name, make in makers.items()}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ready = {name: f"{server.address}/{name}" for name in makers}
    print(json.dumps({**ready, "address": here, "versions": {name: version(name) for name in makers}}), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
