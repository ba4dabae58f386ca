//! Exchanges that are taken along: odd names and values make no other program of them, and nothing secret goes with them.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use oauth_tutor::oauth::export::{self, Exchange, Format};
use oauth_tutor::oauth::names::ClientSecret;
use oauth_tutor::oauth::reply::Reply;
use oauth_tutor::oauth::request::{AuthMethod, BodyFormat, TokenRequest};
use oauth_tutor::oauth::wire::WireRequest;
use rstest::rstest;
use serde_json::Value;
use url::{Url, form_urlencoded};

const SECRET: &str = r#"s3"cr\t of+tests%&=only"#;
const ODD: &str = "an 'odd' \u{2019}id\u{201d} $(touch X) `x` {{require('fs')}}";

fn request(auth: AuthMethod, format: BodyFormat) -> TokenRequest {
    TokenRequest {
        auth,
        format,
        client_id: Some(ODD.into()),
        client_secret: Some(ClientSecret::new(SECRET)),
        audience: Some("https://api.example/{{x}}".into()),
        ..TokenRequest::new(Url::parse("http://127.0.0.1:9401/t?x={{alert}}&y={a,b}").unwrap())
    }
}

fn exported(request: &WireRequest, format: Format) -> String {
    let exchange = Exchange {
        title: "A title\n$(touch X) <img src=x>",
        example: false,
        request,
        reply: None,
        report: None,
        call: None,
    };
    export::text(&exchange, format)
}

/// Runs a bash script with a curl that notes what it is given and what it reads; what was in its arguments, and each value.
fn run(script: &str) -> (String, Vec<(String, String)>) {
    let folder = tempfile::tempdir().unwrap();
    let curl = folder.path().join("curl");
    let noting = r#"#!/usr/bin/env bash
printf '%s\n' "$@" >"$NOTES/argv"
while (($#)); do
  case $1 in
    --data-urlencode) name=${2%%@*}; printf '%s=%s\0' "$name" "$(cat "${2#*@}")" >>"$NOTES/values"; shift ;;
    -H | -d) if [[ $2 == @* ]]; then printf '%s=%s\0' "$1" "$(cat "${2#@}")" >>"$NOTES/values"; fi; shift ;;
  esac
  shift
done
"#;
    fs::write(&curl, noting).unwrap();
    fs::set_permissions(&curl, fs::Permissions::from_mode(0o700)).unwrap();
    let ran = Command::new("bash")
        .arg("-c")
        .arg(script)
        .env("PATH", format!("{}:/usr/bin:/bin", folder.path().display()))
        .env("NOTES", folder.path())
        .env("CLIENT_SECRET", SECRET)
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    assert!(
        !folder.path().join("X").exists(),
        "the script ran what was in a name"
    );
    let values = fs::read_to_string(folder.path().join("values")).unwrap();
    let pairs = values.split_terminator('\0').map(|pair| {
        let (name, value) = pair.split_once('=').unwrap();
        (name.to_owned(), value.to_owned())
    });
    let argv = fs::read_to_string(folder.path().join("argv")).unwrap();
    (argv, pairs.collect())
}

#[test]
fn a_script_hands_a_form_over_as_it_is_and_shows_the_secret_in_no_list_of_processes() {
    let request = request(AuthMethod::ClientSecretPost, BodyFormat::Form).to_wire();
    let (argv, values) = run(&exported(&request, Format::Curl));
    let values: BTreeMap<_, _> = values.into_iter().collect();
    assert_eq!(values["client_secret"], SECRET);
    assert_eq!(values["client_id"], ODD);
    assert!(!argv.contains(SECRET) && !argv.contains("s3\"cr"), "{argv}");
    assert!(argv.contains("--globoff"), "{argv}");
}

#[test]
fn a_script_hands_json_over_as_json() {
    let request = request(AuthMethod::ClientSecretPost, BodyFormat::Json).to_wire();
    let (argv, values) = run(&exported(&request, Format::Curl));
    let (_, body) = values.iter().find(|(name, _)| name == "-d").unwrap();
    let body: Value = serde_json::from_str(body).unwrap_or_else(|why| panic!("{why}: {body}"));
    assert_eq!(
        (&body["client_id"], &body["client_secret"]),
        (&ODD.into(), &SECRET.into())
    );
    assert!(!argv.contains("cr\\"), "{argv}");
}

#[rstest]
#[case::form(BodyFormat::Form)]
#[case::json(BodyFormat::Json)]
fn lines_for_a_shell_can_be_pasted_twice(#[case] format: BodyFormat) {
    let request = request(AuthMethod::ClientSecretPost, format).to_wire();
    let lines = export::for_a_shell(&request);
    let (argv, values) = run(&format!("{lines}{lines}"));
    assert!(!argv.contains("s3\"cr"), "{argv}");
    let (first, second) = values.split_at(values.len() / 2);
    assert_eq!(first, second, "nothing outlives the first");
    assert!(
        values.iter().any(|(_, value)| value.contains("tests%")),
        "{values:?}"
    );
}

#[test]
fn a_script_makes_the_very_header_of_basic() {
    let request = request(AuthMethod::ClientSecretBasic, BodyFormat::Form).to_wire();
    let sent = request
        .headers
        .iter()
        .find(|(name, _)| name == "Authorization")
        .unwrap();
    let sent: String = sent.1.iter().map(|piece| &*piece.text).collect();
    let (_, values) = run(&exported(&request, Format::Curl));
    let (_, header) = values.iter().find(|(name, _)| name == "-H").unwrap();
    let made = header.strip_prefix("Authorization: Basic ").unwrap();
    let both = |text: &str| {
        let text = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, text);
        let text = String::from_utf8(text.unwrap()).unwrap();
        let (id, secret) = text.split_once(':').unwrap();
        let plain = |part: &str| {
            let pair = format!("={part}");
            let mut pairs = form_urlencoded::parse(pair.as_bytes());
            pairs.next().unwrap().1.into_owned()
        };
        (plain(id), plain(secret))
    };
    // The two may spell a sign in another way; a server reads the same.
    assert_eq!(both(made), both(sent.strip_prefix("Basic ").unwrap()));
}

#[rstest]
#[case::form(BodyFormat::Form)]
#[case::json(BodyFormat::Json)]
fn clients_find_no_place_in_what_is_a_value(#[case] format: BodyFormat) {
    let request = request(AuthMethod::ClientSecretPost, format).to_wire();
    let http = exported(&request, Format::Http);
    let mut places = http
        .split("{{")
        .skip(1)
        .map(|rest| rest.split("}}").next().unwrap());
    assert!(
        places.all(|place| ["client_id", "$processEnv CLIENT_SECRET"].contains(&place)),
        "{http}"
    );
    let postman = exported(&request, Format::Postman);
    let collection: Value = serde_json::from_str(&postman).unwrap();
    let text = collection["item"].to_string() + &collection["variable"].to_string();
    let mut places = text
        .split("{{")
        .skip(1)
        .map(|rest| rest.split("}}").next().unwrap());
    assert!(
        places.all(|place| ["token_url", "client_id", "client_secret"].contains(&place)),
        "{text}"
    );
}

#[test]
fn power_shell_ends_no_word_at_a_typographic_quote() {
    let json = request(AuthMethod::ClientSecretPost, BodyFormat::Json).to_wire();
    let script = exported(&json, Format::PowerShell);
    assert!(script.contains("\u{2019}\u{2019}id"), "{script}");
    for line in script.lines() {
        assert!(!line.contains(SECRET));
    }
}

#[test]
fn a_handout_repeats_no_secret_that_a_server_repeats() {
    let request = request(AuthMethod::ClientSecretPost, BodyFormat::Form).to_wire();
    let token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLW9mLW5vYm9keQ";
    let call = WireRequest::bearer_get(&Url::parse("http://127.0.0.1:1/api").unwrap(), token);
    let says = |body: String| Reply {
        status: 200,
        reason: "OK".into(),
        headers: vec![("Set-Cookie".into(), "session=cookie-of-the-test".into())],
        body: body.into_bytes(),
    };
    let escaped = serde_json::to_string(SECRET).unwrap();
    let replies = [
        says(format!("access_token={token}&token_type=bearer")),
        says(format!(
            r#"{{"echo":{escaped},"data":{{"access_token":"{token}"}}}}"#
        )),
    ];
    for reply in &replies {
        let echo = says(format!(r#"{{"authorization":"Bearer {token}"}}"#));
        let exchange = Exchange {
            title: "<img src=x>",
            example: false,
            request: &request,
            reply: Some(reply),
            report: None,
            call: Some((&call, &echo)),
        };
        let page = export::text(&exchange, Format::Markdown);
        for hidden in [
            SECRET,
            token,
            "cookie-of-the-test",
            "<img",
            escaped.trim_matches('"'),
        ] {
            assert!(!page.contains(hidden), "{hidden} in {page}");
        }
    }
}
