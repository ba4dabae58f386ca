//! What a text is that holds no response at all: the words of a tool in its place, or headers without a body.

use crate::oauth::check::paste::HeaderBlock;
use crate::oauth::finding::abridge;

/// How much of a tool's own words is repeated, in characters.
const LONGEST_LINE: usize = 160;

/// The case of `json.syntax` that explains the text, and the line to quote; `None` where nobody knows what it is.
pub(super) fn look(text: &str, headers: Option<&HeaderBlock>) -> Option<(&'static str, String)> {
    let plain = text.trim();
    if let Some(block) = headers.filter(|_| plain.is_empty()) {
        let challenge = block
            .fields
            .iter()
            .find(|(name, _, _)| name.eq_ignore_ascii_case("www-authenticate"));
        return Some(match challenge {
            Some((_, value, _)) => ("challenge", abridge(value.trim(), LONGEST_LINE)),
            None => ("no-body", String::new()),
        });
    }
    // The last line tells why curl gave up; those before it may tell of tries.
    let told = plain.lines().rev().find_map(curl);
    if told.is_some() {
        return told;
    }
    if let Some(line) = plain.lines().find(|line| is_of_a_gateway(line)) {
        return Some(("gateway", abridge(line.trim(), LONGEST_LINE)));
    }
    let case = if plain.starts_with("<Response [") {
        "python-response"
    } else if plain.contains("Traceback (most recent call last)")
        || plain.contains("requests.exceptions.")
    {
        "python-error"
    } else if plain.contains("[object Object]") {
        "js-object"
    } else {
        return None;
    };
    Some((case, String::new()))
}

/// What Envoy, Traefik, ingress-nginx and others write in place of a page when they do not reach the server behind them.
fn is_of_a_gateway(line: &str) -> bool {
    let lower = line.trim().to_ascii_lowercase();
    let starts = [
        "upstream connect error",
        "upstream request timeout",
        "no healthy upstream",
        "no available server",
        "stream timeout",
    ];
    let whole = [
        "bad gateway",
        "gateway timeout",
        "gateway time-out",
        "service unavailable",
        "502 bad gateway",
        "503 service unavailable",
        "504 gateway timeout",
    ];
    starts.iter().any(|start| lower.starts_with(start)) || whole.contains(&lower.as_str())
}

/// `curl: (7) Failed to connect ...`. The numbers are those of curl's manual, "Exit codes".
fn curl(line: &str) -> Option<(&'static str, String)> {
    let at = line.find("curl: (")?;
    let said = line.get(at..)?.trim();
    let (number, _) = said.strip_prefix("curl: (")?.split_once(')')?;
    let case = match number.parse::<u32>().ok()? {
        5 | 6 => "curl-host",
        7 => "curl-connect",
        28 => "curl-timeout",
        35 | 51 | 53 | 54 | 58 | 59 | 60 | 77 | 83 | 90 | 91 => "curl-tls",
        _ => "curl",
    };
    Some((case, abridge(said, LONGEST_LINE)))
}
