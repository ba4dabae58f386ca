//! Changes of a practice server that lessons seldom make: each is one setting, an order for its next answers, or an app that goes.

/// A change of that kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerChange {
    /// Whether proofs of possession need the server's nonce (RFC 9449 8).
    Nonce(bool),
    /// The algorithm that tokens are signed by, as `ES256`; with keys of that kind.
    Signing(String),
    /// Keys that sign no more are published no more.
    ForgetOldKeys,
    /// The tenant's clock stands, or goes on.
    Frozen(bool),
    /// The next answers of a door go wrong.
    Order(Order),
    /// How many tokens the app may have in an hour (Auth0).
    Quota(u64),
    /// The app is no more.
    AppGone,
    /// The only app that may start the protected flow (Okta Workflows).
    Callers(Callers),
}

/// An order for the next answers of one door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// What goes wrong.
    pub trouble: Trouble,
    /// Where.
    pub door: Door,
    /// For how many answers; `None` until it is put back.
    pub next: Option<u32>,
}

/// What goes wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It takes five seconds.
    Slow,
    /// It ends in the middle.
    Cut,
    /// A page of a proxy in between, in place of JSON.
    Html,
    /// 429.
    TooMany,
    /// 500.
    Broken,
    /// The token is signed with a key that nobody published.
    WrongKey,
}

impl Trouble {
    /// All, with the words of lesson files.
    pub const ALL: [(&'static str, Self); 6] = [
        ("slow", Self::Slow),
        ("cut", Self::Cut),
        ("html", Self::Html),
        ("429", Self::TooMany),
        ("500", Self::Broken),
        ("wrong-key", Self::WrongKey),
    ];
}

/// A door of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// The token endpoints.
    Token,
    /// The protected APIs.
    Api,
    /// The public keys.
    Jwks,
    /// The metadata documents.
    Metadata,
}

impl Door {
    /// All, with the words of lesson files.
    pub const ALL: [(&'static str, Self); 4] = [
        ("token", Self::Token),
        ("api", Self::Api),
        ("jwks", Self::Jwks),
        ("metadata", Self::Metadata),
    ];
}

/// Which apps may start the protected flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callers {
    /// Any with the scope.
    Any,
    /// The learner's alone.
    Own,
    /// Others, and not the learner's.
    Others,
}

impl Callers {
    /// All, with the words of lesson files.
    pub const ALL: [(&'static str, Self); 3] = [
        ("any", Self::Any),
        ("own", Self::Own),
        ("others", Self::Others),
    ];
}

/// What the tokens of an API look like (Auth0: token profile, permissions in the token; RFC 9068; RFC 7516).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// The vendor's own.
    Default,
    /// RFC 9068.
    Rfc9068,
    /// The vendor's own with the permissions in it.
    Permissions,
    /// RFC 9068 with the permissions in it.
    Rfc9068Permissions,
    /// Text that means something to the server alone.
    Opaque,
    /// Encrypted for the API.
    Encrypted,
}

impl Profile {
    /// All, with the words of lesson files.
    pub const ALL: [(&'static str, Self); 6] = [
        ("default", Self::Default),
        ("rfc9068", Self::Rfc9068),
        ("permissions", Self::Permissions),
        ("rfc9068-permissions", Self::Rfc9068Permissions),
        ("opaque", Self::Opaque),
        ("encrypted", Self::Encrypted),
    ];
}
