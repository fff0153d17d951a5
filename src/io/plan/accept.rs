//! From the draft of a plan to an entry: what is new, what is the same, what has changed.
//!
//! Owns the comparison of proposals with a register, so that importing the same or a corrected plan
//! again shows the differences and never duplicates. Alters nothing: the changes it yields are one
//! entry for `Ledger::append`. Used by `regie import plan` and the import review.

use std::collections::{HashMap, HashSet};

use super::draft::{PlanDraft, PlanPeriod, Proposal, ProposalKind};
use super::source::SourceText;
use crate::model::change::{Change, Draft, Label, Verb};
use crate::model::fold::fold;
use crate::model::id::{Day, Ref};
use crate::model::kinds::{NodeKind, SafetyField, Stage};
use crate::model::operation::{Circumstances, differences, last_rank};
use crate::model::plan::{Municipality, Plan};
use crate::model::record::{Field, Item, Kind, Record};
use crate::model::register::Register;
use crate::model::value::{FieldType, Place, Value};

/// How a proposal stands to the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Not there yet.
    New,
    /// There, and the source says nothing else about it.
    Same,
    /// There, and the source now says something else.
    Changed,
}

impl Status {
    /// The word in `--json`.
    pub const fn word(self) -> &'static str {
        match self {
            Status::New => "new",
            Status::Same => "same",
            Status::Changed => "changed",
        }
    }
}

/// One proposal held against the register; same index as in the draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// How it stands.
    pub status: Status,
    /// The item it is, or will be when accepted; `None` for a safety field, which is part of the plan.
    pub target: Option<Ref>,
    /// The item it stands under, when the plan says so and it is a tree node.
    pub under: Option<Ref>,
}

/// A draft held against a register: what accepting it would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The plan, or what it will be.
    pub plan: Plan,
    /// How the plan itself stands.
    pub plan_status: Status,
    /// One row per proposal of the draft.
    pub rows: Vec<Row>,
    /// Items that came from an earlier text of this plan and are not in this one. They stay.
    pub gone: Vec<Ref>,
    /// The entry; without changes when there is nothing new.
    pub draft: Draft,
}

/// The text of a plan as the register keeps it: the file name, its hash, and the text with every line in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSource {
    /// Name under the register's `plans/` folder.
    pub file: String,
    /// BLAKE3 of the file as it was given, in hex.
    pub hash: String,
    /// The text; line n of the file is line n of the text.
    pub text: String,
}

/// Prepares the text of `source`, read from `bytes`, for keeping.
pub fn kept_source(bytes: &[u8], source: &SourceText) -> KeptSource {
    let hash = blake3::hash(bytes).to_hex().to_string();
    let mut text = String::new();
    let mut line = 1;
    for next in &source.lines {
        while line < next.number {
            text.push('\n');
            line += 1;
        }
        // Several blocks of markup may start on one line of the file; they stay on one line here.
        if !text.is_empty() && !text.ends_with('\n') {
            text.push(' ');
        }
        text.push_str(&next.text);
    }
    text.push('\n');
    KeptSource { file: format!("{}.txt", hash.get(..16).unwrap_or(&hash)), hash, text }
}

/// Holds `draft` against `register`. `accepted` says for each proposal whether it is to be written; a proposal whose
/// parent is neither there nor accepted goes under the plan itself.
pub fn compare(
    register: &Register,
    draft: &PlanDraft,
    kept: &KeptSource,
    now: &Circumstances,
    accepted: &dyn Fn(usize) -> bool,
) -> Comparison {
    let mut work = Work::start(register, draft, kept, now);
    let mut rows = Vec::with_capacity(draft.proposals.len());
    for (index, proposal) in draft.proposals.iter().enumerate() {
        let row = work.take(proposal, &rows, accepted(index));
        rows.push(row);
    }
    work.finish(draft, rows, accepted)
}

struct Work<'a> {
    register: &'a Register,
    now: &'a Circumstances,
    plan: Plan,
    old_plan: Option<&'a Plan>,
    same_text: bool,
    /// Items of the register that may be meant: by kind and folded title.
    by_title: HashMap<(Kind, String), Vec<Ref>>,
    /// Items that came from a text: by kind, line and passage.
    by_quote: HashMap<(Kind, String), Vec<Ref>>,
    /// What the proposals are called: an item with one of these titles is not a renamed one.
    titles: HashSet<(Kind, String)>,
    claimed: HashSet<Ref>,
    /// Items that this entry inserts.
    inserted: HashSet<Ref>,
    next: HashMap<Kind, u32>,
    ranks: HashMap<Ref, u64>,
    changes: Vec<Change>,
}

/// The kinds that carry the plan they came from; the others are shared by all plans of a register.
fn belongs_to_plan(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Node
            | Kind::Goal
            | Kind::Principle
            | Kind::Evaluation
            | Kind::Candidate
            | Kind::Instrument
            | Kind::Indicator
    )
}

fn kind_of(kind: ProposalKind) -> Option<Kind> {
    Some(match kind {
        ProposalKind::Node => Kind::Node,
        ProposalKind::Field => return None,
        ProposalKind::Partner => Kind::Partner,
        ProposalKind::Agreement => Kind::Agreement,
        ProposalKind::MeetingSeries => Kind::MeetingSeries,
        ProposalKind::Principle => Kind::Principle,
        ProposalKind::Evaluation => Kind::Evaluation,
        ProposalKind::Indicator => Kind::Indicator,
        ProposalKind::Goal => Kind::Goal,
        ProposalKind::Instrument => Kind::Instrument,
        ProposalKind::CandidateAction => Kind::Candidate,
    })
}

fn first_day(year: Option<i16>) -> Option<Day> {
    Day::new(year?, 1, 1)
}

fn last_day(year: Option<i16>) -> Option<Day> {
    Day::new(year?, 12, 31)
}

fn text_of(record: &dyn Record, field: Field) -> String {
    match record.get(field) {
        Some(Value::Text(text)) => text,
        _ => String::new(),
    }
}

impl<'a> Work<'a> {
    fn start(
        register: &'a Register,
        draft: &PlanDraft,
        kept: &KeptSource,
        now: &'a Circumstances,
    ) -> Work<'a> {
        let mut work = Work {
            register,
            now,
            plan: Plan::default(),
            old_plan: None,
            same_text: false,
            by_title: HashMap::new(),
            by_quote: HashMap::new(),
            titles: draft
                .proposals
                .iter()
                .filter_map(|proposal| Some((kind_of(proposal.kind)?, fold(&proposal.title))))
                .collect(),
            claimed: HashSet::new(),
            inserted: HashSet::new(),
            next: HashMap::new(),
            ranks: HashMap::new(),
            changes: Vec::new(),
        };
        let municipalities: Vec<Ref> =
            draft.plan.municipalities.iter().map(|name| work.municipality(name)).collect();
        let facts = &draft.plan;
        let mut plan = Plan {
            title: if facts.title.is_empty() { kept.file.clone() } else { facts.title.clone() },
            plan_kind: facts.plan_kind.word().to_owned(),
            municipalities,
            from: first_day(facts.from),
            to: last_day(facts.to),
            valid_from: facts.valid_from.map(Day),
            valid_to: facts.valid_to.map(Day),
            stage: match facts.stage {
                Stage::InForce | Stage::Adopted if last_day(facts.to).is_some_and(|end| end < now.today) => {
                    Stage::Expired
                }
                stage => stage,
            },
            adopted_by: facts.adopted.as_ref().map(|a| a.body),
            adopted_on: facts.adopted.as_ref().and_then(|a| a.date).map(Day),
            adopted_text: facts.adopted.as_ref().map_or(String::new(), |a| a.date_text.clone()),
            description: facts.subtitle.clone().unwrap_or_default(),
            source_file: kept.file.clone(),
            source_hash: kept.hash.clone(),
            ..Plan::default()
        };
        work.old_plan = work.find_plan(&plan);
        work.same_text = work.old_plan.is_some_and(|old| old.source_hash == kept.hash);
        plan.num = match work.old_plan {
            Some(old) => old.num,
            None => work.fresh(Kind::Plan).num,
        };
        if let Some(old) = work.old_plan {
            plan.safety_fields = old.safety_fields.clone();
            plan.predecessor = old.predecessor;
            plan.successor = old.successor;
            plan.superseded_by = old.superseded_by;
        }
        let plan_ref = plan.reference();
        work.plan = plan;
        let predecessor = work.neighbour(&facts.predecessor, work.plan.predecessor);
        let successor = work.neighbour(&facts.successor, work.plan.successor);
        work.plan.predecessor = predecessor.filter(|r| *r != plan_ref);
        work.plan.successor = successor.filter(|r| *r != plan_ref);
        if work.old_plan.is_none() {
            // Before everything that refers to it; `finish` completes it with what was found on the way.
            work.changes.push(Change::Insert(work.plan.clone().into()));
        }
        work.index_items();
        work
    }

    fn fresh(&mut self, kind: Kind) -> Ref {
        let next = self.next.entry(kind).or_insert_with(|| self.register.next_ref(kind).num);
        let num = *next;
        *next += 1;
        Ref::new(kind, num)
    }

    fn municipality(&mut self, name: &str) -> Ref {
        let wanted = fold(name);
        if let Some(known) =
            self.register.tables().municipalities.iter().find(|known| fold(&known.title) == wanted)
        {
            return known.reference();
        }
        let r = self.fresh(Kind::Municipality);
        self.changes.push(Change::Insert(
            Municipality { num: r.num, title: name.to_owned(), ..Municipality::default() }.into(),
        ));
        r
    }

    /// The plan that is meant: the same text, else the same title, else the same sort of plan for the same
    /// municipalities and period.
    fn find_plan(&self, wanted: &Plan) -> Option<&'a Plan> {
        let plans = || self.register.tables().plans.iter();
        let title = fold(&wanted.title);
        plans()
            .find(|plan| !plan.source_hash.is_empty() && plan.source_hash == wanted.source_hash)
            .or_else(|| {
                plans().find(|plan| {
                    fold(&plan.title) == title
                        && (plan.municipalities.is_empty() || plan.municipalities == wanted.municipalities)
                })
            })
            .or_else(|| {
                plans().find(|plan| {
                    !wanted.municipalities.is_empty()
                        && plan.municipalities == wanted.municipalities
                        && wanted.from.is_some()
                        && (plan.from, plan.to, &plan.plan_kind)
                            == (wanted.from, wanted.to, &wanted.plan_kind)
                })
            })
    }

    /// The plan before or after this one: a known one of the same municipalities and period, else a new one of which
    /// only the name and the period are known.
    fn neighbour(&mut self, period: &Option<PlanPeriod>, known: Option<Ref>) -> Option<Ref> {
        let period = match (known, period) {
            (Some(known), _) => return Some(known),
            (None, period) => period.as_ref()?,
        };
        let (from, to) = (first_day(Some(period.from)), last_day(Some(period.to)));
        let known = self.register.tables().plans.iter().find(|plan| {
            plan.municipalities == self.plan.municipalities && (plan.from, plan.to) == (from, to)
        });
        if let Some(known) = known {
            return Some(known.reference());
        }
        let r = self.fresh(Kind::Plan);
        let years = format!("{}-{}", period.from, period.to);
        let title = match &period.title {
            Some(title) if title.contains(&period.from.to_string()) => title.clone(),
            Some(title) => format!("{title} {years}"),
            None => format!("{} {years}", self.plan.plan_kind.to_uppercase()),
        };
        let expired = to.is_some_and(|end| end < self.now.today);
        self.changes.push(Change::Insert(
            Plan {
                num: r.num,
                title,
                plan_kind: self.plan.plan_kind.clone(),
                municipalities: self.plan.municipalities.clone(),
                from,
                to,
                stage: if expired { Stage::Expired } else { Stage::Draft },
                ..Plan::default()
            }
            .into(),
        ));
        Some(r)
    }

    fn index_items(&mut self) {
        let plan = self.plan.reference();
        for kind in Kind::ALL
            .iter()
            .copied()
            .filter(|kind| ProposalKind::ALL.iter().any(|p| kind_of(*p) == Some(*kind)))
        {
            let mut found: Vec<(Ref, String, String)> = Vec::new();
            self.register.tables().visit(kind, &mut |record| {
                let of_this_plan = match kind {
                    Kind::Node => self.register.plan_of(record.reference()) == Some(plan),
                    _ if belongs_to_plan(kind) => record.get(Field::plan) == Some(Some(plan).to_value()),
                    _ => true,
                };
                if of_this_plan {
                    let quote = text_of(record, Field::source_quote);
                    found.push((record.reference(), fold(record.title()), quote));
                }
            });
            for (r, title, quote) in found {
                self.by_title.entry((kind, title)).or_default().push(r);
                if !quote.is_empty() {
                    self.by_quote.entry((kind, quote)).or_default().push(r);
                }
            }
        }
    }

    /// The item of the register that `new` is: the same title and what else must agree, else (when somebody renamed it)
    /// one that came from the same passage and that no other proposal claims by its title.
    fn find(&self, new: &dyn Record, agrees: &dyn Fn(Ref) -> bool) -> Option<Ref> {
        let kind = new.reference().kind;
        let free = |r: &&Ref| !self.claimed.contains(*r);
        let by_title = self.by_title.get(&(kind, fold(new.title()))).map_or(&[][..], Vec::as_slice);
        if let Some(r) = by_title.iter().filter(free).find(|r| agrees(**r)) {
            return Some(*r);
        }
        let quote = text_of(new, Field::source_quote);
        let by_quote = self.by_quote.get(&(kind, quote)).map_or(&[][..], Vec::as_slice);
        by_quote
            .iter()
            .filter(free)
            .find(|r| agrees(**r) && !self.titles.contains(&(kind, fold(self.register.title(**r)))))
            .copied()
    }

    fn take(&mut self, proposal: &Proposal, rows: &[Row], accepted: bool) -> Row {
        let Some(kind) = kind_of(proposal.kind) else { return self.take_field(proposal, accepted) };
        let parent = proposal.under.and_then(|index| rows.get(index)).and_then(|row| row.target);
        let written = |r: &Ref| self.register.get(*r).is_some() || self.inserted.contains(r);
        let node = parent.filter(|r| r.kind == Kind::Node).filter(written);
        let mut item = self.item(kind, proposal, node);
        // The same topic may stand under two priorities; then the one under the same parent is meant.
        let agrees = |r: Ref| {
            self.register.node(r).is_none_or(|known| {
                let parent = known.place.map(|place| place.parent);
                Some(known.node_kind) == proposal.node_kind && (parent == node || node.is_none())
            })
        };
        let moved =
            |r: Ref| self.register.node(r).is_none_or(|known| Some(known.node_kind) == proposal.node_kind);
        let found = self.find(item.record(), &agrees).or_else(|| self.find(item.record(), &moved));
        let Some(target) = found else {
            let target = if accepted { self.fresh(kind) } else { Ref::new(kind, 0) };
            if accepted {
                self.number(&mut item, target, node);
                self.changes.push(Change::Insert(item));
                self.inserted.insert(target);
            }
            let under = (kind == Kind::Node).then(|| node.unwrap_or(self.plan.reference()));
            return Row { status: Status::New, target: accepted.then_some(target), under };
        };
        self.claimed.insert(target);
        let under = self.register.node(target).and_then(|known| known.place).map(|place| place.parent);
        let Some(old) = self.register.tables().item(target) else {
            return Row { status: Status::New, target: None, under };
        };
        let changes = self.update(&old, &item);
        let tells = |change: &Change| !matches!(change, Change::Set { field: Field::source_line, .. });
        let status = if changes.iter().any(tells) { Status::Changed } else { Status::Same };
        if accepted {
            self.changes.extend(changes);
        }
        Row { status, target: Some(target), under }
    }

    fn take_field(&mut self, proposal: &Proposal, accepted: bool) -> Row {
        let word = proposal.field.map(SafetyField::word).unwrap_or_default().to_owned();
        let known = self.plan.safety_fields.contains(&word);
        if accepted && !known && !word.is_empty() {
            self.plan.safety_fields.push(word);
        }
        Row { status: if known { Status::Same } else { Status::New }, target: None, under: None }
    }

    /// What in `new` the source says anew. What came from the same passage as before is left as people made it.
    fn update(&self, old: &Item, new: &Item) -> Vec<Change> {
        let (old, new) = (old.record(), new.record());
        let same_passage = text_of(old, Field::source_quote) == text_of(new, Field::source_quote);
        // An item that was not read from a text, or shared with another plan, is not altered by this one.
        let foreign = text_of(old, Field::source_quote).is_empty()
            || (!belongs_to_plan(old.reference().kind)
                && old.get(Field::plan) != Some(Some(self.plan.reference()).to_value()));
        if self.same_text || foreign {
            return Vec::new();
        }
        let mut target = Item::empty(old.reference());
        for spec in old.fields() {
            let from_source = match spec.field {
                Field::source_line | Field::source_quote => true,
                Field::place | Field::title | Field::node | Field::plan => false,
                field => !same_passage && !new.is_absent(field),
            };
            let value = if from_source { new.get(spec.field) } else { old.get(spec.field) };
            if let Some(value) = value {
                // Values come from fields of the same kind, so they fit.
                let _ = target.record_mut().set(spec.field, &value);
            }
        }
        differences(old, target.record())
    }

    /// The item that `proposal` describes, without a number or a place.
    fn item(&self, kind: Kind, proposal: &Proposal, node: Option<Ref>) -> Item {
        let mut item = Item::empty(Ref::new(kind, 0));
        let record = item.record_mut();
        let text = |text: &str| Value::Text(text.to_owned());
        let mut set = |field: Field, value: Value| {
            // A kind without such a field has no use for the value.
            let _ = record.set(field, &value);
        };
        set(Field::title, text(&proposal.title));
        set(Field::source_line, Value::Int(i64::from(proposal.line)));
        set(Field::source_quote, text(&proposal.quote));
        set(Field::plan, Some(self.plan.reference()).to_value());
        set(Field::node, node.to_value());
        set(Field::parts, proposal.parts.to_value());
        if kind == Kind::Agreement {
            set(Field::nodes, node.into_iter().collect::<Vec<_>>().to_value());
            set(Field::mentioned, Value::Bool(proposal.mentioned));
        }
        if !proposal.text.is_empty() && proposal.text != proposal.title {
            set(
                if kind == Kind::Evaluation { Field::result } else { Field::description },
                text(&proposal.text),
            );
        }
        let words = [
            (Field::node_kind, proposal.node_kind.map(NodeKind::word)),
            (Field::level, proposal.level.map(|w| w.word())),
            (Field::safety_field, proposal.field.map(|w| w.word())),
            (Field::partner_kind, proposal.partner_kind.map(|w| w.word())),
            (Field::agreement_kind, proposal.agreement_kind.map(|w| w.word())),
            (Field::instrument_kind, proposal.instrument_kind.map(|w| w.word())),
        ];
        for (field, word) in words {
            if let Some(word) = word {
                set(field, text(word));
            }
        }
        if kind == Kind::Evaluation
            && let Some(before) = self.plan.predecessor.and_then(|r| self.known_or_new_plan(r))
        {
            set(Field::from, before.0.to_value());
            set(Field::to, before.1.to_value());
        }
        item
    }

    fn known_or_new_plan(&self, r: Ref) -> Option<(Option<Day>, Option<Day>)> {
        self.register.tables().plans.get(r.num).map(|plan| (plan.from, plan.to)).or_else(|| {
            self.changes.iter().find_map(|change| match change {
                Change::Insert(Item::Plan(plan)) if plan.num == r.num => Some((plan.from, plan.to)),
                _ => None,
            })
        })
    }

    fn number(&mut self, item: &mut Item, target: Ref, node: Option<Ref>) {
        let parent = node.unwrap_or(self.plan.reference());
        let mut numbered = Item::empty(target);
        for spec in item.record().fields() {
            if let Some(value) = item.record().get(spec.field) {
                let _ = numbered.record_mut().set(spec.field, &value);
            }
        }
        if let Item::Node(node) = &mut numbered {
            let rank = self.ranks.entry(parent).or_insert_with(|| last_rank(self.register, parent));
            node.place = Some(Place { parent, rank: *rank });
            *rank += 1 << 20;
        }
        *item = numbered;
    }

    fn finish(mut self, draft: &PlanDraft, rows: Vec<Row>, accepted: &dyn Fn(usize) -> bool) -> Comparison {
        let plan_ref = self.plan.reference();
        let plan_status = match self.old_plan {
            None => {
                for change in &mut self.changes {
                    if matches!(change, Change::Insert(Item::Plan(plan)) if plan.num == plan_ref.num) {
                        *change = Change::Insert(self.plan.clone().into());
                    }
                }
                Status::New
            }
            Some(old) => {
                let mut new = self.plan.clone();
                if self.same_text {
                    // The same text says nothing new: what people have made of the plan stands.
                    new = Plan { safety_fields: new.safety_fields, ..old.clone() };
                }
                let changes: Vec<Change> = differences(old, &new)
                    .into_iter()
                    .filter(|change| match change {
                        Change::Set { field: Field::safety_fields, .. } => true,
                        Change::Set { after: Value::Null, .. } => false,
                        _ => true,
                    })
                    .collect();
                self.plan = new;
                let status = if changes.is_empty() { Status::Same } else { Status::Changed };
                self.changes.extend(changes);
                status
            }
        };
        let gone = match self.old_plan {
            Some(_) if !self.same_text => {
                let mut gone: Vec<Ref> = self
                    .by_quote
                    .iter()
                    .filter(|((kind, _), _)| belongs_to_plan(*kind))
                    .flat_map(|(_, refs)| refs.iter().copied())
                    .filter(|r| !self.claimed.contains(r))
                    .collect();
                gone.sort_unstable();
                gone
            }
            _ => Vec::new(),
        };
        let news = rows
            .iter()
            .enumerate()
            .filter(|(index, row)| row.status != Status::Same && accepted(*index))
            .count();
        debug_assert_eq!(rows.len(), draft.proposals.len());
        Comparison {
            draft: Draft {
                label: Label {
                    verb: Verb::ImportPlan,
                    subject: Some(plan_ref),
                    title: self.plan.title.clone(),
                    detail: news.to_string(),
                },
                changes: self.changes,
            },
            plan: self.plan,
            plan_status,
            rows,
            gone,
        }
    }
}
