//! Editing one field in place: of the item under the cursor, or of all that are marked as one entry.
//!
//! Owns what is typed or picked and how it is read; where it stands is where the field was drawn. A choice of a few
//! (people, themes, states) is a list below the field that letters narrow down; a long text has the pane to itself.
//! `EditField`, `SetDue` and `AssignLead` open it.

use ratatui::layout::{Position, Rect};

use super::ask::Ask;
use super::kept;
use super::list_cursor::mark;
use super::long_text::LongText;
use super::sheet::{below, say, say_more, sheet};
use super::targets::{self, refused_words};
use crate::command::{Command, Scope};
use crate::i18n::{problems, words};
use crate::model::bulk::bulk;
use crate::model::field::{ListEdit, candidates, kinds_for, parse_duration, parse_value};
use crate::model::fold::fold;
use crate::model::id::{Day, Ref};
use crate::model::operation::{self, Refusal};
use crate::model::record::{Field, FieldSpec, Kind};
use crate::model::rollup;
use crate::model::value::{Shape, Value};
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::component::{Cx, Extent, Layer, Message, Reply};
use crate::tui::detail::is_long;
use crate::tui::text;
use crate::tui::theme::Role;

/// How many items are offered to choose from; more letters find the others.
const OFFERED: usize = 50;

/// Rows of choices below the field.
const ROWS: u16 = 7;

/// The least cells for a text being typed, however narrow its column is.
const LEAST_TEXT: u16 = 20;

/// The cells for a text being typed where there is room for them.
const ROOM_FOR_TEXT: u16 = 30;

/// The least cells for a date.
const LEAST_DAY: u16 = 14;

/// The least cells for a number.
const LEAST_NUMBER: u16 = 6;

/// The most cells that a text widens its field to.
const MOST_LINE: u16 = 76;

/// The cells of a list of choices: a name and what is said about it.
const LIST: u16 = 52;

/// The least cells of a list of a few words, which is no wider than they are: it should not reach beyond its pane.
const LEAST_LIST: u16 = 24;

/// The most cells of a value that somebody else has given a field that is being edited.
const LONGEST_TOLD: usize = 60;

/// The cells in which it fits how many choices are not seen.
const MORE: usize = 12;

/// Something to choose.
struct Offer {
    value: Value,
    name: String,
    about: String,
}

/// What was typed or picked.
enum Given {
    /// The value of each of the items.
    Same(Value),
    /// What becomes of the list of each.
    Lists(ListEdit),
}

/// Whether somebody else was first.
enum Overtaken {
    No,
    /// With the same, or with what was left as it was.
    Alike,
    By(Message),
}

enum Input {
    Line(Ask),
    Long(Box<LongText>, Option<Message>),
    Pick { ask: Ask, offers: Vec<Offer> },
}

/// A value of a field, and when it had that.
struct Seen {
    field: Field,
    value: Value,
    /// The last entry at that moment.
    head: u64,
}

/// The layer.
pub struct FieldEdit {
    targets: Vec<Ref>,
    spec: FieldSpec,
    /// What it was at the start; leaving it as it was writes nothing.
    before: String,
    /// Nothing has been typed yet: what is typed first takes the place of a date or number, as nobody edits one.
    fresh: bool,
    /// Something was typed, erased or chosen. Until then Enter leaves several items as they are, as they may differ.
    touched: bool,
    /// Several items of an earlier time, which are not marked on the screen: a sheet says that they are several.
    apart: bool,
    /// The cells of the list of choices.
    list: u16,
    /// The pane in which the field stands, when there are others beside it.
    pane: Option<Rect>,
    /// What the field had when the user last saw it: what others make of it meanwhile is told before it is overwritten. `None` for
    /// several items.
    seen: Option<Seen>,
    /// Values that wait for their reason.
    waiting: Vec<(Field, Value)>,
    input: Input,
}

impl FieldEdit {
    /// Edits `field` of `targets` (all of one kind); starts with what the first of them has, or with `text` when one was
    /// kept. `None` when they have no such field.
    pub fn new(targets: Vec<Ref>, field: Field, kept: Option<&str>, cx: &Cx<'_>) -> Option<FieldEdit> {
        let first = *targets.first()?;
        if field == Field::title && targets.len() > 1 {
            return None;
        }
        let record = cx.register.get(first)?;
        let spec = *record.fields().iter().find(|spec| spec.field == field && spec.shape != Shape::Place)?;
        let value = record.get(field).unwrap_or(Value::Null);
        // Several need not have the same: for them it starts empty, and left untouched nothing is written.
        let before = if targets.len() > 1 { String::new() } else { written(&value, spec, first.kind, cx) };
        let mut edit = FieldEdit {
            apart: kept.is_some() && targets.len() > 1,
            list: LIST,
            pane: None,
            seen: (targets.len() == 1).then_some(Seen { field, value, head: cx.head }),
            targets,
            spec,
            before,
            fresh: kept.is_none() && matches!(spec.shape, Shape::Day | Shape::Whole(..) | Shape::Number),
            touched: kept.is_some(),
            waiting: Vec::new(),
            input: Input::Line(Ask::default()),
        };
        let start = kept.map_or_else(|| edit.before.clone(), str::to_owned);
        edit.begin(&start, cx);
        Some(edit)
    }

    /// Asks again why `waiting` was chosen, which `field` of `targets` is to say; starts with the `text` that was kept.
    pub fn reason(
        targets: Vec<Ref>,
        field: Field,
        waiting: Vec<(Field, Value)>,
        text: &str,
        cx: &Cx<'_>,
    ) -> Option<FieldEdit> {
        Some(FieldEdit { waiting, ..FieldEdit::new(targets, field, Some(text), cx)? })
    }

    /// Makes the input that suits the field, starting with `text`.
    fn begin(&mut self, text: &str, cx: &Cx<'_>) {
        self.input = match self.spec.shape {
            Shape::Ref | Shape::Word(_) | Shape::Flag => {
                Input::Pick { ask: Ask::default(), offers: Vec::new() }
            }
            _ if is_long(self.spec.field) => {
                let long = LongText::new(text);
                // As it is laid out, so that a tab in it is no change.
                if text == self.before {
                    self.before = long.text();
                }
                Input::Long(Box::new(long), None)
            }
            Shape::Text if self.spec.field != Field::title => Input::Line(Ask::long(text)),
            _ => Input::Line(Ask::new(text)),
        };
        self.offer(cx);
        self.list = match (&self.input, self.spec.shape) {
            (Input::Pick { offers, .. }, Shape::Word(_) | Shape::Flag) => {
                let longest = offers.iter().map(|offer| text::width(&offer.name)).max().unwrap_or(0);
                // The margin, the mark before the chosen one, a blank at the end.
                (longest as u16 + 5).clamp(LEAST_LIST, LIST)
            }
            _ => LIST,
        };
        // The list opens on what the field has now.
        let one = self.targets.first().filter(|_| self.targets.len() == 1);
        let now = one.and_then(|r| cx.register.get(*r)).and_then(|record| record.get(self.spec.field));
        if let Input::Pick { ask, offers } = &mut self.input {
            ask.list.at = offers.iter().position(|offer| Some(&offer.value) == now.as_ref()).unwrap_or(0);
        }
    }

    /// Lists what can be chosen and fits what was typed.
    fn offer(&mut self, cx: &Cx<'_>) {
        let (kind, spec) = (self.targets[0].kind, self.spec);
        let Input::Pick { ask, offers } = &mut self.input else { return };
        let typed = ask.text().to_owned();
        let wanted = fold(typed.trim());
        let none = Offer { value: Value::Null, name: t!(cx.texts, "value-none"), about: String::new() };
        *offers = match spec.shape {
            Shape::Ref => candidates(cx.register, &kinds_for(spec.field), &typed, OFFERED)
                .into_iter()
                .filter(|r| !self.targets.contains(r))
                .map(|r| Offer {
                    value: Value::Text(r.to_string()),
                    name: cx.register.title(r).to_owned(),
                    about: about(r, cx),
                })
                .collect(),
            Shape::Word(all) => all
                .iter()
                .map(|word| Value::Text((*word).to_owned()))
                .map(|value| Offer {
                    name: words::value(cx.texts, kind, spec.field, &value, cx.now.today),
                    value,
                    about: String::new(),
                })
                .collect(),
            _ => [true, false]
                .map(|flag| Offer {
                    value: Value::Bool(flag),
                    name: words::value(cx.texts, kind, spec.field, &Value::Bool(flag), cx.now.today),
                    about: String::new(),
                })
                .into(),
        };
        if may_be_absent(kind, spec) {
            offers.push(none);
        }
        if spec.shape != Shape::Ref {
            offers.retain(|offer| fold(&offer.name).contains(&wanted));
            // Stable: what begins with the letters first, "ro" is red and not green.
            offers.sort_by_key(|offer| !fold(&offer.name).starts_with(&wanted));
        } else if !wanted.is_empty() {
            // Whoever types a name does not mean nobody, unless the word for it is typed.
            offers.retain(|offer| offer.value != Value::Null || fold(&offer.name).starts_with(&wanted));
        }
    }

    /// What stands above the input when it is not beside its label: whose field, and which.
    fn title(&self, cx: &Cx<'_>) -> String {
        format!("{}: {}", targets::about(&self.targets, cx), words::field(cx.texts, self.spec.field))
    }

    fn problem(&mut self) -> &mut Option<Message> {
        match &mut self.input {
            Input::Line(ask) | Input::Pick { ask, .. } => &mut ask.problem,
            Input::Long(_, problem) => problem,
        }
    }

    /// What was typed or picked; what is wrong with it, in words.
    fn given(&self, cx: &Cx<'_>) -> Result<Option<Given>, String> {
        let typed = match &self.input {
            Input::Pick { ask, offers } => {
                return Ok(offers.get(ask.list.at).map(|offer| Given::Same(offer.value.clone())));
            }
            Input::Line(ask) => ask.text().to_owned(),
            Input::Long(area, _) => area.text(),
        };
        let read = match self.spec.shape {
            Shape::Texts | Shape::Refs if self.targets.len() > 1 => {
                ListEdit::read(cx.register, self.spec, &typed, cx.now.today).map(Given::Lists)
            }
            _ => parse_value(cx.register, self.spec, &typed, cx.now.today).map(Given::Same),
        };
        read.map(Some).map_err(|problem| {
            problems::value(cx.texts, cx.register, self.spec.field, &problem, cx.now.today)
        })
    }

    fn accept(&mut self, cx: &Cx<'_>) -> Reply {
        if self.targets.len() > 1 && !self.touched {
            return Reply::Close;
        }
        let given = match self.given(cx) {
            Ok(Some(given)) => given,
            Ok(None) => return Reply::Handled,
            Err(why) => {
                *self.problem() = Some(Message::bad(why));
                return Reply::Handled;
            }
        };
        match self.overtaken(&given, cx) {
            Overtaken::No => {}
            Overtaken::Alike => return Reply::Close,
            Overtaken::By(told) => {
                *self.problem() = Some(told);
                return Reply::Handled;
            }
        }
        let values = |r: Ref| {
            let value = match &given {
                Given::Same(value) => value.clone(),
                Given::Lists(edit) => edit.of(&cx
                    .register
                    .get(r)
                    .and_then(|item| item.get(self.spec.field))
                    .unwrap_or(Value::Null)),
            };
            let mut values = self.waiting.clone();
            values.push((self.spec.field, value));
            values
        };
        let proposed = bulk(&self.targets, |r| match (&values(r)[..], r.kind) {
            // By its own verb, as the log then says to which day.
            ([(Field::due, due)], Kind::Action) => operation::move_due(cx.register, r, day(due)),
            (values, _) => operation::set_fields(cx.register, cx.now, r, values),
        });
        match proposed {
            Ok(Some(bulk)) => Reply::Commit(bulk.draft),
            Ok(None) => Reply::Close,
            Err(refused) => {
                let values = values(refused.target);
                if let Refusal::NeedsReason(field) = refused.refusal
                    && self.ask_reason(field, &values, cx)
                {
                    return Reply::Handled;
                }
                let why = refused_words(&self.targets, &refused, cx);
                *self.problem() = Some(Message::bad(why));
                Reply::Handled
            }
        }
    }

    /// Whether somebody else has changed the field while this was typed. It is told once, and counts as seen from then on.
    fn overtaken(&mut self, given: &Given, cx: &Cx<'_>) -> Overtaken {
        let (Some(seen), Given::Same(given)) = (&mut self.seen, given) else { return Overtaken::No };
        let target = self.targets[0];
        let found = cx.register.get(target).and_then(|item| item.get(seen.field));
        let Some(found) = found.filter(|found| *found != seen.value) else { return Overtaken::No };
        if !self.touched || (self.waiting.is_empty() && found == *given) {
            return Overtaken::Alike;
        }
        let by = cx.ledger.latest_touching(target, Some(seen.field), seen.head).ok().flatten();
        let named =
            |value| words::value_named(cx.texts, cx.register, target.kind, seen.field, value, cx.now.today);
        // What is new of it is what is about to be lost.
        let (_, value) = words::differing_within(&named(&seen.value), &named(&found), LONGEST_TOLD);
        *seen = Seen { value: found, head: cx.head, ..*seen };
        let value =
            if value.is_empty() { t!(cx.texts, "value-none") } else { text::cut(&value, LONGEST_TOLD) };
        let keys = [Command::AcceptLine, Command::DropLine].map(|command| cx.keymap.key_of(command));
        let [keep, leave] = keys;
        let said = match by {
            Some((_, actor, at)) if actor == *cx.ledger.actor() => t!(
                cx.texts,
                "edit-overtaken-own",
                at = words::moment(cx.texts, at, cx.zone, cx.now.today),
                value = value,
                keep = keep,
                leave = leave
            ),
            Some((_, actor, at)) => t!(
                cx.texts,
                "edit-overtaken-by",
                who = words::who(cx.register, &actor.0),
                at = words::moment(cx.texts, at, cx.zone, cx.now.today),
                value = value,
                keep = keep,
                leave = leave
            ),
            None => t!(cx.texts, "edit-overtaken", value = value, keep = keep, leave = leave),
        };
        Overtaken::By(Message::warn(said))
    }

    /// Goes on to ask for the reason that `field` needs; `false` when it was asked for already.
    fn ask_reason(&mut self, field: Field, values: &[(Field, Value)], cx: &Cx<'_>) -> bool {
        let reason = if field == Field::state { Field::drop_reason } else { Field::health_reason };
        let spec = self.targets[0].kind.fields().iter().find(|spec| spec.field == reason);
        let Some(spec) = spec.filter(|_| values.iter().all(|(given, _)| *given != reason)) else {
            return false;
        };
        self.waiting = values.to_vec();
        self.spec = *spec;
        self.begin("", cx);
        true
    }

    /// What is said below the line while it is typed: the day that it means, what is wrong with it, or what it takes.
    fn preview(&self, cx: &Cx<'_>) -> Option<Message> {
        let Input::Line(ask) = &self.input else { return None };
        if let Some(problem) = &ask.problem {
            return Some(problem.clone());
        }
        if !self.waiting.is_empty() {
            return Some(Message::new(self.asked_why(cx), Role::Warn));
        }
        let lists = self.targets.len() > 1 && matches!(self.spec.shape, Shape::Texts | Shape::Refs);
        match (self.spec.shape, self.given(cx)) {
            (Shape::Text, _) => None,
            _ if ask.text() == self.before && lists => {
                Some(Message::new(t!(cx.texts, "edit-lists"), Role::Dim))
            }
            _ if ask.text() == self.before => {
                let what = words::shape(cx.texts, self.spec.shape);
                Some(Message::new(
                    if may_be_absent(self.targets[0].kind, self.spec) {
                        t!(cx.texts, "edit-takes", what = what)
                    } else {
                        t!(cx.texts, "edit-takes-needed", what = what)
                    },
                    Role::Dim,
                ))
            }
            (_, Err(why)) => Some(Message::warn(why)),
            (Shape::Day, Ok(Some(Given::Same(Value::Text(day))))) => {
                let day: Day = day.parse().ok()?;
                let mut said = words::day_full(cx.texts, day);
                // Other keys count from the due date.
                if parse_duration(ask.text()).is_some() {
                    said = t!(cx.texts, "edit-from-today", day = said);
                }
                let late = cx.register.action(self.targets[0]).filter(|_| self.spec.field == Field::due);
                match late.and_then(|action| rollup::past_programme_year(cx.register, action, day)) {
                    Some(year) => {
                        let late = t!(cx.texts, "detail-past-year", year = year.to_string());
                        Some(Message::warn(format!("{said}; {late}")))
                    }
                    None => Some(Message::good(said)),
                }
            }
            (_, Ok(Some(Given::Lists(edit)))) => Some(Message::good(self.edit_said(&edit, cx))),
            (_, Ok(Some(Given::Same(value)))) => Some(Message::good(self.named(&value, cx))),
            (_, Ok(None)) => None,
        }
    }

    fn named(&self, value: &Value, cx: &Cx<'_>) -> String {
        let kind = self.targets[0].kind;
        words::value_named(cx.texts, cx.register, kind, self.spec.field, value, cx.now.today)
    }

    /// What becomes of the lists, in words.
    fn edit_said(&self, edit: &ListEdit, cx: &Cx<'_>) -> String {
        let named = |list: &[String]| self.named(&Value::Texts(list.to_vec()), cx);
        let mut said = Vec::new();
        if edit.anew && edit.added.is_empty() {
            said.push(t!(cx.texts, "edit-emptied"));
        } else if edit.anew {
            said.push(t!(cx.texts, "edit-anew", what = named(&edit.added)));
        } else if !edit.added.is_empty() {
            said.push(t!(cx.texts, "edit-added", what = named(&edit.added)));
        }
        if !edit.removed.is_empty() {
            said.push(t!(cx.texts, "edit-removed", what = named(&edit.removed)));
        }
        said.join("; ")
    }

    fn asked_why(&self, cx: &Cx<'_>) -> String {
        let kind = self.targets[0].kind;
        let said: Vec<String> = self
            .waiting
            .iter()
            .map(|(field, value)| words::value(cx.texts, kind, *field, value, cx.now.today))
            .collect();
        t!(cx.texts, "edit-why", what = said.join(", "))
    }

    fn draw_line(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        let (Input::Line(ask) | Input::Pick { ask, .. }) = &self.input else { return None };
        // The mark in the blank before the field, another blank behind it: the text itself does not move.
        let mark = area.x.saturating_sub(1);
        canvas.clear(Rect { x: mark, width: area.width + 2, ..area });
        canvas.put(mark, area.y, 1, cx.theme.prompt(), Role::Accent);
        let cursor = ask.line.draw(canvas, area.x, area.y, area.width);
        if matches!(self.input, Input::Pick { .. }) && ask.text().is_empty() {
            canvas.put(area.x, area.y, area.width, &t!(cx.texts, "edit-pick"), Role::Dim);
        }
        Some(cursor)
    }

    /// Says how many choices are below the edge of the list: at the end of the line `at`, where nothing is typed.
    fn say_more(&mut self, canvas: &mut Canvas<'_>, at: Rect, cx: &Cx<'_>) {
        let Input::Pick { ask, .. } = &mut self.input else { return };
        let used = if ask.text().is_empty() {
            text::width(&t!(cx.texts, "edit-pick"))
        } else {
            text::width(ask.text())
        };
        let count = ask.list.take_below();
        if used + MORE < usize::from(at.width) {
            say_more(canvas, at.right(), at.y, count, cx);
        }
    }

    /// The list of choices, or what is said of the line, in the rows of `area`.
    fn draw_below(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) {
        if let Some(said) = self.preview(cx) {
            say(canvas, area, &said);
        }
        let Input::Pick { ask, offers } = &mut self.input else { return };
        if let Some(problem) = &ask.problem {
            say(canvas, area, problem);
            return;
        }
        if offers.is_empty() {
            say(canvas, area, &Message::warn(t!(cx.texts, "edit-nothing-fits")));
        }
        for (index, y) in ask.list.seen(offers.len(), area) {
            let offer = &offers[index];
            let role = mark(canvas, area.x, y, index == ask.list.at);
            let room = area.width.saturating_sub(2);
            let used = canvas.put(area.x + 2, y, room, &offer.name, role);
            let left = room.saturating_sub(used + 2);
            canvas.put(area.x + 2 + used + 2, y, left, &offer.about, Role::Dim);
        }
    }

    /// How many rows below the field are wanted.
    fn rows(&self, cx: &Cx<'_>, width: u16) -> u16 {
        match &self.input {
            Input::Pick { ask: Ask { problem: Some(problem), .. }, .. } => {
                text::wrap(&problem.text, width.into()).len() as u16
            }
            Input::Pick { offers, .. } => (offers.len() as u16).clamp(1, ROWS),
            _ => self.preview(cx).map_or(0, |said| text::wrap(&said.text, width.into()).len() as u16),
        }
    }
}

/// What is said beside somebody or something to choose.
fn about(r: Ref, cx: &Cx<'_>) -> String {
    let parts = match cx.register.contact(r) {
        Some(contact) => {
            let partner = contact.partner.map_or("", |p| cx.register.title(p));
            vec![contact.function.clone(), partner.to_owned()]
        }
        None if r.kind == Kind::Node => {
            let above = cx.register.ancestors(r).first().map(|above| cx.register.title(*above).to_owned());
            vec![r.to_string(), above.unwrap_or_default()]
        }
        None => vec![r.to_string()],
    };
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A value as somebody would type it.
fn written(value: &Value, spec: FieldSpec, kind: Kind, cx: &Cx<'_>) -> String {
    match (value, spec.shape) {
        (Value::Null, _) => String::new(),
        (Value::Text(day), Shape::Day) => day
            .parse()
            .map_or(day.clone(), |day: Day| format!("{}-{}-{}", day.0.day(), day.0.month(), day.year())),
        (Value::Texts(tags), _) if spec.field == Field::tags => {
            tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(", ")
        }
        // By number: names may be shared, and a comma in one would divide it.
        (Value::Texts(refs), Shape::Refs) => refs.join(", "),
        (Value::Text(text), _) => text.clone(),
        _ => words::value(cx.texts, kind, spec.field, value, cx.now.today),
    }
}

/// A line down the left of `area`, when that is on the screen.
fn edge(canvas: &mut Canvas<'_>, area: Rect) {
    if area.x < canvas.area().right() {
        canvas.divider(area.x, area);
    }
}

fn day(value: &Value) -> Option<Day> {
    match value {
        Value::Text(day) => day.parse().ok(),
        _ => None,
    }
}

/// Whether a chosen value can be taken away again.
fn may_be_absent(kind: Kind, spec: FieldSpec) -> bool {
    let mut item = crate::model::record::Item::empty(Ref::new(kind, 1));
    spec.shape != Shape::Flag && item.record_mut().set(spec.field, &Value::Null).is_ok()
}

impl Layer for FieldEdit {
    fn scope(&self) -> Scope {
        Scope::Prompt
    }

    fn extent(&self, cx: &Cx<'_>) -> Extent {
        let sheet = 2 + self.rows(cx, LIST).max(1);
        match self.apart {
            true => Extent::Sheet(sheet),
            false => Extent::Cell { of: self.targets[0], field: self.spec.field, sheet },
        }
    }

    fn command(&mut self, command: Command, cx: &Cx<'_>) -> Reply {
        *self.problem() = None;
        let ends = matches!(command, Command::AcceptLine | Command::DropLine);
        self.fresh &= ends;
        self.touched |= !ends;
        match (command, &mut self.input) {
            (Command::AcceptLine, _) => return self.accept(cx),
            (Command::DropLine, _) => return Reply::Close,
            (Command::OpenEditor, Input::Long(area, _)) => return Reply::Editor(area.text()),
            (Command::OpenEditor, Input::Line(ask)) if self.spec.shape == Shape::Text => {
                return Reply::Editor(ask.text().to_owned());
            }
            (Command::BreakLine, Input::Line(_) | Input::Pick { .. }) => return self.accept(cx),
            (other, Input::Long(area, _)) => area.command(other),
            (other, Input::Pick { ask, offers }) => {
                if !ask.list.command(other, offers.len()) {
                    if !ask.edited(other) {
                        return Reply::Ignored;
                    }
                    self.offer(cx);
                }
            }
            (other, Input::Line(ask)) => {
                if !ask.edited(other) {
                    return Reply::Ignored;
                }
            }
        }
        Reply::Handled
    }

    fn typed(&mut self, text: &str, cx: &Cx<'_>) -> Reply {
        self.touched = true;
        match &mut self.input {
            Input::Line(ask) => {
                if std::mem::take(&mut self.fresh) {
                    *ask = Ask::default();
                }
                ask.typed(text, cx);
            }
            Input::Long(area, problem) => {
                *problem = (!area.insert(text)).then(|| {
                    let limit = operation::MAX_TEXT_BYTES.to_string();
                    Message::warn(t!(cx.texts, "line-full", limit = limit))
                });
            }
            Input::Pick { ask, .. } => {
                ask.typed(text, cx);
                self.offer(cx);
            }
        }
        Reply::Handled
    }

    fn edited(&mut self, text: &str, cx: &Cx<'_>) {
        self.touched = true;
        self.begin(text, cx);
    }

    fn keep_within(&mut self, pane: Option<Rect>) {
        self.pane = pane;
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, cx: &Cx<'_>) -> Option<Position> {
        if let Input::Long(..) = self.input {
            let title = self.title(cx);
            let inside = sheet(canvas, area, &title);
            let Input::Long(long, problem) = &mut self.input else { return None };
            let hint = match problem {
                Some(problem) => problem.clone(),
                None => {
                    let key = |command| cx.keymap.key_of(command);
                    let (line, editor) = (key(Command::BreakLine), key(Command::OpenEditor));
                    let text = t!(cx.texts, "edit-long-hint", line = line, editor = editor);
                    Message::new(text, Role::Dim)
                }
            };
            let needed = text::wrap(&hint.text, inside.width.into()).len() as u16;
            let rows = inside.height.saturating_sub(needed.clamp(1, (inside.height / 2).max(1)));
            let cursor = long.draw(canvas, Rect { height: rows, ..inside });
            say(canvas, below(inside, rows), &hint);
            return Some(cursor);
        }
        if area.height > 1 {
            // The field is not on the screen: a sheet of its own.
            let title = self.title(cx);
            let inside = sheet(canvas, area, &title);
            let line = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), height: 1, ..inside };
            let cursor = self.draw_line(canvas, line, cx);
            self.draw_below(canvas, below(inside, 1), cx);
            self.say_more(canvas, line, cx);
            return cursor;
        }
        let screen = canvas.area();
        let list = self.list;
        let (least, wanted) = match (&self.input, self.spec.shape) {
            (Input::Pick { .. }, _) => (LEAST_LIST, LEAST_LIST),
            // All of a text that is cut in the list, within reason.
            (Input::Line(ask), Shape::Text | Shape::Texts | Shape::Refs | Shape::Account) => {
                let all = text::width(ask.text()).min(usize::from(MOST_LINE)) as u16 + 2;
                (LEAST_TEXT, all.max(ROOM_FOR_TEXT))
            }
            (_, Shape::Whole(..) | Shape::Number) => (LEAST_NUMBER, LEAST_NUMBER),
            _ => (LEAST_DAY, LEAST_DAY),
        };
        // It begins where the field stands and reaches to the last column of its pane at most; to the left only for the least
        // it takes.
        let pane = self.pane.filter(|pane| pane.width > least + 2).unwrap_or(screen);
        let room = pane.right().saturating_sub(area.x + 1);
        let width = wanted.max(area.width).min(room).max(least).min(screen.width.saturating_sub(3));
        let x = area.x.min(pane.right().saturating_sub(width + 1)).max(1);
        let line = Rect { x, width, ..area };
        let cursor = self.draw_line(canvas, line, cx);
        if line.right() > area.right() {
            // Beyond its column it is set off from what it covers.
            edge(canvas, Rect { x: line.right() + 1, ..line });
        }
        let width = width.max(list.min(screen.width.saturating_sub(3)));
        let x = x.min(screen.right().saturating_sub(width + 1));
        let rows = self.rows(cx, width.saturating_sub(2));
        if rows > 0 {
            // Below the field, or above it where the window ends; the keys at the bottom stay.
            let under = screen.bottom().saturating_sub(1 + line.bottom());
            let y = if under >= rows { line.bottom() } else { line.y.saturating_sub(rows).max(1) };
            let place = Rect { x, y, width, height: rows };
            canvas.clear(Rect { width: width + 1, ..place });
            // Lines at its sides set it off from what it covers.
            canvas.divider(x, place);
            edge(canvas, Rect { x: place.right() + 1, ..place });
            self.draw_below(canvas, Rect { x: x + 2, width: width.saturating_sub(2), ..place }, cx);
            self.say_more(canvas, line, cx);
        }
        cursor
    }

    fn unsaved(&self) -> Option<(String, String)> {
        let text = match &self.input {
            Input::Line(ask) => ask.text().to_owned(),
            Input::Long(area, _) => area.text(),
            Input::Pick { .. } => return None,
        };
        let field = Some(self.spec.field);
        if self.waiting.is_empty() {
            return (text != self.before).then(|| kept::keep("edit", &self.targets, field, &text));
        }
        let kept = kept::reason(&self.waiting, &text).filter(|_| !text.trim().is_empty())?;
        Some(kept::keep("why", &self.targets, field, &kept))
    }

    fn refusal(&mut self) -> Option<&mut Option<Message>> {
        Some(self.problem())
    }
}
