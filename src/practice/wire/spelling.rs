//! Header names in the vendors' own spelling (`X-Auth0-RequestId`, `WWW-Authenticate`), which a learner compares with the documentation.

use std::convert::Infallible;
use std::sync::OnceLock;

use axum::body::Body;
use axum::response::Response;
use http::Extensions;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt;

/// The spellings, once learned.
#[derive(Default)]
pub(in crate::practice) struct Spelling(OnceLock<Extensions>);

impl Spelling {
    /// Learns how these names are spelled.
    ///
    /// hyper writes names in lower or title case; it keeps another spelling only for a proxy, as a private note on a request that it copies to
    /// the reply (`http1::Builder::preserve_header_case`). So one request with the names goes through a hyper server in memory, and its note is kept.
    /// Without it replies are right all the same, in title case.
    pub(in crate::practice) async fn learn(&self, names: &[&str]) {
        let mut request = String::from("GET / HTTP/1.1\r\nConnection: close\r\n");
        for name in names {
            request.push_str(name);
            request.push_str(": x\r\n");
        }
        request.push_str("\r\n");
        let (mut near, far) = tokio::io::duplex(4096);
        if near.write_all(request.as_bytes()).await.is_err() {
            return;
        }
        let note = service_fn(|request: http::Request<_>| {
            // A second run of the same tenant finds the spellings known.
            drop(self.0.set(request.extensions().clone()));
            async { Ok::<_, Infallible>(Response::new(Body::empty())) }
        });
        let served = http1::Builder::new()
            .header_read_timeout(None)
            .preserve_header_case(true)
            .serve_connection(TokioIo::new(far), note);
        drop(served.await);
    }

    /// Puts the spellings on a reply.
    pub(in crate::practice) fn apply(&self, response: &mut Response) {
        if let Some(known) = self.0.get() {
            *response.extensions_mut() = known.clone();
        }
    }
}
