//! Where keys are pressed, and what they ask for.

/// Where keys are pressed: the open screen, or the overlay on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "one a screen, named as the screen is")]
pub enum Context {
    Home,
    Goal,
    Predict,
    Create,
    Build,
    Send,
    Read,
    Call,
    Check,
    Explain,
    Break,
    Flow,
    Practice,
    Quiz,
    Done,
    Checker,
    Decoder,
    Target,
    Server,
    Reference,
    Overlay,
}

/// What a key asks for. The open screen gives it its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// The row above.
    Up,
    /// The row below.
    Down,
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// The first row.
    Top,
    /// The last row.
    Bottom,
    /// A screenful up.
    PageUp,
    /// A screenful down.
    PageDown,
    /// The next field or pane.
    NextPane,
    /// Everything that can be done here, found by typing.
    Palette,
    /// What is chosen once.
    Settings,
    /// The request at all three practice servers.
    Elsewhere,
    /// Two exchanges, byte by byte.
    Runs,
    /// The scenarios of this sandbox.
    Scenarios,
    /// This step at a practice server.
    Practise,
    /// The field or pane before.
    PrevPane,
    /// Do what the selected thing is for.
    Accept,
    /// Tick or untick.
    Toggle,
    /// Leave the field, the overlay, the screen.
    Close,
    /// The next step of the lesson.
    NextStep,
    /// The step before.
    PrevStep,
    /// The next step without doing this one.
    Skip,
    /// Answer, part or row of that number, 1 to 9.
    Pick(u8),
    /// Less sure of the guess.
    LessSure,
    /// Surer of the guess.
    MoreSure,
    /// Create the app.
    Submit,
    /// Send the request.
    Send,
    /// Check the text.
    Judge,
    /// Call the API with the token.
    CallApi,
    /// Call the API without one.
    CallBare,
    /// Verify as the API would.
    Verify,
    /// Take id and secret from the app.
    Fill,
    /// Type into the text or the field.
    Edit,
    /// Take the reply of the own exchange.
    TakeOwn,
    /// Empty the desk.
    Clear,
    /// Ask the practice API with the pasted token.
    AskApi,
    /// The report as a file or on the clipboard.
    Export,
    /// A file by its path.
    OpenFile,
    /// The text in the learner's own editor.
    OpenEditor,
    /// Keys of the learner's own.
    GiveKeys,
    /// Keys out of a file.
    KeyFile,
    /// Keys from an address.
    KeyUrl,
    /// Have the practice tenant sign the token anew.
    SignPractice,
    /// Sign the token anew with a key of one's own.
    SignOwn,
    /// Lay another token beside this one.
    Compare,
    /// Keep only what holds a text.
    Find,
    /// The values to compare with.
    Target,
    /// The next profile.
    Profile,
    /// Repairs count as faults, or not.
    Strict,
    /// Take a repair back, or make it again.
    Unrepair,
    /// Change the selected claim.
    Tamper,
    /// The next view of this pane.
    View,
    /// The whole of what is shortened or folded.
    Whole,
    /// Make the changes of an experiment.
    Vary,
    /// Put everything back.
    PutBack,
    /// Run the next card.
    RunCard,
    /// Run the flow to its end.
    RunToEnd,
    /// Back to the start of the flow.
    Rewind,
    /// Drop the next value into the port.
    Connect,
    /// Lay the solution into the form, unsent.
    LayIn,
    /// The next hint.
    Hint,
    /// Take back the last edit.
    Undo,
    /// Do it again.
    Redo,
    /// Put the step back to how it was found.
    Reset,
    /// Show secrets for ten seconds.
    Reveal,
    /// The menu of things to copy.
    Copy,
    /// The list of steps to jump to.
    Jump,
    /// The keys that are valid here.
    Help,
    /// Empty the field.
    ClearField,
    /// The checker.
    Checker,
    /// The decoder.
    Decoder,
    /// Benches without goals.
    Sandbox,
    /// The tenants of the learner's own.
    OwnTenants,
    /// One of them, to compare with.
    Against,
    /// The practice servers.
    Server,
    /// The cards that come back.
    Review,
    /// The reference.
    Reference,
    /// The next practice server.
    Turn,
    /// A lesson from its start.
    Restart,
    /// Test out of the lesson.
    TestOut,
    /// Back to home.
    GoHome,
    /// Leave the program.
    Quit,
    /// Cancel what is under way, or leave.
    Interrupt,
    /// Stop, until the shell brings it back.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// The pane with the focus alone, and back.
    Zoom,
    /// The next theme.
    Theme,
    /// The mouse is the program's, or the terminal's.
    Mouse,
}
