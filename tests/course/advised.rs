//! What `token` advises after a refusal, followed by a machine that reads nothing else, leads to a request that works.

use std::process::Command;

use serde_json::Value;

use crate::servers::{PROGRAM, Servers};

/// The flags of one request, by name.
type Flags = Vec<(String, String)>;

/// An app of a tenant, as the ready line describes it.
struct App<'a> {
    tenant: &'a Value,
    app: &'a Value,
}

impl App<'_> {
    fn text(&self, name: &str) -> Option<&str> {
        self.app[name].as_str().or(self.tenant[name].as_str())
    }

    /// What everybody would give: where, who, and the proof at hand.
    fn first(&self, more: &[(&str, &str)]) -> Flags {
        let mut flags: Flags = vec![
            (
                "--token-url".into(),
                self.text("token_endpoint").unwrap().into(),
            ),
            ("--client-id".into(), self.text("client_id").unwrap().into()),
        ];
        for (flag, name) in [("--key", "key_file"), ("--kid", "kid")] {
            flags.extend(
                self.app[name]
                    .as_str()
                    .map(|text| (flag.into(), text.into())),
            );
        }
        for (flag, value) in more {
            let value = match *value {
                "SCOPE" => self.text("scope").unwrap_or_default(),
                "AUDIENCE" => self.text("audience").unwrap_or_default(),
                value => value,
            };
            set(&mut flags, flag, value);
        }
        flags
    }

    /// Runs `token`: whether a token came, and the advice.
    fn ask(&self, flags: &Flags) -> (bool, Vec<String>) {
        let words = flags.iter().flat_map(|(flag, value)| match value.as_str() {
            "" => vec![flag.clone()],
            value => vec![flag.clone(), value.to_owned()],
        });
        let output = Command::new(PROGRAM)
            .arg("token")
            .args(words)
            .env(
                "OAUTH_TUTOR_CLIENT_SECRET",
                self.text("client_secret").unwrap_or_default(),
            )
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let advice = said
            .lines()
            .filter_map(|line| line.strip_prefix("advice  "));
        (
            output.status.code() == Some(0),
            advice.map(str::to_owned).collect(),
        )
    }

    /// The flags that a line of advice names, each with its value; what only its owner knows is filled in.
    fn named(&self, line: &str) -> Flags {
        let words: Vec<&str> = line.split(' ').collect();
        let value_of = |index: usize| {
            words
                .get(index + 1)
                .map_or("", |word| word.trim_end_matches([',', '.']))
        };
        let flags = words
            .iter()
            .enumerate()
            .filter(|(_, word)| word.starts_with("--"));
        flags
            .filter_map(|(index, word)| {
                let flag = word.trim_end_matches([',', '.', ':', ';']);
                let value = match flag {
                    "--dpop" => "",
                    "--auth" | "--assertion-audience" => value_of(index),
                    "--scope" => self.text("scope")?,
                    "--audience" => self.text("audience")?,
                    "--resource" => self.text("resource")?,
                    _ => return None,
                };
                Some((flag.to_owned(), value.to_owned()))
            })
            .collect()
    }

    /// Follows the advice, each flag of it in turn, at most three steps deep.
    fn is_led_to_a_token(&self, flags: &Flags, steps: usize) -> bool {
        let (came, advice) = self.ask(flags);
        if came || steps == 0 {
            return came;
        }
        let named = advice.iter().flat_map(|line| self.named(line));
        named.into_iter().any(|(flag, value)| {
            let mut next = flags.clone();
            set(&mut next, &flag, &value);
            next != *flags && self.is_led_to_a_token(&next, steps - 1)
        })
    }
}

fn set(flags: &mut Flags, flag: &str, value: &str) {
    flags.retain(|(known, _)| known != flag);
    flags.push((flag.to_owned(), value.to_owned()));
}

type Refused = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// Dialect, app, and what is given beside address, id and secret or key: each is refused at first.
const REFUSED: [Refused; 18] = [
    ("rfc", "Report printer", &[]),
    ("rfc", "Report archive", &[]),
    ("rfc", "Nightly report job", &[("--auth", "post")]),
    ("rfc", "Nightly report job", &[("--scope", "no-such-scope")]),
    (
        "rfc",
        "Nightly report job",
        &[("--resource", "https://no-such.example")],
    ),
    (
        "rfc",
        "Report mailer",
        &[("--assertion-audience", "urn:nobody")],
    ),
    ("rfc", "Report vault", &[]),
    (
        "auth0",
        "Nightly report job",
        &[("--audience", "https://no-such.example")],
    ),
    ("auth0", "Report printer", &[("--audience", "AUDIENCE")]),
    (
        "auth0",
        "Report mailer",
        &[
            ("--audience", "AUDIENCE"),
            ("--assertion-audience", "token-url"),
        ],
    ),
    ("auth0", "Report vault", &[("--audience", "AUDIENCE")]),
    (
        "auth0",
        "Nightly report job",
        &[("--audience", "AUDIENCE"), ("--scope", "openid")],
    ),
    ("okta", "Nightly report job", &[]),
    (
        "okta",
        "Nightly report job",
        &[("--scope", "no-such-scope")],
    ),
    ("okta", "Report printer", &[("--scope", "SCOPE")]),
    ("okta", "Report archive", &[("--scope", "SCOPE")]),
    (
        "okta",
        "Report mailer",
        &[
            ("--scope", "SCOPE"),
            ("--assertion-audience", "https://nobody.example"),
        ],
    ),
    ("okta", "Users sync", &[("--scope", "SCOPE")]),
];

#[test]
fn whoever_follows_the_advice_gets_a_token() {
    let servers = Servers::start();
    let mut stuck = Vec::new();
    for (dialect, name, more) in REFUSED {
        let find = |list: &'_ Value, key: &str, wanted: &str| {
            let mut items = list.as_array().unwrap().iter().cloned();
            items.find(|item| item[key] == wanted).unwrap()
        };
        let tenant = find(&servers.tenants, "dialect", dialect);
        let app = find(&tenant["apps"], "name", name);
        let app = App {
            tenant: &tenant,
            app: &app,
        };
        let flags = app.first(more);
        let (came, advice) = app.ask(&flags);
        if came || !app.is_led_to_a_token(&flags, 3) {
            stuck.push((dialect, name, more, came, advice));
        }
    }
    assert!(stuck.is_empty(), "{stuck:#?}");
}
