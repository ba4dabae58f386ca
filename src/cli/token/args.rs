//! The flags of `token`, and what they say by themselves.

use std::path::PathBuf;

use clap::ValueEnum;
use url::Url;

use crate::cli::address::{self, Plain};
use crate::cli::token::parse;
use crate::net::PlainHttp;
use crate::oauth::jwt::algorithm::Spelled;
use crate::oauth::jwt::private::PrivateKey;
use crate::oauth::request::{AuthMethod, BodyFormat, TokenRequest};
use crate::shell::random;

/// Make one real token request.
#[derive(clap::Args, Clone, Debug, Default)]
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
        required_unless_present_any = ["issuer", "target"],
        conflicts_with = "issuer"
    )]
    pub token_url: Option<String>,
    /// The issuer; its metadata names the token endpoint (RFC 8414, then OpenID discovery).
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,
    /// A tenant of your own by its name (oauth-tutor targets); flags go before what it says.
    #[arg(long, value_name = "NAME", conflicts_with = "issuer")]
    pub target: Option<String>,
    /// The client identifier.
    #[arg(
        long,
        value_name = "ID",
        allow_hyphen_values = true,
        value_parser = parse::name,
        required_unless_present = "target"
    )]
    pub client_id: Option<String>,
    /// A file that holds the client secret; - is stdin. One line end at its end is removed.
    #[arg(long, value_name = "PATH")]
    pub client_secret_file: Option<PathBuf>,
    /// How the client proves who it is. Without it, the metadata and what you give decide.
    #[arg(long, value_enum, value_name = "HOW")]
    pub auth: Option<AuthName>,
    /// A file that holds the client's private key, as PEM or JWK; - is stdin.
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// The name by which the server knows the key.
    #[arg(long, value_name = "KID", allow_hyphen_values = true, value_parser = parse::name)]
    pub kid: Option<String>,
    /// The signature algorithm of the assertion: RS256, PS256, ES256, EdDSA, Ed25519, HS256, ...
    #[arg(long, value_name = "NAME", value_parser = parse::algorithm)]
    pub alg: Option<Spelled>,
    /// For whom the assertion is: token-url, issuer, or a text of your own. Without it, what this vendor wants, else the issuer.
    #[arg(long, value_name = "WHO")]
    pub assertion_audience: Option<String>,
    /// Bind the token to a key that is made for this run (DPoP, RFC 9449).
    #[arg(long)]
    pub dpop: bool,
    /// What the token should allow: scope tokens with blanks between.
    #[arg(long, value_name = "\"a b\"")]
    pub scope: Option<String>,
    /// The API that the token is for (Auth0).
    #[arg(long, value_name = "TEXT")]
    pub audience: Option<String>,
    /// The service that the token is for (RFC 8707), an absolute URI; may be given again.
    #[arg(long, value_name = "URI")]
    pub resource: Vec<String>,
    /// The organization that the token is for (Auth0).
    #[arg(long, value_name = "ID")]
    pub organization: Option<String>,
    /// A further parameter; may be given again.
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parse::parameter)]
    pub params: Vec<(String, String)>,
    /// How long to wait for the whole reply.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub timeout: u64,
    /// Also believe the certificates of this authority (PEM).
    #[arg(long, value_name = "FILE")]
    pub ca_cert: Option<PathBuf>,
    /// Allow plain http to another machine; everyone on the way can then read the secret.
    #[arg(long)]
    pub allow_http: bool,
    /// A host that metadata may name beside the one you name; may be given again.
    #[arg(long, value_name = "HOST")]
    pub allow_host: Vec<String>,
    /// Print the request with the secret masked, and send nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Print the request as a curl line that asks for the secret, and send nothing.
    #[arg(long, conflicts_with_all = ["json", "dry_run", "call"])]
    pub curl: bool,
    /// Then get this URL with the token, and print what it answers.
    #[arg(long, value_name = "URL", conflicts_with_all = ["dry_run", "raw", "env"])]
    pub call: Option<String>,
    /// Print status and headers of that answer too.
    #[arg(long, requires = "call", conflicts_with = "json")]
    pub include: bool,
    /// The method of the call; GET, or POST with --data.
    #[arg(long, value_name = "NAME", requires = "call", value_parser = parse::method)]
    pub method: Option<String>,
    /// The body of the call: JSON where it is that, else a form.
    #[arg(
        long,
        value_name = "TEXT",
        requires = "call",
        allow_hyphen_values = true
    )]
    pub data: Option<String>,
    /// Print only the access token.
    #[arg(long, conflicts_with_all = ["json", "dry_run", "env"])]
    pub raw: bool,
    /// Print one line for a shell, NAME=token.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["json", "dry_run"], value_parser = parse::variable)]
    pub env: Option<String>,
    /// Show tokens in full on a terminal too; in a pipe or a file they always are.
    #[arg(long)]
    pub show: bool,
    /// Print request, response, times and check report as JSON.
    #[arg(long)]
    pub json: bool,
    /// The command of the target that prints the secret. No flag of its own.
    #[arg(skip)]
    pub secret_command: Vec<String>,
}

/// The names of `--auth`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthName {
    /// Id and secret in the Authorization header (`client_secret_basic`).
    #[value(alias = "client_secret_basic")]
    Basic,
    /// Id and secret in a form body (`client_secret_post`).
    #[value(alias = "client_secret_post")]
    Post,
    /// Id and secret in a JSON body, as Auth0 also takes it.
    Json,
    /// A JWT signed with a private key (`private_key_jwt`).
    #[value(alias = "private_key_jwt")]
    PrivateKeyJwt,
    /// A JWT under the client secret (`client_secret_jwt`).
    #[value(alias = "client_secret_jwt")]
    SecretJwt,
}

impl AuthName {
    /// The method by its registered name.
    pub(super) fn client_auth(self) -> AuthMethod {
        match self {
            Self::Basic => AuthMethod::ClientSecretBasic,
            Self::Post | Self::Json => AuthMethod::ClientSecretPost,
            Self::PrivateKeyJwt => AuthMethod::PrivateKeyJwt,
            Self::SecretJwt => AuthMethod::ClientSecretJwt,
        }
    }
}

impl TokenArgs {
    /// The client identifier; clap or the target has seen to it that there is one.
    pub(super) fn client_id(&self) -> &str {
        self.client_id.as_deref().unwrap_or_default()
    }

    pub(super) fn plain_http(&self) -> PlainHttp {
        if self.allow_http {
            PlainHttp::Allowed
        } else {
            PlainHttp::Refused
        }
    }

    /// True when `--allow-host` names the host of `url`.
    pub(super) fn allows(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let bare = |host: &str| host.trim_matches(['[', ']']).to_ascii_lowercase();
        self.allow_host
            .iter()
            .any(|allowed| bare(allowed) == bare(host))
    }

    /// The token endpoint, refused with a fragment (RFC 6749 3.2) and with a secret in it (2.3.1).
    pub(super) fn endpoint(&self, text: &str) -> Result<Url, String> {
        let url = self.address("--token-url", text)?;
        if url.fragment().is_some() {
            return Err(
                "--token-url: a token endpoint has no fragment (RFC 6749 3.2). Leave out what stands behind the #."
                    .to_owned(),
            );
        }
        Ok(url)
    }

    /// The address in `flag`, refused where the secret or the token would travel in the open.
    pub(super) fn address(&self, flag: &str, text: &str) -> Result<Url, String> {
        let plain = if self.allow_http {
            Plain::Allowed
        } else {
            Plain::ByFlag
        };
        address::checked((flag, text), plain)
    }

    /// The request without what is secret or signed.
    pub(super) fn request(&self, endpoint: Url, auth: AuthName) -> TokenRequest {
        TokenRequest {
            auth: auth.client_auth(),
            format: match auth {
                AuthName::Json => BodyFormat::Json,
                AuthName::Basic
                | AuthName::Post
                | AuthName::PrivateKeyJwt
                | AuthName::SecretJwt => BodyFormat::Form,
            },
            client_id: self.client_id.clone(),
            audience: self.audience.clone(),
            scope: self.scope.clone(),
            resources: self.resource.clone(),
            organization: self.organization.clone(),
            extra: self.params.clone(),
            ..TokenRequest::new(endpoint)
        }
    }

    /// A key for this run, where one is wanted.
    pub(super) fn proof_key(&self) -> anyhow::Result<Option<PrivateKey>> {
        Ok(self.dpop.then(random::proof_key).transpose()?)
    }
}
