//! The plan parser: from the file of a published safety plan to a draft of the register.
//!
//! Owns the way from bytes to data. Pure: `read_source` turns a file into lines, `parse` turns lines into facts,
//! proposals and findings, each with the line it came from. Nothing is written: the review screen
//! and `regie import plan`, which use it, decide about that.
//!
//! The way of a plan: `source` (with `html`, `cvdr`, `columns`) gives lines; `blocks` leaves out junk and joins
//! what was wrapped; `outline` divides into sections with roles; `lists` reads what is listed;
//! `facts`, `tree`, `partners`, `agreements`, `instruments` and `announce` each look for their own
//! things; `checks` compares. Everything is heuristic and general: no sentence or name of a
//! particular plan is known here, only the words of the field.

mod accept;
mod agreements;
mod announce;
mod blocks;
mod checks;
mod columns;
mod cvdr;
mod dates;
mod draft;
mod facts;
mod finding;
mod html;
mod instruments;
mod lists;
mod municipalities;
mod outline;
mod partners;
mod source;
mod text;
mod tree;

pub use accept::{Comparison, KeptSource, Row, Status, compare, kept_source};
pub use draft::{AdoptionFact, PlanDraft, PlanFacts, PlanKind, PlanPeriod, Proposal, ProposalKind};
pub use finding::{Finding, FindingCode};
pub(in crate::io) use source::decode;
pub use source::{
    BinaryKind, CELL_SEPARATOR, ENDINGS, Line, MAX_SOURCE_BYTES, Mark, MetaItem, SourceError, SourceFormat,
    SourceText, read_source,
};

/// Reads facts, proposals and findings out of a plan.
///
/// Never fails: a text without anything recognisable gives an empty draft with findings that say
/// so. Parents come before children, so `under` is always smaller than a proposal's own index, and
/// every line number is a line of the source file.
pub fn parse(source: &SourceText) -> PlanDraft {
    let outline = outline::Outline::new(source);
    let statements = outline.statements();
    let lists = lists::lists(&outline);
    let facts = facts::read(source, &outline, &statements);
    let tree = tree::grow(&outline, &lists, &statements);
    let node_of = |section: usize| tree.node_of.get(&section).copied();

    let mut proposals = tree.proposals.clone();
    proposals.extend(announce::goals(&outline, &lists, &statements, node_of));
    proposals.extend(partners::partners(&outline, &lists, &statements));
    proposals.extend(agreements::agreements(&outline, &lists, &statements));
    proposals.extend(agreements::meetings(&outline, &lists, &statements));
    proposals.extend(announce::principles(&outline, &lists, &statements));
    proposals.extend(announce::evaluations(&outline, &lists));
    proposals.extend(instruments::indicators(&outline, &lists, &statements));
    proposals.extend(instruments::instruments(&outline, &lists, &statements));
    proposals.extend(announce::candidate_actions(&outline, &lists, &statements, node_of));

    let findings = checks::check(source, &outline, &statements, &lists, &facts, &tree, &proposals);
    PlanDraft { plan: facts.plan, proposals, findings }
}
