//! Names of municipalities: a list of those that exist, and how to read a name after "gemeente".
//!
//! Owns both. The list only helps to see that a text speaks of another municipality; a name that is not in it
//! works too. Used by `facts` and `checks`.

/// Municipalities of the Netherlands, with those that merged since 2010, because older plans name
/// them. Names that are also everyday words are in `AMBIGUOUS`.
const NAMES: &str = "Aa en Hunze|Aalburg|Aalsmeer|Aalten|Achtkarspelen|Alblasserdam|Albrandswaard|Alkmaar|Almelo|Almere|Alphen aan den Rijn|Alphen-Chaam|Altena|Ameland|Amersfoort|Amstelveen|Amsterdam|Apeldoorn|Appingedam|Arnhem|Assen|Asten|Baarle-Nassau|Baarn|Barendrecht|Barneveld|Bedum|Beek|Beekdaelen|Beemster|Beesel|Berg en Dal|Bergeijk|Bergen op Zoom|Berkelland|Bernheze|Beuningen|Beverwijk|Binnenmaas|Bladel|Blaricum|Bloemendaal|Bodegraven-Reeuwijk|Boekel|Borger-Odoorn|Borne|Borsele|Boxmeer|Boxtel|Breda|Brielle|Bronckhorst|Brummen|Brunssum|Bunnik|Bunschoten|Bussum|Capelle aan den IJssel|Castricum|Coevorden|Cranendonck|Cromstrijen|Cuijk|Culemborg|Dalfsen|Dantumadiel|De Bilt|De Fryske Marren|De Ronde Venen|De Wolden|Delft|Delfzijl|Den Haag|Den Helder|Deurne|Deventer|Diemen|Dijk en Waard|Dinkelland|Doesburg|Doetinchem|Dongen|Dongeradeel|Dordrecht|Drechterland|Drimmelen|Dronten|Druten|Duiven|Echt-Susteren|Edam-Volendam|Eemnes|Eemsdelta|Eemsmond|Eersel|Eijsden-Margraten|Eindhoven|Elburg|Emmen|Enkhuizen|Enschede|Ermelo|Etten-Leur|Ferwerderadiel|Geertruidenberg|Geldermalsen|Geldrop-Mierlo|Gemert-Bakel|Gennep|Giessenlanden|Gilze en Rijen|Goeree-Overflakkee|Goirle|Gooise Meren|Gorinchem|Gouda|Grave|Grootegast|Gulpen-Wittem|Haaksbergen|Haarlem|Haarlemmerliede en Spaarnwoude|Haarlemmermeer|Halderberge|Hardenberg|Harderwijk|Hardinxveld-Giessendam|Harlingen|Hattem|Heemskerk|Heemstede|Heerde|Heerenveen|Heerhugowaard|Heerlen|Heeze-Leende|Heiloo|Hellendoorn|Hellevoetsluis|Helmond|Hendrik-Ido-Ambacht|Het Hogeland|Heumen|Heusden|Hillegom|Hilvarenbeek|Hilversum|Hoeksche Waard|Hof van Twente|Hollands Kroon|Hoogeveen|Hoorn|Horst aan de Maas|Huizen|IJsselstein|Kaag en Braassem|Kampen|Kapelle|Katwijk|Kerkrade|Koggenland|Kollumerland|Korendijk|Krimpen aan den IJssel|Krimpenerwaard|Laarbeek|Land van Cuijk|Landerd|Landgraaf|Landsmeer|Langedijk|Lansingerland|Leek|Leerdam|Leeuwarden|Leiden|Leiderdorp|Leidschendam-Voorburg|Lelystad|Leudal|Leusden|Lingewaal|Lingewaard|Lisse|Lochem|Loon op Zand|Lopik|Loppersum|Losser|Maasdriel|Maasgouw|Maashorst|Maassluis|Maastricht|Marum|Medemblik|Meerssen|Meierijstad|Menterwolde|Meppel|Middelburg|Midden-Delfland|Midden-Drenthe|Midden-Groningen|Moerdijk|Molenlanden|Molenwaard|Montferland|Montfoort|Mook en Middelaar|Neder-Betuwe|Nederweert|Neerijnen|Nieuwegein|Nieuwkoop|Nijkerk|Nijmegen|Nissewaard|Noardeast-Fryslân|Noord-Beveland|Noordenveld|Noordoostpolder|Noordwijk|Noordwijkerhout|Nuenen|Nunspeet|Nuth|Oegstgeest|Oirschot|Oisterwijk|Oldambt|Oldebroek|Oldenzaal|Olst-Wijhe|Ommen|Onderbanken|Oost Gelre|Oosterhout|Ooststellingwerf|Oostzaan|Opmeer|Opsterland|Oss|Oud-Beijerland|Oude IJsselstreek|Ouder-Amstel|Oudewater|Overbetuwe|Papendrecht|Peel en Maas|Pekela|Pijnacker-Nootdorp|Purmerend|Raalte|Reimerswaal|Renkum|Renswoude|Reusel-De Mierden|Rheden|Rhenen|Ridderkerk|Rijnwaarden|Rijssen-Holten|Rijswijk|Roerdalen|Roermond|Roosendaal|Rotterdam|Rozendaal|Rucphen|Schagen|Schermer|Scherpenzeel|Schiedam|Schiermonnikoog|Schijndel|Schinnen|Schouwen-Duiveland|Simpelveld|Sint Anthonis|Sint-Michielsgestel|Sittard-Geleen|Sliedrecht|Slochteren|Smallingerland|Someren|Son en Breugel|Stadskanaal|Staphorst|Stede Broec|Steenbergen|Steenwijkerland|Stein|Stichtse Vecht|Strijen|Súdwest-Fryslân|Terneuzen|Terschelling|Texel|Teylingen|Tholen|Tiel|Tilburg|Tubbergen|Twenterand|Tynaarlo|Tytsjerksteradiel|Uden|Uitgeest|Uithoorn|Urk|Utrechtse Heuvelrug|Vaals|Valkenburg aan de Geul|Valkenswaard|Veendam|Veenendaal|Veere|Veldhoven|Venlo|Venray|Vianen|Vijfheerenlanden|Vlaardingen|Vlieland|Vlissingen|Voerendaal|Voorne aan Zee|Voorschoten|Voorst|Vught|Waadhoeke|Waalre|Waalwijk|Waddinxveen|Wageningen|Wassenaar|Waterland|Weert|Weesp|Werkendam|West Betuwe|West Maas en Waal|Westerkwartier|Westerveld|Westervoort|Westerwolde|Westland|Weststellingwerf|Westvoorne|Wierden|Wijchen|Wijdemeren|Wijk bij Duurstede|Winsum|Winterswijk|Woensdrecht|Woerden|Wormerland|Woudenberg|Zaanstad|Zaltbommel|Zandvoort|Zederik|Zeewolde|Zeist|Zevenaar|Zoetermeer|Zoeterwoude|Zuidhorn|Zuidplas|Zundert|Zutphen|Zwartewaterland|Zwijndrecht|Zwolle|'s-Hertogenbosch|'s-Gravenhage";

/// Municipalities whose name is an everyday word or a region: counted only after "gemeente".
const AMBIGUOUS: &str = "Bergen|Best|Buren|Ede|Epe|Goes|Groningen|Haaren|Hengelo|Houten|Hulst|Laren|Putten|Sluis|Soest|Utrecht|Velsen|Oostburg|Lith|Zijpe|Graft-De Rijp|Muiden|Naarden|Heeze|Bernisse|Spijkenisse";

/// Every unambiguous name.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    NAMES.split('|')
}

/// True when a municipality has exactly this name.
pub(super) fn exists(name: &str) -> bool {
    names().chain(AMBIGUOUS.split('|')).any(|known| known == name)
}

/// Names of existing municipalities that stand in `text` as whole words, in order.
pub(super) fn named_in(text: &str) -> Vec<&'static str> {
    let mut found: Vec<(usize, &'static str)> = Vec::new();
    for name in names() {
        if let Some(at) = word_at(text, name) {
            found.push((at, name));
        }
    }
    found.sort_unstable();
    // "Alphen" inside "Alphen aan den Rijn" is not a second one.
    let mut out: Vec<(usize, &'static str)> = Vec::new();
    for (at, name) in found {
        if out.iter().all(|&(start, kept)| at >= start + kept.len() || at < start) {
            out.push((at, name));
        }
    }
    out.into_iter().map(|(_, name)| name).collect()
}

fn word_at(text: &str, name: &str) -> Option<usize> {
    text.match_indices(name).map(|(at, _)| at).find(|&at| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '-')
            && after.is_none_or(|c| !c.is_alphabetic() && c != '-')
    })
}

const PARTICLES: &[&str] = &["aan", "den", "de", "der", "op", "bij", "en", "van", "'t", "’t", "in"];

/// Reads the name or names at the start of `text`, as they stand after "gemeente" or "gemeenten".
///
/// A name is a run of capitalised words, with particles only between them. With `plural`, commas and
/// "en" separate names.
pub(super) fn read_names(text: &str, plural: bool) -> Vec<String> {
    /// No name is longer ("Alphen aan den Rijn").
    const MOST_WORDS: usize = 5;
    let mut names: Vec<String> = Vec::new();
    let mut current: Vec<&str> = Vec::new();
    let words: Vec<&str> = text.split_whitespace().take(40).collect();
    let mut index = 0;
    while index < words.len() {
        let word = words[index];
        let bare = word.trim_matches(|c: char| matches!(c, ',' | '.' | ';' | ':' | ')' | '(' | '”' | '"'));
        let capital = bare.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase)
            || bare.starts_with("'s-")
            || bare.starts_with("’s-");
        let ends = word.ends_with([',', '.', ';', ':', ')']);
        if capital
            && !bare.is_empty()
            && !bare.contains(|c: char| c.is_ascii_digit())
            && current.len() < MOST_WORDS
        {
            current.push(bare);
            if ends {
                names.push(current.join(" "));
                current.clear();
                if !plural || !word.ends_with(',') {
                    break;
                }
            }
        } else if plural && (bare == "en" || bare == "&") && index + 1 < words.len() {
            let with = format!("{} en {}", current.join(" "), words[index + 1].trim_matches([',', '.']));
            if !current.is_empty() && exists(&with) {
                current.push("en");
            } else if !current.is_empty() {
                names.push(current.join(" "));
                current.clear();
            }
        } else if !current.is_empty() && PARTICLES.contains(&bare) && continues_name(&words, index, &current)
        {
            current.push(bare);
        } else {
            break;
        }
        index += 1;
    }
    if !current.is_empty() {
        names.push(current.join(" "));
    }
    names.retain(|name| name.chars().count() > 2 && !matches!(name.as_str(), "Wet" | "Nederland" | "Raad"));
    names
}

/// A particle belongs to a name only when an existing name has it there.
fn continues_name(words: &[&str], index: usize, current: &[&str]) -> bool {
    let next: Vec<&str> =
        words[index..].iter().take(3).map(|word| word.trim_matches([',', '.', ';', ':'])).collect();
    (1..=next.len()).any(|count| {
        let whole = format!("{} {}", current.join(" "), next[..count].join(" "));
        exists(&whole)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_after_the_word_gemeente() {
        assert_eq!(read_names("Waterveen heeft in 2019", false), ["Waterveen"]);
        assert_eq!(read_names("Alphen aan den Rijn is groot", false), ["Alphen aan den Rijn"]);
        assert_eq!(
            read_names("Oosterwaard, Veldhuizen en Nieuw Loo werken", true),
            ["Oosterwaard", "Veldhuizen", "Nieuw Loo"]
        );
        assert_eq!(read_names("stelt de kaders", false), Vec::<String>::new());
        assert_eq!(named_in("Plan Horst aan de Maas en Hoorn 2020"), ["Horst aan de Maas", "Hoorn"]);
    }
}
