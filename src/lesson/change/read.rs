//! From the table of a lesson file to a change or a press: `{ set = "audience", to = "..." }`, `{ press = "send" }`.

use serde::Deserialize;

use super::{
    AssertionChange, Bearing, Change, DraftAuth, DraftChange, DraftField, FlowChange, FormChange,
    GrantTo, Move, Press, Switch, TokenChange,
};
use crate::flow::Place;
use crate::lesson::template::Template;
use crate::oauth::request::InUrl;

mod world;

/// The members that moves have; each kind of move takes some of them.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Raw {
    set: Option<String>,
    clear: Option<String>,
    auth: Option<String>,
    format: Option<String>,
    basic: Option<String>,
    proof: Option<String>,
    place: Option<String>,
    verb: Option<String>,
    endpoint: Option<Template>,
    assertion: Option<String>,
    form: Option<String>,
    app: Option<String>,
    tenant: Option<String>,
    fault: Option<String>,
    clock: Option<String>,
    token: Option<String>,
    name: Option<String>,
    edit: Option<Place>,
    connect: Option<Place>,
    press: Option<String>,
    to: Option<Template>,
    by: Option<String>,
    #[serde(rename = "do")]
    doing: Option<String>,
    add: Option<Template>,
    remove: Option<Template>,
    says: Option<Template>,
    api: Option<Template>,
    with: Option<String>,
    scopes: Vec<String>,
    grants: Vec<GrantTo>,
    add_claim: Option<Template>,
    value: Option<Template>,
    deny: Option<Template>,
    reason: Option<Template>,
    times: Option<u32>,
    door: Option<String>,
    next: Option<u32>,
    id: Option<String>,
    option: Option<usize>,
    typed: Option<String>,
}

type Read<T> = Result<T, String>;

impl TryFrom<Raw> for Change {
    type Error = String;

    fn try_from(raw: Raw) -> Read<Self> {
        match raw.read()? {
            Move::Change(change) => Ok(change),
            Move::Press(_) => {
                Err("a press changes nothing by itself: only solutions hold one".to_owned())
            }
        }
    }
}

impl TryFrom<Raw> for Move {
    type Error = String;

    fn try_from(raw: Raw) -> Read<Self> {
        raw.read()
    }
}

impl Raw {
    fn read(self) -> Read<Move> {
        if let Some(press) = self.press.clone() {
            return self.press(&press).map(Move::Press);
        }
        if let Some(draft) = self.draft()? {
            return Ok(Move::Change(Change::Draft(draft)));
        }
        if let Some(what) = &self.token {
            return Ok(Move::Change(Change::Token(self.of_token(what)?)));
        }
        if let Some(place) = self.edit.clone() {
            let edit = FlowChange::Edit(place, self.wanted()?);
            return Ok(Move::Change(Change::Flow(edit)));
        }
        if let Some(from) = self.connect.clone() {
            let to = self.wanted()?;
            let to = Place::named(to.spelled()).ok_or("to is a card, a dot and a port")?;
            return Ok(Move::Change(Change::Flow(FlowChange::Connect(from, to))));
        }
        if let Some(field) = self.form.clone() {
            let to = self.wanted()?;
            return Ok(Move::Change(Change::Form(FormChange {
                field,
                to,
                scopes: self.scopes,
            })));
        }
        let world = match (&self.app, &self.tenant, &self.fault, &self.clock) {
            (Some(what), None, None, None) => self.of_app(what)?,
            (None, Some(what), None, None) => self.of_tenant(what)?,
            (None, None, Some(kind), None) => self.of_fault(kind)?,
            (None, None, None, Some(which)) => self.of_clock(which)?,
            _ => return Err("a move names one of: set clear auth format basic proof place verb endpoint assertion form app tenant token fault clock edit connect press".to_owned()),
        };
        Ok(Move::Change(Change::World(world)))
    }

    fn wanted(&self) -> Read<Template> {
        self.to.clone().ok_or_else(|| "to is missing".to_owned())
    }

    fn draft(&self) -> Read<Option<DraftChange>> {
        let change = if let Some(field) = &self.set {
            DraftChange::Set(draft_field(field)?, self.wanted()?)
        } else if let Some(field) = &self.clear {
            DraftChange::Set(draft_field(field)?, Template::new(""))
        } else if let Some(method) = &self.auth {
            DraftChange::Auth(draft_auth(method)?)
        } else if let Some(format) = &self.format {
            DraftChange::Json(one_of(
                format,
                &[("form", Switch::Off), ("json", Switch::On)],
            )?)
        } else if let Some(how) = &self.basic {
            DraftChange::RawBasic(one_of(
                how,
                &[("raw", Switch::On), ("encoded", Switch::Off)],
            )?)
        } else if let Some(parameter) = &self.place {
            let to = self.to.as_ref().map_or("", Template::spelled);
            let places = [("query", InUrl::Secret), ("body", InUrl::Nothing)];
            one_of(parameter, &[("client_secret", ())])?;
            DraftChange::InUrl(one_of(to, &places)?)
        } else if let Some(verb) = &self.verb {
            let verbs = [("GET", InUrl::Everything), ("POST", InUrl::Nothing)];
            DraftChange::InUrl(one_of(verb, &verbs)?)
        } else if let Some(proof) = &self.proof {
            let ways = [
                ("sent", DraftChange::Proof(Switch::On)),
                ("absent", DraftChange::Proof(Switch::Off)),
                ("repeated", DraftChange::ProofAgain),
            ];
            one_of(proof, &ways)?
        } else if let Some(to) = &self.endpoint {
            DraftChange::Endpoint(to.clone())
        } else if let Some(what) = &self.assertion {
            DraftChange::Assertion(self.of_assertion(what)?)
        } else {
            return Ok(None);
        };
        Ok(Some(change))
    }

    fn of_assertion(&self, what: &str) -> Read<AssertionChange> {
        let name = || self.name.clone().ok_or("name is missing");
        Ok(match what {
            "claim" if self.by.is_some() && self.to.is_some() => {
                return Err("to says the value, by a time from now: one of them".to_owned());
            }
            "claim" => match &self.by {
                Some(by) => AssertionChange::Time(name()?, seconds_of(by)?),
                None => AssertionChange::Claim(name()?, self.wanted()?),
            },
            "header" => AssertionChange::Header(name()?, self.wanted()?),
            "key" => {
                let to = self.to.as_ref().map_or("", Template::spelled);
                one_of(to, &[("other", AssertionChange::OtherKey)])?
            }
            _ => return Err("assertion is one of: claim header key".to_owned()),
        })
    }

    fn of_token(&self, what: &str) -> Read<TokenChange> {
        let name = || self.name.clone().ok_or("name is missing");
        Ok(match what {
            "claim" => TokenChange::Claim(name()?, self.wanted()?),
            "header" => TokenChange::Header(name()?, self.wanted()?),
            "unsigned" => TokenChange::Unsigned,
            "public-key-as-secret" => TokenChange::PublicKeyAsSecret,
            "signature" => TokenChange::Signature,
            _ => {
                return Err(
                    "token is one of: claim header unsigned public-key-as-secret signature"
                        .to_owned(),
                );
            }
        })
    }

    fn press(self, press: &str) -> Read<Press> {
        let id = self.id.clone().ok_or("id is missing");
        Ok(match press {
            "create" => Press::Button(None),
            "button" => Press::Button(Some(id?)),
            "send" => Press::Send(self.times.map_or(Ok(1), times)?),
            "call" => {
                let api = self
                    .api
                    .as_ref()
                    .map_or("reports", Template::spelled)
                    .to_owned();
                let bearing = match self.with.as_deref() {
                    None => Bearing::Token,
                    Some(with) => one_of(
                        with,
                        &[("token", Bearing::Token), ("nothing", Bearing::Nothing)],
                    )?,
                };
                Press::Call(api, bearing)
            }
            "verify" => Press::Verify,
            "check" => Press::Check,
            "answer" => Press::Answer(id?, self.option.ok_or("option is missing")?),
            "type" => Press::Type(id?, self.typed.ok_or("typed is missing")?),
            "vary" => Press::Vary(self.id),
            "put-back" => Press::PutBack,
            "run-card" => Press::RunCard,
            "run-to-end" => Press::RunToEnd,
            "rewind" => Press::Rewind,
            _ => {
                return Err("press is one of: create button send call verify check answer type vary put-back run-card run-to-end rewind".to_owned());
            }
        })
    }
}

/// More requests than that are no lesson.
const MOST_TIMES: u32 = 100;

fn times(times: u32) -> Read<u32> {
    let fits = (1..=MOST_TIMES).contains(&times);
    fits.then_some(times)
        .ok_or_else(|| format!("times is 1 to {MOST_TIMES}"))
}

fn draft_field(name: &str) -> Read<DraftField> {
    one_of(
        name,
        &[
            ("grant_type", DraftField::GrantType),
            ("client_id", DraftField::ClientId),
            ("client_secret", DraftField::ClientSecret),
            ("audience", DraftField::Audience),
            ("scope", DraftField::Scope),
            ("resource", DraftField::Resource),
            ("organization", DraftField::Organization),
        ],
    )
}

fn draft_auth(name: &str) -> Read<DraftAuth> {
    one_of(
        name,
        &[
            ("post", DraftAuth::Post),
            ("basic", DraftAuth::Basic),
            ("both", DraftAuth::Both),
            ("private_key_jwt", DraftAuth::PrivateKeyJwt),
        ],
    )
}

/// The meaning of a word.
fn one_of<T: Clone>(word: &str, known: &[(&str, T)]) -> Read<T> {
    let found = known.iter().find(|(name, _)| *name == word);
    found.map(|(_, meaning)| meaning.clone()).ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let shown = crate::oauth::text::visible_line(word);
        format!("{shown} is none of: {}", names.join(" "))
    })
}

/// `+25h`, `-5m`, `90s`, in seconds.
///
/// # Errors
/// In words, when the text is no time.
pub fn seconds_of(text: &str) -> Result<i64, String> {
    let wrong = || "a time is a number and s, m, h or d, as +25h or -5m".to_owned();
    let unit = text.chars().last().ok_or_else(wrong)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return Err(wrong()),
    };
    let number: i64 = text.trim_end_matches(unit).parse().map_err(|_| wrong())?;
    number.checked_mul(seconds).ok_or_else(wrong)
}
