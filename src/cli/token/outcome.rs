//! What became of a run: its exchanges, the check, the call, the advice.

use crate::cli::token::make::Made;
use crate::oauth::check::Report;
use crate::oauth::json;
use crate::oauth::reply::{Answer, Reply, SendError};

/// A request and what came back.
pub(super) struct Exchange {
    /// What was sent.
    pub(super) made: Made,
    /// What came back.
    pub(super) answer: Answer,
}

/// What became of asking.
pub(super) struct Asking {
    /// The first exchange, where the server demanded a nonce.
    pub(super) challenge: Option<Exchange>,
    /// What was sent last.
    pub(super) made: Made,
    /// What became of it.
    pub(super) result: Result<Answer, SendError>,
}

impl Asking {
    /// True where no answer came, or one that is no success.
    pub(super) fn is_refused(&self) -> bool {
        !matches!(&self.result, Ok(answer) if (200..300).contains(&answer.reply.status))
    }
}

/// Everything there is to print.
pub(super) struct Outcome {
    /// The first token request, where the server demanded a nonce for the proof.
    pub(super) challenge: Option<Exchange>,
    /// The token request.
    pub(super) token: Exchange,
    /// The check of its reply.
    pub(super) report: Report,
    /// The call with the token.
    pub(super) call: Option<Asking>,
    /// The method, where nobody chose it.
    pub(super) auth: Option<String>,
    /// What to try next, a sentence each.
    pub(super) advice: Vec<String>,
}

/// True when the reply says that its token is bound to a key (RFC 9449 5); types are compared without case (RFC 6749 5.1).
pub(super) fn is_bound(reply: &Reply) -> bool {
    let document = json::read(&reply.text());
    let kind = document
        .root()
        .and_then(|root| document.member(root, "token_type"))
        .and_then(|member| document.string(member));
    kind.is_some_and(|kind| kind.eq_ignore_ascii_case("DPoP"))
}
