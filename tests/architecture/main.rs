//! Holds the house: the borders between layers, and the habits every file keeps.
#![cfg(test)]

mod borders;
mod breaking;
mod circles;
mod habits;
mod mentions;
mod portable;
mod rooms;
mod source;
mod table;

use std::fs;
use std::path::Path;

use source::Breach;

/// The crate's dependencies by their Rust names.
fn dependencies() -> std::collections::HashSet<String> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    borders::dependencies(&fs::read_to_string(manifest).expect("Cargo.toml is readable"))
}

fn assert_none(breaches: &[Breach]) {
    let shown: Vec<String> = breaches.iter().map(ToString::to_string).collect();
    assert!(
        shown.is_empty(),
        "{} found:\n{}\n",
        shown.len(),
        shown.join("\n")
    );
}

#[test]
fn imports_go_down_only() {
    let sources = source::all();
    assert!(sources.len() > 20, "the sources were found");
    assert_none(&borders::breaches(&sources, &dependencies()));
}

#[test]
fn imports_of_a_room_go_in_no_circle() {
    let sources = source::all();
    for room in table::WITHOUT_CIRCLES {
        let inside = sources
            .iter()
            .filter(|one| one.module().first().is_some_and(|first| first == room));
        assert!(inside.count() > 4, "the files of {room} were found");
    }
    assert_none(&circles::breaches(&sources));
}

#[test]
fn files_keep_the_habits() {
    let breaches: Vec<Breach> = source::all().iter().flat_map(habits::breaches).collect();
    assert_none(&breaches);
}

#[test]
fn every_layer_of_the_table_exists() {
    let sources = source::all();
    for layer in table::LAYERS {
        let file = format!("{}.rs", layer.name);
        assert!(
            sources.iter().any(|source| source.path == file),
            "src/{file} is missing"
        );
    }
}

#[test]
fn tests_open_with_a_sentence_and_are_known_as_tests() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for entry in fs::read_dir(folder).expect("tests is readable") {
        let found = entry.expect("an entry of tests is readable").path();
        // A test target is a file, or a folder with a main.rs.
        let path = if found.is_dir() {
            found.join("main.rs")
        } else {
            found
        };
        if path.is_file() && path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("tests are UTF-8");
            let shown = path.display();
            assert!(
                text.starts_with("//! "),
                "{shown} must open with a `//!` sentence"
            );
            assert!(
                text.lines().any(|line| line == "#![cfg(test)]"),
                "{shown} must say `#![cfg(test)]`, or the unwrap lint takes it for product code"
            );
        }
    }
}
