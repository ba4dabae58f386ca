//! A body that ends in the middle: what a learner sees when a connection breaks.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};

/// Half of `text`, under the length of the whole.
pub(super) fn body(text: &str) -> Body {
    let whole = text.len();
    let half = text.as_bytes().get(..whole / 2).unwrap_or_default();
    Body::new(Cut {
        half: Some(Bytes::copy_from_slice(half)),
        whole: whole as u64,
    })
}

struct Cut {
    half: Option<Bytes>,
    whole: u64,
}

impl HttpBody for Cut {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        // The error makes the server close the connection, which is the point.
        let frame = match self.half.take() {
            Some(half) => Ok(Frame::data(half)),
            None => Err(io::Error::other("cut on purpose")),
        };
        Poll::Ready(Some(frame))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.whole)
    }
}
