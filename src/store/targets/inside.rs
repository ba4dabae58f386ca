//! Secrets in what is to be kept of a target, by the field that they stand in. The file is plain text: nothing of one is kept there.

use std::path::Path;

use super::command;
use crate::oauth::carrier::text;
use crate::oauth::reply::echo;
use crate::oauth::text::visible_line;
use crate::store::targets::Target;

/// Where one stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inside {
    /// A secret or a token is the value of this flag, or a part of it.
    Value(&'static str),
    /// The command is a program that prints its own words.
    Printer(String),
}

/// The place of a target's own name.
const NAME: &str = "The name";

/// What is said of each; `{flag}` and `{program}` are filled in.
const VALUE: &str = include_str!("../../../assets/targets/secret-inside.txt");
const PRINTER: &str = include_str!("../../../assets/targets/secret-printer.txt");

impl Inside {
    /// What is said to whoever wanted it kept. It holds nothing of the secret.
    pub fn refusal(&self) -> String {
        match self {
            Self::Value(flag) => VALUE.trim_end().replace("{flag}", flag),
            Self::Printer(program) => {
                let program = visible_line(program);
                PRINTER.trim_end().replace("{program}", &program)
            }
        }
    }

    /// True where the name of the target is one, which is not to be shown then.
    pub fn is_in_name(&self) -> bool {
        *self == Self::Value(NAME)
    }

    /// The member of the file in which it stands.
    pub fn member(&self) -> String {
        match self {
            Self::Value(flag) => flag.trim_start_matches("--").replace('-', "_"),
            Self::Printer(_) => "secret_command".to_owned(),
        }
    }
}

/// The first secret in a target of this name; `known` is the one that the environment holds.
pub fn of((name, target): (&str, &Target), known: Option<&str>) -> Option<Inside> {
    let texts = [
        (NAME, Some(name)),
        ("--issuer", Some(target.issuer.as_str())),
        ("--api", target.api.as_deref()),
        ("--client-id", target.client_id.as_deref()),
        ("--auth", target.auth.as_deref()),
        ("--kid", target.kid.as_deref()),
        ("--audience", target.audience.as_deref()),
        ("--scope", target.scope.as_deref()),
    ];
    let resources = target.resource.iter();
    let resources = resources.map(|text| ("--resource", Some(text.as_str())));
    let carries = |flag: &str, text: &str| is_misplaced((flag, text), known);
    let mut texts = texts.into_iter().chain(resources);
    if let Some((flag, _)) = texts.find(|(flag, text)| text.is_some_and(|text| carries(flag, text)))
    {
        return Some(Inside::Value(flag));
    }
    let paths = [("--key", &target.key), ("--ca-cert", &target.ca_cert)];
    let carries = |path: &Path| {
        let text = path.display().to_string();
        text::assigns(&text) || is_known(&text, known)
    };
    let mut paths = paths.into_iter();
    if let Some((flag, _)) = paths.find(|(_, path)| path.as_deref().is_some_and(carries)) {
        return Some(Inside::Value(flag));
    }
    let words = &target.secret_command;
    if let Some(program) = command::printer(words) {
        return Some(Inside::Printer(program));
    }
    // Who gives the secret itself in place of a command names a program as no program is called.
    let is_itself = words
        .first()
        .is_some_and(|program| !program.contains('/') && text::is_random(program));
    let is_one = |word: &String| is_known(word, known) || text::is_as_a_secret(word);
    let carries = is_itself || command::carries(words) || words.iter().any(is_one);
    carries.then_some(Inside::Value("--secret-command"))
}

/// True where a secret or a token stands in the value of this flag.
pub fn is_misplaced((flag, text): (&str, &str), known: Option<&str>) -> bool {
    // Ids and names of keys are made by machines as well.
    let is_word = matches!(flag, "--audience" | "--scope" | "--resource");
    text::carries(text) || is_known(text, known) || (is_word && text::is_random(text))
}

/// True where the secret that the environment holds stands in `text`, however it is written there.
pub fn is_known(text: &str, known: Option<&str>) -> bool {
    let Some(known) = known.filter(|known| !known.trim().is_empty()) else {
        return false;
    };
    text == known || echo::holds(text, known)
}
