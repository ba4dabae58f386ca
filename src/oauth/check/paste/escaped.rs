//! JSON that was pasted as the inside of a JSON string: `{\"access_token\":\"...\"}`, escaped once or several times.

use crate::oauth::check::paste::Edit;
use crate::oauth::check::paste::map::Mapped;
use crate::oauth::check::paste::repair::edit;

/// True when an escaped member or line break follows an opening brace.
pub(super) fn opens(inside: &str) -> bool {
    let mut rest = inside;
    loop {
        let plain = rest.trim_start_matches('\\');
        let marks = rest.len() - plain.len();
        if marks == 0 {
            return false;
        }
        match plain.strip_prefix(['n', 'r', 't']) {
            Some(more) => rest = more.trim_start(),
            None => return plain.starts_with('"'),
        }
    }
}

/// Where the object that begins at `at` ends: at its closing brace, or at a quote with fewer backslashes than its own, which ends the string around it.
pub(super) fn end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes().get(at..).unwrap_or_default();
    let (mut depth, mut marks, mut level, mut inside) = (0_usize, 0_usize, None, false);
    for (index, &byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => {
                let level = *level.get_or_insert(marks);
                if marks < level {
                    return at + index;
                }
                inside ^= marks == level;
            }
            b'{' | b'[' if !inside => depth += 1,
            b'}' | b']' if !inside => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + index + 1;
                }
            }
            _ => {}
        }
        marks = if byte == b'\\' { marks + 1 } else { 0 };
    }
    text.len()
}

/// The names in the escaped text: what stands in quotes before a colon, at whatever depth.
pub(super) fn names(text: &str) -> impl Iterator<Item = &str> {
    let mut pieces = text.split('"').peekable();
    std::iter::from_fn(move || {
        let piece = pieces.next()?;
        let name = pieces
            .peek()
            .is_some_and(|next| next.trim_start().starts_with(':'));
        Some(if name {
            piece.trim_end_matches('\\')
        } else {
            ""
        })
    })
}

/// Takes away escaping level by level, with the quotes around it. The edits count in the text as pasted.
pub(super) fn unescape(part: &Mapped) -> (Mapped, Vec<Edit>) {
    let mut part = part.clone();
    let mut all: Vec<Edit> = Vec::new();
    for _ in 0..4 {
        let text = &part.text;
        let body = text.trim_start_matches(['"', '\'', '\\']);
        let inside = body.get(1..).unwrap_or_default().trim_start();
        if !opens(inside) {
            break;
        }
        let lead = text.len() - body.len();
        let length = if lead == 0 {
            body.len()
        } else {
            body.trim_end_matches(['"', '\'', '\\']).len()
        };
        let mut own = vec![edit(0, lead, "")];
        let inner = edits(body.get(..length).unwrap_or_default());
        own.extend(inner.into_iter().map(|inner| Edit {
            start: inner.start + lead,
            end: inner.end + lead,
            ..inner
        }));
        own.push(edit(lead + length, text.len(), ""));
        own.retain(|edit| edit.start < edit.end);
        all.extend(part.original_edits(&own));
        part = part.part(0, part.text.len(), &own);
    }
    all.sort_by_key(|edit| (edit.start, edit.end));
    (part, all)
}

/// The edits that take one level of escaping away. Inside strings only backslashes before backslashes and quotes go: what else is escaped there,
/// the JSON reader reads as well.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let mut edits = Vec::new();
    let mut inside = false;
    let mut at = 0;
    while let Some(step) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|&b| b == b'\\' || b == b'"'))
    {
        let start = at + step;
        let marks = bytes
            .iter()
            .skip(start)
            .take_while(|&&b| b == b'\\')
            .count();
        let next = bytes.get(start + marks).copied();
        at = start + marks + 1;
        let odd = marks % 2 == 1;
        match next {
            Some(b'"') => {
                // Of n backslashes before a quote the half stays; an even number of those leaves the quote in force.
                inside ^= (marks / 2) % 2 == 0;
                cut(&mut edits, start, marks.div_ceil(2), "");
            }
            Some(letter @ (b'n' | b'r' | b't')) if odd && !inside => {
                let blank = match letter {
                    b'n' => "\n",
                    b'r' => "\r",
                    _ => "\t",
                };
                cut(&mut edits, start, marks + 1, blank);
            }
            _ => cut(&mut edits, start, marks / 2, ""),
        }
    }
    edits
}

fn cut(edits: &mut Vec<Edit>, start: usize, length: usize, replacement: &'static str) {
    if length > 0 {
        edits.push(Edit {
            start,
            end: start + length,
            replacement: replacement.into(),
        });
    }
}
