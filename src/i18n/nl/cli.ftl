# De opdrachtregel: hulpteksten, uitvoer en fouten.

## Hulp
cli-about = regie: het veiligheidsplan van een gemeente uitvoeren, vanaf het toetsenbord. Zonder opdracht opent de werkbank.
cli-after-help =
    Voorbeelden:
      regie import plan plan.txt              laat zien wat er in een plan staat
      regie import plan plan.txt --accept     neemt het over in het register
      regie add "Buurtpreventie-avond @bakker due:vr #hic" --under T-5
      regie list overdue                      wat over tijd is
      regie done A-17                         meldt een actie gereed
      regie undo                              maakt dat ongedaan

    Zet geen gegevens van verdachten, slachtoffers of inwoners in het register: noem een zaaknummer.
cli-cmd-demo = Schrijft een verzonnen gemeente om in rond te kijken
cli-cmd-import = Neemt een plan, acties of contacten over uit een bestand
cli-cmd-import-plan = Leest een veiligheidsplan (tekst, webpagina, CVDR-XML) en stelt voor wat erin staat
cli-cmd-import-actions = Leest acties uit CSV, XLSX of ODS; toont welke kolom welk veld wordt
cli-cmd-import-contacts = Leest contactpersonen uit vCard (vcf), CSV, XLSX of ODS
cli-cmd-add = Voegt een actie toe in één regel: titel @trekker +partner due:vr #label !
cli-cmd-list = Toont onafgeronde acties (met --all ook de andere), of met --kind iets anders
cli-cmd-show = Toont één item met alles wat erbij staat
cli-cmd-set = Wijzigt velden van een item
cli-cmd-done = Meldt een actie gereed
cli-cmd-progress = Legt voortgang vast in procenten, met een notitie
cli-cmd-move = Zet een onderwerp op een andere plaats in de boom
cli-cmd-remove = Verwijdert een item waar niets meer naar verwijst
cli-cmd-erase = Wist alle gegevens van een contactpersoon, ook uit het logboek; alleen voor beheerders
cli-cmd-undo = Maakt uw laatste wijziging ongedaan
cli-cmd-redo = Herstelt wat u als laatste ongedaan maakte
cli-cmd-log = Toont het logboek: wie wat wanneer wijzigde, het nieuwste eerst
cli-cmd-export = Schrijft alles (json), de acties (csv) of de contacten (vcf) naar buiten
cli-cmd-backup = Maakt een reservekopie in één bestand; kan terwijl er gewerkt wordt
cli-cmd-restore = Zet een reservekopie terug in een leeg register
cli-cmd-verify = Controleert het hele register
cli-cmd-repair = Herstelt een beschadigd register voor zover mogelijk; gooit niets weg
cli-cmd-keys = Toont alle toetsen van de werkbank
cli-cmd-completions = Schrijft een aanvulscript voor bash, zsh, fish, elvish of powershell
cli-cmd-man = Schrijft de handleiding als man-pagina

cli-arg-ref = Verwijzing, zoals A-17 of T-5
cli-arg-import-file = Het bestand; - leest de standaardinvoer
cli-arg-add-text = De actie: titel @trekker +partner due:vr #label !
cli-arg-query = Wat u zoekt: woorden, lead:bakker, under:T-5, state:open, due:<7d, overdue, stale, #label, -woord
cli-arg-values = Velden met hun nieuwe waarde, zoals due=27-11-2026; leeg na = wist het veld
cli-arg-percent = Voortgang van 0 tot en met 100
cli-arg-format = json: alles; csv: de acties; vcf: de contacten
cli-arg-backup = Waar de reservekopie komt; een eerdere wordt vervangen, een ander bestand niet
cli-arg-restore = De reservekopie
cli-arg-shell = bash, zsh, fish, elvish of powershell

cli-opt-help = Toont deze hulp
cli-opt-version = Toont de versie
cli-opt-register = De map van het register (anders REGIE_REGISTER, anders $XDG_DATA_HOME/regie)
cli-opt-lang = De taal (anders REGIE_LANG, het instellingenbestand, de taal van het systeem, nl)
cli-opt-color = Kleuren: auto, always of never (NO_COLOR zet ze ook uit)
cli-opt-theme = Kleuren van de werkbank: default, mono, dark, light, contrast of contrast-light (anders REGIE_THEME, het instellingenbestand)
cli-opt-json = Uitvoer als JSON, voor scripts
cli-opt-accept = Schrijft het voorstel; zonder deze optie verandert er niets
cli-opt-dry-run = Laat alleen zien wat er zou gebeuren (zo werkt het ook zonder --accept)
cli-opt-map = Kolom (kop of nummer) naar veld; "-" slaat de kolom over. Mag vaker
cli-opt-sheet = Het werkblad; anders het eerste met gegevens
cli-opt-skip-bad = Slaat rijen met fouten over in plaats van het bestand te weigeren
cli-opt-import-under = Onderwerp voor acties die er zelf geen noemen
cli-opt-under = Het onderwerp waar de actie onder komt
cli-opt-as-title = Laat woorden die op een veld lijken maar niet begrepen worden in de titel staan, in plaats van te weigeren
cli-opt-kind = Soort: action, node, plan, partner, contact, agreement, ...
cli-opt-sort = Sorteren op een veld; met - ervoor andersom (acties: due)
cli-opt-limit = Hoogstens zoveel
cli-opt-all = Ook wat af is; anders alleen onafgeronde acties, tenzij de vraag zelf state: noemt (of progress:, done:, overdue)
cli-opt-csv = Uitvoer als CSV
cli-opt-note = Tekst van de voortgangsnotitie
cli-opt-health = Kleur: green, orange of red; oranje en rood vragen een notitie als reden
cli-opt-move-under = Het plan of onderwerp waar het onder komt
cli-opt-position = Plaats tussen de andere, vanaf 1; anders achteraan
cli-opt-entry = Deze wijziging in plaats van de laatste
cli-opt-since = Vanaf deze dag: 27-11-2026, gisteren, -2w
cli-opt-log-who = Alleen wat deze persoon deed: (een deel van) de naam of de inlognaam; “ik” bent u zelf
cli-opt-log-limit = Hoogstens zoveel regels (anders 50; met --json alles)
cli-opt-output = Het bestand; anders de standaarduitvoer
cli-opt-excel = Bij csv: met puntkomma’s en een kenmerk voor Excel, dat het anders in één kolom zet
cli-opt-force = Vervangt een register dat niet leeg is; het oude blijft ernaast bewaard
cli-opt-keys-format = text of md
cli-opt-keys-keymap = Een ingebouwde keymap: default, vim of emacs; anders de toetsen die nu gelden
cli-opt-demo-actions = Aantal acties, hoogstens 1000000 (anders 400)
cli-opt-demo-seed = Zelfde getal, zelfde gemeente (anders 1)
cli-opt-demo-into = Map voor het register; anders een tijdelijk register

## Verkeerd gebruik
cli-usage-command = De opdracht "{ $given }" bestaat niet.
cli-usage-unknown = De optie "{ $given }" bestaat hier niet.
cli-usage-missing = Er ontbreekt iets: { $what }.
cli-usage-what = Zeg ook wat u wilt importeren: plan, actions of contacts.
cli-usage-no-value = Bij { $option } hoort een waarde.
cli-usage-value = "{ $given }" kan niet bij { $option }; wel: { $known }.
cli-usage-reference = "{ $given }" is geen verwijzing. Een verwijzing is een letter en een nummer, zoals A-17 of T-5.
cli-usage-percentage = "{ $given }" is geen percentage. Geef een getal van 0 tot en met 100.
cli-usage-assignment = "{ $given }" is geen VELD=WAARDE, zoals due=27-11-2026.
cli-usage-number = "{ $given }" past niet bij { $option }.
cli-usage-conflict = { $one } kan niet samen met { $other }.
cli-usage-utf8 = Een van de argumenten is geen geldige UTF-8-tekst.
cli-usage-other = De opdrachtregel is niet begrepen: { $given }.
cli-no-json = Deze opdracht schrijft een script of een pagina en heeft geen JSON.
cli-no-json-hint = Laat --json weg; “regie keys --json” is er wel.
cli-usage-meant = Bedoelde u { $what }?
cli-usage-export = Naar een bestand schrijven: regie export { $format } -o { $file }
cli-usage-help = "{ $command } --help" toont wat er kan.

## Woorden van de hulp
cli-word-usage = Gebruik
cli-word-options = Opties
cli-word-arguments = Argumenten
cli-word-everywhere = Opties van elke opdracht
cli-word-file = BESTAND
cli-word-text = TEKST
cli-word-dir = MAP
cli-word-number = AANTAL
cli-word-mapping = KOLOM=VELD
cli-word-name = NAAM
cli-word-commands = Opdrachten
cli-word-command = OPDRACHT
cli-word-seed = GETAL
cli-word-what = Wat
cli-word-what-name = WAT
cli-word-query = VRAAG
cli-word-kind = SOORT
cli-word-key = VELD
cli-word-assignment = VELD=WAARDE
cli-word-colour = KLEUR
cli-word-entry = NUMMER
cli-word-date = DATUM
cli-word-optional = { "[OPTIES]" }

## Uitvoer
cli-written = { $label } (wijziging { $seq }; regie undo maakt het ongedaan)
cli-nothing-changed = Er is niets veranderd: het stond er al zo.
cli-undone = Ongedaan gemaakt: { $label }
cli-redone = Opnieuw gedaan: { $label }
cli-chip = “{ $part }” is niet begrepen. { $why }
cli-chip-hint = Er is niets toegevoegd. Verbeter het, of laat het met --as-title als gewone tekst in de titel staan.
cli-understood-next-year = { $field } { $value } (volgend jaar: dit jaar is die dag al geweest)
cli-removed-notes = met { $count ->
    [one] 1 notitie
   *[other] { $count } notities
}
cli-opt-mentions = Ook naam, adressen en nummers uit teksten van andere items, nu en in het logboek
cli-opt-leave-mentions = Alleen het contact: wat in teksten van andere items over de persoon staat, blijft, ook in het logboek
cli-opt-erase-name = Ook zoeken naar deze naam, dit adres of dit nummer, en het overal weghalen; mag vaker
cli-opt-hand-over-to = Wat naar het contact verwijst, eerst laten overnemen door dit andere contact
cli-opt-yes = Niet om bevestiging vragen
cli-not-admin-hint = Vraag het de beheerder; “access.toml” in de map van het register zegt wie dat is.
cli-not-cleared-hint = Vraag de eigenaar van het register om het te wissen, of om “cleared = true” in “access.toml”.
cli-log-erased = gegevens gewist door { $seq }
cli-erase-unasked = Wissen kan niet ongedaan worden gemaakt, en hier kan niet worden gevraagd of u { $ref } echt bedoelt.
cli-erase-unasked-hint = Geef --yes mee als dat zo is.
cli-erase-removed = al verwijderd
cli-erase-meant = { $ref } ({ $name }) wissen? Alle gegevens van deze persoon verdwijnen uit het register en het logboek, en niets brengt ze terug.
cli-erase-found = De persoon wordt ook genoemd in { $places ->
    [one] 1 tekst
   *[other] { $places } teksten
} van andere items in het register, en in { $lines ->
    [one] 1 regel
   *[other] { $lines } regels
} van het logboek.
cli-erase-more = … en nog { $count }
cli-erase-ask = Typ { $ref } om door te gaan:
cli-erase-ask-mentions = Ook daar verdwijnen naam, adressen en nummers. Typ { $ref } om door te gaan:
cli-erase-ask-left = Dat blijft allemaal staan, ook in het logboek. Typ { $ref } om door te gaan:
cli-erase-ask-which = Typ { $ref } --mentions om de persoon ook daar weg te halen, nu en in het logboek, of { $ref } --leave-mentions om dat alles te laten staan:
cli-erase-mentioned = Er is niets gewist: { $ref } wordt ook genoemd in wat anderen schreven, en u hebt niet gezegd wat daarmee moet gebeuren.
cli-erase-choose = Geef --mentions mee om naam, adressen en nummers ook daar weg te halen, nu en in het logboek. Geef --leave-mentions mee om alleen het contact te wissen: dan blijft dit alles staan, ook in het logboek.
cli-erase-ask-over = { $count ->
    [one] Eén item verwijst
   *[other] { $count } items verwijzen
} naar { $ref }; dat gaat eerst over naar { $to } ({ $name }).
cli-erase-over-hint = Laat iemand anders alles in één keer overnemen: regie erase { $ref } --hand-over-to { $to }
cli-erase-over-itself = { $ref } kan niet van zichzelf overnemen.
cli-erase-over-stands = Wat naar de persoon verwees, is al wel overgedragen (vastgelegd als regel { $seq }); “regie undo” draait dat terug.
cli-erase-over = { $count ->
    [one] Eén item dat naar { $ref } verwees, verwijst
   *[other] { $count } items die naar { $ref } verwezen, verwijzen
} nu naar { $to } (vastgelegd als regel { $seq }).
cli-erase-name-short = Aan ‘{ $name }’ alleen is niemand te herkennen.
cli-erase-name-short-hint = Geef bij --name een volledige naam, een e-mailadres of een telefoonnummer van minstens acht cijfers.
cli-erase-not = Er is niets gewist: u hebt { $ref } niet bevestigd.
cli-erase-nothing = Van { $ref } stond niets meer in het register en het logboek.
cli-erased = { $ref } is gewist, uit het register en uit { $lines ->
    [one] 1 regel
   *[other] { $lines } regels
} van het logboek (vastgelegd als regel { $seq }).
cli-erase-gone = ook verwijderd: { $file }
cli-erase-left = De persoon wordt nog genoemd in { $places ->
    [one] 1 tekst
   *[other] { $places } teksten
} van andere items, en in { $lines ->
    [one] 1 regel
   *[other] { $lines } regels
} van het logboek; u liet dat staan.
cli-erase-name = Wordt de persoon nog ergens genoemd, haal dat dan overal weg met: regie erase { $ref } --name "NAAM, ADRES OF NUMMER"
cli-erase-others = Hier staan hetzelfde nummer of adres of dezelfde naam als gegeven van een ander; dat blijft:
cli-erase-files = In deze bestanden wordt de persoon genoemd, of kan dat zo zijn; ze zijn blijven staan:
cli-erase-backups = Reservekopieën van vóór vandaag bevatten de gegevens nog: vervang of vernietig die.
cli-bsn-lines = Let op: in { $file } staat op { $count ->
    [one] regel { $places }
   *[other] de regels { $places }
} iets dat op een burgerservicenummer lijkt. Dat hoort niet in het register; noem een zaaknummer. “regie undo” haalt het weg uit wat u ziet, niet uit het logboek.
cli-bsn-rows = Let op: in { $file } staat in { $count ->
    [one] rij { $places }
   *[other] de rijen { $places }
} iets dat op een burgerservicenummer lijkt. Dat hoort niet in het register; noem een zaaknummer. “regie undo” haalt het weg uit wat u ziet, niet uit het logboek.
cli-fields-hint = Velden: { $fields }
cli-date-hint = Een datum schrijft u zo: 27-11, 27-11-2026, vr, +2w of eind november.
cli-percent-hint = Geef een heel getal van 0 tot en met 100, zoals 60.
cli-list-kind-hint = “regie list --kind { $kind }” toont wie of wat er is.
cli-list-kinds-hint = “regie list” met --kind toont wat er is; een verwijzing zoals A-17 of T-5 mag ook.
cli-cycle-hint = Kies een ander plan of onderwerp; “regie show { $ref }” toont waar het nu staat.
cli-already-done-hint = Opnieuw oppakken kan met: regie set { $ref } state=in_progress
cli-health-reason-hint = Bijvoorbeeld: regie set A-17 health=orange health_reason="geen zaal", of bij progress met -m.
cli-drop-reason-hint = Bijvoorbeeld: regie set A-17 state=dropped drop_reason="overgenomen door de regio"
cli-in-use-hint = Met “regie set” wijst u ze naar iets anders; “regie show { $ref }” toont wat het is.
cli-itself = { $ref } kan bij { $field } niet naar zichzelf verwijzen.
cli-itself-hint = Noem iemand anders, of maak het veld leeg: regie set { $ref } { $field }=
cli-waiting = Zeg erbij waarop gewacht wordt.
cli-waiting-hint = Bijvoorbeeld: regie set { $ref } state=waiting waiting_on="advies van de politie"
cli-list-none = Geen { $kinds } gevonden.
cli-list-finished = { $count ->
    [one] Ook 1 afgeronde actie past hierbij
   *[other] Ook { $count } afgeronde acties passen hierbij
}; --all toont alles.
cli-list-more = { $shown } van { $total }; --limit 0 toont alles
cli-column-ref = nr
cli-column-open = open
cli-column-done = gereed
cli-column-marks = let op
cli-column-updated = gewijzigd
cli-mark-overdue = te laat
cli-mark-stale = stil
cli-by-hand = { $health } (met de hand gezet)
cli-by-worst = { $health } (de slechtste van de acties)
cli-log-undoes = neemt { $seq } terug
cli-step = { $field } { $before } → { $after }
cli-log-more = Er zijn oudere regels; --limit 0 toont alles.
cli-exported = Geschreven naar { $file }.
cli-excel-csv = --excel hoort bij csv.
cli-excel-csv-hint = regie export csv --excel -o acties.csv
cli-sort = Sorteren op “{ $given }” kan niet.
cli-sort-hint = Wel: due, title, state, lead, progress, health, updated, ref, node, weight; met - ervoor andersom.
cli-query = De vraag is niet begrepen bij “{ $part }”. { $why }
cli-query-hint = “regie list --help” noemt wat u kunt vragen. Tekst die op een zoekterm lijkt zet u tussen aanhalingstekens.
cli-line = regel { $line }
cli-row = rij { $row }
cli-status-new = nieuw
cli-status-changed = gewijzigd
cli-status-same = hetzelfde
cli-change = { $field }: { $before } wordt { $after }
cli-and-more = { $count ->
    [one] ... en nog één
   *[other] ... en nog { $count }
}

## Overnemen uit bestanden
cli-table = { $file }: { $rows ->
    [one] 1 rij
   *[other] { $rows } rijen
} ({ $facts })
cli-table-csv = CSV, scheidingsteken { $delimiter }, { $encoding }
cli-table-sheet = werkblad { $sheet }
cli-table-sheets = werkblad { $sheet }; ook in het bestand: { $others }
cli-converted = Het bestand is geen UTF-8; gelezen als { $encoding } en omgezet.
cli-mapping = Welke kolom welk veld wordt
cli-mapping-column = kolom
cli-mapping-field = veld
cli-mapping-example = voorbeeld
cli-mapping-none = (niet overgenomen)
cli-mapping-hint = Anders nodig? --map "KOLOM=VELD", zo vaak als nodig.
cli-fractions = De voortgang staat in het werkblad als breuk (0,6) en is gelezen als percentage (60%).
cli-import-counts = { $new } nieuw, { $changed } gewijzigd, { $same } hetzelfde, { $problems } met een fout
cli-import-reason = overgenomen uit { $file }
cli-import-nothing = Alles stond al zo in het register; er is niets te schrijven.
cli-import-not-written = Er is nog niets geschreven. Met --accept wel, als één wijziging die “regie undo” terugneemt.
cli-import-bad = { $file } is niet overgenomen: { $count ->
    [one] één rij heeft een fout
   *[other] { $count } rijen hebben een fout
}. Het register is zoals het was.
cli-import-bad-hint = Verbeter die rijen in het bestand, of laat ze weg met --skip-bad.
cli-new-contacts = Nieuwe contactpersonen ({ $count })
cli-new-partners = Nieuwe partners ({ $count })
cli-problems = Niet begrepen ({ $count })
cli-row-no-title = De kolom met de naam van de actie is leeg.
cli-row-no-node = Geen onderwerp in het plan heet “{ $given }”. Verbeter de naam, zet er een verwijzing (T-5), of laat de kolom weg met --map en --under.
cli-row-several = “{ $given }” past op meer dan één: { $names }. Zet er de verwijzing.
cli-row-no-action = “{ $given }” is geen actie in dit register. Maak de cel leeg voor een nieuwe actie, of laat de kolom weg met --map.
cli-row-double = Dezelfde actie als in rij { $first }.
cli-cards = { $file }: { $count ->
    [one] 1 visitekaartje
   *[other] { $count } visitekaartjes
}
cli-card-unended = Let op: het kaartje dat op regel { $line } begint, heeft geen einde (END:VCARD). Het is gelezen tot waar het volgende begint.
cli-doubles = Dubbel in het bestand, samengevoegd ({ $count })
cli-double = { $title } (rij { $rows })
cli-difference = { $field } { $kept } behouden, rij { $row } heeft { $other }
cli-card-no-name = Er staat geen naam bij.
cli-card-no-contact = “{ $given }” is geen contactpersoon in dit register.
cli-card-no-deputy = Niemand heet “{ $given }”, dus de vervanger is niet gezet.
cli-findings = Opgevallen ({ $count })
cli-plan-gone = Niet meer in deze tekst, wel in het register (blijft staan): { $refs }
cli-proposal-node = Onderwerpen en prioriteiten
cli-proposal-field = Veiligheidsvelden
cli-proposal-goal = Doelen
cli-proposal-partner = Partners
cli-proposal-agreement = Afspraken
cli-proposal-meeting_series = Overleggen
cli-proposal-principle = Uitgangspunten
cli-proposal-evaluation = Evaluaties
cli-proposal-indicator = Indicatoren
cli-proposal-instrument = Werkwijzen en instrumenten
cli-proposal-candidate_action = Kandidaat-acties

## Een register als geheel
cli-phase-load = Register laden
cli-phase-verify = Logboek controleren
cli-phase-replay = Logboek nalezen
cli-phase-state = Stand wegschrijven
cli-phase-copy = Kopiëren
cli-phase-demo = Gemeente verzinnen
cli-backup = Reservekopie gemaakt: { $file } ({ $entries ->
    [one] 1 regel
   *[other] { $entries } regels
} logboek, { $size }).
cli-restored = Teruggezet in { $dir }: { $entries ->
    [one] 1 regel
   *[other] { $entries } regels
} logboek.
cli-aside = Bewaard: { $path }
cli-verified = Het logboek klopt: { $entries ->
    [one] 1 regel
   *[other] { $entries } regels
}, { $items ->
    [one] 1 item
   *[other] { $items } items
}, { $size }.
cli-verify-agrees = De stand komt ermee overeen.
cli-verify-none = Er is nog geen stand; die komt er vanzelf.
cli-verify-differs = De stand komt er niet mee overeen.
cli-verify-unfit = De stand is niet bruikbaar: { $why }. De volgende keer wordt hij opnieuw gemaakt.
cli-verify-busy = De stand is niet bekeken: het register is in gebruik.
cli-verify-no-lock = De stand is niet bekeken: { $path } is geen gewoon bestand maar een koppeling, een pijp, een map of iets dergelijks. Zet het ergens anders; tot dan is dit register niet te openen.
cli-verify-torn = Aan het eind staan { $bytes ->
    [one] 1 byte
   *[other] { $bytes } bytes
} van een regel die nooit is afgemaakt; de volgende schrijver zet ze opzij.
cli-verify-source = De brontekst van { $plan } ({ $file }) ontbreekt of is niet de tekst die is overgenomen.
cli-verify-note = Het bestand journal/acknowledged, waaraan te zien is of het logboek zijn einde kwijt is, is niet te lezen of kan niet kloppen; bij de eerstvolgende wijziging wordt het opnieuw gemaakt.
cli-verify-note-folder = In de plaats van het bestand journal/acknowledged, waaraan te zien is of het logboek zijn einde kwijt is, staat een map. Zet die ergens anders; regie maakt het bestand bij de eerstvolgende wijziging opnieuw.
cli-verify-put-back = { $segment }, regel { $line } (wijziging { $seq }): hier staan weer gegevens van { $ref }, die { $actor } ({ $at }) heeft gewist met wijziging { $by }. De regel is teruggezet uit een oudere kopie.
cli-verify-put-back-hint = Wis ze opnieuw met “regie erase { $ref } --mentions”, en vernietig de kopie waar ze uit komen.
cli-verify-put-back-repair-hint = Teruggezette regels passen niet op wat erna is vastgelegd: voer eerst “regie repair” uit, en wis daarna opnieuw.
cli-verify-failed = Het register klopt niet helemaal.
cli-verify-failed-hint = “regie repair” zet opzij wat niet klopt en gooit niets weg.
cli-repair-sound = Er viel niets te herstellen: { $entries ->
    [one] 1 regel
   *[other] { $entries } regels
} logboek in orde.
cli-repaired = Hersteld: { $kept ->
    [one] 1 regel logboek is
   *[other] { $kept } regels logboek zijn
} behouden.
cli-repair-adapted = Van { $count ->
    [one] 1 regel
   *[other] { $count } regels
} is bewaard wat nog past, omdat er regels ervoor ontbreken.
cli-repair-lost = Verloren: { $count ->
    [one] regel { $seqs }
   *[other] de regels { $seqs }
}.
cli-repair-recovered = { $count ->
    [one] 1 wijziging die het logboek kwijt was, kwam
   *[other] { $count } wijzigingen die het logboek kwijt was, kwamen
} uit de stand terug.
cli-repair-items = Items: { $before } voor de schade, nu { $items }, voor zover dat is na te gaan.
cli-repair-end-lost = Het hele logboek was weg: wat na de laatste bewaarde stand is vastgelegd, is niet te achterhalen.
cli-repair-missing = Niet meer in het register: { $refs }{ $rest ->
    [0] {""}
   *[other] {" "}en nog { $rest }
}.
cli-repair-short = Het register is weer te gebruiken, maar niet alles is terug.
cli-repair-short-hint = Hebt u een reservekopie? “regie restore BESTAND --register MAP” zet haar in een andere map, zodat u kunt vergelijken; met --force vervangt zij dit register.
cli-demo-made = Een verzonnen gemeente met { $count } acties staat in { $dir }. Bekijken: regie --register { $dir }
cli-demo-headless = De demo opent in een terminal, en die is er hier niet.
cli-demo-headless-hint = “regie demo --into MAP” schrijft hem in een map.
cli-demo-not-free-hint = Kies met --into een lege map.

## Bij het openen
cli-notice-torn = Regel { $seq } van het logboek was niet afgemaakt en nooit bevestigd; de laatste { $bytes } bytes staan in { $file }.
cli-notice-rebuilt = De stand is opnieuw gemaakt uit { $entries ->
    [one] 1 regel
   *[other] { $entries } regels
} logboek, want { $why }.
cli-notice-rebuilt-aside = De stand is opnieuw gemaakt uit { $entries ->
    [one] 1 regel
   *[other] { $entries } regels
} logboek, want { $why }. De oude staat in { $dir }.
cli-notice-erased = Het wissen van { $contact } was onderbroken en is nu afgemaakt.
cli-notice-erased-gone = Daarbij verwijderd uit de map van het register: { $files }.
cli-notice-erased-left = Hier staat de persoon nog in, of misschien; kijk deze na: { $files }.
cli-notice-leftover = { $dir } is overgebleven van het wissen van een contact en kan niet worden verwijderd: { $reason }. Er kunnen nog gegevens van die persoon in staan. Bij de volgende keer openen wordt het weer geprobeerd; lukt het dan niet, verwijder de map dan zelf.
cli-notice-no-state = De stand kan niet worden bijgehouden: { $why }. Het register werkt uit het logboek en opent trager.
cli-state-missing = hij ontbrak
cli-state-format = hij was van een andere versie of niet af
cli-state-engine = de opslag meldde: { $reason }
cli-state-damaged = hij was beschadigd
cli-state-other = hij hoort bij een ander logboek
cli-state-full = de schijf is vol

## Fouten
cli-no-home = Het is niet bekend waar het register staat: HOME en XDG_DATA_HOME zijn niet gezet.
cli-no-home-hint = Geef de map met --register MAP of in REGIE_REGISTER.
cli-no-register = In { $dir } staat geen register.
cli-no-register-hint = “regie import plan BESTAND --accept” of “regie add TEKST” begint er een; --register MAP kiest een andere map.
cli-no-register-yet = In { $dir } staat nog geen register.
cli-dir-unreadable = De map { $dir } is van een ander account: u mag er niet in kijken, dus of er een register in staat is niet bekend.
cli-dir-unreadable-hint = Kies met --register een map van uzelf, of vraag de eigenaar om toegang.
cli-dir-is-file = { $dir } is geen map, dus er kan geen register in staan.
cli-not-empty = { $dir } is geen register en ook niet leeg; er is niets aangeraakt.
cli-not-empty-hint = Kies met --register een nieuwe of lege map.
cli-damaged = Het logboek in { $dir } is beschadigd: { $what }. Er is niets aangeraakt.
cli-damaged-hint = “regie repair” behoudt elke regel die klopt en bewaart de oude bestanden; “regie restore BESTAND” zet een reservekopie terug.
cli-damaged-copy-hint = Een kopie die bestand voor bestand is gemaakt terwijl er gewerkt werd, ziet er ook zo uit. Maak haar dan opnieuw, liefst met “regie backup”; of ga met deze verder na “regie repair”.
cli-damaged-verify-hint = “regie verify” zegt of er gewiste regels zijn teruggezet uit een oudere kopie, en welke.
cli-damage-at = { $segment }, regel { $line } (wijziging { $seq }): { $what }
cli-flaw-not-a-line = dit is geen regel van een logboek
cli-flaw-payload = de inhoud is niet die waarmee hij geschreven is
cli-flaw-not-erased = de inhoud is vervangen, en geen regel zegt dat er iets uit gewist is
cli-flaw-header = nummer, tijdstip of keten is niet zoals geschreven
cli-flaw-order = hij volgt niet op de regel ervoor
cli-flaw-incomplete = het vervolg van de wijziging ontbreekt
cli-flaw-segment = het bestand ontbreekt
cli-flaw-apply = de wijziging past niet op wat er volgens de regels ervoor van { $ref } is
cli-flaw-apply-field = de wijziging past niet op wat er volgens de regels ervoor van { $ref } is (veld “{ $field }”)
cli-flaw-unreadable = deze versie kan dit niet lezen ({ $reason })
cli-flaw-ends-early-note = het logboek houdt hier op, maar volgens het bestand journal/acknowledged zijn er wijzigingen vastgelegd tot en met { $known }
cli-flaw-ends-early = het logboek houdt hier op, maar er zijn wijzigingen vastgelegd tot en met { $known }
cli-future = Het register in { $dir } is geschreven door een nieuwere regie (bestand { $segment }, regel { $line }, versie { $version }). Er is niets aangeraakt.
cli-future-hint = Gebruik die nieuwere versie.
cli-not-free = { $dir } bevat al een register met { $entries ->
    [one] 1 regel
   *[other] { $entries } regels
} logboek; het is niet vervangen.
cli-not-free-hint = Kies een andere map met --register, of vervang het met --force; het oude blijft ernaast bewaard.
cli-bad-backup = { $file } is geen bruikbare reservekopie: { $what }. Er is niets aangeraakt.
cli-bad-backup-hint = Gebruik een bestand dat met “regie backup” is gemaakt.
cli-backup-replaced = Er is geen reservekopie gemaakt: terwijl het register in { $dir } werd gekopieerd, kwam er steeds een ander logboek voor in de plaats, zoals bij het wissen van een contact. Een eerdere reservekopie is er nog zoals zij was.
cli-backup-replaced-hint = Maak de reservekopie opnieuw als het wissen of herstellen klaar is.
cli-backup-none = zo begint een reservekopie niet
cli-backup-future = gemaakt door een nieuwere versie ({ $version })
cli-backup-short = het bestand breekt af
cli-backup-altered = { $part } is niet zoals geschreven
cli-no-file = { $path } is geen gewoon bestand maar een koppeling, een pijp, een map of iets dergelijks; er is niets mee gedaan.
cli-no-file-hint = Kijk wat het is (ls -ld { $path }) en zet het ergens anders; regie maakt zelf een nieuw bestand. Was het een koppeling naar het echte bestand, zet dat dan hier terug.
cli-bad-name = “{ $name }” kan geen bestandsnaam zijn.
cli-io = { $path }: { $reason }.
cli-io-full-hint = De schijf is vol. Maak ruimte; het register is zoals het was.
cli-io-denied-hint = Kies een plaats waar u wel bij mag, of vraag de beheerder.
cli-io-missing-hint = Controleer de naam en de map; regie maakt zelf geen mappen voor bestanden.
cli-io-folder-hint = Geef een bestand in die map.
cli-io-other-hint = Controleer schijf en rechten en probeer het opnieuw; het register is zoals het was.
cli-held-hint = Lezen kan wel. Probeer het opnieuw als die ander klaar is.
cli-held-door-hint = Dat venster antwoordt niet: het staat stil (Ctrl-Z; fg brengt het terug) of er is een eigen editor in open.
cli-held-brief = Het register is al tien seconden lang bezet door andere opdrachten{ $user ->
    [none] {""}
   *[other] {" "}van { $user }
}; er is niets vastgelegd.
cli-held-brief-hint = Die eindigen vanzelf: probeer het zo opnieuw.
cli-undo-changed-hint = “regie log” toont wat er sindsdien is gebeurd.
cli-file-missing = Het bestand { $file } bestaat niet.
cli-file-missing-hint = Controleer de naam; “ls” toont wat er in deze map staat.
cli-file-folder = { $file } is een map, geen bestand.
cli-file-folder-hint = Noem een bestand in die map.
cli-file-large = { $file } is te groot: { $size }, en hoogstens { $limit } wordt gelezen.
cli-file-large-hint = Deel het op, of sla alleen op wat u wilt overnemen.
cli-file-empty = In { $file } staat niets.
cli-file-empty-hint = Controleer of u het bestand hebt opgeslagen, en of dit het bedoelde bestand is.
cli-no-rows = In { $file } staan geen rijen onder de kop; er is niets over te nemen.
cli-is-pdf = een PDF
cli-is-zip = een zipbestand of een tekstdocument
cli-is-ole = een oud Word- of Excelbestand
cli-is-rtf = opgemaakte tekst (RTF)
cli-is-binary = geen tekst maar binaire gegevens
cli-not-a-table = { $file } is geen tabel: het is { $kind }.
cli-not-a-table-hint = Sla de lijst op als CSV, XLSX of ODS en probeer het opnieuw.
cli-unclosed-quote = In { $file } opent op regel { $line } een aanhalingsteken dat niet wordt gesloten: alle regels daarna zouden één cel worden. Er is niets overgenomen.
cli-unclosed-quote-hint = Sluit het aanhalingsteken, of haal het weg; een aanhalingsteken in de tekst zelf schrijft u dubbel ("").
cli-workbook-damaged = { $file } kan niet als werkmap worden gelezen ({ $reason }); het is beschadigd of beveiligd.
cli-no-such-sheet = { $file } heeft geen werkblad “{ $sheet }”; wel: { $known }.
cli-too-many-rows = { $file } heeft meer dan { $limit } rijen.
cli-unpacks-large = { $file } wordt uitgepakt { $size }, en hoogstens { $limit } wordt gelezen.
cli-map-pair = “{ $given }” is geen KOLOM=VELD, zoals "Actiehouder=lead".
cli-map-column = { $file } heeft geen kolom “{ $column }”; wel: { $known }.
cli-map-field = “{ $given }” is geen veld om naartoe over te nemen; wel: { $known }.
cli-map-no-title = Geen kolom van { $file } is herkend als naam. De kolommen: { $known }.
cli-map-no-title-hint = Wijs hem aan: --map "KOLOM=title".
cli-no-cards = In { $file } staat geen visitekaartje (vCard).
cli-not-cards = { $file } is geen vCard: het is { $kind }.
cli-not-cards-hint = Exporteer de contacten als vCard (.vcf) of als CSV.
cli-not-a-plan = { $file } is geen tekst: het is { $kind }.
cli-not-a-plan-hint = Sla het plan op als tekst of als webpagina, of haal de XML van lokaleregelgeving.overheid.nl.
cli-not-xml = { $file } begint als XML, maar klopt niet bij regel { $line }, kolom { $column }: { $reason }.
cli-headless = De werkbank heeft een terminal nodig, en die is er hier niet (of TERM is dumb).
cli-headless-hint =
    Zonder terminal werkt alles met opdrachten, bijvoorbeeld:
    regie list overdue                      wat over tijd is
    regie add "Titel @trekker due:vr"       een nieuwe actie
    regie progress A-17 60 -m "Zaal is er"  voortgang
    regie list --json                       voor scripts
    regie --help                            alle opdrachten
cli-output = De uitvoer kon niet worden geschreven: { $reason }.
cli-output-hint = Controleer waar de uitvoer heen gaat: ruimte en rechten.
cli-output-recorded = De wijziging is wel vastgelegd, als nummer { $seq }; herhaal de opdracht niet. “regie undo” maakt haar ongedaan.
cli-settings = Het instellingenbestand { $file } is niet gelezen: { $reason }
cli-settings-lang = De taal “{ $given }” in { $place } is niet bekend; kies nl of en.
cli-settings-toml = { $file }, regel { $line }, is geen geldige TOML ({ $reason }). De rest geldt.
cli-settings-unknown = De instelling “{ $name }” bestaat niet ({ $file }).
cli-settings-known = Er zijn: { $names }.
cli-settings-value = “{ $given }” in { $place } kan niet bij { $name }; kies uit { $known }.
cli-broken = Er ging iets mis dat niet had mogen gebeuren; regie is gestopt. Wat bevestigd was, staat in het register.
cli-broken-hint = De bijzonderheden staan in { $file }; stuur dat mee als u het meldt.

cli-clock = De klok van deze computer wijst { $at } aan. Daarmee kan regie niet werken: wat u vastlegt, zou een onmogelijke datum krijgen.
cli-clock-hint = Zet de klok goed (timedatectl, of date) en start regie opnieuw.
cli-register-free = Het register is vrijgekomen: wie regie opnieuw start, kan weer wijzigen.
desk-not-kept = { $path } kan niet worden geschreven ({ $reason }); uw indeling geldt alleen nu.
editor-none = Er is geen eigen editor ingesteld. Zet VISUAL of EDITOR, bijvoorbeeld: export EDITOR=nano.
editor-no-file = De tekst kan niet naar { $path } ({ $reason }). Hij staat nog hier.
editor-not-started = De editor { $path } start niet ({ $reason }). De tekst staat nog hier.
editor-failed = De editor ({ $editor }) eindigde met een fout. De tekst staat nog hier zoals hij was.
editor-failed-kept = De editor ({ $editor }) eindigde met een fout. Wat hij schreef, staat in { $path }; hier staat de tekst zoals hij was.
editor-not-text = Wat de editor teruggaf ({ $path }) is geen tekst in UTF-8. De tekst staat hier nog zoals hij was.
editor-file-gone = De editor heeft het bestand { $path } weggehaald ({ $reason }). De tekst staat nog hier zoals hij was.
editor-left-not-text = Wat een editor had toen regie wegviel, is niet geheel tekst in UTF-8. Wat leesbaar is, wordt hier aangeboden; het bestand zelf blijft staan als { $path }.
cli-not-a-file = { $path } is geen gewoon bestand. Kies een bestand met de tekst van het plan.

## De server

cli-cmd-serve = Houdt het register open voor meer mensen tegelijk
cli-cmd-status = Toont de server van het register en wie er verbonden is
cli-cmd-stop = Beëindigt de server van het register
cli-opt-idle = Eindig als er zo veel seconden niemand verbonden is geweest
serve-listening = Het register in { $dir } is open voor meer mensen, op { $socket }. Ctrl-C of regie stop beëindigt dat.
serve-nobody = De server op { $path } antwoordt niet.
cli-doubtful-hint = Kijk met regie log of het erbij staat voordat u het nog eens doet.
serve-nobody-hint = Kijk met regie status, of start hem opnieuw met regie serve.
serve-silent = De server (proces { $pid }) antwoordt niet.
serve-silent-hint = Wacht even en probeer het opnieuw. Blijft het zo, beëindig hem dan met kill { $pid } (helpt dat niet: kill -KILL { $pid }); wat is vastgelegd, blijft staan.
serve-silent-stopped-hint = Hij is stilgezet: kill -CONT { $pid } laat hem verdergaan, kill -KILL { $pid } beëindigt hem; wat is vastgelegd, blijft staan.
serve-silent-unknown = De server antwoordt niet.
serve-silent-unknown-hint = Wacht even en probeer het opnieuw. Blijft het zo, laat de beheerder de server dan beëindigen; wat is vastgelegd, blijft staan.
serve-other-version = De server is regie { $theirs }, dit is regie { $own }; die verstaan elkaar niet.
serve-other-version-hint = Gebruik dezelfde versie, of laat de beheerder de server stoppen en opnieuw starten.
serve-garbled = Wat daar antwoordt, is geen server van regie.
serve-io = De verbinding met de server is niet gelukt ({ $reason }).
serve-no-entry-hint = Vraag de beheerder om uw account in de groep van de server op te nemen; dat geldt vanaf de volgende keer dat u inlogt.
serve-stopping = De server is aan het stoppen.
serve-not-allowed = Het account { $account } mag dit register niet gebruiken.
serve-not-allowed-hint = Vraag de beheerder van het register om toegang.
serve-unidentified = Het systeem zegt niet op tijd van wie account { $uid } is; daarom laat de server u niet binnen.
serve-unidentified-hint = Probeer het zo opnieuw. Blijft het zo, laat de systeembeheerder dan kijken of “id { $uid }” antwoordt.
serve-full = Er zijn al { $most } verbindingen; meer neemt de server niet aan.
serve-full-hint = Probeer het opnieuw als iemand weg is.
serve-open-folder = In { $path } kunnen anderen schrijven; daar hoort geen socket.
serve-open-folder-hint = Neem anderen het schrijven af: chmod go-w { $path }
serve-occupied = Op { $path } staat iets dat geen socket is. Zet het ergens anders.
serve-taken = Op { $path } luistert al een server, van een ander register.
serve-taken-hint = Geef dit register een eigen socket met --socket.
serve-too-long = Het pad { $path } is te lang voor een socket (ten hoogste { $most } tekens).
serve-too-long-hint = Zet het register op een korter pad, of geef XDG_RUNTIME_DIR.
serve-no-socket = De socket { $path } kan niet worden gemaakt ({ $reason }).
serve-none = Er draait geen server voor het register in { $dir }.
serve-none-hint = regie serve start er een.
serve-status = Server { $pid }, sinds { $since }, laatste regel { $head }. Verbonden:
serve-stopped = De server stopt; wie verbonden is, hoort het.

cli-opt-socket = De socket van de server (anders REGIE_SOCKET, anders zegt de map van het register welke)
cli-opt-as = Werk als deze persoon; alleen voor het account van de server, in authorized_keys
cli-opt-group = Ook leden van deze groep van het systeem mogen verbinding maken
cli-opt-check = Kijk na of access.toml klopt: eigenaar, rechten, namen en rollen
cli-word-path = PAD
serve-as-alone = Wie als { $name } werkt, kan alleen wat { $name } mag, en dat bewaakt een server. Er draait er geen voor dit register.
serve-no-group = Het systeem kent geen groep die { $name } heet.
access-no-dir = De map { $dir } is niet te lezen ({ $reason }).
access-dir-mode = De map { $dir } staat open voor anderen (rechten { $mode }): wie erbij kan, leest het register buiten de server om. Sluit haar: chmod 700 { $dir }
access-owner = { $file } is van { $name } en niet van wie het register heeft. Geef het terug met chown.
access-mode = { $file } kan door anderen worden gewijzigd (rechten { $mode }). Sluit het: chmod 600 { $file }
access-no-file = { $file } is geen gewoon bestand. Zet er een bestand neer, of haal het weg.
access-dangling = { $file } is een koppeling die nergens heen wijst. Zet het bestand waar zij heen wijst, of haal haar weg.
access-too-large = { $file } is groter dan { $most } MB; zoveel wordt er niet van gelezen. Geef rollen aan groepen in plaats van aan elk account.
access-line = { $file }, regel { $line }: { $what }
access-toml = dit is geen geldig TOML. Schrijf voor elk account [user."naam"] en op de regel eronder role = "viewer", "editor" of "admin". (De TOML-lezer zegt: { $reason })
access-section = “{ $name }” hoort hier niet. Schrijf [user."naam"] voor een account, [group.naam] voor een groep.
access-no-name = hier staat een kop zonder naam. Schrijf [user."naam"] of [group.naam], of haal hem weg.
access-no-heading = onder “{ $name }” hoort een kop per account of groep. Schrijf [user."naam"] of [group.naam], en op de regel eronder role = "viewer", "editor" of "admin".
access-unquoted = een naam met een punt hoort tussen aanhalingstekens. Schrijf "{ $name }".
access-key = “{ $key }” zegt niets over { $name }. Schrijf role of cleared.
access-no-role = { $name } heeft geen rol. Schrijf eronder role = "viewer", "editor" of "admin".
access-role = { $name } heeft de rol { $role }; die bestaat niet. Kies viewer, editor of admin.
access-cleared = cleared is bij { $name } geen true of false. Schrijf cleared = true of cleared = false.
access-no-user = { $file }, regel { $line }: het account { $name } is er niet, en authorized_keys heeft geen sleutel met --as { $name }.
access-no-group = { $file }, regel { $line }: het systeem kent de groep { $name } niet.
access-unsaid = Van { $count } { $count ->
    [one] naam
   *[other] namen
} in { $file } zei het systeem niet op tijd of het die kent. Probeer het later opnieuw.
access-more = En nog { $count } zulke { $count ->
    [one] punt
   *[other] punten
}.
access-unread = { $file } is niet te lezen ({ $reason }).
access-void = Tot dat is hersteld, geldt het bestand niet: alleen de eigenaar van het register kan erin.
access-missing = { $file } is er niet: alleen de eigenaar van het register kan erin.
access-well = { $file } klopt.
serve-as-no-files = Wie als { $name } werkt, leest geen bestanden in: die zijn van het account van de server.
serve-as-no-files-hint = Laat de beheerder het plan inlezen met regie import plan.
cli-held-served = Een server houdt dit register open (proces { $pid }): dat kan niet tegelijk.
cli-held-served-hint = regie stop beëindigt hem; wie verbonden is, hoort het.
