//! Signals and the hotspots that bundle them.

use super::id::{Day, Ref};
use super::kinds::*;
use super::record::record;

record! {
    /// Melding or signaal: a report, a finding of a wijkwandeling, an acute matter. A case is a reference number only.
    Signal {
        /// What was seen.
        title: String,
        /// Where it stands.
        state: SignalState,
        /// Where it was.
        area: String,
        /// When it was reported.
        reported_on: Option<Day>,
        /// Which partner or registration reported it.
        reported_by: String,
        /// The hotspot that bundles it.
        hotspot: Option<Ref>,
        /// The action it became.
        action: Option<Ref>,
        /// Seen only by those cleared.
        confidential: bool,
        /// Long text.
        description: String,
    }
}

record! {
    /// Hotspot: bundled signals at a place.
    Hotspot {
        /// Name.
        title: String,
        /// Where it is.
        area: String,
        /// The safety field.
        safety_field: Option<SafetyField>,
        /// The subject it belongs to.
        node: Option<Ref>,
        /// Long text.
        description: String,
    }
}
