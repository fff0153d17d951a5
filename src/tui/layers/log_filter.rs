//! Filtering the log: words that take effect while they are typed. Esc brings the filter back that was there before.
//!
//! Owns the filter before; the log view owns what is found. `SetFilter` opens it in that view.

use super::ask::Ask;
use super::prompt::{Prompt, Question};
use crate::t;
use crate::tui::component::{Cx, Reply, Request};

/// The question.
pub struct LogFilter {
    before: String,
}

impl LogFilter {
    /// Goes on from `filter`, a blank behind it.
    pub fn new(filter: &str) -> Prompt<LogFilter> {
        let start = if filter.is_empty() { String::new() } else { format!("{filter} ") };
        Prompt::new(LogFilter { before: filter.to_owned() }, Ask::new(&start))
    }
}

fn filter(ask: &Ask, done: bool) -> Reply {
    Reply::View(Request::Filter(ask.text().trim().to_owned()), done)
}

impl Question for LogFilter {
    const ROWS: u16 = 4;

    fn title(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "log-filter-title")
    }

    fn hint(&self, cx: &Cx<'_>) -> String {
        t!(cx.texts, "log-filter-hint")
    }

    fn accept(&mut self, ask: &mut Ask, _: &Cx<'_>) -> Reply {
        filter(ask, true)
    }

    fn leave(&self) -> Reply {
        Reply::View(Request::Filter(self.before.clone()), true)
    }

    fn changed(&mut self, ask: &Ask, _: &Cx<'_>) -> Reply {
        filter(ask, false)
    }
}
