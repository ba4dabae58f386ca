//! The one door that text from outside passes before it reaches a terminal: control, escape and bidi characters are shown, not obeyed.

/// `text` with every control, escape, bidi and zero-width character replaced by a visible escape such as `\u{1b}`. Line feeds are kept.
pub fn visible(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    text.chars()
        .fold(String::with_capacity(text.len()), |mut out, c| {
            if c != '\n' && is_hidden(c) {
                out.extend(c.escape_unicode());
            } else {
                out.push(c);
            }
            out
        })
}

/// True when all is printable ASCII or a line feed, as nearly all text is: then there is nothing that could hide.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~'))
}

/// As [`visible`], on one line: line feeds are escaped too.
pub fn visible_line(text: &str) -> String {
    let visible = visible(text);
    if visible.contains('\n') {
        visible.replace('\n', "\\n")
    } else {
        visible
    }
}

/// True for characters that a terminal would obey or hide: C0, DEL, C1, bidi controls, zero-width characters, line and paragraph separators, tags, BOM.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}
