//! `oauth-tutor token`: one real token request, and what came back.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::ValueEnum;
use url::Url;

use crate::cli::args::Args;
use crate::cli::environment::Environment;
use crate::cli::exit::Exit;
use crate::cli::print::Out;
use crate::cli::secret;
use crate::net::{PlainHttp, Sender, is_loopback};
use crate::oauth::names::ClientSecret;
use crate::oauth::request::{BodyFormat, ClientAuth, TokenRequest};
use crate::oauth::text::visible_line;
use crate::oauth::wire::{Secrets, View, plain};

mod endpoint;
mod json;
mod run;
mod said;

/// Flags of `token`.
#[derive(clap::Args, Debug, Default)]
#[command(after_help = "\
The secret comes from --client-secret-file, from OAUTH_TUTOR_CLIENT_SECRET, or from a prompt that does not show it.
The response goes to stdout as received, a short report to stderr.

Examples:
  oauth-tutor token --token-url URL --client-id ID --client-secret-file PATH
  oauth-tutor token --issuer URL --client-id ID --audience API --call URL
  oauth-tutor token --token-url URL --client-id ID --raw | oauth-tutor decode")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line, on or off"
)]
pub struct TokenArgs {
    /// The token endpoint.
    #[arg(
        long,
        value_name = "URL",
        required_unless_present = "issuer",
        conflicts_with = "issuer"
    )]
    pub token_url: Option<String>,
    /// The issuer; its metadata names the token endpoint (RFC 8414, then OpenID discovery).
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,
    /// The client identifier.
    #[arg(long, value_name = "ID")]
    pub client_id: String,
    /// A file that holds the client secret; - is stdin. One line end at its end is removed.
    #[arg(long, value_name = "PATH")]
    pub client_secret_file: Option<PathBuf>,
    /// How the client says who it is.
    #[arg(long, value_enum, default_value_t, value_name = "HOW")]
    pub auth: AuthName,
    /// What the token should allow: scope tokens with blanks between.
    #[arg(long, value_name = "\"a b\"")]
    pub scope: Option<String>,
    /// The API that the token is for (Auth0).
    #[arg(long, value_name = "TEXT")]
    pub audience: Option<String>,
    /// A further parameter; may be given again.
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    pub params: Vec<(String, String)>,
    /// How long to wait for the whole reply.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub timeout: u64,
    /// Allow plain http to another machine; everyone on the way can then read the secret.
    #[arg(long)]
    pub allow_http: bool,
    /// Print the request with the secret masked, and send nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Then get this URL with the token.
    #[arg(long, value_name = "URL", conflicts_with = "dry_run")]
    pub call: Option<String>,
    /// Print only the access token.
    #[arg(long, conflicts_with_all = ["json", "dry_run"])]
    pub raw: bool,
    /// Print request, response, times and check report as JSON.
    #[arg(long)]
    pub json: bool,
}

/// The names of `--auth`.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuthName {
    /// Id and secret in a form body (`client_secret_post`).
    #[default]
    Post,
    /// Id and secret in the Authorization header (`client_secret_basic`).
    Basic,
    /// Id and secret in a JSON body, as Auth0 also takes it.
    Json,
}

/// Parameters with a place of their own; RFC 6749 3.2 forbids to send one twice.
const TAKEN: [(&str, &str); 5] = [
    ("grant_type", "it is always client_credentials here"),
    ("client_id", "use --client-id"),
    ("scope", "use --scope"),
    ("audience", "use --audience"),
    ("client_assertion", "no flag takes a secret"),
];

/// Runs `token`.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub fn run(args: &Args, own: &TokenArgs) -> anyhow::Result<Exit> {
    let mut out = Out::of_process(args.quiet);
    let asked = match Asked::of(own) {
        Ok(asked) => asked,
        Err(why) => {
            out.complain(&why);
            return Ok(Exit::Usage);
        }
    };
    let environment = Environment::read();
    let file = own.client_secret_file.as_deref();
    let secret = match secret::find(file, &environment, &mut out) {
        Ok(secret) => secret,
        Err(exit) => return Ok(exit),
    };
    if let (true, Place::Endpoint(endpoint)) = (own.dry_run, &asked.place) {
        return dry_run(&own.request(endpoint.clone(), secret), own.json, &mut out);
    }
    let sender = Sender::new(own.plain_http());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no event loop can be made")?;
    let exit = runtime.block_on(run::until_stopped(run::run(
        own, &asked, secret, &sender, &mut out,
    )));
    // A name lookup cannot be stopped, so it is not waited for.
    runtime.shutdown_background();
    exit
}

/// Where the token request goes.
enum Place {
    /// Straight to here.
    Endpoint(Url),
    /// To where this issuer's metadata says. The text is kept, since it is compared byte for byte.
    Issuer(String, Url),
}

/// The addresses of the flags, checked before anything else is done.
struct Asked {
    place: Place,
    call: Option<Url>,
}

impl Asked {
    fn of(own: &TokenArgs) -> Result<Self, String> {
        for (name, _) in &own.params {
            if name == "client_secret" {
                return Err(secret::REFUSAL.to_owned());
            }
            if let Some((_, instead)) = TAKEN.iter().find(|(taken, _)| taken == name) {
                return Err(format!("--param does not take {name}: {instead}."));
            }
        }
        let place = match (&own.token_url, &own.issuer) {
            (Some(text), _) => Place::Endpoint(own.address("--token-url", text)?),
            (None, Some(text)) => Place::Issuer(text.clone(), own.address("--issuer", text)?),
            (None, None) => return Err("Say where with --token-url or --issuer.".to_owned()),
        };
        if own.dry_run && matches!(place, Place::Issuer(..)) {
            return Err("--dry-run sends nothing, so it cannot ask the issuer where the token endpoint is. Use --token-url.".to_owned());
        }
        let call = own.call.as_deref();
        let call = call.map(|text| own.address("--call", text)).transpose()?;
        Ok(Self { place, call })
    }
}

impl TokenArgs {
    fn plain_http(&self) -> PlainHttp {
        if self.allow_http {
            PlainHttp::Allowed
        } else {
            PlainHttp::Refused
        }
    }

    /// The address in `flag`, refused where the secret or the token would travel in the open.
    fn address(&self, flag: &str, text: &str) -> Result<Url, String> {
        let wrong = |why: &str| format!("{flag} {}: {why}", visible_line(text));
        let url = Url::parse(text).map_err(|error| wrong(&format!("{error}.")))?;
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err(wrong("this is not an http or https URL."));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(format!(
                "{flag}: a URL with a user name or password is refused."
            ));
        }
        if url.scheme() == "http" && !is_loopback(&url) && !self.allow_http {
            return Err(wrong(
                "plain http shows the secret and the token to everyone on the way (RFC 6749 3.2 demands TLS). Use https, or --allow-http if you mean it.",
            ));
        }
        Ok(url)
    }

    fn request(&self, endpoint: Url, secret: ClientSecret) -> TokenRequest {
        TokenRequest {
            auth: match self.auth {
                AuthName::Basic => ClientAuth::Basic,
                AuthName::Post | AuthName::Json => ClientAuth::Post,
            },
            format: match self.auth {
                AuthName::Post | AuthName::Basic => BodyFormat::Form,
                AuthName::Json => BodyFormat::Json,
            },
            client_id: Some(self.client_id.clone()),
            client_secret: Some(secret),
            audience: self.audience.clone(),
            scope: self.scope.clone(),
            extra: self.params.clone(),
            ..TokenRequest::new(endpoint)
        }
    }
}

/// `NAME=VALUE`; clap's parser for `--param`.
fn parameter(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        Some(_) | None => Err("write it as NAME=VALUE".to_owned()),
    }
}

fn dry_run(request: &TokenRequest, as_json: bool, out: &mut Out) -> anyhow::Result<Exit> {
    let wire = request.to_wire();
    if as_json {
        out.data(&json::dry_run(&wire))?;
        return Ok(Exit::Done);
    }
    for line in wire.view(View::Http, Secrets::Masked) {
        out.data(&visible_line(&plain(&line)))?;
    }
    out.say("Nothing was sent. The secret is masked here; on the wire the body is one line.");
    Ok(Exit::Done)
}
