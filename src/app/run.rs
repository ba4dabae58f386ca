//! One exchange with a token endpoint, and everything that belongs to it: the server's record, the token it brought, the calls made with it.

use secrecy::SecretString;

use crate::app::deed::Deed;
use crate::app::tenant::TenantFacts;
use crate::app::token::{Call, TokenInHand, Verifying};
use crate::oauth::journal::{Door, Entry, Outcome};
use crate::oauth::json::{self, Document};
use crate::oauth::jwt;
use crate::oauth::jwt::claims::moment;
use crate::oauth::jwt::ladder::Demand;
use crate::oauth::names::ClientId;
use crate::oauth::reply::Answer;
use crate::oauth::request::TokenRequest;
use crate::oauth::time::{UnixMillis, UnixTime};
use crate::oauth::wire::WireRequest;

/// One exchange. A new one starts empty: nothing of another is ever drawn under its reply.
#[derive(Debug)]
pub struct Run {
    /// From 1, within the session.
    pub number: usize,
    /// When the answer came.
    pub at: UnixMillis,
    /// When it was sent, in the count of everything that happened to exchanges of the session: what is under way when a step begins is no
    /// deed of that step.
    pub born: u64,
    /// The last thing that was done with it, in the same count: its request, a call, a verification.
    pub touched: u64,
    /// What was asked, as values.
    pub asked: TokenRequest,
    /// What was sent.
    pub request: WireRequest,
    /// What came back.
    pub answer: Answer,
    /// How many token requests it took, nonce rounds included.
    pub rounds: usize,
    /// What the practice tenant noted meanwhile, oldest first.
    pub journal: Vec<Entry>,
    /// The token, taken apart, where the reply brought one.
    pub token: Option<TokenInHand>,
    /// The calls of APIs with this token.
    pub call: Call,
    /// The experiment and the variant that it was sent for.
    pub tried: Option<(String, String)>,
    /// The step whose flow sent it, by its index.
    pub(crate) flow: Option<usize>,
    /// True once what was changed for it was put back: its token is in hand no more.
    pub(crate) undone: bool,
    /// What of the server was changed by hand when it was answered: it may be put back by now.
    pub(crate) in_force: Vec<Deed>,
    /// The tenant's default audience when it was answered: it may be another by now.
    pub(crate) default_audience: Option<String>,
    /// The learner's app when it was answered: it may be another by now.
    app: Option<ClientId>,
    document: Parsed,
}

/// The reply, read once.
struct Parsed(Document);

impl std::fmt::Debug for Parsed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Parsed")
    }
}

/// What an exchange is made of when its answer comes.
#[derive(Debug)]
pub struct Exchange {
    /// From 1, within the session.
    pub number: usize,
    /// When the answer came.
    pub at: UnixMillis,
    /// What was asked, as values.
    pub asked: TokenRequest,
    /// What was sent.
    pub request: WireRequest,
    /// What came back.
    pub answer: Answer,
    /// What the practice tenant noted.
    pub journal: Vec<Entry>,
    /// The tenant's default audience at that time.
    pub default_audience: Option<String>,
    /// The learner's app at that time.
    pub app: Option<ClientId>,
}

impl Run {
    /// What the API wants that this token was asked for, whatever stands in the form by now: a time and the seconds that clocks may
    /// differ come with it. An API knows its own identifier; where the request named none, the token's is all there is to compare.
    pub fn demand(&self, tenant: Option<&TenantFacts>, (at, leeway): (UnixTime, i64)) -> Demand {
        let token = self.token.as_ref();
        let claims = token.and_then(|token| token.jwt.claim_text("aud"));
        Demand {
            issuer: tenant.map(|facts| facts.issuer.clone()),
            audience: self.aimed_at().or(claims).map(str::to_owned),
            at,
            leeway,
        }
    }

    /// The API that it was aimed at: its `audience`, its `resource` where it has one, else the default that the tenant had when it
    /// answered.
    pub fn aimed_at(&self) -> Option<&str> {
        let resource = match self.asked.resources.as_slice() {
            [one] => Some(one.as_str()),
            _ => None,
        };
        let asked = self.asked.audience.as_deref().or(resource);
        asked.or(self.default_audience.as_deref())
    }

    /// An exchange whose answer has come; it was sent at that count of events.
    pub fn new(exchange: Exchange, event: u64) -> Self {
        let document = json::read(&exchange.answer.reply.text());
        let mut run = Self {
            number: exchange.number,
            at: exchange.at,
            born: event,
            touched: event,
            asked: exchange.asked,
            request: exchange.request,
            answer: exchange.answer,
            rounds: 1,
            journal: exchange.journal,
            token: None,
            call: Call::default(),
            tried: None,
            flow: None,
            undone: false,
            in_force: Vec::new(),
            default_audience: exchange.default_audience,
            app: exchange.app,
            document: Parsed(document),
        };
        run.token = run.read_token();
        run
    }

    /// The reply as JSON.
    pub fn document(&self) -> &Document {
        &self.document.0
    }

    /// The status of the reply.
    pub fn status(&self) -> u16 {
        self.answer.reply.status
    }

    /// True where it brought what was asked for: 200 (RFC 6749 5.1).
    pub fn is_good(&self) -> bool {
        self.status() == 200
    }

    /// True where the learner has made another app since.
    pub fn is_of_another_app(&self, now: Option<&ClientId>) -> bool {
        self.app.is_some() && self.app.as_ref() != now
    }

    /// True where it was refused, and that still stands: what was changed for it was not put back.
    pub fn stands_refused(&self) -> bool {
        !self.is_good() && !self.undone
    }

    /// A member of the reply that is text.
    pub fn member_text(&self, name: &str) -> Option<&str> {
        let document = self.document();
        document.string(document.member(document.root()?, name)?)
    }

    /// The error code: RFC 6749's `error`, or Okta's `errorCode`.
    pub fn error_code(&self) -> Option<&str> {
        self.member_text("error")
            .or_else(|| self.member_text("errorCode"))
    }

    /// The server's view of the token request of this run.
    pub fn server_view(&self) -> Option<&Entry> {
        let mut newest_first = self.journal.iter().rev();
        newest_first.find(|entry| entry.door == Door::Token)
    }

    /// The check at which the server stopped, by its own record.
    pub fn refused_at(&self) -> Option<&'static str> {
        let mut checks = self.server_view()?.checks.iter();
        let failed = checks.find(|check| check.outcome == Outcome::Failed)?;
        Some(failed.id)
    }

    fn read_token(&self) -> Option<TokenInHand> {
        if !self.is_good() {
            return None;
        }
        let text = self.member_text("access_token")?.to_owned();
        let jwt = jwt::read(&text);
        let expires = jwt
            .payload
            .as_ref()
            .and_then(|payload| moment(payload, "exp").instant());
        Some(TokenInHand {
            text: SecretString::from(text),
            run: self.number,
            at: self.at,
            jwt,
            expires,
            verifying: Verifying::NotChecked,
            judged: 0,
        })
    }
}
