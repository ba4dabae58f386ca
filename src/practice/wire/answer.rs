//! An answer before it becomes HTTP.

use axum::body::Body;
use axum::response::Response;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};

use crate::practice::wire::cut;
use crate::practice::wire::spelling::Spelling;

/// What goes back: status, headers beyond the usual ones, body.
pub(in crate::practice) struct Answer {
    status: StatusCode,
    headers: Vec<(HeaderName, String)>,
    body: String,
    /// The answer in a few words, for the journal.
    words: String,
    /// Whether all of it is sent.
    ending: Ending,
}

/// How an answer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// Whole.
    Whole,
    /// In the middle: half of what its length promised.
    Cut,
}

impl Answer {
    /// An answer in JSON.
    pub(in crate::practice) fn json(
        status: StatusCode,
        body: String,
        words: impl Into<String>,
    ) -> Self {
        Self::new(status, "application/json", body, words.into())
    }

    /// An answer in plain text.
    pub(in crate::practice) fn plain(
        status: StatusCode,
        body: String,
        words: impl Into<String>,
    ) -> Self {
        Self::new(status, "text/plain; charset=utf-8", body, words.into())
    }

    /// A page.
    pub(in crate::practice) fn html(
        status: StatusCode,
        body: String,
        words: impl Into<String>,
    ) -> Self {
        Self::new(status, "text/html; charset=utf-8", body, words.into())
    }

    fn new(status: StatusCode, content_type: &str, body: String, words: String) -> Self {
        Self {
            status,
            headers: vec![(CONTENT_TYPE, content_type.to_owned())],
            body,
            words,
            ending: Ending::Whole,
        }
    }

    /// An answer without a body.
    pub(in crate::practice) fn empty(status: StatusCode, words: impl Into<String>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: String::new(),
            words: words.into(),
            ending: Ending::Whole,
        }
    }

    /// Ends in the middle, on purpose.
    pub(in crate::practice) fn cut(mut self) -> Self {
        self.ending = Ending::Cut;
        self
    }

    /// The status.
    pub(in crate::practice) fn status(&self) -> StatusCode {
        self.status
    }

    /// Adds a header.
    pub(in crate::practice) fn header(
        mut self,
        name: HeaderName,
        value: impl Into<String>,
    ) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Adds several headers.
    pub(in crate::practice) fn with(mut self, headers: Vec<(HeaderName, String)>) -> Self {
        self.headers.extend(headers);
        self
    }

    /// It in a few words, for the journal.
    pub(in crate::practice) fn words(&self) -> &str {
        &self.words
    }

    /// As it goes out, its header names spelled so.
    pub(in crate::practice) fn into_response(self, spelling: &Spelling) -> Response {
        let body = match self.ending {
            Ending::Whole => Body::from(self.body),
            Ending::Cut => cut::body(&self.body),
        };
        let mut response = Response::new(body);
        spelling.apply(&mut response);
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            // Values are ours or echoes of checked names; one that no header can hold is left out rather than fatal.
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}
