//! The rows of the key table, and the five keys that each footer shows.

use std::borrow::Cow;

use super::action::{Action, Context};

use Context::{
    Break, Build, Call, Check, Checker, Create, Decoder, Done, Explain, Flow, Goal, Home, Overlay,
    Practice, Predict, Quiz, Read, Reference, Send, Server, Target,
};

/// A row of the table.
#[derive(Clone, Debug)]
pub(crate) struct Binding {
    /// Where it holds.
    pub(crate) contexts: &'static [Context],
    /// The keys, as the table spells them.
    pub(super) keys: Cow<'static, str>,
    /// What it asks for.
    pub(crate) action: Action,
    /// One or two words for the footer.
    pub(crate) label: &'static str,
    /// A few words for the help.
    pub(crate) help: &'static str,
    /// Under which heading the help shows it.
    pub(crate) group: Group,
}

/// The headings of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// What this screen is for.
    Here,
    /// Through the lesson.
    Lesson,
    /// On the screen.
    Move,
    /// The program.
    Program,
}

impl Group {
    /// All, in the order of the help.
    pub(crate) const ALL: [Self; 4] = [Self::Here, Self::Lesson, Self::Move, Self::Program];

    /// The heading.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Here => "Here",
            Self::Lesson => "The lesson",
            Self::Move => "Moving",
            Self::Program => "The program",
        }
    }
}

const EVERYWHERE: &[Context] = &[
    Home, Goal, Predict, Create, Build, Send, Read, Call, Check, Explain, Break, Flow, Practice,
    Quiz, Done, Checker, Decoder, Target, Server, Reference, Overlay,
];
/// Where Enter opens or accepts what is selected.
const OPENING: &[Context] = &[
    Home, Send, Read, Call, Check, Explain, Checker, Decoder, Target, Reference, Overlay,
];
const AWAY: &[Context] = &[
    Goal, Predict, Create, Build, Send, Read, Call, Check, Explain, Break, Flow, Practice, Quiz,
    Done, Checker, Decoder, Target, Server, Reference,
];
/// Every screen, and no overlay.
const NO_OVERLAY: &[Context] = &[
    Home, Goal, Predict, Create, Build, Send, Read, Call, Check, Explain, Break, Flow, Practice,
    Quiz, Done, Checker, Decoder, Target, Server, Reference,
];
/// Where `/` looks through nothing of its own.
const LOOKING_UP: &[Context] = &[
    Home, Goal, Predict, Create, Build, Send, Read, Call, Check, Explain, Break, Flow, Practice,
    Quiz, Done, Checker, Target, Server,
];
const LESSON: &[Context] = &[
    Goal, Predict, Create, Build, Send, Read, Call, Check, Explain, Break, Flow, Practice, Quiz,
    Done,
];
const WORK: &[Context] = &[Create, Build, Check, Break, Flow];
const DESKS: &[Context] = &[Check, Checker, Decoder];
const CHECKERS: &[Context] = &[Check, Checker];
const PANES: &[Context] = &[
    Home, Create, Build, Send, Read, Call, Check, Explain, Break, Flow, Checker, Decoder, Server,
];
const SIDEWAYS: &[Context] = &[
    Home, Create, Build, Send, Read, Call, Check, Explain, Checker, Decoder, Target, Server,
    Reference,
];

const fn row(
    contexts: &'static [Context],
    keys: &'static str,
    action: Action,
    label: &'static str,
    help: &'static str,
) -> Binding {
    Binding {
        contexts,
        keys: Cow::Borrowed(keys),
        action,
        label,
        help,
        group: Group::Here,
    }
}

const fn under(group: Group, mut row: Binding) -> Binding {
    row.group = group;
    row
}

/// Every key of the program.
// One line a key, so that it reads as the table it is.
#[rustfmt::skip]
pub(super) static ROWS: &[Binding] = &[
    row(&[Create], "f5 s", Action::Submit, "create", "create the app"),
    row(&[Build, Send, Break], "f5 s", Action::Send, "send", "send the request"),
    row(&[Flow], "s", Action::RunCard, "run card", "run the next card"),
    row(&[Flow], "f5 e", Action::RunToEnd, "run to end", "run all cards that are left"),
    row(&[Flow], "b", Action::Rewind, "rewind", "back to the start of the flow"),
    row(&[Flow], "c", Action::Connect, "connect", "drop the next value from before into the port"),
    row(DESKS, "f5 s", Action::Judge, "check", "check the text again"),
    row(&[Send, Read, Call], "a", Action::CallApi, "call API", "call the API with the token"),
    row(&[Send, Read, Call], "A", Action::CallBare, "call bare", "call the API without a token"),
    row(&[Read, Check, Checker, Decoder], "V", Action::Verify, "verify", "verify as the API would"),
    row(&[Build], "f f7", Action::Fill, "fill", "take id and secret from your app"),
    row(&[Create, Build], "e", Action::Edit, "edit", "type into the field"),
    row(CHECKERS, "p e", Action::Edit, "paste", "open the field; a paste replaces the text"),
    row(&[Decoder], "p", Action::Edit, "paste", "open the field; a paste replaces the text"),
    row(&[Decoder], "e", Action::Tamper, "edit claim", "change the selected claim; the signature breaks"),
    row(&[Decoder], "S", Action::SignPractice, "sign", "sign it anew with the key of the practice tenant"),
    row(&[Decoder], "O", Action::SignOwn, "sign own", "sign it anew with a key of yours"),
    row(&[Decoder], "c", Action::Compare, "beside", "another token beside this one, claim by claim"),
    row(&[Decoder], "/", Action::Find, "find", "only what holds a text; Esc shows all again"),
    row(&[Checker, Decoder], "u", Action::Undo, "undo", "take back a change, or emptying the desk"),
    row(&[Decoder], "ctrl+r", Action::Redo, "redo", "make that change again"),
    row(DESKS, "f", Action::OpenFile, "file", "open a file by its path"),
    row(DESKS, "E ctrl+e", Action::OpenEditor, "editor", "the text in your own editor"),
    row(CHECKERS, "a", Action::AskApi, "ask API", "ask the practice API with this token"),
    row(CHECKERS, "z", Action::Unrepair, "unrepair", "take back the repair, or make it again"),
    row(CHECKERS, "space", Action::Toggle, "fold", "fold or unfold the rules that held"),
    row(CHECKERS, "X", Action::Export, "export", "the report as Markdown or JSON"),
    row(DESKS, "t", Action::Target, "compare", "compare with an issuer, an API, an app"),
    row(&[Check, Checker, Decoder, Target], "P", Action::Profile, "profile", "judge by the next profile"),
    row(&[Checker, Target], "!", Action::Strict, "strict", "repairs count as faults, or not"),
    row(&[Check, Checker, Decoder, Target], "T", Action::Against, "your tenant", "compare and verify with a tenant of your own"),
    row(DESKS, "K", Action::GiveKeys, "key", "verify with a key of your own"),
    row(DESKS, "F", Action::KeyFile, "key file", "verify with the keys in a file"),
    row(DESKS, "U", Action::KeyUrl, "key URL", "verify with the keys at an address"),
    row(&[Target], "space", Action::Toggle, "change", "change what is selected"),
    row(&[Target], "f m", Action::Fill, "fill", "fill in from the practice tenant and your app"),
    row(&[Target], "del", Action::Clear, "clear", "compare with nothing"),
    row(&[Check], "m o", Action::TakeOwn, "own reply", "take the reply of your own request"),
    row(DESKS, "del", Action::Clear, "clear", "empty the text"),
    row(&[Break], "b", Action::Vary, "break", "make the change of the experiment"),
    row(&[Break], "p", Action::PutBack, "put back", "put everything back"),
    row(&[Predict, Create, Build, Send, Read, Call, Check, Break, Flow, Quiz, Home, Decoder, Overlay], "1-9", Action::Pick(0), "pick", "answer, part or row of that number"),
    row(&[Predict, Break], "left -", Action::LessSure, "less sure", "less sure of the guess"),
    row(&[Predict, Break], "right +", Action::MoreSure, "how sure", "surer of the guess"),
    row(&[Quiz], "left -", Action::LessSure, "box before", "into the box before, on a card that sorts"),
    row(&[Quiz], "right +", Action::MoreSure, "box", "into the next box, on a card that sorts"),
    row(&[Create, Build, Send, Read, Call, Check, Flow], "-", Action::LessSure, "less sure", "less sure of the guess"),
    row(&[Create, Build, Send, Read, Call, Check, Flow], "+", Action::MoreSure, "how sure", "surer of the guess"),
    row(&[Build, Send, Read, Call, Check, Checker, Decoder], "v", Action::View, "view", "next view of this pane"),
    row(&[Break], "v", Action::View, "another", "the next change of this experiment, then the next experiment"),
    row(&[Goal, Build, Send, Read, Call, Check, Break, Checker, Decoder], "w", Action::Whole, "whole", "the whole of what is shortened"),
    row(&[Build, Send, Read, Call, Explain, Break], "D", Action::Runs, "differ", "compare the newest request and reply with those before, byte by byte"),
    row(&[Build, Send, Read, Call, Check, Explain, Done], "L", Action::Scenarios, "scenarios", "scenarios of this sandbox: keep what stands here, load, delete"),
    row(&[Overlay], "f5", Action::Send, "ask", "ask for the metadata, in the form of a new tenant of your own"),
    row(&[Overlay], "e", Action::Edit, "edit", "edit what is selected, in the list of your own tenants"),
    row(&[Overlay], "del", Action::Clear, "delete", "delete what is selected, in the list of scenarios or of your own tenants"),
    row(&[Build, Send, Break], "E", Action::Elsewhere, "all three", "compare what all three practice servers make of the same request"),
    row(&[Build, Send, Read, Call, Check, Explain, Break, Done, Checker, Decoder], "y", Action::Copy, "copy", "copy: curl, reply, token, report"),
    row(&[Create, Build, Send, Read, Call, Check, Explain, Break, Checker, Decoder], "r f6", Action::Reveal, "reveal", "show secrets for ten seconds"),
    row(&[Create, Build], "space", Action::Toggle, "tick", "tick or untick"),
    row(&[Home], "c", Action::Checker, "check", "check a token response"),
    row(&[Home], "d", Action::Decoder, "decode", "decode a JWT"),
    row(&[Home], "S", Action::Sandbox, "sandbox", "all benches, at the tenant of your choice, without goals"),
    row(&[Home], "o", Action::OwnTenants, "own tenants", "tenants of your own: open, add, edit, forget one"),
    row(&[Home], "s", Action::Server, "servers", "the practice servers: how they stand, what they hear, what can be changed"),
    row(&[Home], "r", Action::Review, "review", "the cards that were wrong and are due again"),
    row(&[Create, Build, Send, Read, Call, Check, Explain, Break, Flow], "W f9", Action::Server, "servers", "the practice server: what it hears; its clock, keys, secret, rules, faults, plug; Esc comes back"),
    row(&[Server], "enter", Action::Accept, "change", "make the change that is selected"),
    row(&[Server], "t", Action::Turn, "tenant", "the next practice server"),
    row(&[Server], "u", Action::Undo, "undo", "put back the newest change"),
    row(&[Server], "ctrl+r", Action::Redo, "redo", "make the change again that was put back last"),
    row(&[Server], "p", Action::PutBack, "put back", "put back all changes of this server"),
    row(&[Home], "T", Action::Theme, "theme", "the next theme: fitting, dark, light, high contrast, terminal"),
    row(&[Home], "R", Action::Restart, "play again", "the lesson from its start"),
    row(&[Home, Goal], "t", Action::TestOut, "test out", "for those who know it: its steps without help, then the cards"),
    row(&[Reference], "/ f3", Action::Find, "search", "type what is to be found"),
    under(Group::Move, row(&[Reference], "tab", Action::NextPane, "kind", "the next kind of entry alone")),
    under(Group::Move, row(&[Reference], "shift+tab", Action::PrevPane, "kind", "the kind before")),
    row(&[Practice], "p", Action::Practise, "practice", "this step at its practice server, where it can be done"),
    under(Group::Lesson, row(LESSON, "pgdn ]", Action::NextStep, "next", "next step")),
    under(Group::Lesson, row(LESSON, "pgup [", Action::PrevStep, "back", "step before")),
    under(Group::Lesson, row(LESSON, "N", Action::Skip, "skip", "next step without doing this one")),
    under(Group::Lesson, row(&[Create, Build, Flow], "S", Action::LayIn, "solution", "lay the solution into the form, unsent")),
    under(Group::Lesson, row(&[Goal, Predict, Create, Build, Send, Read, Call, Check, Explain, Break, Flow, Practice, Quiz, Done, Overlay], "h f2", Action::Hint, "hint", "next hint, then the solution")),
    under(Group::Lesson, row(LESSON, "g f4", Action::Jump, "steps", "list of the steps")),
    under(Group::Lesson, row(&[Create, Build, Flow], "u", Action::Undo, "undo", "undo: take back the last edit")),
    under(Group::Lesson, row(&[Create, Build, Flow], "ctrl+r", Action::Redo, "redo", "redo: do it again")),
    under(Group::Lesson, row(WORK, "x", Action::Reset, "reset", "reset this step (asks first)")),
    under(Group::Move, row(EVERYWHERE, "up k", Action::Up, "up", "row above")),
    under(Group::Move, row(EVERYWHERE, "down j", Action::Down, "move", "row below")),
    under(Group::Move, row(SIDEWAYS, "left", Action::Left, "left", "to the left")),
    under(Group::Move, row(SIDEWAYS, "right", Action::Right, "right", "to the right")),
    under(Group::Move, row(PANES, "tab", Action::NextPane, "pane", "next field or pane")),
    under(Group::Move, row(PANES, "shift+tab", Action::PrevPane, "pane", "field or pane before")),
    under(Group::Move, row(&[Overlay], "tab", Action::NextPane, "next field", "next field of a form")),
    under(Group::Move, row(&[Overlay], "shift+tab", Action::PrevPane, "field before", "field before")),
    under(Group::Move, row(EVERYWHERE, "home", Action::Top, "top", "first row")),
    under(Group::Move, row(EVERYWHERE, "end", Action::Bottom, "end", "last row")),
    under(Group::Move, row(&[Home, Checker, Decoder, Server, Reference, Overlay], "pgdn ctrl+f", Action::PageDown, "more", "a screenful down")),
    under(Group::Move, row(&[Home, Checker, Decoder, Server, Reference, Overlay], "pgup ctrl+b", Action::PageUp, "less", "a screenful up")),
    under(Group::Move, row(LESSON, "ctrl+f", Action::PageDown, "more", "a screenful down")),
    under(Group::Move, row(LESSON, "ctrl+b", Action::PageUp, "less", "a screenful up")),
    under(Group::Move, row(OPENING, "enter", Action::Accept, "open", "open, accept, next field")),
    under(Group::Move, row(&[Create], "enter", Action::Accept, "choose", "type into, choose, tick, press")),
    under(Group::Move, row(&[Flow], "enter", Action::Accept, "type", "type into the port, or leave it")),
    under(Group::Move, row(&[Build], "enter", Action::Accept, "edit", "type into the field, then into the next")),
    under(Group::Move, row(&[Goal, Practice, Done], "enter", Action::Accept, "next", "next step")),
    under(Group::Move, row(&[Predict, Quiz], "enter", Action::Accept, "answer", "answer with the row of the cursor, then next")),
    under(Group::Move, row(&[Break], "enter", Action::Accept, "answer", "answer with the row of the cursor")),
    under(Group::Move, row(EVERYWHERE, "esc", Action::Close, "close", "leave the field, the overlay, the screen")),
    under(Group::Move, row(&[Create, Build, Check, Flow, Checker, Decoder, Target, Reference], "ctrl+u", Action::ClearField, "clear", "empty the field")),
    under(Group::Move, row(PANES, "Z", Action::Zoom, "zoom", "this pane alone, and back")),
    under(Group::Program, row(NO_OVERLAY, "M", Action::Mouse, "mouse", "the mouse is the terminal's again, or the program's")),
    under(Group::Program, row(EVERYWHERE, "? f1", Action::Help, "help", "the keys that are valid here")),
    under(Group::Program, row(LOOKING_UP, "/ f3", Action::Reference, "look up", "look something up in the reference")),
    under(Group::Program, row(&[Decoder], "f3", Action::Reference, "look up", "look something up in the reference")),
    under(Group::Program, row(NO_OVERLAY, ": ctrl+p", Action::Palette, "all", "find what can be done here by typing")),
    under(Group::Program, row(NO_OVERLAY, ",", Action::Settings, "settings", "colours, motion, mouse, clipboard, lines instead of screens")),
    under(Group::Program, row(AWAY, "q", Action::GoHome, "home", "back home")),
    under(Group::Program, row(&[Home], "q", Action::Quit, "quit", "quit")),
    under(Group::Program, row(EVERYWHERE, "ctrl+c", Action::Interrupt, "stop", "cancel the request, else quit")),
    under(Group::Program, row(EVERYWHERE, "ctrl+z", Action::Suspend, "suspend", "back to the shell; fg returns")),
    under(Group::Program, row(EVERYWHERE, "ctrl+l", Action::Redraw, "redraw", "draw everything anew")),
];

/// What is opened goes before what is chosen once.
const HOME: [Action; 8] = [
    Action::Accept,
    Action::Down,
    Action::Checker,
    Action::Decoder,
    Action::Quit,
    Action::Server,
    Action::Reference,
    Action::Settings,
];

/// On a form there is most to do.
const CREATE: [Action; 6] = [
    Action::Accept,
    Action::Down,
    Action::Submit,
    Action::NextPane,
    Action::Hint,
    Action::NextStep,
];

/// On the sheet of what the response should be.
const TARGET: [Action; 6] = [
    Action::Accept,
    Action::Toggle,
    Action::Fill,
    Action::Against,
    Action::Clear,
    Action::Close,
];

/// What is changed can be put back.
const SERVER: [Action; 7] = [
    Action::Accept,
    Action::Undo,
    Action::PutBack,
    Action::Turn,
    Action::NextPane,
    Action::Down,
    Action::GoHome,
];

/// Of building a request.
const BUILD: &[Action] = &[
    Action::Send,
    Action::Accept,
    Action::Down,
    Action::Jump,
    Action::View,
    Action::Hint,
    Action::Copy,
];

/// The keys that matter most in `context`, most important first. The footer shows as many as fit, and help always.
pub fn footer(context: Context) -> &'static [Action] {
    use Action as A;
    match context {
        Home => &HOME,
        Goal => &[A::NextStep, A::TestOut, A::Jump, A::GoHome],
        Predict => &[A::Accept, A::Down, A::NextStep, A::PrevStep, A::Jump],
        Create => &CREATE,
        Build => BUILD,
        Send => &[A::NextStep, A::Down, A::View, A::CallApi, A::Copy],
        Read => &[
            A::Verify,
            A::CallApi,
            A::CallBare,
            A::NextStep,
            A::Down,
            A::View,
        ],
        Call => &[A::CallApi, A::CallBare, A::Down, A::NextStep, A::Hint],
        Check => &[
            A::TakeOwn,
            A::Down,
            A::NextStep,
            A::Edit,
            A::Verify,
            A::AskApi,
        ],
        Explain => &[A::Down, A::Copy, A::NextStep, A::PrevStep, A::Jump],
        Break => &[
            A::Vary,
            A::Send,
            A::PutBack,
            A::NextStep,
            A::View,
            A::MoreSure,
        ],
        Flow => &[
            A::RunCard,
            A::RunToEnd,
            A::Accept,
            A::Connect,
            A::Down,
            A::Hint,
            A::NextStep,
            A::Rewind,
        ],
        Practice => &[A::NextStep, A::Practise, A::PrevStep, A::Jump],
        Quiz => &[A::NextStep, A::Down, A::PrevStep, A::Jump],
        Done => &[A::NextStep, A::PrevStep, A::GoHome],
        Checker => &[A::Edit, A::Down, A::AskApi, A::Target, A::Export, A::Verify],
        Decoder => &[A::Edit, A::Down, A::View, A::Verify, A::Tamper, A::GiveKeys],
        Server => &SERVER,
        Reference => &[A::Accept, A::Down, A::Find],
        Target => &TARGET,
        // Each overlay names its own (`Overlay::keys`).
        Overlay => &[A::Close],
    }
}
