//! An HTTP reply as a person reads it: status line, headers, body one member a line, tokens shortened unless revealed.

use ratatui::text::{Line, Span};

use crate::oauth::json::{self, Document, Kind, NodeId};
use crate::oauth::reply::veil::Tokens;
use crate::oauth::reply::{Reply, given, veil};
use crate::oauth::text::{visible, visible_line};
use crate::tui::text;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::wire;

/// What a line of a reply says, apart from how it is written: two replies differ where these differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// The status line.
    Status,
    /// A header, by lower-case name.
    Header(String),
    /// The empty line before the body.
    Gap,
    /// A member of the body, by name.
    Member(String),
    /// A brace, or a body that is no JSON object.
    Body,
}

/// A line of a reply, perhaps broken over several.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// What it says.
    pub(crate) about: About,
    /// The words, whole: what is compared.
    pub(crate) plain: String,
    /// As drawn.
    pub(crate) lines: Vec<Line<'static>>,
}

/// Every line of `reply`, `width` cells wide.
pub(crate) fn rows(reply: &Reply, width: u16, look: &Look<'_>) -> Vec<Row> {
    let mut rows = vec![status(reply, look)];
    let tokens = if look.revealed {
        Tokens::default()
    } else {
        Tokens::of(&reply.text())
    };
    let headers = reply.headers.iter();
    rows.extend(headers.map(|(name, value)| header((name, value, &tokens), width, look)));
    rows.push(row(About::Gap, String::new(), vec![Line::default()]));
    rows.extend(body((reply, &tokens), width, look));
    rows
}

/// The reply drawn: first what tells something, status, headers that OAuth speaks of, and body; then every other header.
pub(crate) fn lines(reply: &Reply, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let (others, first): (Vec<Row>, Vec<Row>) = rows(reply, width, look)
        .into_iter()
        .partition(|row| matches!(&row.about, About::Header(name) if !tells(name)));
    let mut lines: Vec<_> = first.into_iter().flat_map(|row| row.lines).collect();
    if !others.is_empty() {
        lines.push(Line::default());
        lines.push(Line::styled("And these headers", look.style(Role::Dim)));
        lines.extend(others.into_iter().flat_map(|row| row.lines));
    }
    lines
}

/// True for headers that OAuth speaks of (RFC 6749 5.1, RFC 6750 3) or that an app acts on.
pub(crate) fn tells(header: &str) -> bool {
    const TELLING: [&str; 6] = [
        "content-type",
        "cache-control",
        "pragma",
        "www-authenticate",
        "location",
        "retry-after",
    ];
    TELLING.contains(&header)
}

/// The status line: its code, words, and a mark that says the same without colour.
pub(crate) fn status(reply: &Reply, look: &Look<'_>) -> Row {
    let (role, mark) = verdict(reply.status, look);
    let words = format!("{} {}", reply.status, visible_line(&reply.reason));
    let line = Line::from(vec![
        Span::styled("HTTP/1.1 ", look.style(Role::Dim)),
        Span::styled(words.trim_end().to_owned(), look.style(role)),
        Span::styled(format!("  {mark}"), look.style(role)),
    ]);
    row(About::Status, words, vec![line])
}

/// How a status is shown: colour and mark.
pub(crate) fn verdict(status: u16, look: &Look<'_>) -> (Role, &'static str) {
    match status {
        200..300 => (Role::Pass, look.marks.pass),
        300..400 => (Role::Warn, look.marks.warn),
        _ => (Role::Fail, look.marks.fail),
    }
}

fn header((name, value, tokens): (&str, &str, &Tokens), width: u16, look: &Look<'_>) -> Row {
    let shown = if look.revealed {
        value.to_owned()
    } else {
        tokens.header(name, value)
    };
    let spans = [
        Span::styled(format!("{}: ", visible_line(name)), look.style(Role::Name)),
        Span::styled(visible_line(&shown), look.style(Role::Value)),
    ];
    row(
        About::Header(name.to_ascii_lowercase()),
        value.to_owned(),
        wire::wrapped(&spans, width, look),
    )
}

fn body((reply, tokens): (&Reply, &Tokens), width: u16, look: &Look<'_>) -> Vec<Row> {
    let text = reply.text();
    if text.trim().is_empty() {
        let line = Span::styled("(no body)", look.style(Role::Dim));
        return vec![row(About::Body, String::new(), vec![Line::from(line)])];
    }
    let document = json::read(&text);
    let object = document
        .root()
        .filter(|root| document.kind(*root) == Kind::Object && document.faults().is_empty());
    match object {
        Some(root) => members((&document, tokens), root, width, look),
        None if look.revealed => written(&text, width, look),
        None => written(&veil::tokens(&text), width, look),
    }
}

/// What is no JSON object, as it is written.
fn written(text: &str, width: u16, look: &Look<'_>) -> Vec<Row> {
    let text = visible(text);
    text.lines().map(|line| plain(line, width, look)).collect()
}

/// A JSON object, one member a line.
fn members(
    (document, tokens): (&Document, &Tokens),
    root: NodeId,
    width: u16,
    look: &Look<'_>,
) -> Vec<Row> {
    let all: Vec<_> = document.members(root).collect();
    let mut rows = vec![plain("{", width, look)];
    for (index, member) in all.iter().enumerate() {
        let comma = if index + 1 < all.len() { "," } else { "" };
        let name = format!("  \"{}\": ", visible_line(member.name));
        let mut raw = String::new();
        document.write_compact(member.value, &mut raw);
        let is_kept = veil::is_kept(member.name);
        let is_token = is_kept && document.string(member.value).is_some();
        let value = match (is_token, look.revealed) {
            (_, true) => visible_line(&raw),
            // A token may stand deeper, or once more.
            (false, false) => visible_line(&tokens.value(member.name, &raw)),
            (true, false) => {
                let cells = usize::from(width).saturating_sub(text::width(&name) + comma.len());
                let value = visible_line(&raw);
                if given::is_short(&value) {
                    "\"********\"".to_owned()
                } else {
                    text::middle(&value, cells.clamp(8, 34), look)
                }
            }
        };
        let role = if is_token { Role::Masked } else { Role::Value };
        let spans = [
            Span::styled(name, look.style(Role::Name)),
            Span::styled(value, look.style(role)),
            Span::styled(comma, look.style(Role::Dim)),
        ];
        rows.push(row(
            About::Member(member.name.to_owned()),
            raw,
            wire::wrapped(&spans, width, look),
        ));
    }
    rows.push(plain("}", width, look));
    rows
}

fn plain(text: &str, width: u16, look: &Look<'_>) -> Row {
    let span = Span::styled(text.to_owned(), look.style(Role::Text));
    row(
        About::Body,
        text.to_owned(),
        wire::wrapped(&[span], width, look),
    )
}

fn row(about: About, plain: String, lines: Vec<Line<'static>>) -> Row {
    Row {
        about,
        plain,
        lines,
    }
}
