//! Meetings (overleg), their series, and decisions.

use super::id::{Day, Ref};
use super::kinds::*;
use super::record::record;

record! {
    /// Overlegreeks: a meeting that returns, such as the driehoek.
    MeetingSeries {
        /// Name.
        title: String,
        /// How often, in words.
        rhythm: String,
        /// Voorzitter.
        chair: Option<Ref>,
        /// Who is expected.
        participants: Vec<Ref>,
        /// Where it is steered.
        level: Option<Level>,
        /// Long text.
        description: String,
        /// The plan that names it.
        plan: Option<Ref>,
        /// Line of the plan's source text, from 1.
        source_line: u32,
        /// The passage on that line.
        source_quote: String,
    }
}

record! {
    /// Overleg: one meeting, with attendance, agenda, what was triaged, and minutes.
    Meeting {
        /// Name.
        title: String,
        /// The series it belongs to.
        series: Option<Ref>,
        /// When.
        date: Option<Day>,
        /// Voorzitter.
        chair: Option<Ref>,
        /// Who was there.
        attendees: Vec<Ref>,
        /// Points of the agenda.
        agenda: Vec<String>,
        /// The actions that were triaged.
        triaged: Vec<Ref>,
        /// Notulen.
        minutes: String,
    }
}

record! {
    /// Besluit: who decided what, when.
    Decision {
        /// What was decided.
        title: String,
        /// Who decided.
        body: Option<Body>,
        /// When.
        date: Option<Day>,
        /// The meeting in which.
        meeting: Option<Ref>,
        /// What it concerns.
        items: Vec<Ref>,
        /// The text in full.
        text: String,
    }
}
