//! Partners, their contact persons, and the agreements with them.

use super::id::{Day, Ref};
use super::kinds::*;
use super::record::record;
use super::value::AccountName;

record! {
    /// Partner: an organisation the municipality works with, or a part of the municipality itself.
    Partner {
        /// Name.
        title: String,
        /// What sort of organisation.
        partner_kind: PartnerKind,
        /// General telephone number.
        phone: String,
        /// General e-mail address.
        email: String,
        /// Web address.
        website: String,
        /// Postal or visiting address.
        address: String,
        /// Long text.
        description: String,
        /// The plan that first named it.
        plan: Option<Ref>,
        /// Line of the plan's source text, from 1.
        source_line: u32,
        /// The passage on that line.
        source_quote: String,
    }
}

record! {
    /// Contactpersoon: a professional at a partner. Residents, suspects and victims do not belong here.
    Contact {
        /// Name.
        title: String,
        /// Where they work.
        partner: Option<Ref>,
        /// What they do there.
        function: String,
        /// Telephone number.
        phone: String,
        /// E-mail address.
        email: String,
        /// Who replaces them.
        deputy: Option<Ref>,
        /// With which they log in: what they do is shown under their name. No two contacts have the same.
        account: AccountName,
        /// Remarks.
        note: String,
        /// The remarks are seen only by those cleared; the contact is seen by all.
        confidential: bool,
    }
}

record! {
    /// Afspraak: covenant, joint scheme, service contract or platform, with its parties and term.
    Agreement {
        /// Name.
        title: String,
        /// What sort of agreement.
        agreement_kind: AgreementKind,
        /// The partners that are party to it.
        parties: Vec<Ref>,
        /// First day.
        from: Option<Day>,
        /// Last day; absent: until ended.
        to: Option<Day>,
        /// Notice period in months.
        notice_months: u32,
        /// The subjects it serves.
        nodes: Vec<Ref>,
        /// What it covers, as the plan lists it.
        parts: Vec<String>,
        /// Long text.
        description: String,
        /// Named in passing by the plan, not in its list of agreements.
        mentioned: bool,
        /// The plan that names it.
        plan: Option<Ref>,
        /// Line of the plan's source text, from 1.
        source_line: u32,
        /// The passage on that line.
        source_quote: String,
    }
}
