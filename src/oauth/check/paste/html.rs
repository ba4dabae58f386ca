//! An HTML page in place of a reply: a wrong URL, a login wall, a proxy's error.

use crate::oauth::check::paste::HeaderBlock;

/// A page that was recognised.
pub(super) struct Page {
    /// Where it begins.
    pub(super) offset: usize,
    /// What its `title` element says.
    pub(super) title: Option<String>,
}

const STARTS: [&str; 9] = [
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<title",
    "<meta",
    "<script",
    "<center",
    "<h1",
];

/// Recognises a page by how the text begins.
pub(super) fn page(text: &str) -> Option<Page> {
    let offset = text.find(|c: char| !c.is_whitespace() && c != '\u{feff}')?;
    let head: String = text
        .get(offset..)?
        .chars()
        .take(2048)
        .collect::<String>()
        .to_ascii_lowercase();
    let wrapped = head.starts_with("<?xml") || head.starts_with("<!--");
    let html =
        STARTS.iter().any(|start| head.starts_with(start)) || wrapped && head.contains("<html");
    html.then(|| Page {
        offset,
        title: title(text.get(offset..).unwrap_or_default()),
    })
}

/// True for the title of a page with which a bot protection stops programs.
pub(super) fn is_challenge(title: &str) -> bool {
    let lower = title.to_lowercase();
    let words = [
        "just a moment",
        "attention required",
        "checking your browser",
        "ddos-guard",
        "verify you are human",
        "access denied | ",
        "pardon our interruption",
        "request unsuccessful",
        "are you a robot",
        "human verification",
    ];
    words.iter().any(|word| lower.contains(word))
}

/// True for headers by which a bot protection tells that it stopped the call.
pub(super) fn is_guarded(block: &HeaderBlock) -> bool {
    let names = [
        "cf-mitigated",
        "x-datadome",
        "x-iinfo",
        "x-px-block",
        "x-amzn-waf-action",
    ];
    block
        .fields
        .iter()
        .any(|(name, _, _)| names.iter().any(|known| name.eq_ignore_ascii_case(known)))
}

/// True for the title of a page that tells of a busy or failed server (RFC 9110 15.6, RFC 6585 4), and for such a status.
pub(super) fn is_about_the_server(title: &str, status: Option<u16>) -> bool {
    let busy = |status: u16| status == 429 || (500..600).contains(&status);
    let words = title.split(|c: char| !c.is_ascii_alphanumeric());
    let told = words
        .filter(|word| word.len() == 3)
        .find_map(|word| word.parse().ok());
    status.or(told).is_some_and(busy)
}

/// True for the title of a page that asks somebody to sign in.
pub(super) fn asks_for_login(title: &str) -> bool {
    let lower = title.to_lowercase();
    let words = [
        "log in", "login", "log on", "sign in", "signin", "sign on", "sso",
    ];
    words.iter().any(|word| lower.contains(word))
}

fn title(page: &str) -> Option<String> {
    // ASCII lower case keeps every byte's place.
    let lower = page.to_ascii_lowercase();
    let open = lower.find("<title")?;
    let start = open + lower.get(open..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find("</title")?;
    let words: Vec<&str> = page.get(start..end)?.split_whitespace().collect();
    let title: String = words.join(" ").chars().take(80).collect();
    (!title.is_empty()).then_some(title)
}
