//! What the learner does at a desk, and what can be taken along from anywhere.

use crate::app::desk::{GivenKeys, Target};
use crate::oauth::export;
use crate::oauth::jwt::PartName;
use crate::oauth::vendor::ProfileChoice;

/// Work at the desk that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Desk {
    /// Replace the text. Pastes replace; edits send the whole text.
    Text(String),
    /// Take the reply of the tutor's own exchange.
    TakeOwnReply,
    /// Empty the desk.
    Clear,
    /// Judge the text (again).
    Judge,
    /// Fetch the keys and verify.
    Verify,
    /// Verify with these keys.
    Keys(GivenKeys),
    /// Judge by these habits.
    Profile(ProfileChoice),
    /// Count repairs as faults, or no longer.
    ToggleStrict,
    /// Compare this with that; an empty text compares nothing.
    Target(Target, String),
    /// Compare with what the practice tenant and the own app have.
    FillTarget,
    /// Compare with what the kept target of this name has, a tenant of the learner's own.
    Against(String),
    /// Compare with nothing.
    ClearTarget,
    /// Take back the repair of this rule, or make it again.
    ToggleRepair(&'static str),
    /// Take back all repairs; where some are taken back already, make them again.
    ToggleRepairs,
    /// Send the token to the practice API.
    AskApi,
    /// Hand the report on.
    Export(Format, Destination),
    /// Read a file, by its path.
    Open(String),
    /// Have the text edited in the learner's own editor. To be confirmed first: it goes into a file for that time.
    EditOutside,
    /// Put a JSON value in place of what place number `member` of `part` holds; nested ones are counted behind their own.
    SetMember {
        /// Header or payload.
        part: PartName,
        /// From 0.
        member: usize,
        /// JSON.
        value: String,
    },
    /// Verify with the keys in this file.
    KeyFile(String),
    /// Verify with the keys at this address. To be confirmed first, its host named.
    KeyUrl(String),
    /// Sign the token anew, as it stands.
    SignAgain(SignAgain),
    /// Lay another token beside this one, member by member; nothing takes it away.
    Compare(String),
    /// Take back the newest change of a member, or of emptying the desk.
    UndoMember,
    /// Make the change again that was taken back last.
    RedoMember,
}

/// Who signs a token anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignAgain {
    /// The practice tenant, with the key that it signs its own tokens with.
    Practice,
    /// Somebody with this key, or this secret.
    Own(GivenKeys),
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown.
    Markdown,
    /// JSON, in the shape that `check --json` prints.
    Json,
}

/// Where a report goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// The clipboard.
    Clipboard,
    /// A new file in the folder where progress is kept.
    File,
}

/// What can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyWhat {
    /// curl with the secret masked.
    CurlMasked,
    /// curl that runs as it is: the practice secret is inside, and the toast says so.
    CurlPractice,
    /// The reply as received.
    Reply,
    /// The access token.
    Token,
    /// The checker's report as text.
    Report,
    /// The value of place number so many of a part of the decoder's token; a text without its quotes.
    Value(PartName, usize),
    /// The claims of the decoder's token as JSON, byte for byte.
    Claims,
    /// A part of the decoder's token as it stands there.
    Part(PartName),
    /// The newest exchange in a form to take along. No secret is in it.
    Exchange(export::Format),
}
