//! Sends a request, and once more where the server answers with a nonce for the proof (RFC 9449 8 and 9). Both are kept.

use crate::cli::print::Out;
use crate::cli::token::make::Made;
use crate::cli::token::said;
use crate::net::{Limits, Sender};
use crate::oauth::jwt::dpop::demanded_nonce;
use crate::oauth::reply::{Answer, SendError};

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

/// Sends what `build` makes. It is called a second time, with the nonce, when the server demands one: at most once, since a server
/// that demands another each time would never end.
///
/// # Errors
/// Those of `build`.
pub(super) async fn ask(
    sender: &Sender,
    limits: Limits,
    build: impl Fn(Option<&str>) -> anyhow::Result<Made>,
    out: &mut Out,
) -> anyhow::Result<Asking> {
    let made = build(None)?;
    said::signed(&made, out);
    let result = sender.send(&made.request, limits).await;
    let asking = |made, result| Asking {
        challenge: None,
        made,
        result,
    };
    let answer = match result {
        Ok(answer) if made.proof.is_some() => answer,
        result => return Ok(asking(made, result)),
    };
    let Some(nonce) = demanded_nonce(&answer.reply) else {
        return Ok(asking(made, Ok(answer)));
    };
    said::challenged(&answer, out);
    let again = build(Some(nonce))?;
    said::signed(&again, out);
    let result = sender.send(&again.request, limits).await;
    Ok(Asking {
        challenge: Some(Exchange { made, answer }),
        made: again,
        result,
    })
}
