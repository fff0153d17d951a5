//! What the review says: of each row in the list, above its passage, and of the whole.
//!
//! Owns the choice and the order of it; the words themselves are the language's. The drawing puts it where it belongs.

use super::Review;
use super::rows::{Row, What, node_of};
use crate::i18n::words;
use crate::model::change::Change;
use crate::model::id::Ref;
use crate::model::proposal::Standing;
use crate::model::record::{Field, Kind, Record};
use crate::model::value::{Shape, Value};
use crate::t;
use crate::tui::component::Cx;
use crate::tui::text;
use crate::tui::theme::Role;

/// How much of what an old and a new value have in common is shown before and after the difference, in cells.
const KEPT: usize = 24;

impl Review {
    /// A value as people read it, references by name.
    fn value(&self, of: Kind, field: Field, value: &Value, cx: &Cx<'_>) -> String {
        let shape = of.fields().iter().find(|spec| spec.field == field).map(|spec| spec.shape);
        let name = |text: &String| match text.parse::<Ref>().map(|r| self.title_of(r, cx.register)) {
            Ok(title) if !title.is_empty() => title.to_owned(),
            _ => text.clone(),
        };
        match (value, shape) {
            (Value::Text(text), Some(Shape::Ref)) => name(text),
            (Value::Texts(all), Some(Shape::Refs)) => all.iter().map(name).collect::<Vec<_>>().join(", "),
            _ => words::value(cx.texts, of, field, value, cx.now.today),
        }
    }

    /// What a difference is: field, old and new value.
    fn difference(&self, change: usize, cx: &Cx<'_>) -> (String, String, String) {
        match &self.proposals.changes()[change] {
            Change::Set { target, field, before, after } => (
                words::field(cx.texts, *field),
                self.value(target.kind, *field, before, cx),
                self.value(target.kind, *field, after, cx),
            ),
            Change::Move { before, after, .. } => (
                words::field(cx.texts, Field::place),
                self.title_of(before.parent, cx.register).to_owned(),
                self.title_of(after.parent, cx.register).to_owned(),
            ),
            Change::Insert(_) | Change::Remove(_) => Default::default(),
        }
    }

    /// What a row says, and what stands at its end.
    pub(super) fn said(&self, index: usize, cx: &Cx<'_>) -> (String, String) {
        let row = self.rows[index];
        let texts = cx.texts;
        let below = row.end - index - 1;
        let place = || match self.place(row, cx.register).0 {
            0 => String::new(),
            line => t!(texts, "review-line", line = line.to_string()),
        };
        let state = |at: usize| match self.proposals.standing(at) {
            Standing::Refused => Some(t!(texts, "review-is-refused")),
            Standing::Lost => Some(t!(texts, "review-is-lost")),
            Standing::Taken if self.proposals.is_edited(at) => Some(t!(texts, "review-is-edited")),
            Standing::Taken => None,
        };
        match row.what {
            What::Findings => (texts.get("review-findings", &[("count", below.into())]), String::new()),
            What::Gone => (t!(texts, "review-gone"), below.to_string()),
            What::Kind(kind) => (words::kinds(texts, kind), self.count(index + 1..row.end).to_string()),
            What::Finding(n) => (format!("{}. {}", n + 1, self.findings[n].text), String::new()),
            What::New(at) => {
                let title = self.record(at).map_or("", Record::title);
                let read = Some(self.proposals.changes()[at].target()) == self.proposals.label().subject;
                let named = self.proposals.changes()[at].target().kind == Kind::Plan && !read;
                let said = if named { t!(texts, "review-named", title = title) } else { title.to_owned() };
                let new = self.again.then(|| t!(texts, "review-is-new"));
                let mut end: Vec<String> = state(at).or(new).into_iter().collect();
                end.push(place());
                end.retain(|part| !part.is_empty());
                (said, end.join("  "))
            }
            What::Known(r) => {
                let mut end = vec![t!(texts, "review-is-changed"), place()];
                end.retain(|part| !part.is_empty());
                (cx.register.title(r).to_owned(), end.join("  "))
            }
            What::Difference(at) => {
                let (field, old, new) = self.difference(at, cx);
                let (old, new) = words::differing(&old, &new, KEPT);
                let arrow = if cx.theme.ascii { "->" } else { "→" };
                (format!("{field}: {old} {arrow} {new}"), state(at).unwrap_or_default())
            }
            What::Missing(r) => (cx.register.title(r).to_owned(), r.to_string()),
        }
    }

    /// What is known of a new item, besides its title and its place in the text; long texts last.
    fn facts(&self, change: usize, cx: &Cx<'_>) -> Vec<String> {
        let Some(record) = self.record(change) else { return Vec::new() };
        let kind = record.reference().kind;
        let is_long = |field| matches!(field, Field::description | Field::result | Field::parts);
        let told = |field| {
            let said = !matches!(
                field,
                Field::title
                    | Field::plan
                    | Field::source_line
                    | Field::source_quote
                    | Field::source_file
                    | Field::source_hash
            );
            said && !record.is_absent(field) && record.get(field) != Some(Value::Bool(false))
        };
        let mut fields: Vec<Field> =
            record.fields().iter().map(|spec| spec.field).filter(|f| told(*f)).collect();
        fields.sort_by_key(|field| is_long(*field));
        let fact = |field: Field| {
            if let (Field::place, Some(node)) = (field, node_of(&self.proposals.changes()[change])) {
                let above = self.title_of(node.place?.parent, cx.register);
                return Some(t!(cx.texts, "review-under", title = above));
            }
            let value = self.value(kind, field, &record.get(field)?, cx);
            Some(format!("{}: {value}", words::field(cx.texts, field)))
        };
        fields.into_iter().filter_map(fact).collect()
    }

    /// What is to be read above the passage of a row.
    pub(super) fn about(&self, row: Row, cx: &Cx<'_>, width: usize) -> Vec<(String, Role)> {
        let mut lines: Vec<(String, Role)> = Vec::new();
        let mut add = |text: &str, role: Role| {
            lines.extend(text::wrap(text, width).into_iter().map(|line| (line, role)));
        };
        match row.what {
            What::Finding(n) => add(&self.findings[n].text, Role::Text),
            What::Difference(at) => {
                let (field, old, new) = self.difference(at, cx);
                let (old, new) = words::differing(&old, &new, 2 * KEPT);
                add(&t!(cx.texts, "review-old", field = field.as_str(), value = old), Role::Dim);
                add(&t!(cx.texts, "review-new", field = field, value = new), Role::Text);
            }
            What::New(at) => {
                if let Some(record) = self.record(at) {
                    add(record.title(), Role::Strong);
                    let kind = words::kind(cx.texts, record.reference().kind);
                    let facts = std::iter::once(kind).chain(self.facts(at, cx)).collect::<Vec<_>>();
                    add(&facts.join("; "), Role::Dim);
                    if let Some(cause) = self.proposals.lost_to(at) {
                        let title = self.title_of(self.proposals.changes()[cause].target(), cx.register);
                        add(&t!(cx.texts, "review-lost-to", title = title), Role::Warn);
                    }
                }
            }
            What::Known(r) => add(cx.register.title(r), Role::Strong),
            What::Missing(r) => {
                add(cx.register.title(r), Role::Strong);
                add(&t!(cx.texts, "review-gone-stays"), Role::Text);
            }
            What::Findings | What::Kind(_) | What::Gone => {}
        }
        lines
    }

    /// What stands above the list.
    pub(super) fn summary(&self, cx: &Cx<'_>) -> (String, Role) {
        let texts = cx.texts;
        if let Some(title) = &self.title {
            let none = self.findings.is_empty().then(|| texts.get("review-to-check", &[("count", 0.into())]));
            return (none.map_or(title.clone(), |none| format!("{title}: {none}")), Role::Text);
        }
        let count = self.count(0..self.rows.len());
        if count == 0 {
            return (t!(texts, "review-nothing-new"), Role::Text);
        }
        let out = self.proposals.out();
        let said = [
            texts.get("review-count", &[("count", count.into())]),
            if out > 0 { texts.get("review-refused", &[("count", out.into())]) } else { String::new() },
            texts.get("review-to-check", &[("count", self.findings.len().into())]),
        ];
        (said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "), Role::Text)
    }
}
