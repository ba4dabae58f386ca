//! Holds the habits of a file: its opening sentence, its size, its name, and no `allow`.

use std::ops::RangeInclusive;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::source::{Breach, Source, attributes, is_test_only};
use crate::table::{EMPTY_NAMES, FILE_CAP, FUNCTION_CAP};

/// Every broken habit of one source.
pub(crate) fn breaches(source: &Source) -> Vec<Breach> {
    let mut reader = Reader {
        source,
        found: Vec::new(),
    };
    reader.opening();
    reader.names();
    reader.size();
    reader.visit_file(&source.tree);
    reader.found
}

struct Reader<'a> {
    source: &'a Source,
    found: Vec<Breach>,
}

impl Reader<'_> {
    fn breach(&mut self, line: usize, what: impl Into<String>) {
        self.found.push(Breach {
            file: self.source.path.clone(),
            line,
            what: what.into(),
        });
    }

    fn opening(&mut self) {
        let paragraph: Vec<&str> = self
            .source
            .text
            .lines()
            .map_while(|line| line.strip_prefix("//! "))
            .collect();
        let is_sentence = paragraph
            .last()
            .is_some_and(|last| last.trim_end().ends_with('.'));
        if !is_sentence {
            self.breach(
                1,
                "must open with a `//!` sentence that ends in a full stop",
            );
        }
    }

    fn names(&mut self) {
        let path = self.source.path.clone();
        if path.ends_with("mod.rs") {
            self.breach(1, "is a `mod.rs`: name the file after its module");
        }
        for name in path.trim_end_matches(".rs").split('/') {
            if EMPTY_NAMES.contains(&name) {
                self.breach(1, format!("`{name}` says nothing about a subject"));
            }
        }
    }

    fn size(&mut self) {
        let tests: usize = self
            .source
            .tree
            .items
            .iter()
            .filter(|item| is_test_only(attributes(item)))
            .map(|item| lines_of(item).count())
            .sum();
        let lines = self.source.text.lines().count() - tests;
        if lines > FILE_CAP {
            self.breach(
                1,
                format!("has {lines} lines without its tests; the cap is {FILE_CAP}"),
            );
        }
    }

    fn function(&mut self, name: &syn::Ident, attributes: &[syn::Attribute], block: &syn::Block) {
        let body = lines_of(block);
        let inner = body.start() + 1..*body.end();
        let skipped = body.start().to_owned();
        let lines = self
            .source
            .text
            .lines()
            .skip(skipped)
            .take(inner.len())
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with("//"))
            .count();
        let expected = attributes.iter().any(|attribute| {
            attribute.path().is_ident("expect")
                && matches!(&attribute.meta, syn::Meta::List(list)
                    if list.tokens.to_string().contains("too_many_lines"))
        });
        if lines > FUNCTION_CAP && !expected {
            let line = name.span().start().line;
            self.breach(
                line,
                format!("`{name}` has {lines} lines; the cap is {FUNCTION_CAP}, or an `expect` with a reason"),
            );
        }
    }
}

fn lines_of(node: &impl Spanned) -> RangeInclusive<usize> {
    let span = node.span();
    span.start().line..=span.end().line
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test_only(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig.ident, &item.attrs, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig.ident, &item.attrs, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig.ident, &item.attrs, block);
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        let conditional = matches!(&attribute.meta, syn::Meta::List(list)
            if attribute.path().is_ident("cfg_attr")
                && list.tokens.clone().into_iter().any(|token| token.to_string() == "allow"));
        if attribute.path().is_ident("allow") || conditional {
            let line = attribute.pound_token.span.start().line;
            self.breach(
                line,
                "`allow` hides what it allows: use `expect` with a reason",
            );
        }
    }
}
