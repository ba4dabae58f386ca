//! How the client of a target proves who it is, as the form and the file of targets spell it.

/// How the file of targets spells a method, and its registered name.
const METHODS: [(&str, &str); 5] = [
    ("basic", "client_secret_basic"),
    ("post", "client_secret_post"),
    ("json", "json"),
    ("secret-jwt", "client_secret_jwt"),
    (BY_KEY, "private_key_jwt"),
];

/// The method that signs with a key of the client's own.
pub const BY_KEY: &str = "private-key-jwt";

/// The method as the file of targets spells it, by that word or its registered name.
pub fn method(text: &str) -> Option<&'static str> {
    let mut all = METHODS.into_iter();
    let found = all.find(|(word, name)| text == *word || text == *name);
    found.map(|(word, _)| word)
}

/// The id of what is said where this method is none, or does not go with that key: a key is for the one method that signs with it, and
/// that one for a key.
pub(crate) fn misfit(auth: &str, key: &str) -> Option<&'static str> {
    if auth.is_empty() {
        return None;
    }
    let Some(method) = method(auth) else {
        return Some("own.target.no-auth");
    };
    ((method == BY_KEY) == key.is_empty()).then_some("own.target.auth-key")
}
