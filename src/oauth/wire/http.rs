//! The view that shows the HTTP/1.1 message itself.

use crate::oauth::field::Field;
use crate::oauth::wire::{Line, Piece, Secrets, Span, WireRequest, mask, plain};

/// The head, an empty line, and the body with a line for each parameter, the separator leading.
pub(super) fn lines(request: &WireRequest, secrets: Secrets) -> Vec<Line> {
    let mut lines = head(request, secrets);
    lines.push(Vec::new());
    lines.extend(body(&request.body, secrets));
    lines
}

/// The same with the body on one line, as it is sent.
pub(super) fn text(request: &WireRequest, secrets: Secrets) -> String {
    let mut lines: Vec<String> = head(request, secrets).iter().map(|l| plain(l)).collect();
    lines.push(String::new());
    let body: Line = request
        .body
        .iter()
        .map(|p| mask::span(p, secrets))
        .collect();
    lines.push(plain(&body));
    lines.join("\n")
}

fn head(request: &WireRequest, secrets: Secrets) -> Vec<Line> {
    let endpoint = Some(Field::Endpoint);
    let target = request.target();
    let mut first = vec![Span::open(&format!("{} ", request.method), endpoint)];
    first.extend(target.iter().map(|piece| mask::span(piece, secrets)));
    first.push(Span::open(" HTTP/1.1", endpoint));
    let mut lines = vec![first];
    for (name, value) in &request.headers {
        let field = value.first().and_then(|piece| piece.field);
        let mut line = vec![Span::open(&format!("{name}: "), field)];
        line.extend(value.iter().map(|piece| mask::span(piece, secrets)));
        lines.push(line);
    }
    lines
}

fn body(pieces: &[Piece], secrets: Secrets) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for piece in pieces {
        let separates = piece.field.is_none() && matches!(&*piece.text, "&" | ",");
        let span = mask::span(piece, secrets);
        match lines.last_mut() {
            Some(line) if !separates => line.push(span),
            Some(_) | None => lines.push(vec![span]),
        }
    }
    lines
}
