//! `oauth-tutor sign`: makes a signed JWT from claims and a key of one's own.

use std::io::IsTerminal;
use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::print::Out;
use crate::cli::token::key;
use crate::cli::{clock, input, secret, token};
use crate::oauth::json::{self, Kind};
use crate::oauth::jwt::algorithm::{Algorithm, Hash, Spelled};
use crate::oauth::jwt::compose::{self, Signing};
use crate::oauth::jwt::private::PrivateKey;
use crate::oauth::text::visible_line;
use crate::shell::random;

/// Make a signed JWT from claims and a key of yours.
#[derive(clap::Args, Debug, Default)]
#[command(after_help = "\
The token goes to stdout. Nothing is added to the claims or the header unasked, and alg none is refused.

Examples:
  echo '{\"sub\":\"app\"}' | oauth-tutor sign --key private.pem --exp 5m --iat --jti
  oauth-tutor sign claims.json --secret-file PATH --alg HS512")]
pub struct SignArgs {
    /// The claims, a JSON object; stdin when nothing or - is given.
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// A file that holds a private key, as PEM or JWK.
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "secret_file",
        conflicts_with = "secret_file"
    )]
    pub key: Option<PathBuf>,
    /// A file that holds a shared secret; base64: or hex: before the path decodes it first.
    #[arg(long, value_name = "FILE")]
    pub secret_file: Option<PathBuf>,
    /// The algorithm; by default the usual one of the key, HS256 for a secret.
    #[arg(long, value_name = "NAME", value_parser = algorithm)]
    pub alg: Option<Spelled>,
    /// The name of the key, for the header.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub kid: Option<String>,
    /// A further member of the header; JSON where it is that, else text. May be given again.
    #[arg(long = "header", value_name = "NAME=VALUE", value_parser = member)]
    pub headers: Vec<(String, String)>,
    /// Set exp so far from now: 30s, 5m, 2h, 1d.
    #[arg(long, value_name = "TIME", value_parser = length, allow_hyphen_values = true)]
    pub exp: Option<i64>,
    /// Set iat to now.
    #[arg(long)]
    pub iat: bool,
    /// Set jti to a random value.
    #[arg(long)]
    pub jti: bool,
}

/// A signature algorithm; clap's parser for `--alg`.
fn algorithm(text: &str) -> Result<Spelled, String> {
    if text.eq_ignore_ascii_case("none") {
        return Err("a token that nobody signed proves nothing; none is refused".to_owned());
    }
    token::parse::algorithm(text)
}

/// `NAME=VALUE` of a header member; clap's parser for `--header`. The name of the algorithm is what the signature is made with.
fn member(text: &str) -> Result<(String, String), String> {
    let (name, value) = token::parse::parameter(text)?;
    match name.as_str() {
        "alg" => Err("the algorithm is chosen with --alg".to_owned()),
        "kid" => Err("the name of the key is given with --kid".to_owned()),
        _ => Ok((name, value)),
    }
}

/// `30s`, `5m`, `2h`, `1d`, or seconds; clap's parser for `--exp`.
fn length(text: &str) -> Result<i64, String> {
    let wrong = || "write it as 30s, 5m, 2h or 1d".to_owned();
    let unit = match text.chars().next_back() {
        Some('s' | '0'..='9') => 1,
        Some('m') => 60,
        Some('h') => 3_600,
        Some('d') => 86_400,
        Some(_) | None => return Err(wrong()),
    };
    let digits = text.trim_end_matches(['s', 'm', 'h', 'd']);
    let count: i64 = digits.parse().map_err(|_| wrong())?;
    count.checked_mul(unit).ok_or_else(wrong)
}

/// What signs, as it was read.
enum Held {
    Key(Box<PrivateKey>, Spelled),
    Secret(Vec<u8>, Hash),
}

/// Runs `sign`.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub fn run(flags: &Flags, own: &SignArgs) -> anyhow::Result<Exit> {
    let mut out = Out::of_process(flags.quiet);
    let held = match own.held(&mut out) {
        Ok(held) => held,
        Err(exit) => return Ok(exit),
    };
    let asked = own.asked();
    let claims = match own.claims(&asked) {
        Ok(claims) => claims,
        Err((said, exit)) => {
            out.complain(&visible_line(&said));
            return Ok(exit);
        }
    };
    let header = Value::Object(own.header(&held)).to_string();
    let signing = match &held {
        Held::Key(key, spelled) => Signing::Key(key, spelled.algorithm()),
        Held::Secret(secret, hash) => Signing::Secret(secret, *hash),
    };
    let signed = match compose::sign(signing, header, claims) {
        Ok(signed) => signed,
        Err(error) => {
            out.complain(&format!("--alg {error}."));
            return Ok(Exit::Usage);
        }
    };
    out.data(signed.expose())?;
    if std::io::stdout().is_terminal() {
        out.say("Signed with your key. To a real API that proves nothing: it believes its own server's keys alone.");
    }
    Ok(Exit::Done)
}

impl SignArgs {
    fn held(&self, out: &mut Out) -> Result<Held, Exit> {
        if let Some(path) = &self.secret_file {
            let hash = match self.alg.map(Spelled::algorithm) {
                None => Hash::Sha256,
                Some(Algorithm::Hs(hash)) => hash,
                Some(
                    Algorithm::Rs(_) | Algorithm::Ps(_) | Algorithm::Es(_) | Algorithm::Ed25519,
                ) => {
                    out.complain(
                        "--alg: a secret signs HS256, HS384 or HS512; the others need --key.",
                    );
                    return Err(Exit::Usage);
                }
            };
            let secret = secret::shared(path, out)?;
            return Ok(Held::Secret(secret, hash));
        }
        let path = self.key.as_deref().ok_or(Exit::Usage)?;
        if path.as_os_str() == "-"
            && self
                .file
                .as_ref()
                .is_none_or(|file| file.as_os_str() == "-")
        {
            out.complain("Claims and key cannot both come from stdin.");
            return Err(Exit::Usage);
        }
        let key = key::read(path, self.kid.as_deref(), out)?;
        let named = key.alg.as_deref().and_then(Spelled::from_name);
        let usual = named.unwrap_or_else(|| key.usual_algorithm().into());
        let spelled = self.alg.unwrap_or(usual);
        if let Err(error) = key.check(spelled.algorithm()) {
            out.complain(&format!("--alg {error}."));
            return Err(Exit::Usage);
        }
        Ok(Held::Key(Box::new(key), spelled))
    }

    /// The claims as they were given, every digit of a number included, with what was asked for in the place of its like, or behind.
    fn claims(&self, asked: &[(&'static str, Value)]) -> Result<String, (String, Exit)> {
        let pasted =
            input::text(self.file.as_deref()).map_err(|error| (error.to_string(), error.exit()))?;
        let wrong = |why: String| (why, Exit::Unreadable);
        // A byte order mark is no part of the claims.
        let document = json::read(pasted.text.trim_start_matches('\u{feff}'));
        let root = document
            .root()
            .filter(|root| document.kind(*root) == Kind::Object);
        let Some(root) = root.filter(|_| document.faults().is_empty()) else {
            return Err(wrong("the claims must be a JSON object".to_owned()));
        };
        if let Some(twice) = document.duplicates().first() {
            return Err(wrong(format!(
                "the claim {} stands there twice",
                twice.name
            )));
        }
        let mut members: Vec<String> = Vec::new();
        for member in document.members(root) {
            let own = asked.iter().find(|(name, _)| *name == member.name);
            let mut value = own.map_or_else(String::new, |(_, value)| value.to_string());
            if own.is_none() {
                document.write_compact(member.value, &mut value);
            }
            members.push(format!("{}:{value}", Value::from(member.name)));
        }
        let new = asked
            .iter()
            .filter(|(name, _)| document.member(root, name).is_none());
        members.extend(new.map(|(name, value)| format!("\"{name}\":{value}")));
        Ok(format!("{{{}}}", members.join(",")))
    }

    /// What the flags ask to be set, and nothing else.
    fn asked(&self) -> Vec<(&'static str, Value)> {
        let now = clock::now().0;
        let mut asked = Vec::new();
        if self.iat {
            asked.push(("iat", Value::from(now)));
        }
        if let Some(length) = self.exp {
            asked.push(("exp", Value::from(now.saturating_add(length))));
        }
        if self.jti {
            asked.push(("jti", Value::from(random::once())));
        }
        asked
    }

    fn header(&self, held: &Held) -> Map<String, Value> {
        let alg = match held {
            Held::Key(_, spelled) => spelled.name(),
            Held::Secret(_, hash) => Algorithm::Hs(*hash).name(),
        };
        let mut header = Map::new();
        header.insert("alg".to_owned(), Value::from(alg));
        if let Some(kid) = &self.kid {
            header.insert("kid".to_owned(), Value::from(kid.as_str()));
        }
        for (name, value) in &self.headers {
            let read = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value.as_str()));
            header.insert(name.clone(), read);
        }
        header
    }
}
