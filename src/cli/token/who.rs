//! Who asks: by which method the client proves who it is, and with what.

use std::path::Path;

use url::Url;

use crate::cli::environment::Environment;
use crate::cli::exit::Exit;
use crate::cli::print::Out;
use crate::cli::secret;
use crate::cli::token::args::{AuthName, TokenArgs};
use crate::cli::token::key;
use crate::net::metadata::secret_method;
use crate::oauth::jwt::algorithm::{Algorithm, Hash, Spelled};
use crate::oauth::jwt::assertion::secret_at_least;
use crate::oauth::jwt::private::PrivateKey;
use crate::oauth::names::ClientSecret;
use crate::oauth::vendor::endpoint::{Vendor, vendor_of};
use crate::shell::key_file;

/// What the client proves with.
pub(super) enum Credential {
    /// A secret that the server knows too.
    Secret(ClientSecret),
    /// A key of which the server knows the public half, and how it is used.
    Key(Box<PrivateKey>, Spelled),
}

impl Credential {
    /// The secret, where it is one.
    pub(super) fn secret(&self) -> Option<&ClientSecret> {
        match self {
            Self::Secret(secret) => Some(secret),
            Self::Key(..) => None,
        }
    }
}

/// Why a method was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// `--auth` says so.
    Flag,
    /// A key was given, and only one method uses one.
    Key,
    /// The metadata lists it.
    Listed,
    /// The metadata lists no methods: RFC 8414 2 says that Basic is meant.
    Unlisted,
    /// The path of the token endpoint is a vendor's, whose apps use it unless they are told otherwise.
    Vendor,
    /// Nothing is known of the server.
    Unknown,
}

/// What is known about the methods that a server takes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Known<'a> {
    /// No metadata was asked for; this is the token endpoint.
    Nothing(&'a Url),
    /// The metadata has no list.
    NoList,
    /// The metadata lists these, for this token endpoint.
    List(&'a [String], &'a Url),
}

/// The method to use.
///
/// # Errors
/// What to say when the server takes none that goes with what was given.
pub(super) fn choose(own: &TokenArgs, known: Known<'_>) -> Result<(AuthName, Reason), String> {
    if let Some(auth) = own.auth {
        return Ok((auth, Reason::Flag));
    }
    if own.key.is_some() {
        return Ok((AuthName::PrivateKeyJwt, Reason::Key));
    }
    let (methods, endpoint) = match known {
        Known::Nothing(endpoint) if vendor_of(endpoint) == Some(Vendor::Auth0) => {
            return Ok((AuthName::Post, Reason::Vendor));
        }
        Known::Nothing(_) => return Ok((AuthName::Basic, Reason::Unknown)),
        Known::NoList => return Ok((AuthName::Basic, Reason::Unlisted)),
        Known::List(methods, endpoint) => (methods, endpoint),
    };
    let listed = secret_method(methods, endpoint);
    let names = [AuthName::Basic, AuthName::Post, AuthName::SecretJwt];
    let mut names = names.into_iter();
    let Some(auth) = names.find(|name| Some(name.client_auth()) == listed) else {
        let methods = methods.join(", ");
        return Err(format!(
            "The metadata says how a client may prove who it is: {methods}. None of these goes with a client secret. With private_key_jwt, name a key with --key; to try all the same, say how with --auth."
        ));
    };
    Ok((auth, Reason::Listed))
}

/// One line about a method that nobody chose by hand.
pub(super) fn said(auth: AuthName, reason: Reason) -> Option<String> {
    let name = auth.client_auth().name();
    let why = match reason {
        Reason::Flag => return None,
        Reason::Key => "since you gave a key",
        Reason::Listed => "which the metadata lists",
        Reason::Unlisted => "which is meant where the metadata lists none (RFC 8414 2)",
        Reason::Vendor => "since the address looks like Auth0's; --auth changes it",
        Reason::Unknown => "which every server should take (RFC 6749 2.3.1); --auth changes it",
    };
    Some(format!("auth    {name}, {why}"))
}

impl TokenArgs {
    /// Holds that the flags about the client agree with each other: RFC 6749 2.3 allows one method in a request.
    ///
    /// # Errors
    /// What to say.
    pub(super) fn check_who(&self) -> Result<(), String> {
        let by_key = match self.auth {
            Some(auth) => auth == AuthName::PrivateKeyJwt,
            None => self.key.is_some(),
        };
        let by_assertion = by_key || self.auth == Some(AuthName::SecretJwt);
        let wrong = match () {
            () if by_key && self.key.is_none() => {
                "--auth private-key-jwt needs a private key: name its file with --key."
            }
            () if by_key && self.client_secret_file.is_some() => {
                "A request carries one method: --key or --client-secret-file, not both (RFC 6749 2.3)."
            }
            () if self.key.is_some() && !by_key => {
                "--key goes with --auth private-key-jwt and with no other method."
            }
            () if self.kid.is_some() && !by_key => "--kid names the key of --key.",
            () if self.alg.is_some() && !by_assertion => {
                "--alg goes with --auth private-key-jwt or secret-jwt: the other methods sign nothing."
            }
            () if self.assertion_audience.is_some() && !by_assertion => {
                "--assertion-audience goes with --auth private-key-jwt or secret-jwt: the other methods send no assertion."
            }
            () if self.assertion_audience.as_deref() == Some("issuer") && self.issuer.is_none() => {
                "--assertion-audience issuer takes the text of --issuer. With --token-url, write the issuer itself: --assertion-audience https://..."
            }
            () if self.auth == Some(AuthName::Json) && self.resource.len() > 1 => {
                "--auth json writes one object, in which a name stands once. Give one --resource, or use --auth post."
            }
            () => return self.check_algorithm(),
        };
        Err(wrong.to_owned())
    }

    fn check_algorithm(&self) -> Result<(), String> {
        let by_secret = self.auth == Some(AuthName::SecretJwt);
        match self.alg {
            Some(alg) if by_secret && !alg.algorithm().is_symmetric() => Err(format!(
                "--alg {} needs a private key; secret-jwt takes HS256, HS384 or HS512.",
                alg.name()
            )),
            Some(_) | None => Ok(()),
        }
    }

    /// The hash of an assertion under the secret.
    pub(super) fn secret_hash(&self) -> Hash {
        match self.alg.map(Spelled::algorithm) {
            Some(Algorithm::Hs(hash)) => hash,
            Some(Algorithm::Rs(_) | Algorithm::Ps(_) | Algorithm::Es(_) | Algorithm::Ed25519)
            | None => Hash::Sha256,
        }
    }

    /// Fetches the secret, or reads the key.
    ///
    /// # Errors
    /// How the command ends; why has been said.
    pub(super) fn credential(&self, out: &mut Out) -> Result<Credential, Exit> {
        if let Some(path) = &self.key {
            return self.key_credential(path, out);
        }
        let environment = Environment::read();
        let file = self.client_secret_file.as_deref();
        let given = file.is_some() || environment.client_secret.is_some();
        let secret = if given || self.secret_command.is_empty() {
            secret::find(file, &environment, out)?
        } else {
            secret::of_command(&self.secret_command, out)?
        };
        let (hash, length) = (self.secret_hash(), secret.expose().len());
        if self.auth == Some(AuthName::SecretJwt) && length < secret_at_least(hash) {
            out.say(&format!(
                "The secret has {length} bytes. {} demands {} or more (RFC 7518 3.2), so a server may refuse it.",
                Algorithm::Hs(hash).name(),
                secret_at_least(hash)
            ));
        }
        Ok(Credential::Secret(secret))
    }

    fn key_credential(&self, path: &Path, out: &mut Out) -> Result<Credential, Exit> {
        let key = key::read(path, self.kid.as_deref(), out)?;
        let spelled = self.alg.unwrap_or_else(|| key_file::usual(&key));
        let algorithm = spelled.algorithm();
        if let Err(error) = key.check(algorithm) {
            out.complain(&format!("--alg {error}."));
            return Err(Exit::Usage);
        }
        if key_file::is_for_another(&key, algorithm) {
            let name = algorithm.name();
            out.complain(&format!(
                "The JWK says that it is for another algorithm than {name} (its member alg, RFC 7517 4.4)."
            ));
            return Err(Exit::Usage);
        }
        Ok(Credential::Key(Box::new(key), spelled))
    }
}
