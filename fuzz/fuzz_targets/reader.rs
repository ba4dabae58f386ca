//! The JSON reader: any text is read, places lie inside it, and what it prints reads back as the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use oauth_tutor::oauth::json::{Document, read};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let document = read(text);
    for fault in document.faults() {
        assert!(text.is_char_boundary(fault.offset) && text.is_char_boundary(fault.end));
    }
    let Some(root) = document.root() else {
        assert!(!document.faults().is_empty(), "no value, and no fault");
        return;
    };
    assert_eq!(document.pointer(root), "");
    for member in document.members(root).take(64) {
        assert!(document.offset(member.value) <= document.end(member.value));
        let _ = (document.string(member.value), document.integer(member.value));
        assert!(document.member(root, member.name).is_some());
    }
    if document.faults().is_empty() {
        assert_eq!(printed(&document), printed(&read(&printed(&document))));
    }
});

fn printed(document: &Document) -> String {
    let mut out = String::new();
    if let Some(root) = document.root() {
        document.write_compact(root, &mut out);
        let mut pretty = String::new();
        document.write_pretty(root, 2, &mut pretty);
    }
    out
}
