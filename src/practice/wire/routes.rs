//! Which path leads to which door of a tenant.

use axum::Router;
use axum::extract::Request;
use axum::middleware::from_fn_with_state;
use axum::routing::any;

use crate::practice::dialect::Paths;
use crate::practice::tenant::metadata;
use crate::practice::token::introspection;
use crate::practice::token::introspection::Purpose;
use crate::practice::token::registration;
use crate::practice::wire::host;
use crate::practice::{Tenant, api, token};

/// The paths of a tenant, and those that its owner put beside them. Each door answers every method itself, because a wrong method is a lesson too.
pub(in crate::practice) fn router(tenant: &Tenant, beside: Router) -> Router {
    let mut router = Router::new().route("/", any(metadata::page));
    for issuer in &tenant.inner.issuers {
        router = server(router, tenant, issuer.index, &issuer.spec.paths);
    }
    for (place, known) in tenant.inner.apis.iter().enumerate() {
        let owner = tenant.clone();
        let call = move |request: Request| api::answer(owner.clone(), place, request);
        router = router.route(known.path, any(call));
    }
    if let Some(path) = tenant.inner.dialect.other_servers {
        let owner = tenant.clone();
        let call = move |request: Request| token::elsewhere(owner.clone(), request);
        router = router.route(path, any(call));
    }
    for path in metadata::lacking(tenant) {
        router = router.route(&path, any(metadata::lacks));
    }
    // What stands beside is for this server's own names too, and makes no entry in the journal.
    router
        .merge(beside.with_state(()))
        .fallback(metadata::nothing)
        .layer(from_fn_with_state(tenant.clone(), host::check))
        .with_state(tenant.clone())
}

/// The doors of one authorization server.
fn server(
    mut router: Router<Tenant>,
    tenant: &Tenant,
    place: usize,
    paths: &Paths,
) -> Router<Tenant> {
    let owner = || tenant.clone();
    let own = owner();
    let call = move |request: Request| token::answer(own.clone(), place, request);
    router = router.route(paths.token, any(call));
    let own = owner();
    let call = move |request: Request| metadata::keys(own.clone(), place, request);
    router = router.route(paths.jwks, any(call));
    for path in paths.metadata {
        let own = owner();
        let call = move |request: Request| metadata::document(own.clone(), place, request);
        router = router.route(path, any(call));
    }
    let doors = [
        (paths.introspection, Purpose::Introspect),
        (paths.revocation, Purpose::Revoke),
    ];
    for (path, purpose) in doors {
        let Some(path) = path else { continue };
        let own = owner();
        let call =
            move |request: Request| introspection::answer(own.clone(), place, purpose, request);
        router = router.route(path, any(call));
    }
    if let Some(path) = paths.registration {
        let own = owner();
        let call = move |request: Request| registration::answer(own.clone(), request);
        router = router.route(path, any(call));
    }
    router
}
