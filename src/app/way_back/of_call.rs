//! Which API a step is about, where another one was called.

use crate::app::player::Player;

impl Player {
    /// True where the newest call went to an API that no goal of the step names, and one of them names another.
    pub fn called_beside_the_goal(&self) -> bool {
        let Some(last) = self.bench.calls().and_then(|calls| calls.last()) else {
            return false;
        };
        let goals = self.step().goals.iter();
        let facts = goals.flat_map(|goal| goal.when.facts());
        let named = facts.filter_map(|fact| match fact.subject.words().as_slice() {
            ["api", key, ..] => Some((*key).to_owned()),
            _ => None,
        });
        let named: Vec<String> = named.collect();
        !named.is_empty() && !named.contains(&last.api)
    }
}
