//! The commands that change one thing: add, set, done, progress, move, remove, undo, redo.

use super::call::Call;
use super::out::{Outcome, Stop};
use super::sentences;
use crate::error::{Error, Kind as Sort};
use crate::i18n::{problems, words};
use crate::model::field::{ChipKind, field_named, parse_add, parse_value};
use crate::model::id::Ref;
use crate::model::kinds::Health;
use crate::model::ledger::{self, Ledger, NotUndone, Undone};
use crate::model::operation::{self, Refusal};
use crate::model::record::{Field, Kind};
use crate::model::value::Value;
use crate::t;

impl Call<'_> {
    /// `regie add TEXT [--under REF]`.
    pub fn add(&mut self, text: &str, under: Option<Ref>) -> Outcome {
        let mut keeper = self.write(true)?;
        if let Some(under) = under {
            self.must_be(keeper.register(), under, Kind::Node)?;
        }
        let read = parse_add(keeper.register(), text, self.now.today, under);
        for chip in &read.chips {
            if let Err(problem) = &chip.value {
                let field = match chip.kind {
                    ChipKind::Sets(field) => Some(field),
                    ChipKind::UnknownKey => None,
                };
                let why = problems::chip(self.texts, keeper.register(), field, problem, self.now.today);
                let part = text.get(chip.span.clone()).unwrap_or_default();
                self.note(&t!(self.texts, "cli-chip", part = part, why = why));
            }
        }
        let proposed = operation::add_item(keeper.register(), &self.now, Kind::Action, &read.values());
        self.carry_out(&mut keeper, proposed)
    }

    /// `regie set REF FIELD=VALUE …`.
    pub fn set(&mut self, target: Ref, given: &[(String, String)]) -> Outcome {
        let mut keeper = self.write(false)?;
        let register = keeper.register();
        let mut values: Vec<(Field, Value)> = Vec::new();
        for (name, text) in given {
            let spec = field_named(target.kind, name).map_err(|near| {
                Error::new(Sort::Input, problems::no_such_field(self.texts, target.kind, name, &near))
                    .hint(t!(self.texts, "cli-fields-hint", fields = field_words(target.kind)))
            })?;
            let value = parse_value(register, spec, text, self.now.today).map_err(|problem| {
                Error::new(
                    Sort::Input,
                    problems::value(self.texts, register, spec.field, &problem, self.now.today),
                )
            })?;
            values.push((spec.field, value));
        }
        let proposed = operation::set_fields(register, &self.now, target, &values);
        self.carry_out(&mut keeper, proposed)
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
        self.carry_out(&mut keeper, proposed)
    }

    /// `regie undo [--entry SEQ]`.
    pub fn undo(&mut self, entry: Option<u64>) -> Outcome {
        let mut keeper = self.write(false)?;
        let undone = match entry {
            None => ledger::undo(&mut *keeper, self.now.at),
            Some(seq) => ledger::undo_entry(&mut *keeper, seq, self.now.at),
        };
        let message = |call: &Call<'_>, what: String| t!(call.texts, "cli-undone", label = what);
        self.taken_back(keeper.register(), undone, message)
    }

    /// `regie redo`.
    pub fn redo(&mut self) -> Outcome {
        let mut keeper = self.write(false)?;
        let redone = ledger::redo(&mut *keeper, self.now.at);
        let message = |call: &Call<'_>, what: String| t!(call.texts, "cli-redone", label = what);
        self.taken_back(keeper.register(), redone, message)
    }

    fn taken_back(
        &mut self,
        register: &crate::model::register::Register,
        outcome: Result<Undone, NotUndone>,
        message: impl Fn(&Call<'_>, String) -> String,
    ) -> Outcome {
        let undone =
            outcome.map_err(|why| sentences::not_undone(self.texts, &why, &self.zone, self.now.today))?;
        self.recorded.set(Some(undone.entry.seq));
        if self.global.json {
            return self.print_entry(register, Some(&undone.entry));
        }
        let what = words::label(self.texts, &undone.what, self.now.today);
        let line = message(self, what);
        self.out.line(&line)
    }

    /// Refuses when `r` is not there or of another kind.
    pub fn must_be(
        &self,
        register: &crate::model::register::Register,
        r: Ref,
        needed: Kind,
    ) -> Result<(), Stop> {
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
