//! Copying: what goes to the clipboard, and under which name the toast announces it.

use std::fmt::Write;

use secrecy::SecretString;

use crate::app::effect::Effect;
use crate::app::message::CopyWhat;
use crate::app::spot::Scene;
use crate::app::{App, Page};
use crate::lesson::bench::Bench;
use crate::oauth::check::Report;
use crate::oauth::jwt::{PartName, member};
use crate::oauth::text::visible;
use crate::oauth::wire::{Secrets, View};

impl App {
    pub(super) fn copy(&mut self, what: CopyWhat) -> Vec<Effect> {
        if let Some((label, text)) = self.copied_text(what) {
            if let (CopyWhat::CurlPractice, Some(player)) = (what, &mut self.player) {
                // Whoever runs the copy uses up the jti of the assertion in it.
                player.bench.proving.spend(&player.bench.draft);
            }
            vec![Effect::Copy {
                label,
                text: SecretString::from(text),
            }]
        } else {
            self.notice("There is nothing of that kind to copy yet.");
            Vec::new()
        }
    }

    fn copied_text(&self, what: CopyWhat) -> Option<(&'static str, String)> {
        let bench = self.player.as_ref().map(|player| &player.bench);
        let curl = |secrets| {
            let request = bench?.request(self.facts()?).to_wire();
            Some(request.copy_text(View::Curl, secrets))
        };
        match what {
            CopyWhat::CurlMasked => Some(("curl, secret masked", curl(Secrets::Masked)?)),
            // Only a practice secret may be pasted around.
            CopyWhat::CurlPractice if self.at_own_tenant() => {
                Some(("curl, secret masked", curl(Secrets::Masked)?))
            }
            CopyWhat::CurlPractice => Some((
                "curl with the practice secret inside",
                curl(Secrets::Shown)?,
            )),
            CopyWhat::Reply => Some(("the whole reply", bench?.latest()?.answer.reply.text())),
            CopyWhat::Token if self.page == Page::Decoder => {
                let report = self.decoder.report.as_ref()?;
                Some(("the token", report.jwt.text().to_owned()))
            }
            CopyWhat::Token => {
                // Where one exchange is looked at, its own token is meant.
                let sent = self.player.as_ref()?.scene() == Scene::Work(Bench::Send);
                let own = bench?.latest().and_then(|run| run.token.as_ref());
                let token = own.filter(|_| sent).or(bench?.token())?;
                Some(("the access token", token.expose().to_owned()))
            }
            CopyWhat::Value(part, number) => Some(("the value", self.value_text(part, number)?)),
            CopyWhat::Claims => {
                let payload = self.decoder.report.as_ref()?.jwt.payload.as_ref()?;
                Some(("the claims as JSON", payload.text().to_owned()))
            }
            CopyWhat::Part(part) => {
                let jwt = &self.decoder.report.as_ref()?.jwt;
                let range = jwt.part(part)?.range.clone();
                Some(("the part", jwt.text().get(range)?.to_owned()))
            }
            CopyWhat::Exchange(format) => Some((format.label(), self.taken_along(format)?)),
            CopyWhat::Report => Some(("the report", report_text(self.open_report()?))),
        }
    }
}

impl App {
    /// A value of the decoder's token: a text as it reads, all else as JSON.
    fn value_text(&self, part: PartName, number: usize) -> Option<String> {
        let jwt = &self.decoder.report.as_ref()?.jwt;
        let document = member::document(jwt, part)?;
        let place = member::places(document).into_iter().nth(number)?;
        let text = document.string(place.node).map(str::to_owned);
        Some(text.unwrap_or_else(|| document.raw(place.node).to_owned()))
    }
}

/// The report as plain text: one paragraph a finding, worst first.
fn report_text(report: &Report) -> String {
    let mut text = format!(
        "verdict: {}, trust: {}\n",
        report.verdict().word(),
        report.trust.word()
    );
    for finding in &report.findings {
        let (what, fix) = (finding.what(), finding.fix());
        let _ = write!(
            text,
            "\n{} {}: {what}",
            finding.severity.word(),
            finding.rule.id()
        );
        if !fix.is_empty() {
            let _ = write!(text, "\n  {fix}");
        }
    }
    text.push('\n');
    visible(&text)
}
