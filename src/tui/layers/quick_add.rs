//! Adding an action, partner, contact or agreement in one line: what is typed, and under it the fields that were read
//! from it.

use ratatui::layout::{Position, Rect};

use super::{Ask, below, say, sheet};
use crate::command::{Command, Scope};
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
use crate::tui::component::{Cx, Extent, Layer, Message, Reply};
use crate::tui::text;
use crate::tui::theme::Role;

/// The layer.
pub struct QuickAddLayer {
    kind: Kind,
    /// The item that it goes under or belongs to, unless the line says otherwise.
    with: Option<Ref>,
    ask: Ask,
    read: QuickAdd,
}

/// What a line for a new item of `kind` says.
fn read(kind: Kind, with: Option<Ref>, text: &str, cx: &Cx<'_>) -> QuickAdd {
    match kind {
        Kind::Contact => parse_contact(text, with),
        Kind::Agreement => parse_agreement(cx.register, text, cx.now.today, with),
        Kind::Partner => QuickAdd { chips: Vec::new(), title: text.trim().to_owned(), fields: Vec::new() },
        _ => parse_add(cx.register, text, cx.now.today, with),
    }
}

impl QuickAddLayer {
    /// Adds an item of `kind` under or with `with`, unless the line says otherwise; starts with `text`.
    pub fn new(kind: Kind, with: Option<Ref>, text: &str, cx: &Cx<'_>) -> QuickAddLayer {
        QuickAddLayer { kind, with, ask: Ask::new(text), read: read(kind, with, text, cx) }
    }

    fn read(&mut self, cx: &Cx<'_>) {
        self.read = read(self.kind, self.with, self.ask.line.text(), cx);
    }

    /// What the line goes under or belongs to, as a chip; `None` when the line itself says it.
    fn belongs(&self, cx: &Cx<'_>) -> Option<String> {
        let field = match self.kind {
            Kind::Contact => Field::partner,
            Kind::Agreement => Field::parties,
            _ => Field::under,
        };
        let said = |chip: &Chip| chip.kind == ChipKind::Sets(Field::under) && chip.value.is_ok();
        let with = self.with.filter(|_| !self.read.chips.iter().any(said))?;
        Some(format!("{} {}", words::field(cx.texts, field), cx.register.title(with)))
    }

    /// A chip in words, and whether it sets something.
    fn chip(&self, chip: &Chip, cx: &Cx<'_>) -> (String, Role) {
        let typed = self.ask.line.text().get(chip.span.clone()).unwrap_or_default();
        match (&chip.value, chip.kind) {
            (Ok(value), ChipKind::Sets(field)) => (setting(self.kind, field, value, cx), Role::Good),
            _ => (format!("{typed}?"), Role::Warn),
        }
    }

    fn trouble(&self, cx: &Cx<'_>) -> Option<Message> {
        if let Some(problem) = &self.ask.problem {
            return Some(problem.clone());
        }
        if looks_like_bsn(self.ask.line.text()).is_some() {
            return Some(Message::warn(t!(cx.texts, "warn-bsn")));
        }
        let first = self.read.chips.iter().find_map(|chip| Some((chip, chip.value.as_ref().err()?)));
        first.map(|(chip, problem)| {
            let typed = self.ask.line.text().get(chip.span.clone()).unwrap_or_default();
            let field = match chip.kind {
                ChipKind::Sets(field) => Some(field),
                ChipKind::UnknownKey => None,
            };
            let why = problems::chip(cx.texts, cx.register, field, problem, cx.now.today);
            Message::warn(t!(cx.texts, "add-stays-text", typed = typed, why = why))
        })
    }
}

/// A field and its value as a chip says them: "trekker M. Bakker".
fn setting(kind: Kind, field: Field, value: &Value, cx: &Cx<'_>) -> String {
    let name = words::field(cx.texts, field);
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

impl Layer for QuickAddLayer {
    fn scope(&self) -> Scope {
        Scope::Prompt
    }

    fn extent(&self, _: &Cx<'_>) -> Extent {
        Extent::Sheet(6)
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        match command {
            Command::AcceptLine => {
                let proposed = operation::add_item(cx.register, cx.now, self.kind, &self.read.values());
                self.ask.commit(proposed, cx)
            }
            Command::DropLine => Reply::Close,
            other => {
                if !self.ask.edited(other) {
                    return Reply::Ignored;
                }
                self.read(cx);
                Reply::Handled
            }
        }
    }

    fn typed(&mut self, text: &str, cx: &Cx<'_>) -> Reply {
        self.ask.typed(text, cx);
        self.read(cx);
        Reply::Handled
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let (title, hint) = match self.kind {
            Kind::Partner => ("add-title-partner", "add-hint-partner"),
            Kind::Contact => ("add-title-contact", "add-hint-contact"),
            Kind::Agreement => ("add-title-agreement", "add-hint-agreement"),
            _ => ("add-title", "add-hint"),
        };
        let inside = sheet(canvas, area, &cx.texts.get(title, &[]));
        let cursor = self.ask.draw(canvas, inside);
        let mut chips: Vec<(String, Role)> = Vec::new();
        chips.extend(self.belongs(cx).map(|belongs| (belongs, Role::Dim)));
        chips.extend(self.read.chips.iter().map(|chip| self.chip(chip, cx)));
        let rest = below(inside, 1);
        let (mut x, mut y) = (rest.x, rest.y);
        for (chip, role) in chips {
            let wide = u16::try_from(text::width(&chip) + 2).unwrap_or(u16::MAX).min(rest.width);
            if x + wide > rest.right() && x > rest.x {
                (x, y) = (rest.x, y + 1);
            }
            if y >= rest.y + 2 || y >= rest.bottom() {
                break;
            }
            let inner = text::cut(&chip, usize::from(wide.saturating_sub(2)));
            x += canvas.put(x, y, wide, &format!("[{inner}]"), role) + 1;
        }
        let hint = || Message { text: cx.texts.get(hint, &[]), role: Role::Dim };
        let said = self.trouble(cx).unwrap_or_else(hint);
        say(canvas, below(inside, 3), &said);
        Some(cursor)
    }

    fn unsaved(&self) -> Option<(String, String)> {
        let text = self.ask.line.text();
        let name = match (self.kind, self.with) {
            (Kind::Action, Some(under)) => format!("add-{under}"),
            (kind, Some(with)) => format!("new-{}-{with}", kind.word()),
            (kind, None) => format!("new-{}", kind.word()),
        };
        (!text.trim().is_empty()).then(|| (name, text.to_owned()))
    }

    fn refused(&mut self, why: Message) -> Option<Message> {
        self.ask.problem = Some(why);
        None
    }
}
