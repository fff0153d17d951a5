//! The plan parser: from the file of a published safety plan to a draft of the register.
//!
//! Pure: bytes in, data out. `read_source` turns a file into lines, `parse` turns lines into facts,
//! proposals and findings, each with the line it came from. Nothing is written: the review screen
//! and `regie import plan` decide about that.

<<<<<<< HEAD
mod blocks;
=======
mod accept;
>>>>>>> main
mod cvdr;
mod dates;
mod draft;
mod finding;
mod html;
mod outline;
mod source;
mod text;

pub use accept::{Comparison, KeptSource, Row, Status, compare, kept_source};
pub use draft::{AdoptionFact, PlanDraft, PlanFacts, PlanKind, PlanPeriod, Proposal, ProposalKind};
pub use finding::{Finding, FindingCode};
pub(in crate::io) use source::decode;
pub use source::{
    BinaryKind, CELL_SEPARATOR, Line, MAX_SOURCE_BYTES, Mark, MetaItem, SourceError, SourceFormat,
    SourceText, read_source,
};

/// Reads facts, proposals and findings out of a plan.
pub fn parse(source: &SourceText) -> PlanDraft {
    PlanDraft {
        plan: PlanFacts {
            title: String::new(),
            subtitle: None,
            plan_kind: PlanKind::Other,
            municipalities: Vec::new(),
            from: None,
            to: None,
            valid_from: None,
            valid_to: None,
            withdrawn_from: None,
            adopted: None,
            predecessor: None,
            successor: None,
            superseded_by: None,
            stage: crate::model::kinds::Stage::Draft,
            line: source.lines.first().map_or(1, |line| line.number),
            quote: String::new(),
        },
        proposals: Vec::new(),
        findings: Vec::new(),
    }
}
