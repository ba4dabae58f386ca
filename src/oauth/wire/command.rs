//! The request as a curl command line, for bash and for PowerShell.

use crate::oauth::field::Field;
use crate::oauth::wire::slot::{Slot, header_word};
use crate::oauth::wire::{Line, Piece, Secrets, Span, WireRequest, mask};

/// Whose rules of quoting are followed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shell {
    /// bash, and every POSIX shell.
    Bash,
    /// Windows PowerShell 5.1 and PowerShell 7.
    PowerShell,
}

/// What stands in the place of a secret.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Values {
    /// A mask.
    Masked,
    /// The secret.
    Shown,
    /// An environment variable that holds it.
    Variables,
}

impl From<Secrets> for Values {
    fn from(secrets: Secrets) -> Self {
        match secrets {
            Secrets::Masked => Self::Masked,
            Secrets::Shown => Self::Shown,
        }
    }
}

/// The command, one option a line, continued in the shell's own way.
pub(super) fn lines(request: &WireRequest, shell: Shell, values: Values) -> Vec<Line> {
    let quoting = Quoting { shell, values };
    // PowerShell before 7.3 drops double quotes inside an argument for a program, later ones keep them. Through the pipe both
    // deliver the same, and curl removes the line end that PowerShell adds (`-d @-`).
    let piped = shell == Shell::PowerShell && request.is_json();
    let mut options = vec![start(request, &quoting, piped)];
    for (name, value) in &request.headers {
        if !curl_writes(name, value, &request.body) {
            options.push(option("-H ", &quoting.word(&header_word(name, value))));
        }
    }
    if piped {
        options.push(vec![Span::open("-d '@-'", None)]);
    } else {
        options.extend(data(request, &quoting));
    }
    continued(options, shell)
}

/// `curl -X POST URL`, with the JSON body before a pipe where it has to come that way.
fn start(request: &WireRequest, quoting: &Quoting, piped: bool) -> Line {
    let mut line = Vec::new();
    if piped {
        line.extend(quoting.always(&request.body));
        line.push(Span::open(" | ", None));
    }
    let program = match quoting.shell {
        Shell::Bash => "curl ",
        // In Windows PowerShell `curl` alone is another command.
        Shell::PowerShell => "curl.exe ",
    };
    line.push(Span::open(program, None));
    if request.method != "GET" {
        let method = format!("-X {} ", request.method);
        line.push(Span::open(&method, Some(Field::Endpoint)));
    }
    // curl would make several addresses of one with braces or brackets in it, and send the secret to each.
    let behind_host = request
        .url
        .as_str()
        .splitn(4, '/')
        .nth(3)
        .unwrap_or_default();
    if behind_host.contains(['{', '}', '[', ']']) {
        line.push(Span::open("--globoff ", None));
    }
    line.extend(quoting.word(&request.address()));
    line
}

/// `-d name=value` for each parameter of a form: curl joins them with `&`, and so sends exactly the body of the wire.
fn data(request: &WireRequest, quoting: &Quoting) -> Vec<Line> {
    if request.is_json() {
        return vec![option("-d ", &quoting.word(&request.body))];
    }
    let parameters = request.parameters().into_iter();
    parameters
        .map(|parameter| {
            let hides = parameter.iter().any(|piece| piece.secret);
            // A variable holds the secret as it is, so curl has to encode it.
            let flag = match quoting.values {
                Values::Variables if hides => "--data-urlencode ",
                Values::Variables | Values::Masked | Values::Shown => "-d ",
            };
            option(flag, &quoting.word(parameter))
        })
        .collect()
}

fn option(flag: &str, word: &[Span]) -> Line {
    let field = word.iter().find_map(|span| span.field);
    let mut line = vec![Span::open(flag, field)];
    line.extend_from_slice(word);
    line
}

/// True for headers that curl writes itself, in the same way.
fn curl_writes(name: &str, value: &[Piece], body: &[Piece]) -> bool {
    let is_form = value
        .iter()
        .any(|piece| piece.text == "application/x-www-form-urlencoded");
    match name {
        "Host" => true,
        "Content-Length" => !body.is_empty(),
        "Content-Type" => !body.is_empty() && is_form,
        _ => false,
    }
}

/// Joins the options with the shell's sign for a command that goes on in the next line.
fn continued(options: Vec<Line>, shell: Shell) -> Vec<Line> {
    let sign = match shell {
        Shell::Bash => " \\",
        Shell::PowerShell => " `",
    };
    let count = options.len();
    options
        .into_iter()
        .enumerate()
        .map(|(index, mut line)| {
            if index > 0 {
                line.insert(0, Span::open("  ", None));
            }
            if index + 1 < count {
                line.push(Span::open(sign, None));
            }
            line
        })
        .collect()
}

struct Quoting {
    shell: Shell,
    values: Values,
}

impl Quoting {
    /// One word of the command line, quoted only where it has to be.
    fn word(&self, pieces: &[Piece]) -> Line {
        let hides = pieces.iter().any(|piece| piece.secret);
        let spans = self.spans(pieces);
        let plain = spans.iter().all(|span| span.text.chars().all(is_plain));
        if plain && !(hides && self.values == Values::Variables) {
            return spans;
        }
        self.always(pieces)
    }

    /// One word of the command line, in quotes.
    fn always(&self, pieces: &[Piece]) -> Line {
        let hides = pieces.iter().any(|piece| piece.secret);
        if hides && self.values == Values::Variables {
            self.with_variables(pieces)
        } else {
            self.literal(&self.spans(pieces))
        }
    }

    fn spans(&self, pieces: &[Piece]) -> Line {
        let secrets = match self.values {
            Values::Masked | Values::Variables => Secrets::Masked,
            Values::Shown => Secrets::Shown,
        };
        pieces
            .iter()
            .map(|piece| mask::span(piece, secrets))
            .collect()
    }

    /// In single quotes, within which neither shell reads anything but the quote itself.
    fn literal(&self, spans: &[Span]) -> Line {
        let quoted = |text: &str| match self.shell {
            Shell::Bash => text.replace('\'', r"'\''"),
            Shell::PowerShell => doubled(text),
        };
        let mut line = vec![Span::open("'", None)];
        line.extend(spans.iter().map(|span| Span {
            text: quoted(&span.text),
            ..span.clone()
        }));
        line.push(Span::open("'", None));
        line
    }

    /// With a variable for each secret. bash joins pieces that touch, so that only the variable stands in double quotes, where
    /// `!` and `$` are obeyed; PowerShell does not, so there the whole word does.
    fn with_variables(&self, pieces: &[Piece]) -> Line {
        let mut line = Vec::new();
        for run in pieces.chunk_by(|one, next| one.secret == next.secret) {
            match (self.shell, run) {
                (_, [secret, ..]) if secret.secret => line.push(self.variable(secret, pieces)),
                (Shell::Bash, run) => line.extend(self.word(run)),
                (Shell::PowerShell, run) => line.extend(run.iter().map(within_double_quotes)),
            }
        }
        if self.shell == Shell::PowerShell {
            line.insert(0, Span::open("\"", None));
            line.push(Span::open("\"", None));
        }
        line
    }

    fn variable(&self, secret: &Piece, word: &[Piece]) -> Span {
        let name = Slot::of(secret, word).variable();
        let text = match self.shell {
            Shell::Bash => format!("\"${name}\""),
            Shell::PowerShell => format!("$env:{name}"),
        };
        Span {
            text,
            field: secret.field,
            secret: true,
        }
    }
}

/// `text` for the inside of PowerShell's single quotes, which it ends at any of these, typographic ones too.
fn doubled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(
            character,
            '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}'
        ) {
            out.push(character);
        }
        out.push(character);
    }
    out
}

/// `text` as a word of PowerShell.
pub(crate) fn power_shell_word(text: &str) -> String {
    format!("'{}'", doubled(text))
}

/// `piece` for the inside of PowerShell's double quotes.
fn within_double_quotes(piece: &Piece) -> Span {
    let mut text = String::with_capacity(piece.text.len());
    for character in piece.text.chars() {
        if matches!(
            character,
            '`' | '"' | '$' | '\u{201c}' | '\u{201d}' | '\u{201e}'
        ) {
            text.push('`');
        }
        text.push(character);
    }
    Span::open(&text, piece.field)
}

/// True for characters that neither shell gives a meaning to inside a word. The tilde is none of them: bash expands it after `=`.
fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._/:=%+".contains(character)
}
