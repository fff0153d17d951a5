//! The references inside values and items: found, replaced by others, or taken out.
//!
//! Owns how references stand in values. The veil and the review of an import work with it.

use super::id::Ref;
use super::record::{Field, Item, Kind};
use super::value::{Place, Shape, Value};

/// What becomes of a reference: another one (or itself), or nothing.
pub(super) type To<'a> = &'a dyn Fn(Ref) -> Option<Ref>;

/// What `field` of `kind` accepts.
fn shape_of(kind: Kind, field: Field) -> Option<Shape> {
    kind.fields().iter().find(|spec| spec.field == field).map(|spec| spec.shape)
}

/// Calls `visit` for every reference in `value` of `field`.
pub(super) fn refs_in(kind: Kind, field: Field, value: &Value, visit: &mut dyn FnMut(Ref)) {
    match (shape_of(kind, field), value) {
        (Some(Shape::Ref | Shape::Refs), Value::Text(text)) => {
            text.parse::<Ref>().into_iter().for_each(visit)
        }
        (Some(Shape::Refs), Value::Texts(texts)) => {
            texts.iter().filter_map(|text| text.parse::<Ref>().ok()).for_each(visit);
        }
        (Some(Shape::Place), Value::Text(text)) => {
            text.parse::<Place>().into_iter().for_each(|place| visit(place.parent));
        }
        _ => {}
    }
}

/// `value` of `field` with its references led elsewhere; `None` when each leads to itself. A place that leads nowhere is
/// none.
pub(super) fn value(kind: Kind, field: Field, value: &Value, to: To<'_>) -> Option<Value> {
    let mut moved = false;
    refs_in(kind, field, value, &mut |r| moved |= to(r) != Some(r));
    if !moved {
        return None;
    }
    let text = |r: Option<Ref>| r.map_or(Value::Null, |r| Value::Text(r.to_string()));
    Some(match (shape_of(kind, field)?, value) {
        (Shape::Place, Value::Text(place)) => {
            let place: Place = place.parse().ok()?;
            to(place.parent).map_or(Value::Null, |parent| Value::Text(Place { parent, ..place }.to_string()))
        }
        (_, Value::Texts(texts)) => {
            let left: Vec<String> =
                texts.iter().filter_map(|text| to(text.parse().ok()?)).map(|r| r.to_string()).collect();
            if left.is_empty() { Value::Null } else { Value::Texts(left) }
        }
        (_, Value::Text(single)) => text(to(single.parse().ok()?)),
        _ => return None,
    })
}

/// `item` with its references led elsewhere; `None` when each leads to itself. Its own number stays.
pub(super) fn item(item: &Item, to: To<'_>) -> Option<Item> {
    let mut moved = false;
    item.record().visit_refs(&mut |_, r| moved |= to(r) != Some(r));
    if !moved {
        return None;
    }
    let mut item = item.clone();
    let kind = item.record().reference().kind;
    let record = item.record_mut();
    for spec in record.fields() {
        let new = record.get(spec.field).and_then(|old| value(kind, spec.field, &old, to));
        if let Some(new) = new {
            // Nothing, a shorter list and another reference fit every field of references.
            let _ = record.set(spec.field, &new);
        }
    }
    Some(item)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::action::Action;
    use crate::model::plan::Node;
    use crate::model::record::Record;

    fn r(text: &str) -> Ref {
        text.parse().unwrap()
    }

    /// P-1 leads to P-10, P-2 nowhere, T-1 to T-7, the others to themselves.
    fn to(from: Ref) -> Option<Ref> {
        match from.to_string().as_str() {
            "P-1" => Some(r("P-10")),
            "P-2" => None,
            "T-1" => Some(r("T-7")),
            _ => Some(from),
        }
    }

    #[test]
    fn references_are_replaced_and_taken_out_and_other_texts_stay() {
        let partners = vec![r("P-1"), r("P-2"), r("P-3")];
        let title = "P-1 en T-1".to_owned();
        let action = Action { num: 1, title, under: Some(r("T-1")), partners, ..Action::default() };
        let Some(Item::Action(led)) = item(&action.clone().into(), &to) else { panic!("nothing was led") };
        assert_eq!((led.under, led.partners.as_slice()), (Some(r("T-7")), &[r("P-10"), r("P-3")][..]));
        assert_eq!(led.title, action.title);
        assert_eq!(item(&led.into(), &to), None);
    }

    #[test]
    fn a_place_keeps_its_rank_or_goes() {
        let node =
            |parent: &str| Node { place: Some(Place { parent: r(parent), rank: 5 }), ..Node::default() };
        let place = |parent: &str| node(parent).get(Field::place).unwrap();
        assert_eq!(value(Kind::Node, Field::place, &place("T-1"), &to), Some(place("T-7")));
        assert_eq!(value(Kind::Node, Field::place, &place("T-1"), &|_| None), Some(Value::Null));
        assert_eq!(value(Kind::Node, Field::place, &place("L-1"), &to), None);
    }
}
