//! The commands that change one thing: add, set, done, progress, move, remove, undo, redo.

use super::call::Call;
use super::out::{Outcome, Stop};
use super::sentences;
use crate::error::{Error, Kind as Sort};
use crate::i18n::{problems, words};
use crate::model::field::{
    ChipKind, ChipProblem, QuickAdd, ValueProblem, falls_in_next_year, field_named, parse_add, parse_value,
};
use crate::model::id::Ref;
use crate::model::kinds::{ActionState, Health};
use crate::model::ledger::{self, Ledger, NotUndone, Undone};
use crate::model::operation::{self, Refusal};
use crate::model::record::{Field, FieldSpec, Kind};
use crate::model::register::Register;
use crate::model::value::{Shape, Value};
use crate::t;

impl Call<'_> {
    /// `regie add TEXT [--under REF] [--as-title]`.
    pub fn add(&mut self, text: &str, under: Option<Ref>, as_title: bool) -> Outcome {
        let mut keeper = match self.write(false) {
            // A line that will be refused must not leave an empty register behind.
            Err(Stop::Failed(error)) if error.kind == Sort::NotFound => {
                let none = Register::new();
                if let Some(under) = under {
                    self.must_be(&none, under, Kind::Node)?;
                }
                if !as_title {
                    self.refuse_unread(&none, text, &parse_add(&none, text, self.now.today, under))?;
                }
                self.write(true)?
            }
            other => other?,
        };
        if let Some(under) = under {
            self.must_be(keeper.register(), under, Kind::Node)?;
        }
        let read = parse_add(keeper.register(), text, self.now.today, under);
        if !as_title {
            self.refuse_unread(keeper.register(), text, &read)?;
        }
        let typed = |field: Field| {
            let chip =
                read.chips.iter().find(|chip| chip.kind == ChipKind::Sets(field) && chip.value.is_ok())?;
            text.get(chip.span.clone())?.split_once(':').map(|(_, value)| value)
        };
        let given: Vec<(Field, Value, Option<&str>)> =
            read.fields.iter().map(|(field, value)| (*field, value.clone(), typed(*field))).collect();
        let proposed = operation::add_item(keeper.register(), &self.now, Kind::Action, &read.values());
        self.carry_out(&mut keeper, proposed)?;
        for chip in &read.chips {
            if let Err(problem @ ChipProblem::BareDay(_)) = &chip.value {
                let part = text.get(chip.span.clone()).unwrap_or_default();
                let why = problems::chip(self.texts, keeper.register(), None, problem, self.now.today);
                self.note(&t!(self.texts, "add-stays-text", typed = part, why = why));
            }
        }
        self.print_understood(keeper.register(), Kind::Action, &given)
    }

    /// Refuses a line with words that look like fields and were not understood: they would end up in the title unseen.
    fn refuse_unread(&self, register: &Register, text: &str, read: &QuickAdd) -> Result<(), Stop> {
        let mut error: Option<Error> = None;
        for chip in &read.chips {
            let Err(problem) = &chip.value else { continue };
            if matches!(problem, ChipProblem::BareDay(_)) {
                // It may well be part of the title.
                continue;
            }
            let part = text.get(chip.span.clone()).unwrap_or_default();
            // A lone "+" between two words is no more than that.
            if part.chars().count() < 2 {
                continue;
            }
            let field = match chip.kind {
                ChipKind::Sets(field) => Some(field),
                ChipKind::UnknownKey => None,
            };
            let why = problems::chip(self.texts, register, field, problem, self.now.today);
            let sentence = t!(self.texts, "cli-chip", part = part, why = why);
            let mut next = match error {
                None => Error::new(Sort::Input, sentence),
                Some(error) => error.hint(sentence),
            };
            if let (Some(field), ChipProblem::Value(ValueProblem::Name(problem))) = (field, problem)
                && let Some(meant) = sentences::near_names(self.texts, register, field, problem)
            {
                next = next.hint(meant);
            }
            error = Some(next);
        }
        let Some(error) = error else { return Ok(()) };
        Err(error.hint(t!(self.texts, "cli-chip-hint")).into())
    }

    /// The fields of a change as they were understood, each with the text that was typed for it where that is known.
    fn print_understood(
        &mut self,
        register: &Register,
        kind: Kind,
        given: &[(Field, Value, Option<&str>)],
    ) -> Outcome {
        if self.global.json {
            return Ok(());
        }
        let one = |(field, value, typed): &(Field, Value, Option<&str>)| {
            if let (Field::tags, Value::Texts(tags)) = (*field, value) {
                return tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
            }
            if let (Field::flagged, Value::Bool(true)) = (*field, value) {
                return words::field(self.texts, *field);
            }
            let name = words::field(self.texts, *field);
            let text = words::value_named(self.texts, register, kind, *field, value, self.now.today);
            let next_year = typed.is_some_and(|typed| falls_in_next_year(typed, self.now.today));
            match value {
                Value::Text(_) if next_year => {
                    t!(self.texts, "cli-understood-next-year", field = name, value = text)
                }
                _ => format!("{name} {text}"),
            }
        };
        let short = |(_, value, _): &&(Field, Value, Option<&str>)| match value {
            Value::Text(text) => text.chars().count() <= 200,
            _ => true,
        };
        let parts: Vec<String> = given.iter().filter(short).map(one).collect();
        if parts.is_empty() { Ok(()) } else { self.out.line(&format!("  {}", parts.join(" · "))) }
    }

    /// `regie set REF FIELD=VALUE …`.
    pub fn set(&mut self, target: Ref, given: &[(String, String)]) -> Outcome {
        let mut keeper = self.write(false)?;
        let register = keeper.register();
        self.must_be(register, target, target.kind)?;
        let mut values: Vec<(Field, Value)> = Vec::new();
        for (name, text) in given {
            let spec = field_named(target.kind, name).map_err(|near| {
                Error::new(Sort::Input, problems::no_such_field(self.texts, target.kind, name, &near))
                    .hint(t!(self.texts, "cli-fields-hint", fields = field_words(target.kind)))
            })?;
            let value = parse_value(register, spec, text, self.now.today).map_err(|problem| {
                sentences::value(self.texts, register, spec.field, &problem, self.now.today)
            })?;
            self.refuse_itself(target, spec, &value)?;
            values.push((spec.field, value));
        }
        self.refuse_waiting_for_nobody(register, target, &values)?;
        let proposed = operation::set_fields(register, &self.now, target, &values);
        let changes_something = proposed.as_ref().is_ok_and(|draft| !draft.changes.is_empty());
        self.carry_out(&mut keeper, proposed)?;
        if !changes_something {
            return Ok(());
        }
        let given: Vec<(Field, Value, Option<&str>)> = values
            .into_iter()
            .zip(given)
            .map(|((field, value), (_, typed))| (field, value, Some(typed.as_str())))
            .collect();
        self.print_understood(keeper.register(), target.kind, &given)
    }

    /// Nobody replaces themselves, and no plan precedes itself.
    fn refuse_itself(&self, target: Ref, spec: FieldSpec, value: &Value) -> Result<(), Stop> {
        let itself = match (spec.shape, value) {
            (Shape::Ref, Value::Text(text)) => *text == target.to_string(),
            (Shape::Refs, Value::Texts(texts)) => texts.contains(&target.to_string()),
            _ => false,
        };
        if !itself {
            return Ok(());
        }
        let field = words::field(self.texts, spec.field);
        Err(Error::new(Sort::Refused, t!(self.texts, "cli-itself", ref = target.to_string(), field = field))
            .hint(t!(self.texts, "cli-itself-hint", field = spec.field.word(), ref = target.to_string()))
            .into())
    }

    /// "Waiting" says nothing without what is waited for.
    fn refuse_waiting_for_nobody(
        &self,
        register: &Register,
        target: Ref,
        values: &[(Field, Value)],
    ) -> Result<(), Stop> {
        let Some(action) = register.action(target) else { return Ok(()) };
        let waits = values.iter().any(|(field, value)| {
            *field == Field::state && *value == Value::Text(ActionState::Waiting.word().to_owned())
        });
        let said = match values.iter().rev().find(|(field, _)| *field == Field::waiting_on) {
            Some((_, value)) => *value != Value::Null,
            None => !action.waiting_on.is_empty(),
        };
        if !waits || said {
            return Ok(());
        }
        Err(Error::new(Sort::Refused, t!(self.texts, "cli-waiting"))
            .hint(t!(self.texts, "cli-waiting-hint", ref = target.to_string()))
            .into())
    }

    /// `regie done REF [-m NOTE]`.
    pub fn done(&mut self, target: Ref, note: Option<&str>) -> Outcome {
        let mut keeper = self.write(false)?;
        let proposed = operation::complete_action(keeper.register(), &self.now, target, note);
        self.carry_out(&mut keeper, proposed)
    }

    /// `regie progress REF PERCENT [-m NOTE] [--health COLOUR]`.
    pub fn progress(&mut self, target: Ref, percent: i64, note: &str, health: Option<Health>) -> Outcome {
        let mut keeper = self.write(false)?;
        let register = keeper.register();
        let proposed = operation::record_progress(register, &self.now, target, percent, health, note);
        self.carry_out(&mut keeper, proposed)
    }

    /// `regie move REF --under REF [--position N]`.
    pub fn move_to(&mut self, target: Ref, under: Ref, position: Option<usize>) -> Outcome {
        let mut keeper = self.write(false)?;
        let register = keeper.register();
        let proposed = if target.kind == Kind::Action {
            let under = (Field::under, Value::Text(under.to_string()));
            operation::set_fields(register, &self.now, target, &[under])
        } else {
            self.must_be(register, target, Kind::Node)?;
            let index = position.map_or(usize::MAX, |n| n.saturating_sub(1));
            operation::move_node(register, target, under, index)
        };
        self.carry_out(&mut keeper, proposed)
    }

    /// `regie remove REF`.
    pub fn remove(&mut self, target: Ref) -> Outcome {
        let mut keeper = self.write(false)?;
        let proposed = operation::remove_item(keeper.register(), target);
        let notes = proposed.as_ref().map_or(0, |draft| draft.changes.len().saturating_sub(1));
        self.carry_out(&mut keeper, proposed)?;
        if notes == 0 || self.global.json {
            return Ok(());
        }
        self.out.line(&format!("  {}", t!(self.texts, "cli-removed-notes", count = notes)))
    }

    /// `regie undo [--entry SEQ]`.
    pub fn undo(&mut self, entry: Option<u64>) -> Outcome {
        let mut keeper = self.write(false)?;
        let undone = match entry {
            None => ledger::undo(&mut *keeper, self.now.at),
            Some(seq) => ledger::undo_entry(&mut *keeper, seq, self.now.at),
        };
        let message = |call: &Call<'_>, what: String| t!(call.texts, "cli-undone", label = what);
        self.taken_back(&*keeper, undone, message)
    }

    /// `regie redo`.
    pub fn redo(&mut self) -> Outcome {
        let mut keeper = self.write(false)?;
        let redone = ledger::redo(&mut *keeper, self.now.at);
        let message = |call: &Call<'_>, what: String| t!(call.texts, "cli-redone", label = what);
        self.taken_back(&*keeper, redone, message)
    }

    fn taken_back(
        &mut self,
        ledger: &dyn Ledger,
        outcome: Result<Undone, NotUndone>,
        message: impl Fn(&Call<'_>, String) -> String,
    ) -> Outcome {
        let (register, own) = (ledger.register(), ledger.actor());
        let undone = outcome.map_err(|why| {
            sentences::not_undone(self.texts, register, own, &why, &self.zone, self.now.today)
        })?;
        self.recorded.set(Some(undone.entry.seq));
        if self.global.json {
            return self.print_entry(register, Some(&undone.entry));
        }
        let what = words::label(self.texts, &undone.what, self.now.today);
        let line = message(self, what);
        self.out.line(&line)
    }

    /// Refuses when `r` is not there or of another kind.
    pub fn must_be(&self, register: &Register, r: Ref, needed: Kind) -> Result<(), Stop> {
        let refusal = match register.get(r) {
            None => Refusal::NotFound(r),
            Some(_) if r.kind != needed => Refusal::WrongKind { found: r, needed },
            Some(_) => return Ok(()),
        };
        Err(sentences::refusal(self.texts, register, &refusal).into())
    }
}

/// The names of a kind's fields.
fn field_words(kind: Kind) -> String {
    kind.fields().iter().map(|spec| spec.field.word()).collect::<Vec<_>>().join(", ")
}
