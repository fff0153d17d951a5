# De woorden van het vakgebied: voor werkbank en opdrachtregel.

## Soorten

kind-municipality = gemeente
kinds-municipality = gemeenten
kind-plan = plan
kinds-plan = plannen
kind-node = onderwerp
kinds-node = onderwerpen
kind-action = actie
kinds-action = acties
kind-note = voortgangsnotitie
kinds-note = voortgangsnotities
kind-partner = partner
kinds-partner = partners
kind-contact = contactpersoon
kinds-contact = contactpersonen
kind-agreement = afspraak
kinds-agreement = afspraken
kind-goal = doel
kinds-goal = doelen
kind-programme = uitvoeringsprogramma
kinds-programme = uitvoeringsprogramma’s
kind-principle = uitgangspunt
kinds-principle = uitgangspunten
kind-evaluation = evaluatie
kinds-evaluation = evaluaties
kind-candidate = kandidaat-actie
kinds-candidate = kandidaat-acties
kind-instrument = instrument
kinds-instrument = instrumenten
kind-indicator = indicator
kinds-indicator = indicatoren
kind-measurement = meting
kinds-measurement = metingen
kind-signal = signaal
kinds-signal = signalen
kind-hotspot = hotspot
kinds-hotspot = hotspots
kind-meeting_series = overlegreeks
kinds-meeting_series = overlegreeksen
kind-meeting = overleg
kinds-meeting = overleggen
kind-decision = besluit
kinds-decision = besluiten
a-kind = { $article ->
   *[a] een
    [an] een
} { $kind }

## Soorten onderwerp

node-kind-priority = prioriteit
node-kind-theme = thema
node-kind-topic = onderwerp
node-kind-project = project
node-kind-problem_area = probleemgebied
node-kind-national_goal = landelijke doelstelling
node-kind-watch = buiten het plan gevolgd
node-kind-driehoek_theme = thema van de driehoek

## Veiligheidsvelden (Kernbeleid Veiligheid)

safety-field-living = Veilige woon- en leefomgeving
safety-field-business = Bedrijvigheid en veiligheid
safety-field-youth = Jeugd en veiligheid
safety-field-physical = Fysieke veiligheid
safety-field-integrity = Integriteit en veiligheid

## Niveaus

level-local = lokaal
level-driehoek = driehoek/basisteam
level-regional = regionaal
level-national = landelijk

## Kleuren

health-green = groen
health-orange = oranje
health-red = rood

## Toestand van een actie

state-planned = gepland
state-in_progress = loopt
state-waiting = wacht
state-done = gereed
state-dropped = vervallen

## Fase van een plan

stage-draft = concept
stage-adopted = vastgesteld
stage-in_force = geldend
stage-expired = verlopen
stage-withdrawn = ingetrokken

## Soorten partner

partner-kind-police = politie
partner-kind-prosecutor = Openbaar Ministerie
partner-kind-municipal = gemeente zelf
partner-kind-government = andere overheid
partner-kind-care = zorg en welzijn
partner-kind-education = onderwijs
partner-kind-housing = woningcorporatie
partner-kind-business = ondernemers
partner-kind-residents = inwoners
partner-kind-network = samenwerkingsverband
partner-kind-other = overig

## Soorten afspraak

agreement-kind-covenant = convenant
agreement-kind-joint_scheme = gemeenschappelijke regeling
agreement-kind-service_contract = dienstverleningsovereenkomst
agreement-kind-platform = platform
agreement-kind-other = andere afspraak

## Soorten instrument

instrument-kind-process = werkwijze
instrument-kind-measure = middel
instrument-kind-document = beleidsstuk
instrument-kind-registration = registratie
instrument-kind-cycle = stap van de beleidscyclus
instrument-kind-rule = afspraak van het plan

## Toestand van een signaal

signal-state-new = nieuw
signal-state-bundled = gebundeld
signal-state-promoted = actie geworden
signal-state-closed = afgesloten

## Wie besluit

body-raad = gemeenteraad
body-college = college van burgemeester en wethouders
body-burgemeester = burgemeester
body-driehoek = driehoek
body-overleg = overleg

## Velden

field-title = titel
field-description = toelichting
field-code = code
field-plan_kind = soort plan
field-municipalities = gemeenten
field-from = van
field-to = tot en met
field-valid_from = geldig vanaf
field-valid_to = geldig tot en met
field-stage = fase
field-adopted_by = vastgesteld door
field-adopted_on = vastgesteld op
field-adopted_text = vaststelling in de tekst
field-predecessor = voorganger
field-successor = opvolger
field-superseded_by = vervangen door
field-source_file = bronbestand
field-source_hash = controlegetal van de bron
field-source_line = regel in het plan
field-source_quote = passage in het plan
field-node_kind = soort
field-place = plaats
field-level = niveau
field-safety_field = veld
field-safety_fields = velden
field-administrative_lead = bestuurlijk trekker
field-project_lead = projectleider
field-partners = partners
field-health = kleur
field-health_reason = reden van de kleur
field-parts = onderdelen
field-node = onderwerp
field-indicator = indicator
field-baseline = nulmeting
field-target = streefwaarde
field-year = jaar
field-plan = plan
field-to_year = tot en met jaar
field-result = resultaat
field-under = onder
field-state = toestand
field-waiting_on = wacht op
field-drop_reason = reden van vervallen
field-progress = voortgang
field-due = einddatum
field-start = begindatum
field-lead = trekker
field-tags = labels
field-flagged = aandacht
field-confidential = vertrouwelijk
field-weight = gewicht
field-programme = uitvoeringsprogramma
field-created = ingevoerd op
field-done_on = gereed op
field-at = op
field-by = door
field-text = tekst
field-action = actie
field-partner_kind = soort partner
field-phone = telefoon
field-email = e-mail
field-website = website
field-address = adres
field-partner = partner
field-function = functie
field-deputy = vervanger
field-account = inlognaam
field-note = opmerking
field-agreement_kind = soort afspraak
field-parties = partijen
field-notice_months = opzegtermijn (maanden)
field-nodes = onderwerpen
field-mentioned = terloops genoemd
field-instrument_kind = soort instrument
field-area = gebied
field-hotspot = hotspot
field-reported_by = gemeld door
field-reported_on = gemeld op
field-series = overlegreeks
field-date = datum
field-chair = voorzitter
field-attendees = aanwezigen
field-agenda = agenda
field-triaged = besproken acties
field-minutes = verslag
field-rhythm = ritme
field-participants = deelnemers
field-meeting = overleg
field-items = gaat over
field-unit = eenheid
field-source = bron
field-value = waarde
field-body = besluitend orgaan

## Dagen en maanden

weekday-1 = ma
weekday-long-1 = maandag
weekday-2 = di
weekday-long-2 = dinsdag
weekday-3 = wo
weekday-long-3 = woensdag
weekday-4 = do
weekday-long-4 = donderdag
weekday-5 = vr
weekday-long-5 = vrijdag
weekday-6 = za
weekday-long-6 = zaterdag
weekday-7 = zo
weekday-long-7 = zondag
group-no-field = Zonder veld
group-no-node = Zonder thema
group-no-lead = Zonder trekker
group-no-partner = Zonder partner
group-no-due = Zonder einddatum
group-no-health = Zonder kleur
group-overdue = Te laat
group-this-week = Deze week
group-next-week = Volgende week
month-1 = januari
month-2 = februari
month-3 = maart
month-4 = april
month-5 = mei
month-6 = juni
month-7 = juli
month-8 = augustus
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december
day-same-year = { $weekday } { $day }-{ $month }
day-other-year = { $weekday } { $day }-{ $month }-{ $year }
day-full = { $weekday } { $day } { $month } { $year }
moment = { $day } { $time }

## Wat er gebeurde: zonder onderwerp (log) en met

verb-add_action = toegevoegd
verb-add_item = toegevoegd
verb-remove_item = verwijderd
verb-set_field = gewijzigd
verb-complete_action = gereed
verb-reopen_action = heropend
verb-drop_action = vervallen
verb-record_progress = voortgang
verb-move_due = einddatum
verb-move_node = verplaatst
verb-import_plan = plan ingelezen
verb-import_actions = acties ingelezen
verb-import_contacts = contactpersonen ingelezen
verb-start_plan = plan begonnen
verb-create_demo = demo gemaakt
verb-undo = ongedaan gemaakt
verb-redo = opnieuw gedaan
verb-repair = hersteld
verb-erase = persoonsgegevens gewist
label = { $what }: { $subject }
label-taken-back = { $verb } — { $what }
label-detail = { $verb } { $detail }
label-various = verschillend
taken-over = Overgenomen: { $what }
taken-others = { $count } andere
taken-changed = { $count } bijgewerkt
label-due-none = einddatum weg
label-due-moved = einddatum { $from } → { $to }
label-due-first = einddatum { $to } (was er niet)
label-due-gone = einddatum weg (was { $from })
label-due-later = { $count ->
    [one] einddatum een dag later
    [7] einddatum een week later
   *[other] einddatum { $count } dagen later
}
label-due-earlier = { $count ->
    [one] einddatum een dag eerder
    [7] einddatum een week eerder
   *[other] einddatum { $count } dagen eerder
}
label-moved = verplaatst naar { $detail }
label-set = { $fields } gewijzigd

## Weigeringen

refusal-not-found = { $ref } staat niet in het register. Zoek het op met / of met “regie list”.
refusal-wrong-kind = { $ref } is { $found }; dit werkt op { $needed }.
refusal-no-such-field = Een { $kind } heeft geen veld “{ $name }”.
refusal-wrong-value = “{ $given }” past niet bij { $field }: verwacht wordt { $shape }.
refusal-reference-missing = { $ref } staat niet in het register, dus { $field } kan er niet naar verwijzen.
refusal-reference-kind = { $ref } is { $kind }; { $field } kan daar niet naar verwijzen.
refusal-empty-title = Er ontbreekt een titel. Typ in een paar woorden waar het om gaat.
refusal-reversed = Dit eindigt voordat het begint: { $first } { $from }, { $last } { $to }. Geef een latere { $last }, of beide tegelijk.
refusal-too-long-title = De titel is langer dan { $limit } tekens. Kort hem in; de rest hoort in de toelichting.
refusal-too-long = De tekst bij { $field } is langer dan { $limit } bytes. Kort hem in.
refusal-needs-health-reason = Oranje en rood hebben een reden nodig. Zet er in een paar woorden bij waarom.
refusal-needs-drop-reason = Een actie laten vervallen kan alleen met een reden. Zet erbij waarom.
refusal-already-done = { $ref } { $title } is al gereed.
refusal-contradiction = “{ $given }” bij { $field } gaat niet samen met stand “{ $state }”. Geef er één van, of waarden die bij elkaar horen.
refusal-still-open = { $ref } { $title } is nog open; heropenen kan alleen wat gereed of vervallen is.
refusal-needs-place = Een onderwerp heeft een plaats in de boom nodig: onder een plan of een ander onderwerp.
refusal-period = De periode eindigt ({ $to }) voordat ze begint ({ $from }).
refusal-cycle = { $node } kan niet onder { $under } komen: dat staat er zelf onder.
refusal-cycle-itself = { $node } kan niet onder zichzelf komen.
refusal-in-use = { $ref } { $title } is in gebruik: { $count ->
    [one] één ander item verwijst
   *[other] { $count } andere items verwijzen
 } ernaar ({ $by }). Haal die verwijzingen eerst weg.

## Wat een veld aanneemt

who-exactly = { $name } ({ $account })
shape-text = tekst
shape-texts = een of meer korte teksten
shape-flag = ja of nee
shape-whole = een heel getal van { $low } tot en met { $high }
shape-number = een getal
shape-day = een datum, zoals 27-11-2026, vr of +2w (vanaf vandaag)
shape-moment = een tijdstip, zoals 2026-11-27T14:00:00Z
shape-ref = een verwijzing, zoals C-9
shape-refs = een of meer verwijzingen, zoals P-4
shape-word = een van: { $words }
shape-place = een plaats in de boom
shape-account = een inlognaam, zoals k.smit

## Waarom er niets is vastgelegd

value-none = niets
value-yes = ja
value-no = nee
conflict-taken = { $ref } is intussen uitgegeven. Probeer het opnieuw.
conflict-missing = { $ref } staat niet meer in het register.
conflict-changed = { $ref } is intussen gewijzigd: { $field } is nu { $found }, niet meer { $expected }.
conflict-bad-value = { $field } van { $ref } kan { $value } niet bevatten.
conflict-dangling = { $field } van { $ref } verwijst naar { $to }, dat er niet is of van een andere soort is.
conflict-withheld = { $ref } kan met uw toegang niet zo worden gewijzigd, omdat er iets vertrouwelijks bij hoort. Vraag het een collega die dat mag zien.
conflict-reserved = Alleen een beheerder wijzigt { $field } (bij { $ref }), want daaraan is te zien wie iets deed. Vraag het de beheerder.
same-account = De inlognaam { $account } is al van { $ref }{ $title ->
    [none] {""}
   *[other] { " " }{ $title }
}. Een inlognaam hoort bij één contactpersoon: haal hem eerst daar weg.
conflict-referenced = { $ref } kan niet weg: { $count ->
    [one] één ander item verwijst
   *[other] { $count } andere items verwijzen
 } ernaar ({ $by }).
remark-past-year = Let op: { $due } valt na het programmajaar { $year }.
remark-citizen-number = Let op: hier staat iets dat op een burgerservicenummer lijkt. Dat hoort niet in het register; noem een zaaknummer. Ongedaan maken haalt het weg uit wat u ziet, niet uit het logboek.
remark-confidential = Let op: verborgen voor wie via een server werkt en er geen inzage in heeft. Wie de map van het register kan openen, of een export of back-up heeft, ziet het wel.
remark-confidential-contact = Let op: van een contactpersoon zijn alleen de opmerking en de inlognaam verborgen voor wie via een server werkt en er geen inzage in heeft; naam, functie, nummers en adressen ziet iedereen.
read-only-held = Alleen lezen: { $user ->
    [none] een ander proces
   *[other] { $user }
 } heeft het register open (proces { $pid }{ $since ->
    [none] {""}
   *[other] {" "}sinds { $since }
 }). Sluit dat venster eerst.
read-only-away = De server antwoordt niet: u ziet wat er het laatst was, en niets wordt vastgelegd tot de verbinding er weer is.
read-only-stopped = De server is gestopt: u ziet wat er het laatst was. Er kan weer iets worden vastgelegd zodra iemand regie opnieuw start.
read-only-other-version = De server is vervangen door een andere versie (regie { $theirs }) en er wordt niets meer vastgelegd: sluit regie af en start het opnieuw.
read-only-not-allowed = Het account { $account } mag dit register niet meer gebruiken; er wordt niets vastgelegd. Vraag de beheerder om toegang.
read-only-viewer = U mag dit register lezen, niet wijzigen.
read-only-folder = Alleen lezen: de map van het register kan niet worden beschreven ({ $reason }).
read-only-disk-full = De schijf is vol: er kan niets worden vastgelegd. Maak ruimte en probeer het opnieuw.
read-only-overtaken = Alleen lezen: iemand anders heeft in dit register geschreven sinds het hier werd geopend, al was het in gebruik. Er is niets overschreven. Start regie opnieuw.
unwritten-damaged = Regel { $seq } van het logboek is beschadigd ({ $place }). Er is niets gewijzigd. “regie verify” zegt wat er mis is.
unwritten-doubtful = De server gaf geen antwoord: het is niet bekend of dit is vastgelegd.
unread-no-answer = de server gaf geen antwoord.
unread-failed = { $reason }.
unwritten-failed = Vastleggen is mislukt: { $reason }. Het register is zoals het was.
unwritten-not-admin = Dit mag alleen een beheerder van het register.
unwritten-not-cleared = Er is niets gewist: dit mag alleen een beheerder die ook ziet wat vertrouwelijk is, want ook daar kan een contact genoemd worden.
unwritten-erased = Regel { $seq } kan niet worden teruggedraaid: regel { $by } heeft er persoonsgegevens uit gewist, en die zouden terugkomen.
unwritten-erasing = Het wissen van persoonsgegevens kan niet worden teruggedraaid: wat er stond is weg.
io-not-found = bestaat niet
io-denied = geen toegang
io-read-only = hier kan alleen worden gelezen
io-full = de schijf is vol
io-folder = dit is een map
io-not-folder = een deel van het pad is geen map
io-exists = bestaat al
io-name = deze naam kan niet
io-too-large = te groot voor deze schijf
io-busy = in gebruik door een ander programma
io-pipe = de lezer is weg
io-time = het antwoord bleef uit
io-text = geen tekst in UTF-8
io-short = het bestand breekt af
io-other = het systeem meldt: { $text }
not-undone-nothing = Er is niets van u om ongedaan te maken of opnieuw te doen.
not-undone-no-such-entry = Regel { $seq } staat niet in het logboek. Kijk met “regie log”.
not-undone-not-yours = Regel { $seq } is van { $actor }; alleen eigen wijzigingen kunnen ongedaan.
not-undone-already = Regel { $seq } is al ongedaan gemaakt.
not-undone-changed = “{ $label }” kan niet ongedaan: { $conflict }
not-undone-changed-by = “{ $label }” kan niet ongedaan: { $conflict } Dat deed { $actor } op { $at } (regel { $seq }).
not-undone-changed-by-own = “{ $label }” kan niet ongedaan: { $conflict } Dat deed u zelf op { $at } (regel { $seq }).
