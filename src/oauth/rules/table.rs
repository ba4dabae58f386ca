//! One row a rule: its id, layer, default severity and clause, in the order of the variants of [`Rule`].

use crate::oauth::rules::Rule;
use crate::oauth::severity::Layer;
use crate::oauth::severity::Severity::{self, Fail, Note, Pass, Warn};

/// What the table holds of a rule.
pub(super) struct Row {
    /// Which rule.
    pub(super) rule: Rule,
    /// Its id.
    pub(super) id: &'static str,
    /// Its layer.
    pub(super) layer: Layer,
    /// Its severity, unless a profile or a flag changes it.
    pub(super) severity: Severity,
    /// The clause it stands on.
    pub(super) spec: &'static str,
}

const fn paste(rule: Rule, id: &'static str, severity: Severity, spec: &'static str) -> Row {
    row(rule, Layer::Paste, id, severity, spec)
}

const fn json(rule: Rule, id: &'static str, severity: Severity, spec: &'static str) -> Row {
    row(rule, Layer::Json, id, severity, spec)
}

const fn reply(rule: Rule, id: &'static str, severity: Severity, spec: &'static str) -> Row {
    row(rule, Layer::Reply, id, severity, spec)
}

const fn token(rule: Rule, id: &'static str, severity: Severity, spec: &'static str) -> Row {
    row(rule, Layer::Token, id, severity, spec)
}

const fn claim(rule: Rule, id: &'static str, severity: Severity, spec: &'static str) -> Row {
    row(rule, Layer::Claim, id, severity, spec)
}

const fn header(rule: Rule, id: &'static str, severity: Severity, spec: &'static str) -> Row {
    row(rule, Layer::Header, id, severity, spec)
}

const fn agree(rule: Rule, id: &'static str, severity: Severity, spec: &'static str) -> Row {
    row(rule, Layer::Agree, id, severity, spec)
}

const fn trust(rule: Rule, id: &'static str, severity: Severity, spec: &'static str) -> Row {
    row(rule, Layer::Trust, id, severity, spec)
}

const fn row(
    rule: Rule,
    layer: Layer,
    id: &'static str,
    severity: Severity,
    spec: &'static str,
) -> Row {
    Row {
        rule,
        id,
        layer,
        severity,
        spec,
    }
}

/// How many rules there are.
pub(super) const COUNT: usize = 120;

/// Every rule.
#[rustfmt::skip] // One line a rule, so that it reads as the table it is.
pub(super) const ROWS: [Row; COUNT] = [
    paste(Rule::PasteBareToken, "paste.bare-token", Fail, "RFC 6749 5.1"),
    paste(Rule::PasteBearerPrefix, "paste.bearer-prefix", Note, "RFC 6750 2.1"),
    paste(Rule::PasteHttpHeaders, "paste.http-headers", Note, "RFC 9112 2.1"),
    paste(Rule::PasteTerminalNoise, "paste.terminal-noise", Note, "RFC 8259 2"),
    paste(Rule::PasteSmartQuotes, "paste.smart-quotes", Warn, "RFC 8259 7"),
    paste(Rule::PasteSingleQuotes, "paste.single-quotes", Warn, "RFC 8259 7"),
    paste(Rule::PasteUnquotedNames, "paste.unquoted-names", Warn, "RFC 8259 4"),
    paste(Rule::PasteNoBraces, "paste.no-braces", Warn, "RFC 8259 4"),
    paste(Rule::PasteTrailingComma, "paste.trailing-comma", Warn, "RFC 8259 4"),
    paste(Rule::PasteInvisible, "paste.invisible", Warn, "RFC 8259 2"),
    paste(Rule::PasteLineWrapped, "paste.line-wrapped", Warn, "RFC 8259 7"),
    paste(Rule::PasteEscaped, "paste.escaped", Warn, "RFC 8259 7"),
    paste(Rule::PasteTruncated, "paste.truncated", Fail, "RFC 8259 2"),
    paste(Rule::PastePlaceholder, "paste.placeholder", Fail, "RFC 6749 5.1"),
    paste(Rule::PasteHtml, "paste.html", Fail, "RFC 6749 5.1"),
    paste(Rule::PasteRequest, "paste.request", Fail, "RFC 6749 4.4.3"),
    paste(Rule::PastePowershell, "paste.powershell", Warn, "RFC 8259 4"),
    paste(Rule::PasteUtf16, "paste.utf16", Note, "RFC 8259 8.1"),
    paste(Rule::PasteQuotedPrintable, "paste.quoted-printable", Note, "RFC 2045 6.7"),
    paste(Rule::PasteSeveralObjects, "paste.several-objects", Warn, "RFC 8259 2"),
    paste(Rule::PasteSecret, "paste.secret", Fail, "RFC 6819 5.1.6"),
    paste(Rule::PasteFoundInside, "paste.found-inside", Note, "RFC 6749 5.1"),
    paste(Rule::PasteSeveralTokens, "paste.several-tokens", Note, "RFC 6749 1.4"),
    json(Rule::JsonSyntax, "json.syntax", Fail, "RFC 8259 2"),
    json(Rule::JsonNotObject, "json.not-object", Fail, "RFC 6749 5.1"),
    json(Rule::JsonDuplicateKey, "json.duplicate-key", Fail, "RFC 8259 4"),
    reply(Rule::ReplyError, "reply.error", Fail, "RFC 6749 5.2"),
    reply(Rule::ReplyErrorCode, "reply.error.code", Warn, "RFC 6749 5.2"),
    reply(Rule::ReplyErrorCharset, "reply.error.charset", Note, "RFC 6749 5.2"),
    reply(Rule::AccessTokenHeld, "reply.access_token", Pass, "RFC 6749 5.1"),
    reply(Rule::AccessTokenMissing, "reply.access_token.missing", Fail, "RFC 6749 5.1"),
    reply(Rule::AccessTokenType, "reply.access_token.type", Fail, "RFC 6749 5.1"),
    reply(Rule::AccessTokenEmpty, "reply.access_token.empty", Fail, "RFC 6749 A.12"),
    reply(Rule::AccessTokenCharset, "reply.access_token.charset", Fail, "RFC 6750 2.1"),
    reply(Rule::TokenTypeHeld, "reply.token_type", Pass, "RFC 6749 7.1"),
    reply(Rule::TokenTypeMissing, "reply.token_type.missing", Fail, "RFC 6749 5.1"),
    reply(Rule::TokenTypeType, "reply.token_type.type", Fail, "RFC 6749 5.1"),
    reply(Rule::TokenTypeUnknown, "reply.token_type.unknown", Fail, "RFC 6749 7.1"),
    reply(Rule::ExpiresInHeld, "reply.expires_in", Pass, "RFC 6749 5.1"),
    reply(Rule::ExpiresInMissing, "reply.expires_in.missing", Warn, "RFC 6749 5.1"),
    reply(Rule::ExpiresInType, "reply.expires_in.type", Fail, "RFC 6749 5.1"),
    reply(Rule::ExpiresInRange, "reply.expires_in.range", Fail, "RFC 6749 A.14"),
    reply(Rule::ScopeHeld, "reply.scope", Pass, "RFC 6749 3.3"),
    reply(Rule::ScopeType, "reply.scope.type", Fail, "RFC 6749 5.1"),
    reply(Rule::ScopeGrammar, "reply.scope.grammar", Fail, "RFC 6749 3.3"),
    reply(Rule::ScopeNarrowed, "reply.scope.narrowed", Note, "RFC 6749 3.3"),
    reply(Rule::RefreshToken, "reply.refresh_token", Warn, "RFC 6749 4.4.3"),
    reply(Rule::IdToken, "reply.id_token", Fail, "OpenID Connect Core 3.1.3.3"),
    reply(Rule::ReplyName, "reply.name", Warn, "RFC 6749 5.1"),
    reply(Rule::ReplyForm, "reply.form", Fail, "RFC 6749 5.1"),
    reply(Rule::ReplyXml, "reply.xml", Fail, "RFC 6749 5.1"),
    reply(Rule::ReplyUnknown, "reply.unknown", Fail, "RFC 6749 5.1"),
    header(Rule::HeaderStatus, "header.status", Fail, "RFC 6749 5.1"),
    header(Rule::HeaderContentType, "header.content-type", Fail, "RFC 6749 5.1"),
    header(Rule::HeaderCacheControl, "header.cache-control", Warn, "RFC 6749 5.1"),
    header(Rule::HeaderPragma, "header.pragma", Note, "RFC 6749 5.1"),
    token(Rule::TokenOpaque, "token.opaque", Note, "RFC 6749 1.4"),
    token(Rule::TokenJwe, "token.jwe", Warn, "RFC 7516 3.1"),
    token(Rule::TokenParts, "token.parts", Fail, "RFC 7515 3.1"),
    token(Rule::TokenBase64, "token.base64", Fail, "RFC 7515 2"),
    token(Rule::TokenJson, "token.json", Fail, "RFC 7519 7.2"),
    token(Rule::TokenPadding, "token.padding", Warn, "RFC 7515 2"),
    token(Rule::TokenAlgHeld, "token.alg", Pass, "RFC 7515 4.1.1"),
    token(Rule::TokenAlgNone, "token.alg.none", Fail, "RFC 9068 2.1"),
    token(Rule::TokenAlgMissing, "token.alg.missing", Fail, "RFC 7515 4.1.1"),
    token(Rule::TokenAlgUnknown, "token.alg.unknown", Note, "RFC 7518 3.1"),
    token(Rule::TokenAlgHmac, "token.alg.hmac", Warn, "RFC 9068 2.1"),
    token(Rule::TokenCrit, "token.crit", Fail, "RFC 7515 4.1.11"),
    token(Rule::TokenKidMissing, "token.kid.missing", Note, "RFC 7515 4.1.4"),
    token(Rule::TokenKidSuspicious, "token.kid.suspicious", Warn, "RFC 8725 3.10"),
    token(Rule::TokenTyp, "token.typ", Note, "RFC 9068 2.1"),
    token(Rule::TokenKeyFromHeader, "token.key-from-header", Warn, "RFC 8725 3.10"),
    token(Rule::TokenKind, "token.kind", Note, "RFC 8725 3.11"),
    token(Rule::TokenFamily, "token.family", Pass, "RFC 7519 4.3"),
    token(Rule::TokenNotAToken, "token.not-a-token", Fail, "RFC 6749 1.4"),
    token(Rule::TokenDetached, "token.detached", Note, "RFC 7515 F"),
    token(Rule::TokenNested, "token.nested", Note, "RFC 7519 5.2"),
    token(Rule::TokenSdJwt, "token.sd-jwt", Note, "RFC 9901 7.1"),
    token(Rule::TokenJsonSerialization, "token.json-serialization", Note, "RFC 7515 7.2"),
    token(Rule::TokenPaseto, "token.paseto", Note, "paseto.io"),
    token(Rule::TokenPayload, "token.payload", Note, "RFC 7515 3"),
    claim(Rule::ExpHeld, "claim.exp", Pass, "RFC 7519 4.1.4"),
    claim(Rule::ExpMissing, "claim.exp.missing", Fail, "RFC 9068 2.2"),
    claim(Rule::ExpType, "claim.exp.type", Fail, "RFC 7519 4.1.4"),
    claim(Rule::ExpExpired, "claim.exp.expired", Fail, "RFC 7519 4.1.4"),
    claim(Rule::ExpMilliseconds, "claim.exp.milliseconds", Fail, "RFC 7519 2"),
    claim(Rule::IatType, "claim.iat.type", Fail, "RFC 7519 4.1.6"),
    claim(Rule::IatFuture, "claim.iat.future", Warn, "RFC 7519 4.1.6"),
    claim(Rule::NbfType, "claim.nbf.type", Fail, "RFC 7519 4.1.5"),
    claim(Rule::NbfFuture, "claim.nbf.future", Fail, "RFC 7519 4.1.5"),
    claim(Rule::IssHeld, "claim.iss", Pass, "RFC 7519 4.1.1"),
    claim(Rule::IssMissing, "claim.iss.missing", Warn, "RFC 9068 2.2"),
    claim(Rule::IssType, "claim.iss.type", Fail, "RFC 7519 4.1.1"),
    claim(Rule::IssMismatch, "claim.iss.mismatch", Fail, "RFC 9068 4"),
    claim(Rule::IssSlash, "claim.iss.slash", Fail, "RFC 9068 4"),
    claim(Rule::AudHeld, "claim.aud", Pass, "RFC 7519 4.1.3"),
    claim(Rule::AudMissing, "claim.aud.missing", Warn, "RFC 9068 2.2"),
    claim(Rule::AudType, "claim.aud.type", Fail, "RFC 7519 4.1.3"),
    claim(Rule::AudMismatch, "claim.aud.mismatch", Fail, "RFC 7519 4.1.3"),
    claim(Rule::AudSlash, "claim.aud.slash", Fail, "RFC 7519 4.1.3"),
    claim(Rule::SubHeld, "claim.sub", Pass, "RFC 9068 2.2"),
    claim(Rule::SubMissing, "claim.sub.missing", Note, "RFC 9068 2.2"),
    claim(Rule::SubType, "claim.sub.type", Fail, "RFC 7519 4.1.2"),
    claim(Rule::SubUser, "claim.sub.user", Fail, "RFC 6749 4.4"),
    claim(Rule::SubPerson, "claim.sub.person", Note, "RFC 9068 2.2"),
    claim(Rule::Gty, "claim.gty", Fail, "RFC 6749 4.4.2"),
    claim(Rule::ScopeClaimType, "claim.scope.type", Note, "RFC 9068 2.2.3"),
    claim(Rule::LifeLong, "claim.life.long", Note, "RFC 6750 5.3"),
    claim(Rule::ClaimNeeded, "claim.needed", Fail, "RFC 7519 4"),
    claim(Rule::ClaimPower, "claim.power", Note, "RFC 9700 2.3"),
    agree(Rule::AgreeExpiresIn, "agree.expires_in", Warn, "RFC 6749 5.1"),
    agree(Rule::AgreeScope, "agree.scope", Fail, "RFC 6749 3.3"),
    agree(Rule::AgreeClient, "agree.client", Fail, "RFC 9068 2.2"),
    agree(Rule::AgreeTokenType, "agree.token_type", Warn, "RFC 9449 5"),
    trust(Rule::TrustNotChecked, "trust.not-checked", Note, "RFC 9068 4"),
    trust(Rule::TrustPassed, "trust.passed", Pass, "RFC 7515 5.2"),
    trust(Rule::TrustSignature, "trust.signature", Fail, "RFC 7515 5.2"),
    trust(Rule::TrustKey, "trust.key", Fail, "RFC 7517 4.5"),
    trust(Rule::TrustAlg, "trust.alg", Fail, "RFC 8725 3.1"),
    trust(Rule::TrustSecretWeak, "trust.secret.weak", Warn, "RFC 7518 3.2"),
];
