//! The paste layer: every `paste.*` rule with pastes that fire it and near misses that must not.

use oauth_tutor::oauth::check::paste::{
    Kind, LIMIT, Pasted, Prepared, Unreadable, from_bytes, prepare,
};
use oauth_tutor::oauth::json::{Document, FaultKind};
use proptest::prelude::*;
use rstest::rstest;

/// The letters `JWT` in a paste stand for this one.
const JWT: &str = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2V4YW1wbGUuY29tLyJ9.c2lnbmF0dXJlLWJ5dGVz";
const REPLY: &str = r#"{"access_token":"JWT","token_type":"Bearer","expires_in":86400}"#;

fn paste(text: &str) -> Prepared {
    prepare(&Pasted::new(text.replace("JWT", JWT)))
}

fn ids(prepared: &Prepared) -> Vec<&'static str> {
    prepared.notes.iter().map(|note| note.id).collect()
}

/// The decoded string, or the value as written, of a member at the top, as the checker will see it.
fn member(prepared: &Prepared, name: &str) -> Option<String> {
    let document = prepared.document.as_ref()?;
    let node = document.member(document.root()?, name)?;
    let text = document.string(node).unwrap_or(document.raw(node));
    Some(text.replace(JWT, "JWT"))
}

/// Applies all repairs to the paste, as the screen that shows the difference does.
fn repaired(text: &str, prepared: &Prepared) -> String {
    let mut edits: Vec<_> = prepared
        .repairs
        .iter()
        .flat_map(|repair| &repair.edits)
        .collect();
    edits.sort_by_key(|edit| (edit.start, edit.end));
    let mut out = String::new();
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.start).expect("edits stand at characters"));
        out.push_str(&edit.replacement);
        at = edit.end;
    }
    out + text.get(at..).expect("edits stand at characters")
}

#[rstest]
#[case::plain(REPLY)]
#[case::crlf("{\r\n\"access_token\":\"JWT\",\r\n\"token_type\":\"Bearer\"\r\n}\r\n")]
#[case::blanks_around("\n\n   {\"access_token\":\"JWT\"}   \n\t\n")]
#[case::curly_quotes_inside(
    r#"{"error":"access_denied","error_description":"Say “please”… it's ‘nice’"}"#
)]
#[case::dots_in_prose(r#"{"error":"server_error","error_description":"Something went wrong..."}"#)]
#[case::apostrophe(r#"{"error":"x","error_description":"client's grant isn't allowed"}"#)]
#[case::escaped_inside(r#"{"access_token":"JWT","body":"{\"a\":1}"}"#)]
#[case::no_break_space_in_prose("{\"error\":\"x\",\"error_description\":\"a\u{a0}b\"}")]
#[case::scope_of_ones_own(r#"{"access_token":"JWT","scope":"read:your_data write:YOURS"}"#)]
#[case::markup_in_a_value(r#"{"error":"x","error_description":"<html>YOURS</html>"}"#)]
#[case::braces_in_prose(
    r#"{"error":"invalid_request","error_description":"Missing {client_id} <here>"}"#
)]
#[case::opaque(r#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","example_parameter":"example_value"}"#)]
fn a_good_paste_is_left_alone(#[case] text: &str) {
    let prepared = paste(text);
    assert_eq!(ids(&prepared), Vec::<&str>::new());
    assert_eq!(prepared.syntax, None);
    let text = text.replace("JWT", JWT);
    assert_eq!(prepared.document.expect("JSON").text(), text);
}

#[rstest]
// Bare tokens.
#[case::token("JWT", Kind::BareToken, &["paste.bare-token"])]
#[case::quoted("\"JWT\"", Kind::BareToken, &["paste.bare-token"])]
#[case::bearer("Bearer JWT", Kind::BareToken, &["paste.bare-token", "paste.bearer-prefix"])]
#[case::header("authorization:  bearer JWT\n", Kind::BareToken, &["paste.bare-token", "paste.bearer-prefix"])]
#[case::opaque("2YotnFZFEjr1zCsicMWpAA", Kind::BareToken, &["paste.bare-token"])]
#[case::word("hello", Kind::Unreadable, &[])]
#[case::word_in_braces("{hello}", Kind::Unreadable, &[])]
#[case::prose_around("My token: JWT thanks", Kind::BareToken, &["paste.found-inside", "paste.bare-token"])]
#[case::bearer_in_json(r#"{"access_token":"Bearer JWT"}"#, Kind::TokenReply, &[])]
// What terminals print around a reply.
#[case::fences("```json\n{\"access_token\":\"JWT\"}\n```", Kind::TokenReply, &["paste.terminal-noise"])]
#[case::percent("{\"access_token\":\"JWT\"}%", Kind::TokenReply, &["paste.terminal-noise"])]
#[case::prompt("{\"access_token\":\"JWT\"}me@host:~$ ", Kind::TokenReply, &["paste.terminal-noise"])]
#[case::curl_line("$ curl -s https://x/oauth/token -d a=b\n{\"access_token\":\"JWT\"}", Kind::TokenReply, &["paste.terminal-noise"])]
#[case::curl_json_body("curl https://x -d '{\n \"grant_type\": \"client_credentials\"\n}'\n{\"access_token\":\"JWT\"}", Kind::TokenReply, &["paste.terminal-noise"])]
#[case::mail_quote("> {\"access_token\":\"JWT\",\n> \"token_type\":\"Bearer\"}", Kind::TokenReply, &["paste.terminal-noise"])]
#[case::prose("If all goes well:\n{\"access_token\":\"JWT\"}\nCall https://{yourDomain}/api", Kind::TokenReply, &["paste.terminal-noise"])]
// Quotes.
#[case::smart("{“access_token”: “JWT”}", Kind::TokenReply, &["paste.smart-quotes"])]
#[case::smart_single("{‘access_token’: ‘JWT’}", Kind::TokenReply, &["paste.smart-quotes"])]
#[case::python("{'access_token': 'JWT', 'scope': None}", Kind::TokenReply, &["paste.single-quotes"])]
#[case::shell_quotes("'{\"access_token\":\"JWT\"}'", Kind::TokenReply, &["paste.terminal-noise"])]
// Punctuation.
#[case::no_braces("\"access_token\": \"JWT\",\n\"expires_in\": 3600", Kind::TokenReply, &["paste.no-braces"])]
#[case::no_opening_brace("\"access_token\": \"JWT\"}", Kind::TokenReply, &["paste.no-braces"])]
#[case::trailing_comma("{\"access_token\":\"JWT\",}", Kind::TokenReply, &["paste.trailing-comma"])]
#[case::trailing_comma_in_array("{\"access_token\":\"JWT\",\"aud\":[\"a\",]}", Kind::TokenReply, &["paste.trailing-comma"])]
#[case::two_commas("{\"access_token\":\"JWT\",,\"a\":1}", Kind::TokenReply, &[])]
#[case::brace_too_many("{\"access_token\":\"JWT\"}}", Kind::TokenReply, &[])]
// Characters nobody sees.
#[case::bom("\u{feff}{\"access_token\":\"JWT\"}", Kind::TokenReply, &["paste.invisible"])]
#[case::no_break_space("{\u{a0}\"access_token\":\"JWT\"}\u{a0}", Kind::TokenReply, &["paste.invisible"])]
#[case::in_the_token("{\"access_token\":\"eyJ\u{200b}hbGciOi\"}", Kind::TokenReply, &["paste.invisible"])]
#[case::in_a_bare_token("eyJhbGciOiJ\u{200b}SUzI1NiJ9.e30.c2ln", Kind::BareToken, &["paste.bare-token", "paste.invisible"])]
// Line breaks.
#[case::wrapped("{\"access_token\":\"eyJhbGci\nOiJSUzI1NiJ9.e30.c2ln\"}", Kind::TokenReply, &["paste.line-wrapped"])]
#[case::wrapped_bare("eyJhbGci\r\nOiJSUzI1NiJ9.e30.c2ln", Kind::BareToken, &["paste.bare-token", "paste.line-wrapped"])]
#[case::quote_forgotten("{\"access_token\": \"abc\n \"token_type\": \"Bearer\"}", Kind::TokenReply, &[])]
// Escaping.
#[case::json_string(r#""{\"access_token\":\"JWT\"}""#, Kind::TokenReply, &["paste.escaped"])]
#[case::inside_of_a_string(r#"{\"access_token\":\"JWT\",\n \"scope\":\"a\"}"#, Kind::TokenReply, &["paste.escaped"])]
#[case::twice(r#""{\\\"access_token\\\":\\\"JWT\\\"}""#, Kind::TokenReply, &["paste.escaped"])]
// Cut.
#[case::mid_air("{\"access_token\":\"JWT\",\"token_type\":\"Bea", Kind::TokenReply, &["paste.truncated"])]
#[case::no_closing_brace("{\"access_token\":\"JWT\"\n", Kind::TokenReply, &["paste.truncated"])]
#[case::mid_number("{\"access_token\":\"JWT\",\"expires_in\":-", Kind::TokenReply, &["paste.truncated"])]
#[case::elided_member("{\"access_token\":\"JWT\", …}", Kind::TokenReply, &["paste.truncated"])]
#[case::elided_value(r#"{"access_token":"eyJz93a…k4laUWw"}"#, Kind::TokenReply, &["paste.truncated"])]
#[case::elided_bare("eyJz93a...k4laUWw", Kind::BareToken, &["paste.bare-token", "paste.truncated"])]
// Placeholders.
#[case::bracketed_dots(r#"{"access_token":"eyJhbG[...]1LQ"}"#, Kind::TokenReply, &["paste.placeholder"])]
#[case::your(r#"{"access_token":"YOUR_ACCESS_TOKEN"}"#, Kind::TokenReply, &["paste.placeholder"])]
#[case::angle(r#"{"access_token":"<access_token>"}"#, Kind::TokenReply, &["paste.placeholder"])]
#[case::angle_unquoted(r#"{"access_token":<access_token>}"#, Kind::TokenReply, &["paste.placeholder"])]
#[case::capitals(r#"{"access_token":"ACCESS_TOKEN"}"#, Kind::TokenReply, &["paste.placeholder"])]
#[case::braces_unquoted(r#"{"error":{YOUR_CLIENT_ID}}"#, Kind::ErrorReply, &["paste.placeholder"])]
#[case::braces_in_a_url(r#"{"error":"x","error_uri":"https://{yourDomain}/e"}"#, Kind::ErrorReply, &["paste.placeholder"])]
// Something else altogether.
#[case::html("\n<!DOCTYPE html>\n<html><title>Sign in</title>{\"error\":1}</html>", Kind::Html, &["paste.html"])]
#[case::curl("curl -X POST https://x/oauth/token \\\n -d grant_type=client_credentials \\\n -d client_id={YOUR_CLIENT_ID}", Kind::Request, &["paste.request", "paste.placeholder"])]
#[case::form("grant_type=client_credentials&client_id=a&client_secret=b", Kind::Request, &["paste.request"])]
#[case::json_body(r#"{"client_id":"a","grant_type":"client_credentials"}"#, Kind::Request, &["paste.request"])]
#[case::raw_http("POST /oauth/token HTTP/1.1\nHost: x\nContent-Type: application/json\n\n{\"grant_type\":\"client_credentials\"}", Kind::Request, &["paste.request"])]
#[case::invoke("$r = Invoke-RestMethod -Method Post -Uri https://x/oauth/token -Body @{grant_type='client_credentials'}", Kind::Request, &["paste.request"])]
#[case::power_list("\naccess_token : eyJhbGciOi\n               JSUzI1NiJ9.e30.c2ln\nexpires_in   : 86400\ntoken_type   : Bearer\n\n", Kind::TokenReply, &["paste.powershell"])]
#[case::power_inline("@{access_token=JWT; expires_in=86400; token_type=Bearer}", Kind::TokenReply, &["paste.powershell"])]
#[case::power_table("access_token expires_in token_type\n------------ ---------- ----------\nJWT 86400 Bearer", Kind::TokenReply, &["paste.powershell"])]
#[case::yaml("colour : red\nsize : 3", Kind::Unreadable, &[])]
#[case::two_replies("{\"error\":\"x\"}\n{\"access_token\":\"JWT\"}", Kind::TokenReply, &["paste.several-objects"])]
#[case::other("{\"a\":1}", Kind::OtherJson, &[])]
#[case::array("[1]", Kind::OtherJson, &[])]
#[case::okta_error(r#"{"errorCode":"E0000011"}"#, Kind::ErrorReply, &[])]
#[case::no_token(r#"{"token_type":"Bearer","expires_in":1}"#, Kind::TokenReply, &[])]
fn what_the_layer_says(#[case] text: &str, #[case] kind: Kind, #[case] expected: &[&str]) {
    let prepared = paste(text);
    assert_eq!(prepared.kind, kind);
    assert_eq!(ids(&prepared), expected);
}

#[rstest]
#[case(
    "{“access_token”: “JWT”, “scope”: “say \"a\" b”}",
    "scope",
    "say \"a\" b"
)]
#[case(
    "{'access_token': 'JWT', 'note': 'it\\'s \"x\"'}",
    "note",
    "it's \"x\""
)]
#[case("{'access_token': 'JWT', 'a': None}", "a", "null")]
#[case(
    "{\"access_token\":\"eyJhbGci  \n   OiJS\"}",
    "access_token",
    "eyJhbGciOiJS"
)]
#[case(
    "{\"scope\":\"read:a\nread:b\",\"access_token\":\"x\"}",
    "scope",
    "read:a read:b"
)]
#[case("{\"access_token\":\"a\u{200b}b\u{feff}c\"}", "access_token", "abc")]
#[case(
    r#"{\"access_token\":\"T\",\"note\":\"a\\\"b\nc\"}"#,
    "note",
    "a\"b\nc"
)]
#[case(
    "@{access_token=T0; note=a \"b\"; c; expires_in=86400}",
    "note",
    "a \"b\"; c"
)]
#[case("@{access_token=T0; expires_in=86400}", "expires_in", "86400")]
#[case(
    "scope        : read:a\n               read:b\naccess_token : eyJ.\n               e30.x\n",
    "access_token",
    "eyJ.e30.x"
)]
#[case(
    "access_token                    expires_in token_type\n------------                    ---------- ----------\neyJhbGciOiJSUzI1NiIsInR5cCI6...      86400 Bearer",
    "token_type",
    "Bearer"
)]
#[case(
    "{\"access_token\":\"first\"}\n{\"access_token\":\"last\"}\n{\"error\":\"x\"}",
    "access_token",
    "last"
)]
fn a_repair_gives_the_value_that_was_meant(
    #[case] text: &str,
    #[case] name: &str,
    #[case] value: &str,
) {
    let prepared = paste(text);
    assert_eq!(member(&prepared, name).as_deref(), Some(value));
    assert_eq!(prepared.syntax, None);
}

#[rstest]
#[case("{“access_token”: “JWT”,}")]
#[case("{'access_token': 'JWT', 'a': True, 'b': 'x\"y'}")]
#[case("\u{feff}\"access_token\": \"TOK\nEN\",")]
#[case(r#""{\\\"access_token\\\":\\\"JWT\\\"}""#)]
#[case("@{access_token=JWT; expires_in=86400; token_type=Bearer}")]
#[case("access_token : eyJh\n               bGci\nexpires_in   : 86400")]
fn edits_applied_to_the_paste_give_the_judged_text(#[case] text: &str) {
    let text = text.replace("JWT", JWT);
    let prepared = prepare(&Pasted::new(text.clone()));
    let judged = prepared.document.as_ref().expect("JSON").text();
    assert_eq!(repaired(&text, &prepared), judged);
    assert!(
        serde_json::from_str::<serde_json::Value>(judged).is_ok(),
        "{judged}"
    );
}

#[test]
fn curls_report_with_headers_gives_the_last_block() {
    let text = "*   Trying 127.0.0.1:9400...\n> POST /oauth/token HTTP/1.1\n> Host: x\n> \n} [73 bytes data]\n\
        < HTTP/1.1 100 Continue\n< \n< HTTP/1.1 401 Unauthorized\n< Content-Type: application/json\n<   folded\n< \n{ [80 bytes data]\n\
        {\"error\":\"access_denied\"}* Connection #0 to host x left intact\n";
    let prepared = paste(text);
    assert_eq!(prepared.kind, Kind::ErrorReply);
    assert_eq!(
        ids(&prepared),
        ["paste.http-headers", "paste.terminal-noise"]
    );
    let headers = prepared.headers.expect("a block");
    assert_eq!(headers.status, Some(401));
    let (name, value, offset) = &headers.fields[0];
    assert_eq!(
        (name.as_str(), value.as_str()),
        ("Content-Type", "application/json folded")
    );
    let there = text.get(*offset..).expect("an offset in the paste");
    assert!(there.starts_with("application/json"));
}

#[rstest]
#[case(
    "HTTP/2 200 \r\ncontent-type: application/json\r\ncache-control: no-store\r\n\r\n",
    Some(200)
)]
#[case("Content-Type: application/json\nCache-Control: no-store\n\n", None)]
fn headers_before_the_body(#[case] head: &str, #[case] status: Option<u16>) {
    let prepared = paste(&format!("{head}{REPLY}"));
    assert_eq!(ids(&prepared), ["paste.http-headers"]);
    let headers = prepared.headers.clone().expect("a block");
    assert_eq!((headers.status, headers.fields.len()), (status, 2));
    assert_eq!(prepared.original_offset(0), head.len());
}

#[test]
fn the_progress_meter_may_stand_right_before_the_body() {
    let text = "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n\
        \x20                                Dload  Upload   Total   Spent    Left  Speed\n\
        \r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0\
        \r100  1344  100  1344    0     0   5000      0 --:--:-- --:--:-- --:--:--  5000{\"access_token\":\"JWT\"}";
    let prepared = paste(text);
    assert_eq!(ids(&prepared), ["paste.terminal-noise"]);
    assert_eq!(prepared.syntax, None);
}

#[rstest]
#[case::missing_comma(
    r#"{"access_token":"x" "token_type":"Bearer"}"#,
    FaultKind::MissingComma,
    20
)]
#[case::missing_quote(
    r#"{"access_token":"abc, "token_type":"Bearer"}"#,
    FaultKind::MissingComma,
    23
)]
#[case::raw_break(
    "{\"access_token\": \"abc\n \"token_type\": \"Bearer\"}",
    FaultKind::RawLineBreak,
    21
)]
#[case::nul("{\"access_token\":\"x\"}\0", FaultKind::Nul, 20)]
#[case::nul_inside("{\"access_token\":\"x\0\"}", FaultKind::Nul, 18)]
#[case::brace_too_many(r#"  {"access_token":"x"} }"#, FaultKind::TrailingText, 23)]
#[case::unquoted(r#"{access_token:"x"}"#, FaultKind::UnquotedKey, 1)]
fn a_fault_that_nothing_explains_is_left_to_the_json_layer(
    #[case] text: &str,
    #[case] kind: FaultKind,
    #[case] offset: usize,
) {
    let prepared = paste(text);
    let fault = prepared.syntax.expect("a fault");
    assert_eq!(
        (fault.kind, prepared.original_offset(fault.offset)),
        (kind, offset)
    );
}

#[rstest]
#[case(include_str!("../fixtures/paste/oauth-school.txt"), Kind::TokenReply, &["paste.truncated"])]
#[case(include_str!("../fixtures/paste/auth0-docs.txt"), Kind::TokenReply, &["paste.truncated"])]
#[case(include_str!("../fixtures/paste/okta-tutorial.txt"), Kind::TokenReply, &["paste.no-braces", "paste.placeholder"])]
#[case(include_str!("../fixtures/paste/okta-guide.json"), Kind::TokenReply, &[])]
fn replies_from_the_vendors_pages(
    #[case] text: &str,
    #[case] kind: Kind,
    #[case] expected: &[&str],
) {
    let prepared = prepare(&Pasted::new(text));
    assert_eq!((prepared.kind, ids(&prepared).as_slice()), (kind, expected));
    assert_eq!(prepared.syntax, None);
}

#[test]
fn a_page_is_named_by_its_title() {
    let prepared = paste("<html><head><TITLE>\n Log in |\n Auth0</TITLE></head></html>");
    assert_eq!(prepared.notes[0].seen.as_deref(), Some("Log in | Auth0"));
}

#[test]
fn no_note_shows_a_whole_token() {
    for text in [
        "JWT...",
        "{\"access_token\":\"JWT...\"}",
        "{\"access_token\":\"JWT[...]\"}",
    ] {
        let prepared = paste(text);
        assert!(prepared.notes.iter().any(|note| note.seen.is_some()));
        assert!(
            !format!("{prepared:?}").contains("InR5cCI6IkpXVCJ9"),
            "{text}"
        );
    }
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let bom = std::iter::once(0xfeff);
    bom.chain(text.encode_utf16()).flat_map(unit).collect()
}

#[test]
fn powershells_files_are_read() {
    let reply = REPLY.replace("JWT", JWT);
    for unit in [u16::to_le_bytes, u16::to_be_bytes] {
        let pasted = from_bytes(&utf16(&reply, unit)).expect("UTF-16");
        assert_eq!((pasted.text.as_str(), pasted.utf16), (reply.as_str(), true));
        assert_eq!(ids(&prepare(&pasted)), ["paste.utf16"]);
    }
    let pasted = from_bytes(reply.as_bytes()).expect("UTF-8");
    assert_eq!(ids(&prepare(&pasted)), Vec::<&str>::new());
}

#[rstest]
#[case::binary(b"\x89PNG\r\n\x1a\n\xff".to_vec(), Unreadable::NotText)]
#[case::half_a_unit(vec![0xff, 0xfe, b'{'], Unreadable::NotText)]
#[case::too_large(vec![b' '; LIMIT + 1], Unreadable::TooLarge)]
#[case::empty(Vec::new(), Unreadable::Blank)]
#[case::blank(b" \r\n\t".to_vec(), Unreadable::Blank)]
#[case::mark_alone(b"\xef\xbb\xbf\n".to_vec(), Unreadable::Blank)]
fn what_cannot_be_read_at_all(#[case] bytes: Vec<u8>, #[case] expected: Unreadable) {
    assert_eq!(from_bytes(&bytes), Err(expected));
    assert!(!expected.to_string().contains('\n'));
}

#[test]
fn the_largest_input_is_still_read() {
    assert!(from_bytes(&vec![b'{'; LIMIT]).is_ok());
}

/// A quadratic walk over any of these would take minutes.
#[rstest]
#[case("{\"")]
#[case("{'")]
#[case("“\"  ")]
#[case("{\\\"")]
#[case("curl -d '\n")]
#[case("curl -x \\\n")]
#[case("HTTP/1.1 200 OK\r\n")]
#[case("@{a=b;")]
#[case("access_token : x\n")]
#[case("=eyJ")]
#[case("{a: /* ")]
#[case("{\"access_token\":\"a\nb\"}")]
fn a_hostile_text_is_read_in_one_go(#[case] unit: &str) {
    let text = unit.repeat(200_000 / unit.len());
    let prepared = prepare(&Pasted::new(text.clone()));
    assert!(prepared.original_offset(usize::MAX) <= text.len());
}

/// Pieces of which pastes are made, good and bad.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "'",
        "“",
        "”",
        "\\",
        "\\\"",
        "\n",
        "\r\n",
        " ",
        "\u{a0}",
        "\u{200b}",
        "\0",
        "...",
        "…",
        "null",
        "None",
        "12",
        "-1.5e3",
        "01",
        "access_token",
        "\"access_token\":",
        "'error':",
        "grant_type=",
        "@{",
        "; ",
        "=",
        " : ",
        "HTTP/1.1 200 OK\n",
        "Content-Type: x\n",
        "curl -d '",
        "> ",
        "< ",
        "* ",
        "```",
        "$ ",
        "eyJ",
        ".",
        "Bearer ",
        "<html>",
        "//",
        "/*",
        "--",
        "\n-- --\n",
        "\\u12",
        "\\ud800",
        "%",
        "YOUR_ID",
        "{x}",
        "[...]",
    ]);
    prop_oneof![known.prop_map(str::to_owned), "\\PC{0,3}"]
}

proptest! {
    #[test]
    fn nothing_panics_and_every_place_is_one(pieces in prop::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        let prepared = prepare(&Pasted::new(text.clone()));
        let judged = prepared.document.as_ref().map(Document::text).or(prepared.token.as_deref());
        let judged = judged.unwrap_or_default();
        let mut last = 0;
        for offset in 0..=judged.len() + 1 {
            let original = prepared.original_offset(offset);
            prop_assert!(original >= last && original <= text.len());
            last = original;
        }
        for note in &prepared.notes {
            prop_assert!(note.offset.is_none_or(|offset| text.is_char_boundary(offset)));
        }
        for repair in &prepared.repairs {
            prop_assert!(!repair.edits.is_empty());
            prop_assert!(repair.edits.windows(2).all(|pair| pair[0].end <= pair[1].start));
            for edit in &repair.edits {
                prop_assert!(edit.start <= edit.end && text.get(edit.start..edit.end).is_some());
            }
        }
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        if let Ok(pasted) = from_bytes(&bytes) {
            let _ = prepare(&pasted);
        }
    }

    #[test]
    fn json_is_never_touched(pairs in prop::collection::vec(("[a-z_.“'… ]{0,8}", "\\PC{0,12}"), 0..6)) {
        let members = pairs.into_iter().map(|(name, value)| (name, serde_json::Value::String(value)));
        let text = serde_json::Value::Object(members.collect()).to_string();
        let prepared = prepare(&Pasted::new(text.clone()));
        prop_assert_eq!(prepared.repairs, vec![]);
        prop_assert_eq!(prepared.syntax, None);
        if let Some(document) = prepared.document {
            prop_assert_eq!(document.text(), text);
        }
    }
}

#[test]
fn a_place_in_what_was_rewritten_is_never_inside_of_a_character() {
    for text in [
        ">\u{fffc}@{grant_type=>",
        ">>\u{fffc}@{grant_type=",
        "\n>\u{fffc}@{grant_type=",
    ] {
        let prepared = prepare(&Pasted::new(text));
        for note in &prepared.notes {
            let is_place = note
                .offset
                .is_none_or(|offset| text.is_char_boundary(offset));
            assert!(is_place, "{text:?}: {note:?}");
        }
    }
}
