//! The request without sending it: masked, or as a line for a shell that asks for the secret.

use url::Url;

use crate::cli::exit::Exit;
use crate::cli::print::Out;
use crate::cli::token::args::{AuthName, TokenArgs};
use crate::cli::token::make::Client;
use crate::cli::token::who::{Credential, Known};
use crate::cli::token::{json, said, who};
use crate::oauth::export;
use crate::oauth::text::{visible, visible_line};
use crate::oauth::wire::{Secrets, View, WireRequest, plain};

/// Shows the request, masked, or as a curl line.
///
/// # Errors
/// Faults of this program only.
pub(super) fn run(
    own: &TokenArgs,
    credential: Credential,
    (text, endpoint): (&str, &Url),
    out: &mut Out,
) -> anyhow::Result<Exit> {
    let (auth, reason) = match who::choose(own, Known::Nothing(endpoint)) {
        Ok(chosen) => chosen,
        Err(why) => {
            out.complain(&why);
            return Ok(Exit::Usage);
        }
    };
    let client = Client {
        own,
        auth,
        credential,
        endpoint: endpoint.clone(),
        endpoint_text: text.to_owned(),
        proof_key: own.proof_key()?,
    };
    let made = client.token_request(None)?;
    if own.curl {
        return curl(&client, &made.request, out);
    }
    if own.json {
        out.data(&json::dry_run(&made))?;
        out.say("Nothing was sent. The secret is masked here.");
        return Ok(Exit::Done);
    }
    for line in made.request.view(View::Http, Secrets::Masked) {
        out.data(&visible_line(&plain(&line)))?;
    }
    for (word, jwt) in made.signed() {
        out.data(&format!("\n{}", said::decoded(word, jwt)))?;
    }
    if let Some(line) = who::said(auth, reason) {
        out.say(&line);
    }
    out.say("Nothing was sent. The secret is masked here; on the wire the body is one line.");
    Ok(Exit::Done)
}

/// The request as lines for a shell, which asks for what is secret in it and shows nothing of it.
fn curl(client: &Client<'_>, request: &WireRequest, out: &mut Out) -> anyhow::Result<Exit> {
    out.data(visible(&export::for_a_shell(request)).trim_end())?;
    out.say(match client.auth {
        AuthName::Basic | AuthName::Post | AuthName::Json => "Nothing was sent.",
        AuthName::PrivateKeyJwt | AuthName::SecretJwt => {
            "Nothing was sent. curl signs nothing: oauth-tutor sign makes the assertion."
        }
    });
    Ok(Exit::Done)
}
