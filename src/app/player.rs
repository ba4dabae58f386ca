//! A lesson being played: where the learner is, what they guessed, what they made, and what can be undone.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::app::deed::Deed;
use crate::app::draft::Draft;
use crate::app::effect::Lot;
pub use crate::app::fading::Fading;
use crate::app::guess::Guess;
use crate::app::history::History;
use crate::app::lab::Lab;
use crate::app::own::Own;
use crate::app::pilot::{Flights, Pilot};
use crate::app::progress::Kept;
use crate::app::spot::{Scene, Spot};
pub use crate::app::step_state::StepState;
use crate::app::test_out::TestOut;
use crate::app::workbench::Workbench;
use crate::lesson::bench::Bench;
use crate::lesson::change::Move;
use crate::lesson::model::{Ask, Lesson, Step, Variant};
use crate::lesson::target::TargetName;
use crate::oauth::request::AuthMethod;

/// A lesson being played.
#[derive(Debug)]
pub struct Player {
    /// The lesson.
    pub lesson: &'static Lesson,
    /// Who answers.
    pub target: TargetName,
    /// Where the learner is.
    pub at: Spot,
    /// Another bench than the step's own, opened within it: what came back, while the request is the step's work.
    pub view: Option<Bench>,
    /// How much is filled in for the learner; help shrinks as skill grows.
    pub fading: Fading,
    /// What the steps work on.
    pub bench: Workbench,
    /// The experiments of this step.
    pub lab: Lab,
    /// Guesses by prediction id.
    pub guesses: BTreeMap<String, Guess>,
    /// What earlier sessions measured of predictions, by their id.
    pub(crate) earlier: BTreeMap<String, Kept>,
    /// What was measured of predictions that nobody had guessed: the option, by their id.
    pub(crate) measured: BTreeMap<String, usize>,
    /// Answers to other questions, by their id.
    pub answers: BTreeMap<String, usize>,
    /// Typed answers, by the question's id.
    pub typed: BTreeMap<String, String>,
    /// The places that items of a card have so far, by the card's id; 0 for none.
    pub(crate) arranged: BTreeMap<String, Vec<usize>>,
    /// Hints opened, by step: 1 to 3, then 4 for the solution.
    pub hints: BTreeMap<usize, usize>,
    /// The steps whose solution was laid in.
    pub(crate) laid_in: BTreeSet<usize>,
    /// Where this session took up a lesson that an earlier one had begun.
    pub resumed: Option<Spot>,
    /// The steps whose goals were all reached, in this session or an earlier one, by id.
    pub reached: BTreeSet<String>,
    /// The furthest spot, by its index.
    pub furthest: usize,
    /// How each step stands that was entered in this session.
    pub(crate) states: BTreeMap<usize, StepState>,
    /// Everything that happened to an exchange is numbered.
    pub(crate) events: u64,
    pub(crate) history: History,
    /// The newest change of the tenant that the learner made on the dashboard.
    pub(crate) by_hand: Option<crate::app::effect::RunId>,
    /// What of the server is changed by hand now, on its own page.
    pub(crate) changed: Vec<Deed>,
    /// What the tenant is asked to put back, of a step that is reset or of an experiment.
    pub(crate) resetting: Option<crate::app::effect::RunId>,
    /// Moves that wait for one another, each with the lot that it is put back with.
    pub(crate) queue: VecDeque<(Lot, Move)>,
    /// The test that is under way, or how it ended.
    pub test: Option<TestOut>,
    /// This round was tested out of before it was taken up.
    pub(crate) tested_out: bool,
    /// What pilots did: it is the tutor's.
    pub(crate) flown: Flights,
    /// How often each step was reset, by id: what another tutor knows of it from before counts no more.
    pub(crate) reopened: BTreeMap<String, u32>,
    /// Plays steps for the learner, for a jump.
    pub(crate) pilot: Option<Pilot>,
    /// The tenant of the learner's own, in the round that is played there.
    pub(crate) own: Option<Box<Own>>,
    /// Hosts beyond this machine that the learner was told of before something went there.
    pub(crate) told_of: BTreeSet<String>,
    /// The page at which Next was refused once, and why.
    pub(crate) refused: Option<(Spot, String)>,
    /// The set-ups that were made in this session, by step; `None` is the lesson's own.
    pub(crate) set_up: BTreeSet<Option<usize>>,
    /// How often the lesson was begun anew: what earlier rounds reached counts no more.
    pub(crate) round: u32,
}

impl Player {
    /// `lesson` from its start.
    pub fn new(lesson: &'static Lesson, fading: Fading) -> Self {
        let mut player = Self {
            lesson,
            target: lesson.targets.first().copied().unwrap_or_default(),
            at: Spot::default(),
            view: None,
            fading,
            bench: Workbench::default(),
            lab: Lab::default(),
            guesses: BTreeMap::new(),
            earlier: BTreeMap::new(),
            measured: BTreeMap::new(),
            answers: BTreeMap::new(),
            typed: BTreeMap::new(),
            arranged: BTreeMap::new(),
            hints: BTreeMap::new(),
            laid_in: BTreeSet::new(),
            resumed: None,
            reached: BTreeSet::new(),
            furthest: 0,
            states: BTreeMap::new(),
            events: 0,
            history: History::default(),
            queue: VecDeque::new(),
            changed: Vec::new(),
            tested_out: false,
            test: None,
            flown: Flights::default(),
            reopened: BTreeMap::new(),
            pilot: None,
            own: None,
            told_of: BTreeSet::new(),
            refused: None,
            by_hand: None,
            resetting: None,
            set_up: BTreeSet::new(),
            round: 0,
        };
        player.bench.draft = player.fresh_draft();
        player
    }

    /// The request form as the learner first finds it.
    pub(crate) fn fresh_draft(&self) -> Draft {
        let mut draft = Draft::default();
        if let Some(method) = self.lesson.form.auth.first() {
            draft.auth = method.auth();
        }
        if let Some(format) = self.lesson.form.formats.first() {
            draft.format = format.body();
        }
        if self.fading == Fading::Blank {
            draft.grant_type.clear();
        }
        if let Some(own) = &self.own {
            own.lay_into(&mut draft);
        }
        draft
    }

    /// The round is played at this tenant of the learner's own: its app is the one there is.
    pub(crate) fn at_own(&mut self, own: Box<Own>) {
        self.fading = Fading::Worked;
        self.bench.app = Some(own.app());
        self.own = Some(own);
        self.bench.draft = self.fresh_draft();
    }

    /// The ways to prove who asks that the request form offers. A client that signs has one way at its own tenant.
    pub fn methods(&self) -> Vec<AuthMethod> {
        match &self.own {
            Some(own) if own.signs() => vec![own.auth],
            Some(_) | None => self.lesson.form.methods(),
        }
    }

    /// The step that the learner is at.
    pub fn step(&self) -> &'static Step {
        self.at.step(self.lesson)
    }

    /// What is on the screen.
    pub fn scene(&self) -> Scene {
        match (self.at.scene(self.lesson), self.view) {
            (Scene::Work(_), Some(bench)) => Scene::Work(bench),
            (scene, _) => scene,
        }
    }

    /// The bench that is on the screen.
    pub fn work(&self) -> Option<Bench> {
        match self.scene() {
            Scene::Work(bench) => Some(bench),
            Scene::Goal | Scene::Predict(_) | Scene::Practice | Scene::Quiz(_) | Scene::Done => {
                None
            }
        }
    }

    /// The question that has the page for itself.
    pub fn page_ask(&self) -> Option<&'static Ask> {
        self.at.ask(self.lesson)
    }

    /// The question that is asked here: the page's, the experiment's, or the one beside the work.
    pub fn asked_here(&self) -> Option<&'static Ask> {
        let step = self.step();
        let of_lab = || {
            let variant = self.lab.variant(step);
            variant.and_then(|variant| variant.ask.as_ref())
        };
        match self.work() {
            Some(Bench::Lab) => of_lab(),
            Some(_) | None => self.page_ask().or_else(|| step.aside()),
        }
    }

    /// The question with this id, wherever it is asked.
    pub fn ask(&self, id: &str) -> Option<&'static Ask> {
        self.lesson.question(id)
    }

    /// The experiment and variant that ask this question.
    pub(crate) fn variant_of(&self, id: &str) -> Option<(String, String)> {
        let (experiment, variant) = self.experiment_of(id)?;
        Some((experiment.to_owned(), variant.id.clone()))
    }

    /// The same: the id of the experiment, and the variant.
    pub(crate) fn experiment_of(&self, id: &str) -> Option<(&'static str, &'static Variant)> {
        let experiments = self.lesson.steps.iter().flat_map(|step| &step.experiments);
        experiments.into_iter().find_map(|experiment| {
            let asks = |variant: &&Variant| variant.ask.as_ref().is_some_and(|ask| ask.id == id);
            let variant = experiment.variants.iter().find(asks)?;
            Some((experiment.id.as_str(), variant))
        })
    }

    /// True while a countdown is on the screen: a token that is still alive, at the bench that reads it.
    pub fn counting_down(&self) -> bool {
        self.work() == Some(Bench::Read)
            && self
                .bench
                .token()
                .is_some_and(|token| token.expires.is_some())
    }

    /// How many hints are open at this step; one more than there are means the solution.
    pub fn hints_open(&self) -> usize {
        self.hints.get(&self.at.step).copied().unwrap_or(0)
    }

    /// True when an edit of this step can be taken back.
    pub fn can_undo(&self) -> bool {
        if self.work() == Some(Bench::Flow) {
            return self.flow().is_some_and(|desk| desk.session.offers(true));
        }
        self.work()
            .is_some_and(|bench| self.history.offers((self.at.step, bench), true))
    }

    /// True when an edit of this step that was taken back can be done again.
    pub fn can_redo(&self) -> bool {
        if self.work() == Some(Bench::Flow) {
            return self.flow().is_some_and(|desk| desk.session.offers(false));
        }
        self.work()
            .is_some_and(|bench| self.history.offers((self.at.step, bench), false))
    }

    /// True at the benches that hold something a learner may want to begin anew.
    pub fn can_reset(&self) -> bool {
        matches!(
            self.work(),
            Some(Bench::Dashboard | Bench::Build | Bench::Check | Bench::Lab | Bench::Flow)
        )
    }

    /// How the step that the learner is at stands.
    pub fn began(&self) -> Option<&StepState> {
        self.states.get(&self.at.step)
    }

    /// True where this line of the step's list was true once since the step began.
    pub fn is_ticked(&self, tick: usize) -> bool {
        self.began()
            .is_some_and(|state| state.ticks.contains(&tick))
    }

    /// The first goal of the step that is not reached, in words.
    pub fn open_goal(&self) -> Option<String> {
        let step = self.step();
        if self.reached.contains(&step.id) {
            return None;
        }
        let state = self.began()?;
        let is_open = |at: &usize| !state.goals.contains(at) && !state.unseen.contains(at);
        let at = (0..step.goals.len()).find(is_open)?;
        let words = step.goals.get(at)?.open.clone();
        Some(words.unwrap_or_else(|| format!("Not done yet: {}.", step.task)))
    }

    /// What is left on the list of the step.
    pub fn open_tick(&self) -> Option<&'static str> {
        let mut boxes = self.step().ticks.iter().enumerate();
        let is_open = |(at, tick): &(usize, &crate::lesson::model::Tick)| {
            tick.when.is_some() && !self.is_ticked(*at) && !self.is_unseen(*at)
        };
        boxes.find(is_open).map(|(_, tick)| tick.text.as_str())
    }

    /// Begins the step that the learner is at, where it was not begun in this session.
    pub(crate) fn begin(&mut self) {
        let event = self.events;
        self.states
            .entry(self.at.step)
            .or_insert_with(|| StepState {
                event,
                ..StepState::default()
            });
        let at = self.at.index(self.lesson);
        self.furthest = self.furthest.max(at);
    }

    /// The number of the next thing that happens to an exchange.
    pub(crate) fn next_event(&mut self) -> u64 {
        self.events += 1;
        self.events
    }

    /// How many answers the question of this page has; `None` where it asks nothing.
    pub fn choices(&self) -> Option<usize> {
        let ask = self.asked_here()?;
        (!ask.options.is_empty()).then_some(ask.options.len())
    }

    /// True where the goals of a step were reached in this session, so that the world is as it leaves it.
    pub(crate) fn is_solved_here(&self, step: usize) -> bool {
        let of_lesson = self.lesson.steps.get(step);
        let goals = of_lesson.map_or(0, |step| step.goals.len());
        self.states
            .get(&step)
            .is_some_and(|state| state.goals.len() == goals)
    }
}
