//! The rule table: id, severity, layer and clause of every rule, and its words from `assets/rules.toml`.
//!
//! Adding a rule takes a variant here, a row in `rules/table.rs`, its words in `assets/rules.toml` and a judge under `check/`.

use crate::oauth::rules::table::{ROWS, Row};
use crate::oauth::severity::{Layer, Severity};

mod table;
pub mod words;

pub use words::Words;

/// A rule of the checker. Rules whose id is a bare subject (`reply.token_type`) say that the subject is as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// `paste.bare-token`
    PasteBareToken,
    /// `paste.bearer-prefix`
    PasteBearerPrefix,
    /// `paste.http-headers`
    PasteHttpHeaders,
    /// `paste.terminal-noise`
    PasteTerminalNoise,
    /// `paste.smart-quotes`
    PasteSmartQuotes,
    /// `paste.single-quotes`
    PasteSingleQuotes,
    /// `paste.unquoted-names`
    PasteUnquotedNames,
    /// `paste.no-braces`
    PasteNoBraces,
    /// `paste.trailing-comma`
    PasteTrailingComma,
    /// `paste.invisible`
    PasteInvisible,
    /// `paste.line-wrapped`
    PasteLineWrapped,
    /// `paste.escaped`
    PasteEscaped,
    /// `paste.truncated`
    PasteTruncated,
    /// `paste.placeholder`
    PastePlaceholder,
    /// `paste.html`
    PasteHtml,
    /// `paste.request`
    PasteRequest,
    /// `paste.powershell`
    PastePowershell,
    /// `paste.utf16`
    PasteUtf16,
    /// `paste.quoted-printable`
    PasteQuotedPrintable,
    /// `paste.several-objects`
    PasteSeveralObjects,
    /// `paste.secret`
    PasteSecret,
    /// `paste.found-inside`
    PasteFoundInside,
    /// `paste.several-tokens`
    PasteSeveralTokens,
    /// `json.syntax`
    JsonSyntax,
    /// `json.not-object`
    JsonNotObject,
    /// `json.duplicate-key`
    JsonDuplicateKey,
    /// `reply.error`
    ReplyError,
    /// `reply.error.code`
    ReplyErrorCode,
    /// `reply.error.charset`
    ReplyErrorCharset,
    /// `reply.access_token`
    AccessTokenHeld,
    /// `reply.access_token.missing`
    AccessTokenMissing,
    /// `reply.access_token.type`
    AccessTokenType,
    /// `reply.access_token.empty`
    AccessTokenEmpty,
    /// `reply.access_token.charset`
    AccessTokenCharset,
    /// `reply.token_type`
    TokenTypeHeld,
    /// `reply.token_type.missing`
    TokenTypeMissing,
    /// `reply.token_type.type`
    TokenTypeType,
    /// `reply.token_type.unknown`
    TokenTypeUnknown,
    /// `reply.expires_in`
    ExpiresInHeld,
    /// `reply.expires_in.missing`
    ExpiresInMissing,
    /// `reply.expires_in.type`
    ExpiresInType,
    /// `reply.expires_in.range`
    ExpiresInRange,
    /// `reply.scope`
    ScopeHeld,
    /// `reply.scope.type`
    ScopeType,
    /// `reply.scope.grammar`
    ScopeGrammar,
    /// `reply.scope.narrowed`
    ScopeNarrowed,
    /// `reply.refresh_token`
    RefreshToken,
    /// `reply.id_token`
    IdToken,
    /// `reply.name`
    ReplyName,
    /// `reply.form`
    ReplyForm,
    /// `reply.xml`
    ReplyXml,
    /// `reply.unknown`
    ReplyUnknown,
    /// `header.status`
    HeaderStatus,
    /// `header.content-type`
    HeaderContentType,
    /// `header.cache-control`
    HeaderCacheControl,
    /// `header.pragma`
    HeaderPragma,
    /// `token.opaque`
    TokenOpaque,
    /// `token.jwe`
    TokenJwe,
    /// `token.parts`
    TokenParts,
    /// `token.base64`
    TokenBase64,
    /// `token.json`
    TokenJson,
    /// `token.padding`
    TokenPadding,
    /// `token.alg`
    TokenAlgHeld,
    /// `token.alg.none`
    TokenAlgNone,
    /// `token.alg.missing`
    TokenAlgMissing,
    /// `token.alg.unknown`
    TokenAlgUnknown,
    /// `token.alg.hmac`
    TokenAlgHmac,
    /// `token.crit`
    TokenCrit,
    /// `token.kid.missing`
    TokenKidMissing,
    /// `token.kid.suspicious`
    TokenKidSuspicious,
    /// `token.typ`
    TokenTyp,
    /// `token.key-from-header`
    TokenKeyFromHeader,
    /// `token.kind`
    TokenKind,
    /// `token.family`
    TokenFamily,
    /// `token.not-a-token`
    TokenNotAToken,
    /// `token.detached`
    TokenDetached,
    /// `token.nested`
    TokenNested,
    /// `token.sd-jwt`
    TokenSdJwt,
    /// `token.json-serialization`
    TokenJsonSerialization,
    /// `token.paseto`
    TokenPaseto,
    /// `token.payload`
    TokenPayload,
    /// `claim.exp`
    ExpHeld,
    /// `claim.exp.missing`
    ExpMissing,
    /// `claim.exp.type`
    ExpType,
    /// `claim.exp.expired`
    ExpExpired,
    /// `claim.exp.milliseconds`
    ExpMilliseconds,
    /// `claim.iat.type`
    IatType,
    /// `claim.iat.future`
    IatFuture,
    /// `claim.nbf.type`
    NbfType,
    /// `claim.nbf.future`
    NbfFuture,
    /// `claim.iss`
    IssHeld,
    /// `claim.iss.missing`
    IssMissing,
    /// `claim.iss.type`
    IssType,
    /// `claim.iss.mismatch`
    IssMismatch,
    /// `claim.iss.slash`
    IssSlash,
    /// `claim.aud`
    AudHeld,
    /// `claim.aud.missing`
    AudMissing,
    /// `claim.aud.type`
    AudType,
    /// `claim.aud.mismatch`
    AudMismatch,
    /// `claim.aud.slash`
    AudSlash,
    /// `claim.sub`
    SubHeld,
    /// `claim.sub.missing`
    SubMissing,
    /// `claim.sub.type`
    SubType,
    /// `claim.sub.user`
    SubUser,
    /// `claim.sub.person`
    SubPerson,
    /// `claim.gty`
    Gty,
    /// `claim.scope.type`
    ScopeClaimType,
    /// `claim.life.long`
    LifeLong,
    /// `claim.needed`
    ClaimNeeded,
    /// `claim.power`
    ClaimPower,
    /// `agree.expires_in`
    AgreeExpiresIn,
    /// `agree.scope`
    AgreeScope,
    /// `agree.client`
    AgreeClient,
    /// `agree.token_type`
    AgreeTokenType,
    /// `trust.not-checked`
    TrustNotChecked,
    /// `trust.passed`
    TrustPassed,
    /// `trust.signature`
    TrustSignature,
    /// `trust.key`
    TrustKey,
    /// `trust.alg`
    TrustAlg,
    /// `trust.secret.weak`
    TrustSecretWeak,
}

impl Rule {
    /// Every rule, in the order of the contract.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.rule)
    }

    /// The rule with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.id == id).map(|row| row.rule)
    }

    /// The id of the contract: `layer.subject[.fault]`.
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// How bad it is by default; a profile or `--strict` may change it on the finding.
    pub fn severity(self) -> Severity {
        self.row().severity
    }

    /// The clause that the rule stands on.
    pub fn spec(self) -> &'static str {
        self.row().spec
    }

    /// The layer it belongs to, which is the first word of its id.
    pub fn layer(self) -> Layer {
        self.row().layer
    }

    /// What is said when it fires, with `{name}` slots that a finding fills.
    pub fn words(self) -> Words {
        words::of(self)
    }

    fn row(self) -> &'static Row {
        // The rows stand in the order of the variants; a test holds that.
        &ROWS[self as usize]
    }
}
