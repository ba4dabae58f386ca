//! Finds every path a source mentions: imports, inline paths, macro bodies and attributes, resolved to the crate root.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::{self, Visit};

use crate::source::{Source, attributes, is_test_only};

/// One path as the source means it: `crate::...` for ours, else as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    /// The names of the path. A macro's last name ends in `!`, a method call is one name that starts with a dot.
    pub(crate) path: Vec<String>,
    /// Line, from 1.
    pub(crate) line: usize,
    /// `use path::*`.
    pub(crate) glob: bool,
    /// Stands in a `use` (so that even a single name is a path).
    pub(crate) import: bool,
    /// For an import: the path under which its module knows it.
    pub(crate) known_as: Option<Vec<String>>,
    /// `pub use`: others see it under that path.
    pub(crate) exported: bool,
}

/// All mentions of a source outside its `#[cfg(test)]` items.
pub(crate) fn of(source: &Source) -> Vec<Mention> {
    let mut collector = Collector {
        module: source.module(),
        ..Collector::default()
    };
    collector.visit_file(&source.tree);
    collector.resolved()
}

/// A path as written, with the module it was written in.
struct Written {
    mention: Mention,
    module: Vec<String>,
    alias: Option<String>,
    absolute: bool,
}

#[derive(Default)]
struct Collector {
    module: Vec<String>,
    children: HashSet<(Vec<String>, String)>,
    written: Vec<Written>,
    in_attribute: bool,
}

impl Collector {
    fn push(&mut self, path: Vec<String>, line: usize) {
        let mention = Mention {
            path,
            line,
            glob: false,
            import: false,
            known_as: None,
            exported: false,
        };
        let module = self.module.clone();
        self.written.push(Written {
            mention,
            module,
            alias: None,
            absolute: false,
        });
    }

    /// Flattens a `use` tree: `a::{b, c::d as e}` is `a::b` and `a::c::d`.
    fn import(&mut self, tree: &syn::UseTree, prefix: &[String], item: &syn::ItemUse) {
        match tree {
            syn::UseTree::Path(path) => {
                self.import(&path.tree, &joined(prefix, &path.ident), item);
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, prefix, item);
                }
            }
            syn::UseTree::Glob(_) => self.push_import(prefix.to_vec(), None, true, item),
            syn::UseTree::Name(name) if name.ident == "self" => {
                let alias = prefix.last().cloned();
                self.push_import(prefix.to_vec(), alias, false, item);
            }
            syn::UseTree::Name(name) => {
                let path = joined(prefix, &name.ident);
                self.push_import(path, Some(plain(&name.ident)), false, item);
            }
            syn::UseTree::Rename(rename) => {
                let itself = rename.ident == "self" && !prefix.is_empty();
                let path = if itself {
                    prefix.to_vec()
                } else {
                    joined(prefix, &rename.ident)
                };
                self.push_import(path, Some(plain(&rename.rename)), false, item);
            }
        }
    }

    fn push_import(
        &mut self,
        path: Vec<String>,
        alias: Option<String>,
        glob: bool,
        item: &syn::ItemUse,
    ) {
        let known_as = alias.as_ref().map(|alias| {
            let mut known = vec!["crate".to_owned()];
            known.extend(self.module.iter().cloned());
            known.push(alias.clone());
            known
        });
        let line = item.use_token.span.start().line;
        let mention = Mention {
            path,
            line,
            glob,
            import: true,
            known_as,
            exported: !matches!(item.vis, syn::Visibility::Inherited),
        };
        let absolute = item.leading_colon.is_some();
        let module = self.module.clone();
        self.written.push(Written {
            mention,
            module,
            alias,
            absolute,
        });
    }

    /// Reads paths out of tokens, for what stands in macros and attributes.
    fn scan(&mut self, tokens: &TokenStream) {
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            at = self.scan_at(&tokens, at);
        }
    }

    fn scan_at(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        match &tokens[at] {
            TokenTree::Group(group) => self.scan(&group.stream()),
            TokenTree::Literal(literal) if self.in_attribute => {
                // `#[serde(with = "crate::net::x")]` names a path too.
                let text = literal.to_string();
                let inner = text.trim_matches('"');
                if let Ok(path) = syn::parse_str::<syn::Path>(inner) {
                    self.push(names(&path), literal.span().start().line);
                }
            }
            TokenTree::Ident(first) => {
                let line = first.span().start().line;
                if at > 0 && is_punct(tokens.get(at - 1), '.') {
                    self.push(vec![format!(".{}", plain(first))], line);
                    return at + 1;
                }
                return self.scan_path(tokens, at, line);
            }
            TokenTree::Literal(_) | TokenTree::Punct(_) => {}
        }
        at + 1
    }

    fn scan_path(&mut self, tokens: &[TokenTree], start: usize, line: usize) -> usize {
        let mut path = Vec::new();
        let mut at = start;
        while let Some(TokenTree::Ident(ident)) = tokens.get(at) {
            path.push(plain(ident));
            at += 1;
            if !(is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')) {
                break;
            }
            at += 2;
            if let Some(TokenTree::Group(group)) = tokens.get(at)
                && group.delimiter() == Delimiter::Brace
            {
                // A `use` inside a macro: parse it back as the import it is.
                let text = format!("use {}::{group};", path.join("::"));
                if let Ok(item) = syn::parse_str::<syn::ItemUse>(&text) {
                    self.import(&item.tree, &[], &item);
                }
                return at + 1;
            }
        }
        if is_punct(tokens.get(at), '!')
            && matches!(tokens.get(at + 1), Some(TokenTree::Group(_)))
            && let Some(last) = path.last_mut()
        {
            last.push('!');
        }
        self.push(path, line);
        at
    }

    /// Resolves `self`, `super`, the crate's own name, imported names and child modules.
    fn resolved(self) -> Vec<Mention> {
        let mut known: HashMap<String, Vec<String>> = HashMap::new();
        // An import may go through another import; a few rounds settle any honest chain.
        for _ in 0..4 {
            for written in &self.written {
                if let Some(alias) = &written.alias {
                    let path = resolve(written, &known, &self.children);
                    known.insert(alias.clone(), path);
                }
            }
        }
        let resolved = self.written.iter().map(|written| Mention {
            path: resolve(written, &known, &self.children),
            ..written.mention.clone()
        });
        resolved.collect()
    }
}

fn resolve(
    written: &Written,
    known: &HashMap<String, Vec<String>>,
    children: &HashSet<(Vec<String>, String)>,
) -> Vec<String> {
    let path = &written.mention.path;
    let Some(first) = path.first() else {
        return Vec::new();
    };
    let here = |depth: usize| {
        let kept = written.module.len().saturating_sub(depth);
        let mut base = vec!["crate".to_owned()];
        base.extend(written.module[..kept].iter().cloned());
        base
    };
    let (mut base, rest) = match first.as_str() {
        "crate" | "oauth_tutor" => (here(usize::MAX), &path[1..]),
        _ if written.absolute => (Vec::new(), &path[..]),
        "self" => (here(0), &path[1..]),
        "super" => {
            let depth = path.iter().take_while(|name| *name == "super").count();
            (here(depth), &path[depth..])
        }
        "core" | "alloc" => (vec!["std".to_owned()], &path[1..]),
        name if children.contains(&(written.module.clone(), name.to_owned())) => {
            (here(0), &path[..])
        }
        name => match known.get(name) {
            // `use toml;` is known under its own name.
            Some(full) if full.first() != Some(first) => (full.clone(), &path[1..]),
            Some(_) | None => (Vec::new(), &path[..]),
        },
    };
    base.extend(rest.iter().cloned());
    base
}

impl<'ast> Visit<'ast> for Collector {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test_only(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let name = plain(&item.ident);
        self.children.insert((self.module.clone(), name.clone()));
        self.module.push(name);
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.import(&item.tree, &[], item);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        let name = item
            .rename
            .as_ref()
            .map_or(&item.ident, |(_, rename)| rename);
        let text = format!("use ::{} as {name};", item.ident);
        let import = syn::parse_str(&text).expect("a plain import");
        self.visit_item_use(&import);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let line = path
            .segments
            .first()
            .map_or(0, |first| first.ident.span().start().line);
        self.push(names(path), line);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let mut path = names(&mac.path);
        if let Some(last) = path.last_mut() {
            last.push('!');
        }
        self.push(path, mac.bang_token.span.start().line);
        self.scan(&mac.tokens);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        self.in_attribute = true;
        visit::visit_attribute(self, attribute);
        self.in_attribute = false;
    }

    fn visit_token_stream(&mut self, tokens: &'ast TokenStream) {
        self.scan(tokens);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.push(
            vec![format!(".{}", plain(&call.method))],
            call.method.span().start().line,
        );
        visit::visit_expr_method_call(self, call);
    }

    // `pub(crate)` and `pub(in crate::a)` can name only what is around the file.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}
}

fn names(path: &syn::Path) -> Vec<String> {
    path.segments
        .iter()
        .map(|segment| plain(&segment.ident))
        .collect()
}

fn joined(prefix: &[String], name: &proc_macro2::Ident) -> Vec<String> {
    let mut path = prefix.to_vec();
    path.push(plain(name));
    path
}

fn plain(ident: &proc_macro2::Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}
