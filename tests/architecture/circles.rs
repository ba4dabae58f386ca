//! Finds import circles within a room: files that need one another, so that none of them can be read first.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use crate::mentions::{self, Mention};
use crate::source::{Breach, Source};
use crate::table::WITHOUT_CIRCLES;

/// A module as names from the crate root.
type Module = Vec<String>;

/// What each file needs of its own room, with the line that first says so.
type Needs = BTreeMap<Module, BTreeMap<Module, usize>>;

/// Every circle of these sources: for each file the shortest that it is in, told once.
pub(crate) fn breaches(sources: &[Source]) -> Vec<Breach> {
    let needs = needs(sources);
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for start in needs.keys() {
        let Some(circle) = shortest(start, &needs) else {
            continue;
        };
        let members: BTreeSet<&Module> = circle.iter().collect();
        if told.insert(members.into_iter().cloned().collect::<Vec<_>>()) {
            let first = circle.get(1).unwrap_or(start);
            found.push(Breach {
                file: format!("{}.rs", start.join("/")),
                line: needs[start][first],
                what: words(&circle),
            });
        }
    }
    found
}

/// `a` needs `b`, which needs `a`.
fn words(circle: &[Module]) -> String {
    let names: Vec<String> = circle
        .iter()
        .map(|module| format!("`{}`", module.join("::")))
        .collect();
    let needed = names.iter().skip(1).chain(names.first());
    let needed: Vec<&str> = needed.map(String::as_str).collect();
    format!(
        "imports go in a circle: {} needs {}",
        names[0],
        needed.join(", which needs ")
    )
}

/// The shortest way from a file through others back to itself.
fn shortest(start: &Module, needs: &Needs) -> Option<Vec<Module>> {
    let mut before: BTreeMap<&Module, &Module> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for next in needs.get(at)?.keys() {
            if next == start {
                let mut circle = vec![at.clone()];
                while let Some(one) = circle.last().and_then(|last| before.get(last)) {
                    circle.push((*one).clone());
                }
                circle.reverse();
                return Some(circle);
            }
            if !before.contains_key(next) {
                before.insert(next, at);
                queue.push_back(next);
            }
        }
    }
    None
}

fn needs(sources: &[Source]) -> Needs {
    let watched = |source: &&Source| {
        let module = source.module();
        let room = module.first();
        room.is_some_and(|room| WITHOUT_CIRCLES.contains(&room.as_str()))
    };
    let mentioned: Vec<(Module, Vec<Mention>)> = sources
        .iter()
        .filter(watched)
        .map(|source| (source.module(), mentions::of(source)))
        .collect();
    let house = House {
        files: mentioned.iter().map(|(module, _)| module.clone()).collect(),
        known: mentioned
            .iter()
            .flat_map(|(_, mentions)| mentions)
            .filter_map(|mention| Some((inner(mention.known_as.as_ref()?)?, inner(&mention.path)?)))
            .collect(),
    };
    let mut needs = Needs::new();
    for (module, mentions) in &mentioned {
        let needed = needs.entry(module.clone()).or_default();
        // A re-export counts where it is used.
        for mention in mentions.iter().filter(|mention| !mention.exported) {
            let Some(defined) = house.file_of(mention) else {
                continue;
            };
            if defined != *module && defined.first() == module.first() {
                let line = needed.entry(defined).or_insert(mention.line);
                *line = mention.line.min(*line);
            }
        }
    }
    needs
}

/// What a path is below the crate root; `None` for those of other crates and for local names.
fn inner(path: &[String]) -> Option<Module> {
    let (first, rest) = path.split_first()?;
    (first == "crate").then(|| rest.to_vec())
}

struct House {
    files: BTreeSet<Module>,
    /// Imports and re-exports: where else the thing under this path stands.
    known: HashMap<Module, Module>,
}

impl House {
    /// The file that defines what is mentioned. A module that is named and nothing in it is no need yet: what is used of it is
    /// mentioned as well.
    fn file_of(&self, mention: &Mention) -> Option<Module> {
        let mut path = inner(&mention.path)?;
        // Bounded: a chain of re-exports longer than this would be a riddle, not a house.
        for _ in 0..8 {
            let file = self.deepest(&path)?;
            let named = path.get(..=file.len());
            let behind = named.and_then(|named| self.known.get(named));
            let other = match (named, behind) {
                (Some(named), Some(target)) if target != named => {
                    [target, &path[named.len()..]].concat()
                }
                // The name of a module may be that of something that is shown beside it.
                (None, _) => match self.known.get(&path) {
                    Some(target) if *target != path => target.clone(),
                    _ if mention.glob => return Some(file),
                    _ => return None,
                },
                _ => return Some(file),
            };
            path = other;
        }
        None
    }

    /// The longest beginning of the path that is a file.
    fn deepest(&self, path: &[String]) -> Option<Module> {
        let lengths = (1..=path.len()).rev();
        let mut beginnings = lengths.map(|length| path[..length].to_vec());
        beginnings.find(|beginning| self.files.contains(beginning))
    }
}
