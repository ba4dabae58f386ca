"""A practice server for a test suite: started once, steered from the tests, stopped at the end. Copy this file."""

import json
import os
import subprocess

import pytest
import requests

# Authlib insists on https otherwise; the practice server is on this machine. `serve --tls` speaks it.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"


class Practice:
    def __init__(self, tenant):
        self.tenant = tenant
        self.app = next(app for app in tenant["apps"] if app["auth"] == "client_secret_basic")

    def change(self, change):
        return self._steer("change", json=change)

    def reset(self):
        return self._steer("reset")

    def _steer(self, path, **body):
        headers = {"X-Tutor-Control": "1"}
        reply = requests.post(self.tenant["control"] + path, headers=headers, timeout=10, **body)
        assert reply.ok, reply.text
        return reply.json()


@pytest.fixture(scope="session")
def tenants():
    """Starts `oauth-tutor serve --control` on free ports."""
    program = os.environ.get("OAUTH_TUTOR", "oauth-tutor")
    flags = ["serve", "--control", "--json", "--quiet", "--port", "0"]
    with subprocess.Popen([program, *flags], stdout=subprocess.PIPE, text=True) as server:
        # One line when every tenant answers.
        yield json.loads(server.stdout.readline())["tenants"]
        server.terminate()


@pytest.fixture
def practice(tenants):
    server = Practice(next(one for one in tenants if one["dialect"] == "rfc"))
    yield server
    server.reset()
