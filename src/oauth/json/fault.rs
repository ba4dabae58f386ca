//! What a text can get wrong as JSON.

/// Something that RFC 8259 does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What it is.
    pub kind: FaultKind,
    /// Byte offset in the document's text where it begins.
    pub offset: usize,
    /// Byte offset behind its last byte; equal to `offset` where something is missing.
    pub end: usize,
}

/// The ways in which a text fails to be JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// There is no value at all.
    Empty,
    /// A comma before a closing brace or bracket; the range is the comma.
    TrailingComma,
    /// The text ends before the value does.
    Truncated,
    /// `...` or `…` where a value, an item or a member should stand.
    Ellipsis,
    /// Members without an opening brace; stands before the first member.
    MissingOpenBrace,
    /// Members without an opening brace have no closing one either; stands behind the last member.
    MissingCloseBrace,
    /// A raw line break inside a string.
    RawLineBreak,
    /// Another raw control character inside a string, or a control character that is no blank outside.
    RawControl,
    /// A raw U+0000, in a string or outside.
    Nul,
    /// A string in single quotes; the range is the whole string.
    SingleQuotes,
    /// A string in curly quotes; the range is the whole string.
    SmartQuotes,
    /// A backslash sequence that JSON does not know.
    BadEscape,
    /// Something like a number (`01`, `+1`, `1.`).
    BadNumber,
    /// A word that is no JSON literal.
    BadLiteral,
    /// `None`, `True` or `False` as Python writes them.
    PythonLiteral,
    /// No comma between two members or items.
    MissingComma,
    /// No colon between name and value.
    MissingColon,
    /// No value where one must stand.
    MissingValue,
    /// No name before a member's value.
    MissingName,
    /// A name without quotes.
    UnquotedKey,
    /// A brace closed by a bracket, a bracket closed by a brace, or a closer without an opener.
    WrongCloser,
    /// A character that has no business there.
    Unexpected,
    /// `//` or `/* */`.
    Comment,
    /// A no-break space, a byte order mark, a zero-width or bidi character outside strings.
    Invisible,
    /// Text behind the value.
    TrailingText,
}
