//! Targets of the learner's own as values: one that is kept, what is typed of a new one, and what its metadata say.

use crate::app::own_method::misfit;
use crate::lesson::click_list::ClickList;
use crate::lesson::desks::filled;
use crate::oauth::address::{NoAddress, TakenFor, address, is_resource, taken_for_issuer};
use crate::oauth::names::ClientSecret;
use crate::oauth::text::visible_line;
use crate::oauth::vendor::endpoint::{Vendor, vendor_of};
use crate::oauth::wire::is_loopback;
use url::Url;

/// The longest name of one.
const LONGEST_NAME: usize = 40;

/// One that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptTarget {
    /// Its name.
    pub name: String,
    /// Its issuer.
    pub issuer: String,
    /// How its client proves who it is, as far as that was kept.
    pub way: Way,
    /// Its client; empty where it names none.
    pub client_id: String,
    /// What its tokens are for.
    pub aim: Aim,
}

/// What tokens of a kept target are for; what is empty is not named.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Aim {
    /// The API, by Auth0's parameter.
    pub audience: String,
    /// The services, by that of RFC 8707, with blanks between.
    pub resource: String,
    /// What they should allow.
    pub scope: String,
    /// Where that API is called.
    pub api: String,
    /// By what name the server knows the key of the client.
    pub kid: String,
    /// By which method the client proves who it is, as the file spells it; where it is empty the metadata decide.
    pub auth: String,
}

/// How the client of a kept target proves who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// By a secret, which is typed.
    Secret,
    /// By a secret that this command fetches: its program, and what it is given.
    Command(Vec<String>),
    /// By signing with the private key in this file.
    Key(String),
    /// It names no client.
    NoClient,
    /// A secret or a token stands in it, so nothing of it is shown.
    Telling,
}

/// What is typed of a new one.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TypedTarget {
    /// What it is to be called.
    pub name: String,
    /// Its issuer.
    pub issuer: String,
    /// Its client.
    pub client_id: String,
    /// The API that tokens are for; may be empty, as all that follows.
    pub audience: String,
    /// The services that tokens are for (RFC 8707), with blanks between.
    pub resource: String,
    /// What tokens should allow.
    pub scope: String,
    /// Where that API is called.
    pub api: String,
    /// The file with the client's private key.
    pub key: String,
    /// By what name the server knows the key.
    pub kid: String,
    /// By which method the client proves who it is.
    pub auth: String,
}

/// What its metadata say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundTenant {
    /// The token endpoint, as it stands there.
    pub endpoint: String,
    /// How a client may prove who it is, where that is listed.
    pub methods: Option<Vec<String>>,
    /// Where the keys of its tokens are.
    pub keys: Option<String>,
    /// Whose it is by the path of the token endpoint.
    pub looks: Looks,
    /// What the file of the key holds, where one was named.
    pub key: Option<String>,
}

/// Whose server it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// Auth0's.
    Auth0,
    /// A custom authorization server of Okta.
    Okta,
    /// The authorization server of an Okta organization itself.
    OktaOrg,
    /// Nobody's who is known here.
    Other,
}

impl Looks {
    /// By the path of the token endpoint.
    pub fn of(endpoint: &Url) -> Self {
        match vendor_of(endpoint) {
            Some(Vendor::Auth0) => Self::Auth0,
            Some(Vendor::Okta) if endpoint.path() == "/oauth2/v1/token" => Self::OktaOrg,
            Some(Vendor::Okta) => Self::Okta,
            None => Self::Other,
        }
    }

    /// What is clicked on its dashboard.
    pub fn clicks(self) -> ClickList {
        match self {
            Self::Auth0 => ClickList::Auth0,
            Self::Okta => ClickList::Okta,
            Self::OktaOrg => ClickList::OktaOrg,
            Self::Other => ClickList::Other,
        }
    }

    /// The id of what is said of it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Auth0 => "own.target.looks.auth0",
            Self::Okta => "own.target.looks.okta",
            Self::OktaOrg => "own.target.looks.okta-org",
            Self::Other => "own.target.looks.other",
        }
    }
}

/// What is asked of the world.
#[derive(Clone, Debug)]
pub enum OwnTargetAsk {
    /// Those that are kept.
    Read,
    /// What the metadata of a new one say.
    Look(Box<TypedTarget>),
    /// To keep it: as a new one, or in the place of the one of that name.
    Keep(Box<TypedTarget>, Option<String>),
    /// To forget the one of this name.
    Drop(String),
    /// The public keys of this one, as it was shown.
    Keys(Box<KeptTarget>),
    /// To open a session at this one, as it was shown, with its secret.
    Open(Box<KeptTarget>, ClientSecret),
}

impl Way {
    /// The program that fetches the secret, where one does.
    pub fn program(&self) -> Option<&str> {
        match self {
            Self::Command(words) => words.first().map(String::as_str),
            Self::Secret | Self::Key(_) | Self::NoClient | Self::Telling => None,
        }
    }

    /// The file with the key, where it is one.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Key(file) => Some(file),
            Self::Secret | Self::Command(_) | Self::NoClient | Self::Telling => None,
        }
    }

    /// The same in words, for both skins.
    pub fn told(&self) -> String {
        let id = match self {
            Self::Secret => "own.target.by-secret",
            Self::Command(_) => "own.target.by-command",
            Self::Key(_) => "own.target.by-key",
            Self::NoClient => "own.target.by-nobody",
            Self::Telling => "own.target.by-fault",
        };
        let program = visible_line(self.program().unwrap_or_default());
        let file = visible_line(self.key().unwrap_or_default());
        filled(id, &[("program", program), ("file", file)])
    }
}

impl KeptTarget {
    /// The same as it would be typed anew.
    pub fn typed(&self) -> TypedTarget {
        let aim = self.aim.clone();
        TypedTarget {
            name: self.name.clone(),
            issuer: self.issuer.clone(),
            client_id: self.client_id.clone(),
            audience: aim.audience,
            resource: aim.resource,
            scope: aim.scope,
            api: aim.api,
            key: self.way.key().unwrap_or_default().to_owned(),
            kid: aim.kid,
            auth: aim.auth,
        }
    }

    /// Where it is: host and port.
    pub fn host(&self) -> String {
        host(&self.issuer).unwrap_or_default()
    }

    /// The host, where it is beyond this machine.
    pub fn far_host(&self) -> Option<String> {
        far_host(&self.issuer)
    }
}

/// Host and port of this address.
pub(crate) fn host(issuer: &str) -> Option<String> {
    let url = Url::parse(issuer).ok()?;
    let port = url
        .port()
        .map_or_else(String::new, |port| format!(":{port}"));
    Some(format!("{}{port}", url.host_str()?))
}

/// The host of this address, where it is beyond this machine.
pub fn far_host(issuer: &str) -> Option<String> {
    let url = Url::parse(issuer).ok()?;
    if is_loopback(&url) {
        return None;
    }
    url.host_str().map(str::to_owned)
}

/// The id of what is said where nothing is to be sent to this address.
fn misplaced(text: &str) -> Option<&'static str> {
    match address(text) {
        Err(NoAddress::Telling) => Some("own.target.telling"),
        Err(NoAddress::NoUrl(_) | NoAddress::NotWeb) => Some("own.target.no-address"),
        Ok(address) => address.is_open.then_some("own.target.open"),
    }
}

/// The id of what is said where this address is another one than the issuer's.
pub fn no_issuer(text: &str) -> Option<&'static str> {
    Some(match taken_for_issuer(text)? {
        TakenFor::Metadata => "own.target.is-metadata",
        TakenFor::TokenEndpoint => "own.target.is-endpoint",
    })
}

/// True for a text that a target may be called: letters, digits, - and _, the first of which is one of the first two.
pub fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let begins = text.starts_with(|c: char| c.is_ascii_alphanumeric());
    begins && text.chars().all(fits) && text.len() <= LONGEST_NAME
}

/// How many texts a new one is typed in.
pub const TYPED: usize = 10;

/// What they are called, in the order of the form: ids of words, and of those that say what each is about.
pub const FIELDS: [(&str, &str); TYPED] = [
    ("own.target.name", "own.target.name.about"),
    ("own.target.issuer", "own.target.issuer.about"),
    ("own.target.client", "own.target.client.about"),
    ("own.target.audience", "own.target.audience.about"),
    ("own.target.resource", "own.target.resource.about"),
    ("own.target.scope", "own.target.scope.about"),
    ("own.target.api", "own.target.api.about"),
    ("own.target.key", "own.target.key.about"),
    ("own.target.kid", "own.target.kid.about"),
    ("own.target.auth", "own.target.auth.about"),
];

impl TypedTarget {
    /// What was typed, in the order of the form.
    pub fn texts(&self) -> [&str; TYPED] {
        [
            &self.name,
            &self.issuer,
            &self.client_id,
            &self.audience,
            &self.resource,
            &self.scope,
            &self.api,
            &self.key,
            &self.kid,
            &self.auth,
        ]
    }

    /// The same from these texts.
    pub fn of(texts: [String; TYPED]) -> Self {
        let [
            name,
            issuer,
            client_id,
            audience,
            resource,
            scope,
            api,
            key,
            kid,
            auth,
        ] = texts;
        Self {
            name,
            issuer,
            client_id,
            audience,
            resource,
            scope,
            api,
            key,
            kid,
            auth,
        }
    }

    /// The same without the blanks that a paste brings along.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        Self::of(self.texts().map(|text| text.trim().to_owned()))
    }

    /// The field that is wrong, by its place in the form, and the id of what is said, where it cannot be asked for yet. A value is not repeated: it may be a secret in the wrong place.
    pub(crate) fn fault(
        &self,
        kept: &[KeptTarget],
        instead: Option<&str>,
    ) -> Option<(usize, &'static str)> {
        if !is_name(&self.name) {
            let nothing = self.name.is_empty();
            return Some((
                0,
                if nothing {
                    "own.target.no-name"
                } else {
                    "own.target.unnamed"
                },
            ));
        }
        let mut others = kept.iter().filter(|one| Some(one.name.as_str()) != instead);
        if others.any(|one| one.name == self.name) {
            return Some((0, "own.target.taken"));
        }
        if self.issuer.is_empty() {
            return Some((1, "own.target.no-issuer"));
        }
        if let Some(why) = misplaced(&self.issuer).or_else(|| no_issuer(&self.issuer)) {
            return Some((1, why));
        }
        if self.client_id.is_empty() {
            return Some((2, "own.target.no-client"));
        }
        if !self.resource.split_whitespace().all(is_resource) {
            return Some((4, "own.target.no-resource"));
        }
        if !self.api.is_empty() && misplaced(&self.api).is_some() {
            return Some((6, "own.target.no-api"));
        }
        if !self.kid.is_empty() && self.key.is_empty() {
            return Some((8, "own.target.kid-alone"));
        }
        misfit(&self.auth, &self.key).map(|why| (9, why))
    }
}
