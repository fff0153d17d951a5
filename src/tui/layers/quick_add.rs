//! Adding an action, partner, contact or agreement in one line: what is typed, and under it the fields that were read
//! from it.
//!
//! Owns which reading of the line suits the kind, and how it is shown; `model::field` reads it. `AddAction` and the adding
//! commands of the partners' view open it.

use ratatui::layout::Rect;

use super::ask::Ask;
use super::kept::keep;
use super::prompt::{Prompt, Question};
use super::sheet::{below, say};
use crate::i18n::{problems, words};
use crate::model::field::{
    Chip, ChipKind, QuickAdd, looks_like_bsn, parse_add, parse_agreement, parse_contact,
};
use crate::model::id::Ref;
use crate::model::operation;
use crate::model::record::{Field, Kind};
use crate::model::value::Value;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Message, Reply};
use crate::tui::text;
use crate::tui::theme::Role;

/// The cells that a title gets in the words above the line, so that what stands behind it fits the narrowest screens.
const NAMED_BY: usize = 36;

/// Rows for the fields that were read.
const CHIP_ROWS: u16 = 2;

/// The question.
pub struct QuickAddPrompt {
    kind: Kind,
    /// The item that it goes under or belongs to, unless the line says otherwise.
    with: Option<Ref>,
    /// What `with` is cannot be seen in the view below, so that it is said.
    unseen: bool,
    /// What the line says before anything is typed.
    start: String,
    read: QuickAdd,
}

/// The mark by which the line of an action says that `partner` takes part: by name where that says it all, else by reference.
fn mark(partner: Ref, cx: &Cx<'_>) -> String {
    let by_name = format!("+{} ", cx.register.title(partner));
    let read = parse_add(cx.register, &by_name, cx.now.today, None);
    let says = [(Field::partners, Value::Texts(vec![partner.to_string()]))];
    if read.title.is_empty() && read.fields == says { by_name } else { format!("+{partner} ") }
}

/// What a line for a new item of `kind` says.
fn read(kind: Kind, with: Option<Ref>, text: &str, cx: &Cx<'_>) -> QuickAdd {
    match kind {
        Kind::Contact => parse_contact(cx.register, text, cx.now.today, with),
        Kind::Agreement => parse_agreement(cx.register, text, cx.now.today, with),
        Kind::Partner => {
            QuickAdd { chips: Vec::new(), title: text.trim().to_owned(), fields: Vec::new(), unsure: false }
        }
        _ => parse_add(cx.register, text, cx.now.today, with),
    }
}

impl QuickAddPrompt {
    /// Adds an item of `kind` under or with `with`, unless the line says otherwise; starts with `text`.
    pub fn new(kind: Kind, with: Option<Ref>, text: &str, cx: &Cx<'_>) -> Prompt<QuickAddPrompt> {
        let read = read(kind, with, text, cx);
        let question = QuickAddPrompt { kind, with, unseen: false, start: String::new(), read };
        Prompt::new(question, Ask::new(text))
    }

    /// Adds an action under `under`, which is or is not `seen` to be chosen in the view below; `partner` takes part in it.
    pub fn action(under: Ref, seen: bool, partner: Option<Ref>, cx: &Cx<'_>) -> Prompt<QuickAddPrompt> {
        let start = partner.map_or(String::new(), |partner| mark(partner, cx));
        let ask = Ask::new(&start);
        let read = read(Kind::Action, Some(under), &start, cx);
        let question = QuickAddPrompt { kind: Kind::Action, with: Some(under), unseen: !seen, start, read };
        Prompt::new(question, ask)
    }

    /// The messages with title and hint.
    fn messages(&self) -> (&'static str, &'static str) {
        match self.kind {
            Kind::Partner => ("add-title-partner", "add-hint-partner"),
            Kind::Contact => ("add-title-contact", "add-hint-contact"),
            Kind::Agreement => ("add-title-agreement", "add-hint-agreement"),
            _ => ("add-title", "add-hint"),
        }
    }

    /// What the line goes under or belongs to, as a chip; `None` when the line itself says it.
    fn belongs(&self, cx: &Cx<'_>) -> Option<String> {
        let field = match self.kind {
            Kind::Contact => Field::partner,
            Kind::Agreement => Field::parties,
            _ => Field::under,
        };
        // All parties stand together: this one and those of the line.
        if let Some((_, parties)) = self.read.fields.iter().find(|(known, _)| *known == Field::parties) {
            return Some(setting(self.kind, field, parties, cx));
        }
        let with = self.in_force()?;
        Some(format!("{} {}", words::field(cx.texts, field), cx.register.title(with)))
    }

    /// What the line goes under or belongs to, unless it says so itself.
    fn in_force(&self) -> Option<Ref> {
        let said = |chip: &Chip| {
            matches!(chip.kind, ChipKind::Sets(Field::under | Field::partner)) && chip.value.is_ok()
        };
        self.with.filter(|_| !self.read.chips.iter().any(said))
    }

    /// A chip of the line `typed` in words, and whether it sets something.
    fn chip(&self, chip: &Chip, typed: &str, cx: &Cx<'_>) -> (String, Role) {
        match (&chip.value, chip.kind) {
            (Ok(value), ChipKind::Sets(field)) => (setting(self.kind, field, value, cx), Role::Good),
            _ => (format!("{}?", typed.get(chip.span.clone()).unwrap_or_default()), Role::Warn),
        }
    }

    /// What to mind about the line `typed`.
    fn trouble(&self, typed: &str, cx: &Cx<'_>) -> Option<Message> {
        if looks_like_bsn(typed).is_some() {
            return Some(Message::warn(t!(cx.texts, "warn-bsn")));
        }
        let wrong = self.read.chips.iter().find_map(|chip| Some((chip, chip.value.as_ref().err()?)));
        let Some((chip, problem)) = wrong else {
            return self.read.unsure.then(|| Message::warn(t!(cx.texts, "add-unsure-name")));
        };
        let typed = typed.get(chip.span.clone()).unwrap_or_default();
        let field = match chip.kind {
            ChipKind::Sets(field) => Some(field),
            ChipKind::UnknownKey => None,
        };
        let why = problems::chip(cx.texts, cx.register, field, problem, cx.now.today);
        Some(Message::warn(t!(cx.texts, "add-stays-text", typed = typed, why = why)))
    }
}

/// A field and its value as a chip says them: "trekker M. Bakker".
fn setting(kind: Kind, field: Field, value: &Value, cx: &Cx<'_>) -> String {
    let name = match (kind, field) {
        // A person has no title.
        (Kind::Contact, Field::title) => t!(cx.texts, "add-name"),
        _ => words::field(cx.texts, field),
    };
    let text = match value {
        Value::Bool(true) => return format!("{} {name}", cx.theme.flag()),
        Value::Texts(tags) if field == Field::tags => {
            return tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
        }
        Value::Text(tag) if field == Field::tags => return format!("#{tag}"),
        Value::Texts(refs) => refs.iter().map(|r| titled(r, cx)).collect::<Vec<_>>().join(", "),
        Value::Text(text) if text.parse::<Ref>().is_ok() => titled(text, cx),
        other => words::value(cx.texts, kind, field, other, cx.now.today),
    };
    format!("{name} {text}")
}

fn titled(text: &str, cx: &Cx<'_>) -> String {
    match text.parse::<Ref>() {
        Ok(r) if cx.register.get(r).is_some() => cx.register.title(r).to_owned(),
        _ => text.to_owned(),
    }
}

impl Question for QuickAddPrompt {
    const ROWS: u16 = 6;

    fn title(&self, cx: &Cx<'_>) -> String {
        match self.in_force().filter(|_| self.unseen) {
            Some(under) => {
                let under = text::cut(cx.register.title(under), NAMED_BY);
                t!(cx.texts, "add-title-under", under = under)
            }
            None => cx.texts.get(self.messages().0, &[]),
        }
    }

    fn hint(&self, cx: &Cx<'_>) -> String {
        cx.texts.get(self.messages().1, &[])
    }

    fn accept(&mut self, ask: &mut Ask, cx: &Cx<'_>) -> Reply {
        let proposed = operation::add_item(cx.register, cx.now, self.kind, &self.read.values());
        ask.commit(proposed, cx)
    }

    fn changed(&mut self, ask: &Ask, cx: &Cx<'_>) -> Reply {
        self.read = read(self.kind, self.with, ask.text(), cx);
        Reply::Handled
    }

    fn draw(&self, ask: &mut Ask, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        let mut chips: Vec<(String, Role)> = Vec::new();
        let party = |chip: &&Chip| chip.kind == ChipKind::Sets(Field::parties) && chip.value.is_ok();
        let role = if self.read.chips.iter().any(|chip| party(&chip)) { Role::Good } else { Role::Dim };
        chips.extend(self.belongs(cx).map(|belongs| (belongs, role)));
        let own = self.read.chips.iter().filter(|chip| !party(chip));
        chips.extend(own.map(|chip| self.chip(chip, ask.text(), cx)));
        let (mut x, mut y) = (area.x, area.y);
        for (chip, role) in chips {
            let wide = u16::try_from(text::width(&chip) + 2).unwrap_or(u16::MAX).min(area.width);
            if x + wide > area.right() && x > area.x {
                (x, y) = (area.x, y + 1);
            }
            if y >= area.bottom().min(area.y + CHIP_ROWS) {
                // At the end of the row above, as there are more.
                if y > area.y {
                    canvas.put_right(area.right(), y - 1, 2, " …", Role::Dim);
                }
                break;
            }
            let inner = text::cut(&chip, usize::from(wide.saturating_sub(2)));
            x += canvas.put(x, y, wide, &format!("[{inner}]"), role) + 1;
        }
        let trouble = self.trouble(ask.text(), cx).filter(|_| ask.problem.is_none());
        let said = trouble.unwrap_or_else(|| ask.problem_or(self.hint(cx)));
        say(canvas, below(area, CHIP_ROWS), &said);
    }

    fn unsaved(&self, text: &str) -> Option<(String, String)> {
        if text == self.start {
            return None;
        }
        Some(match (self.kind, self.with) {
            (Kind::Action, Some(under)) => keep("add", &[under], None, text),
            (kind, Some(with)) => (format!("new-{}-{with}", kind.word()), text.to_owned()),
            (kind, None) => (format!("new-{}", kind.word()), text.to_owned()),
        })
    }
}
