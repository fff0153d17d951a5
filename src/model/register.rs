//! The register: every item, and the look-ups that are derived from them.
//!
//! Owns the tables and the derived index (children, actions per node, notes per action, counts of
//! references). `apply` is the only writer; everybody reads.

use std::collections::BTreeMap;

use super::action::Action;
use super::id::Ref;
use super::kinds::{ActionState, Health, SafetyField};
use super::partner::Contact;
use super::plan::Node;
use super::record::{Item, Kind, Record, Tables};

/// Everything in one store: one or more municipalities with their plans, actions and partners.
#[derive(Clone, Debug, Default)]
pub struct Register {
    pub(super) tables: Tables,
    pub(super) index: Index,
}

/// Look-ups derived from the tables; always equal to what a rebuild would give.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Index {
    /// Plan number -> top nodes, node number -> child nodes, both by rank then number.
    plan_children: Vec<Vec<u32>>,
    node_children: Vec<Vec<u32>>,
    /// Node number -> its own actions by number (index 0: actions under no node).
    actions: Vec<Vec<u32>>,
    tallies: Vec<Tally>,
    /// Action number -> its notes by number.
    notes: Vec<Vec<u32>>,
    /// Partner number -> its contacts by number.
    contacts: Vec<Vec<u32>>,
    /// The account with which somebody logs in -> their contact number.
    accounts: BTreeMap<String, u32>,
    /// Kind -> number -> how many references in the register point there.
    inbound: Vec<Vec<u32>>,
}

/// What a set of actions adds up to. Dropped actions do not count (product rule "Roll-up").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Sum of the weights of open and done actions.
    pub weight: u64,
    /// Sum of weight times percent over the same.
    pub weighted: u64,
    /// Open actions.
    pub open: u32,
    /// Done actions.
    pub done: u32,
    /// Dropped actions.
    pub dropped: u32,
    /// Open actions that are green, orange, red.
    pub green: u32,
    /// Orange ones.
    pub orange: u32,
    /// Red ones.
    pub red: u32,
}

impl Tally {
    /// What one action adds.
    pub fn of(action: &Action) -> Tally {
        let mut tally = Tally::default();
        match action.state {
            ActionState::Dropped => {
                tally.dropped = 1;
                return tally;
            }
            ActionState::Done => tally.done = 1,
            _ => {
                tally.open = 1;
                match action.health {
                    Some(Health::Green) => tally.green = 1,
                    Some(Health::Orange) => tally.orange = 1,
                    Some(Health::Red) => tally.red = 1,
                    None => {}
                }
            }
        }
        tally.weight = u64::from(action.weight.get());
        tally.weighted = tally.weight * u64::from(action.progress.get());
        tally
    }

    /// The two together.
    pub fn plus(self, other: Tally) -> Tally {
        Tally {
            weight: self.weight + other.weight,
            weighted: self.weighted + other.weighted,
            open: self.open + other.open,
            done: self.done + other.done,
            dropped: self.dropped + other.dropped,
            green: self.green + other.green,
            orange: self.orange + other.orange,
            red: self.red + other.red,
        }
    }

    fn minus(self, other: Tally) -> Tally {
        Tally {
            weight: self.weight - other.weight,
            weighted: self.weighted - other.weighted,
            open: self.open - other.open,
            done: self.done - other.done,
            dropped: self.dropped - other.dropped,
            green: self.green - other.green,
            orange: self.orange - other.orange,
            red: self.red - other.red,
        }
    }

    /// Weighted mean of open and done actions in percent, rounded; `None` without such actions.
    pub fn progress(&self) -> Option<u8> {
        if self.weight == 0 {
            return None;
        }
        u8::try_from((self.weighted + self.weight / 2) / self.weight).ok()
    }

    /// The worst health among open actions; `None` when none has a colour.
    pub fn worst(&self) -> Option<Health> {
        if self.red > 0 {
            Some(Health::Red)
        } else if self.orange > 0 {
            Some(Health::Orange)
        } else if self.green > 0 {
            Some(Health::Green)
        } else {
            None
        }
    }
}

fn at<T: Default + Clone>(list: &mut Vec<T>, num: u32) -> &mut T {
    let index = num as usize;
    if list.len() <= index {
        list.resize(index + 1, T::default());
    }
    &mut list[index]
}

fn insert_sorted(list: &mut Vec<u32>, num: u32) {
    if list.last().is_none_or(|last| *last < num) {
        list.push(num);
    } else if let Err(slot) = list.binary_search(&num) {
        list.insert(slot, num);
    }
}

fn remove_sorted(list: &mut Vec<u32>, num: u32) {
    if let Ok(slot) = list.binary_search(&num) {
        list.remove(slot);
    }
}

impl Index {
    fn children_mut(&mut self, parent: Ref) -> &mut Vec<u32> {
        let list = if parent.kind == Kind::Plan { &mut self.plan_children } else { &mut self.node_children };
        at(list, parent.num)
    }

    /// Takes up an item that has just been put into the tables.
    pub(super) fn add(&mut self, item: &dyn Record, tables: &Tables) {
        item.visit_refs(&mut |_, target| *at(at(&mut self.inbound, target.kind as u32), target.num) += 1);
        let num = item.reference().num;
        match item.reference().kind {
            Kind::Node => {
                if let Some(place) = tables.nodes.get(num).and_then(|node| node.place) {
                    let key = (place.rank, num);
                    let rank =
                        |n: &u32| (tables.nodes.get(*n).and_then(|x| x.place).map_or(0, |p| p.rank), *n);
                    let list = self.children_mut(place.parent);
                    let slot = list.partition_point(|n| rank(n) < key);
                    list.insert(slot, num);
                }
            }
            Kind::Action => {
                if let Some(action) = tables.actions.get(num) {
                    let node = action.under.map_or(0, |r| r.num);
                    insert_sorted(at(&mut self.actions, node), num);
                    let tally = at(&mut self.tallies, node);
                    *tally = tally.plus(Tally::of(action));
                }
            }
            Kind::ProgressNote => {
                if let Some(action) = tables.notes.get(num).and_then(|note| note.action) {
                    insert_sorted(at(&mut self.notes, action.num), num);
                }
            }
            Kind::Contact => {
                let partner = tables.contacts.get(num).and_then(|c| c.partner).map_or(0, |r| r.num);
                insert_sorted(at(&mut self.contacts, partner), num);
                if let Some(account) = account_of(tables, num) {
                    self.accounts.insert(account.to_owned(), num);
                }
            }
            _ => {}
        }
    }

    /// Lets go of an item that is about to be altered or taken out.
    pub(super) fn drop_item(&mut self, item: &dyn Record, tables: &Tables) {
        item.visit_refs(&mut |_, target| *at(at(&mut self.inbound, target.kind as u32), target.num) -= 1);
        let num = item.reference().num;
        match item.reference().kind {
            Kind::Node => {
                if let Some(place) = tables.nodes.get(num).and_then(|node| node.place) {
                    self.children_mut(place.parent).retain(|n| *n != num);
                }
            }
            Kind::Action => {
                if let Some(action) = tables.actions.get(num) {
                    let node = action.under.map_or(0, |r| r.num);
                    remove_sorted(at(&mut self.actions, node), num);
                    let tally = at(&mut self.tallies, node);
                    *tally = tally.minus(Tally::of(action));
                }
            }
            Kind::ProgressNote => {
                if let Some(action) = tables.notes.get(num).and_then(|note| note.action) {
                    remove_sorted(at(&mut self.notes, action.num), num);
                }
            }
            Kind::Contact => {
                let partner = tables.contacts.get(num).and_then(|c| c.partner).map_or(0, |r| r.num);
                remove_sorted(at(&mut self.contacts, partner), num);
                if let Some(account) = account_of(tables, num)
                    && self.accounts.get(account) == Some(&num)
                {
                    self.accounts.remove(account);
                }
            }
            _ => {}
        }
    }

    pub(super) fn inbound(&self, target: Ref) -> u32 {
        let of_kind = self.inbound.get(target.kind as usize);
        of_kind.and_then(|list| list.get(target.num as usize)).copied().unwrap_or(0)
    }
}

fn account_of(tables: &Tables, contact: u32) -> Option<&str> {
    tables.contacts.get(contact).map(|contact| contact.account.as_str()).filter(|account| !account.is_empty())
}

fn list(lists: &[Vec<u32>], num: u32) -> &[u32] {
    lists.get(num as usize).map_or(&[], Vec::as_slice)
}

impl Register {
    /// A register with nothing in it.
    pub fn new() -> Register {
        Register::default()
    }

    /// The items by kind.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Puts a stored item in place without any check: for loading a state that was checked when it was committed.
    pub fn load(&mut self, item: Item) {
        let r = item.record().reference();
        self.tables.put(item);
        if let Some(record) = self.tables.get(r) {
            self.index.add(record, &self.tables);
        }
    }

    /// Raises the highest number given out in `kind`, so that numbers of removed items stay unused.
    pub fn reserve_up_to(&mut self, kind: Kind, num: u32) {
        self.tables.reserve_up_to(kind, num);
    }

    /// The reference the next new item of `kind` gets.
    pub fn next_ref(&self, kind: Kind) -> Ref {
        Ref::new(kind, self.tables.highest(kind) + 1)
    }

    /// The item `r` refers to, through its field table.
    pub fn get(&self, r: Ref) -> Option<&dyn Record> {
        self.tables.get(r)
    }

    /// The title of `r`, empty when it is not there.
    pub fn title(&self, r: Ref) -> &str {
        self.get(r).map_or("", Record::title)
    }

    /// The action `r`.
    pub fn action(&self, r: Ref) -> Option<&Action> {
        if r.kind == Kind::Action { self.tables.actions.get(r.num) } else { None }
    }

    /// The node `r`.
    pub fn node(&self, r: Ref) -> Option<&Node> {
        if r.kind == Kind::Node { self.tables.nodes.get(r.num) } else { None }
    }

    /// The contact `r`.
    pub fn contact(&self, r: Ref) -> Option<&Contact> {
        if r.kind == Kind::Contact { self.tables.contacts.get(r.num) } else { None }
    }

    /// The person who logs in as `account`; `None` when no contact has it.
    pub fn person(&self, account: &str) -> Option<&Contact> {
        self.index.accounts.get(account).and_then(|num| self.tables.contacts.get(*num))
    }

    /// True when nothing has ever been put into it.
    pub fn is_empty(&self) -> bool {
        Kind::ALL.iter().all(|kind| self.tables.count(*kind) == 0)
    }

    /// The nodes directly under a plan or node, in their order.
    pub fn children(&self, parent: Ref) -> impl DoubleEndedIterator<Item = &Node> {
        let lists = match parent.kind {
            Kind::Plan => &self.index.plan_children,
            _ => &self.index.node_children,
        };
        let known =
            if matches!(parent.kind, Kind::Plan | Kind::Node) { list(lists, parent.num) } else { &[] };
        known.iter().filter_map(|num| self.tables.nodes.get(*num))
    }

    /// The actions directly under `node`, or under no node at all for `None`, lowest number first.
    pub fn actions_of(&self, node: Option<Ref>) -> impl DoubleEndedIterator<Item = &Action> {
        list(&self.index.actions, node.map_or(0, |r| r.num))
            .iter()
            .filter_map(|num| self.tables.actions.get(*num))
    }

    /// What the actions directly under `node` (none: under no node) add up to.
    pub fn own_tally(&self, node: Option<Ref>) -> Tally {
        self.index.tallies.get(node.map_or(0, |r| r.num) as usize).copied().unwrap_or_default()
    }

    /// The progress notes of an action, oldest first.
    pub fn notes_of(&self, action: Ref) -> impl DoubleEndedIterator<Item = &super::action::ProgressNote> {
        list(&self.index.notes, action.num).iter().filter_map(|num| self.tables.notes.get(*num))
    }

    /// The contacts of a partner, lowest number first.
    pub fn contacts_of(&self, partner: Ref) -> impl DoubleEndedIterator<Item = &Contact> {
        list(&self.index.contacts, partner.num).iter().filter_map(|num| self.tables.contacts.get(*num))
    }

    /// How many references in the register point at `target`.
    pub fn inbound(&self, target: Ref) -> u32 {
        self.index.inbound(target)
    }

    /// Every item that refers to `target`, at most `limit` of them. Walks the whole register.
    pub fn referrers(&self, target: Ref, limit: usize) -> Vec<Ref> {
        let mut found = Vec::new();
        for kind in Kind::ALL {
            self.tables.visit(*kind, &mut |record| {
                let mut hit = false;
                record.visit_refs(&mut |_, r| hit |= r == target);
                if hit && found.len() < limit {
                    found.push(record.reference());
                }
            });
        }
        found
    }

    /// The nodes from directly above `node` up to the top, nearest first. Ends even if the tree were a ring.
    pub fn ancestors(&self, node: Ref) -> Vec<Ref> {
        let mut above = Vec::new();
        let mut at = self.node(node).and_then(|n| n.place).map(|p| p.parent);
        while let Some(r) = at.filter(|r| r.kind == Kind::Node && !above.contains(r)) {
            above.push(r);
            at = self.node(r).and_then(|n| n.place).map(|p| p.parent);
        }
        above
    }

    /// The safety field that `node` counts under: its own, else that of the nearest node above it that has one.
    pub fn field_of_node(&self, node: Ref) -> Option<SafetyField> {
        let own = |r: Ref| self.node(r).and_then(|node| node.safety_field);
        own(node).or_else(|| self.ancestors(node).into_iter().find_map(own))
    }

    /// The safety field that an action counts under: its own, else that of its node.
    pub fn field_of(&self, action: &Action) -> Option<SafetyField> {
        action.safety_field.or_else(|| self.field_of_node(action.under?))
    }

    /// The plan that `node` belongs to.
    pub fn plan_of(&self, node: Ref) -> Option<Ref> {
        let top = self.ancestors(node).last().copied().unwrap_or(node);
        self.node(top)?.place.map(|p| p.parent).filter(|r| r.kind == Kind::Plan)
    }

    /// A register with the same items and a freshly derived index: what tests compare with.
    pub fn rebuilt(&self) -> Register {
        let mut fresh = Register::new();
        for kind in Kind::ALL {
            fresh.reserve_up_to(*kind, self.tables.highest(*kind));
            let mut refs = Vec::new();
            self.tables.visit(*kind, &mut |record| refs.push(record.reference()));
            for item in refs.into_iter().filter_map(|r| self.tables.item(r)) {
                fresh.load(item);
            }
        }
        fresh
    }

    /// Whether both hold the same items with the same fields. Moments of last touch do not count.
    pub fn same_content(&self, other: &Register) -> bool {
        Kind::ALL.iter().all(|kind| {
            let gather = |register: &Register| {
                let mut items = Vec::new();
                register.tables.visit(*kind, &mut |record| {
                    let fields: Vec<_> = record.fields().iter().map(|spec| record.get(spec.field)).collect();
                    items.push((record.reference(), fields));
                });
                items
            };
            gather(self) == gather(other)
        })
    }
}
