//! The closed vocabularies of the field: kinds of node, levels, safety fields, states, health.
//!
//! Each is an enum with one stable English word per value (`word`, used in the journal, JSON and
//! queries) and a parser for that word. The Dutch words live in `i18n` for the screen and in
//! `query` for what people type.

use serde::{Deserialize, Serialize};

/// Defines a vocabulary: the enum, its stable words, and conversions both ways.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in the order in which screens list them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The stable words of all values, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The stable English word: what journal, JSON and queries use.
            pub const fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The value whose `word` is `text`; `None` when there is none.
            pub fn from_word(text: &str) -> Option<$name> {
                match text { $($word => Some($name::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.word()) }
        }
    };
}

vocabulary! {
    /// What a tree node is. `problem_area`, `national_goal`, `watch` and `driehoek_theme` come from the
    /// regional chapters of a plan (sections 5 and 6 of the Enkhuizen plan).
    NodeKind {
        /// Prioriteit: the top of the council's own tree.
        Priority = "priority",
        /// Thema: a subject that groups topics.
        Theme = "theme",
        /// Onderwerp: a subject under a priority or theme.
        Topic = "topic",
        /// Project that the plan names.
        Project = "project",
        /// Probleemgebied of the police unit's multi-year plan.
        ProblemArea = "problem_area",
        /// Landelijke doelstelling.
        NationalGoal = "national_goal",
        /// Kept outside the plan, watched all the same.
        Watch = "watch",
        /// Theme that the driehoek takes up, under a problem area.
        DriehoekTheme = "driehoek_theme",
    }
}

impl NodeKind {
    /// Whether such a node describes what others do, or what is only watched, rather than what the council has chosen
    /// (sections 5 and 6 of the Enkhuizen plan). Such ones stand back.
    pub const fn is_context(self) -> bool {
        match self {
            NodeKind::ProblemArea | NodeKind::NationalGoal | NodeKind::Watch | NodeKind::DriehoekTheme => {
                true
            }
            NodeKind::Priority | NodeKind::Theme | NodeKind::Topic | NodeKind::Project => false,
        }
    }
}

vocabulary! {
    /// The five fields of Kernbeleid Veiligheid (VNG), under which a programme orders its actions.
    SafetyField {
        /// Veilige woon- en leefomgeving.
        Living = "living",
        /// Bedrijvigheid en veiligheid.
        Business = "business",
        /// Jeugd en veiligheid.
        Youth = "youth",
        /// Fysieke veiligheid.
        Physical = "physical",
        /// Integriteit en veiligheid.
        Integrity = "integrity",
    }
}

vocabulary! {
    /// Where a subject is steered.
    Level {
        /// Lokaal: the municipality.
        Local = "local",
        /// Driehoek or basisteam.
        Driehoek = "driehoek",
        /// Regionaal: the police unit (eenheid) or safety region.
        Regional = "regional",
        /// Landelijk.
        National = "national",
    }
}

vocabulary! {
    /// Kleur (stoplicht). Orange and red need a reason.
    Health { /// Groen.
        Green = "green", /// Oranje.
        Orange = "orange", /// Rood.
        Red = "red" }
}

vocabulary! {
    /// Where an action stands. Done means 100 %; dropped ones do not count in a roll-up.
    ActionState {
        /// Gepland.
        Planned = "planned",
        /// Loopt.
        InProgress = "in_progress",
        /// Wacht (on whom: `waiting_on`).
        Waiting = "waiting",
        /// Gereed.
        Done = "done",
        /// Vervallen (why: `drop_reason`).
        Dropped = "dropped",
    }
}

vocabulary! {
    /// Where a plan or programme stands.
    Stage {
        /// Concept.
        Draft = "draft",
        /// Vastgesteld, not yet in force.
        Adopted = "adopted",
        /// Geldend.
        InForce = "in_force",
        /// Verlopen.
        Expired = "expired",
        /// Ingetrokken or vervallen.
        Withdrawn = "withdrawn",
    }
}

vocabulary! {
    /// What sort of organisation a partner is.
    PartnerKind {
        /// Politie.
        Police = "police",
        /// Openbaar Ministerie.
        Prosecutor = "prosecutor",
        /// A part of the municipality itself: raad, college, burgemeester, a department, BOA's.
        Municipal = "municipal",
        /// Another authority: region, province, ministry, safety region, RIEC.
        Government = "government",
        /// Zorg and welfare.
        Care = "care",
        /// School.
        Education = "education",
        /// Woningcorporatie.
        Housing = "housing",
        /// Ondernemers and their associations.
        Business = "business",
        /// Inwoners, buurtorganisaties.
        Residents = "residents",
        /// Platform or partnership of several parties (Veiligheidshuis, RPC).
        Network = "network",
        /// Anything else.
        Other = "other",
    }
}

vocabulary! {
    /// What sort of agreement (afspraak) it is.
    AgreementKind {
        /// Convenant.
        Covenant = "covenant",
        /// Gemeenschappelijke regeling (Wet gemeenschappelijke regelingen).
        JointScheme = "joint_scheme",
        /// Dienstverleningsovereenkomst.
        ServiceContract = "service_contract",
        /// Platform or structural co-operation.
        Platform = "platform",
        /// Any other written agreement.
        Other = "other",
    }
}

vocabulary! {
    /// A way of working or a document that the plan relies on, without being an action or a node.
    InstrumentKind {
        /// Werkwijze: something done again and again (wijkwandeling, early signalling).
        Process = "process",
        /// A legal or practical means (Damocles closure, wijkmediation).
        Measure = "measure",
        /// Beleidsstuk: policy, report or publication.
        Document = "document",
        /// A list or registration that is kept.
        Registration = "registration",
        /// A step of the policy cycle (plan, do, check, act).
        Cycle = "cycle",
        /// A rule that the plan sets for itself.
        Rule = "rule",
    }
}

vocabulary! {
    /// Where a signal stands.
    SignalState {
        /// Nieuw.
        New = "new",
        /// Gebundeld in a hotspot.
        Bundled = "bundled",
        /// Became an action.
        Promoted = "promoted",
        /// Afgesloten.
        Closed = "closed",
    }
}

vocabulary! {
    /// Who took a decision or adopted a document.
    Body {
        /// Gemeenteraad.
        Council = "raad",
        /// College van burgemeester en wethouders.
        Executive = "college",
        /// Burgemeester.
        Mayor = "burgemeester",
        /// Driehoek: burgemeester, officier van justitie, politie.
        Driehoek = "driehoek",
        /// An overleg.
        Meeting = "overleg",
    }
}
