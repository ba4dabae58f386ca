//! What `decode` reads out of a text: the tokens in it, or what it is in place of a token.

use crate::oauth::check::error_evidence::explain;
use crate::oauth::check::find::{self, Found};
use crate::oauth::check::paste::{self, Noted, Pasted, Prepared};
use crate::oauth::check::{
    Expectation, TokenReport, arrange, judge_jwt, no_token, reply_error, thing,
};
use crate::oauth::finding::{Finding, Layer, Severity};
use crate::oauth::json;
use crate::oauth::jwt::keys::Keys;
use crate::oauth::jwt::signature::Trust;
use crate::oauth::jwt::{self, Jwt, serialization};
use crate::oauth::kind::Family;
use crate::oauth::rules::Rule;

/// One token of a text.
pub struct Specimen {
    /// The token.
    pub jwt: Jwt,
    /// The member or parameter that held it.
    name: Option<String>,
    /// Where it stood, in words; `None` where nothing stood around it.
    place: Option<String>,
}

/// Everything that was read out of a text.
pub struct Specimens {
    /// The tokens, the one that is meant first.
    pub tokens: Vec<Specimen>,
    /// What there is to say of the text as a whole.
    notes: Vec<Finding>,
    family: Family,
    /// True where all of them are signatures of one token (RFC 7515 7.2.1).
    one_token: bool,
}

impl Specimen {
    fn alone(text: &str) -> Self {
        Self {
            jwt: jwt::read(text),
            name: None,
            place: None,
        }
    }

    fn judge(self, wanted: &Expectation, keys: Option<&Keys>) -> TokenReport {
        let mut report = judge_jwt(self.jwt, self.name.as_deref(), wanted, keys);
        if let Some(place) = self.place {
            report
                .findings
                .push(Finding::new(Rule::PasteFoundInside).with("where", place));
            arrange(&mut report.findings);
        }
        report
    }
}

impl From<Found> for Specimen {
    fn from(found: Found) -> Self {
        Self {
            jwt: jwt::read(&found.text),
            name: found.name,
            place: Some(found.place),
        }
    }
}

/// Reads a text.
pub fn read(pasted: &Pasted) -> Specimens {
    match paste::decoded_mail(&pasted.text) {
        Some(text) => read_plain(&Pasted::new(text)),
        None => read_plain(pasted),
    }
}

fn read_plain(pasted: &Pasted) -> Specimens {
    // Nothing stands around most tokens, and then nothing has to be looked for.
    let plain = pasted.text.trim();
    if plain.starts_with("eyJ")
        && is_word_of_letters(plain)
        && !(thing::may_be_cookie(plain) && thing::is_cookie(plain))
    {
        return Specimens::of(vec![Specimen::alone(plain)], Vec::new());
    }
    if plain.starts_with("eyJ") && plain.contains('%') {
        // Some programs write the dots as escapes too when they put a token into an address (RFC 3986 2.1).
        let dots = plain.replace("%2E", ".").replace("%2e", ".");
        if dots.bytes().all(is_letter) {
            return Specimens::of(vec![Specimen::alone(&dots)], Vec::new());
        }
    }
    if plain.starts_with("eyJ")
        && let Some(joined) = without_soft_breaks(plain)
    {
        return Specimens::of(vec![Specimen::alone(&joined)], Vec::new());
    }
    if let Some(signatures) = serialized(plain) {
        return signatures;
    }
    let prepared = paste::prepare(pasted);
    let notes = secrets(&prepared);
    let tokens = in_text(plain, &prepared);
    if tokens.is_empty() {
        return none(plain, &prepared, notes);
    }
    Specimens::of(tokens, notes)
}

/// A token as a mail carries it (RFC 2045 6.7): an equals sign ends each line that goes on. Before a dot it is padding.
fn without_soft_breaks(plain: &str) -> Option<String> {
    if !plain.contains('\n') {
        return None;
    }
    let joined = plain.replace("=\r\n", "=\n");
    let breaks = joined.matches("=\n").count();
    let whole = breaks > 0 && breaks == joined.matches('\n').count();
    let plain = joined.replace("=\n", "");
    (whole && !joined.contains("=\n.") && plain.bytes().all(is_letter)).then_some(plain)
}

/// By a table without a way out in between: a token may have a million letters.
fn is_word_of_letters(plain: &str) -> bool {
    plain.bytes().fold(true, |all, byte| all & is_letter(byte))
}

/// What tokens are written with: base64url, the dots between the parts, and the tilde of SD-JWT.
static LETTERS: [bool; 256] = {
    let mut letters = [false; 256];
    let all = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    let mut at = 0;
    while at < all.len() {
        letters[all[at] as usize] = true;
        at += 1;
    }
    letters
};

#[inline]
fn is_letter(byte: u8) -> bool {
    LETTERS.get(usize::from(byte)).copied().unwrap_or_default()
}

/// The signatures of a token in JSON.
fn serialized(plain: &str) -> Option<Specimens> {
    if !plain.starts_with('{') {
        return None;
    }
    let jwts = serialization::tokens(&json::read(plain))?;
    let count = jwts.len().to_string();
    let note = Finding::new(Rule::TokenJsonSerialization).with("count", count);
    let specimen = |jwt| Specimen {
        jwt,
        name: None,
        place: None,
    };
    Some(Specimens {
        one_token: true,
        ..Specimens::of(jwts.into_iter().map(specimen).collect(), vec![note])
    })
}

fn in_text(plain: &str, prepared: &Prepared) -> Vec<Specimen> {
    let tokens = find::tokens(plain);
    // Tokens below each other are no token that was wrapped.
    let alone = paste::alone(plain).filter(|_| tokens.len() < 2);
    if let Some(token) = &alone
        && (token.starts_with("eyJ") || thing::of_text(plain).is_none())
        && !thing::is_cookie(token)
        && !is_encoded(token, &tokens)
        && (!prepared.holds_a_secret() || token.starts_with("eyJ"))
    {
        // A scheme before an opaque token belongs to it; other known words do not.
        return vec![Specimen::alone(token)];
    }
    let mut found: Vec<Specimen> = tokens.into_iter().map(Specimen::from).collect();
    // Where JSON is damaged its values may be anything, so a token that was found goes before one.
    let sound = |token: &&str| {
        let whole = |document: &json::Document| document.faults().is_empty();
        found.is_empty() && !token.contains(['(', '[', '<'])
            || found.iter().any(|one| one.jwt.text() == *token)
            || prepared.document.as_ref().is_some_and(whole)
    };
    if let Some(token) = of_reply(prepared).filter(sound) {
        let wrapped = ["paste.found-inside", "reply.form", "reply.xml"];
        let inside = wrapped.iter().any(|id| prepared.has_noted(id));
        let place = found
            .iter()
            .find(|one| one.jwt.text() == token)
            .and_then(|one| one.place.clone());
        found.retain(|one| one.jwt.text() != token);
        let first = Specimen {
            jwt: jwt::read(token),
            name: Some("access_token".to_owned()),
            place: place
                .filter(|_| inside)
                .or_else(|| inside.then(|| where_noted(prepared))),
        };
        found.insert(0, first);
    }
    if !found.is_empty()
        || prepared.holds_a_secret()
        || thing::is_cookie(plain)
        || thing::of_text(plain).is_some()
    {
        return found;
    }
    if let Some(token) = &prepared.token {
        found.push(Specimen::alone(token));
    } else if is_word(plain)
        && thing::of_text(plain).is_none()
        && !prepared.has_noted("paste.secret")
    {
        found.push(Specimen::alone(plain.trim_matches(['"', '\'', '`'])));
    }
    found
}

/// True for base64 of the one token that was found in it, as Kubernetes keeps its secrets.
fn is_encoded(token: &str, found: &[Found]) -> bool {
    token.starts_with("ZXlK") && found.len() == 1
}

/// One word, which may be an opaque token.
fn is_word(plain: &str) -> bool {
    !plain.contains(char::is_whitespace) && !plain.starts_with(['{', '[', '<'])
}

/// The `access_token` of a response.
fn of_reply(prepared: &Prepared) -> Option<&str> {
    let document = prepared.document.as_ref()?;
    let value = document.member(document.root()?, "access_token")?;
    document.string(value).filter(|text| !text.is_empty())
}

fn where_noted(prepared: &Prepared) -> String {
    let note = prepared
        .notes
        .iter()
        .find(|note| note.id == "paste.found-inside");
    let place = note.and_then(|note| note.values.iter().find(|(name, _)| *name == "where"));
    place.map_or_else(String::new, |(_, place)| place.clone())
}

fn secrets(prepared: &Prepared) -> Vec<Finding> {
    let notes = prepared
        .notes
        .iter()
        .filter(|note| note.id == "paste.secret");
    notes.map(secret).collect()
}

fn secret(note: &Noted) -> Finding {
    let mut finding = Finding::new(Rule::PasteSecret);
    finding.values.extend(note.values.iter().cloned());
    finding.case = note.case;
    if note.case.is_some() {
        finding.severity = Severity::Warn;
    }
    finding
}

/// A text in which there is no token.
fn none(plain: &str, prepared: &Prepared, mut notes: Vec<Finding>) -> Specimens {
    let mut family = Family::Generic;
    let grave = notes.iter().any(|note| note.severity == Severity::Fail);
    if !grave {
        let thing = thing::of(plain, prepared);
        let mut finding = thing::told(Rule::TokenNotAToken, thing);
        if thing == "error"
            && let Some(evidence) = reply_error::evidence_of(prepared)
        {
            let known = explain(&evidence);
            family = known.family;
            finding.values.retain(|(name, _)| *name == "thing");
            let about = format!("{} {}", known.what, known.why);
            finding = finding.with("about", about).with("do", known.fix);
            let code = evidence.code.or(evidence.description).unwrap_or_default();
            finding = finding.seen(&code);
        }
        notes.push(finding);
    }
    Specimens {
        tokens: Vec::new(),
        notes,
        family,
        one_token: false,
    }
}

impl Specimens {
    fn of(tokens: Vec<Specimen>, notes: Vec<Finding>) -> Self {
        Self {
            tokens,
            notes,
            family: Family::Generic,
            one_token: false,
        }
    }

    /// The first token, or nothing.
    pub fn first(&self) -> Option<&Jwt> {
        self.tokens.first().map(|one| &one.jwt)
    }

    /// The report of the first token, with what there is to say of the text around it.
    pub fn judge(self, wanted: &Expectation, keys: Option<&Keys>) -> TokenReport {
        let (count, one_token) = (self.tokens.len(), self.one_token);
        let mut tokens = self.tokens.into_iter();
        let Some(first) = tokens.next() else {
            return no_token(self.family, self.notes);
        };
        let mut report = first.judge(wanted, keys);
        report.findings.extend(self.notes);
        if one_token {
            for other in tokens {
                judge_other(other, &mut report, wanted, keys);
            }
        } else if count > 1 {
            let finding = Finding::new(Rule::PasteSeveralTokens);
            report
                .findings
                .push(finding.with("count", count.to_string()));
        }
        arrange(&mut report.findings);
        report
    }

    /// The report of each token.
    pub fn judge_all(self, wanted: &Expectation, keys: Option<&Keys>) -> Vec<TokenReport> {
        if self.tokens.is_empty() {
            return vec![no_token(self.family, self.notes)];
        }
        let tokens = self.tokens.into_iter();
        let mut reports: Vec<TokenReport> = tokens.map(|one| one.judge(wanted, keys)).collect();
        if let Some(first) = reports.first_mut() {
            first.findings.extend(self.notes);
            arrange(&mut first.findings);
        }
        reports
    }
}

/// Of a further signature of one token what it came to; the claims are the same.
fn judge_other(one: Specimen, report: &mut TokenReport, wanted: &Expectation, keys: Option<&Keys>) {
    let other = judge_jwt(one.jwt, None, wanted, keys);
    let of_signature = other.findings.into_iter().filter(|finding| {
        finding.rule.layer() == Layer::Trust || finding.rule.id().starts_with("token.alg")
    });
    report.findings.extend(of_signature);
    // RFC 7515 7.2 leaves it to the reader which of them must fit; one that does not is never passed over here.
    if matches!(other.trust, Trust::Failed(_)) {
        report.trust = other.trust;
    }
}
