//! Judges what a source mentions against the allowed table.

use std::collections::{HashMap, HashSet};

use crate::mentions::{self, Mention};
use crate::source::{Breach, Source};
use crate::table::{Crates, LAYERS, Layer, RESERVED, Reserved};

/// Paths under which a layer shows something that stands elsewhere (`pub use`).
type Exports = HashMap<Vec<String>, Vec<String>>;

/// Every broken border of these sources, judged together because re-exports reach across files.
pub(crate) fn breaches(sources: &[Source], dependencies: &HashSet<String>) -> Vec<Breach> {
    let mentioned: Vec<(&Source, Vec<Mention>)> = sources
        .iter()
        .map(|source| (source, mentions::of(source)))
        .collect();
    let exports: Exports = mentioned
        .iter()
        .flat_map(|(_, mentions)| mentions)
        .filter(|mention| mention.exported)
        .filter_map(|mention| Some((mention.known_as.clone()?, mention.path.clone())))
        .collect();
    let mut found = Vec::new();
    for (source, mentions) in &mentioned {
        for mention in mentions {
            for what in faults(source, mention, &exports, dependencies) {
                found.push(Breach {
                    file: source.path.clone(),
                    line: mention.line,
                    what,
                });
            }
        }
    }
    found.dedup();
    found
}

/// The crates a source may name because Cargo.toml lists them, as Rust spells them.
pub(crate) fn dependencies(manifest: &str) -> HashSet<String> {
    let manifest: toml::Table = manifest.parse().expect("Cargo.toml is TOML");
    let unix = manifest
        .get("target")
        .and_then(|targets| targets.get("cfg(unix)"))
        .cloned();
    let tables = [Some(toml::Value::Table(manifest)), unix];
    tables
        .iter()
        .flatten()
        .filter_map(|table| table.get("dependencies")?.as_table())
        .flat_map(|table| table.keys().map(|name| name.replace('-', "_")))
        .collect()
}

/// The mention with re-exports followed to where the thing really stands.
fn through(mention: &Mention, exports: &Exports) -> Mention {
    let mut path = mention.path.clone();
    // Bounded: a chain of re-exports longer than this would be a riddle, not a house.
    for _ in 0..8 {
        let Some((length, target)) = (1..=path.len())
            .rev()
            .find_map(|length| exports.get(&path[..length]).map(|target| (length, target)))
            .filter(|(length, target)| path[..*length] != target[..])
        else {
            break;
        };
        path = [target, &path[length..]].concat();
    }
    Mention {
        path,
        ..mention.clone()
    }
}

fn faults(
    source: &Source,
    mention: &Mention,
    exports: &Exports,
    dependencies: &HashSet<String>,
) -> Vec<String> {
    let module = source.module();
    // A layer is asked by its name; what is forbidden stays so under any name.
    let really = through(mention, exports);
    let mut found: Vec<String> = RESERVED
        .iter()
        .filter_map(|reserved| reserved_fault(reserved, &module, &really))
        .collect();
    match (source.path.as_str(), module.first()) {
        ("lib.rs", _) => {}
        ("main.rs", _) | (_, None) => found.extend(main_fault(mention)),
        (_, Some(name)) => match LAYERS.iter().find(|layer| layer.name == name) {
            Some(layer) => {
                found.extend(import_fault(layer, mention));
                found.extend(never_fault(layer, &really));
                found.extend(crate_fault(layer, mention, dependencies));
            }
            None => found.push(format!("`{name}` is no layer of the table")),
        },
    }
    found
}

fn main_fault(mention: &Mention) -> Option<String> {
    let ours = mention.path.first().is_some_and(|first| first == "crate");
    let cli = mention.path.get(1).is_some_and(|second| second == "cli");
    (ours && !cli).then(|| format!("main knows only cli, not `{}`", mention.path.join("::")))
}

fn import_fault(layer: &Layer, mention: &Mention) -> Option<String> {
    if mention.path.first().is_none_or(|first| first != "crate") {
        return None;
    }
    match mention.path.get(1) {
        None if mention.import => {
            Some("imports the crate root, behind which every layer hides".to_owned())
        }
        Some(other) if other != layer.name && !layer.ours.contains(&other.as_str()) => Some(
            format!("{} may not know `{}`", layer.name, mention.path.join("::")),
        ),
        None | Some(_) => None,
    }
}

fn never_fault(layer: &Layer, mention: &Mention) -> Option<String> {
    let found = layer.never.iter().any(|never| names_below(mention, never));
    found.then(|| {
        format!(
            "{} must never mention `{}`",
            layer.name,
            mention.path.join("::")
        )
    })
}

fn crate_fault(layer: &Layer, mention: &Mention, known: &HashSet<String>) -> Option<String> {
    let (Crates::Only(allowed), Some(first)) = (&layer.crates, mention.path.first()) else {
        return None;
    };
    let is_path = mention.import || mention.path.len() > 1;
    (is_path && known.contains(first) && !allowed.contains(&first.as_str())).then(|| {
        format!(
            "{} may not use the crate of `{}`",
            layer.name,
            mention.path.join("::")
        )
    })
}

fn reserved_fault(reserved: &Reserved, module: &[String], mention: &Mention) -> Option<String> {
    let within = reserved.within.is_empty() || module.first().is_some_and(|m| m == reserved.within);
    let allowed = reserved.only_in.iter().any(|only| below(module, only));
    let named = reserved.paths.iter().any(|path| names_below(mention, path))
        || mention
            .path
            .iter()
            .any(|name| reserved.names.contains(&name.as_str()));
    (within && !allowed && named).then(|| {
        format!(
            "`{}` belongs to {} alone",
            mention.path.join("::"),
            reserved.only_in.join(", ")
        )
    })
}

/// Whether the mention is `wanted` or below it, or a glob that would bring it in.
fn names_below(mention: &Mention, wanted: &str) -> bool {
    // A lone word in the middle of code is a local name; only an import makes it a path.
    let is_path = mention.import || mention.path.len() > 1;
    if wanted.ends_with('!') {
        return mention.path.last().is_some_and(|last| last == wanted);
    }
    let brought = mention.glob
        && wanted.contains("::")
        && below(
            &wanted.split("::").map(str::to_owned).collect::<Vec<_>>(),
            &mention.path.join("::"),
        );
    is_path && (below(&mention.path, wanted) || brought)
}

fn below(path: &[String], wanted: &str) -> bool {
    let wanted: Vec<&str> = wanted.split("::").collect();
    path.len() >= wanted.len()
        && path
            .iter()
            .zip(&wanted)
            .all(|(name, wanted)| name == wanted)
}
