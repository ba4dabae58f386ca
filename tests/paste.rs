#![cfg(test)]
//! The paste layer: every `paste.*` rule with pastes that fire it and near misses that must not.

use oauth_tutor::oauth::check::paste::{
    Kind, LIMIT, Pasted, Prepared, Unreadable, from_bytes, prepare,
};
use rstest::rstest;

const TOKEN: &str = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2V4YW1wbGUuY29tLyJ9.c2lnbmF0dXJlLWJ5dGVz";

fn paste(text: &str) -> Prepared {
    prepare(&Pasted::new(text.replace("TOKEN", TOKEN)))
}

fn ids(prepared: &Prepared) -> Vec<&'static str> {
    prepared.notes.iter().map(|note| note.id).collect()
}

/// The decoded member, as the checker will see it.
fn member(prepared: &Prepared, name: &str) -> Option<String> {
    let document = prepared.document.as_ref()?;
    let node = document.member(document.root()?, name)?;
    Some(
        document
            .string(node)
            .unwrap_or(document.raw(node))
            .to_owned(),
    )
}

#[test]
fn show() {
    let cases = std::fs::read_to_string("/tmp/cases.txt").unwrap();
    for case in cases.split("\n====\n") {
        let case = case.replace("\\r", "\r").replace("\\0", "\0");
        let p = paste(&case);
        println!("---- {}", case.replace(TOKEN, "TOKEN"));
        println!(
            "=> {:?} {:?} tok={:?} syn={:?}",
            p.kind,
            ids(&p),
            p.token.as_ref().map(|t| t.replace(TOKEN, "TOKEN")),
            p.syntax
        );
        for r in &p.repairs {
            println!(
                "   repair {} {} {:?}",
                r.rule,
                r.what,
                r.edits
                    .iter()
                    .take(8)
                    .map(|e| (e.start, e.end, &e.replacement))
                    .collect::<Vec<_>>()
            );
        }
        for n in &p.notes {
            if n.seen.is_some() {
                println!("   seen {} {:?}", n.id, n.seen);
            }
        }
        if let Some(h) = &p.headers {
            println!("   headers {:?}", h);
        }
        if let Some(d) = &p.document {
            println!(
                "   doc {:?} faults {:?}",
                d.text().replace(TOKEN, "TOKEN"),
                d.faults()
            );
        }
    }
}
