//! What the plan parser hands back: facts about the plan, proposals, and findings.
//!
//! Owns the result types only. Every fact and proposal carries the line of the source file and the
//! passage it came from, so that a person can judge it before anything is written. Used by the
//! import review screen and by `regie import plan`, which turn proposals into changes.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::kinds::{
    AgreementKind, Body, InstrumentKind, Level, NodeKind, PartnerKind, SafetyField, Stage,
};

use super::finding::Finding;

/// The most proposals of one kind: many times what the longest plans hold. A file with more is no
/// plan, and comparing each with each would take for ever.
pub(super) const MOST_OF_A_KIND: usize = 1000;

/// Everything that was read out of one plan. Nothing of it is written anywhere yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanDraft {
    /// The plan itself.
    pub plan: PlanFacts,
    /// What the plan says there is, parents before children.
    pub proposals: Vec<Proposal>,
    /// Where the plan contradicts itself or leaves something out.
    pub findings: Vec<Finding>,
}

/// The facts about the plan as a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanFacts {
    /// The title without a subtitle; empty when none was recognised (finding `no_title`).
    pub title: String,
    /// The subtitle or motto, when the title carries one.
    pub subtitle: Option<String>,
    /// What sort of document it calls itself.
    pub plan_kind: PlanKind,
    /// Names of the municipalities that the plan is for, in the order of the text.
    pub municipalities: Vec<String>,
    /// First year of the plan period.
    pub from: Option<i16>,
    /// Last year of the plan period.
    pub to: Option<i16>,
    /// First day of legal validity ("Geldend van").
    pub valid_from: Option<Date>,
    /// Last day of legal validity; `None` when open ("t/m heden") or not stated.
    pub valid_to: Option<Date>,
    /// The day from which the publication is marked as withdrawn ("Regeling vervallen per").
    pub withdrawn_from: Option<Date>,
    /// Who adopted it and when.
    pub adopted: Option<AdoptionFact>,
    /// The plan before this one, when the text names its period.
    pub predecessor: Option<PlanPeriod>,
    /// The plan after this one, when the text names its period.
    pub successor: Option<PlanPeriod>,
    /// A reference to the publication that replaced this one, as the text gives it.
    pub superseded_by: Option<String>,
    /// Where the plan stands as far as the text alone tells; whether an adopted plan has expired is
    /// for the caller, who knows today's date.
    pub stage: Stage,
    /// The line of the title (1 when there is none).
    pub line: u32,
    /// The passage that holds the title.
    pub quote: String,
}

/// The names under which Dutch municipalities publish their safety plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanKind {
    /// Lokaal integraal veiligheidsplan.
    Livp,
    /// Integraal veiligheidsplan.
    Ivp,
    /// Integraal veiligheidsbeleid.
    Ivb,
    /// Lokaal veiligheidsplan.
    Lvp,
    /// Kadernota (integrale) veiligheid.
    Kadernota,
    /// Strategisch kader veiligheid.
    StrategischKader,
    /// Jaarplan veiligheid.
    Jaarplan,
    /// Veiligheidsprogramma.
    Veiligheidsprogramma,
    /// Any other name.
    Other,
}

impl PlanKind {
    /// The stable word: the same as in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            PlanKind::Livp => "livp",
            PlanKind::Ivp => "ivp",
            PlanKind::Ivb => "ivb",
            PlanKind::Lvp => "lvp",
            PlanKind::Kadernota => "kadernota",
            PlanKind::StrategischKader => "strategisch_kader",
            PlanKind::Jaarplan => "jaarplan",
            PlanKind::Veiligheidsprogramma => "veiligheidsprogramma",
            PlanKind::Other => "other",
        }
    }
}

/// Who adopted the plan, and when as far as the text says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdoptionFact {
    /// The body that adopted it.
    pub body: Body,
    /// The date, when day, month and year are all given.
    pub date: Option<Date>,
    /// The date as written ("21 november"); empty when the text gives none.
    pub date_text: String,
    /// Line of the sentence.
    pub line: u32,
    /// The sentence.
    pub quote: String,
}

/// Another plan that the text names, with its period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanPeriod {
    /// Its name as written, when it has one.
    pub title: Option<String>,
    /// First year.
    pub from: i16,
    /// Last year.
    pub to: i16,
    /// Line of the sentence that names it.
    pub line: u32,
}

/// One thing that the plan says there is, for a person to accept, edit or reject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// What it would become in the register.
    pub kind: ProposalKind,
    /// Its name: short enough for a list.
    pub title: String,
    /// Its long text (result of an evaluation, description of a node, sentence of a goal); may be empty.
    pub text: String,
    /// For `Node`: which sort.
    pub node_kind: Option<NodeKind>,
    /// For `Node` and `MeetingSeries`: where it is steered.
    pub level: Option<Level>,
    /// The field of Kernbeleid Veiligheid it belongs to, when the plan says so.
    pub field: Option<SafetyField>,
    /// For `Partner`: which sort.
    pub partner_kind: Option<PartnerKind>,
    /// For `Agreement`: which sort.
    pub agreement_kind: Option<AgreementKind>,
    /// For `Instrument`: which sort.
    pub instrument_kind: Option<InstrumentKind>,
    /// Index of the (earlier) proposal under which it belongs.
    pub under: Option<usize>,
    /// The explanation in brackets, taken apart; owner, date and budget of an action in a table.
    pub parts: Vec<String>,
    /// True when the plan only names it in passing, and does not list it as its own.
    pub mentioned: bool,
    /// Line of the source file, from 1.
    pub line: u32,
    /// The passage it came from.
    pub quote: String,
}

impl Proposal {
    /// A proposal with nothing but its kind, title and origin.
    pub fn new(
        kind: ProposalKind,
        title: impl Into<String>,
        line: u32,
        quote: impl Into<String>,
    ) -> Proposal {
        let mut quote: String = quote.into();
        truncate(&mut quote, LONGEST_QUOTE);
        Proposal {
            kind,
            title: title.into(),
            text: String::new(),
            node_kind: None,
            level: None,
            field: None,
            partner_kind: None,
            agreement_kind: None,
            instrument_kind: None,
            under: None,
            parts: Vec::new(),
            mentioned: false,
            line,
            quote,
        }
    }
}

/// The longest passage that a proposal quotes, in bytes: the longest sentences of real plans are
/// about half of it. Without a limit, a file that is one endless sentence would be copied for each
/// of its words.
const LONGEST_QUOTE: usize = 2000;

/// Cuts a text to at most `limit` bytes, at a character.
pub(super) fn truncate(text: &mut String, limit: usize) {
    if text.len() > limit {
        let mut end = limit;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
    }
}

/// What a proposal would become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalKind {
    /// A node of the priority tree, a regional theme or a project.
    Node,
    /// One of the five fields of Kernbeleid Veiligheid, which the plan names.
    Field,
    /// An organisation or a part of the municipality.
    Partner,
    /// A covenant, joint scheme, contract or platform.
    Agreement,
    /// A meeting that comes back.
    MeetingSeries,
    /// A principle of the plan.
    Principle,
    /// What an earlier priority achieved.
    Evaluation,
    /// A figure or source of figures.
    Indicator,
    /// What is to be reached.
    Goal,
    /// A way of working, means, document or registration.
    Instrument,
    /// A sentence that announces doing something. The plan itself holds no actions.
    CandidateAction,
}

impl ProposalKind {
    /// Every kind, in the order in which a review lists them.
    pub const ALL: &'static [ProposalKind] = &[
        ProposalKind::Node,
        ProposalKind::Field,
        ProposalKind::Goal,
        ProposalKind::Partner,
        ProposalKind::Agreement,
        ProposalKind::MeetingSeries,
        ProposalKind::Principle,
        ProposalKind::Evaluation,
        ProposalKind::Indicator,
        ProposalKind::Instrument,
        ProposalKind::CandidateAction,
    ];

    /// The stable word: the same as in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            ProposalKind::Node => "node",
            ProposalKind::Field => "field",
            ProposalKind::Partner => "partner",
            ProposalKind::Agreement => "agreement",
            ProposalKind::MeetingSeries => "meeting_series",
            ProposalKind::Principle => "principle",
            ProposalKind::Evaluation => "evaluation",
            ProposalKind::Indicator => "indicator",
            ProposalKind::Goal => "goal",
            ProposalKind::Instrument => "instrument",
            ProposalKind::CandidateAction => "candidate_action",
        }
    }
}
