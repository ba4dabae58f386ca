//! A learner of the real tutor: the real app over the real session, its tenants and sockets. Every wait is bounded. Moves of a
//! lesson's solution are made as a learner's hands would: by the messages that keys and choices send.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use oauth_tutor::app::App;
use oauth_tutor::app::create::AppType;
use oauth_tutor::app::effect::{Effect, RunId};
use oauth_tutor::app::message::{Build, Create, FlowPlay, Go, Message, Play, World};
use oauth_tutor::app::own::Own;
use oauth_tutor::app::player::Player;
use oauth_tutor::app::progress::Progress;
use oauth_tutor::app::reference;
use oauth_tutor::app::spot::Spot;
use oauth_tutor::lesson::change::{
    Change, DraftAuth, DraftChange, DraftField, FlowChange, Move, Press,
};
use oauth_tutor::lesson::model::Lesson;
use oauth_tutor::lesson::template::Template;
use oauth_tutor::lesson::{Course, course};
use oauth_tutor::oauth::names::ClientSecret;
use oauth_tutor::oauth::request::{AuthMethod, BodyFormat, Field};
use oauth_tutor::practice::Tenant;
use oauth_tutor::shell::{Practice, Shell, ShellOptions, clock};
use oauth_tutor::tui::keys::Press as Key;
use oauth_tutor::tui::theme::Theme;
use oauth_tutor::tui::ui::{Ui, Wish};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;

/// How long any answer may take to come.
const PATIENCE: Duration = Duration::from_mins(1);

/// The tutor, with somebody at it.
pub(crate) struct Tutor {
    pub(crate) app: App,
    uis: Vec<(Ui, Rect)>,
    shell: Option<Shell>,
    messages: Receiver<Message>,
    waiting: HashSet<RunId>,
    practice: Arc<Practice>,
}

impl Tutor {
    /// Opens a lesson.
    pub(crate) fn at(lesson: &'static Lesson) -> Self {
        Self::in_course(course(), lesson)
    }

    /// Opens a lesson of another course.
    pub(crate) fn in_course(course: &'static Course, lesson: &'static Lesson) -> Self {
        Self::with((course, lesson), None, Progress::default())
    }

    /// Opens a lesson in a session that keeps what it keeps in this folder.
    pub(crate) fn keeping(lesson: &'static Lesson, folder: &Path) -> Self {
        let options = ShellOptions {
            folder: Some(folder.to_owned()),
            ..ShellOptions::default()
        };
        Self::of((course(), lesson), options, None, Progress::default())
    }

    /// Opens a lesson as another session left it.
    pub(crate) fn again(lesson: &'static Lesson, progress: Progress) -> Self {
        Self::with((course(), lesson), None, progress)
    }

    /// Opens the round at a tenant of one's own.
    pub(crate) fn at_own(round: &'static Lesson, own: Own) -> Self {
        Self::with((course(), round), Some(own), Progress::default())
    }

    fn with(at: (&'static Course, &'static Lesson), own: Option<Own>, progress: Progress) -> Self {
        Self::of(at, ShellOptions::default(), own, progress)
    }

    fn of(
        (course, lesson): (&'static Course, &'static Lesson),
        options: ShellOptions,
        own: Option<Own>,
        progress: Progress,
    ) -> Self {
        let keeps_nothing = options.folder.is_none();
        let practice = Practice::bind(0);
        let known = practice.known();
        let (sender, messages) = channel();
        let shell = Shell::start(options, Arc::clone(&practice), move |message| {
            let _ = sender.send(message);
        });
        let mut app = App::with_course(clock::now(), progress, course);
        if let Some(own) = own {
            app.at_own(own);
        }
        let sizes = [(60, 20), (80, 24), (120, 40)];
        let uis = sizes.map(|(columns, rows)| {
            let area = Rect::new(0, 0, columns, rows);
            (Ui::new(&app, Theme::roles(), area), area)
        });
        let mut tutor = Self {
            app,
            uis: uis.into(),
            shell: Some(shell.expect("a session")),
            messages,
            waiting: HashSet::new(),
            practice,
        };
        for world in known {
            tutor.tell(Message::World(world));
        }
        // It is said once, and would lie over some line of a screen whenever the first save comes back.
        if keeps_nothing {
            let why = "there is no folder".to_owned();
            tutor.tell(Message::World(World::SaveFailed(why)));
        }
        tutor.tell(Message::Go(Go::Lesson(&lesson.id)));
        tutor
    }

    /// Goes to the first page of that step, as the jump list does.
    pub(crate) fn goes_to(&mut self, step: &str) {
        let steps = &self.player().lesson.steps;
        let at = steps.iter().position(|one| one.id == step);
        let spot = Spot::of_step(at.expect("a step of the lesson"));
        self.tell(Message::Go(Go::Spot(spot)));
    }

    /// The practice server of the lesson itself, not what is told of it.
    pub(crate) fn server(&self) -> Tenant {
        let server = self.practice.tenant(self.player().target);
        server.expect("a practice server")
    }

    pub(crate) fn player(&self) -> &Player {
        self.app.player.as_ref().expect("a lesson is open")
    }

    /// Tells the tutor something, and waits until the world has answered all that it asked.
    pub(crate) fn tell(&mut self, message: Message) {
        self.hand_in(message);
        while !self.waiting.is_empty() {
            let answer = self.messages.recv_timeout(PATIENCE);
            self.hand_in(answer.unwrap_or_else(|_| panic!("no answer to {:?}", self.waiting)));
        }
        // What came without being asked for.
        while let Ok(message) = self.messages.try_recv() {
            self.hand_in(message);
        }
        self.draw();
    }

    /// Tells the tutor something, and the rest before the world has answered.
    pub(crate) fn tell_meanwhile(&mut self, message: Message, meanwhile: Vec<Message>) {
        self.hand_in(message);
        for message in meanwhile {
            self.hand_in(message);
        }
        self.tell(Message::Clock);
    }

    fn hand_in(&mut self, message: Message) {
        if let Message::World(world) = &message
            && let Some(run) = answered(world)
        {
            self.waiting.remove(&run);
        }
        let effects = self.app.update(clock::now(), message);
        for effect in effects {
            self.waiting.extend(asked(&effect));
            if let (Some(shell), true) = (&self.shell, is_of_the_shell(&effect)) {
                shell.perform(effect);
            }
        }
        for (ui, _) in &mut self.uis {
            ui.sync(&self.app);
        }
    }

    /// Every size draws whatever happened.
    fn draw(&self) {
        for (ui, area) in &self.uis {
            let mut terminal = Terminal::new(TestBackend::new(area.width, area.height)).unwrap();
            terminal.draw(|frame| ui.draw(frame, &self.app)).unwrap();
        }
    }

    /// Presses the keys of a string such as `v b 1 enter f5` at the screen of 80 by 24.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            let key = Key::named(key).unwrap_or_else(|| panic!("{key} is no key"));
            for wish in self.uis[1].0.press(key, &self.app) {
                if let Wish::Tell(message) = wish {
                    self.tell(message);
                }
            }
        }
        self
    }

    /// What is on the screen of 80 by 24, each run of blanks and line ends as one blank.
    pub(crate) fn screen(&self) -> String {
        let (ui, area) = &self.uis[1];
        let mut terminal = Terminal::new(TestBackend::new(area.width, area.height)).unwrap();
        terminal.draw(|frame| ui.draw(frame, &self.app)).unwrap();
        let cells = terminal.backend().buffer().content();
        let row = |cells: &[ratatui::buffer::Cell]| {
            let text: String = cells.iter().map(ratatui::buffer::Cell::symbol).collect();
            text.trim_matches(|c: char| c == ' ' || c == '│').to_owned()
        };
        let rows: Vec<String> = cells.chunks(usize::from(area.width)).map(row).collect();
        let all = rows.join(" ");
        all.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Says what the experiment that is open will bring, whatever it will be.
    pub(crate) fn guess(&mut self) {
        let player = self.player();
        let ask = player
            .lab
            .variant(player.step())
            .and_then(|one| one.ask.as_ref());
        if let Some(id) = ask.map(|ask| ask.id.clone()) {
            self.tell(Message::Play(Play::Guess { id, option: 0 }));
        }
    }

    /// Makes the moves of a solution, in their order.
    pub(crate) fn plays(&mut self, moves: &[Move]) {
        let mut rest = moves;
        while let Some((first, others)) = rest.split_first() {
            rest = match first {
                Move::Press(press) => {
                    self.presses(press);
                    others
                }
                Move::Change(Change::World(_)) => self.chooses(rest),
                Move::Change(change) => {
                    self.types(change);
                    others
                }
            };
        }
    }

    fn filled(&self, template: &Template) -> String {
        let filled = reference::fill(template, self.player(), self.app.facts());
        let filled = filled.unwrap_or_else(|| panic!("{template:?} stands for nothing"));
        filled.expose().to_owned()
    }

    fn types(&mut self, change: &Change) {
        let messages = match change {
            Change::Draft(change) => vec![Message::Build(self.edit(change))],
            Change::Form(change) => {
                let to = self.filled(&change.to);
                match change.field.as_str() {
                    "name" => vec![Create::Name(to)],
                    "type" => vec![Create::Type(app_type(&to))],
                    "grant" => self.ticks(&to, &change.scopes),
                    other => vec![Create::Field(other.to_owned(), to)],
                }
                .into_iter()
                .map(Message::Create)
                .collect()
            }
            Change::Flow(FlowChange::Edit(place, to)) => {
                let edit = FlowPlay::Edit(place.clone(), ClientSecret::new(self.filled(to)));
                vec![Message::Play(Play::Flow(edit))]
            }
            Change::Flow(FlowChange::Connect(from, to)) => {
                let connect = FlowPlay::Connect(from.clone(), to.clone());
                vec![Message::Play(Play::Flow(connect))]
            }
            Change::World(_) | Change::Token(_) => unreachable!("a choice makes it"),
        };
        for message in messages {
            self.tell(message);
        }
    }

    fn edit(&self, change: &DraftChange) -> Build {
        match change {
            DraftChange::Set(DraftField::ClientSecret, to) => {
                Build::SetSecret(ClientSecret::new(self.filled(to)))
            }
            DraftChange::Set(field, to) => Build::Set(field_of(*field), self.filled(to)),
            DraftChange::Auth(auth) => Build::Method(match auth {
                DraftAuth::Post => AuthMethod::ClientSecretPost,
                DraftAuth::Basic => AuthMethod::ClientSecretBasic,
                DraftAuth::PrivateKeyJwt => AuthMethod::PrivateKeyJwt,
                DraftAuth::Both => panic!("no key sends both"),
            }),
            DraftChange::Json(json) => Build::Format(if json.is_on() {
                BodyFormat::Json
            } else {
                BodyFormat::Form
            }),
            DraftChange::Proof(proof) => Build::Bound(proof.is_on()),
            other @ (DraftChange::RawBasic(_)
            | DraftChange::InUrl(_)
            | DraftChange::ProofAgain
            | DraftChange::Endpoint(_)
            | DraftChange::Assertion(_)) => {
                panic!("no key does {other:?}")
            }
        }
    }

    fn ticks(&self, api: &str, scopes: &[String]) -> Vec<Create> {
        let facts = self.app.facts().expect("a tenant");
        let at = facts.apis.iter().position(|one| one.identifier == api);
        let at = at.unwrap_or_else(|| panic!("no API {api}"));
        let scope = |wanted: &String| {
            let all = &facts.apis[at].scopes;
            let scope = all.iter().position(|(name, _)| name == wanted);
            Create::ToggleScope(at, scope.unwrap_or_else(|| panic!("no scope {wanted}")))
        };
        let ticked = self.player().bench.form.grants.contains_key(api);
        let api = (!ticked).then_some(Create::ToggleApi(at));
        api.into_iter().chain(scopes.iter().map(scope)).collect()
    }

    /// The choice or button on the forms of the step that makes these changes; gives back the moves behind them.
    fn chooses<'m>(&mut self, moves: &'m [Move]) -> &'m [Move] {
        let wanted: Vec<&Change> = moves
            .iter()
            .map_while(|one| match one {
                Move::Change(change @ Change::World(_)) => Some(change),
                Move::Change(_) | Move::Press(_) => None,
            })
            .collect();
        let dashboard = course()
            .dashboard(self.player().target)
            .expect("a dashboard");
        let forms = &self.player().step().forms;
        let shown = dashboard
            .forms
            .iter()
            .filter(|form| forms.contains(&form.id));
        let fields = shown.flat_map(|form| form.fields.iter().map(move |field| (form, field)));
        let options = fields.flat_map(|(form, field)| {
            let options = field.options.iter().enumerate();
            options.map(move |(at, option)| (form, field, at, &option.changes))
        });
        // Of two options that begin alike the longer one is meant.
        let found = options
            .filter(|(.., changes)| !changes.is_empty() && changes.len() <= wanted.len())
            .filter(|(.., changes)| changes.iter().zip(&wanted).all(|(one, two)| one == *two))
            .max_by_key(|(.., changes)| changes.len());
        let Some((form, field, option, changes)) = found else {
            panic!("nothing on the forms {forms:?} does {:?}", wanted.first());
        };
        self.tell(Message::Create(Create::Choose {
            form: form.id.clone(),
            field: field.id.clone(),
            option,
        }));
        &moves[changes.len()..]
    }

    fn presses(&mut self, press: &Press) {
        let message = match press {
            Press::Button(None) => Message::Create(Create::Submit),
            Press::Button(Some(form)) => self.button(form),
            Press::Send(times) => {
                for _ in 0..*times {
                    self.tell(Message::Play(Play::Send));
                }
                return;
            }
            Press::Call(api, bearing) => Message::Play(Play::Call {
                api: Some(api.clone()),
                bearing: *bearing,
            }),
            Press::Verify => Message::Play(Play::Verify),
            Press::Check => Message::Desk(oauth_tutor::app::message::Desk::TakeOwnReply),
            Press::Answer(id, option) => self.answer(id, option - 1),
            Press::Type(id, text) => Message::Play(Play::Type {
                id: id.clone(),
                text: text.clone(),
            }),
            Press::Vary(variant) => {
                if let Some(wanted) = variant {
                    let player = self.player();
                    let experiment = player.lab.experiment(player.step()).expect("one is open");
                    let mut all = experiment.variants.iter();
                    let at = all
                        .position(|one| one.id == *wanted)
                        .expect("such a variant");
                    self.tell(Message::Play(Play::OpenVariant(at)));
                }
                Message::Play(Play::Vary)
            }
            Press::PutBack => Message::Play(Play::PutBack),
            Press::RunCard => Message::Play(Play::Flow(FlowPlay::RunCard)),
            Press::RunToEnd => Message::Play(Play::Flow(FlowPlay::RunToEnd)),
            Press::Rewind => Message::Play(Play::Flow(FlowPlay::Rewind)),
        };
        self.tell(message);
    }

    /// Answering, as the question's kind has it.
    pub(crate) fn answer(&self, id: &str, option: usize) -> Message {
        let ask = self
            .player()
            .ask(id)
            .unwrap_or_else(|| panic!("no question {id}"));
        let id = id.to_owned();
        Message::Play(if ask.is_prediction() {
            Play::Guess { id, option }
        } else {
            Play::Answer { id, option }
        })
    }

    fn button(&self, form: &str) -> Message {
        let dashboard = course()
            .dashboard(self.player().target)
            .expect("a dashboard");
        let form = dashboard.form(form).expect("such a form");
        let mut fields = form.fields.iter();
        let button = fields
            .find(|field| !field.changes.is_empty())
            .expect("a button");
        Message::Create(Create::Press {
            form: form.id.clone(),
            field: button.id.clone(),
        })
    }
}

impl Drop for Tutor {
    fn drop(&mut self) {
        if let Some(shell) = self.shell.take() {
            shell.stop();
        }
    }
}

fn field_of(field: DraftField) -> Field {
    match field {
        DraftField::GrantType => Field::GrantType,
        DraftField::ClientId => Field::ClientId,
        DraftField::ClientSecret => Field::ClientSecret,
        DraftField::Audience => Field::Audience,
        DraftField::Scope => Field::Scope,
        DraftField::Resource => Field::Resource,
        DraftField::Organization => Field::Organization,
    }
}

fn app_type(id: &str) -> AppType {
    match id {
        "native" => AppType::Native,
        "spa" => AppType::SinglePage,
        "regular-web" => AppType::RegularWeb,
        "m2m" => AppType::MachineToMachine,
        other => panic!("no type {other}"),
    }
}

/// The question's number, where the shell will answer it.
fn asked(effect: &Effect) -> Option<RunId> {
    match effect {
        Effect::Register { run, .. }
        | Effect::SetMethod { run, .. }
        | Effect::Change { run, .. }
        | Effect::PutBack { run, .. }
        | Effect::TakeBack { run, .. }
        | Effect::Sign { run, .. }
        | Effect::Prove { run, .. }
        | Effect::Send { run, .. }
        | Effect::AskTwin { run, .. }
        | Effect::Scenarios { run, .. }
        | Effect::OwnTarget { run, .. }
        | Effect::FetchKeys { run, .. } => Some(*run),
        Effect::Open(_)
        | Effect::Trust { .. }
        | Effect::Look(_)
        | Effect::Cancel { .. }
        | Effect::Save(_)
        | Effect::Keep(_)
        | Effect::ReadFile { .. }
        | Effect::ReadKeys { .. }
        | Effect::SignAgain { .. }
        | Effect::EditOutside { .. }
        | Effect::FetchSecret { .. }
        | Effect::KeepReport { .. }
        | Effect::Copy { .. }
        | Effect::Leave => None,
    }
}

fn is_of_the_shell(effect: &Effect) -> bool {
    !matches!(
        effect,
        Effect::Copy { .. } | Effect::Leave | Effect::EditOutside { .. }
    )
}

fn answered(world: &World) -> Option<RunId> {
    match world {
        World::Registered { run, .. }
        | World::Changed { run, .. }
        | World::MethodSet { run, .. }
        | World::Signed { run, .. }
        | World::Proved { run, .. }
        | World::Answered { run, .. }
        | World::Scenarios { run, .. }
        | World::OwnTarget { run, .. }
        | World::Keys { run, .. } => Some(*run),
        _ => None,
    }
}
