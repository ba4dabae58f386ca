"""What is tested: a client of the Reports API that keeps its token, and recovers where it can. Yours stands here."""

import time

from authlib.integrations.requests_client import OAuth2Session


class Refused(Exception):
    """The token endpoint said no."""


class Reports:
    """`wait` is handed in, so that a test need not wait."""

    def __init__(self, app, tenant, wait=time.sleep):
        self.session = OAuth2Session(
            app["client_id"],
            app["client_secret"],
            scope=app["scope"],
            token_endpoint_auth_method="client_secret_basic",
        )
        self.app, self.tenant, self.wait = app, tenant, wait

    def list(self):
        """The reports. A token that the API no longer takes is replaced, once."""
        reply = self._call()
        if reply.status_code == 401:
            self.session.token = None
            reply = self._call()
        reply.raise_for_status()
        return reply.json()["reports"]

    def _call(self):
        if not self.session.token:
            self._ask()
        return self.session.get(self.tenant["api"])

    def _ask(self, again=True):
        """A token. Where the server says when to come back, it is asked again then, once."""
        seen = []

        def keep(reply):
            seen.append(reply)
            return reply

        self.session.compliance_hook["access_token_response"] = {keep}
        try:
            self.session.fetch_token(
                self.tenant["token_endpoint"],
                grant_type="client_credentials",
                resource=self.app["resource"],
            )
        except Exception as error:
            seconds = seen and seen[-1].headers.get("retry-after")
            if not again or not seconds:
                raise Refused(seen and seen[-1].status_code) from error
            self.wait(int(seconds))
            self._ask(again=False)
