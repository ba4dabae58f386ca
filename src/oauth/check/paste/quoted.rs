//! Quoted-printable (RFC 2045 6.7), as a mail's source holds a body: `=3D` for an equals sign, and one at the end of each line that goes on.

use std::borrow::Cow;

use crate::oauth::check::paste::Edit;

/// Lines may have 76 characters; what is longer than this and quoted is not written by a mailer.
const LONGEST: usize = 80;
/// A line that had to be broken is about as long as a line may be. Shorter ones with a mark at the end are something else in base64.
const SHORTEST_BROKEN: usize = 60;

/// What turns the text back, where it is quoted-printable; the head of the mail goes with it, since it is no head of a response.
pub(super) fn edits(text: &str) -> Option<Vec<Edit>> {
    if !text.contains('=') || text.contains("-----BEGIN ") {
        return None;
    }
    if let Some(body) = body_of_mail(text) {
        let head = Edit {
            start: 0,
            end: body,
            replacement: Cow::Borrowed(""),
        };
        // Where the body needs no turning back nothing is told of the head either.
        let turned = decode(text, body);
        return (!turned.is_empty()).then(|| std::iter::once(head).chain(turned).collect());
    }
    let quoted = is_quoted(text, &marks(text)?);
    quoted
        .then(|| decode(text, 0))
        .filter(|all| !all.is_empty())
}

/// Where the body begins of a mail whose head says that it is quoted-printable.
fn body_of_mail(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut said = false;
    let mut begun = false;
    // A head of signatures and stations is long, and somewhere it ends.
    for line in text.split_inclusive('\n').take(1024) {
        at += line.len();
        let lower = line.trim_end().to_ascii_lowercase();
        if lower.is_empty() && !begun {
            continue;
        }
        begun = true;
        if lower.is_empty() {
            return said.then_some(at);
        }
        said |=
            lower.starts_with("content-transfer-encoding:") && lower.contains("quoted-printable");
    }
    None
}

/// The text that was quoted; `None` where it was not.
pub(in crate::oauth::check) fn decoded(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits(text)? {
        plain.push_str(text.get(at..edit.start)?);
        plain.push_str(&edit.replacement);
        at = edit.end;
    }
    plain.push_str(text.get(at..)?);
    Some(plain)
}

/// How the equals signs of a text are used.
#[derive(Default)]
struct Marks {
    /// At the end of a line that is long enough to be broken.
    broken: usize,
    /// `=3D`.
    own: usize,
    /// Before other two digits.
    escapes: usize,
}

/// The uses of all equals signs; `None` where one has another use.
fn marks(text: &str) -> Option<Marks> {
    let mut marks = Marks::default();
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let line = line.trim_end_matches('\r');
        let goes_on = lines.peek().is_some() && !is_header(line);
        let whole = match line.strip_suffix('=') {
            Some(front) if goes_on && (SHORTEST_BROKEN..=LONGEST).contains(&line.len()) => {
                marks.broken += 1;
                front
            }
            _ => line,
        };
        for (at, _) in whole.match_indices('=') {
            let digits = whole.as_bytes().get(at + 1..at + 3)?;
            match digits {
                b"3D" => marks.own += 1,
                [high, low] if is_digit(*high) && is_digit(*low) => marks.escapes += 1,
                _ => return None,
            }
        }
    }
    Some(marks)
}

/// A line of a head, whose value may end in the padding of base64.
fn is_header(line: &str) -> bool {
    let line = line.trim_start_matches(['<', '>', ' ']);
    line.split_once(": ").is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    })
}

fn is_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'A'..=b'F')
}

/// True where the signs cannot be meant as they stand: lines are broken more than once, or where the sign itself is escaped too, or nothing
/// follows but what stands for the sign. `a=12&b=AB` is a form, and one line with a mark at its end may be base64.
fn is_quoted(text: &str, marks: &Marks) -> bool {
    let long = text.lines().any(|line| line.len() > LONGEST);
    let broken = marks.broken > 1 || marks.broken > 0 && marks.own + marks.escapes > 0;
    !long && (broken && text.contains(['{', ' ', '<']) || marks.own > 1 && marks.escapes == 0)
}

fn decode(text: &str, from: usize) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = from;
    while let Some(step) = text.get(at..).and_then(|rest| rest.find('=')) {
        let start = at + step;
        let rest = text.get(start + 1..).unwrap_or_default();
        let line_end = ["\r\n", "\n"].into_iter().find(|end| rest.starts_with(end));
        let (end, replacement) = match line_end {
            Some(end) => (start + 1 + end.len(), String::new()),
            None => escaped(rest).map_or((start + 1, "=".to_owned()), |(taken, plain)| {
                (start + taken, plain)
            }),
        };
        if end > start + 1 {
            edits.push(Edit {
                start,
                end,
                replacement: Cow::Owned(replacement),
            });
        }
        at = end;
    }
    edits
}

/// The characters of a row of escapes, whose first sign is behind us, and how long the row is with it. A letter beyond ASCII takes several.
fn escaped(rest: &str) -> Option<(usize, String)> {
    let (mut bytes, mut taken) = (vec![byte(rest)?], 3);
    while bytes.last().is_some_and(|last| !last.is_ascii()) {
        let next = rest
            .get(taken - 1..)
            .and_then(|more| more.strip_prefix('='));
        let Some(next) = next.and_then(byte) else {
            break;
        };
        bytes.push(next);
        taken += 3;
    }
    Some((taken, String::from_utf8_lossy(&bytes).into_owned()))
}

/// The byte that two digits at the beginning stand for.
fn byte(text: &str) -> Option<u8> {
    let digits = text.get(..2)?;
    let good = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u8::from_str_radix(digits, 16).ok().filter(|_| good)
}
