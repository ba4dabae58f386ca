//! A file for HTTP clients of editors: httpyac and REST Client read it. Secrets come from variables of the environment.

use std::fmt::Write as _;

use crate::oauth::export::{Exchange, address, given, id, title, unbraced};
use crate::oauth::wire::WireRequest;
use crate::oauth::wire::slot::Slot;

/// The requests, one below the other.
pub(super) fn file(exchange: &Exchange<'_>) -> String {
    let mut text = format!(
        "# {}\n# No secret stands in here: set the variables of the environment that it names.\n\n",
        title(exchange)
    );
    let id = id(exchange);
    if given(exchange.request).contains(&Slot::ClientId) {
        // Clients run what stands in double braces.
        let id = if id.contains("{{") { "" } else { &id };
        if id.is_empty() {
            text.push_str("# The id of your app:\n");
        }
        let _ = write!(text, "@client_id = {id}\n\n");
    }
    if let Some(note) = encoded_by_hand(exchange.request) {
        let _ = write!(text, "# {note}\n\n");
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
    let mut text = format!("{} {}\n", request.method, address(&request.url));
    for word in headers(request) {
        let _ = writeln!(text, "{word}");
    }
    if !request.body.is_empty() {
        let _ = writeln!(
            text,
            "\n{}",
            WireRequest::written(&unbraced(&request.body), place)
        );
    }
    text
}

/// The headers that the client does not write itself.
fn headers(request: &WireRequest) -> Vec<String> {
    let all = request.headers.iter();
    let own = all.filter(|(name, _)| !matches!(name.as_str(), "Host" | "Content-Length"));
    own.map(|(name, value)| format!("{name}: {}", WireRequest::written(&unbraced(value), place)))
        .collect()
}

/// What whoever sets the variables has to know: neither client encodes what it puts in their place.
fn encoded_by_hand(request: &WireRequest) -> Option<&'static str> {
    if request.is_basic() {
        Some(
            "Basic takes id and secret as they are here; RFC 6749 2.3.1 form-encodes them first. Set them so where they hold more than letters and digits.",
        )
    } else if request.is_json() || request.slots().is_empty() {
        None
    } else {
        Some(
            "A form holds the variables as they are: set them form-encoded where they hold more than letters and digits.",
        )
    }
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
