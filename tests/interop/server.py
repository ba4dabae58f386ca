"""Our `serve` against Authlib, requests-oauthlib and plain requests: every app of the ready line by its own method.

    python server.py READY_LINE_FILE

Prints one line a case, five columns with tabs between, read by `run`.
"""

import json
import os
import sys
import time
from importlib.metadata import version

# Both libraries insist on https otherwise; everything here is on loopback.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

import requests  # noqa: E402
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession  # noqa: E402
from authlib.integrations.base_client.errors import OAuthError  # noqa: E402
from authlib.oauth2.rfc7523 import ClientSecretJWT, PrivateKeyJWT  # noqa: E402
from joserfc import jwt  # noqa: E402
from joserfc.jwk import KeySet, RSAKey  # noqa: E402
from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error  # noqa: E402
from requests.auth import HTTPBasicAuth  # noqa: E402
from requests_oauthlib import OAuth2Session as RequestsOauthlibSession  # noqa: E402

TIMEOUT = 30


def play(library, name, case):
    """Plays one case: it returns what is worth saying, and raises when something is wrong."""
    try:
        row = ["pass", library, version(library), name, case() or ""]
    except Exception as error:  # whatever a library raises is a case that failed
        said = " ".join(f"{type(error).__name__}: {error}".split())[:600]
        row = ["FAIL", library, version(library), name, said]
    print("\t".join(row), flush=True)


def same(what, seen, wanted):
    if seen != wanted:
        raise AssertionError(f"{what} is {seen!r}, not {wanted!r}")


def apps_of(ready):
    for tenant in ready["tenants"]:
        inherited = {name: value for name, value in tenant.items() if name != "apps"}
        for app in tenant["apps"]:
            yield {**inherited, **app}


def case_of(app):
    """The name of a case: dialect (Okta's org server apart from its custom ones) and method."""
    org = "-org" if app["dialect"] == "okta" and "/oauth2/" not in app["issuer"] else ""
    return f"{app['dialect']}{org} {app['auth']}"


def parameters_of(app):
    """What goes into the token request beside credentials and scope."""
    return {name: app[name] for name in ("audience", "resource", "organization") if app.get(name)}


def secret_of(app, wrong):
    return app["client_secret"][::-1] if wrong else app["client_secret"]


def metadata_of(app):
    """The document in the OpenID place, or in that of RFC 8414 where there is no other."""
    issuer = app["issuer"].rstrip("/")
    for name in ("openid-configuration", "oauth-authorization-server"):
        reply = requests.get(f"{issuer}/.well-known/{name}", timeout=TIMEOUT)
        if reply.status_code == 200:
            return reply.json()
    return {}


# --- Authlib


def assertion_method(app, endpoint):
    """The assertion as the vendor's page says. Authlib puts the token endpoint as audience and an hour as lifetime."""
    maker = ClientSecretJWT if app["auth"] == "client_secret_jwt" else PrivateKeyJWT
    header = {"kid": app["kid"]} if app.get("kid") else {}
    if app["dialect"] == "auth0":
        # Auth0: the issuer as audience, and five minutes at most.
        return maker(app["issuer"], claims={"exp": int(time.time()) + 60}, headers=header)
    return maker(endpoint, headers=header)


def authlib_session(app, wrong=False, endpoint=None):
    if app["auth"] == "private_key_jwt":
        with open(app["key_file"], encoding="ascii") as file:
            key = file.read()
        secret = RSAKey.generate_key(2048, private=True) if wrong else key
    else:
        secret = secret_of(app, wrong)
    # Unless it is told, Authlib revokes with Basic whatever the token was asked for with.
    session = AuthlibSession(
        app["client_id"],
        secret,
        scope=app.get("scope"),
        token_endpoint_auth_method=app["auth"],
        revocation_endpoint_auth_method=app["auth"],
    )
    if app["auth"].endswith("_jwt"):
        session.register_client_auth_method(assertion_method(app, endpoint or app["token_endpoint"]))
    return session


def authlib_token(app, wrong=False):
    session = authlib_session(app, wrong)
    token = session.fetch_token(
        app["token_endpoint"], grant_type="client_credentials", timeout=TIMEOUT, **parameters_of(app)
    )
    return session, token


def authlib_case(app):
    session, token = authlib_token(app)
    same("token_type", token["token_type"].lower(), "bearer")
    done = []
    if app.get("api"):
        same("status of the API", session.get(app["api"], timeout=TIMEOUT).status_code, 200)
        done.append("API 200")
    metadata = metadata_of(app)
    introspection = metadata.get("introspection_endpoint")
    revocation = metadata.get("revocation_endpoint")

    def active():
        other = authlib_session(app, endpoint=introspection)
        return other.introspect_token(introspection, token=token["access_token"], timeout=TIMEOUT).json()["active"]

    if introspection:
        same("active", active(), True)
        done.append("introspected")
    if introspection and revocation:
        other = authlib_session(app, endpoint=revocation)
        reply = other.revoke_token(revocation, token=token["access_token"], timeout=TIMEOUT)
        same("status of the revocation", reply.status_code, 200)
        same("active after revocation", active(), False)
        done.append("revoked")
    return ", ".join(done)


def authlib_refused(app):
    try:
        authlib_token(app, wrong=True)
    except OAuthError as error:
        return error.error
    raise AssertionError("a wrong secret or key was accepted")


def joserfc_case(app):
    """The library below Authlib, as an API would use it: signature by the tenant's JWKS, issuer, audience, times."""
    _, token = authlib_token(app)
    keys = KeySet.import_key_set(requests.get(app["jwks_uri"], timeout=TIMEOUT).json())
    read = jwt.decode(token["access_token"], keys)
    wanted = {"iss": {"essential": True, "value": app["issuer"]}, "exp": {"essential": True}}
    audience = app.get("audience") or app.get("resource")
    if audience:
        wanted["aud"] = {"essential": True, "value": audience}
    jwt.JWTClaimsRegistry(**wanted).validate(read.claims)
    return read.header["alg"]


# --- requests-oauthlib


def requests_oauthlib_token(app, wrong=False):
    client = BackendApplicationClient(client_id=app["client_id"], scope=app.get("scope"))
    session = RequestsOauthlibSession(client=client)
    secret = secret_of(app, wrong)
    if app["auth"] == "client_secret_basic":
        how = {"auth": HTTPBasicAuth(app["client_id"], secret)}
    else:
        how = {"include_client_id": True, "client_secret": secret}
    token = session.fetch_token(app["token_endpoint"], timeout=TIMEOUT, **how, **parameters_of(app))
    return session, token


def requests_oauthlib_case(app):
    session, token = requests_oauthlib_token(app)
    same("token_type", token["token_type"].lower(), "bearer")
    if not app.get("api"):
        return ""
    same("status of the API", session.get(app["api"], timeout=TIMEOUT).status_code, 200)
    return "API 200"


def requests_oauthlib_refused(app):
    try:
        requests_oauthlib_token(app, wrong=True)
    except OAuth2Error as error:
        return error.error
    raise AssertionError("a wrong secret was accepted")


# --- requests


def json_body(app, secret):
    body = {"grant_type": "client_credentials", "client_id": app["client_id"], "client_secret": secret}
    # auth0-python sends the members that it was not given as null.
    body |= {"scope": app.get("scope"), "organization": None} | parameters_of(app)
    return requests.post(app["token_endpoint"], json=body, timeout=TIMEOUT)


def json_case(app):
    reply = json_body(app, app["client_secret"])
    same("status", reply.status_code, 200)
    header = {"Authorization": f"bearer {reply.json()['access_token']}"}
    api = requests.get(app["api"], headers=header, timeout=TIMEOUT)
    same("status of the API", api.status_code, 200)
    return "the scheme in lower case, an absent organization as null"


def json_refused(app):
    reply = json_body(app, secret_of(app, wrong=True))
    same("status", reply.status_code, 401)
    return reply.json()["error"]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        apps = list(apps_of(json.load(file)))
    if not apps:
        raise SystemExit("the ready line names no app")
    for app in apps:
        name = case_of(app)
        if app.get("dpop"):
            continue  # None of these libraries makes a DPoP proof.
        play("authlib", name, lambda: authlib_case(app))
        play("authlib", f"{name} refused", lambda: authlib_refused(app))
        play("joserfc", name, lambda: joserfc_case(app))
        if app["auth"] in ("client_secret_basic", "client_secret_post"):
            play("requests-oauthlib", name, lambda: requests_oauthlib_case(app))
            play("requests-oauthlib", f"{name} refused", lambda: requests_oauthlib_refused(app))
        if app["dialect"] == "auth0" and app["auth"] == "client_secret_post":
            play("requests", f"{name} json", lambda: json_case(app))
            play("requests", f"{name} json refused", lambda: json_refused(app))


if __name__ == "__main__":
    main()
