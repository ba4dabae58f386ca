//! An app like the learner's at another tenant, for one request.

use crate::oauth::names::{ClientId, ClientSecret};
use crate::oauth::request::TokenRequest;
use crate::practice::{Binding, NewApp, Tenant};

/// The app, and the request that it makes. It is taken away when this is dropped.
pub(in crate::shell) struct Twin {
    tenant: Tenant,
    app: ClientId,
    /// The request, with id and secret of the twin where it held the learner's.
    pub(in crate::shell) request: TokenRequest,
}

impl Twin {
    /// It proves itself as the request does, and demands no more: what differs is to be the server.
    pub(super) fn make(
        tenant: &Tenant,
        app: NewApp,
        (mut request, (id, secret)): (TokenRequest, (ClientId, Option<ClientSecret>)),
    ) -> Self {
        let registered = tenant.register(app);
        // It was made just now, so that there is one to set up.
        let _ = tenant.configure_app(&registered.client_id, |setup| {
            setup.auth = request.auth;
            setup.binding = Binding::Free;
        });
        // A wrong id or secret goes along as it is: it is wrong everywhere.
        if request.client_id.as_deref() == Some(&*id.0) {
            request.client_id = Some(registered.client_id.0.clone());
        }
        if secret.is_some() && request.client_secret == secret {
            request.client_secret = registered.client_secret;
        }
        Self {
            tenant: tenant.clone(),
            app: registered.client_id,
            request,
        }
    }
}

impl Drop for Twin {
    fn drop(&mut self) {
        // Nobody else knows of it, so it is there.
        let _ = self.tenant.delete_app(&self.app);
    }
}
