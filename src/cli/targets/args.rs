//! The flags of `targets add`.

use std::path::PathBuf;

use crate::app::own_targets::is_name;
use crate::cli::token::args::AuthName;
use crate::cli::token::parse;
use crate::lesson::desks::words;

/// A tenant of one's own.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
No secret is kept. At each use it is asked for, or comes from the command of --secret-command, which is run without a shell:

  oauth-tutor targets add mine --issuer https://mine.eu.auth0.com/ --client-id ID \\
    --audience https://api.example --secret-command pass show auth0/m2m
  oauth-tutor token --target mine --call https://api.example/reports")]
pub struct AddArgs {
    /// What to call it: letters, digits, - and _.
    #[arg(value_parser = name)]
    pub name: String,
    /// The issuer, as its metadata spells it, final slash included. What is not named again stays as it was.
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,
    /// The client identifier.
    #[arg(long, value_name = "ID", allow_hyphen_values = true, value_parser = parse::name)]
    pub client_id: Option<String>,
    /// How the client proves who it is. Without it, the metadata and what you give decide.
    #[arg(long, value_enum, value_name = "HOW")]
    pub auth: Option<AuthName>,
    /// A file that holds the client's private key; its path is kept, not the key.
    #[arg(long, value_name = "FILE", conflicts_with = "secret_command")]
    pub key: Option<PathBuf>,
    /// The name by which the server knows the key.
    #[arg(long, value_name = "KID", value_parser = parse::name)]
    pub kid: Option<String>,
    /// Also believe the certificates of this authority (PEM).
    #[arg(long, value_name = "FILE")]
    pub ca_cert: Option<PathBuf>,
    /// The API that tokens are for (Auth0).
    #[arg(long, value_name = "TEXT")]
    pub audience: Option<String>,
    /// The service that tokens are for (RFC 8707), an absolute URI; may be given again.
    #[arg(long, value_name = "URI")]
    pub resource: Vec<String>,
    /// What tokens should allow: scope tokens with blanks between.
    #[arg(long, value_name = "\"a b\"")]
    pub scope: Option<String>,
    /// Where that API is called.
    #[arg(long, value_name = "URL")]
    pub api: Option<String>,
    /// A command that prints the secret, word by word; it stands last. It is given a minute.
    #[arg(long, value_name = "WORD", num_args = 1.., allow_hyphen_values = true)]
    pub secret_command: Vec<String>,
}

fn name(text: &str) -> Result<String, String> {
    if is_name(text) {
        return Ok(text.to_owned());
    }
    Err(words("own.target.unnamed").to_owned())
}
