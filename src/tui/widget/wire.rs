//! The wire view: a request as it is sent, with the lines of one field picked out.

use ratatui::text::{Line, Span};

use crate::oauth::request::Field;
use crate::oauth::text::visible_line;
use crate::oauth::text::wrap::{self, graphemes};
use crate::oauth::wire::{Secrets, View, WireRequest};
use crate::tui::theme::{Look, Role};

/// The four views in the order of their key, with the word on the screen.
pub(crate) const VIEWS: [(View, &str); 4] = [
    (View::Http, "HTTP"),
    (View::Curl, "curl"),
    (View::PowerShell, "PowerShell"),
    (View::Bytes, "bytes"),
];

/// The views by name, the open one in brackets.
pub(crate) fn names(open: usize) -> String {
    let names = VIEWS.iter().enumerate().map(|(at, (_, name))| {
        if at == open {
            format!("[{name}]")
        } else {
            (*name).to_owned()
        }
    });
    names.collect::<Vec<_>>().join(" ")
}

/// A view as drawn, and where the picked field begins, so that it can be scrolled to.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    /// The lines, none wider than asked for.
    pub(crate) lines: Vec<Line<'static>>,
    /// Index of the first line of the picked field.
    pub(crate) picked: Option<usize>,
}

/// `request` in `view`, `width` cells wide, with the lines of `picked` marked.
pub(crate) fn draw(
    request: &WireRequest,
    view: View,
    picked: Option<Field>,
    width: u16,
    look: &Look<'_>,
) -> Drawn {
    let secrets = if look.revealed {
        Secrets::Shown
    } else {
        Secrets::Masked
    };
    let mut drawn = Drawn::default();
    for spans in request.view(view, secrets) {
        let hit = picked.is_some() && spans.iter().any(|span| span.field == picked);
        if hit && drawn.picked.is_none() {
            drawn.picked = Some(drawn.lines.len());
        }
        let styled: Vec<Span<'static>> = spans
            .iter()
            .map(|span| {
                let role = role_of(span.field, (span.secret, look.revealed), picked);
                Span::styled(visible_line(&span.text), look.style(role))
            })
            .collect();
        drawn.lines.extend(marked(&styled, hit, width, look));
    }
    drawn
}

fn role_of(field: Option<Field>, (secret, revealed): (bool, bool), picked: Option<Field>) -> Role {
    if secret {
        // What is shown for some seconds is there to be read.
        return if revealed { Role::Strong } else { Role::Masked };
    }
    if field.is_some() && field == picked {
        return Role::Accent;
    }
    match field {
        Some(Field::Endpoint) => Role::Method,
        Some(Field::Credentials | Field::Possession | Field::ContentType | Field::Other) => {
            Role::Name
        }
        None => Role::Dim,
        Some(
            Field::GrantType
            | Field::ClientId
            | Field::ClientSecret
            | Field::Audience
            | Field::Scope
            | Field::Resource
            | Field::Organization,
        ) => Role::Text,
    }
}

/// One line of the view with its margin: a bar beside the picked field, so that the mark does not hang on colour alone.
fn marked(spans: &[Span<'static>], hit: bool, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let bar = if look.unicode { "▌ " } else { "> " };
    wrapped(spans, width.saturating_sub(2), look)
        .into_iter()
        .map(|mut line| {
            let margin = if hit {
                Span::styled(bar, look.style(Role::Accent))
            } else {
                Span::raw("  ")
            };
            line.spans.insert(0, margin);
            line
        })
        .collect()
}

/// `spans` broken at `width` cells, wherever that falls: what is sent has no better place to break.
/// Lines after the first begin with a mark, so that the break is not taken for one on the wire.
pub(crate) fn wrapped(spans: &[Span<'static>], width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let again = if look.unicode { "↳ " } else { "\\ " };
    let width = usize::from(width).max(4);
    let mut lines = Vec::new();
    let mut line: Vec<Span<'static>> = Vec::new();
    let mut used = 0;
    for span in spans {
        let mut text = String::new();
        for (_, one) in graphemes(&span.content) {
            let cells = wrap::cells(one);
            if used + cells > width {
                line.push(Span::styled(std::mem::take(&mut text), span.style));
                lines.push(Line::from(std::mem::take(&mut line)));
                line.push(Span::styled(again, look.style(Role::Dim)));
                used = 2;
            }
            text.push_str(one);
            used += cells;
        }
        if !text.is_empty() {
            line.push(Span::styled(text, span.style));
        }
    }
    lines.push(Line::from(line));
    lines
}
