//! What claims and header members say, in plain words: first in the words of the token's own family, then in those of all.

use crate::oauth::json::{Document, Kind, NodeId};
use crate::oauth::jwt::claims::{Moment, duration, moment};
use crate::oauth::jwt::{Form, Jwt};
use crate::oauth::kind::Family;
use crate::oauth::rules::words;
use crate::oauth::tables::{CLAIMS, Row, row};
use crate::oauth::time::UnixTime;

/// How many values of one token are explained: a hostile one can hold a hundred thousand.
const MOST: usize = 2_000;

/// Which part of a token a member stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The header.
    Header,
    /// The claims.
    Claims,
}

impl Side {
    pub(in crate::oauth) fn word(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Claims => "claims",
        }
    }
}

/// A member and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The member; nested ones with a dot between, `realm_access.roles`.
    pub name: String,
    /// Where its value is.
    pub node: NodeId,
    /// How deep it stands: 0 at the top.
    pub depth: usize,
    /// The words; `None` where nobody here knows it.
    pub words: Option<String>,
}

/// What a claim says, as far as every family agrees, or as the families of this course have it; `None` where nobody knows it.
pub fn plain(name: &str) -> Option<&'static str> {
    [
        Family::Generic,
        Family::Auth0,
        Family::Okta,
        Family::Entra,
        Family::Keycloak,
    ]
    .into_iter()
    .find_map(|family| exact(family, Side::Claims, name))
    .or_else(|| exact(Family::Generic, Side::Header, name))
}

/// As [`plain`], for a member of the header of `jwt`. RFC 7516 4.1.1 and 4.1.6: in an encrypted token `alg`
/// and `kid` tell of the encryption, since there is no signature.
pub fn plain_in_header(jwt: &Jwt, name: &str) -> Option<&'static str> {
    match (jwt.form, name) {
        (Form::Jwe, "alg") => exact(Family::Generic, Side::Header, "alg of a JWE"),
        (Form::Jwe, "kid") if jwt.header_text("alg") == Some("dir") => {
            Some(words::phrase("claim.kid-of-dir"))
        }
        (Form::Jwe, "kid") => exact(Family::Generic, Side::Header, "kid of a JWE"),
        _ => exact(Family::Generic, Side::Header, name).or_else(|| plain(name)),
    }
}

/// Every member of a part with what it says, nested ones a level or two down behind their own.
pub fn tell(document: &Document, family: Family, side: Side) -> Vec<Told> {
    let mut told = Vec::new();
    let Some(root) = document.root() else {
        return told;
    };
    let reader = Reader::new(document, family, side);
    for member in document.members(root).take(MOST) {
        reader.member(member.name.to_owned(), member.value, 0, &mut told);
    }
    told
}

struct Reader<'a> {
    document: &'a Document,
    /// The token's own family, its base where it has one, and what all have in common.
    families: Vec<Family>,
    /// Their words for names in full, looked up once for a whole token, and for names with a star.
    exact: Vec<&'static [Row]>,
    starred: Vec<&'static [Row]>,
}

impl<'a> Reader<'a> {
    fn new(document: &'a Document, family: Family, side: Side) -> Self {
        // Okta's two servers share most of their claims.
        let base = (family == Family::OktaOrg).then_some(Family::Okta);
        let own = (family != Family::Generic).then_some(family);
        let families: Vec<Family> = own
            .into_iter()
            .chain(base)
            .chain([Family::Generic])
            .collect();
        let rows = |star: &str| {
            let head = |family: &Family| format!("{}.{}{star}", family.word(), side.word());
            families
                .iter()
                .map(|family| CLAIMS.rows(&head(family)))
                .collect()
        };
        Self {
            document,
            exact: rows(""),
            starred: rows("*"),
            families,
        }
    }

    fn member(&self, name: String, node: NodeId, depth: usize, told: &mut Vec<Told>) {
        if told.len() >= MOST {
            return;
        }
        let words = self.words(&name, node);
        let own = told.len();
        told.push(Told {
            name,
            node,
            depth,
            words,
        });
        let name = told
            .get(own)
            .map(|one| one.name.clone())
            .unwrap_or_default();
        if depth < 3 {
            self.nested(&name, node, depth, told);
        }
    }

    /// Members of an object, and of the first object of a list, which stands for the others.
    fn nested(&self, name: &str, node: NodeId, depth: usize, told: &mut Vec<Told>) {
        let (object, path) = match self.document.kind(node) {
            Kind::Object => (Some(node), name.to_owned()),
            Kind::Array => {
                let mut items = self.document.items(node);
                let first = items.find(|item| self.document.kind(*item) == Kind::Object);
                (first, format!("{name}[]"))
            }
            Kind::String | Kind::Number | Kind::True | Kind::False | Kind::Null => return,
        };
        let members = object
            .into_iter()
            .flat_map(|object| self.document.members(object));
        for member in members {
            let path = format!("{path}.{}", member.name);
            self.member(path, member.value, depth + 1, told);
        }
    }

    fn words(&self, name: &str, node: NodeId) -> Option<String> {
        let exact = |name: &str| {
            let mut all = self.exact.iter();
            all.find_map(|rows| row(rows, name).map(Row::value))
        };
        let starred = || {
            let mut all = self.starred.iter().flat_map(|rows| rows.iter());
            all.find(|row| fits(row.key(), name)).map(Row::value)
        };
        // A name in full goes before one with a star; of a chain of actors the last link counts.
        let says = exact(name)
            .or_else(starred)
            .or_else(|| exact(last_link(name)?))
            .or_else(|| namespaced(name))?;
        let meanings: Vec<&str> = self
            .codes(node)
            .into_iter()
            .filter_map(|code| {
                self.families
                    .iter()
                    .find_map(|family| meaning(*family, name, code))
            })
            .collect();
        if meanings.is_empty() {
            return Some(says.to_owned());
        }
        Some(format!("{says}: {}", meanings.join("; ")))
    }

    /// The values that may be codes: the one, or the items of a list.
    fn codes(&self, node: NodeId) -> Vec<&str> {
        let one = |node| match self.document.kind(node) {
            Kind::String => self.document.string(node),
            Kind::Number | Kind::True | Kind::False => Some(self.document.raw(node)),
            Kind::Object | Kind::Array | Kind::Null => None,
        };
        match self.document.kind(node) {
            Kind::Array => self.document.items(node).take(8).filter_map(one).collect(),
            Kind::String => {
                let whole = self.document.string(node).unwrap_or_default();
                let words = whole.split(' ').take(8);
                let several = whole.contains(' ');
                std::iter::once(whole)
                    .chain(words.filter(move |_| several))
                    .collect()
            }
            Kind::Number | Kind::True | Kind::False | Kind::Object | Kind::Null => {
                one(node).into_iter().collect()
            }
        }
    }
}

/// `act.sub` of `act.act.act.sub`.
fn last_link(name: &str) -> Option<&str> {
    let (front, _) = name.rsplit_once('.')?;
    let (before, _) = front.rsplit_once('.')?;
    name.get(before.len() + 1..)
}

fn exact(family: Family, side: Side, name: &str) -> Option<&'static str> {
    CLAIMS.value(&format!("{}.{}", family.word(), side.word()), name)
}

fn meaning(family: Family, name: &str, code: &str) -> Option<&'static str> {
    let of = |name: &str| CLAIMS.value(&format!("{}.values.{name}", family.word()), code);
    of(name).or_else(|| of(&format!("{name}[]")))
}

/// True where `name` is `pattern` with something in the place of each star.
fn fits(pattern: &str, name: &str) -> bool {
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| name.strip_prefix(first)) else {
        return false;
    };
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        if piece.is_empty() && pieces.peek().is_none() {
            return !rest.is_empty();
        }
        let found = if pieces.peek().is_none() {
            rest.strip_suffix(piece)
                .filter(|star| !star.is_empty())
                .map(|_| "")
        } else {
            rest.find(piece)
                .filter(|at| *at > 0)
                .and_then(|at| rest.get(at + piece.len()..))
        };
        match found {
            Some(more) => rest = more,
            None => return false,
        }
    }
    rest.is_empty()
}

/// OpenID Connect Core 5.1.2: names of one's own are kept apart by an address that one owns.
fn namespaced(name: &str) -> Option<&'static str> {
    let address =
        name.starts_with("https://") || name.starts_with("http://") || name.starts_with("urn:");
    address.then(|| words::phrase("claim.namespaced"))
}

/// What is said of a member that nobody here knows.
pub fn unknown_claim() -> &'static str {
    words::phrase("claim.unknown")
}

/// How a time lies to `at`, as it stands in JSON: `59 minutes`, or `expired 3 hours ago`.
pub fn until(payload: &Document, name: &str, at: UnixTime) -> Option<String> {
    let instant = match moment(payload, name) {
        Moment::At(instant) => instant,
        Moment::Absent | Moment::Huge { .. } | Moment::NotNumber(_) => return None,
    };
    let length = duration(instant.0.abs_diff(at.0));
    let values = [("time", length.clone())];
    Some(if instant > at {
        length
    } else if name == "exp" {
        words::fill(words::phrase("time.expired"), &values)
    } else {
        words::fill(words::phrase("time.ago"), &values)
    })
}
