//! Makes the words of `assets/` into sorted tables, so that the program finds each by halving and parses nothing at its start.
//!
//! A fault in a word file ends the build and is told with the file, the line and the key.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use miniz_oxide::deflate::compress_to_vec_zlib;
use toml::{Table, Value};

/// Tables by name, rows by key: both in the order in which they are searched.
type Heads = BTreeMap<String, BTreeMap<String, String>>;

/// A word file as it is written, for the place of a fault.
struct Source<'a> {
    name: &'a str,
    text: &'a str,
}

impl Source<'_> {
    /// A fault at the first line that holds `near`.
    fn fault(&self, near: &str, said: &str) -> String {
        let line = self.text.lines().position(|line| line.contains(near));
        let line = line.map_or(1, |line| line + 1);
        format!("{}, line {line}, {near}: {said}", self.name)
    }

    fn parse(&self) -> Result<Table, String> {
        self.text
            .parse()
            .map_err(|fault: toml::de::Error| format!("{}: {fault}", self.name))
    }

    fn text_of(&self, key: &str, value: &Value) -> Result<String, String> {
        match value {
            Value::String(text) if text.contains('\n') => {
                Err(self.fault(key, "a value stands on one line"))
            }
            Value::String(text) => Ok(text.clone()),
            _ => Err(self.fault(key, "this is no text in quotes")),
        }
    }
}

/// Writes the tables of `assets` into `folder`.
pub(crate) fn write(assets: &Path, folder: &Path) -> Result<(), String> {
    let read = |path: &Path| {
        println!("cargo::rerun-if-changed={}", path.display());
        fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))
    };
    let [rules, errors, desks, definitions] = [
        "assets/rules.toml",
        "assets/errors.toml",
        "assets/desks.toml",
        "assets/reference.toml",
    ]
    .map(|name| (name, read(&assets.with_file_name(name))));
    let desks = told(desks, desk_words)?;
    let mut claims = Heads::new();
    println!(
        "cargo::rerun-if-changed={}",
        assets.join("claims").display()
    );
    for path in files(&assets.join("claims"))? {
        let name = path.display().to_string();
        add_claims(
            &Source {
                name: &name,
                text: &read(&path)?,
            },
            &mut claims,
        )?;
    }
    let all = [
        ("WORDS", told(rules, words)?),
        ("ERRORS", told(errors, error_rows)?),
        ("CLAIMS", claims),
        ("REFERENCE", told(definitions, reference)?),
    ];
    let mut blob = Blob::default();
    // What is searched stands close together: each page of it that a search looks at is fetched at each start.
    for (head, own) in all.iter().flat_map(|(_, heads)| heads) {
        blob.piece(head);
        for key in own.keys() {
            blob.piece(key);
        }
    }
    let mut out = String::new();
    for (name, heads) in &all {
        out.push_str(&table(name, heads, &mut blob));
    }
    let text = blob.text;
    let _ = writeln!(out, "pub(super) static TEXT: &str = {text:?};");
    let packed = folder.join("seldom.z");
    let _ = writeln!(
        out,
        "pub(super) static SELDOM: &[u8] = include_bytes!({:?});",
        packed.display().to_string()
    );
    let written = fs::write(&packed, compress_to_vec_zlib(blob.seldom.as_bytes(), 9));
    let written = written.and_then(|()| fs::write(folder.join("tables.rs"), out));
    let written = written.and_then(|()| fs::write(folder.join("desks.rs"), desks));
    written.map_err(|why| why.to_string())
}

/// What `reader` makes of a file.
fn told<T>(
    (name, text): (&str, Result<String, String>),
    reader: impl Fn(&Source<'_>) -> Result<T, String>,
) -> Result<T, String> {
    let text = text?;
    reader(&Source { name, text: &text })
}

fn files(folder: &Path) -> Result<Vec<std::path::PathBuf>, String> {
    let all = fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let mut files: Vec<_> = all
        .filter_map(|file| Some(file.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    files.sort();
    Ok(files)
}

/// The words of the screens, as the arms of a match: a screen names a word by its whole id.
fn desk_words(source: &Source<'_>) -> Result<String, String> {
    let mut arms = String::from("match id {\n");
    for (id, value) in &source.parse()? {
        let text = source.text_of(id, value)?;
        let _ = writeln!(arms, "    {id:?} => {text:?},");
    }
    arms.push_str("    _ => id,\n}\n");
    Ok(arms)
}

/// The words of the rules: a head a table, such as `rules.paste.html`.
fn words(source: &Source<'_>) -> Result<Heads, String> {
    let mut heads = Heads::new();
    for (group, value) in &source.parse()? {
        let Value::Table(tables) = value else {
            return Err(source.fault(group, "a value outside of a table"));
        };
        for (name, value) in tables {
            let (head, rows) = match value {
                Value::Table(rows) => (format!("{group}.{name}"), rows.clone()),
                Value::String(_) => (
                    group.clone(),
                    Table::from_iter([(name.clone(), value.clone())]),
                ),
                _ => return Err(source.fault(name, "this is no text in quotes")),
            };
            let known: &[&str] = match group.as_str() {
                "rules" | "cases" => &["what", "why", "fix", "tutor", "lesson"],
                "kinds" => &["name", "purpose", "not"],
                "things" => &["name", "about", "do"],
                _ => &[],
            };
            for (key, value) in rows {
                if !known.is_empty() && !known.contains(&key.as_str()) {
                    return Err(source.fault(name, &format!("{key} is no key of such a table")));
                }
                let text = source.text_of(&key, &value)?;
                heads.entry(head.clone()).or_default().insert(key, text);
            }
        }
    }
    Ok(heads)
}

const ADVICE: [&str; 16] = [
    "other-auth-method",
    "other-assertion-audience",
    "add-audience",
    "add-resource",
    "drop-scope",
    "fix-scope",
    "dpop",
    "dpop-nonce",
    "wait",
    "form-not-json",
    "check-credentials",
    "check-endpoint",
    "client-grant",
    "fresh-assertion",
    "check-key",
    "check-clock",
];

/// The rows that explain errors, numbered in the order of the file.
fn error_rows(source: &Source<'_>) -> Result<Heads, String> {
    let file = source.parse()?;
    if let Some(stray) = file.keys().find(|key| *key != "row" && *key != "format") {
        return Err(source.fault(stray, "a stray table; this file is a list of [[row]]"));
    }
    let rows = file
        .get("row")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let mut heads = Heads::new();
    for (index, row) in rows.iter().enumerate() {
        let Some(row) = row.as_table() else { continue };
        let id = row.get("id").and_then(Value::as_str).unwrap_or("[[row]]");
        let mut told = BTreeMap::new();
        for (key, value) in row {
            let text = match (key.as_str(), value) {
                ("patterns" | "status", Value::Array(items)) => {
                    let items = items.iter().map(|item| match item {
                        Value::String(text) => text.to_lowercase(),
                        other => other.to_string(),
                    });
                    items.collect::<Vec<_>>().join("\n")
                }
                ("id" | "family" | "code" | "what" | "why" | "fix" | "advice" | "source", _) => {
                    source.text_of(id, value)?
                }
                _ => return Err(source.fault(id, &format!("{key} is no key of a row"))),
            };
            if key == "advice" && !ADVICE.contains(&text.as_str()) {
                return Err(source.fault(id, &format!("{text} is no advice that is known")));
            }
            told.insert(key.clone(), text);
        }
        for key in ["id", "what", "why", "fix", "source"] {
            if !told.contains_key(key) {
                return Err(source.fault(id, &format!("it has no {key}")));
            }
        }
        heads.insert(format!("{index:04}"), told);
    }
    Ok(heads)
}

/// The parameters and terms of the reference: a head each, such as `parameters.scope`.
fn reference(source: &Source<'_>) -> Result<Heads, String> {
    let mut heads = Heads::new();
    for (group, value) in &source.parse()? {
        let Value::Table(tables) = value else {
            return Err(source.fault(group, "a value outside of a table"));
        };
        if !["parameters", "terms"].contains(&group.as_str()) {
            return Err(source.fault(group, "this file has [parameters.NAME] and [terms.NAME]"));
        }
        for (name, value) in tables {
            let rows = value.as_table().cloned().unwrap_or_default();
            let mut told = BTreeMap::new();
            for (key, value) in rows {
                if !["says", "stands", "source"].contains(&key.as_str()) {
                    return Err(source.fault(name, &format!("{key} is no key of such a table")));
                }
                told.insert(key, source.text_of(name, &value)?);
            }
            for key in ["says", "source"] {
                if !told.contains_key(key) {
                    return Err(source.fault(name, &format!("it has no {key}")));
                }
            }
            heads.insert(format!("{group}.{name}"), told);
        }
    }
    Ok(heads)
}

/// The claims of one family: `entra.claims`, `entra.header`, and `entra.values.NAME` for those whose values are codes. Names with
/// a star stand apart, in `entra.claims*`, since they are compared one by one. `entra.source.claims` says where each is from; no check
/// looks there.
fn add_claims(source: &Source<'_>, heads: &mut Heads) -> Result<(), String> {
    let file = source.parse()?;
    let family = file.get("family").and_then(Value::as_str);
    let family = family.ok_or_else(|| source.fault("family", "it names no family"))?;
    let of_file = file.get("source").and_then(Value::as_str);
    for (part, value) in &file {
        let tables = match (part.as_str(), value) {
            ("format" | "family" | "source", _) => continue,
            ("claims" | "header", Value::Table(tables)) => tables,
            _ => {
                return Err(source.fault(
                    part,
                    "a stray table; this file has [claims.NAME] and [header.NAME]",
                ));
            }
        };
        for (name, value) in tables {
            let Some(row) = value.as_table() else {
                return Err(source.fault(name, "a claim is a table with says"));
            };
            let own = row.get("source").and_then(Value::as_str);
            let from = own.or(of_file);
            let from = from.ok_or_else(|| source.fault(name, "it has no source"))?;
            let sources = heads.entry(format!("{family}.source.{part}")).or_default();
            sources.insert(name.clone(), from.to_owned());
            let star = if name.contains('*') { "*" } else { "" };
            for (key, value) in row {
                match (key.as_str(), value) {
                    ("says", _) => {
                        let text = source.text_of(name, value)?;
                        let head = heads.entry(format!("{family}.{part}{star}")).or_default();
                        head.insert(name.clone(), text);
                    }
                    ("values", Value::Table(codes)) => {
                        for (code, meaning) in codes {
                            let text = source.text_of(code, meaning)?;
                            let head = heads.entry(format!("{family}.values.{name}")).or_default();
                            head.insert(code.clone(), text);
                        }
                    }
                    ("source", _) => {}
                    _ => return Err(source.fault(name, &format!("{key} is no key of a claim"))),
                }
            }
        }
    }
    Ok(())
}

/// All texts in one, and a second one for those that are seldom read, which is packed. Keys, families and many an answer stand in
/// hundreds of rows; each text is there once.
#[derive(Default)]
struct Blob {
    text: String,
    known: BTreeMap<String, usize>,
    seldom: String,
    known_seldom: BTreeMap<String, usize>,
}

/// Places from here on are in the packed text.
const SELDOM: usize = 1 << 31;

impl Blob {
    /// The place of this text, as Rust.
    fn piece(&mut self, text: &str) -> String {
        let at = *self.known.entry(text.to_owned()).or_insert_with(|| {
            self.text.push_str(text);
            self.text.len() - text.len()
        });
        format!("Piece({at},{})", text.len())
    }

    /// The place of a text that is seldom read, as Rust.
    fn seldom_piece(&mut self, text: &str) -> String {
        if self.known.contains_key(text) {
            return self.piece(text);
        }
        let at = *self.known_seldom.entry(text.to_owned()).or_insert_with(|| {
            self.seldom.push_str(text);
            self.seldom.len() - text.len()
        });
        format!("Piece({},{})", SELDOM + at, text.len())
    }
}

/// True for what is read only where an error is explained, a claim's source asked for, or the reference opened.
fn is_seldom(table: &str, head: &str, key: &str) -> bool {
    match table {
        "ERRORS" => ["what", "why", "fix", "source"].contains(&key),
        "CLAIMS" => head.contains(".source."),
        "REFERENCE" => true,
        _ => false,
    }
}

/// One table as Rust: places in the text instead of texts, since each text would have to be relocated at every start.
fn table(table: &str, heads: &Heads, blob: &mut Blob) -> String {
    let mut rows = String::new();
    let mut tops = String::new();
    let mut count = 0;
    for (head, own) in heads {
        let name = blob.piece(head);
        let many = own.len();
        let _ = write!(tops, "Head{{name:{name},first:{count},count:{many}}},");
        for (key, value) in own {
            let value = if is_seldom(table, head, key) {
                blob.seldom_piece(value)
            } else {
                blob.piece(value)
            };
            let key = blob.piece(key);
            let _ = write!(rows, "Row{{key:{key},value:{value}}},");
            count += 1;
        }
    }
    format!(
        "pub(in crate::oauth) static {table}: Table = Table {{ heads: &[{tops}], rows: &[{rows}] }};\n"
    )
}
