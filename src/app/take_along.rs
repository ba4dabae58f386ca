//! The learner's own exchange in a form that is taken along.

use crate::app::App;
use crate::app::run::Run;
use crate::app::spot::Spot;
use crate::app::token::ApiAnswer;
use crate::lesson::model::Stage;
use crate::oauth::check::{self, Expectation, Report};
use crate::oauth::export::{self, Exchange, Format};
use crate::oauth::wire::slot::Slot;

impl App {
    /// The newest exchange of the open lesson in that form, with the newest call that was made with its token; `None` before one was
    /// answered. It holds no secret.
    pub fn taken_along(&self, format: Format) -> Option<String> {
        let player = self.player.as_ref()?;
        let run = player.bench.latest()?;
        Some(written(
            (run, run.call.last(), false),
            &player.lesson.title,
            format,
        ))
    }

    /// What a lesson shows: an exchange that whoever reads of it can make again, the newest of the best. One that brought a token is
    /// better than one that did not, one whose token an API took better than one whose token it refused, and one without a
    /// proof of possession, which is good for one request only (RFC 9449 11.1), better than either.
    pub fn example(&self, format: Format) -> Option<String> {
        let player = self.player.as_ref()?;
        let own = |run: &&Run| run.tried.is_none() && !run.undone;
        let best = player.bench.runs.iter().filter(own).max_by_key(|run| {
            let proves = run.request.slots().contains(&Slot::Proof);
            (!proves, run.is_good(), taken(run).is_some())
        })?;
        let call = taken(best).or(best.call.last());
        Some(written((best, call, true), &player.lesson.title, format))
    }

    /// Where the work of the open lesson lies behind the learner: what a jump to there has played.
    pub fn after_work(&self) -> Option<Spot> {
        let steps = &self.player.as_ref()?.lesson.steps;
        let last = steps
            .iter()
            .rposition(|step| matches!(step.stage, Stage::Do))?;
        (last + 1 < steps.len()).then(|| Spot::of_step(last + 1))
    }

    /// True while a jump is still being played.
    pub fn is_flying(&self) -> bool {
        let player = self.player.as_ref();
        player.is_some_and(|player| player.pilot.is_some())
    }
}

fn written(
    (run, call, example): (&Run, Option<&ApiAnswer>, bool),
    title: &str,
    format: Format,
) -> String {
    let report = judged(run);
    let exchange = Exchange {
        title,
        example,
        request: &run.request,
        reply: Some(&run.answer.reply),
        report: Some(&report),
        call: call.map(|call| (&call.request, &call.answer.reply)),
    };
    export::text(&exchange, format)
}

/// The newest call that the API took, with its token and nothing changed.
fn taken(run: &Run) -> Option<&ApiAnswer> {
    let mut newest_first = run.call.answers.iter().rev();
    newest_first.find(|call| call.tried.is_none() && call.answer.reply.status / 100 == 2)
}

/// What the checker says of its reply, with nothing to compare with but when it came.
fn judged(run: &Run) -> Report {
    let expectation = Expectation {
        client_credentials: true,
        at: run.at.seconds(),
        ..Expectation::default()
    };
    check::of_reply(&run.answer.reply, &expectation, None)
}
