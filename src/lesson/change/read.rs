//! From the table of a lesson file to a change or a press: `{ set = "audience", to = "..." }`, `{ press = "send" }`.

use serde::Deserialize;

use super::{
    Bearing, Change, DraftAuth, DraftChange, DraftField, FaultKind, FlowChange, FlowLevel,
    FormChange, GrantTo, KeyOf, Move, OrganizationUse, Press, Switch, TokenChange, WithoutAudience,
    WorldChange,
};
use crate::flow::Place;
use crate::lesson::template::Template;
use crate::oauth::request::InUrl;

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
            (None, None, Some(kind), None) => WorldChange::Fault(fault(kind)?),
            (None, None, None, Some(which)) => self.of_clock(which)?,
            _ => return Err("a move names one of: set clear auth format basic proof place verb form app tenant token fault clock edit connect press".to_owned()),
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
            DraftChange::Proof(one_of(
                proof,
                &[("sent", Switch::On), ("absent", Switch::Off)],
            )?)
        } else {
            return Ok(None);
        };
        Ok(Some(change))
    }

    fn of_app(&self, what: &str) -> Read<WorldChange> {
        let to = || self.to.as_ref().map_or("", Template::spelled);
        Ok(match what {
            "auth" => WorldChange::AppAuth(draft_auth(to())?),
            "secret" if self.doing.as_deref() == Some("rotate") => WorldChange::AppRotate,
            "secret" => WorldChange::AppSecret(self.wanted()?),
            "grants" => WorldChange::AppGrants(self.grants.clone()),
            "bound" => WorldChange::AppBound(switch(to())?),
            "key" => {
                let keys = [
                    ("make", KeyOf::Learner),
                    ("swap", KeyOf::Other),
                    ("remove", KeyOf::Nobody),
                ];
                WorldChange::AppKey(one_of(self.doing.as_deref().unwrap_or_default(), &keys)?)
            }
            "organization" => {
                let api = self.api.clone().ok_or("api is missing")?;
                let uses = [
                    ("deny", OrganizationUse::Deny),
                    ("allow", OrganizationUse::Allow),
                    ("require", OrganizationUse::Require),
                ];
                WorldChange::AppOrganization(api, one_of(to(), &uses)?)
            }
            _ => return Err("app is one of: auth secret grants key bound organization".to_owned()),
        })
    }

    fn of_tenant(&self, what: &str) -> Read<WorldChange> {
        let to = || self.to.as_ref().map_or("", Template::spelled);
        let text = |text: &Option<Template>| text.clone().unwrap_or_else(|| Template::new(""));
        Ok(match what {
            "default_audience" => WorldChange::DefaultAudience(self.wanted()?),
            "without_audience" => {
                let ways = [
                    ("refused", WithoutAudience::Refused),
                    ("opaque", WithoutAudience::Opaque),
                    (
                        "opaque-although-default",
                        WithoutAudience::OpaqueAlthoughDefault,
                    ),
                ];
                WorldChange::WithoutAudience(one_of(to(), &ways)?)
            }
            "scope" => match (&self.add, &self.remove) {
                (Some(scope), None) => WorldChange::ScopeAdded(scope.clone(), text(&self.says)),
                (None, Some(scope)) => WorldChange::ScopeRemoved(scope.clone()),
                _ => return Err("a scope is added or removed".to_owned()),
            },
            "rule" => match (&self.add_claim, &self.deny) {
                (Some(name), None) => WorldChange::RuleClaim(name.clone(), text(&self.value)),
                (None, Some(code)) => WorldChange::RuleDeny(code.clone(), text(&self.reason)),
                (None, None) if to() == "none" => WorldChange::RuleNone,
                _ => return Err("a rule has add_claim, or deny, or to = \"none\"".to_owned()),
            },
            "organization" => WorldChange::Organization(self.add.clone().ok_or("add is missing")?),
            "basic" => WorldChange::StrictBasic(one_of(
                to(),
                &[("strict", Switch::On), ("either", Switch::Off)],
            )?),
            "flow_security" => WorldChange::FlowSecurity(one_of(to(), &FlowLevel::ALL)?),
            "lifetime" => {
                WorldChange::Lifetime(to().parse().map_err(|_| "to is a number of seconds")?)
            }
            "key" => WorldChange::KeyRoll,
            _ => {
                return Err("tenant is one of: default_audience without_audience scope rule organization basic lifetime key flow_security".to_owned());
            }
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

    fn of_clock(&self, which: &str) -> Read<WorldChange> {
        let by = seconds_of(self.by.as_deref().unwrap_or_default())?;
        match which {
            "tenant" => Ok(WorldChange::TenantClock(by)),
            "api" => Ok(WorldChange::ApiClock(by)),
            _ => Err("clock is tenant or api".to_owned()),
        }
    }

    fn press(self, press: &str) -> Read<Press> {
        let id = self.id.clone().ok_or("id is missing");
        Ok(match press {
            "create" => Press::Button(None),
            "button" => Press::Button(Some(id?)),
            "send" => Press::Send(self.times.unwrap_or(1)),
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

fn draft_field(name: &str) -> Read<DraftField> {
    one_of(
        name,
        &[
            ("grant_type", DraftField::GrantType),
            ("client_id", DraftField::ClientId),
            ("client_secret", DraftField::ClientSecret),
            ("audience", DraftField::Audience),
            ("scope", DraftField::Scope),
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

fn fault(kind: &str) -> Read<FaultKind> {
    one_of(
        kind,
        &[
            ("none", FaultKind::None),
            ("slow", FaultKind::Slow),
            ("cut", FaultKind::Cut),
            ("429", FaultKind::TooMany),
            ("500", FaultKind::Broken),
            ("wrong-key", FaultKind::WrongKey),
        ],
    )
}

fn switch(word: &str) -> Read<Switch> {
    one_of(
        word,
        &[
            ("true", Switch::On),
            ("false", Switch::Off),
            ("on", Switch::On),
            ("off", Switch::Off),
        ],
    )
}

/// The meaning of a word.
fn one_of<T: Copy>(word: &str, known: &[(&str, T)]) -> Read<T> {
    let found = known.iter().find(|(name, _)| *name == word);
    found.map(|(_, meaning)| *meaning).ok_or_else(|| {
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
