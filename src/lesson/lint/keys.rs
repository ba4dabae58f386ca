//! Keys in prose: named by what they do, `{key:send}`, never by how they are spelled.

/// What keys do, as prose may name it. The skins know which key or which number that is.
pub const KEYS: &[&str] = &[
    "next",
    "back",
    "skip",
    "send",
    "create",
    "call",
    "call-bare",
    "verify",
    "check",
    "own-reply",
    "copy",
    "view",
    "fill",
    "hint",
    "lay-in",
    "undo",
    "redo",
    "reset",
    "reveal",
    "vary",
    "put-back",
    "jump",
    "home",
    "close",
    "whole",
    "elsewhere",
    "servers",
    "practise",
    "run-card",
    "run-to-end",
    "rewind",
];

/// The words that name a key by its spelling.
const SPELLED: &[&str] = &[
    "PgDn",
    "PgUp",
    "PageUp",
    "PageDown",
    "Esc",
    "Ctrl+",
    "Tab key",
    "press F",
    "Press F",
    "Shift+",
    "Enter key",
];

/// The text about as it is drawn: a key is two characters wide.
pub(super) fn drawn(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{key:") {
        out.push_str(before);
        out.push_str("F5");
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    out + rest
}

/// What is wrong with how `text` names keys.
pub(super) fn faults(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("{key:") {
        let name = after.split('}').next().unwrap_or_default();
        if !KEYS.contains(&name) {
            let shown = crate::oauth::text::visible_line(name);
            faults.push(format!("no key does {shown}; known: {}", KEYS.join(" ")));
        }
        rest = after;
    }
    for spelled in SPELLED.iter().filter(|spelled| text.contains(**spelled)) {
        faults.push(format!(
            "names the key {spelled}; name it by what it does, as {{key:send}}"
        ));
    }
    faults
}
