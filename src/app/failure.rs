//! Where no whole reply came: the layer that failed, and what to try, in the same words for every skin.

use crate::lesson::desks::words;
use crate::oauth::reply::SendError;

/// The layer that failed, for people, and what to try.
pub fn layer_and_advice(error: &SendError) -> (&'static str, &'static str) {
    let (layer, advice) = match error {
        SendError::Name { .. } => ("layer.name", "try.name"),
        SendError::Connect { .. } => ("layer.connect", "try.connect"),
        SendError::Proxy { .. } => ("layer.proxy", "try.proxy"),
        SendError::Tls { .. } => ("layer.tls", "try.tls"),
        SendError::TimedOut { .. } => ("layer.time", "try.time"),
        SendError::GivenUp => ("layer.given-up", "try.given-up"),
        SendError::TooLarge { .. } => ("layer.size", "try.size"),
        SendError::NotHttp { .. } => ("layer.http", "try.http"),
        SendError::PlainHttp { .. } => ("layer.plain", "try.plain"),
        SendError::Exhausted { .. } => ("layer.exhausted", "try.exhausted"),
        SendError::Unsendable { .. } => ("layer.unsendable", "try.unsendable"),
    };
    (words(layer), words(advice))
}
