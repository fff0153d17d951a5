# De werkbank: opdrachten, panelen, invoerregels, meldingen.

## Opdrachten: titel, hulpzin en (voor de onderste regel) één woord

cmd-add_action = Actie toevoegen
cmd-add_action-help = Voeg een actie toe onder het gekozen onderwerp, met trekker, datum en labels op één regel.
cmd-add_action-hint = nieuw
cmd-record_progress = Voortgang vastleggen
cmd-record_progress-help = Leg voortgang vast: percentage, zo nodig een kleur, en een notitie.
cmd-record_progress-hint = voortgang
cmd-complete_action = Gereed melden
cmd-complete_action-help = Meld de actie gereed: 100% en vandaag afgerond.
cmd-complete_action-hint = gereed
cmd-move_due_week = Einddatum een week later
cmd-move_due_week-help = Schuif de einddatum een week op, gerekend vanaf die datum; is er geen, dan vanaf vandaag.
cmd-move_due_week-hint = +week
cmd-move_due_week_back = Einddatum een week eerder
cmd-move_due_week_back-help = Haal de einddatum een week naar voren, gerekend vanaf die datum; is er geen, dan vanaf vandaag.
cmd-set_due = Einddatum kiezen
cmd-set_due-help = Zet de einddatum op een dag: 27-11, vr, eind november, of +2w vanaf vandaag.
cmd-set_due-hint = datum
cmd-assign_lead = Aan iemand geven
cmd-assign_lead-help = Geef de actie een andere trekker: een paar letters van de naam is genoeg.
cmd-assign_lead-hint = trekker
cmd-toggle_flag = Markeren of niet
cmd-toggle_flag-help = Markeer de actie voor aandacht, of haal de markering weg.
cmd-reopen_action = Heropenen
cmd-reopen_action-help = Neem een afgeronde of vervallen actie weer op.
cmd-drop_action = Laten vervallen
cmd-drop_action-help = Laat de actie vervallen, met een reden; ze telt dan niet meer mee.
cmd-copy_item = Nummer en titel kopiëren
cmd-copy_item-help = Kopieer nummer en titel naar het klembord van uw computer, ook over SSH.
cmd-copy_reference = Kenmerk kopiëren
cmd-copy_reference-help = Kopieer alleen het kenmerk, zoals A-17.
cmd-copy_phone = Telefoonnummer kopiëren
cmd-copy_phone-help = Kopieer het telefoonnummer van de trekker, of anders van de eerste partner.
cmd-edit_field = Veld bewerken
cmd-edit_field-help = Bewerk ter plekke: de titel, in de tabel de cel onder de kolom, in de details het veld onder de cursor.
cmd-edit_field-hint = bewerk
cmd-remove_item = Verwijderen
cmd-remove_item-help = Verwijder het item waar niets naar verwijst; eerst staat er wat er weggaat.
cmd-add_partner = Partner toevoegen
cmd-add_partner-help = Voeg een partner toe: een organisatie waarmee de gemeente samenwerkt.
cmd-add_partner-hint = partner
cmd-add_contact = Contactpersoon toevoegen
cmd-add_contact-help = Voeg bij de gekozen partner iemand toe: naam, functie, telefoon en e-mail op één regel.
cmd-add_contact-hint = contact
cmd-add_agreement = Afspraak toevoegen
cmd-add_agreement-help = Leg een afspraak met de gekozen partner vast: titel, looptijd en opzegtermijn op één regel.
cmd-add_agreement-hint = afspraak
cmd-show_partners = Weergave Partners
cmd-show_partners-help = Ga naar de weergave Partners: wie ze zijn, wat ze dragen, welke afspraken aflopen.
cmd-toggle_mark = Aankruisen
cmd-toggle_mark-help = Kruis de actie aan, of haal het kruis weg; opdrachten gelden dan voor alle aangekruiste.
cmd-toggle_mark-hint = kruis
cmd-mark_again = Opnieuw aankruisen
cmd-mark_again-help = Kruis weer aan wat het laatst was aangekruist, voor zover de tabel het toont.
cmd-mark_all = Alles aankruisen
cmd-mark_all-help = Kruis alle acties van de tabel aan, of haal alle kruisen weg.
cmd-sort_column = Sorteren op kolom
cmd-sort_column-help = Sorteer op de gekozen kolom; nog eens keert de volgorde om.
cmd-sort_column-hint = sorteer
cmd-group_column = Groeperen op kolom
cmd-group_column-help = Groepeer op de gekozen kolom; nog eens maakt er weer één lijst van.
cmd-group_column-hint = groepeer
cmd-choose_columns = Kolommen kiezen
cmd-choose_columns-help = Kies welke kolommen de tabel heeft.
cmd-choose_columns-hint = kolom
cmd-set_filter = Filteren
cmd-set_filter-help = Filter terwijl u typt: de acties op trekker, thema, kleur, datum of tekst (Tab vult aan), het logboek op persoon, item of tekst.
cmd-set_filter-hint = filter
cmd-pick_filter = Bewaarde filters
cmd-pick_filter-help = Kies een bewaard filter, of bewaar het huidige onder een naam.
cmd-show_actions = Weergave Acties
cmd-show_actions-help = Ga naar de weergave Acties: alle acties als tabel. Nog eens: toon opnieuw wat in het filter past.
cmd-show_log = Weergave Logboek
cmd-show_log-help = Ga naar de weergave Logboek: wie wat wanneer wijzigde. Nog eens: ga naar de nieuwste regel.
cmd-show_history = Geschiedenis
cmd-show_history-help = Toon in het logboek alles wat er met dit item gebeurd is, ook de notities.
cmd-take_back_entry = Deze regel ongedaan maken
cmd-take_back_entry-help = Maak de gekozen regel ongedaan, als hij van u is en er daarna niets aan veranderd is.
cmd-take_back_entry-hint = deze ongedaan
cmd-go_to_subject = Naar het item
cmd-go_to_subject-help = Ga naar het item waar de regel over gaat.
cmd-go_to_subject-hint = naar item
cmd-filter_subject = Alleen dit item
cmd-filter_subject-help = Toon alleen wat er met het item van deze regel gebeurd is; nog een keer toont weer alles.
cmd-filter_subject-hint = dit item
cmd-filter_person = Alleen deze persoon
cmd-filter_person-help = Toon alleen wat deze persoon deed; nog een keer toont weer alles.
cmd-filter_person-hint = deze persoon
cmd-filter_own = Alleen van uzelf
cmd-filter_own-help = Toon alleen wat u zelf deed; nog een keer toont weer alles.
cmd-filter_own-hint = eigen
cmd-break_line = Nieuwe regel
cmd-break_line-help = Begin een nieuwe regel in een lange tekst.
cmd-open_editor = In de eigen editor
cmd-open_editor-help = Bewerk de tekst in de editor uit $VISUAL of $EDITOR.
cmd-remove_chosen = Gekozene weghalen
cmd-remove_chosen-help = Haal het gekozen bewaarde filter weg.
cmd-add_node = Onderwerp toevoegen
cmd-add_node-help = Voeg een onderwerp (prioriteit, thema) toe onder de gekozen plaats in de boom.
cmd-add_node-hint = onderwerp
cmd-move_node_up = Onderwerp omhoog
cmd-move_node_up-help = Zet het onderwerp vóór het vorige.
cmd-move_node_down = Onderwerp omlaag
cmd-move_node_down-help = Zet het onderwerp achter het volgende.
cmd-indent_node = Onderwerp een niveau dieper
cmd-indent_node-help = Hang het onderwerp onder het vorige.
cmd-outdent_node = Onderwerp een niveau hoger
cmd-outdent_node-help = Haal het onderwerp onder het bovenliggende uit.
cmd-move_node = Onderwerp verplaatsen
cmd-move_node-help = Kies waar het onderwerp onder komt te hangen.
cmd-move_node-hint = verplaats
cmd-keep_mark = Plaats onthouden
cmd-keep_mark-help = Onthoud dit item onder een letter, zolang regie openstaat.
cmd-go_to_mark = Naar onthouden plaats
cmd-go_to_mark-help = Ga naar wat onder een letter onthouden is.
cmd-go_backward = Terug
cmd-go_backward-help = Ga terug naar waar u vandaan sprong.
cmd-go_forward = Vooruit
cmd-go_forward-help = Ga weer vooruit, na teruggaan.
cmd-show_passage = Passage in het plan
cmd-show_passage-help = Toon de passage (de bron) in de tekst van het plan waar dit uit komt.
cmd-show_passage-hint = bron
cmd-show_findings = Tegenstrijdigheden
cmd-show_findings-help = Toon de bevindingen bij het nakijken van het plan: tegenstrijdigheden en fouten in de tekst, met de regels erbij.
cmd-import_plan = Plan inlezen
cmd-import_plan-help = Lees een plan uit een bestand; u ziet eerst wat er gevonden is.
cmd-toggle_proposal = Afwijzen of overnemen
cmd-toggle_proposal-help = Wijs het voorstel af, of neem het weer over; op een kop: alles eronder.
cmd-toggle_proposal-hint = wel/niet
cmd-refuse_below = Alles eronder afwijzen
cmd-refuse_below-help = Wijs alles af wat onder deze regel staat.
cmd-refuse_below-hint = eronder af
cmd-take_below = Alles eronder overnemen
cmd-take_below-help = Neem over wat op deze regel staat en alles eronder.
cmd-take_below-hint = eronder wel
cmd-edit_proposal = Titel aanpassen
cmd-edit_proposal-help = Pas de titel van het voorstel aan; Enter bewaart, Esc niet.
cmd-edit_proposal-hint = titel
cmd-change_node_kind = Soort onderwerp
cmd-change_node_kind-help = Geef het onderwerp de volgende soort: prioriteit, thema, onderwerp, project, …
cmd-change_level = Niveau
cmd-change_level-help = Geef het onderwerp het volgende niveau: lokaal, driehoek, regionaal, landelijk, geen.
cmd-next_finding = Volgende bevinding
cmd-next_finding-help = Ga naar de volgende bevinding: een tegenstrijdigheid of fout in de tekst.
cmd-next_finding-hint = bevinding
cmd-previous_finding = Vorige bevinding
cmd-previous_finding-help = Ga naar de vorige bevinding: een tegenstrijdigheid of fout in de tekst.
cmd-next_place = Volgende plaats
cmd-next_place-help = Ga naar de volgende plaats in de tekst waar de bevinding over gaat, na de laatste weer de eerste. Enter op een bevinding doet dat ook.
cmd-next_place-hint = plaats
cmd-scroll_text_down = Tekst omlaag
cmd-scroll_text_down-help = Schuif de tekst van het plan een regel op.
cmd-scroll_text_down-hint = tekst
cmd-scroll_text_up = Tekst omhoog
cmd-scroll_text_up-help = Schuif de tekst van het plan een regel terug.
cmd-scroll_text_up-hint = op
cmd-take_marked = Overnemen
cmd-take_marked-help = Neem alles over wat niet is afgewezen: één stap, dus één keer ongedaan. Enter op een voorstel doet dat ook, na een vraag.
cmd-take_marked-hint = overnemen
cmd-find_item = Zoeken
cmd-find_item-help = Zoek alles op woord, nummer of persoon; Enter gaat erheen.
cmd-find_item-hint = zoek
cmd-undo_change = Ongedaan maken
cmd-undo_change-help = Maak uw laatste wijziging ongedaan, ook na een herstart.
cmd-undo_change-hint = ongedaan
cmd-redo_change = Opnieuw doen
cmd-redo_change-help = Doe opnieuw wat ongedaan is gemaakt.
cmd-open_palette = Opdracht op naam
cmd-open_palette-help = Kies een opdracht op naam.
cmd-open_palette-hint = opdracht
cmd-show_help = Hulp
cmd-show_help-help = Toon alle toetsen met uitleg.
cmd-show_help-hint = hulp
cmd-show_plan = Weergave Plan
cmd-show_plan-help = Ga naar de weergave Plan: boom, acties, details.
cmd-show_tour = Rondleiding
cmd-show_tour-help = Laat in vijf stappen zien hoe het werkt; Esc slaat de rest over.
cmd-show_people = Wie er nog meer is
cmd-show_people-help = Toon wie er nog meer in dit register werkt, en bij welk onderdeel.
cmd-redraw_screen = Scherm verversen
cmd-redraw_screen-help = Teken het hele scherm opnieuw.
cmd-suspend_program = Even naar de shell
cmd-suspend_program-help = Ga even terug naar de shell; “fg” brengt regie terug.
cmd-quit_program = Stoppen
cmd-quit_program-help = Stop. Alles is al vastgelegd.
cmd-quit_program-hint = stop
cmd-move_down = Omlaag
cmd-move_down-help = Eén regel omlaag.
cmd-move_down-hint = omlaag
cmd-move_up = Omhoog
cmd-move_up-help = Eén regel omhoog.
cmd-move_up-hint = omhoog
cmd-go_left = Naar links
cmd-go_left-help = Vouw dicht, of ga naar het paneel links.
cmd-go_left-hint = links
cmd-go_right = Naar rechts
cmd-go_right-help = Vouw open, of ga naar het paneel rechts.
cmd-go_right-hint = rechts
cmd-open_item = Openen
cmd-open_item-help = Ga een paneel verder in het gekozene; op een pagina: kies.
cmd-open_item-hint = kies
cmd-go_back = Terug
cmd-go_back-help = Ga terug, of sluit de pagina.
cmd-go_back-hint = terug
cmd-focus_next = Volgend paneel
cmd-focus_next-help = Ga naar het volgende paneel.
cmd-focus_next-hint = paneel
cmd-focus_previous = Vorig paneel
cmd-focus_previous-help = Ga naar het vorige paneel.
cmd-focus_tree = Naar de boom
cmd-focus_tree-help = Ga naar de boom.
cmd-focus_actions = Naar de acties
cmd-focus_actions-help = Ga naar de acties.
cmd-focus_detail = Naar de details
cmd-focus_detail-help = Ga naar de details.
cmd-move_half_down = Halve pagina omlaag
cmd-move_half_down-help = Een halve pagina omlaag.
cmd-move_half_up = Halve pagina omhoog
cmd-move_half_up-help = Een halve pagina omhoog.
cmd-move_page_down = Pagina omlaag
cmd-move_page_down-help = Een pagina omlaag.
cmd-move_page_up = Pagina omhoog
cmd-move_page_up-help = Een pagina omhoog.
cmd-move_first = Naar het begin
cmd-move_first-help = Ga naar de eerste regel.
cmd-move_last = Naar het eind
cmd-move_last-help = Ga naar de laatste regel.
cmd-center_row = Regel naar het midden
cmd-center_row-help = Schuif de lijst, zodat de regel onder de cursor in het midden staat.
cmd-toggle_fold = Open- of dichtvouwen
cmd-toggle_fold-help = Vouw het onderwerp of de partner open of dicht.
cmd-fold_all = Alles dichtvouwen
cmd-fold_all-help = Vouw de hele boom dicht.
cmd-unfold_all = Alles openvouwen
cmd-unfold_all-help = Vouw de hele boom open.
cmd-accept_line = Bewaren
cmd-accept_line-help = Bewaar wat er getypt is, of kies de gemarkeerde regel.
cmd-accept_line-hint = akkoord
cmd-drop_line = Annuleren
cmd-drop_line-help = Sluit zonder te bewaren.
cmd-drop_line-hint = annuleer
cmd-choose_next = Volgende keuze
cmd-choose_next-help = Markeer de volgende regel.
cmd-choose_previous = Vorige keuze
cmd-choose_previous-help = Markeer de vorige regel.
cmd-cursor_left = Teken naar links
cmd-cursor_left-help = Een teken naar links.
cmd-cursor_right = Teken naar rechts
cmd-cursor_right-help = Een teken naar rechts.
cmd-cursor_start = Naar het begin van de regel
cmd-cursor_start-help = Naar het begin van de regel.
cmd-cursor_end = Naar het eind van de regel
cmd-cursor_end-help = Naar het eind van de regel.
cmd-erase_back = Teken wissen
cmd-erase_back-help = Wis het teken voor de cursor.
cmd-erase_forward = Teken erachter wissen
cmd-erase_forward-help = Wis het teken achter de cursor.
cmd-erase_word = Woord wissen
cmd-erase_word-help = Wis het woord voor de cursor.
cmd-erase_line = Regel wissen
cmd-erase_line-help = Wis alles voor de cursor.

## Waar opdrachten gelden, en de kop van de toetsentabel

scope-items = Acties en onderwerpen
scope-panes = Bewegen
scope-plan = In de boom van Plan en Partners
scope-actions = In de weergave Acties
scope-partners = In de weergave Partners
scope-log = In de weergave Logboek
scope-everywhere = Overal
scope-review = Bij het nakijken van een plan
scope-prompt = In een invoerregel
keys-column-keys = Toetsen
keys-column-command = Opdracht
keys-column-help = Wat het doet
keys-column-name = Naam in keymap.toml

## Waarom een opdracht nu niet kan

reason-read-only = Het register is nu alleen te lezen; wijzigen kan niet.
reason-needs-action = Dit werkt op een actie: ga met { $actions } naar de acties en kies er een.
reason-needs-place = Dit werkt op een onderwerp: ga met { $tree } naar de boom en kies er een.
reason-needs-item = Kies eerst een regel: er staat niets onder de cursor.
reason-stays-as-written = Een voortgangsnotitie blijft zoals hij geschreven is. Leg er een nieuwe naast, of maak hem ongedaan.
reason-needs-node = Een actie staat onder een onderwerp, en dat is er hier nog niet: { $node } voegt er een toe, { $import } leest een plan in.
reason-other-tree = Onderwerpen staan in de boom van het plan; { $plan } gaat erheen.
reason-already-done = Deze actie is al gereed; { $reopen } heropent haar.
reason-already-open = Deze actie is nog open.
reason-already-dropped = Deze actie is al vervallen.
reason-no-passage = Dit komt niet uit een ingelezen plan, dus er is geen passage.
reason-no-plan-text = Van dit plan is geen tekst bewaard: het is niet uit een bestand gelezen.
reason-not-in-log = Dit werkt op een regel van het logboek: ga er met { $log } heen.
reason-needs-entry = Kies eerst een regel van het logboek: er staat niets onder de cursor.
reason-not-reviewing = Dit kan alleen bij het nakijken van een plan dat wordt ingelezen.

## Kop, panelen en lege plekken

view-plan = Plan
view-actions = Acties
view-partners = Partners
view-log = Logboek
header-read-only = alleen lezen
header-disk-full = schijf vol
doubtful-again = Doe het nog eens zodra de server weer antwoordt: het wordt niet dubbel vastgelegd.
header-away = geen verbinding
header-other-version = andere versie
header-not-allowed = geen toegang
header-online = { $count } online
header-looks = { $actor } ook hier
header-edits = { $actor } bewerkt
header-edits-own = u bewerkt dit elders
pane-tree = Prioriteiten
pane-actions = Acties
pane-carried = Gedragen door
partners-open = open
partners-agreements = Afspraken naar datum
partners-loose = Zonder partner
partners-empty = Nog geen partners. { $key } voegt er een toe; “regie import contacts BESTAND” leest contactpersonen met hun organisaties in.
partners-partner-free = { $name } draagt geen open acties en heeft geen afspraken. { $key } legt een afspraak vast, { $contact } een contactpersoon.
partners-contact-free = { $name } is van geen open actie trekker, en de organisatie heeft geen afspraken; { $key } legt er een vast.
partners-open-actions = Open acties
partners-agreements-with = Afspraken
partners-agreements-of = Afspraken van { $name }
partners-soon-count = { $count ->
    [0] geen vraagt aandacht
    [one] één vraagt aandacht
   *[other] { $count } vragen aandacht
 }
agreement-notice-soon = { $days ->
    [0] opzeggen kan nog vandaag
    [one] opzeggen kan tot { $day }, nog 1 dag
   *[other] opzeggen kan tot { $day }, nog { $days } dagen
 }
agreement-notice-brief = { $days ->
    [0] opzeggen kan nog vandaag
   *[other] opzegbaar tot { $day }, { $days } d
 }
agreement-notice = opzeggen kan tot { $day }
agreement-end-soon = { $days ->
    [0] eindigt vandaag
    [one] eindigt morgen
   *[other] eindigt over { $days } dagen
 }
agreement-end = eindigt op { $day }
agreement-lasting = zonder einddatum
agreement-ended = afgelopen op { $day }
tree-loose = Zonder onderwerp
tree-empty = Nog geen plan. { $key } toont hoe u begint: een plan inlezen, een nieuw plan, of rondkijken in de demo.
actions-empty = Geen acties hier. Met { $key } voegt u er een toe; kies anders links een ander onderwerp.
actions-no-topic = Dit plan heeft nog geen onderwerpen. Met { $key } voegt u er een toe; daaronder komen de acties.
actions-all-done = Alles is gereed ({ $done }). Kies een onderwerp om te zien wat er gedaan is.
actions-count = { $open } open, { $done } gereed
actions-count-below = { $open } open, { $done } gereed, met alles eronder
actions-heading = { $open } open
too-small = Venster te klein: regie vraagt { $columns }x{ $rows }.
not-over-page = Dat kan hier niet; { $key } gaat eerst terug.
key-unknown = { $keys } doet hier niets; { $help } toont de toetsen.
go-gone = { $ref } staat niet meer in het register.

## Details

detail-by-hand = met de hand gezet
detail-today = vandaag
detail-in-days = { $days ->
    [one] morgen
   *[other] over { $days } d
 }
detail-days-late = { $days } d te laat
detail-kind = soort
detail-next = nu
detail-notice = opzegtermijn
detail-notice-until = opzeggen
detail-until = kan tot { $day }
detail-until-past = kon tot { $day }
detail-to = t/m
detail-months = { $count ->
    [one] 1 maand
   *[other] { $count } maanden
 }
detail-past-year = valt na programmajaar { $year }
detail-stale = al { $days } dagen stil
detail-notes = stand van zaken
detail-fields = alle velden
detail-no-partner = Nog geen partner ({ $key }: velden)
detail-no-contacts = Nog geen contactpersonen. { $key } voegt er een toe; “regie import contacts BESTAND” leest een lijst in.
detail-no-notes = Nog geen notities; { $key } legt voortgang vast.
detail-older-notes = en nog { $count } eerdere
detail-more = { $lines } meer
detail-no-actions = nog geen acties
detail-dropped = { $count } vervallen
detail-source = in het plan, regel { $line }
detail-origin = bron
detail-origin-line = regel { $line } ({ $key })
detail-origin-plan = tekst ({ $key }), tegenstrijdigheden ({ $findings })
detail-switchboard = algemeen nummer
detail-period = periode
detail-validity = geldigheid
detail-adopted = vastgesteld

## Wat er gebeurd is

undo-done = Ongedaan gemaakt — { $what }
redo-done = Opnieuw gedaan: { $what }
undo-tail = · { $key } = ongedaan
redo-tail = · { $key } doet het opnieuw
undo-outside-filter = · regel { $seq } buiten het filter
undo-nothing = Er is niets van u om ongedaan te maken.
redo-nothing = Er is niets om opnieuw te doen.
nothing-changed = Er is niets veranderd.
copied = Gekopieerd: { $text }
copied-phone = Gekopieerd: { $text } ({ $who })
copied-no-phone = Bij { $what } staat geen telefoonnummer. Leg het vast bij de trekker of een partner.
copied-too-long = De tekst is te lang om te kopiëren ({ $bytes } bytes; een terminal neemt er { $limit }).
draft-not-kept = Wat u typt kan niet als concept worden bewaard: { $why } Leg het vast met Enter; tot dan staat het alleen op dit scherm.
follow-failed = Wat anderen vastleggen is hier nu niet te volgen. { $reason } regie blijft het proberen; blijft dit staan, start het dan opnieuw.
draft-lost = Wat u aan het typen was kon niet als concept worden bewaard: { $why } Het staat hieronder.
follow-anew = Een wijziging die hier al te zien was, is niet vastgelegd: de schijf van wie schrijft, nam haar niet aan. Het register is opnieuw ingelezen.
follow-again = De verbinding met de server is er weer; dit is het register zoals het nu is.
follow-erased = Iemands gegevens zijn uit het register gewist; dit is het register zoals het nu is.
follow-erased-named = Uw tekst noemt iemand van wie de gegevens net zijn gewist: haal dat eruit.
people-alone = U werkt alleen: dit register is niet gedeeld. Met regie serve is het open voor meer mensen.
people-none = Er is nu niemand anders.
people-here = Hier zijn ook: { $names }.
people-edits = { $actor } (bewerkt { $ref })
people-looks = { $actor } (bij { $ref })
people-own = { $count ->
    [one] U hebt zelf nog een venster open{ $places }.
   *[other] U hebt zelf nog { $count } vensters open{ $places }.
}
people-own-edits = bewerkt { $ref }
people-own-looks = bij { $ref }
kept-text = Deze invoer was nog niet verzonden toen regie wegviel. Enter legt hem vast, Esc laat hem vallen.
kept-mark-short = hersteld
kept-mark = niet verzonden invoer van eerder hersteld
lost-title = Niet verzonden invoer van eerder
lost-intro = Deze invoer is niet vanzelf terug te zetten: waar hij over ging, staat niet meer in het register, of hij kwam uit uw eigen editor. Neem over wat u nog nodig hebt: sluit u deze pagina, dan is hij weg.
lost-edit = invoer bij { $ref }
lost-progress = voortgang van { $ref }
lost-drop = reden van vervallen van { $ref }
lost-node = nieuw onderwerp onder { $ref }
lost-add = nieuwe actie onder { $ref }
lost-new = nieuw bij { $ref }
lost-editor = wat in uw eigen editor stond toen regie wegviel
lost-other = invoer “{ $name }”
warn-bsn = Dit lijkt een burgerservicenummer. Gegevens van burgers horen niet in het register.

## Invoerregels

paste-cut = Wat u plakte was langer dan een veld kan zijn (1 MiB); de rest is weggelaten.
arrangement-unread = Uw indeling en bewaarde filters konden niet worden gelezen. Het bestand blijft bewaard, als workbench.toml.damaged, zodra u iets nieuws bewaart.
line-full = De tekst is te lang voor deze regel ({ $limit } bytes); wat niet paste, is weggelaten.
add-title = Nieuwe actie
add-title-under = Nieuwe actie onder { $under } · onder:naam kiest anders
add-hint = titel · @trekker · +partner · einddatum:vr (of 27-11) · #label · ! markeert
add-title-partner = Nieuwe partner
add-hint-partner = de naam van de organisatie
add-title-contact = Nieuwe contactpersoon
add-hint-contact = naam, functie, +partner, telefoon, e-mail (komma’s ertussen, in elke volgorde)
add-name = naam
add-unsure-name = Wat de naam is, blijkt niet uit de regel; de eerste tekst is als naam gelezen. Is dat niet zo, zet dan “naam:” voor de naam.
add-title-agreement = Nieuwe afspraak
add-hint-agreement = titel · 1-1-2026..31-12-2027 · opzeg 3m · +partner
add-stays-text = “{ $typed }” blijft tekst. { $why }
progress-title = Voortgang, nu { $percent }%: { $what }
progress-title-all = Voortgang van { $what }
progress-hint = bijv. 60 zaal geregeld · met kleur g, o of r: 60 o wacht op vergunning
progress-nothing = Typ een percentage, een notitie of allebei; Esc sluit.
progress-too-much = Meer dan 100% kan niet: typ een getal van 0 tot en met 100.
drop-title = Laten vervallen: { $what }
drop-hint = Waarom vervalt de actie?
remove-title = Verwijderen
remove-more = { $count ->
    [one] en nog één item
   *[other] en nog { $count } items
 }
remove-notes = { $count ->
    [one] Eén voortgangsnotitie gaat mee.
   *[other] { $count } voortgangsnotities gaan mee.
 }
remove-in-use = { $what } kan niet weg: deze verwijzen ernaar.
remove-in-use-hint = Laat die eerst naar iets anders verwijzen of verwijder ze.
remove-hint = Verwijderen kan ongedaan worden gemaakt.
remove-yes = verwijder
remove-no = laat staan
remove-close = sluit
edit-marked = { $count ->
    [one] één aangekruiste actie
   *[other] { $count } aangekruiste acties
 }
edit-title-of-one = Een titel is van één item. Kies met { $right } een andere kolom, of met { $palette } een veld.
edit-no-field = Hier valt niets te bewerken.
edit-pick = typ een paar letters
edit-nothing-fits = Niets heet zo. Typ minder letters.
edit-lists = wat u typt komt erbij; -naam haalt weg, =naam komt in de plaats van alles
edit-added = erbij: { $what }
edit-removed = eraf: { $what }
edit-anew = in plaats van alles: { $what }
edit-emptied = alles gaat eraf
edit-from-today = { $day } (vanaf vandaag)
edit-takes = invullen: { $what }; leeg wist het veld
edit-takes-needed = invullen: { $what }
edit-why = Waarom { $what }?
edit-overtaken-by = Intussen zette { $who } hier “{ $value }” ({ $at }). Nog eens { $keep } zet het uwe ervoor in de plaats, { $leave } laat dit staan.
edit-overtaken-own = Intussen zette u hier in een ander venster “{ $value }” ({ $at }). Nog eens { $keep } zet wat u hier typte ervoor in de plaats, { $leave } laat dit staan.
edit-overtaken = Intussen staat hier “{ $value }”. Nog eens { $keep } zet het uwe ervoor in de plaats, { $leave } laat dit staan.
edit-long-hint = { $line } regel · { $editor } editor
filter-title = Filter
filter-hint = woorden · trekker: toestand: kleur: einddatum:<7d onder: veld: #label · -woord sluit uit · Tab vult aan
filter-no-tag = Geen actie heeft het label #{ $tag }.
columns-title = Kolommen ({ $key } zet aan of uit)
columns-no-room = { $name } (past niet)
saved-title = Bewaarde filters
saved-hint = Nog niets bewaard. Typ een naam om het huidige filter te bewaren.
saved-save-as = + bewaar als “{ $name }”: { $filter }
saved-which = Geen filter heet “{ $name }”. Nog eens Enter gaat naar “{ $other }”; { $key } en dan Enter bewaart als “{ $name }”.
saved-done = Bewaard als “{ $name }”.
table-count = { $found } van { $total }
table-more = nog { $more } met { $key }
table-marked = { $count } aangekruist
table-unmarked = { $count ->
    [one] Het kruis is weg; { $key } zet het terug.
   *[other] { $count } kruisen zijn weg; { $key } zet ze terug.
}
table-not-marked = Van wat de tabel toont was nog niets aangekruist.
table-first-filter = status:open
table-nothing = Geen actie past in dit filter. Met { $key } past u het aan, met { $all } ziet u alle acties.
table-nothing-fits = Geen actie past in dit filter.
table-no-actions = Er zijn nog geen acties. Met { $key } voegt u er een toe.
table-no-sort = Op { $column } kan niet gesorteerd worden.
table-no-group = Op { $column } kan niet worden gegroepeerd; kies met { $left } of { $right } een andere kolom.
column-updated = gewijzigd
column-progress = %
column-health = kl
column-weight = gew
node-new-title = Nieuw: { $kind } onder { $under }
node-new-hint = Hoe heet het? Enter voegt toe.
node-move-title = Waar komt { $what } onder?
node-no-further = Verder die kant op kan niet.
marks-set = Onder welke letter onthouden?
marks-go = Naar welke letter?
marks-none = Er is nog niets onthouden. Met { $key } en een letter of cijfer onthoudt u waar de cursor staat.
marks-none-set = Druk op een letter of cijfer: daaronder wordt onthouden waar de cursor staat.
marks-letter = letter of cijfer
marks-set-hint = onthoudt
marks-go-hint = gaat erheen
marks-kept = { $ref } onthouden onder { $letter }; { $key } { $letter } gaat erheen.
trail-start = Verder terug is er niets.
trail-end = Verder vooruit is er niets.
log-count = { $count ->
    [one] 1 regel
   *[other] { $said } regels
 }
log-found = { $said } gevonden
log-searching = zoekt nog, bij regel { $seq }
log-unjudged = { $count ->
    [one] één regel is onleesbaar
   *[other] { $count } regels zijn onleesbaar
 }
log-unnoticed = { $count ->
    [one] één nieuwe bovenaan
   *[other] { $count } nieuwe bovenaan
 }
log-empty = Er is nog niets vastgelegd. Elke wijziging komt hier te staan; met { $key } gaat u naar het plan.
log-nothing = Geen regel past in dit filter. Met { $filter } past u het aan, met { $all } ziet u alles weer.
log-nothing-fits = Geen regel past in dit filter.
log-nothing-yet = Nog niets gevonden; het zoeken gaat door.
log-missing = Hier is voor u niets te zien.
log-damaged = Regel { $seq } is beschadigd ({ $place }). “regie verify” zegt wat er mis is.
log-unread = Deze regel is niet te lezen: { $reason }.
log-no-item = Deze regel gaat niet over één item; Enter toont wat er veranderde.
log-me = @ik
log-entry = Regel { $seq }
log-when = { $who }, { $day } om { $time }
log-undoes = Neemt regel { $seq } terug: { $what } ({ $who }, { $when })
log-undoes-unread = Neemt regel { $seq } terug, die niet te lezen is.
log-redoes = Doet regel { $seq } opnieuw: { $what } ({ $who }, { $when })
log-redoes-unread = Doet regel { $seq } opnieuw, die niet te lezen is.
log-overtaken = Geldt niet meer: regel { $seq } deed het opnieuw ({ $who }, { $when })
log-overtaken-unread = Geldt niet meer, door regel { $seq }, die niet te lezen is.
log-undone = Teruggenomen door regel { $seq } ({ $who }, { $when })
log-undone-unread = Teruggenomen door regel { $seq }, die niet te lezen is.
log-erased = Gegevens gewist door regel { $seq } ({ $who }, { $when })
log-erased-unread = Gegevens gewist door regel { $seq }, die niet te lezen is.
log-reading = De wijzigingen worden gelezen…
log-changes = { $count ->
    [one] Eén wijziging
   *[other] { $said } wijzigingen
 }
log-changes-of = { $count ->
    [one] Eén wijziging van { $item }
   *[other] { $said } wijzigingen van { $item }
 }
log-more-changes = { $count ->
    [one] en nog één wijziging
   *[other] en nog { $said } wijzigingen
 }
log-set = { $field }: { $before } → { $after }
log-moved = verplaatst: { $from } → { $to }
log-reordered = andere volgorde onder { $under }
log-filter-title = Filter op het logboek
log-filter-hint = woorden uit de regel · @naam wie het deed · @ik alleen van uzelf · A-17 één item
find-title = Zoeken
find-hint = Typ een woord, een nummer (A-17) of een naam.
find-nothing = Niets gevonden. Typ minder letters of een ander woord; met een nummer zoals A-17 gaat u er meteen heen.
find-count = { $count } gevonden
palette-title = Opdracht
palette-nothing = Geen opdracht heet zo. Typ minder letters, of een woord uit wat u wilt doen.
palette-field = { $field } bewerken
palette-field-help = Van het item onder de cursor of alle aangekruiste.
setting-theme = thema: kleuren van het scherm
setting-theme-help = Zet theme = "dark" in { $file }; u kiest uit { $choices }. Voor één keer: regie --theme dark. Het geldt vanaf de volgende start.
setting-lang = taal van het scherm
setting-lang-help = Zet lang = "nl" of lang = "en" in { $file }. Voor één keer: regie --lang en. Het geldt vanaf de volgende start.
setting-keymap = toetsen van vim of emacs (keymap)
setting-keymap-help = Zet keymap = "vim" in { $file }; u kiest uit { $choices }. Het geldt vanaf de volgende start.
setting-keys = eigen toetsen (keymap)
setting-keys-help = Zet in { $file } een kop per plaats, zoals [items], en daaronder een regel per toets, zoals "d" = "complete_action". Met regie keys ziet u elke opdracht. Het geldt vanaf de volgende start.
setting-scroll = bladeren in lijsten
setting-scroll-help = Zet scroll = "line" in { $file }; u kiest uit { $choices } (een halve pagina of een regel). Het geldt vanaf de volgende start.
setting-mouse = muis
setting-mouse-help = Zet mouse = true in { $file }: een klik kiest, het wiel bladert. Het geldt vanaf de volgende start.
setting-ascii = tekens: alleen ASCII
setting-ascii-help = Zet ascii = true in { $file } als lijnen en tekens niet goed op het scherm komen. Het geldt vanaf de volgende start.
setting-links = koppelingen voor telefoon en e-mail
setting-links-help = Zet links = true of links = false in { $file }. Het geldt vanaf de volgende start.

## Hulp

help-title = Hulp
help-view-log = Wie wat wanneer wijzigde, de nieuwste regel bovenaan; van de gekozen regel elke wijziging, ernaast of met enter.
help-view-plan = De prioriteiten, ernaast de acties van het gekozen onderwerp, en alles over één item.
help-view-actions = Alle acties als tabel. Filter, sorteer en groepeer; wat u aankruist, verandert in één stap samen.
help-view-partners = De partners met hun contactpersonen, ernaast wat de gekozene draagt (open acties en afspraken), en alles over één item.
help-intro = Elke wijziging is meteen vastgelegd en kan ongedaan worden gemaakt. Pas toetsen aan in keymap.toml; kies er vim of emacs bij met keymap in config.toml.
help-nothing = Geen toets of opdracht past hierbij. Typ minder letters.
help-fields = Velden van het item onder de cursor
help-fields-how = { $fields }. Ga met { $details } naar de details en druk op { $edit } bij het veld, of typ de naam ervan na { $palette }.
help-settings = Instellingen
help-not-now = Nu niet. { $why }
help-signs = Tekens
help-sign-waiting = wacht op iemand of iets; staat achter het teken van de kleur
help-sign-late = te laat: de einddatum is voorbij
help-sign-soon = een afspraak loopt binnen { $days } dagen af of moet dan zijn opgezegd
help-sign-flag = gemarkeerd voor aandacht
help-sign-cursor = waar de toetsen op werken
help-sign-cursor-elsewhere = gekozen in een ander paneel
help-sign-taken = voorstel dat wordt overgenomen
help-sign-refused = afgewezen voorstel
help-sign-lost = voorstel dat niet zonder een afgewezen voorstel kan
help-sign-changed = staat al in het register; de tekst zegt er iets anders over
help-sign-undoes = logboek: maakt een eerdere regel ongedaan
help-sign-redoes = logboek: doet opnieuw wat ongedaan was gemaakt
help-sign-undone = logboek: deze regel is zelf teruggenomen en geldt niet meer
help-privacy = In het register horen geen gegevens over verdachten, slachtoffers of inwoners: een zaak is een kenmerk. Contactpersonen zijn professionals.

## De rondleiding

tour-title = Rondleiding, stap { $step } van { $steps }
tour-step = stap { $step } van { $steps }
tour-leave = { $open } verder · { $back } overslaan
tour-leave-detail = { $open } details en verder · { $back } overslaan
tour-skip = { $back } overslaan
tour-close = { $open } sluit
tour-offer = Nieuw hier? { $key } laat in vijf stappen zien hoe regie werkt.
tour-tree = Links staat de boom van het plan. Ga erheen met { $tree } en loop met { $down } en { $up }; { $right } vouwt open, { $left } dicht. De acties lopen mee.
tour-detail = Ga met { $next } naar de acties en kies er een met { $down } of { $up }. De details tonen alles over die actie.
tour-detail-half = De details tonen alles over de gekozen actie. Ga erin met { $open } of { $next }; daarmee gaat ook de rondleiding verder.
tour-change = Meld een actie gereed met { $done }, of leg voortgang vast met { $progress } (bijvoorbeeld 60 zaal geregeld). Het is meteen bewaard.
tour-change-half = Vastgelegd; de balken in de boom zijn meegegaan. Maak het nu ongedaan met { $undo }: dat kan altijd, ook na een herstart.
tour-add = Voeg met { $add } een actie toe in één regel: Schouw @bakker +politie einddatum:vr #licht. Wat begrepen is, staat eronder; { $accept } bewaart.
tour-find = Zoek met { $find } alles op woord, nummer of naam. { $help } toont de toetsen van waar u bent. Probeer ze allebei.
tour-find-half = Nog één: { $find } zoekt, { $help } toont de toetsen.
tour-end = Dat was het. { $palette } kiest elke opdracht op naam, ook deze rondleiding; { $quit } stopt. Alles wat u deed, staat er al.

## Het eerste scherm

first-title = Welkom bij regie
first-intro = Dit register is nog leeg. Waarmee wilt u beginnen?
first-import = Een plan inlezen
first-import-help = Uit een bestand: tekst, HTML of XML, zoals de website met lokale regelgeving het geeft. U ziet eerst wat er gevonden is.
first-kernbeleid = Beginnen met de velden van Kernbeleid Veiligheid
first-kernbeleid-help = Een nieuw plan met de vijf veiligheidsvelden als thema’s.
first-demo = Rondkijken in de demo
first-demo-help = Een verzonnen gemeente in een tijdelijk register, met een rondleiding in vijf stappen.
first-path = Waar staat het plan? Typ het pad van het bestand.
first-path-empty = Typ het pad van een bestand, bijvoorbeeld plan.txt; Esc gaat terug.
first-municipality = Hoe heet de gemeente?
first-name-empty = Typ de naam van de gemeente; Esc gaat terug.
first-period = Voor welke jaren is het plan?
first-period-wrong = Typ twee jaren, het eerste eerst, zoals 2027-2030.
first-plan-title = Integraal veiligheidsplan { $years }
review-title = Gevonden in het plan
review-title-read = Wat er in de tekst van het plan niet klopt
review-nothing-new = Alles uit dit plan staat al in het register.
review-findings = { $count ->
    [0] Geen tegenstrijdigheden gevonden
    [one] Eén ding om na te kijken
   *[other] { $count } dingen om na te kijken
 }
review-count = { $count ->
    [one] één voorstel
   *[other] { $count } voorstellen
 }
review-refused = { $count } afgewezen
review-to-check = { $count ->
    [0] geen tegenstrijdigheden gevonden
    [one] één ding om na te kijken
   *[other] { $count } dingen om na te kijken
 }
review-line = regel { $line }
review-named = Genoemd: { $title }
review-gone = Staat niet meer in de tekst
review-gone-stays = Dit staat niet meer in de tekst van het plan; het blijft wel in het register.
review-is-new = nieuw
review-is-changed = gewijzigd
review-is-edited = aangepast
review-is-refused = afgewezen
review-is-lost = valt mee af
review-lost = { $count ->
    [one] Eén ander voorstel kan er niet zonder en valt mee af.
   *[other] { $count } andere voorstellen kunnen er niet zonder en vallen mee af.
 }
review-back = { $count ->
    [one] Eén ander voorstel komt mee terug.
   *[other] { $count } andere voorstellen komen mee terug.
 }
review-loosened = { $count ->
    [one] Eén voorstel verliest de verwijzing ernaar.
   *[other] { $count } voorstellen verliezen de verwijzing ernaar.
 }
review-lost-to = Valt mee af met “{ $title }”.
review-take-first = Dit valt mee af met “{ $title }”: neem dat eerst weer over.
review-place = Regel { $line }: plaats { $place } van { $places } in de tekst.
review-no-place = Deze bevinding noemt geen regel van de tekst.
review-finding-only-read = Een bevinding leest u na; overnemen of afwijzen hoeft niet.
review-nothing-below = Hieronder staat niets.
review-edit-new-only = Alleen de titel van een nieuw voorstel kan hier anders.
review-node-only = Soort en niveau hebben alleen nieuwe onderwerpen.
review-set = { $field }: { $value }
review-no-findings = Er zijn geen bevindingen.
review-nothing-marked = Alles is afgewezen, dus er valt niets over te nemen. Esc verlaat de lijst.
review-marks-lost = { $count ->
    [one] Eén keuze van eerder is niet meer terug te vinden: het plan of het register is veranderd. Loop het nog eens na.
   *[other] { $count } keuzes van eerder zijn niet meer terug te vinden: het plan of het register is veranderd. Loop het nog eens na.
}
review-take-all = Alles overnemen wat niet is afgewezen? Nog eens { $take }: ja. { $toggle } kiest per voorstel.
review-leave = Uw keuzes gaan verloren. Nog eens { $key }: weg, en niets wordt overgenomen.
review-old = { $field } was: { $value }
review-new = { $field } wordt: { $value }
review-under = onder { $title }
passage-title = In het plan: { $item } { $title }, regel { $line }
passage-title-plan = De tekst van { $title }
passage-not-read = De tekst van dit plan is niet te tonen: { $reason }
passage-no-text = De tekst van dit plan is niet bewaard: { $file } ontbreekt. Lees het plan opnieuw in.
path-again = Verder met het nalopen van een plan
path-again-hint = Enter leest dit plan opnieuw, met wat u had afgewezen en aangepast; Esc laat het vallen.
path-there = Dit bestand is er. Enter leest het.
path-nothing = Er is niets dat zo heet.
path-nothing-here = Hier staan geen bestanden.
path-candidates = { $count ->
    [one] { $key } vult het pad aan.
   *[other] { $count } mogelijkheden; { $key } vult aan of kiest.
 }

## Terminal en keymap

no-terminal = De werkbank heeft een terminal nodig, en die is er niet.
no-terminal-hint = Zonder terminal: “regie list”, “regie add” en “regie --help”.
terminal-dumb = Deze terminal kan de werkbank niet tonen (TERM=dumb).
terminal-failed = De terminal werkt niet mee: { $reason }.
keymap-unread = { $path } kan niet worden gelezen ({ $reason }); de ingebouwde toetsen gelden.
keymap-problem = { $path }, regel { $line }: { $what }
keymap-more = Nog { $count ->
    [one] één andere regel klopt
   *[other] { $count } andere regels kloppen
 } niet; “regie keys” noemt ze.
keymap-did-you-mean = Bedoelde u “{ $name }”?
keymap-syntax = dit is geen geldige TOML ({ $reason }).
keymap-unknown-scope = er is geen deel “{ $name }”.
keymap-unknown-command = er is geen opdracht “{ $name }”.
keymap-wrong-scope = “{ $name }” hoort in het deel [{ $scope }].
keymap-bad-key = “{ $key }” is geen toets. Schrijf bijvoorbeeld ctrl-d, G, pgdn of "g g".
keymap-not-a-name = achter { $key } hoort de naam van een opdracht tussen aanhalingstekens.
keymap-same-key = een terminal stuurt “{ $keys }” als { $same }; kies een andere toets.
keymap-unreachable = “{ $keys }” komt nooit aan de beurt, want regel { $line } gebruikt “{ $start }” al.
keymap-behind = “{ $keys }” komt niet aan de beurt, want “{ $start }” gaat naar “{ $name }” in [{ $scope }]. Haal die toets daar weg met "{ $start }" = "none".
keymap-last-key = met “{ $keys }” heeft geen toets meer: { $names }. Geef daar een andere toets voor, of kies de opdracht op naam.
keymap-no-way-out = zo heeft “{ $name }” geen toets meer, en dan is er geen weg terug. Daarom blijft { $key } gewoon werken.
