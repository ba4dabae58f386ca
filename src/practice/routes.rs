//! Which path leads to which door of a tenant.

use axum::Router;
use axum::extract::Request;
use axum::routing::any;

use super::{Tenant, api, metadata, token};

/// The paths of a tenant. Each door answers every method itself, because a wrong method is a lesson too.
pub(super) fn router(tenant: &Tenant) -> Router {
    let dialect = tenant.inner.dialect;
    let mut router = Router::new()
        .route("/", any(metadata::page))
        .route(dialect.token_path, any(token::answer))
        .route(dialect.jwks_path, any(metadata::keys));
    for path in dialect.metadata_paths {
        router = router.route(path, any(metadata::document));
    }
    for (place, known) in tenant.inner.apis.iter().enumerate() {
        let owner = tenant.clone();
        let call = move |request: Request| api::answer(owner.clone(), place, request);
        router = router.route(known.path, any(call));
    }
    router
        .fallback(metadata::nothing)
        .with_state(tenant.clone())
}
