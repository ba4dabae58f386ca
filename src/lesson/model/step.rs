//! One thing to do, by its id: where it is done, what counts as done, what is said beside it.

use serde::Deserialize;

use crate::lesson::bench::Bench;
use crate::lesson::change::{Change, Move, Press};
use crate::lesson::fact::{Condition, ConditionFile};
use crate::lesson::model::{Ask, Experiment, Note};

/// The stages of the stage bar.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// What this is for.
    Goal,
    /// Questions about what will happen.
    Predict,
    /// Something to do.
    Do,
    /// The learner's own exchange, line by line.
    Explain,
    /// Something broken on purpose.
    Break,
    /// Cards.
    Quiz,
    /// What was learned.
    Done,
}

impl Stage {
    /// The word on the bar.
    pub fn word(self) -> &'static str {
        match self {
            Self::Goal => "Goal",
            Self::Predict => "Predict",
            Self::Do => "Do",
            Self::Explain => "Explain",
            Self::Break => "Break",
            Self::Quiz => "Quiz",
            Self::Done => "Done",
        }
    }

    /// True where each question has a page of its own.
    pub fn asks_page_by_page(self) -> bool {
        match self {
            Self::Predict | Self::Quiz => true,
            Self::Goal | Self::Do | Self::Explain | Self::Break | Self::Done => false,
        }
    }
}

/// One step of a lesson.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Unique in the lesson; progress, jumps and tests speak of it.
    pub id: String,
    /// The stage it belongs to.
    pub stage: Stage,
    /// The work screen; goal, predict, quiz and done steps have none.
    #[serde(default)]
    pub bench: Option<Bench>,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// What to do now, in one line.
    #[serde(default)]
    pub task: String,
    /// What it is about, in a few sentences.
    #[serde(default)]
    pub intro: String,
    /// Changes of the world when the step is entered.
    #[serde(default)]
    pub setup: Vec<Change>,
    /// What the learner is told of the set-up.
    #[serde(default)]
    pub told: Option<String>,
    /// The dashboard forms of a dashboard step, by id.
    #[serde(default)]
    pub forms: Vec<String>,
    /// The flow of a flow step, by id.
    #[serde(default)]
    pub flow: Option<String>,
    /// What is changed in the flow before the learner finds it: ports left empty, or filled wrongly.
    #[serde(default)]
    pub begins: Vec<Change>,
    /// What counts as done, all of it.
    #[serde(default)]
    pub goals: Vec<Goal>,
    /// The way there.
    #[serde(default)]
    pub ticks: Vec<Tick>,
    /// True where the boxes are about the newest exchange alone, and open again when that is another: all of them have to be true of one.
    #[serde(default)]
    pub newest: bool,
    /// The place, the idea, a filled example with other values.
    #[serde(default)]
    pub hints: Vec<Hint>,
    /// What to do, exactly, in words.
    #[serde(default)]
    pub solution: String,
    /// The same as moves, which really work.
    #[serde(default)]
    pub solve: Vec<Move>,
    /// The questions.
    #[serde(default)]
    pub asks: Vec<Ask>,
    /// What is said of single things on the screen.
    #[serde(default)]
    pub notes: Vec<Note>,
    /// What is broken here.
    #[serde(default)]
    pub experiments: Vec<Experiment>,
    /// Experiments of lessons that are tried here too, each by lesson and id: `first-token/B1`.
    #[serde(default)]
    pub borrows: Vec<String>,
    /// What is otherwise at a tenant of one's own.
    #[serde(default, rename = "own")]
    pub at_own: Option<Box<StepAtOwn>>,
    /// Why only practice can show it, of a step that is played at a tenant of one's own.
    #[serde(skip)]
    pub only: Option<String>,
}

/// What a step says of a tenant of one's own; what it does not say there is as at practice.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq, Default)]
#[serde(deny_unknown_fields, default)]
pub struct StepAtOwn {
    /// Why only practice can show it. Such a step asks for nothing there.
    pub only: Option<String>,
    /// In place of the task.
    pub task: Option<String>,
    /// In place of the sentences on it.
    pub intro: Option<String>,
    /// In place of the goals.
    pub goals: Option<Vec<Goal>>,
    /// In place of the list.
    pub ticks: Option<Vec<Tick>>,
    /// In place of the hints.
    pub hints: Option<Vec<Hint>>,
    /// In place of the solution in words.
    pub solution: Option<String>,
    /// In place of the same as moves.
    pub solve: Option<Vec<Move>>,
    /// The questions that are not asked there, by their ids: those that only the lesson's own vendor settles.
    pub without: Vec<String>,
    /// In place of what the last screen says of it when it was done.
    pub did: Option<String>,
    /// In place of what that says when it was not.
    pub open: Option<String>,
}

impl Step {
    /// A step with nothing in it.
    pub fn blank(id: &str, stage: Stage) -> Self {
        Self {
            id: id.to_owned(),
            stage,
            bench: None,
            title: String::new(),
            task: String::new(),
            intro: String::new(),
            setup: Vec::new(),
            told: None,
            forms: Vec::new(),
            flow: None,
            begins: Vec::new(),
            goals: Vec::new(),
            ticks: Vec::new(),
            newest: false,
            hints: Vec::new(),
            solution: String::new(),
            solve: Vec::new(),
            asks: Vec::new(),
            notes: Vec::new(),
            experiments: Vec::new(),
            borrows: Vec::new(),
            at_own: None,
            only: None,
        }
    }

    /// True where its solution makes the app.
    pub fn makes_app(&self) -> bool {
        self.solve.contains(&Move::Press(Press::Button(None)))
    }

    /// True where its goals name single changes of an experiment: `experiment.T1/good`.
    pub fn asks_for_each_change(&self) -> bool {
        let facts = self.goals.iter().flat_map(|goal| goal.when.facts());
        let mut names = facts.filter_map(|fact| fact.subject.words().get(1).copied());
        names.any(|name| name.contains('/'))
    }

    /// The note about `about`.
    pub fn note(&self, about: &str) -> Option<&Note> {
        self.notes.iter().find(|note| note.about == about)
    }

    /// The question that is asked beside the work: the first one.
    pub fn aside(&self) -> Option<&Ask> {
        if self.stage.asks_page_by_page() {
            return None;
        }
        self.asks.first()
    }

    /// How many pages it has.
    pub fn pages(&self) -> usize {
        if self.stage.asks_page_by_page() {
            self.asks.len().max(1)
        } else {
            1
        }
    }
}

/// Something that has to have been seen for the step to be done.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(try_from = "GoalFile")]
pub struct Goal {
    /// What is measured.
    pub when: Condition,
    /// What is said while it is not there; the task where the file says nothing.
    pub open: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum GoalFile {
    Said { when: ConditionFile, open: String },
    Bare(ConditionFile),
}

impl TryFrom<GoalFile> for Goal {
    type Error = String;

    fn try_from(file: GoalFile) -> Result<Self, String> {
        let (when, open) = match file {
            GoalFile::Said { when, open } => (when, Some(open)),
            GoalFile::Bare(when) => (when, None),
        };
        let when = Condition::try_from(when)?;
        Ok(Self { when, open })
    }
}

/// A line of the step list. Ticked once it was true since the step began.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Tick {
    /// The line.
    pub text: String,
    /// What is measured; a line without is advice and bears no box.
    #[serde(default)]
    pub when: Option<Condition>,
}

/// A hint.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(try_from = "HintFile")]
pub struct Hint {
    /// Its words.
    pub text: String,
    /// What it lays into the form, unsent.
    pub lays: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum HintFile {
    Words(String),
    Laid {
        text: String,
        lays: Vec<toml::Table>,
    },
}

impl TryFrom<HintFile> for Hint {
    type Error = String;

    fn try_from(file: HintFile) -> Result<Self, String> {
        let (text, lays) = match file {
            HintFile::Words(text) => (text, Vec::new()),
            HintFile::Laid { text, lays } => (text, lays),
        };
        let lays = lays
            .into_iter()
            .map(Change::of_table)
            .collect::<Result<_, _>>()?;
        Ok(Self { text, lays })
    }
}
