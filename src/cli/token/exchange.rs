//! Sends a request, and once more where the server answers with a nonce for the proof (RFC 9449 8 and 9). Both are kept.

use crate::cli::print::Out;
use crate::cli::token::make::Made;
use crate::cli::token::outcome::{Asking, Exchange};
use crate::cli::token::said;
use crate::net::{Limits, Sender};
use crate::oauth::jwt::dpop::demanded_nonce;

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
