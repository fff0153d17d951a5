//! Field values as data: what a change carries before and after, whatever the field's own type is.
//!
//! `Value` is the common currency of changes, imports, `regie set` and JSON. `FieldType` is how a
//! record's typed field turns into one and back; the range checks of a field live in its type.

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::id::{Day, Ref, Stamp};
use super::kinds::*;

/// A field's value. Days, moments, references and vocabulary words travel as their text form.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Absent.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Num(f64),
    /// Text, a day, a moment, a reference or a word.
    Text(String),
    /// Several of those.
    Texts(Vec<String>),
}

/// By hand, as a derived untagged enum tries one variant after another, which took most of a journal's replay.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Value, D::Error> {
        struct ValueVisitor;
        impl<'de> Visitor<'de> for ValueVisitor {
            type Value = Value;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("null, a boolean, a number, a text or a list of texts")
            }

            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
                Ok(Value::Bool(flag))
            }

            fn visit_i64<E>(self, n: i64) -> Result<Value, E> {
                Ok(Value::Int(n))
            }

            fn visit_u64<E>(self, n: u64) -> Result<Value, E> {
                Ok(i64::try_from(n).map_or(Value::Num(n as f64), Value::Int))
            }

            fn visit_f64<E>(self, n: f64) -> Result<Value, E> {
                Ok(Value::Num(n))
            }

            fn visit_str<E>(self, text: &str) -> Result<Value, E> {
                Ok(Value::Text(text.to_owned()))
            }

            fn visit_string<E>(self, text: String) -> Result<Value, E> {
                Ok(Value::Text(text))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = list.next_element()? {
                    texts.push(text);
                }
                Ok(Value::Texts(texts))
            }
        }
        d.deserialize_any(ValueVisitor)
    }
}

/// What a field accepts; the edges choose editors and error sentences by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Any text.
    Text,
    /// Several short texts.
    Texts,
    /// Yes or no.
    Flag,
    /// A whole number in this inclusive range.
    Whole(i64, i64),
    /// A finite number.
    Number,
    /// A calendar day.
    Day,
    /// A moment.
    Moment,
    /// A reference to another item.
    Ref,
    /// References to other items.
    Refs,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A place in the tree; altered by moving only.
    Place,
    /// The name of an account, see `AccountName`.
    Account,
}

/// A type that a record's field may have.
pub trait FieldType: Sized + Default {
    /// What the field accepts.
    const SHAPE: Shape;

    /// The value as data.
    fn to_value(&self) -> Value;

    /// The typed value; `None` when `value` has another shape or is out of range.
    fn from_value(value: &Value) -> Option<Self>;

    /// True when the field holds nothing; such fields are left out of the journal.
    fn is_absent(&self) -> bool {
        self.to_value() == Self::default().to_value()
    }

    /// Calls `visit` for every reference that the field holds.
    fn visit_refs(&self, visit: &mut dyn FnMut(Ref)) {
        let _ = visit;
    }
}

impl FieldType for String {
    const SHAPE: Shape = Shape::Text;

    fn to_value(&self) -> Value {
        if self.is_empty() { Value::Null } else { Value::Text(self.clone()) }
    }

    fn from_value(value: &Value) -> Option<String> {
        match value {
            Value::Null => Some(String::new()),
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl FieldType for Vec<String> {
    const SHAPE: Shape = Shape::Texts;

    fn to_value(&self) -> Value {
        if self.is_empty() { Value::Null } else { Value::Texts(self.clone()) }
    }

    fn from_value(value: &Value) -> Option<Vec<String>> {
        match value {
            Value::Null => Some(Vec::new()),
            Value::Texts(texts) => Some(texts.clone()),
            Value::Text(text) => Some(vec![text.clone()]),
            _ => None,
        }
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl FieldType for bool {
    const SHAPE: Shape = Shape::Flag;

    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }

    fn from_value(value: &Value) -> Option<bool> {
        match value {
            Value::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    fn is_absent(&self) -> bool {
        !self
    }
}

/// A share of the work done, in percent: 0 to 100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Percent(u8);

impl Percent {
    /// All of it.
    pub const DONE: Percent = Percent(100);

    /// `None` above 100 or below 0.
    pub fn new(percent: i64) -> Option<Percent> {
        u8::try_from(percent).ok().filter(|p| *p <= 100).map(Percent)
    }

    /// 0 to 100.
    pub fn get(self) -> u8 {
        self.0
    }
}

/// The name with which somebody logs in, or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountName(String);

impl AccountName {
    /// The longest name, in characters: what useradd(8) of shadow allows.
    pub const LONGEST: usize = 32;

    /// What useradd(8) allows, 1 to 32 letters (a-z, A-Z), digits, underscores and dashes, with a dollar sign at the end at
    /// most; not all digits, and no dash in front. And dots, not in front, which Debian's `adduser` lets through and offices use:
    /// `k.smit`. `None` for anything else.
    pub fn new(name: &str) -> Option<AccountName> {
        let bare = name.strip_suffix('$').unwrap_or(name);
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        let ok = name.len() <= AccountName::LONGEST
            && !bare.is_empty()
            && bare.bytes().all(fits)
            && !bare.starts_with(['-', '.'])
            && !name.bytes().all(|b| b.is_ascii_digit());
        ok.then(|| AccountName(name.to_owned()))
    }

    /// The name; empty when there is none.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FieldType for AccountName {
    const SHAPE: Shape = Shape::Account;

    fn to_value(&self) -> Value {
        self.0.to_value()
    }

    fn from_value(value: &Value) -> Option<AccountName> {
        match value {
            Value::Null => Some(AccountName::default()),
            Value::Text(name) => AccountName::new(name),
            _ => None,
        }
    }
}

/// How heavy an action counts in a roll-up: 1 (the default) to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weight(u8);

impl Default for Weight {
    fn default() -> Weight {
        Weight(1)
    }
}

impl Weight {
    /// `None` outside 1 to 100.
    pub fn new(weight: i64) -> Option<Weight> {
        u8::try_from(weight).ok().filter(|w| (1..=100).contains(w)).map(Weight)
    }

    /// 1 to 100.
    pub fn get(self) -> u8 {
        self.0
    }
}

/// Whole-number field types: type, lowest, highest, into `i64`, from `i64`.
macro_rules! whole {
    ($($ty:ty, $low:expr, $high:expr, $get:expr, $new:expr;)+) => {$(
        impl FieldType for $ty {
            const SHAPE: Shape = Shape::Whole($low, $high);

            fn to_value(&self) -> Value {
                let get: fn(&$ty) -> i64 = $get;
                Value::Int(get(self))
            }

            fn from_value(value: &Value) -> Option<$ty> {
                let new: fn(i64) -> Option<$ty> = $new;
                match value {
                    Value::Int(n) => new(*n),
                    _ => None,
                }
            }
        }
    )+};
}

whole! {
    Percent, 0, 100, |p| i64::from(p.0), Percent::new;
    Weight, 1, 100, |w| i64::from(w.0), Weight::new;
    u32, 0, u32::MAX as i64, |n| i64::from(*n), |n| u32::try_from(n).ok();
}

impl FieldType for Option<i16> {
    // Years: the calendar that `Day` covers, cut to what a plan can mean.
    const SHAPE: Shape = Shape::Whole(1900, 2200);

    fn to_value(&self) -> Value {
        self.map_or(Value::Null, |year| Value::Int(i64::from(year)))
    }

    fn from_value(value: &Value) -> Option<Option<i16>> {
        match value {
            Value::Null => Some(None),
            Value::Int(n) if (1900..=2200).contains(n) => Some(i16::try_from(*n).ok()),
            _ => None,
        }
    }
}

impl FieldType for Option<f64> {
    const SHAPE: Shape = Shape::Number;

    fn to_value(&self) -> Value {
        self.map_or(Value::Null, Value::Num)
    }

    fn from_value(value: &Value) -> Option<Option<f64>> {
        match value {
            Value::Null => Some(None),
            Value::Num(n) if n.is_finite() => Some(Some(*n)),
            Value::Int(n) => Some(Some(*n as f64)),
            _ => None,
        }
    }
}

/// Field types that travel as text: through `Display` and `FromStr`.
macro_rules! texty {
    ($($ty:ty => $shape:expr;)+) => {$(
        impl FieldType for Option<$ty> {
            const SHAPE: Shape = $shape;

            fn to_value(&self) -> Value {
                self.map_or(Value::Null, |v| Value::Text(v.to_string()))
            }

            fn from_value(value: &Value) -> Option<Option<$ty>> {
                match value {
                    Value::Null => Some(None),
                    Value::Text(text) => text.parse().ok().map(Some),
                    _ => None,
                }
            }

            fn is_absent(&self) -> bool {
                self.is_none()
            }
        }
    )+};
}

texty! {
    Day => Shape::Day;
    Stamp => Shape::Moment;
}

impl FieldType for Option<Ref> {
    const SHAPE: Shape = Shape::Ref;

    fn to_value(&self) -> Value {
        self.map_or(Value::Null, |r| Value::Text(r.to_string()))
    }

    fn from_value(value: &Value) -> Option<Option<Ref>> {
        match value {
            Value::Null => Some(None),
            Value::Text(text) => text.parse().ok().map(Some),
            _ => None,
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn visit_refs(&self, visit: &mut dyn FnMut(Ref)) {
        self.iter().copied().for_each(visit);
    }
}

impl FieldType for Vec<Ref> {
    const SHAPE: Shape = Shape::Refs;

    fn to_value(&self) -> Value {
        if self.is_empty() { Value::Null } else { Value::Texts(self.iter().map(Ref::to_string).collect()) }
    }

    fn from_value(value: &Value) -> Option<Vec<Ref>> {
        match value {
            Value::Null => Some(Vec::new()),
            Value::Texts(texts) => texts.iter().map(|t| t.parse().ok()).collect(),
            Value::Text(text) => text.parse().ok().map(|r| vec![r]),
            _ => None,
        }
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn visit_refs(&self, visit: &mut dyn FnMut(Ref)) {
        self.iter().copied().for_each(visit);
    }
}

/// Vocabulary fields: the type itself when it has a default, `Option` of it when it may be absent.
macro_rules! words {
    ($($ty:ty = $default:expr;)+) => {$(
        impl Default for $ty {
            fn default() -> $ty { $default }
        }

        impl FieldType for $ty {
            const SHAPE: Shape = Shape::Word(<$ty>::WORDS);

            fn to_value(&self) -> Value {
                Value::Text(self.word().to_owned())
            }

            fn from_value(value: &Value) -> Option<$ty> {
                match value {
                    Value::Text(text) => <$ty>::from_word(text),
                    _ => None,
                }
            }
        }
    )+};
    (optional $($ty:ty)+) => {$(
        impl FieldType for Option<$ty> {
            const SHAPE: Shape = Shape::Word(<$ty>::WORDS);

            fn to_value(&self) -> Value {
                self.map_or(Value::Null, |w| Value::Text(w.word().to_owned()))
            }

            fn from_value(value: &Value) -> Option<Option<$ty>> {
                match value {
                    Value::Null => Some(None),
                    Value::Text(text) => <$ty>::from_word(text).map(Some),
                    _ => None,
                }
            }

            fn is_absent(&self) -> bool {
                self.is_none()
            }
        }
    )+};
}

words! {
    NodeKind = NodeKind::Topic;
    ActionState = ActionState::Planned;
    Stage = Stage::Draft;
    PartnerKind = PartnerKind::Other;
    AgreementKind = AgreementKind::Other;
    InstrumentKind = InstrumentKind::Process;
    SignalState = SignalState::New;
}
words! { optional SafetyField Level Health Body }

/// Where a node stands: under what, and where among its siblings (lower ranks first).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The plan or node above it.
    pub parent: Ref,
    /// Order among siblings; gaps leave room to move without touching the others.
    pub rank: u64,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.parent, self.rank)
    }
}

impl std::str::FromStr for Place {
    type Err = super::id::NotARef;

    fn from_str(text: &str) -> Result<Place, Self::Err> {
        let (parent, rank) = text.split_once(':').ok_or(super::id::NotARef)?;
        Ok(Place { parent: parent.parse()?, rank: rank.parse().map_err(|_| super::id::NotARef)? })
    }
}

impl FieldType for Option<Place> {
    const SHAPE: Shape = Shape::Place;

    fn to_value(&self) -> Value {
        self.map_or(Value::Null, |p| Value::Text(p.to_string()))
    }

    fn from_value(value: &Value) -> Option<Option<Place>> {
        match value {
            Value::Null => Some(None),
            Value::Text(text) => text.parse().ok().map(Some),
            _ => None,
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn visit_refs(&self, visit: &mut dyn FnMut(Ref)) {
        if let Some(place) = self {
            visit(place.parent);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_named_as_useradd_lets_it_be_and_with_dots() {
        let longest = "a".repeat(AccountName::LONGEST);
        for name in ["k.smit", "K_Smit-2", "_apt", "1e.lijn", "www-data", "pc7$", "uid-1001", &longest] {
            assert_eq!(
                AccountName::new(name).map(|account| account.to_value()),
                Some(Value::Text(name.into()))
            );
        }
        let too_long = format!("{longest}a");
        for name in [
            "",
            "$",
            ".",
            "..",
            "-k",
            ".k",
            "k smit",
            "k$smit",
            "smït",
            "1234",
            "k\u{1b}[m",
            "k@s",
            "k/s",
            &too_long,
        ] {
            assert_eq!(AccountName::from_value(&Value::Text(name.into())), None, "{name:?}");
        }
        assert_eq!(AccountName::from_value(&Value::Null), Some(AccountName::default()));
    }
}
