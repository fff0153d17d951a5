//! Indicators and their measurements: figures with their source.

use super::id::{Day, Ref};
use super::record::record;

record! {
    /// Indicator: what is measured, in which unit, from which source.
    Indicator {
        /// Name.
        title: String,
        /// Unit, such as "per 1,000 inhabitants".
        unit: String,
        /// Where the figures come from.
        source: String,
        /// The subject it says something about.
        node: Option<Ref>,
        /// Nulmeting, in `unit`.
        baseline: Option<f64>,
        /// Streefwaarde, in `unit`.
        target: Option<f64>,
        /// Year by which the target holds.
        year: Option<i16>,
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
    /// Meting: one value of an indicator.
    Measurement {
        /// Remark; often empty.
        title: String,
        /// What was measured.
        indicator: Option<Ref>,
        /// When.
        date: Option<Day>,
        /// The value, in the indicator's unit.
        value: Option<f64>,
        /// For which area; empty: the whole municipality.
        area: String,
        /// Where the figure comes from.
        source: String,
    }
}
