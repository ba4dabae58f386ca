//! A question: a prediction that the real exchange settles, a question beside the work, a card of the quiz.

use serde::Deserialize;

use crate::lesson::fact::{Condition, Subject};

/// A question. A prediction holds no right answer: it has a `measure`, and the option whose value equals what was
/// measured is the right one.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// Unique in the lesson; progress files refer to it.
    pub id: String,
    /// How it is answered.
    #[serde(default)]
    pub kind: AskKind,
    /// What a card of the quiz exercises.
    #[serde(default)]
    pub card: Option<CardKind>,
    /// The question.
    pub question: String,
    /// Output to inspect, labelled on screen as a sample. Line breaks are kept.
    #[serde(default)]
    pub shown: Option<String>,
    /// What is measured in the exchange, for a prediction.
    #[serde(default)]
    pub measure: Option<Subject>,
    /// Which exchange settles it: the first of which this holds. Without: the first at all.
    #[serde(default)]
    pub given: Option<Condition>,
    /// The options.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// What may be typed, for `type`: compared without blanks at the ends.
    #[serde(default)]
    pub accepts: Vec<String>,
    /// The boxes, for `sort`.
    #[serde(default)]
    pub boxes: Vec<String>,
    /// Usual slips, for `type`.
    #[serde(default)]
    pub slips: Vec<Slip>,
    /// Why it is as it is.
    pub why: String,
    /// What to do now, for a card.
    #[serde(default)]
    pub now: String,
    /// Where to read more, for a card: an RFC clause or a vendor's page.
    #[serde(default)]
    pub more: String,
    /// The belief that it is about, `M1` to `M18`; on a card for a belief, what each wrong answer shows.
    #[serde(default)]
    pub misconception: Option<String>,
}

/// How a question is answered.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq, Default)]
#[serde(rename_all = "kebab-case")]
pub enum AskKind {
    /// One of the options.
    #[default]
    Choose,
    /// By typing.
    Type,
    /// By bringing the items into an order.
    Order,
    /// By putting each item into one of the boxes.
    Sort,
}

/// An option.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The option, as a reader sees it.
    pub text: String,
    /// What is measured when this option is right. References are filled in when it is compared.
    #[serde(default)]
    pub value: Option<String>,
    /// Other values that make it right as well: what other servers write.
    #[serde(default)]
    pub also: Vec<String>,
    /// Or: what holds of the exchange when this option is right.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Whether it is the right one, where nothing is measured.
    #[serde(default)]
    pub right: bool,
    /// Where an item belongs, from 1: its place in the order, or the number of its box.
    #[serde(default)]
    pub place: Option<usize>,
    /// What is said to someone who picks it, once it is settled; of an item, to who puts it elsewhere.
    #[serde(default)]
    pub feedback: String,
    /// The belief that picking this very option shows.
    #[serde(default)]
    pub misconception: Option<String>,
}

/// A slip that is often typed.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Slip {
    /// What is typed.
    pub typed: String,
    /// What is said to it.
    pub feedback: String,
}

/// What a card exercises.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum CardKind {
    /// Remember a fact of the lesson.
    Recall,
    /// Spot the fault in real-looking output.
    Spot,
    /// Who does this: app, server or API.
    Who,
    /// A belief that is common and wrong.
    Misconception,
    /// The same idea at another vendor.
    Transfer,
    /// The lesson's own skill, used.
    Apply,
}

impl CardKind {
    /// Those that every quiz has.
    pub const NEEDED: [Self; 5] = [
        Self::Recall,
        Self::Spot,
        Self::Who,
        Self::Misconception,
        Self::Transfer,
    ];

    /// The name in lesson files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Recall => "recall",
            Self::Spot => "spot",
            Self::Who => "who",
            Self::Misconception => "misconception",
            Self::Transfer => "transfer",
            Self::Apply => "apply",
        }
    }
}

impl Choice {
    /// What is measured when it is right.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        let also = self.also.iter().map(String::as_str);
        self.value.as_deref().into_iter().chain(also)
    }
}

impl Ask {
    /// True where the real exchange settles it.
    pub fn is_prediction(&self) -> bool {
        self.measure.is_some() || self.options.iter().any(|option| option.when.is_some())
    }

    /// True where it is measured on what comes after a reply: a call, a verification.
    pub fn follows_the_reply(&self) -> bool {
        let measure = self.measure.as_ref();
        measure.is_some_and(|subject| matches!(subject.words().first(), Some(&("api" | "trust"))))
    }

    /// The option that is right by the file; a prediction has none.
    pub fn right(&self) -> Option<usize> {
        self.options.iter().position(|option| option.right)
    }

    /// True where items are brought into an order, or into boxes.
    pub fn is_arranged(&self) -> bool {
        matches!(self.kind, AskKind::Order | AskKind::Sort)
    }

    /// The places of the items, in the order of the file, as they are kept: `2 1 3`.
    pub fn spelled(places: &[usize]) -> String {
        let places: Vec<String> = places.iter().map(ToString::to_string).collect();
        places.join(" ")
    }

    /// The places that `spelled` holds, one an item; 0 for what it does not say.
    pub fn places(&self, spelled: &str) -> Vec<usize> {
        let mut places = spelled
            .split_whitespace()
            .map(|place| place.parse().unwrap_or(0));
        let items = self.options.iter();
        items.map(|_| places.next().unwrap_or(0)).collect()
    }

    /// True when what was typed, or how the items were arranged, is accepted.
    pub fn accepts(&self, typed: &str) -> bool {
        if self.is_arranged() {
            let right = self.options.iter().map(|item| item.place.unwrap_or(0));
            return right.eq(self.places(typed));
        }
        let typed = typed.trim();
        self.accepts.iter().any(|accepted| accepted == typed)
    }

    /// What is said to what was typed, where it is a slip that the file knows.
    pub fn slip(&self, typed: &str) -> Option<&Slip> {
        let typed = typed.trim();
        self.slips.iter().find(|slip| slip.typed == typed)
    }

    /// The belief (`M1` to `M18`) that picking this option shows: the option's own. Where the whole card is about a belief, every wrong
    /// answer shows it; elsewhere one may be wrong for another reason, and nobody is told of an idea that was not theirs.
    pub fn belief(&self, option: usize) -> Option<&str> {
        let own = self.options.get(option)?.misconception.as_deref();
        own.or_else(|| self.belief_of_card())
    }

    /// The belief that each wrong answer to this card shows.
    pub fn belief_of_card(&self) -> Option<&str> {
        let is_about_it = self.card == Some(CardKind::Misconception);
        self.misconception.as_deref().filter(|_| is_about_it)
    }
}
