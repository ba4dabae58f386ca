//! What can be done now, as a numbered list. Nothing is offered that would not work.

use crate::app::create::AppType;
use crate::app::message::{Build, CopyWhat, Create, Desk, Go, Message, Play};
use crate::app::player::{Player, Sureness};
use crate::app::stage::{self, Stage};
use crate::app::{App, Page};
use crate::lesson::course;
use crate::lesson::model::{ActionKind, Prediction};
use crate::oauth::request::{BodyFormat, Field};

/// One numbered line.
pub(super) struct Choice {
    pub(super) label: String,
    pub(super) then: Then,
}

/// What happens when it is chosen.
pub(super) enum Then {
    /// The tutor is told.
    Tell(Message),
    /// One line is asked for first.
    AskLine(&'static str, fn(String) -> Message),
    /// Many lines are asked for first, up to a line with a single dot.
    AskText(&'static str, fn(String) -> Message),
    /// Something is read out; nothing changes.
    Show(Show),
}

/// What can be read out on demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Show {
    /// The request as HTTP, curl, PowerShell and bytes.
    Wire,
    /// The notes of this action.
    Notes,
    /// The server's own view of the newest exchange.
    ServerView,
    /// curl with the practice secret inside.
    PracticeCurl,
    /// All findings in full.
    Findings,
}

fn tell(label: impl Into<String>, message: Message) -> Choice {
    Choice {
        label: label.into(),
        then: Then::Tell(message),
    }
}

fn show(label: impl Into<String>, what: Show) -> Choice {
    Choice {
        label: label.into(),
        then: Then::Show(what),
    }
}

fn ask(label: impl Into<String>, prompt: &'static str, message: fn(String) -> Message) -> Choice {
    Choice {
        label: label.into(),
        then: Then::AskLine(prompt, message),
    }
}

/// The choices of the open page.
pub(super) fn of(app: &App) -> Vec<Choice> {
    match app.page {
        Page::Home => home(app),
        Page::Lesson => app.player.as_ref().map_or_else(Vec::new, |player| lesson(app, player)),
        Page::Checker => desk(app.checker.report.is_some(), false),
        Page::Decoder => desk(app.decoder.report.is_some(), false),
    }
}

fn home(app: &App) -> Vec<Choice> {
    let mut choices = Vec::new();
    for lesson in &course().lessons {
        let kept = app.progress.lessons.get(&lesson.name);
        let begun = kept.is_some_and(|kept| kept.stage != "done" && kept.furthest > 0);
        let verb = if begun { "go on with" } else { "open" };
        let title = &lesson.title;
        choices.push(tell(
            format!("{verb} lesson {}, {title}", lesson.number),
            Message::Go(Go::Lesson(lesson.number)),
        ));
        if kept.is_some() {
            choices.push(tell(
                format!("start lesson {} again from its beginning", lesson.number),
                Message::Go(Go::Restart(lesson.number)),
            ));
        }
    }
    choices.push(tell("check a token response", Message::Go(Go::Checker)));
    choices.push(tell("decode a token", Message::Go(Go::Decoder)));
    choices.push(tell("leave; your progress is kept", Message::Leave));
    choices
}

fn lesson(app: &App, player: &Player) -> Vec<Choice> {
    let mut choices = match player.stage {
        Stage::Goal => vec![tell("begin", Message::Play(Play::Next))],
        Stage::Predict(at) => stage::asked_first(player.lesson)
            .nth(at)
            .map_or_else(Vec::new, |prediction| predict(player, prediction)),
        Stage::Act(action) => act(app, player, action),
        Stage::Explain => vec![show("read the request once more", Show::Wire)],
        Stage::Break => experiment(player),
        Stage::Quiz(card) => quiz(player, card),
        Stage::Done => vec![tell(
            "play the lesson again, with less filled in",
            Message::Go(Go::Restart(player.lesson.number)),
        )],
    };
    choices.extend(everywhere(player));
    choices
}

/// What every step of a lesson offers.
fn everywhere(player: &Player) -> Vec<Choice> {
    let mut choices = Vec::new();
    if player.stage != Stage::Goal && player.stage != Stage::Done {
        choices.push(tell("next step", Message::Play(Play::Next)));
        choices.push(tell("skip this step", Message::Play(Play::Skip)));
    }
    if player.stage != Stage::Goal {
        choices.push(tell("step back", Message::Play(Play::Back)));
    }
    let (hints, _) = player.hints_here();
    if !hints.is_empty() {
        let open = player.hints_open();
        let label = match open {
            open if open < hints.len() => format!("hint {} of {}", open + 1, hints.len()),
            _ => "the solution".to_owned(),
        };
        choices.push(tell(label, Message::Play(Play::Hint)));
    }
    if matches!(player.stage, Stage::Act(ActionKind::CreateApp | ActionKind::Build)) {
        choices.push(tell("undo the last edit", Message::Play(Play::Undo)));
        choices.push(tell("redo", Message::Play(Play::Redo)));
    }
    if matches!(player.stage, Stage::Act(_) | Stage::Break) {
        choices.push(tell("reset this step", Message::Play(Play::ResetStep)));
    }
    choices.push(tell("home", Message::Go(Go::Home)));
    choices
}

fn predict(player: &Player, prediction: &Prediction) -> Vec<Choice> {
    let mut choices: Vec<Choice> = prediction
        .options
        .iter()
        .enumerate()
        .map(|(option, choice)| {
            let id = prediction.id.clone();
            tell(format!("I say: {}", choice.text), Message::Play(Play::Guess { id, option }))
        })
        .collect();
    if player.guesses.contains_key(&prediction.id) {
        choices.extend(Sureness::ALL.into_iter().map(|sureness| {
            let id = prediction.id.clone();
            tell(format!("sure? {}", sureness.word()), Message::Play(Play::Sure { id, sureness }))
        }));
    }
    choices
}

fn act(app: &App, player: &Player, action: ActionKind) -> Vec<Choice> {
    let mut choices = match action {
        ActionKind::CreateApp => create(app, player),
        ActionKind::Build => build(player),
        ActionKind::Send => send(player),
        ActionKind::Read => read(),
        ActionKind::Check => desk(player.bench.desk.report.is_some(), true),
    };
    for prediction in stage::asked_at(player.lesson, action) {
        choices.extend(predict(player, prediction));
    }
    choices.push(show("explain what is on this step", Show::Notes));
    choices
}

fn create(app: &App, player: &Player) -> Vec<Choice> {
    let mut choices = vec![ask("type the app's name", "Name", |name| {
        Message::Create(Create::Name(name))
    })];
    choices.extend(AppType::ALL.into_iter().map(|app_type| {
        tell(
            format!("type: {}", app_type.label()),
            Message::Create(Create::Type(app_type)),
        )
    }));
    let form = &player.bench.form;
    for (at, api) in app.tenant.facts().map_or(&[][..], |facts| &facts.apis).iter().enumerate() {
        let verb = |ticked| if ticked { "untick" } else { "tick" };
        let ticked = form.has_api(&api.identifier);
        choices.push(tell(
            format!("{} API {}, {}", verb(ticked), api.name, api.identifier),
            Message::Create(Create::ToggleApi(at)),
        ));
        for (scope_at, (scope, about)) in api.scopes.iter().enumerate() {
            let ticked = form.has_scope(&api.identifier, scope);
            choices.push(tell(
                format!("{} permission {scope}: {about}", verb(ticked)),
                Message::Create(Create::ToggleScope(at, scope_at)),
            ));
        }
    }
    choices.push(tell("create and authorize the app", Message::Create(Create::Submit)));
    let question = player.lesson.act.iter().find(|act| act.action == ActionKind::CreateApp);
    if let Some(question) = question.and_then(|act| act.question.as_ref()) {
        choices.extend(question.options.iter().enumerate().map(|(at, option)| {
            tell(format!("answer: {}", option.text), Message::Play(Play::AnswerInline(at)))
        }));
    }
    choices
}

fn build(player: &Player) -> Vec<Choice> {
    let mut choices = vec![tell("send the request", Message::Play(Play::Send))];
    choices.push(show("read the request: HTTP, curl, PowerShell, bytes", Show::Wire));
    choices.push(tell(
        "fill id and secret from your app",
        Message::Build(Build::FillFromApp),
    ));
    choices.push(ask("type grant_type", "grant_type", |text| {
        Message::Build(Build::Set(Field::GrantType, text))
    }));
    choices.push(ask("type client_id", "client_id", |text| {
        Message::Build(Build::Set(Field::ClientId, text))
    }));
    choices.push(ask("type client_secret (it shows while you type)", "client_secret", |text| {
        Message::Build(Build::SetSecret(crate::oauth::names::ClientSecret::new(text)))
    }));
    choices.push(ask("type audience; empty leaves it out", "audience", |text| {
        Message::Build(Build::Set(Field::Audience, text))
    }));
    choices.push(ask("type scope; empty leaves it out", "scope", |text| {
        Message::Build(Build::Set(Field::Scope, text))
    }));
    choices.push(match player.bench.draft.format {
        BodyFormat::Form => tell("body as JSON", Message::Build(Build::Format(BodyFormat::Json))),
        BodyFormat::Json => tell("body as form", Message::Build(Build::Format(BodyFormat::Form))),
    });
    choices.push(show("curl with the practice secret inside, to run in another shell", Show::PracticeCurl));
    choices
}

fn send(player: &Player) -> Vec<Choice> {
    let mut choices = vec![tell("send again", Message::Play(Play::Send))];
    if player.bench.latest().is_some() {
        choices.push(show("the server's view: what arrived, each check", Show::ServerView));
    }
    choices
}

fn read() -> Vec<Choice> {
    vec![
        tell("verify the token as the API would", Message::Play(Play::Verify)),
        tell("call the API with the token", Message::Play(Play::CallApi)),
        tell("call the API without a token", Message::Play(Play::CallApiBare)),
        tell("send the request again", Message::Play(Play::Send)),
    ]
}

fn desk(judged: bool, in_lesson: bool) -> Vec<Choice> {
    let mut choices = vec![Choice {
        label: "paste a text".to_owned(),
        then: Then::AskText("Paste, then a line with a single dot", |text| {
            Message::Desk(Desk::Text(text))
        }),
    }];
    if in_lesson {
        choices.push(tell("take the reply of your own exchange", Message::Desk(Desk::TakeOwnReply)));
        choices.push(show("curl with the practice secret inside, to run in another shell", Show::PracticeCurl));
    }
    if judged {
        choices.push(show("all findings in full", Show::Findings));
        choices.push(tell("fetch the keys and verify", Message::Desk(Desk::Verify)));
        choices.push(tell("clear", Message::Desk(Desk::Clear)));
    }
    if !in_lesson {
        choices.push(tell("home", Message::Go(Go::Home)));
    }
    choices
}

fn experiment(player: &Player) -> Vec<Choice> {
    let mut choices = predict(player, &player.lesson.experiment.prediction);
    choices.push(tell("change one character of the secret", Message::Play(Play::FlipSecret)));
    if player.experiment.broken.is_some() {
        choices.push(tell("send it", Message::Play(Play::Send)));
    }
    if player.experiment.run.is_some() {
        choices.push(tell("put the right secret back", Message::Play(Play::PutBack)));
    }
    choices
}

fn quiz(player: &Player, card: usize) -> Vec<Choice> {
    let Some(asked) = player.lesson.quiz.get(card) else {
        return Vec::new();
    };
    if player.cards.contains_key(&card) {
        return Vec::new();
    }
    asked
        .options
        .iter()
        .enumerate()
        .map(|(at, option)| tell(option.text.clone(), Message::Play(Play::AnswerCard(at))))
        .collect()
}

/// What a copy would have put on the clipboard is printed instead; this names what is asked for.
pub(super) const PRACTICE_CURL: CopyWhat = CopyWhat::CurlPractice;
