//! What only Unix has: signals, descriptors, its paths and devices. It stands behind `cfg(unix)`, or in one of the files that a port has to
//! begin with.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};

use crate::source::{Breach, Source, attributes, is_test_only};

/// The files that assume Unix today. A port makes this list shorter; nothing makes it longer.
pub(crate) const UNIX_ALONE: [&str; 17] = [
    "cli/crash.rs",
    "cli/fault.rs",
    "cli/guard.rs",
    "cli/learn.rs",
    "cli/secret/prompt.rs",
    "linear/run/keyboard.rs",
    "shell/clock.rs",
    "shell/manners.rs",
    "shell/secluded.rs",
    "shell/signals.rs",
    "store.rs",
    "store/bounded.rs",
    "tui/run.rs",
    "tui/run/gate.rs",
    "tui/run/keyboard.rs",
    "tui/terminal.rs",
    "tui/terminal/outlet.rs",
];

/// Crates and modules that other systems do not have.
const PATHS: [&[&str]; 6] = [
    &["std", "os", "unix"],
    &["std", "os", "fd"],
    &["std", "os", "linux"],
    &["rustix"],
    &["nix"],
    &["signal_hook"],
];

/// How paths begin that other systems do not have.
const PLACES: [&str; 4] = ["/dev/", "/proc/", "/tmp", "/etc/"];

/// Assumptions of Unix in a file that is not among those which may have them.
pub(crate) fn breaches(source: &Source) -> Vec<Breach> {
    if UNIX_ALONE.contains(&source.path.as_str()) {
        return Vec::new();
    }
    found(source)
}

/// All of them, wherever they stand.
pub(crate) fn found(source: &Source) -> Vec<Breach> {
    let mut search = Search {
        source,
        found: Vec::new(),
        seen: BTreeSet::new(),
    };
    // A whole file may stand behind it.
    if !is_behind(&source.tree.attrs) {
        search.visit_file(&source.tree);
    }
    search.found
}

struct Search<'a> {
    source: &'a Source,
    found: Vec<Breach>,
    seen: BTreeSet<(usize, String)>,
}

impl Search<'_> {
    fn path(&mut self, names: &[String], line: usize) {
        let is_unix = |path: &&&[&str]| {
            names.len() >= path.len() && names.iter().zip(**path).all(|(name, part)| name == part)
        };
        if PATHS.iter().any(|path| is_unix(&path)) {
            self.note(line, &names.join("::"));
        }
    }

    fn note(&mut self, line: usize, what: &str) {
        if self.seen.insert((line, what.to_owned())) {
            self.found.push(Breach {
                file: self.source.path.clone(),
                line,
                what: format!("{what} is of Unix alone, and stands outside cfg(unix)"),
            });
        }
    }

    fn tree(&mut self, tree: &syn::UseTree, before: &[String], line: usize) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.tree(&path.tree, &with(&path.ident), line),
            syn::UseTree::Name(name) => self.path(&with(&name.ident), line),
            syn::UseTree::Rename(name) => self.path(&with(&name.ident), line),
            syn::UseTree::Glob(_) => self.path(before, line),
            syn::UseTree::Group(group) => {
                for inner in &group.items {
                    self.tree(inner, before, line);
                }
            }
        }
    }
}

/// True for what is compiled on Unix alone.
fn is_behind(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let syn::Meta::List(list) = &attribute.meta else {
            return false;
        };
        let condition = list.tokens.to_string();
        let words: Vec<_> = condition.split(|c: char| !c.is_alphanumeric()).collect();
        let has = |word: &str| words.contains(&word);
        attribute.path().is_ident("cfg")
            && (has("unix") || has("linux") || has("macos"))
            && !has("not")
    })
}

impl<'ast> Visit<'ast> for Search<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test_only(attributes(item)) && !is_behind(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let line = item.use_token.span.start().line;
        self.tree(&item.tree, &[], line);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<_> = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        let first = path.segments.first();
        let line = first.map_or(0, |part| part.ident.span().start().line);
        self.path(&names, line);
        visit::visit_path(self, path);
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        let value = text.value();
        if PLACES.iter().any(|place| value.starts_with(place)) {
            self.note(text.span().start().line, &value);
        }
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        for statement in &block.stmts {
            let attributes: &[syn::Attribute] = match statement {
                syn::Stmt::Local(local) => &local.attrs,
                syn::Stmt::Macro(of) => &of.attrs,
                syn::Stmt::Expr(syn::Expr::Block(block), _) => &block.attrs,
                _ => &[],
            };
            if !is_behind(attributes) {
                self.visit_stmt(statement);
            }
        }
    }
}

#[test]
fn what_unix_alone_has_stands_behind_its_condition() {
    let sources = crate::source::all();
    let breaches: Vec<_> = sources.iter().flat_map(breaches).collect();
    crate::assert_none(&breaches);
}

#[test]
fn the_list_of_files_that_assume_unix_has_no_more_than_it_needs() {
    for source in crate::source::all() {
        if UNIX_ALONE.contains(&source.path.as_str()) {
            assert!(!found(&source).is_empty(), "{} has left it", source.path);
        }
    }
}

#[test]
fn it_sees_what_it_is_to_see() {
    let said = |text: &str| found(&Source::new("app/x.rs", text)).len();
    assert_eq!(said("use std::os::unix::fs::PermissionsExt;"), 1);
    assert_eq!(said("use std::{fs, os::{fd::OwnedFd}};"), 1);
    assert_eq!(said("fn a() { rustix::process::getpid(); }"), 1);
    assert_eq!(said("const A: &str = \"/dev/tty\";"), 1);
    assert_eq!(said("const A: &str = \"/api/dev/\";"), 0);
    assert_eq!(
        said("#[cfg(unix)] use std::os::unix::fs::PermissionsExt;"),
        0
    );
    assert_eq!(said("#![cfg(unix)] use rustix::a;"), 0);
    assert_eq!(said("#![cfg(not(unix))] use rustix::a;"), 1);
    assert_eq!(said("fn a() { #[cfg(unix)] { nix::a(); } }"), 0);
    assert_eq!(said("fn a() { #[cfg(not(unix))] { nix::a(); } }"), 1);
    assert_eq!(said("#[cfg(test)] mod tests { use rustix::a; }"), 0);
}
