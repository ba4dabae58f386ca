//! Every lesson is played line by line, by its own solution: whoever hears the tutor reaches every goal that those who see it reach.

use std::path::Path;

use oauth_tutor::app::guess::Sureness;
use oauth_tutor::lesson::change::{
    Bearing, Change, DraftAuth, DraftChange, DraftField, FlowChange, FormChange, Move, Press,
};
use oauth_tutor::lesson::dashboard::{Dashboard, Form, FormField};
use oauth_tutor::lesson::model::{Ask, AskKind, Lesson, Stage, Step};
use oauth_tutor::lesson::template::Template;
use oauth_tutor::lesson::{Course, course};
use oauth_tutor::shell::clock;
use oauth_tutor::store;

use crate::line_by_line::{Learner, options};

/// Somebody who hears a lesson and answers with numbers and lines.
struct Listener {
    learner: Learner,
    lesson: &'static Lesson,
}

#[test]
fn every_lesson_is_solved_line_by_line_by_its_solution() {
    let Course { lessons, .. } = course();
    for lesson in lessons {
        let folder = tempfile::tempdir().unwrap();
        let (learner, _) = Learner::start(options(folder.path(), Some(&lesson.id)));
        let mut listener = Listener { learner, lesson };
        for step in &lesson.steps {
            listener.goes_to(step);
            listener.plays(step);
        }
        listener.main();
        listener.learner.leave();
        let open = open_steps(folder.path(), lesson);
        assert_eq!(open, Vec::<&str>::new(), "{}", lesson.id);
    }
}

/// The steps with goals that were not kept as reached.
fn open_steps(folder: &Path, lesson: &'static Lesson) -> Vec<&'static str> {
    let kept = store::load(Some(folder), clock::now().seconds()).progress;
    let reached = &kept.lessons[&lesson.id].reached;
    let with_goals = lesson.steps.iter().filter(|step| !step.goals.is_empty());
    with_goals
        .map(|step| step.id.as_str())
        .filter(|id| !reached.contains(*id))
        .collect()
}

impl Listener {
    /// Back to the menu of the step.
    fn main(&mut self) {
        while self.learner.offers("back") && !self.learner.offers("more") {
            self.learner.choose("back");
        }
    }

    fn goes_to(&mut self, step: &Step) {
        let label = match step.stage {
            Stage::Goal => "Goal",
            Stage::Done => return,
            Stage::Predict => "question 1 of",
            Stage::Quiz => "card 1 of",
            Stage::Do | Stage::Explain | Stage::Break => &step.title,
        };
        self.main();
        self.learner.follow(&["more", "go to another step", label]);
    }

    fn plays(&mut self, step: &Step) {
        let mut rest = step.solve.as_slice();
        while let Some((first, others)) = rest.split_first() {
            self.main();
            rest = others;
            match first {
                Move::Press(press) => self.presses(step, press),
                Move::Change(Change::Draft(change)) => self.edits(change),
                Move::Change(Change::Form(change)) => self.fills_in(change),
                Move::Change(Change::Flow(change)) => self.fills_a_port(change),
                Move::Change(Change::Token(_)) => {
                    unreachable!("only experiments change a token")
                }
                Move::Change(Change::World(_)) => {
                    let moves = self.chooses(step, first, others);
                    rest = &others[moves - 1..];
                }
            }
        }
    }

    fn dashboard(&self) -> &'static Dashboard {
        course().dashboard(self.lesson.targets[0]).unwrap()
    }

    fn forms(&self, step: &Step) -> Vec<&'static Form> {
        let forms = step.forms.iter();
        forms.map(|id| self.dashboard().form(id).unwrap()).collect()
    }

    /// The choice on the forms that makes this change and those behind it; how many changes it makes.
    fn chooses(&mut self, step: &Step, first: &Move, others: &[Move]) -> usize {
        let is = |one: &Move, change: &Change| matches!(one, Move::Change(made) if made == change);
        let made = |changes: &[Change]| {
            let moves = std::iter::once(first).chain(others);
            let same = changes
                .iter()
                .zip(moves)
                .filter(|(change, one)| is(one, change));
            !changes.is_empty() && same.count() == changes.len()
        };
        let fields = self.forms(step).into_iter().flat_map(|form| &form.fields);
        let options = fields.flat_map(|field| field.options.iter().map(move |one| (field, one)));
        let fits = options.filter(|(_, option)| made(&option.changes));
        let found = fits.max_by_key(|(_, option)| option.changes.len());
        let (field, option) = found.expect("a choice that does it");
        let label = format!("{}: {}, ", field.label, option.label);
        self.learner.choose(&label);
        option.changes.len()
    }

    fn fills_in(&mut self, change: &FormChange) {
        let to = change.to.spelled();
        match change.field.as_str() {
            "name" => {
                self.learner.answer("type the app's name", &[to]);
            }
            "type" => {
                let label = &self.dashboard().app_type(to).expect("a type").label;
                self.learner.follow(&["pick the type", label]);
            }
            "grant" => {
                self.learner.choose("tick APIs and permissions");
                for scope in &change.scopes {
                    let label = format!(" the permission {scope}:");
                    if self.learner.offers(&format!("untick{label}")) {
                        continue;
                    }
                    self.learner.choose(&label);
                }
            }
            other => {
                let forms = self.dashboard().forms.iter();
                let mut fields = forms.flat_map(|form| &form.fields);
                let field: &FormField = fields.find(|field| field.id == other).unwrap();
                let label = format!("type {}", field.label);
                self.learner.answer(&label, &[to]);
            }
        }
    }

    fn fills_a_port(&mut self, change: &FlowChange) {
        let is_of_the_app = |to: &Template| to.spelled().contains("{app.");
        if matches!(change, FlowChange::Edit(_, to) if is_of_the_app(to)) {
            // Nobody types a secret of 64 letters that the tutor can put in.
            self.learner.choose("lay the solution into the flow");
            return;
        }
        self.learner.choose("fill a port");
        match change {
            FlowChange::Edit(place, to) => {
                let label = format!("type into {}", place.spelled());
                self.learner.answer(&label, &[&value(to)]);
            }
            FlowChange::Connect(from, to) => {
                let label = format!("drop {} into {}", from.spelled(), to.spelled());
                self.learner.choose(&label);
            }
        }
    }

    fn edits(&mut self, change: &DraftChange) {
        // What was sent shows its answer; the request is a step back.
        if self.learner.offers("step back, to the request") {
            self.learner.choose("step back, to the request");
        }
        match change {
            DraftChange::Set(DraftField::ClientId | DraftField::ClientSecret, to)
                if to.spelled().contains("{app.") =>
            {
                self.learner.choose("fill id and secret from your app");
            }
            DraftChange::Set(field, to) => {
                self.learner.choose("change a field");
                self.learner.answer(name(*field), &[&value(to)]);
            }
            DraftChange::Auth(auth) => self.takes(match auth {
                DraftAuth::Post => "id and secret in the body",
                DraftAuth::Basic => "id and secret in the Authorization header",
                DraftAuth::PrivateKeyJwt => "a JWT signed with your private key",
                DraftAuth::Both => panic!("no choice sends both"),
            }),
            DraftChange::Json(json) if json.is_on() => self.takes("the body as JSON"),
            DraftChange::Json(_) => self.takes("the body as a form"),
            DraftChange::Proof(_) => {
                self.learner.choose("proof of possession");
            }
            DraftChange::RawBasic(_)
            | DraftChange::InUrl(_)
            | DraftChange::ProofAgain
            | DraftChange::Endpoint(_)
            | DraftChange::Assertion(_) => panic!("no choice does that"),
        }
    }

    /// Takes a choice among the fields, where it is not taken yet.
    fn takes(&mut self, words: &str) {
        self.learner.choose("change a field");
        if self.learner.offers(words) {
            self.learner.choose(words);
        }
    }

    fn presses(&mut self, step: &Step, press: &Press) {
        match press {
            Press::Button(None) if self.learner.offers("create the app") => {
                self.learner.choose("create the app");
            }
            Press::Button(None) => {
                self.learner.choose("create a new app in its place");
            }
            Press::Button(Some(form)) => {
                let form = self.dashboard().form(form).unwrap();
                let mut buttons = form.fields.iter();
                let button = buttons.find(|field| !field.changes.is_empty()).unwrap();
                let label = format!("press {} in {}", button.label, form.title);
                self.learner.choose(&label);
            }
            Press::Send(times) => {
                for _ in 0..*times {
                    let sends = ["try it: send", "send the request"];
                    let label = sends.into_iter().find(|label| self.learner.offers(label));
                    self.learner.choose(label.expect("a way to send"));
                }
            }
            Press::Call(api, bearing) => self.calls(api, *bearing),
            Press::Verify => {
                self.learner.choose("verify the token");
            }
            Press::Check => {
                self.learner.choose("take the reply of your own exchange");
            }
            Press::Answer(id, option) => self.answers(step, id, option - 1),
            Press::Type(id, text) if self.is_arranged(id) => self.arranges(id, text),
            Press::Type(_, text) => {
                self.comes_to("type the answer");
                self.learner.answer("type the answer", &[text]);
            }
            Press::Vary(variant) => {
                let mut all = step.experiments.iter().flat_map(|one| &one.variants);
                let wanted = all.find(|one| Some(&one.id) == variant.as_ref());
                if let Some(one) = wanted.filter(|one| self.learner.offers(&one.change)) {
                    self.learner.choose(&one.change);
                }
                if wanted.is_none_or(oauth_tutor::lesson::model::Variant::changes) {
                    self.learner.choose("make the change");
                }
            }
            Press::RunCard => {
                self.learner.choose("run the next card");
            }
            Press::RunToEnd => {
                self.learner.choose("run the flow to its end");
            }
            Press::Rewind => {
                self.learner.choose("back to the start of the flow");
            }
            Press::PutBack => {
                self.learner.choose("put everything back");
            }
        }
    }

    fn calls(&mut self, api: &str, bearing: Bearing) {
        let with = match bearing {
            Bearing::Token => "with the token",
            Bearing::Nothing => "without a token",
        };
        let named = format!("{api} API {with}");
        let mut menu = self.learner.menu().into_iter();
        let label = menu.find(|label| label.to_lowercase().contains(&named.to_lowercase()));
        let label = label.map_or_else(|| format!("call the API {with}"), str::to_owned);
        self.learner.choose(&label);
    }

    fn is_arranged(&self, id: &str) -> bool {
        let ask = self.lesson.ask(id);
        ask.is_some_and(Ask::is_arranged)
    }

    /// Item by item, as the menu offers them.
    fn arranges(&mut self, id: &str, text: &str) {
        let ask = self.lesson.ask(id).unwrap();
        let places = ask.places(text);
        if ask.kind == AskKind::Order {
            for number in 1..places.len() {
                let item = places.iter().position(|place| *place == number).unwrap();
                let choice = format!("number {number}: {}", ask.options[item].text);
                self.comes_to(&choice);
                self.learner.choose(&choice);
            }
            self.learner.choose("that is my answer");
            return;
        }
        for (item, place) in ask.options.iter().zip(places) {
            let choice = format!("{}: {}", item.text, ask.boxes[place - 1]);
            self.comes_to(&choice);
            self.learner.choose(&choice);
        }
        self.learner.choose("that is my answer");
    }

    /// To the question that has this answer: behind a choice of its own, or on the next page.
    fn comes_to(&mut self, answer: &str) {
        let ways = [
            "answer the question",
            "predict what will come back",
            "next step",
        ];
        if !self.learner.offers(answer) {
            let way = ways.into_iter().find(|way| self.learner.offers(way));
            self.learner.choose(way.expect("a way to the question"));
        }
    }

    fn answers(&mut self, step: &Step, id: &str, option: usize) {
        let ask = self
            .lesson
            .asks()
            .map(|(_, ask)| ask)
            .find(|ask| ask.id == id);
        let lab = step.experiments.iter().flat_map(|one| &one.variants);
        let mut in_lab = lab.filter_map(|variant| variant.ask.as_ref());
        let ask: &Ask = ask.or_else(|| in_lab.find(|ask| ask.id == id)).unwrap();
        assert_eq!(ask.kind, AskKind::Choose);
        let text = &ask.options[option].text;
        self.comes_to(text);
        self.learner.choose(text);
        if ask.is_prediction() {
            self.learner.choose(&sure());
        }
    }
}

/// The first of the answers to "how sure".
fn sure() -> String {
    format!("{:?}", Sureness::ALL[0]).to_lowercase()
}

fn name(field: DraftField) -> &'static str {
    match field {
        DraftField::GrantType => "grant_type",
        DraftField::ClientId => "client_id",
        DraftField::ClientSecret => "client_secret",
        DraftField::Audience => "audience",
        DraftField::Scope => "scope",
        DraftField::Resource => "resource",
        DraftField::Organization => "organization",
    }
}

/// What a learner types for it: the identifiers of the practice APIs, which their dashboards show.
fn value(to: &Template) -> String {
    let spelled = to.spelled();
    let api = spelled
        .strip_prefix("{api.")
        .and_then(|name| name.strip_suffix('}'));
    api.map_or_else(
        || spelled.to_owned(),
        |api| format!("https://api.{api}.example"),
    )
}
