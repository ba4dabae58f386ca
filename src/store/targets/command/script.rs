//! Scripts on a command line, `sh -c '...'`: whether one prints what stands in it.

/// Programs that print the words they are given.
pub(super) const PRINTERS: [&str; 3] = ["echo", "printf", "yes"];

const SHELLS: [&str; 9] = [
    "ash",
    "bash",
    "dash",
    "fish",
    "ksh",
    "powershell",
    "pwsh",
    "sh",
    "zsh",
];

/// Programs whose scripts print by a word of their own, by how their names begin: `python3.12`.
const LANGUAGES: [&str; 14] = [
    "awk",
    "bun",
    "deno",
    "gawk",
    "jq",
    "lua",
    "mawk",
    "node",
    "perl",
    "php",
    "powershell",
    "pwsh",
    "python",
    "ruby",
];

/// True where `word` is a script of this program that prints a text which stands in it.
pub(super) fn prints(program: &str, word: &str) -> bool {
    let is_language = LANGUAGES.iter().any(|known| program.starts_with(known));
    (SHELLS.contains(&program) && prints_in_shell(word))
        || (is_language && prints_in_language(word))
}

/// `echo S`, `printf %s S`, `cat <<< S`. What is printed of variables and of other commands is not in the script.
fn prints_in_shell(script: &str) -> bool {
    // `$'S'` is a text like any other.
    let script = script.replace("$'", "'").replace("$\"", "\"");
    // What goes to stderr is no secret.
    let script = script.replace(">&", ">");
    let here = script.split("<<").skip(1).any(|text| {
        let text = text.trim_start_matches(['<', '-', ' ', '"', '\'']);
        !text.is_empty() && !has_variable(&script)
    });
    let mut commands = script.split([';', '|', '&', '\n', '(', '{', '`']);
    here || prints_what_it_sets(&script)
        || commands.any(|command| {
            let mut words = command
                .split_whitespace()
                .map(|word| word.trim_matches(['"', '\'', '\\']));
            let is_printer = |word: &str| {
                let name = word.rsplit('/').next().unwrap_or_default();
                let name = name.to_ascii_lowercase();
                PRINTERS.contains(&name.as_str()) || name.starts_with("write-")
            };
            let found = words.by_ref().take(BEFORE).any(is_printer);
            found
                && !has_variable(command)
                && !command.contains('>')
                && words.any(|word| !is_empty(word))
        })
}

/// `X=S; echo $X`: the text is set a moment before.
fn prints_what_it_sets(script: &str) -> bool {
    let is_name = |name: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
        !name.is_empty() && name.chars().all(fits)
    };
    let words = script.split(|c: char| c.is_whitespace() || ";&|(".contains(c));
    let mut set = words.filter_map(|word| {
        let (name, value) = word.split_once('=')?;
        (is_name(name) && !value.is_empty() && !has_variable(value)).then_some(name)
    });
    let prints = script.contains("echo") || script.contains("printf") || script.contains("<<");
    prints
        && set.any(|name| {
            [format!("${name}"), format!("${{{name}")]
                .iter()
                .any(|used| script.contains(used.as_str()))
        })
}

/// So many words may stand before the program: `then`, `exec`, `command`, a variable.
const BEFORE: usize = 3;

fn has_variable(text: &str) -> bool {
    text.contains(['$', '`'])
}

/// A flag, or what comes out as a line end.
fn is_empty(word: &str) -> bool {
    let rest = word.replace("\\n", "").replace("\\r", "").replace("%s", "");
    let rest = rest.trim_matches(['"', '\'', ')', '}']);
    rest.is_empty() || rest.starts_with('-')
}

/// The words by which languages print.
const VERBS: [&str; 7] = ["echo", "log", "print", "printf", "puts", "say", "write"];

/// `print('S')`, `puts "S"`, `console.log("S")`, and a script that is nothing but a text.
fn prints_in_language(script: &str) -> bool {
    let script = script.trim();
    let is_text = literal(script).is_some_and(|(text, rest)| is_whole(text) && rest.is_empty());
    let mut behind_verbs = VERBS.iter().flat_map(|verb| {
        let places = script.match_indices(verb);
        places.filter_map(|(at, _)| script.get(at + verb.len()..))
    });
    is_text || behind_verbs.any(says)
}

/// True where a text comes next, and nothing is joined to it.
fn says(behind: &str) -> bool {
    let behind = behind.strip_prefix("ln").unwrap_or(behind);
    let text = literal(behind.trim_start_matches([' ', '(', '[']));
    text.is_some_and(|(text, rest)| {
        let rest = rest.trim_start();
        is_whole(text) && (rest.is_empty() || rest.starts_with([')', ';', '}', ']', ',']))
    })
}

/// A text into which nothing is filled.
fn is_whole(text: &str) -> bool {
    !text.contains(['%', '{', '#', '\\', '$'])
}

/// The text in quotes with which `text` begins, and what follows.
fn literal(text: &str) -> Option<(&str, &str)> {
    let quote = text
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let (inside, rest) = text.get(1..)?.split_once(quote)?;
    (!inside.is_empty()).then_some((inside, rest))
}
