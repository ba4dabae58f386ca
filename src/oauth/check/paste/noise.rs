//! What stands around a reply in a terminal: command lines, curl's reports, prompts, code fences, and HTTP headers, which are kept for judging.

use crate::oauth::check::paste::headers::{self, Header};
use crate::oauth::check::paste::map::Mapped;
use crate::oauth::check::paste::{Edit, HeaderBlock};

/// What was cut out of the paste before the reply is looked for.
#[derive(Default)]
pub(super) struct Around {
    /// The lines to leave out, in order.
    pub(super) cuts: Vec<Edit>,
    /// The last block of response headers.
    pub(super) headers: Option<HeaderBlock>,
    /// Where the first piece of noise begins.
    pub(super) noise: Option<usize>,
    /// Where a request begins: a curl line, a request line.
    pub(super) request: Option<usize>,
}

impl Around {
    /// True where an answer without a body stands below the request, so that this is not all that was pasted.
    pub(super) fn is_answered(&self, body: &str) -> bool {
        let status = self.headers.as_ref().and_then(|block| block.status);
        status.is_some() && body.trim().is_empty()
    }

    /// The same with its places in the text as pasted, of which `text` was made. The cuts stay as they are.
    pub(super) fn placed(mut self, text: &Mapped) -> Self {
        if let Some(block) = &mut self.headers {
            block.offset = text.original(block.offset);
            for (_, _, offset) in &mut block.fields {
                *offset = text.original(*offset);
            }
        }
        self.noise = self.noise.map(|at| text.original(at));
        self.request = self.request.map(|at| text.original(at));
        self
    }
}

/// Walks over the lines once.
pub(super) fn around(text: &str) -> Around {
    let mut walk = Walk {
        lines: lines(text),
        at: 0,
        // A mail quotes with `> `, curl -v marks what it sent with it.
        verbose: text
            .lines()
            .any(|line| line.strip_prefix("> ").is_some_and(is_request_line)),
        content: false,
        quotes_close: true,
        around: Around::default(),
    };
    while let Some(&line) = walk.lines.get(walk.at) {
        walk.line(line);
    }
    walk.around
}

/// A line with its place; `text` is without the line break, `end` behind it.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Splits at LF, CR LF, and CR alone, which curl's progress meter uses.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let (line, tail) = rest.split_at(length);
        let width = if tail.starts_with("\r\n") {
            2
        } else {
            tail.len().min(1)
        };
        let end = start + length + width;
        lines.push(Line {
            text: line,
            start,
            end,
        });
        start = end;
    }
    lines
}

struct Walk<'t> {
    lines: Vec<Line<'t>>,
    at: usize,
    verbose: bool,
    /// A line that is no noise has been seen.
    content: bool,
    /// False once a quote in a command line stayed open to the end, so that no second search for its like is made.
    quotes_close: bool,
    around: Around,
}

impl Walk<'_> {
    fn line(&mut self, line: Line<'_>) {
        let shown = line.text.trim();
        if let Some(status) = headers::status(line.text) {
            self.response(line, Some(status));
        } else if !self.content && headers::is_known(line.text) {
            self.response(line, None);
        } else if is_request_line(shown.strip_prefix("> ").unwrap_or(shown)) {
            self.request(line);
        } else if is_command(shown) {
            self.command(line);
        } else if let Some(length) = meter(line.text) {
            self.cut(
                line.start,
                if length == line.text.len() {
                    line.end
                } else {
                    line.start + length
                },
            );
            self.at += 1;
        } else if self.is_noise(shown) {
            self.cut(line.start, line.end);
            self.at += 1;
        } else if let Some(quoted) = line.text.strip_prefix('>') {
            let marks = line.text.len() - quoted.trim_start_matches(['>', ' ']).len();
            self.cut(line.start, line.start + marks);
            self.content = true;
            self.at += 1;
        } else {
            self.content |= !shown.is_empty();
            self.at += 1;
        }
    }

    fn is_noise(&self, line: &str) -> bool {
        let sent = self.verbose && (line.starts_with("> ") || line == ">");
        let told = line
            .strip_prefix("* ")
            .is_some_and(|rest| !rest.starts_with(['{', '[', '"']));
        let data = line.ends_with(" bytes data]") && line.starts_with(['{', '}']);
        let fence = line.starts_with("```") && !line.contains('{') || line.starts_with("~~~");
        sent || told || data || fence || line == "<" || is_prompt(line)
    }

    fn cut(&mut self, start: usize, end: usize) {
        self.around.noise.get_or_insert(start);
        self.around.cuts.push(Edit {
            start,
            end,
            replacement: "".into(),
        });
    }

    /// Takes a block of response headers up to the blank line behind it.
    fn response(&mut self, first: Line<'_>, status: Option<u16>) {
        let mut block = HeaderBlock {
            status,
            offset: first.start,
            fields: Vec::new(),
        };
        let mut end = first.start;
        if status.is_some() {
            end = first.end;
            self.at += 1;
        }
        while let Some(&line) = self.lines.get(self.at) {
            match headers::header(line.text) {
                Header::Field {
                    name,
                    value,
                    offset,
                } => {
                    block
                        .fields
                        .push((name.to_owned(), value.to_owned(), line.start + offset));
                }
                Header::Folded(more) => match block.fields.last_mut() {
                    Some((_, value, _)) => {
                        value.push(' ');
                        value.push_str(more);
                    }
                    None => break,
                },
                Header::Blank => {
                    end = line.end;
                    self.at += 1;
                    break;
                }
                Header::Other if self.is_noise(line.text.trim()) => {}
                Header::Other => break,
            }
            end = line.end;
            self.at += 1;
        }
        self.around.cuts.push(Edit {
            start: first.start,
            end,
            replacement: "".into(),
        });
        self.around.headers = Some(block);
    }

    /// Takes a request line and the headers behind it; the body stays and is recognised by its `grant_type`.
    fn request(&mut self, first: Line<'_>) {
        self.around.request.get_or_insert(first.start);
        let mut end = first.end;
        self.at += 1;
        while let Some(&line) = self.lines.get(self.at) {
            let sent = line.text.strip_prefix("> ").unwrap_or(line.text);
            let blank = matches!(headers::header(sent), Header::Blank) || sent.trim() == ">";
            if !blank && !matches!(headers::header(sent), Header::Field { .. }) {
                break;
            }
            end = line.end;
            self.at += 1;
            if blank {
                break;
            }
        }
        self.cut(first.start, end);
    }

    /// Takes a command line with the lines that continue it: behind a continuation mark, or inside quotes.
    fn command(&mut self, first: Line<'_>) {
        self.around.request.get_or_insert(first.start);
        let begin = self.at;
        let mut quotes = Quotes::default();
        let mut marked = begin;
        let mut at = begin;
        while let Some(line) = self.lines.get(at) {
            quotes.read(line.text);
            let continued = line.text.trim_end().ends_with(['\\', '`', '^']);
            at += 1;
            if marked + 1 == at && continued {
                marked = at;
            }
            if quotes.open.is_some() && self.quotes_close && at < self.lines.len() {
                continue;
            }
            if !continued {
                break;
            }
        }
        if quotes.open.is_some() {
            self.quotes_close = false;
            at = marked + 1;
        }
        self.at = at.min(self.lines.len());
        let end = self
            .lines
            .get(self.at - 1)
            .map_or(first.end, |line| line.end);
        self.cut(first.start, end);
    }
}

/// The quotes of a shell, single and double.
#[derive(Default)]
struct Quotes {
    open: Option<char>,
}

impl Quotes {
    fn read(&mut self, line: &str) {
        let mut chars = line.chars();
        while let Some(c) = chars.next() {
            match (self.open, c) {
                (None | Some('"'), '\\') => {
                    chars.next();
                }
                (None, '"' | '\'') => self.open = Some(c),
                (Some(quote), c) if quote == c => self.open = None,
                _ => {}
            }
        }
    }
}

/// `POST /oauth/token HTTP/1.1`
fn is_request_line(line: &str) -> bool {
    let mut words = line.split(' ');
    let method = words.next().unwrap_or_default();
    let good = !method.is_empty() && method.bytes().all(|b| b.is_ascii_uppercase());
    good && words
        .nth(1)
        .is_some_and(|version| version.starts_with("HTTP/"))
}

const COMMANDS: [&str; 8] = [
    "curl",
    "curl.exe",
    "wget",
    "http",
    "xh",
    "Invoke-RestMethod",
    "Invoke-WebRequest",
    "irm",
];

/// A command that sends a request, with or without a prompt before it.
fn is_command(line: &str) -> bool {
    if line.contains("Invoke-RestMethod ")
        || line.contains("Invoke-WebRequest ")
        || line.contains("$(curl ")
    {
        return true;
    }
    let starts = |text: &str| {
        let word = text.split(' ').next().unwrap_or_default();
        let arguments = text.contains(" -")
            || text.contains("http:")
            || text.contains("https:")
            || text.ends_with('\\');
        COMMANDS.contains(&word) && arguments
    };
    let behind_prompt = || {
        let (prompt, command) = line.split_once(['$', '%', '#', '>', '❯', '➜'])?;
        let plain = !prompt.contains(['"', '{', '\'']);
        (plain && starts(command.trim_start())).then_some(())
    };
    starts(line) || behind_prompt().is_some()
}

/// A prompt with nothing behind it: `user@host:~$`, `PS C:\Users\me>`, `$`, zsh's lone `%`.
fn is_prompt(line: &str) -> bool {
    if matches!(line, "$" | "%" | "#" | "❯" | "➜") {
        return true;
    }
    let ends = line.ends_with(['$', '%', '#', '>']);
    let shell = line.starts_with("PS ") || line.contains('@') && line.contains([':', ' ', '~']);
    let windows = line.as_bytes().get(1..3) == Some(b":\\");
    ends && (shell || windows) && !line.contains(['"', '{'])
}

/// How much of a line belongs to curl's progress meter. Its last row has no line break, so a reply may stand right behind it.
fn meter(line: &str) -> Option<usize> {
    let shown = line.trim();
    if shown.starts_with("% Total ") || shown.starts_with("Dload ") {
        return Some(line.len());
    }
    let row = shown.starts_with(|c: char| c.is_ascii_digit()) && shown.contains(":--")
        || shown.contains("--:--:--");
    let figures = || {
        shown
            .bytes()
            .take(24)
            .all(|b| b.is_ascii_digit() || b" .kMG".contains(&b))
    };
    (row && figures()).then(|| line.find(['{', '[', '"', '<']).unwrap_or(line.len()))
}
