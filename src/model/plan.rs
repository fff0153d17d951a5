//! Plans and what they contain: municipality, plan, priority tree, goals, programme, principles,
//! evaluations, candidate actions and instruments. Plain data; rules live in `operation` and `rollup`.

use super::id::{Day, Ref};
use super::kinds::*;
use super::record::record;
use super::value::Place;

record! {
    /// Gemeente, with the code that Statistics Netherlands (CBS) gives it.
    Municipality {
        /// Name, such as Enkhuizen.
        title: String,
        /// CBS code, such as GM0388; empty when not known.
        code: String,
    }
}

record! {
    /// A plan (LIVP, IVP, IVB, kadernota): title, period, validity, adoption and its place in the row of plans.
    Plan {
        /// Title as adopted.
        title: String,
        /// What the plan calls itself: LIVP, IVP, Kadernota, …
        plan_kind: String,
        /// The municipalities it is for.
        municipalities: Vec<Ref>,
        /// First day of the period it plans for.
        from: Option<Day>,
        /// Last day of that period.
        to: Option<Day>,
        /// First day on which the publication says that it is valid.
        valid_from: Option<Day>,
        /// Last day of that validity; may precede `valid_from` in a flawed publication.
        valid_to: Option<Day>,
        /// Where it stands.
        stage: Stage,
        /// Who adopted it.
        adopted_by: Option<Body>,
        /// When it was adopted.
        adopted_on: Option<Day>,
        /// The adoption moment as printed, kept when it is not a whole date ("21 november").
        adopted_text: String,
        /// The plan before it.
        predecessor: Option<Ref>,
        /// The plan after it.
        successor: Option<Ref>,
        /// The corrected reprint that replaced it.
        superseded_by: Option<Ref>,
        /// The Kernbeleid fields that the plan names as the order of its programme, as their words.
        safety_fields: Vec<String>,
        /// Summary or introduction.
        description: String,
        /// File name under `plans/` with the text it was imported from.
        source_file: String,
        /// BLAKE3 of that text, in hex.
        source_hash: String,
    }
}

record! {
    /// A node of the priority tree: priority, theme, topic, project, or a subject from a regional chapter.
    Node {
        /// Name.
        title: String,
        /// What it is.
        node_kind: NodeKind,
        /// Where it stands in the tree.
        place: Option<Place>,
        /// Where it is steered.
        level: Option<Level>,
        /// The Kernbeleid field it belongs to.
        safety_field: Option<SafetyField>,
        /// Long text.
        description: String,
        /// Bestuurlijk trekker: who carries it politically.
        administrative_lead: Option<Ref>,
        /// Projectleider: who runs it.
        project_lead: Option<Ref>,
        /// Partners that work on it.
        partners: Vec<Ref>,
        /// Health set by hand; absent: the worst of its actions.
        health: Option<Health>,
        /// Why it was set by hand.
        health_reason: String,
        /// What the plan names as belonging to it, in brackets or after a colon.
        parts: Vec<String>,
        /// Line of the plan's source text, from 1; 0 when not imported.
        source_line: u32,
        /// The passage on that line.
        source_quote: String,
        /// Seen only by those cleared, with everything beneath it.
        confidential: bool,
    }
}

record! {
    /// Doel on a node: text, indicator, baseline, target, year.
    Goal {
        /// What is to be reached.
        title: String,
        /// The node it is set on.
        node: Option<Ref>,
        /// How it is measured.
        indicator: Option<Ref>,
        /// Nulmeting, in the indicator's unit.
        baseline: Option<f64>,
        /// Streefwaarde, in the indicator's unit.
        target: Option<f64>,
        /// Year by which.
        year: Option<i16>,
        /// The plan that sets it.
        plan: Option<Ref>,
        /// Line of the plan's source text, from 1.
        source_line: u32,
        /// The passage on that line.
        source_quote: String,
    }
}

record! {
    /// Uitvoeringsprogramma: the actions of a year (or two), adopted by the college.
    Programme {
        /// Title.
        title: String,
        /// The plan it carries out.
        plan: Option<Ref>,
        /// First programme year.
        year: Option<i16>,
        /// Last programme year when it spans more than one.
        to_year: Option<i16>,
        /// Where it stands.
        stage: Stage,
        /// Who adopted it.
        adopted_by: Option<Body>,
        /// When.
        adopted_on: Option<Day>,
    }
}

record! {
    /// Uitgangspunt: a principle of the plan that actions can be checked against.
    Principle {
        /// The principle in the plan's words.
        title: String,
        /// Explanation.
        description: String,
        /// The plan it belongs to.
        plan: Option<Ref>,
        /// Line of the plan's source text, from 1.
        source_line: u32,
        /// The passage on that line.
        source_quote: String,
    }
}

record! {
    /// Evaluatie: what was achieved on a subject in a period.
    Evaluation {
        /// The subject as the plan names it.
        title: String,
        /// The plan that contains the evaluation.
        plan: Option<Ref>,
        /// The node that is evaluated, when it is in the register.
        node: Option<Ref>,
        /// First day of the period looked back on.
        from: Option<Day>,
        /// Last day of that period.
        to: Option<Day>,
        /// What was achieved.
        result: String,
        /// Line of the plan's source text, from 1.
        source_line: u32,
        /// The passage on that line.
        source_quote: String,
    }
}

record! {
    /// Kandidaat-actie: what a plan announces; becomes an action when a programme takes it up.
    Candidate {
        /// What is announced.
        title: String,
        /// The plan that announces it.
        plan: Option<Ref>,
        /// The subject it belongs to.
        node: Option<Ref>,
        /// The action that took it up.
        action: Option<Ref>,
        /// Owner, date or budget, where the plan has them in a table.
        parts: Vec<String>,
        /// Line of the plan's source text, from 1.
        source_line: u32,
        /// The passage on that line.
        source_quote: String,
    }
}

record! {
    /// A way of working, instrument, registration or document that the plan relies on.
    Instrument {
        /// Name.
        title: String,
        /// What it is.
        instrument_kind: InstrumentKind,
        /// Explanation.
        description: String,
        /// The plan that names it.
        plan: Option<Ref>,
        /// The subject it serves.
        node: Option<Ref>,
        /// What the plan names as belonging to it.
        parts: Vec<String>,
        /// Line of the plan's source text, from 1.
        source_line: u32,
        /// The passage on that line.
        source_quote: String,
    }
}
