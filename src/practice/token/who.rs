//! The checks that ask who is there: the app, and the proof that it is the app.

use aws_lc_rs::constant_time::verify_slices_are_equal;

use crate::oauth::method::AuthMethod;
use crate::oauth::names::ClientSecret;
use crate::practice::AppType;
use crate::practice::proof::jws::Jws;
use crate::practice::record::journal::{Record, Seen};
use crate::practice::record::mask;
use crate::practice::tenant::apps::App;
use crate::practice::tenant::setup::{BasicReading, Reach};
use crate::practice::token::assertion::{self, Fault, Proof};
use crate::practice::token::credentials::{self, Basic, Presented};
use crate::practice::token::refusal::{Place, Refusal, Who};
use crate::practice::token::steps::Case;

impl Case<'_> {
    pub(in crate::practice) fn client(&mut self, record: &mut Record) -> Result<Seen, Refusal> {
        self.presented = credentials::find(&self.head.headers, &self.parameters, record)?;
        let find = |id: &str| self.tenant.book(|book| book.app(id));
        self.app = match &self.presented {
            Presented::Nothing | Presented::Post { id: None, .. } => {
                return Err(Who::NoClientId.into());
            }
            Presented::Id(id)
            | Presented::Post { id: Some(id), .. }
            | Presented::Basic(Basic { id: Some(id), .. })
            | Presented::Assertion { id: Some(id), .. } => find(id),
            Presented::Basic(basic) => {
                let decoded = basic.decoded.as_ref().and_then(|(id, _)| find(id));
                decoded.or_else(|| find(&basic.raw.0))
            }
            Presented::Assertion { id: None, jwt } => {
                let jws = read(jwt, self.issuer.spec.assertion.longest)?;
                let mut named = ["iss", "sub"]
                    .into_iter()
                    .filter_map(|claim| jws.text(claim));
                let app = named.find_map(find);
                Some(app.ok_or(Who::Assertion(Fault::Issuer))?)
            }
        };
        if let Some(app) = &self.app {
            let what = format!("{}, {}", mask::text(&app.name), app.kind.label());
            return Ok(Seen::passed(what));
        }
        // The same work as for a known app, so that the time does not tell ids apart.
        let given = self.parameters.text("client_secret").unwrap_or_default();
        let _ = verify_slices_are_equal(given.as_bytes(), &[0; 64]);
        Err(Who::UnknownClient.into())
    }

    /// Where the app may be used. `None` at servers that take every app.
    pub(in crate::practice) fn place(&self) -> Result<Option<Seen>, Refusal> {
        let app = self.app.as_deref().ok_or(Who::UnknownClient)?;
        let org = self.issuer.spec.place == "org";
        let refused = match (app.setup.reach, org) {
            (Reach::OutsideZone, _) => Some(Place::Zone),
            (Reach::OrgOnly, false) => Some(Place::OrgOnly),
            (Reach::Integration, true) => match &self.presented {
                Presented::Assertion { .. } | Presented::Basic(_) => None,
                Presented::Nothing | Presented::Id(_) | Presented::Post { .. } => {
                    Some(Place::IntegrationKeyOrBasic)
                }
            },
            (Reach::Everywhere | Reach::OrgOnly, true) if app.kind != AppType::MachineToMachine => {
                Some(Place::ServiceOnly)
            }
            (Reach::Everywhere | Reach::OrgOnly, true)
                if app.setup.auth != AuthMethod::PrivateKeyJwt =>
            {
                Some(Place::KeyOnly)
            }
            (Reach::Everywhere | Reach::OrgOnly, true)
                if matches!(self.presented, Presented::Basic(_) | Presented::Post { .. }) =>
            {
                Some(Place::KeyOnly)
            }
            (Reach::Everywhere | Reach::OrgOnly | Reach::Integration, _) => None,
        };
        match refused {
            Some(place) => Err(Refusal::Place(place)),
            None => Ok(Some(Seen::passed("this app may be used here"))),
        }
    }

    pub(in crate::practice) fn secret(&self) -> Result<Seen, Refusal> {
        let app = self.app.as_deref().ok_or(Who::UnknownClient)?;
        let wanted = app.setup.auth;
        let other = || Who::OtherMethod {
            tried: self.presented.words(),
            wanted: wanted.name(),
        };
        match (&self.presented, wanted) {
            (_, AuthMethod::Public) => Ok(Seen::noted(
                "a public app: it has no secret to prove itself with",
            )),
            (Presented::Nothing | Presented::Id(_), _) => Err(Who::NoSecret.into()),
            (Presented::Post { secret, .. }, AuthMethod::ClientSecretPost) => {
                same(app, secret).map(|()| Seen::passed("client_secret is this app's"))
            }
            (Presented::Basic(basic), AuthMethod::ClientSecretBasic) => self.basic(app, basic),
            (Presented::Basic(basic), AuthMethod::PrivateKeyJwt)
                if app.setup.reach == Reach::Integration =>
            {
                self.basic(app, basic)
            }
            (Presented::Assertion { jwt, .. }, AuthMethod::PrivateKeyJwt) => {
                self.assertion(app, jwt, Proof::Keys(app.keys.as_deref()))
            }
            (Presented::Assertion { jwt, .. }, AuthMethod::ClientSecretJwt) => {
                let secret = app.secret.as_ref().map(ClientSecret::expose);
                self.assertion(app, jwt, Proof::Secret(secret))
            }
            // Whoever the assertion is for, it is not this app: that goes before the method.
            (Presented::Assertion { jwt, .. }, _)
                if Jws::split(jwt)
                    .is_some_and(|jws| jws.text("sub").is_some_and(|sub| sub != app.id.0)) =>
            {
                Err(Who::Assertion(Fault::Subject).into())
            }
            (
                Presented::Post { .. } | Presented::Basic(_) | Presented::Assertion { .. },
                AuthMethod::ClientSecretBasic
                | AuthMethod::ClientSecretPost
                | AuthMethod::ClientSecretJwt
                | AuthMethod::PrivateKeyJwt,
            ) => Err(other().into()),
        }
    }

    /// Servers differ in which spelling they read, and so do clients in which they send: either is right here, and which came is told.
    /// A tenant that was set to be strict reads the RFC's spelling alone.
    fn basic(&self, app: &App, basic: &Basic) -> Result<Seen, Refusal> {
        let of_app = |(id, secret): &(String, String)| (*id == app.id.0).then(|| same(app, secret));
        let decoded = basic.decoded.as_ref();
        if decoded.and_then(of_app) == Some(Ok(())) {
            let plain = decoded == Some(&basic.raw);
            return Ok(Seen::passed(if plain {
                "id and secret in the header; form-encoded or raw, they read the same"
            } else {
                "id and secret in the header, form-encoded as RFC 6749 2.3.1 has it"
            }));
        }
        if self.setup.basic == BasicReading::Strict {
            let Some(decoded) = decoded else {
                // What cannot be decoded names nobody: % and two letters that are no hexadecimal digits.
                return Err(Who::BadBasic.into());
            };
            let judged = of_app(decoded).and_then(Result::err);
            return Err(judged.unwrap_or_else(|| Who::UnknownClient.into()));
        }
        match of_app(&basic.raw) {
            Some(Ok(())) => Ok(Seen::passed(
                "id and secret in the header, raw: not form-encoded as RFC 6749 2.3.1 has it",
            )),
            Some(Err(refusal)) => Err(refusal),
            // The body named another app than the header, or the id alone was encoded.
            None => Err(decoded
                .and_then(of_app)
                .and_then(Result::err)
                .unwrap_or_else(|| Who::UnknownClient.into())),
        }
    }

    fn assertion(&self, app: &App, jwt: &str, proof: Proof<'_>) -> Result<Seen, Refusal> {
        let rules = &self.issuer.spec.assertion;
        let jws = read(jwt, rules.longest)?;
        let proof = match proof {
            // Its header asks for a public key, of which this app has none.
            Proof::Secret(_) if assertion::means_a_key(&jws) => Proof::Keys(app.keys.as_deref()),
            Proof::Secret(_) | Proof::Keys(_) => proof,
        };
        let expected = assertion::Expected {
            rules,
            client_id: &app.id.0,
            issuer: &self.issuer.name,
            endpoint: &self.endpoint,
            proof,
            now: self.now.0,
            used: &self.tenant.inner.used,
        };
        assertion::judge(&jws, &expected)
            .map(Seen::passed)
            .map_err(|fault| Who::Assertion(fault).into())
    }
}

fn read(jwt: &str, longest: usize) -> Result<Jws<'_>, Refusal> {
    let short = jwt.len() <= longest;
    let jws = short.then(|| Jws::split(jwt)).flatten();
    jws.ok_or_else(|| Who::Assertion(Fault::Parse).into())
}

/// Compares in constant time.
fn same(app: &App, given: &str) -> Result<(), Refusal> {
    let secret = app.secret.as_ref().ok_or(Who::NoSecret)?.expose();
    verify_slices_are_equal(given.as_bytes(), secret.as_bytes()).map_err(|_| {
        let (came, wanted) = (given.chars().count(), secret.chars().count());
        Who::WrongSecret { came, wanted }.into()
    })
}
