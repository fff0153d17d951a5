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
cli-cmd-list = Toont acties, of met --kind iets anders
cli-cmd-show = Toont één item met alles wat erbij staat
cli-cmd-set = Wijzigt velden van een item
cli-cmd-done = Meldt een actie gereed
cli-cmd-progress = Legt voortgang vast in procenten, met een notitie
cli-cmd-move = Zet een onderwerp op een andere plaats in de boom
cli-cmd-remove = Verwijdert een item waar niets meer naar verwijst
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
cli-arg-backup = Waar de reservekopie komt; een bestaand bestand blijft staan
cli-arg-restore = De reservekopie
cli-arg-shell = bash, zsh, fish, elvish of powershell

cli-opt-help = Toont deze hulp
cli-opt-version = Toont de versie
cli-opt-register = De map van het register (anders REGIE_REGISTER, anders $XDG_DATA_HOME/regie)
cli-opt-lang = De taal (anders REGIE_LANG, het instellingenbestand, de taal van het systeem, nl)
cli-opt-color = Kleuren: auto, always of never (NO_COLOR zet ze ook uit)
cli-opt-json = Uitvoer als JSON, voor scripts
cli-opt-accept = Schrijft het voorstel; zonder deze optie verandert er niets
cli-opt-dry-run = Laat alleen zien wat er zou gebeuren (zo werkt het ook zonder --accept)
cli-opt-map = Kolom (kop of nummer) naar veld; "-" slaat de kolom over. Mag vaker
cli-opt-sheet = Het werkblad; anders het eerste met gegevens
cli-opt-skip-bad = Slaat rijen met fouten over in plaats van het bestand te weigeren
cli-opt-import-under = Onderwerp voor acties die er zelf geen noemen
cli-opt-under = Het onderwerp waar de actie onder komt
cli-opt-kind = Soort: action, node, plan, partner, contact, agreement, ...
cli-opt-sort = Sorteren op een veld; met - ervoor andersom (acties: due)
cli-opt-limit = Hoogstens zoveel
cli-opt-csv = Uitvoer als CSV
cli-opt-note = Tekst van de voortgangsnotitie
cli-opt-health = Kleur: green, orange of red; oranje en rood vragen een notitie als reden
cli-opt-move-under = Het plan of onderwerp waar het onder komt
cli-opt-position = Plaats tussen de andere, vanaf 1; anders achteraan
cli-opt-entry = Deze wijziging in plaats van de laatste
cli-opt-since = Vanaf deze dag: 27-11-2026, gisteren, -2w
cli-opt-log-limit = Hoogstens zoveel regels (anders 50; met --json alles)
cli-opt-output = Het bestand; anders de standaarduitvoer
cli-opt-force = Vervangt een register dat niet leeg is; het oude blijft ernaast bewaard
cli-opt-keys-format = text of md
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
cli-usage-meant = Bedoelde u { $what }?
cli-usage-help = "{ $command } --help" toont wat er kan.
