//! The checks that ask what is wanted: grant, API, organization, quota, the tenant's own rules, the key to bind to.

use crate::practice::api::apis::Api;
use crate::practice::proof::dpop;
use crate::practice::record::journal::{Record, Seen};
use crate::practice::record::mask;
use crate::practice::tenant::apps::App;
use crate::practice::tenant::setup::{
    Binding, Fault, OrganizationUsage, ResourceParameter, Rule, WithoutAudience,
};
use crate::practice::token::refusal::{OrganizationFault, Refusal, Who, Written};
use crate::practice::token::steps::Case;

impl<'a> Case<'a> {
    pub(in crate::practice) fn known_app(&self) -> Result<&App, Refusal> {
        self.app.as_deref().ok_or_else(|| Who::UnknownClient.into())
    }

    /// The first API whose tokens this server makes and that fits.
    fn own_api(&self, fits: impl Fn(&Api) -> bool) -> Option<&'a Api> {
        let index = self.issuer.index;
        let mut all = self.tenant.inner.apis.iter();
        all.find(|api| api.server == index && fits(api))
    }

    pub(in crate::practice) fn rate(&self) -> Result<Option<Seen>, Refusal> {
        match self.fault() {
            Some(Fault::TooMany) => Err(Refusal::TooMany),
            Some(Fault::Policy) => Err(Refusal::Policy),
            Some(Fault::Broken) => Err(Refusal::Fault {
                why: "broken on purpose".into(),
            }),
            Some(
                Fault::Slow(_) | Fault::Cut | Fault::WrongKey | Fault::Hook | Fault::ApiTooMany,
            )
            | None => Ok(None),
        }
    }

    pub(in crate::practice) fn grant(&self) -> Result<Seen, Refusal> {
        let grant_type = self.parameters.text("grant_type").unwrap_or_default();
        let app = self.known_app()?;
        let configured = app.grant_types();
        if app.has_grant(grant_type) {
            Ok(Seen::passed(format!(
                "{grant_type} is enabled for this app"
            )))
        } else if configured.contains(&grant_type) && self.parameters.text("code").is_none() {
            // The one grant of users that an app here has: nobody signed in, so there is no code to bring.
            Err(Written::Missing { name: "code" }.into())
        } else {
            Err(Refusal::GrantNotEnabled {
                grant_type: grant_type.to_owned(),
                configured,
            })
        }
    }

    pub(in crate::practice) fn audience(&mut self) -> Result<Seen, Refusal> {
        let resource = match self.setup.resource {
            ResourceParameter::Read => self.parameters.text("resource"),
            ResourceParameter::Ignored => None,
        };
        let (wanted, whence) = match self.parameters.text("audience").or(resource) {
            Some(given) => (given.to_owned(), ""),
            None => match (&self.setup.default_audience, self.setup.without_audience) {
                (Some(_), WithoutAudience::OpaqueAlthoughDefault) => {
                    return Ok(Seen::noted(
                        "absent: an opaque token, since allow_api1_non_global_clients is on and the default does not count",
                    ));
                }
                (Some(default), WithoutAudience::Refused | WithoutAudience::Opaque) => {
                    (default.clone(), ", the tenant's default")
                }
                (None, WithoutAudience::Refused) => return Err(Refusal::NoAudience),
                (None, WithoutAudience::Opaque | WithoutAudience::OpaqueAlthoughDefault) => {
                    return Ok(Seen::noted(
                        "absent: an opaque token, as very old tenants give",
                    ));
                }
            },
        };
        // RFC 7519 4.1.3 compares byte for byte; so do the vendors, slash and case included.
        self.api = self.own_api(|api| api.identifier == wanted);
        match self.api {
            Some(api) => Ok(Seen::passed(format!("{}{whence}", api.identifier))),
            None => Err(Refusal::UnknownAudience { given: wanted }),
        }
    }

    pub(in crate::practice) fn resource(&mut self) -> Result<Seen, Refusal> {
        let mut named = self.parameters.all("resource");
        let (wanted, whence) = match (named.next(), named.next()) {
            (Some(one), None) => (one.to_owned(), ""),
            (None, _) => {
                let default = self.setup.default_audience.clone();
                let why = "absent, and there is no default";
                (default.ok_or(Refusal::Target { why })?, ", the default")
            }
            (Some(_), Some(_)) => {
                return Err(Refusal::Target {
                    why: "several; a token is for one of them here",
                });
            }
        };
        drop(named);
        let absolute = url::Url::parse(&wanted).is_ok_and(|url| url.fragment().is_none());
        if !absolute {
            return Err(Refusal::Target {
                why: "no absolute URI without fragment",
            });
        }
        self.api = self.own_api(|api| api.identifier == wanted);
        match self.api {
            Some(api) => Ok(Seen::passed(format!("{}{whence}", api.identifier))),
            None => Err(Refusal::Target {
                why: "no API is called so",
            }),
        }
    }

    pub(in crate::practice) fn own_audience(&mut self) -> Result<Seen, Refusal> {
        self.api = self.own_api(|_| true);
        let api = self.api.ok_or(Refusal::NoAudience)?;
        Ok(Seen::passed(format!(
            "{}, as the server is set",
            api.identifier
        )))
    }

    pub(in crate::practice) fn client_grant(&self) -> Result<Seen, Refusal> {
        let app = self.known_app()?;
        let Some(api) = self.api else {
            return Ok(Seen::noted("none is needed without an audience"));
        };
        match app.grant(&api.identifier) {
            Some(_) => Ok(Seen::passed(format!(
                "this app is authorised for the {}",
                api.name
            ))),
            None => Err(Refusal::NotAuthorised {
                audience: api.identifier.clone().into_owned(),
            }),
        }
    }

    pub(in crate::practice) fn organization(&mut self) -> Result<Option<Seen>, Refusal> {
        let app = self.known_app()?;
        let audience = self
            .api
            .map(|api| api.identifier.clone())
            .unwrap_or_default();
        let usage = app.setup.organizations.get(audience.as_ref()).copied();
        let given = self.parameters.text("organization");
        let refuse = |fault| Err(Refusal::Organization(fault));
        let name = match (given, usage.unwrap_or(OrganizationUsage::Deny)) {
            (None, OrganizationUsage::Deny | OrganizationUsage::Allow) => return Ok(None),
            (None, OrganizationUsage::Require) => return refuse(OrganizationFault::Missing),
            (Some(_), OrganizationUsage::Deny) => return refuse(OrganizationFault::NotAllowed),
            (Some(name), OrganizationUsage::Allow | OrganizationUsage::Require) => name,
        };
        let all = &self.setup.organizations;
        let found = all.iter().find(|org| org.id == name || org.name == name);
        let Some(found) = found else {
            return refuse(OrganizationFault::Unknown);
        };
        let member = found
            .members
            .as_ref()
            .is_none_or(|all| all.contains(&app.id));
        if !member {
            return refuse(OrganizationFault::NotMember);
        }
        let seen = Seen::passed(format!(
            "{}, {}",
            mask::text(&found.name),
            mask::text(&found.id)
        ));
        self.organization = Some(found.clone());
        Ok(Some(seen))
    }

    pub(in crate::practice) fn quota(&mut self) -> Result<Option<Seen>, Refusal> {
        let app = self.known_app()?;
        let quotas = &self.tenant.inner.quotas;
        let organization = self.organization.as_ref();
        let whole = organization.map(|whole| (whole.id.as_str(), whole.quota));
        let spent = quotas
            .take((&app.id.0, app.setup.quota), whole, self.now.0)
            .map_err(Refusal::Quota)?;
        let left = spent.all().map(|bucket| bucket.remaining).min();
        self.spent = spent;
        Ok(left.map(|left| Seen::passed(format!("{left} tokens left"))))
    }

    /// Undoes what [`Case::quota`] took, where no token comes of it.
    pub(in crate::practice) fn give_back(&mut self) {
        let spent = std::mem::take(&mut self.spent);
        let app = self.app.as_deref().map(|app| app.id.0.as_str());
        let organization = self.organization.as_ref().map(|whole| whole.id.as_str());
        self.tenant.inner.quotas.give_back([
            app.filter(|_| !spent.client.is_empty()),
            organization.filter(|_| !spent.organization.is_empty()),
        ]);
    }

    pub(in crate::practice) fn rules(&mut self) -> Result<Option<Seen>, Refusal> {
        if self.fault() == Some(Fault::Hook) {
            return Err(Refusal::Hook);
        }
        for rule in &self.setup.rules {
            match rule {
                Rule::Deny { code, reason } => {
                    return Err(Refusal::Denied {
                        code: *code,
                        reason: reason.clone(),
                    });
                }
                Rule::AddClaim { name, value } => {
                    self.added.insert(name.clone(), value.clone());
                }
            }
        }
        let names: Vec<_> = self.added.keys().map(|name| mask::text(name)).collect();
        Ok((!names.is_empty()).then(|| Seen::passed(format!("adds {}", names.join(", ")))))
    }

    /// Whether a proof needs the server's nonce.
    pub(in crate::practice) fn nonce_rule(&self) -> dpop::NonceRule {
        self.setup.nonce.unwrap_or(self.issuer.spec.dpop.nonce)
    }

    pub(in crate::practice) fn dpop(
        &mut self,
        record: &mut Record,
    ) -> Result<Option<Seen>, Refusal> {
        let mut headers = self.head.headers.get_all("dpop").iter();
        let (proof, another) = (headers.next(), headers.next());
        if another.is_some() {
            return Err(Refusal::Dpop(dpop::Fault::Several));
        }
        let Some(proof) = proof else {
            let audience = self.api.map(|api| api.identifier.as_ref());
            let bound_api = self
                .setup
                .bound_apis
                .iter()
                .any(|api| Some(api.as_str()) == audience);
            if self.known_app()?.setup.binding == Binding::Demanded || bound_api {
                return Err(Refusal::Dpop(dpop::Fault::Missing));
            }
            return Ok(None);
        };
        record.received("DPoP", mask::length(proof.len()));
        let inner = &self.tenant.inner;
        let rules = &self.issuer.spec.dpop;
        let expected = dpop::Expected {
            algorithms: rules.algorithms,
            method: self.head.method.as_str(),
            url: &self.endpoint,
            nonce: Some((&inner.nonces, self.nonce_rule())),
            token: None,
            now: self.now.0,
            used: &inner.used,
        };
        let proof = proof
            .to_str()
            .map_err(|_| Refusal::Dpop(dpop::Fault::Parse))?;
        let thumb = dpop::judge(proof, &expected).map_err(Refusal::Dpop)?;
        let seen = format!("the proof holds; the token is bound to key {thumb}");
        self.bound = Some(thumb);
        Ok(Some(Seen::passed(seen)))
    }
}
