//! What an app presented to prove itself: read, not judged.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::practice::dialect::Tried;
use crate::practice::record::journal::Record;
use crate::practice::record::mask;
use crate::practice::token::assertion;
use crate::practice::token::parameters::Parameters;
use crate::practice::token::refusal::{Refusal, Who, Written};

/// What came.
#[derive(Clone)]
pub(in crate::practice) enum Presented {
    /// Nothing at all.
    Nothing,
    /// A `client_id` and nothing to prove it with.
    Id(String),
    /// The Authorization header.
    Basic(Basic),
    /// `client_id` and `client_secret` in the body. The id may be missing.
    Post { id: Option<String>, secret: String },
    /// A `client_assertion`, with a `client_id` beside it or not.
    Assertion { id: Option<String>, jwt: String },
}

impl Presented {
    /// The words for it in the journal.
    pub(in crate::practice) fn words(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing to authenticate with",
            Self::Id(_) => "a client_id alone",
            Self::Basic(_) => "an Authorization header",
            Self::Post { .. } => "client_secret in the body",
            Self::Assertion { .. } => "a client_assertion",
        }
    }

    /// Whether the app used the header.
    pub(in crate::practice) fn tried(&self) -> Tried {
        match self {
            Self::Basic(_) => Tried::Header,
            Self::Nothing | Self::Id(_) | Self::Post { .. } | Self::Assertion { .. } => {
                Tried::Other
            }
        }
    }
}

/// Id and secret of HTTP Basic, in both readings.
#[derive(Clone)]
pub(in crate::practice) struct Basic {
    /// As they stand there (curl, and what Python's libraries send).
    pub(in crate::practice) raw: (String, String),
    /// Form-decoded, as RFC 6749 2.3.1 has them; `None` where they are no form.
    pub(in crate::practice) decoded: Option<(String, String)>,
    /// A `client_id` in the body beside it.
    pub(in crate::practice) id: Option<String>,
}

impl Basic {
    fn read(value: &[u8], id: Option<String>) -> Option<Self> {
        let text = std::str::from_utf8(value).ok()?;
        let (_, coded) = text.split_once(' ')?;
        let pair = String::from_utf8(STANDARD.decode(coded.trim()).ok()?).ok()?;
        // RFC 7617 2: the first colon ends the id.
        let (id_raw, secret_raw) = pair.split_once(':')?;
        let decoded = decode(id_raw).zip(decode(secret_raw));
        Some(Self {
            raw: (id_raw.to_owned(), secret_raw.to_owned()),
            decoded,
            id,
        })
    }
}

/// Form-decodes one text (RFC 6749 appendix B). `None` where a percent sign begins no byte, or the bytes are no UTF-8.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

/// Reads what came. Notes what is looked at, hidden.
///
/// # Errors
/// More than one kind (RFC 6749 2.3), a header that is no Basic, an assertion of another type.
pub(in crate::practice) fn find(
    headers: &HeaderMap,
    parameters: &Parameters,
    record: &mut Record,
) -> Result<Presented, Refusal> {
    let text = |name: &str| parameters.text(name).map(str::to_owned);
    let (id, secret) = (text("client_id"), text("client_secret"));
    let jwt = assertion(parameters)?;
    let header = header(headers, record)?;
    let count = [header.is_some(), secret.is_some(), jwt.is_some()];
    let count = count.into_iter().filter(|came| *came).count();
    if count > 1 {
        return Err(Who::SeveralCredentials.into());
    }
    Ok(match (jwt, secret, header) {
        (Some(jwt), _, _) => Presented::Assertion { id, jwt },
        (None, Some(secret), _) => Presented::Post { id, secret },
        (None, None, Some(value)) => {
            Presented::Basic(Basic::read(&value, id).ok_or(Who::BadBasic)?)
        }
        (None, None, None) => id.map_or(Presented::Nothing, Presented::Id),
    })
}

fn assertion(parameters: &Parameters) -> Result<Option<String>, Refusal> {
    let jwt = parameters.text("client_assertion");
    match (jwt, parameters.text("client_assertion_type")) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Written::Missing {
            name: "client_assertion",
        }
        .into()),
        (Some(_), None) => Err(Written::Missing {
            name: "client_assertion_type",
        }
        .into()),
        (Some(jwt), Some(assertion::TYPE)) => Ok(Some(jwt.to_owned())),
        (Some(_), Some(_)) => Err(Who::AssertionType.into()),
    }
}

/// The value of a Basic header. Other schemes are no client authentication here and are noted only.
fn header(headers: &HeaderMap, record: &mut Record) -> Result<Option<Vec<u8>>, Refusal> {
    let mut found = None;
    for value in headers.get_all(AUTHORIZATION) {
        let bytes = value.as_bytes();
        let scheme = bytes.split(|byte| *byte == b' ').next().unwrap_or_default();
        if !scheme.eq_ignore_ascii_case(b"Basic") {
            record.received("Authorization", "another scheme than Basic (hidden)".into());
            continue;
        }
        let length = bytes.len().saturating_sub(6);
        record.received("Authorization", format!("Basic {}", mask::length(length)));
        if found.replace(bytes.to_vec()).is_some() {
            return Err(Who::SeveralCredentials.into());
        }
    }
    Ok(found)
}
