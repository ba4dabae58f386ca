//! What a flow is: cards in a row, each with named ports of declared types, values dropped from one card into another.

use serde::Deserialize;

/// A flow.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// The format of the file.
    pub format: u32,
    /// Its name for files.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// What it is for, and whence it is.
    pub says: String,
    /// Its cards, in their order.
    #[serde(rename = "card")]
    pub cards: Vec<Card>,
}

/// A card.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Unique in its flow.
    pub id: String,
    /// What it does.
    pub kind: Kind,
    /// What this one is for, in a few words.
    pub says: String,
    /// The branch that it stands in: `ok.true`, `ok.false`.
    #[serde(default)]
    pub when: Option<String>,
    /// What goes in, in order.
    #[serde(default, rename = "in")]
    pub inputs: Vec<Input>,
    /// The type that is declared of its output, with cards that declare one.
    #[serde(default, rename = "type")]
    pub declared: Option<Type>,
    /// The flow that it calls, or the card that it goes back to.
    #[serde(default)]
    pub of: Option<String>,
}

/// A port that takes a value.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its name.
    pub port: String,
    /// What was typed in.
    #[serde(default)]
    pub is: String,
    /// The port whose value was dropped in.
    #[serde(default)]
    pub from: Option<Place>,
    /// The declared type.
    #[serde(default, rename = "type")]
    pub declared: Type,
    /// True where it may stay empty.
    #[serde(default)]
    pub optional: bool,
}

/// A port of a card: `url.output`.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[serde(try_from = "String")]
pub struct Place {
    /// The card's id.
    pub card: String,
    /// The port's name.
    pub port: String,
}

impl Place {
    /// A place from its spelling.
    pub fn named(spelled: &str) -> Option<Self> {
        let (card, port) = spelled.split_once('.')?;
        (!card.is_empty() && !port.is_empty()).then(|| Self {
            card: card.to_owned(),
            port: port.to_owned(),
        })
    }

    /// Its spelling.
    pub fn spelled(&self) -> String {
        format!("{}.{}", self.card, self.port)
    }
}

impl TryFrom<String> for Place {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::named(&text)
            .ok_or_else(|| "a place is a card, a dot and a port: url.output".to_owned())
    }
}

/// The declared type of a port.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Type {
    /// Text.
    #[default]
    Text,
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// Named values.
    Object,
    /// Whatever comes.
    Any,
}

impl Type {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Flag => "true/false",
            Self::Object => "object",
            Self::Any => "any",
        }
    }
}

/// What a card does.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is named as its title below")]
pub enum Kind {
    HelperFlow,
    ApiEndpoint,
    CallFlow,
    Compose,
    Concatenate,
    Construct,
    ObjectGet,
    Assign,
    JwtSign,
    Post,
    RawRequest,
    IfElse,
    Join,
    Return,
    ReturnError,
    Cache,
    AskAgain,
}

impl Kind {
    /// The title that a user of Okta Workflows knows; the last two are the tutor's own construction and say so.
    pub fn title(self) -> &'static str {
        match self {
            Self::HelperFlow => "Helper Flow",
            Self::ApiEndpoint => "API Endpoint",
            Self::CallFlow => "Call Flow",
            Self::Compose => "Text - Compose",
            Self::Concatenate => "Text - Concatenate",
            Self::Construct => "Object - Construct",
            Self::ObjectGet => "Object - Get",
            Self::Assign => "Flow Control - Assign",
            Self::JwtSign => "JWT - Sign",
            Self::Post => "API Connector - Post",
            Self::RawRequest => "API Connector - Raw Request",
            Self::IfElse => "If/Else",
            Self::Join => "Join",
            Self::Return => "Return",
            Self::ReturnError => "Return Error",
            Self::Cache => "Keep Token (the tutor's own)",
            Self::AskAgain => "Ask Again Once (the tutor's own)",
        }
    }

    /// True for cards whose inputs are named by the author, and come out under the same names.
    pub fn passes_on(self) -> bool {
        matches!(
            self,
            Self::HelperFlow
                | Self::ApiEndpoint
                | Self::Assign
                | Self::Join
                | Self::Return
                | Self::ReturnError
        )
    }

    /// What comes out, with cards that do not name it themselves.
    pub fn outputs(self) -> &'static [(&'static str, Type)] {
        match self {
            Self::Compose | Self::Concatenate => &[("output", Type::Text)],
            Self::Construct => &[("output", Type::Object)],
            Self::ObjectGet => &[("output", Type::Any)],
            Self::JwtSign => &[("token", Type::Text)],
            Self::Post => &[
                ("Status Code", Type::Number),
                ("Headers", Type::Object),
                ("Body", Type::Object),
            ],
            Self::RawRequest => &[
                ("Status Code", Type::Number),
                ("Headers", Type::Object),
                ("Body", Type::Text),
            ],
            Self::IfElse => &[("result", Type::Flag)],
            Self::Cache => &[("token", Type::Text), ("kept", Type::Flag)],
            Self::AskAgain => &[("again", Type::Flag)],
            // What the called flow returns.
            Self::CallFlow
            | Self::HelperFlow
            | Self::ApiEndpoint
            | Self::Assign
            | Self::Join
            | Self::Return
            | Self::ReturnError => &[],
        }
    }
}

impl Card {
    /// The port of that name.
    pub fn input(&self, port: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| input.port == port)
    }
}

impl Flow {
    /// The card with that id.
    pub fn card(&self, id: &str) -> Option<&Card> {
        self.cards.iter().find(|card| card.id == id)
    }

    /// Where the card with that id stands.
    pub fn index(&self, id: &str) -> Option<usize> {
        self.cards.iter().position(|card| card.id == id)
    }

    /// What the cards before the one at `at` give, in their order: what can be dropped into it.
    pub fn offers(&self, at: usize) -> Vec<Place> {
        let before = self.cards.iter().take(at);
        before.flat_map(outputs).collect()
    }

    /// The ports into which the value of this place was dropped.
    pub fn goes_to(&self, place: &Place) -> Vec<Place> {
        let ports = self.cards.iter().flat_map(|card| {
            let takes = |input: &&Input| input.from.as_ref() == Some(place);
            card.inputs.iter().filter(takes).map(|input| Place {
                card: card.id.clone(),
                port: input.port.clone(),
            })
        });
        ports.collect()
    }
}

/// The ports of a card that give a value.
pub fn outputs(card: &Card) -> Vec<Place> {
    let named = card.inputs.iter().filter(|_| card.kind.passes_on());
    let named = named.map(|input| input.port.clone());
    let own = card
        .kind
        .outputs()
        .iter()
        .map(|(port, _)| (*port).to_owned());
    let called = (card.kind == Kind::CallFlow).then(|| "token".to_owned());
    let place = |port| Place {
        card: card.id.clone(),
        port,
    };
    named.chain(own).chain(called).map(place).collect()
}
