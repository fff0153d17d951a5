//! The verbs: each looks at a register and proposes an entry, or says why not.
//!
//! Owns the rules of the domain that a single field cannot know: done means 100 %, orange and red need
//! a reason, a node with something under it stays. Operations alter nothing; `Ledger::append` does.

use super::action::{Action, ProgressNote};
use super::apply::fits;
use super::change::{Change, Draft, Label, Verb};
use super::id::{Actor, Day, Ref, Stamp};
use super::kinds::{ActionState, Health, NodeKind};
use super::plan::Node;
use super::record::{Field, Item, Kind, Record, SetError};
use super::redirect;
use super::register::Register;
use super::value::{FieldType, Percent, Place, Shape, Value};

/// The circumstances of an operation: when, on which calendar day, by whom.
#[derive(Clone, Debug)]
pub struct Circumstances {
    /// The moment.
    pub at: Stamp,
    /// The same moment's day in the user's time zone.
    pub today: Day,
    /// Who acts.
    pub actor: Actor,
}

/// The longest title that is accepted, in characters. Real plans have headings of up to about 300; beyond this it is a
/// pasted text that belongs in the description.
pub const MAX_TITLE_CHARS: usize = 1000;

/// The longest text that one field accepts, in bytes: far above any plan's section (the whole Enkhuizen plan is 25 kB),
/// and small enough that one field never makes a journal line unreadable.
pub const MAX_TEXT_BYTES: usize = 1 << 20;

/// Why an operation was refused.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// There is no such item.
    NotFound(Ref),
    /// It is not that kind of item.
    WrongKind {
        /// The item.
        found: Ref,
        /// The kind that was needed.
        needed: Kind,
    },
    /// The item has no such field.
    NoSuchField {
        /// The kind of the item.
        kind: Kind,
        /// The name that was given.
        name: String,
    },
    /// The value does not fit the field.
    WrongValue {
        /// The field.
        field: Field,
        /// What it accepts.
        shape: Shape,
        /// What was given, as text.
        given: String,
    },
    /// A reference field cannot point there.
    WrongReference {
        /// The field.
        field: Field,
        /// What it was to point at.
        to: Ref,
        /// Whether that item exists (and so is of the wrong kind).
        exists: bool,
    },
    /// A period would end before it begins.
    Reversed {
        /// The field that says when it begins, and its value.
        first: (Field, Day),
        /// The field that says when it ends, and its value.
        last: (Field, Day),
    },
    /// A title may not be empty.
    EmptyTitle,
    /// The text is too long.
    TooLong {
        /// The field.
        field: Field,
        /// The most that is accepted, in characters for a title, else in bytes.
        limit: usize,
    },
    /// This colour or state needs a reason.
    NeedsReason(Field),
    /// What was given does not go together with the state that the action has or was given.
    Contradiction {
        /// The field.
        field: Field,
        /// What was given for it, as text.
        given: String,
        /// The state.
        state: ActionState,
    },
    /// Somebody else logs in as that already.
    SameAccount {
        /// The account.
        account: String,
        /// Who has it.
        holder: Ref,
    },
    /// It is done already.
    AlreadyDone(Ref),
    /// It is neither done nor dropped.
    StillOpen(Ref),
    /// A node without a place would be seen nowhere.
    NeedsPlace,
    /// A period that ends before it begins: its first and last year.
    PeriodReversed(i16, i16),
    /// The node would come to stand under itself.
    Cycle {
        /// The node.
        node: Ref,
        /// Where it should have gone.
        under: Ref,
    },
    /// Other items stand under it or refer to it.
    InUse {
        /// The item.
        target: Ref,
        /// Some of those.
        by: Vec<Ref>,
        /// How many references there are.
        count: u32,
    },
}

/// An operation's outcome: the entry to append, or why not.
pub type Proposed = Result<Draft, Refusal>;

fn title_of(record: &dyn Record) -> String {
    record.title().to_owned()
}

fn label(verb: Verb, record: &dyn Record, detail: impl Into<String>) -> Label {
    Label { verb, subject: Some(record.reference()), title: title_of(record), detail: detail.into() }
}

fn action(register: &Register, r: Ref) -> Result<&Action, Refusal> {
    if r.kind != Kind::Action {
        return Err(Refusal::WrongKind { found: r, needed: Kind::Action });
    }
    register.action(r).ok_or(Refusal::NotFound(r))
}

/// The `Set` changes that turn `old` into `new`.
pub fn differences(old: &dyn Record, new: &dyn Record) -> Vec<Change> {
    old.fields()
        .iter()
        .filter(|spec| spec.shape != Shape::Place)
        .filter_map(|spec| {
            let (before, after) = (old.get(spec.field)?, new.get(spec.field)?);
            (before != after).then(|| Change::Set {
                target: old.reference(),
                field: spec.field,
                before,
                after,
            })
        })
        .collect()
}

/// Marks an action done: 100 %, done today; with `note` also a progress note.
///
/// # Errors
/// `AlreadyDone`; `TooLong` for the note; `NotFound` and `WrongKind` for `r`.
pub fn complete_action(register: &Register, now: &Circumstances, r: Ref, note: Option<&str>) -> Proposed {
    let old = action(register, r)?;
    if old.state == ActionState::Done {
        return Err(Refusal::AlreadyDone(r));
    }
    let mut new = old.clone();
    new.state = ActionState::Done;
    settle(register, now, old, &mut new)?;
    let mut changes = differences(old, &new);
    if let Some(text) = note {
        changes.push(note_change(register, now, &new, text)?);
    }
    Ok(Draft { label: label(Verb::CompleteAction, old, ""), changes })
}

/// Takes a done or dropped action up again: in progress, at the percentage of its last note below 100; planned when that
/// is 0.
///
/// # Errors
/// `StillOpen` when it is neither; `NotFound` and `WrongKind` for `r`.
pub fn reopen_action(register: &Register, now: &Circumstances, r: Ref) -> Proposed {
    let old = action(register, r)?;
    if old.is_open() {
        return Err(Refusal::StillOpen(r));
    }
    let mut new = old.clone();
    if new.progress == Percent::DONE {
        new.progress = last_unfinished(register, r);
    }
    new.state = open_state(new.progress);
    settle(register, now, old, &mut new)?;
    Ok(Draft { label: label(Verb::ReopenAction, old, ""), changes: differences(old, &new) })
}

/// Drops an action, with the reason why.
///
/// # Errors
/// `NeedsReason` without a reason; `TooLong` for it; `NotFound` and `WrongKind` for `r`.
pub fn drop_action(register: &Register, now: &Circumstances, r: Ref, reason: &str) -> Proposed {
    let old = action(register, r)?;
    let mut new = old.clone();
    new.state = ActionState::Dropped;
    new.drop_reason = checked_text(Field::drop_reason, reason.trim())?;
    settle(register, now, old, &mut new)?;
    Ok(Draft { label: label(Verb::DropAction, old, reason.trim()), changes: differences(old, &new) })
}

/// Records progress: a note with `percent` (0 to 100), and on the action the percentage, the state that follows from it
/// when it has changed (see `settle`) and, when given, the health with `text` as its reason.
///
/// # Errors
/// `WrongValue` for a percentage outside 0 to 100; `NeedsReason` for orange or red without a text or an earlier reason;
/// `TooLong` for the text; `NotFound` and `WrongKind` for `r`.
pub fn record_progress(
    register: &Register,
    now: &Circumstances,
    r: Ref,
    percent: i64,
    health: Option<Health>,
    text: &str,
) -> Proposed {
    let old = action(register, r)?;
    let progress = Percent::new(percent).ok_or_else(|| Refusal::WrongValue {
        field: Field::progress,
        shape: Percent::SHAPE,
        given: percent.to_string(),
    })?;
    let text = text.trim();
    let mut new = old.clone();
    new.progress = progress;
    if let Some(health) = health {
        new.health = Some(health);
        if health != Health::Green && !text.is_empty() {
            new.health_reason = checked_text(Field::health_reason, text)?;
        }
    }
    settle(register, now, old, &mut new)?;
    let mut changes = differences(old, &new);
    changes.push(note_change(register, now, &new, text)?);
    Ok(Draft { label: label(Verb::RecordProgress, old, format!("{percent}%")), changes })
}

/// Keeps state, progress, done date and reasons of an action in step: every verb that alters one of them ends with this,
/// and no rule between them stands anywhere else.
///
/// What the verb altered leads. A new state decides; else a new percentage does (100 is done, less than that is not, and
/// takes up again what was done or dropped), or somebody newly waited for. Then: done is exactly 100 % and alone has a
/// done date, only what waits says on whom, only what is dropped says why, and it must. Orange and red need a reason,
/// which goes when they do.
///
/// # Errors
/// `NeedsReason` when that reason is missing.
fn settle(register: &Register, now: &Circumstances, old: &Action, new: &mut Action) -> Result<(), Refusal> {
    if new.state == old.state {
        if new.progress != old.progress {
            new.state = match old.state {
                _ if new.progress == Percent::DONE => ActionState::Done,
                ActionState::Done | ActionState::Dropped | ActionState::Planned => open_state(new.progress),
                state => state,
            };
        }
        if new.is_open() && !new.waiting_on.is_empty() && new.waiting_on != old.waiting_on {
            new.state = ActionState::Waiting;
        }
    }
    if new.state == ActionState::Done {
        new.progress = Percent::DONE;
        if old.state != ActionState::Done && (new.done_on.is_none() || new.done_on == old.done_on) {
            new.done_on = Some(now.today);
        }
    } else {
        if new.progress == Percent::DONE {
            new.progress = last_unfinished(register, new.reference());
        }
        new.done_on = None;
    }
    if new.state != ActionState::Waiting {
        new.waiting_on.clear();
    }
    if new.state != ActionState::Dropped {
        new.drop_reason.clear();
    } else if new.drop_reason.trim().is_empty() {
        return Err(Refusal::NeedsReason(Field::state));
    }
    let coloured = matches!(new.health, Some(Health::Orange | Health::Red));
    let same_reason = new.health_reason == old.health_reason;
    if coloured && new.health_reason.trim().is_empty() && !(same_reason && new.health == old.health) {
        return Err(Refusal::NeedsReason(Field::health));
    }
    if !coloured && same_reason && new.health != old.health {
        new.health_reason.clear();
    }
    Ok(())
}

/// The state of an open action that is this far.
fn open_state(progress: Percent) -> ActionState {
    if progress == Percent::default() { ActionState::Planned } else { ActionState::InProgress }
}

/// How far an action was before it was done: the last note below 100, else nothing.
fn last_unfinished(register: &Register, r: Ref) -> Percent {
    register.notes_of(r).rev().map(|note| note.progress).find(|p| *p < Percent::DONE).unwrap_or_default()
}

fn note_change(
    register: &Register,
    now: &Circumstances,
    action: &Action,
    text: &str,
) -> Result<Change, Refusal> {
    Ok(Change::Insert(Item::ProgressNote(ProgressNote {
        num: register.next_ref(Kind::ProgressNote).num,
        title: checked_text(Field::text, text.trim())?,
        action: Some(action.reference()),
        at: Some(now.at),
        by: now.actor.0.clone(),
        progress: action.progress,
        health: action.health,
        ..ProgressNote::default()
    })))
}

/// Moves the due date to `due`; `None` takes it away.
///
/// # Errors
/// `NotFound` and `WrongKind` for `r`.
pub fn move_due(register: &Register, r: Ref, due: Option<Day>) -> Proposed {
    let old = action(register, r)?;
    let mut new = old.clone();
    new.due = due;
    let detail = due.map_or(String::new(), |d| d.to_string());
    Ok(Draft { label: label(Verb::MoveDue, old, detail), changes: differences(old, &new) })
}

/// Moves the due date by `days` from where it is, or from today when there is none.
///
/// # Errors
/// As `move_due`.
pub fn shift_due(register: &Register, now: &Circumstances, r: Ref, days: i64) -> Proposed {
    let from = action(register, r)?.due.unwrap_or(now.today);
    move_due(register, r, Some(from.plus(days)))
}

/// Sets fields of an item from typed values, as one entry. The rules that span fields are kept (see `settle`): what was
/// not given follows what was.
///
/// # Errors
/// `NotFound`; per value `NoSuchField`, `WrongValue`, `WrongReference`, `EmptyTitle` or `TooLong`; `NeedsReason` for
/// orange, red and dropped without one, which may be among the values; `Contradiction` when the values given do not go
/// together.
pub fn set_fields(
    register: &Register,
    now: &Circumstances,
    target: Ref,
    values: &[(Field, Value)],
) -> Proposed {
    let mut item = register.tables().item(target).ok_or(Refusal::NotFound(target))?;
    let old = item.clone();
    for (name, value) in values {
        set_checked(register, &mut item, *name, value)?;
    }
    in_order(item.record(), values)?;
    if let (Item::Action(old), Item::Action(new)) = (&old, &mut item) {
        settle_given(register, now, old, new, values)?;
    }
    if let Item::Node(node) = &mut item {
        match node.health {
            Some(Health::Orange | Health::Red) if node.health_reason.is_empty() => {
                return Err(Refusal::NeedsReason(Field::health));
            }
            None | Some(Health::Green) if !values.iter().any(|(f, _)| *f == Field::health_reason) => {
                node.health_reason.clear();
            }
            _ => {}
        }
    }
    let names: Vec<&str> = values.iter().map(|(name, _)| name.word()).collect();
    Ok(Draft {
        // Under the name that it has from now on.
        label: label(Verb::SetField, item.record(), names.join(", ")),
        changes: differences(old.record(), item.record()),
    })
}

/// As `settle`, after `values` were set: none of those may have to give way.
fn settle_given(
    register: &Register,
    now: &Circumstances,
    old: &Action,
    new: &mut Action,
    values: &[(Field, Value)],
) -> Result<(), Refusal> {
    const BOUND: [Field; 4] = [Field::progress, Field::waiting_on, Field::done_on, Field::drop_reason];
    let given = |field: Field| values.iter().any(|(name, _)| *name == field);
    let asked = new.clone();
    settle(register, now, old, new)?;
    let contradicts = |field: Field, state: ActionState| Refusal::Contradiction {
        field,
        given: asked.get(field).map_or(String::new(), |value| given_text(&value)),
        state,
    };
    if given(Field::state) && new.state != asked.state {
        let cause = if given(Field::progress) { Field::progress } else { Field::waiting_on };
        return Err(contradicts(cause, asked.state));
    }
    let gave_way =
        |field: &Field| given(*field) && !asked.is_absent(*field) && asked.get(*field) != new.get(*field);
    BOUND.into_iter().find(gave_way).map_or(Ok(()), |field| Err(contradicts(field, new.state)))
}

fn set_checked(register: &Register, item: &mut Item, name: Field, value: &Value) -> Result<(), Refusal> {
    let record = item.record_mut();
    let kind = record.reference().kind;
    let missing = || Refusal::NoSuchField { kind, name: name.word().to_owned() };
    let spec = record.fields().iter().find(|spec| spec.field == name).ok_or_else(missing)?;
    if spec.shape == Shape::Place {
        return Err(missing());
    }
    let value = match value {
        Value::Text(text) if spec.shape == Shape::Text => text_value(name, text)?,
        other => other.clone(),
    };
    if name == Field::title && matches!(&value, Value::Null) && kind != Kind::ProgressNote {
        return Err(Refusal::EmptyTitle);
    }
    record.set(name, &value).map_err(|why| match why {
        SetError::NoSuchField => missing(),
        SetError::WrongValue => {
            Refusal::WrongValue { field: name, shape: spec.shape, given: given_text(&value) }
        }
    })?;
    if name == Field::account
        && let Value::Text(account) = &value
        && let Some(holder) =
            register.person(account).map(Record::reference).filter(|r| *r != record.reference())
    {
        return Err(Refusal::SameAccount { account: account.clone(), holder });
    }
    let mut wrong = None;
    record.visit_refs(&mut |field, to| {
        if field == name && wrong.is_none() {
            let exists = register.get(to).is_some();
            if !exists || !fits(field, to.kind) {
                wrong = Some(Refusal::WrongReference { field, to, exists });
            }
        }
    });
    wrong.map_or(Ok(()), Err)
}

/// Refuses a period that ends before it begins, when one of its ends is among the `values` set: what stands wrong already
/// does not keep other fields from being mended.
fn in_order(record: &dyn Record, values: &[(Field, Value)]) -> Result<(), Refusal> {
    const PERIODS: [(Field, Field); 3] =
        [(Field::start, Field::due), (Field::from, Field::to), (Field::valid_from, Field::valid_to)];
    let given = |name: Field| values.iter().any(|(field, _)| *field == name);
    let day = |name: Field| match record.get(name) {
        Some(Value::Text(text)) => text.parse::<Day>().ok(),
        _ => None,
    };
    for (first, last) in PERIODS.into_iter().filter(|(first, last)| given(*first) || given(*last)) {
        if let (Some(from), Some(to)) = (day(first), day(last))
            && to < from
        {
            return Err(Refusal::Reversed { first: (first, from), last: (last, to) });
        }
    }
    Ok(())
}

fn given_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(flag) => flag.to_string(),
        Value::Int(n) => n.to_string(),
        Value::Num(n) => n.to_string(),
        Value::Text(text) => text.clone(),
        Value::Texts(texts) => texts.join(", "),
    }
}

fn text_value(name: Field, text: &str) -> Result<Value, Refusal> {
    let text = checked_text(name, text)?;
    Ok(if text.is_empty() { Value::Null } else { Value::Text(text) })
}

/// Trims a title and makes it one line; checks the length of any text.
pub(super) fn checked_text(name: Field, text: &str) -> Result<String, Refusal> {
    if name == Field::title {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() > MAX_TITLE_CHARS {
            return Err(Refusal::TooLong { field: name, limit: MAX_TITLE_CHARS });
        }
        return Ok(line);
    }
    if text.len() > MAX_TEXT_BYTES {
        return Err(Refusal::TooLong { field: name, limit: MAX_TEXT_BYTES });
    }
    Ok(text.trim_end().to_owned())
}

/// Adds an item of `kind` with these fields. An action gets its creation moment and, when `year` is not given, the
/// programme year of its due date or today.
///
/// # Errors
/// `NeedsPlace` for a node, which `add_node` adds; `EmptyTitle`; else as `set_fields`.
pub fn add_item(register: &Register, now: &Circumstances, kind: Kind, values: &[(Field, Value)]) -> Proposed {
    if kind == Kind::Node {
        return Err(Refusal::NeedsPlace);
    }
    let r = register.next_ref(kind);
    let mut item = Item::empty(r);
    for (name, value) in values {
        set_checked(register, &mut item, *name, value)?;
    }
    in_order(item.record(), values)?;
    if item.record().title().is_empty() && !matches!(kind, Kind::ProgressNote | Kind::Measurement) {
        return Err(Refusal::EmptyTitle);
    }
    let verb = if let Item::Action(action) = &mut item {
        action.created = Some(now.at);
        if action.year.is_none() {
            action.year = Some(action.due.unwrap_or(now.today).year());
        }
        let empty = Action { num: action.num, ..Action::default() };
        settle_given(register, now, &empty, action, values)?;
        Verb::AddAction
    } else {
        Verb::AddItem
    };
    Ok(Draft { label: label(verb, item.record(), ""), changes: vec![Change::Insert(item)] })
}

/// Ranks are handed out this far apart, so that about twenty moves between the same two neighbours fit before the
/// siblings are numbered afresh.
const RANK_STEP: u64 = 1 << 20;

/// Adds a node as the last one under `parent` (a plan or a node).
///
/// # Errors
/// `NotFound` when `parent` is neither or not there; `EmptyTitle` and `TooLong` for the title.
pub fn add_node(register: &Register, parent: Ref, node_kind: NodeKind, title: &str) -> Proposed {
    if !matches!(parent.kind, Kind::Plan | Kind::Node) || register.get(parent).is_none() {
        return Err(Refusal::NotFound(parent));
    }
    let title = checked_text(Field::title, title)?;
    if title.is_empty() {
        return Err(Refusal::EmptyTitle);
    }
    let node = Node {
        num: register.next_ref(Kind::Node).num,
        title,
        node_kind,
        place: Some(Place { parent, rank: last_rank(register, parent) }),
        ..Node::default()
    };
    Ok(Draft { label: label(Verb::AddItem, &node, ""), changes: vec![Change::Insert(node.into())] })
}

/// A rank after all children of `parent`.
pub fn last_rank(register: &Register, parent: Ref) -> u64 {
    let last = register.children(parent).last().and_then(|node| node.place).map_or(0, |place| place.rank);
    last.saturating_add(RANK_STEP)
}

/// Moves a node to position `index` (from 0, at most the number of siblings) under `parent`.
///
/// # Errors
/// `NotFound` for either; `Cycle` when `parent` is the node or stands under it.
pub fn move_node(register: &Register, node: Ref, parent: Ref, index: usize) -> Proposed {
    let moved = register.node(node).ok_or(Refusal::NotFound(node))?;
    if !matches!(parent.kind, Kind::Plan | Kind::Node) || register.get(parent).is_none() {
        return Err(Refusal::NotFound(parent));
    }
    if parent == node || register.ancestors(parent).contains(&node) {
        return Err(Refusal::Cycle { node, under: parent });
    }
    let Some(before) = moved.place else { return Err(Refusal::NotFound(node)) };
    let siblings: Vec<&Node> = register.children(parent).filter(|n| n.num != node.num).collect();
    let index = index.min(siblings.len());
    let rank_at = |i: usize| siblings.get(i).and_then(|n| n.place).map(|p| p.rank);
    let low = index.checked_sub(1).and_then(rank_at).unwrap_or(0);
    let mut changes = Vec::new();
    let mut go = |target: Ref, before: Place, rank: u64| {
        let after = Place { parent, rank };
        if before != after {
            changes.push(Change::Move { target, before, after });
        }
    };
    let high = rank_at(index).unwrap_or_else(|| low.saturating_add(2 * RANK_STEP));
    if high.saturating_sub(low) >= 2 {
        go(node, before, low + (high - low) / 2);
    } else {
        let mut order: Vec<(Ref, Place)> =
            siblings.iter().filter_map(|n| n.place.map(|p| (n.reference(), p))).collect();
        order.insert(index.min(order.len()), (node, before));
        for (i, (target, place)) in order.into_iter().enumerate() {
            go(target, place, (i as u64 + 1) * RANK_STEP);
        }
    }
    Ok(Draft { label: label(Verb::MoveNode, moved, register.title(parent)), changes })
}

/// A step of a node among its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Before the one above it.
    Up,
    /// Behind the one below it.
    Down,
    /// Under the one above it, as its last.
    In,
    /// Out of the one it stands under, behind that.
    Out,
}

/// Where a step leads: under what, and at which position there, as `move_node` takes them. `None` when there is no such
/// neighbour, or `node` is not there.
pub fn neighbour(register: &Register, node: Ref, step: Step) -> Option<(Ref, usize)> {
    let parent = register.node(node)?.place?.parent;
    let among = |parent: Ref, of: Ref| register.children(parent).position(|n| n.reference() == of);
    let at = among(parent, node)?;
    match step {
        Step::Up => Some((parent, at.checked_sub(1)?)),
        Step::Down => Some((parent, at + 1)).filter(|_| register.children(parent).count() > at + 1),
        Step::In => {
            let above = register.children(parent).nth(at.checked_sub(1)?)?.reference();
            Some((above, register.children(above).count()))
        }
        Step::Out => {
            let higher = register.node(parent)?.place?.parent;
            Some((higher, among(higher, parent)? + 1))
        }
    }
}

/// Lets whatever in an item refers to `from` refer to `to`, which is of the same kind. Where that stands beside it already, or would be
/// the item itself, nothing takes its place.
///
/// # Errors
/// `NotFound` for the item and for `to`; `WrongKind` for `to`.
pub fn hand_over(register: &Register, target: Ref, from: Ref, to: Ref) -> Proposed {
    let item = register.tables().item(target).ok_or(Refusal::NotFound(target))?;
    register.get(to).ok_or(Refusal::NotFound(to))?;
    if to.kind != from.kind {
        return Err(Refusal::WrongKind { found: to, needed: from.kind });
    }
    let mut changes = Vec::new();
    for spec in item.record().fields() {
        let field = spec.field;
        let Some(before) = item.record().get(field) else { continue };
        let mut there = target == to;
        redirect::refs_in(target.kind, field, &before, &mut |r| there |= r == to);
        let led = |r| if r == from { Some(to).filter(|_| !there) } else { Some(r) };
        if let Some(after) = redirect::value(target.kind, field, &before, &led) {
            changes.push(Change::Set { target, field, before, after });
        }
    }
    let names: Vec<&str> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Set { field, .. } => Some(field.word()),
            _ => None,
        })
        .collect();
    Ok(Draft { label: label(Verb::SetField, item.record(), names.join(", ")), changes })
}

/// Removes an item to which nothing refers. The progress notes of an action go with it.
///
/// # Errors
/// `NotFound`; `InUse` with some of the items that refer to it.
pub fn remove_item(register: &Register, target: Ref) -> Proposed {
    let item = register.tables().item(target).ok_or(Refusal::NotFound(target))?;
    let notes: Vec<Item> = match &item {
        Item::Action(_) => register.notes_of(target).map(|note| Item::from(note.clone())).collect(),
        _ => Vec::new(),
    };
    let count = register.inbound(target).saturating_sub(u32::try_from(notes.len()).unwrap_or(u32::MAX));
    if count > 0 {
        let by = register
            .referrers(target, notes.len() + 5)
            .into_iter()
            .filter(|r| notes.iter().all(|note| note.record().reference() != *r))
            .take(5)
            .collect();
        return Err(Refusal::InUse { target, by, count });
    }
    let label = label(Verb::RemoveItem, item.record(), "");
    let changes = notes.into_iter().chain([item]).map(Change::Remove).collect();
    Ok(Draft { label, changes })
}
