//! What is typed for a list (labels, partners) that several items have, each its own: `prio, -hic`.
//!
//! Owns the reading of the signs and putting the outcome together with what an item has. One item's list is typed whole,
//! by `parse_value`; over several items that would take away what is not seen.

use super::{ValueProblem, items, parse_value};
use crate::model::id::Day;
use crate::model::record::FieldSpec;
use crate::model::register::Register;
use crate::model::value::Value;

/// What is to become of the list of each of several items.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListEdit {
    /// What the items have is replaced, not added to.
    pub anew: bool,
    /// These are added, in this order, where they are missing.
    pub added: Vec<String>,
    /// These are taken away, where they are there.
    pub removed: Vec<String>,
}

impl ListEdit {
    /// Reads `prio, +jeugd, -hic` (added, added, taken away) or `=prio, jeugd` (instead of what was there; a bare `=` empties).
    ///
    /// # Errors
    /// What is wrong with a part, as for `parse_value`.
    pub fn read(
        register: &Register,
        spec: FieldSpec,
        text: &str,
        today: Day,
    ) -> Result<ListEdit, ValueProblem> {
        let trimmed = text.trim();
        let anew = trimmed.starts_with('=');
        let mut edit = ListEdit { anew, ..ListEdit::default() };
        for item in items(trimmed.strip_prefix('=').unwrap_or(trimmed)) {
            let (bare, list) = match (item.strip_prefix('-'), item.strip_prefix('+')) {
                (Some(bare), _) if !anew => (bare, &mut edit.removed),
                (_, Some(bare)) => (bare, &mut edit.added),
                _ => (item, &mut edit.added),
            };
            if let Value::Texts(texts) = parse_value(register, spec, bare, today)? {
                list.extend(texts);
            }
        }
        Ok(edit)
    }

    /// Whether it leaves every list as it is.
    pub fn is_empty(&self) -> bool {
        *self == ListEdit::default()
    }

    /// The list that comes of `old`.
    pub fn of(&self, old: &Value) -> Value {
        let mut list = match old {
            Value::Texts(texts) if !self.anew => texts.clone(),
            _ => Vec::new(),
        };
        list.retain(|text| !self.removed.contains(text));
        for text in &self.added {
            if !list.contains(text) {
                list.push(text.clone());
            }
        }
        if list.is_empty() { Value::Null } else { Value::Texts(list) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::partner::Partner;
    use crate::model::record::{Field, Kind};

    fn read(field: Field, text: &str) -> Result<ListEdit, ValueProblem> {
        let mut register = Register::new();
        register.load(Partner { num: 1, title: "Politie".into(), ..Partner::default() }.into());
        let spec = Kind::Action.fields().iter().find(|spec| spec.field == field).unwrap();
        ListEdit::read(&register, *spec, text, "2026-11-22".parse().unwrap())
    }

    fn of(text: &str, old: &[&str]) -> Vec<String> {
        let old = Value::Texts(old.iter().map(|text| (*text).to_owned()).collect());
        match read(Field::tags, text).unwrap().of(&old) {
            Value::Texts(list) => list,
            other => {
                assert_eq!(other, Value::Null);
                Vec::new()
            }
        }
    }

    #[test]
    fn what_is_typed_is_added_and_nothing_goes_that_is_not_named() {
        for (text, old, expected) in [
            ("prio", &["hic"][..], &["hic", "prio"][..]),
            ("+#prio, hic", &["hic"], &["hic", "prio"]),
            ("prio, -#hic", &["hic", "jeugd"], &["jeugd", "prio"]),
            ("-hic", &["hic"], &[]),
            ("-hic", &["jeugd"], &["jeugd"]),
            ("=prio, jeugd", &["hic"], &["prio", "jeugd"]),
            ("=", &["hic"], &[]),
            ("", &["hic"], &["hic"]),
        ] {
            assert_eq!(of(text, old), expected, "{text}");
        }
        assert!(read(Field::tags, " , ").unwrap().is_empty() && !read(Field::tags, "=").unwrap().is_empty());
    }

    #[test]
    fn partners_go_by_name_and_what_is_wrong_is_told() {
        let edit = read(Field::partners, "-politie").unwrap();
        assert_eq!(edit.removed, ["P-1"]);
        assert!(read(Field::partners, "politie, -niemandhal").is_err());
    }
}
