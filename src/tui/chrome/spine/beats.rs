//! What the spine says, read off the exchange at hand: the request, what the server looked at, the reply, the call.

use crate::app::App;
use crate::app::draft::Draft;
use crate::app::exchange::Side;
use crate::app::player::Player;
use crate::app::run::Run;
use crate::app::token::{ApiAnswer, Call};
use crate::app::workbench::Sending;
use crate::lesson::change::{Move, Press};
use crate::oauth::finding::shorten;
use crate::oauth::journal::Outcome;
use crate::oauth::request::{AuthMethod, Field};
use crate::oauth::text::visible_line;
use crate::oauth::wire::WireRequest;
use crate::tui::keys::Context;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::reply;
use crate::tui::widget::sequence::micros;

/// One arrow.
#[derive(Clone, Debug)]
pub(super) struct Beat {
    pub(super) words: String,
    pub(super) role: Role,
    /// It has not happened.
    pub(super) is_ghost: bool,
}

impl Beat {
    fn new(words: impl Into<String>, role: Role) -> Self {
        Self {
            words: words.into(),
            role,
            is_ghost: false,
        }
    }

    fn dashed(words: impl Into<String>) -> Self {
        Self::new(words, Role::Dim).ghost()
    }

    /// The same, not yet happened.
    pub(super) fn ghost(mut self) -> Self {
        (self.is_ghost, self.role) = (true, Role::Dim);
        self
    }
}

/// All of it.
#[derive(Clone, Debug)]
pub(super) struct Beats {
    pub(super) request: Beat,
    /// What the server looked at, in a few words.
    pub(super) checks: Vec<(String, Role)>,
    pub(super) reply: Beat,
    /// How long it took.
    pub(super) times: Vec<(String, Role)>,
    pub(super) call: Beat,
    /// What the API answered.
    pub(super) called: Vec<(String, Role)>,
}

impl Beats {
    /// With one side bright alone, where one is.
    pub(super) fn lit(mut self, side: Option<Side>) -> Self {
        match side {
            None | Some(Side::Both) => {}
            Some(Side::Request) => self.reply.role = Role::Dim,
            Some(Side::Reply) => self.request.role = Role::Dim,
        }
        self
    }
}

/// True for the screens that the spine stands on.
pub(super) fn has_spine(context: Context) -> bool {
    matches!(
        context,
        Context::Predict
            | Context::Build
            | Context::Send
            | Context::Read
            | Context::Call
            | Context::Explain
            | Context::Break
            | Context::Flow
    )
}

/// What there is to draw on this screen.
pub(super) fn of(app: &App, context: Context, look: &Look<'_>) -> Option<Beats> {
    let player = app.player.as_ref()?;
    let mut beats = to_come(app, player, context, look);
    match (context, &player.bench.sending) {
        (_, Sending::Waiting { request, .. }) => {
            beats.request = Beat::new(words(request), Role::Accent);
            beats.checks.push(("waiting".to_owned(), Role::Dim));
        }
        (Context::Call | Context::Read, Sending::Failed(_) | Sending::Idle) => {
            // These show the token in hand, whatever was sent since.
            if let Some(run) = player.bench.in_hand().or(player.bench.latest()) {
                answered(&mut beats, run, look);
            }
        }
        // What another step sent in vain is not told of this one's flow.
        (Context::Flow, Sending::Failed(_)) if !player.flow_went_unanswered() => {
            of_flow(&mut beats, player, look);
        }
        (_, Sending::Failed(error)) => {
            beats.request.role = Role::Fail;
            let words = if error.went_out() {
                "no whole reply"
            } else {
                "never reached"
            };
            let words = format!("{} {words}", look.marks.fail);
            beats.checks.push((words, Role::Fail));
        }
        (Context::Break, Sending::Idle) => {
            if let Some(run) = player.tried_run() {
                with_call(&mut beats, (run, player.tried_call()), look);
            }
        }
        (Context::Build, Sending::Idle) => {
            beats.request.words = if look.is_wide() {
                format!("{}  {}", asks(app), filled(player, look))
            } else {
                format!("request {}", filled(player, look))
            };
            beats.request.role = Role::Accent;
        }
        (Context::Explain, Sending::Idle) => {
            // The exchange that is explained line by line.
            if let Some(run) = player.bench.explained() {
                answered(&mut beats, run, look);
            }
        }
        (Context::Predict, Sending::Idle) => {}
        (Context::Flow, Sending::Idle) => of_flow(&mut beats, player, look),
        (_, Sending::Idle) => {
            if let Some(run) = player.bench.latest() {
                answered(&mut beats, run, look);
            }
        }
    }
    Some(beats)
}

/// What did not happen yet.
fn to_come(app: &App, player: &Player, context: Context, look: &Look<'_>) -> Beats {
    Beats {
        request: Beat::dashed(asks(app)),
        checks: Vec::new(),
        reply: Beat::dashed(if look.is_wide() {
            "a token, or a refusal"
        } else {
            "token or refusal"
        }),
        times: Vec::new(),
        call: Beat::dashed(if matches!(context, Context::Flow | Context::Predict) {
            // Which API is called is for the cards of a flow to say, or not settled yet.
            "the call, with the token".to_owned()
        } else {
            calls(app, player)
        }),
        called: Vec::new(),
    }
}

/// What happened in this pass through the flow: a token request, or a call with a token that was kept from before.
fn of_flow(beats: &mut Beats, player: &Player, look: &Look<'_>) {
    let Some(desk) = player.flow() else { return };
    match player.newest() {
        Some(run) => exchanged(beats, run, look),
        None if desk.calls.is_begun() => {
            beats.request = Beat::dashed("no token request");
            beats.reply = Beat::dashed("the token is kept");
        }
        None => {}
    }
    called(beats, &desk.calls, desk.calls.last(), look);
}

fn words(request: &WireRequest) -> String {
    format!("{} {}", request.method, visible_line(request.url.path()))
}

fn asks(app: &App) -> String {
    let path = app
        .facts()
        .map(|facts| visible_line(facts.token_endpoint.path()));
    format!("POST {}", path.unwrap_or_default())
}

/// The API that the open experiment calls, else the one that the request names or the tenant has for one that names none, else the first.
fn calls(app: &App, player: &Player) -> String {
    let Some(facts) = app.facts() else {
        return "GET".to_owned();
    };
    let called = player.lab.variant(player.step()).and_then(|variant| {
        variant.moves.iter().find_map(|one| match one {
            Move::Press(Press::Call(api, _)) => facts.api(api),
            Move::Press(_) | Move::Change(_) => None,
        })
    });
    let named = player.bench.draft.named_api(facts);
    let default = facts.default_audience.as_deref().unwrap_or_default();
    let wanted = if named.is_empty() { default } else { named };
    let mut all = facts.apis.iter().chain(&facts.own_api);
    let api = called
        .or_else(|| all.find(|api| api.identifier == wanted))
        .or(facts.apis.first());
    let path = api.map(|api| visible_line(api.url.path()));
    format!("GET {}", path.unwrap_or_default())
}

/// The parcel: how many of the parameters that this lesson's form has are filled in.
fn filled(player: &Player, look: &Look<'_>) -> String {
    let draft = &player.bench.draft;
    let mut parts = vec![
        !draft.grant_type.is_empty(),
        !draft.client_id.is_empty(),
        proves(draft),
    ];
    let rows = player.lesson.form.rows();
    for (field, text) in [
        (Field::Audience, &draft.audience),
        (Field::Scope, &draft.scope),
    ] {
        if rows.contains(&field) {
            parts.push(!text.is_empty());
        }
    }
    let all = parts.len();
    let done = parts.into_iter().filter(|part| *part).count();
    let (full, empty) = if look.unicode {
        ("■", "□")
    } else {
        ("#", "-")
    };
    format!("{}{}", full.repeat(done), empty.repeat(all - done))
}

fn proves(draft: &Draft) -> bool {
    draft.has_secret() || draft.auth == AuthMethod::PrivateKeyJwt
}

fn answered(beats: &mut Beats, run: &Run, look: &Look<'_>) {
    with_call(beats, (run, run.call.last()), look);
}

/// The exchange, and this of the calls that were made with its token.
fn with_call(beats: &mut Beats, (run, last): (&Run, Option<&ApiAnswer>), look: &Look<'_>) {
    exchanged(beats, run, look);
    called(beats, &run.call, last, look);
}

/// The token request and its answer.
fn exchanged(beats: &mut Beats, run: &Run, look: &Look<'_>) {
    beats.request = Beat::new(words(&run.request), Role::Accent);
    beats.checks = checks(run, look);
    beats.times = vec![(micros(run.answer.timing.total_us, look), Role::Dim)];
    let (role, _) = reply::verdict(run.status(), look);
    let reason = visible_line(&run.answer.reply.reason);
    let words = match (&run.token, run.error_code()) {
        (Some(_), _) => format!("{} {reason}, token", run.status()),
        (None, Some(code)) => format!("{} {}", run.status(), visible_line(&shorten(code))),
        (None, None) => format!("{} {reason}", run.status()),
    };
    beats.reply = Beat::new(words, role);
    if run.token.is_none() {
        beats.call = Beat::dashed("no token, no call");
    }
}

/// The call, this of several.
fn called(beats: &mut Beats, calls: &Call, last: Option<&ApiAnswer>, look: &Look<'_>) {
    let sent = calls
        .request_under_way()
        .or(last.map(|answer| &answer.request));
    if let Some(sent) = sent {
        beats.call = Beat::new(self::words(sent), Role::Accent);
    }
    if calls.failed.is_some() {
        beats.called = vec![(look.marks.fail.to_owned(), Role::Fail)];
    } else if let Some(answer) = last {
        let status = answer.answer.reply.status;
        let (role, mark) = reply::verdict(status, look);
        beats.called = vec![(format!("{mark} {status}"), role)];
    }
}

/// The server's checks folded into one line; the failed one by its name. Nothing where its record is not ours to see.
fn checks(run: &Run, look: &Look<'_>) -> Vec<(String, Role)> {
    let Some(entry) = run.server_view() else {
        return Vec::new();
    };
    let of = |wanted: Outcome| {
        entry
            .checks
            .iter()
            .filter(move |check| check.outcome == wanted)
    };
    let passed = of(Outcome::Passed).count();
    let noun = if passed == 1 { "check" } else { "checks" };
    let passed = if look.is_wide() {
        format!("{} {passed} {noun}", look.marks.pass)
    } else {
        format!("{}{passed}", look.marks.pass)
    };
    let mut told = vec![(passed, Role::Pass)];
    if let Some(check) = of(Outcome::Failed).next() {
        told.push((format!("{} {}", look.marks.fail, check.id), Role::Fail));
    }
    if let Some(last) = entry.checks.last().filter(|_| look.is_wide()) {
        told.push((micros(last.at_us, look), Role::Dim));
    }
    told
}
