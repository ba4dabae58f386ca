//! A file for HTTP clients of editors: httpyac and REST Client read it. Secrets come from variables of the environment.

use std::fmt::Write as _;

use crate::oauth::export::{Exchange, given, id, title};
use crate::oauth::wire::WireRequest;
use crate::oauth::wire::slot::Slot;

/// The requests, one below the other.
pub(super) fn file(exchange: &Exchange<'_>) -> String {
    let mut text = format!(
        "# {}\n# No secret stands in here: set the variables of the environment that it names.\n\n",
        title(exchange)
    );
    if given(exchange.request).contains(&Slot::ClientId) {
        let _ = write!(text, "@client_id = {}\n\n", id(exchange));
    }
    let _ = write!(text, "# @name token\n{}", request(exchange.request));
    if let Some((call, _)) = exchange.call {
        // REST Client reads a named response by another path.
        let _ = write!(
            text,
            "\n###\n# In REST Client the token is {{{{token.response.body.access_token}}}}\n# @name call\n{}",
            request(call)
        );
    }
    text
}

fn request(request: &WireRequest) -> String {
    let mut text = format!("{} {}\n", request.method, request.url);
    for word in headers(request) {
        let _ = writeln!(text, "{word}");
    }
    if !request.body.is_empty() {
        let _ = writeln!(text, "\n{}", WireRequest::written(&request.body, place));
    }
    text
}

/// The headers that the client does not write itself.
fn headers(request: &WireRequest) -> Vec<String> {
    let all = request.headers.iter();
    let own = all.filter(|(name, _)| !matches!(name.as_str(), "Host" | "Content-Length"));
    own.map(|(name, value)| format!("{name}: {}", WireRequest::written(value, place)))
        .collect()
}

fn place(slot: Slot) -> String {
    match slot {
        // Both clients make the credentials of two words.
        Slot::Basic => "{{client_id}} {{$processEnv CLIENT_SECRET}}".to_owned(),
        Slot::ClientId => "{{client_id}}".to_owned(),
        Slot::Token => "{{token.access_token}}".to_owned(),
        Slot::ClientSecret | Slot::Assertion | Slot::Proof => {
            format!("{{{{$processEnv {}}}}}", slot.variable())
        }
    }
}
