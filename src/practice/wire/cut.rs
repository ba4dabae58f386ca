//! A body that ends in the middle: what a learner sees when a connection breaks.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};

/// Half of `text`, under the length of the whole.
pub(in crate::practice) fn body(text: &str) -> Body {
    let whole = text.len();
    let half = text.as_bytes().get(..whole / 2).unwrap_or_default();
    Body::new(Cut {
        half: Some(Bytes::copy_from_slice(half)),
        whole: whole as u64,
        flushed: Flushed::No,
    })
}

struct Cut {
    half: Option<Bytes>,
    whole: u64,
    flushed: Flushed,
}

/// Whether the server had time to send the half.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flushed {
    Yes,
    No,
}

impl HttpBody for Cut {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(half) = self.half.take() {
            return Poll::Ready(Some(Ok(Frame::data(half))));
        }
        if self.flushed == Flushed::No {
            // The server sends what it has before it asks again.
            self.flushed = Flushed::Yes;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        // The error makes the server close the connection, which is the point.
        Poll::Ready(Some(Err(io::Error::other("cut on purpose"))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.whole)
    }
}
