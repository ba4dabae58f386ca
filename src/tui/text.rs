//! Text on its way to the screen: the door for text from outside, wrapping by cells, shortening in the middle, masks.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::oauth::names::Mask;
use crate::oauth::text::visible_line;
use crate::oauth::text::wrap::{self, Long, graphemes};
use crate::tui::theme::{Look, Role};

/// How many cells `text` takes.
pub(crate) fn width(text: &str) -> usize {
    wrap::cells(text)
}

/// `text` wrapped to at most `cells` cells a line, at blanks where possible. Line feeds are kept, and so is an indent at the start of a line.
pub(crate) fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(1);
    let mut out = Vec::new();
    for paragraph in text.split('\n') {
        out.extend(wrap::wrap(paragraph, [cells, cells], Long::Broken));
        if let Some(last) = out.last_mut() {
            last.truncate(last.trim_end().len());
        }
    }
    out
}

/// `text` on one line of at most `cells` cells: where it is longer, its beginning up to a blank, and dots.
pub(crate) fn clipped(text: &str, cells: usize, look: &Look<'_>) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let dots = look.marks.dots;
    let room = cells.saturating_sub(width(dots));
    let first = wrap(text, room).into_iter().next().unwrap_or_default();
    format!("{first}{dots}")
}

/// True where `text` holds what is looked for, letter case aside.
pub(crate) fn holds(text: &str, looked_for: &str) -> bool {
    text.to_lowercase().contains(&looked_for.to_lowercase())
}

/// Our own prose, wrapped and in one style.
pub(crate) fn prose(text: &str, cells: usize, style: Style) -> Vec<Line<'static>> {
    wrap(text, cells)
        .into_iter()
        .map(|line| Line::styled(line, style))
        .collect()
}

/// Prose behind a mark that stands in the first line only; the other lines are indented by its width.
pub(crate) fn marked(
    mark: Span<'static>,
    text: &str,
    cells: usize,
    style: Style,
) -> Vec<Line<'static>> {
    let indent = width(&mark.content);
    let mut lines = wrap(text, cells.saturating_sub(indent)).into_iter();
    let first = Line::from(vec![
        mark,
        Span::styled(lines.next().unwrap_or_default(), style),
    ]);
    let rest = lines.map(|line| Line::styled(format!("{}{line}", " ".repeat(indent)), style));
    std::iter::once(first).chain(rest).collect()
}

/// Spans wrapped to at most `cells` cells a line, cut between what a reader takes for characters. For wire text, where blanks mean something.
pub(crate) fn fold(spans: &[(String, Style)], cells: usize) -> Vec<Line<'static>> {
    let cells = cells.max(1);
    let mut lines = vec![Vec::new()];
    let mut used = 0;
    for (text, style) in spans {
        let mut piece = String::new();
        for (_, one) in graphemes(text) {
            let wide = width(one);
            if used + wide > cells {
                push(&mut lines, &mut piece, *style);
                lines.push(Vec::new());
                used = 0;
            }
            piece.push_str(one);
            used += wide;
        }
        push(&mut lines, &mut piece, *style);
    }
    lines.into_iter().map(Line::from).collect()
}

/// Where [`fold`] ends each row of `text` but the last: byte offsets.
pub(crate) fn fold_ends(text: &str, cells: usize) -> impl Iterator<Item = usize> {
    let mut used = 0;
    graphemes(text).filter_map(move |(at, one)| {
        let wide = width(one);
        let ends = used + wide > cells.max(1);
        used = if ends { wide } else { used + wide };
        ends.then_some(at)
    })
}

fn push(lines: &mut [Vec<Span<'static>>], piece: &mut String, style: Style) {
    if let (Some(line), false) = (lines.last_mut(), piece.is_empty()) {
        line.push(Span::styled(std::mem::take(piece), style));
    }
}

/// So many bytes of one text from outside are laid out at most, in front and at its end: a frame must not cost what a paste may hold.
pub(crate) const FRONT: usize = 12 * 1024;
const BACK: usize = 2 * 1024;

/// True for a text whose middle [`laid_out`] leaves out.
pub(crate) fn is_too_long(text: &str) -> bool {
    text.len() > FRONT + BACK
}

/// A text from outside, made visible on one line; of a very long one the middle is left out.
pub(crate) fn laid_out(text: &str) -> String {
    let front = text.get(..text.floor_char_boundary(FRONT)).unwrap_or(text);
    let back = text.get(text.ceil_char_boundary(text.len().saturating_sub(BACK))..);
    match back.filter(|_| is_too_long(text)) {
        Some(back) => format!("{} ... {}", visible_line(front), visible_line(back)),
        None => visible_line(text),
    }
}

/// One line of text from outside, made visible and shortened in the middle to `cells` cells.
pub(crate) fn outside(text: &str, cells: usize, look: &Look<'_>) -> String {
    middle(&visible_line(text), cells, look)
}

/// `text`, shortened in the middle to at most `cells` cells.
pub(crate) fn middle(text: &str, cells: usize, look: &Look<'_>) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let dots = look.marks.dots;
    let room = cells.saturating_sub(width(dots));
    let head: String = taken(graphemes(text), room.div_ceil(2)).collect();
    let mut tail: Vec<&str> = taken(graphemes(text).rev(), room / 2).collect();
    tail.reverse();
    let whole = format!("{head}{dots}{}", tail.concat());
    taken(graphemes(&whole), cells).collect()
}

/// Words of the tutor's own, shortened behind a whole word to at most `cells` cells.
pub(crate) fn ending(text: &str, cells: usize, look: &Look<'_>) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let dots = look.marks.dots;
    let head: String = taken(graphemes(text), cells.saturating_sub(width(dots))).collect();
    let cut = text.get(head.len()..).unwrap_or_default();
    let whole = if cut.starts_with(' ') {
        head.as_str()
    } else {
        head.rsplit_once(' ')
            .map_or(head.as_str(), |(words, _)| words)
    };
    let whole = format!("{}{dots}", whole.trim_end());
    taken(graphemes(&whole), cells).collect()
}

/// As many of what a reader takes for characters as fit into `cells` cells.
fn taken<'a>(
    pieces: impl Iterator<Item = (usize, &'a str)>,
    cells: usize,
) -> impl Iterator<Item = &'a str> {
    let mut used = 0;
    pieces.map(|(_, piece)| piece).take_while(move |piece| {
        used += width(piece);
        used <= cells
    })
}

/// `text` in exactly `cells` cells: shortened at its end, or filled up with blanks on the right.
pub(crate) fn column(text: &str, cells: usize, look: &Look<'_>) -> String {
    let short = ending(text, cells, look);
    let missing = cells.saturating_sub(width(&short));
    format!("{short}{}", " ".repeat(missing))
}

/// What is shown of a secret: a mask of fixed length, then its length and tail in words. An empty one is said to be empty.
pub(crate) fn masked(mask: &Mask, look: &Look<'_>) -> Vec<Span<'static>> {
    let words = match (mask.length, mask.tail.as_str()) {
        (0, _) => return vec![Span::styled("0 characters", look.style(Role::Dim))],
        (1, _) => " 1 character".to_owned(),
        (length, "") => format!(" {length} characters"),
        (length, tail) => format!(" {length} characters, ends {}", visible_line(tail)),
    };
    vec![
        Span::styled(look.marks.mask.repeat(8), look.style(Role::Masked)),
        Span::styled(words, look.style(Role::Dim)),
    ]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{fold, fold_ends, middle, width, wrap};
    use crate::tui::theme::{Look, Role};

    #[test]
    fn words_move_to_the_next_line_whole_and_long_ones_are_cut() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(wrap("a\n\n  b", 9), ["a", "", "  b"]);
        assert_eq!(wrap("日本語", 4), ["日本", "語"]);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked_and_no_character_is_lost(text in "[ -~é日\n]{0,200}", cells in 2usize..40) {
            let lines = wrap(&text, cells);
            prop_assert!(lines.iter().all(|line| width(line) <= cells), "{lines:?}");
            let kept = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(kept(&lines.concat()), kept(&text));
        }

        #[test]
        fn shortened_text_fits_and_keeps_both_ends(text in "[!-~]{1,80}", cells in 5usize..60) {
            let look = Look::measuring();
            let short = middle(&text, cells, &look);
            prop_assert!(width(&short) <= cells);
            prop_assert_eq!(short.chars().next(), text.chars().next());
            prop_assert_eq!(short.chars().last(), text.chars().last());
        }

        #[test]
        fn folded_wire_text_is_the_same_text(text in "[ -~日]{0,200}", cells in 2usize..40) {
            let look = Look::measuring();
            let lines = fold(&[(text.clone(), look.style(Role::Value))], cells);
            prop_assert!(lines.iter().all(|line| line.width() <= cells));
            let joined: String = lines.iter().flat_map(|line| &line.spans).map(|span| &*span.content).collect();
            prop_assert_eq!(joined, text.clone());
            prop_assert_eq!(fold_ends(&text, cells).count() + 1, lines.len());
        }
    }
}
