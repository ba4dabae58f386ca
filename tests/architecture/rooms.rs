//! Where things are: rooms of the practice servers, one place for chance, and what a contributor is told to have.

use std::fs;
use std::path::Path;

use crate::source;

/// The files of a layer, as paths under `src`.
fn files_of(layer: &str) -> Vec<String> {
    let all = source::all().into_iter().map(|source| source.path);
    all.filter(|path| path.starts_with(&format!("{layer}/")))
        .collect()
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

#[test]
fn the_practice_servers_stand_in_rooms() {
    const ROOMS: [&str; 7] = [
        "api", "dialect", "proof", "record", "tenant", "token", "wire",
    ];
    // What every room is handed down.
    const BESIDE: [&str; 2] = ["practice/chance.rs", "practice/clock.rs"];
    let files = files_of("practice");
    assert!(files.len() > 30, "the files were found");
    for file in files {
        let inside = file.trim_start_matches("practice/");
        let room = inside.split(['/', '.']).next().unwrap_or_default();
        let is_in_room = ROOMS.contains(&room);
        assert!(
            is_in_room || BESIDE.contains(&file.as_str()),
            "{file} is in no room"
        );
    }
}

#[test]
fn a_vendors_words_for_a_refusal_stand_in_its_dialect() {
    // The beginnings of what the vendors' APIs say; whoever refuses names the reason alone.
    let words = [
        "Bad audience",
        "Invalid token provided",
        "E0000011",
        "E0000006",
        "Insufficient scope",
    ];
    let is_home = |path: &str| path.starts_with("practice/dialect");
    for source in source::all() {
        if !source.path.starts_with("practice/") || is_home(&source.path) {
            continue;
        }
        let text = read(&format!("src/{}", source.path));
        for said in words {
            assert!(!text.contains(said), "{}: {said}", source.path);
        }
    }
    let homes = files_of("practice/dialect").into_iter();
    let all: String = homes.map(|path| read(&format!("src/{path}"))).collect();
    assert!(
        words.iter().any(|said| all.contains(said)),
        "they are looked for by their words"
    );
}

#[test]
fn heads_are_read_by_the_library_and_chance_comes_from_one_place() {
    assert!(read("src/net/head.rs").contains("httparse::Response::new"));
    for source in source::all() {
        let text = read(&format!("src/{}", source.path));
        let asks = text.contains("getrandom::");
        assert!(!asks || source.path == "shell/random.rs", "{}", source.path);
    }
}

#[test]
fn only_the_arguments_know_all_arguments() {
    // A command takes the flags that it needs; what puts commands together stands above them.
    for path in files_of("cli") {
        let is_above = path.starts_with("cli/args") || path == "cli/bare.rs";
        let text = read(&format!("src/{path}"));
        let knows = text.contains("cli::args::Args") || text.contains("cli::args::{Args");
        assert!(is_above || !knows, "{path}");
    }
}

#[test]
fn whoever_contributes_is_told_what_to_have_and_how_to_do_without() {
    let told = read("CONTRIBUTING.md");
    let run = read(".ci/run");
    for text in [&told, &run] {
        for need in ["Node 20", "npm", "Python 3", "--rust", "C compiler"] {
            assert!(text.contains(need), "{need}");
        }
    }
    // The parts that need another language stand where the switch leaves them out, and nowhere else.
    let outside = run
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'));
    for line in outside.filter(|line| line.starts_with("run ")) {
        assert!(!line.contains("npm") && !line.contains("python"), "{line}");
    }
    assert!(run.contains("if [[ -n $extras && -f $extra ]]"));
    // What is written for contributors stands in private modules too.
    for text in [&told, &run] {
        assert!(text.contains("cargo doc --no-deps --document-private-items"));
    }
}

#[test]
fn the_guard_over_memory_is_described_with_where_it_cannot_be_had() {
    let told = read("SECURITY.md");
    for words in [
        "limit for core dumps to 0",
        "PR_SET_DUMPABLE",
        "On other systems only the limit holds",
    ] {
        assert!(told.contains(words), "{words}");
    }
}
