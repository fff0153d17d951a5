# The command line: help texts, output and errors.

## Help
cli-about = regie: carry out a municipality's safety plan from the keyboard. Without a command the workbench opens.
cli-after-help =
    Examples:
      regie import plan plan.txt              shows what a plan contains
      regie import plan plan.txt --accept     takes it into the register
      regie add "Buurtpreventie-avond @bakker due:fri #hic" --under T-5
      regie list overdue                      what is past its date
      regie done A-17                         marks an action done
      regie undo                              takes that back

    Keep data of suspects, victims and residents out of the register: name a case number.
cli-cmd-demo = Writes a fictional municipality to look around in
cli-cmd-import = Takes a plan, actions or contacts from a file
cli-cmd-import-plan = Reads a safety plan (text, web page, CVDR XML) and proposes what it contains
cli-cmd-import-actions = Reads actions from CSV, XLSX or ODS; shows which column becomes which field
cli-cmd-import-contacts = Reads contact persons from vCard (vcf), CSV, XLSX or ODS
cli-cmd-add = Adds an action in one line: title @lead +partner due:fri #tag !
cli-cmd-list = Shows actions, or with --kind something else
cli-cmd-show = Shows one item with all that belongs to it
cli-cmd-set = Changes fields of an item
cli-cmd-done = Marks an action done
cli-cmd-progress = Records progress in percent, with a note
cli-cmd-move = Moves a subject to another place in the tree
cli-cmd-remove = Removes an item that nothing refers to
cli-cmd-undo = Takes back your latest change
cli-cmd-redo = Restores what you took back last
cli-cmd-log = Shows the journal: who changed what when, newest first
cli-cmd-export = Writes everything (json), the actions (csv) or the contacts (vcf)
cli-cmd-backup = Makes a backup in one file; can be done while people work
cli-cmd-restore = Puts a backup back into an empty register
cli-cmd-verify = Checks the whole register
cli-cmd-repair = Mends a damaged register as far as possible; throws nothing away
cli-cmd-keys = Shows all keys of the workbench
cli-cmd-completions = Writes a completion script for bash, zsh, fish, elvish or powershell
cli-cmd-man = Writes the manual as a man page

cli-arg-ref = Reference, such as A-17 or T-5
cli-arg-import-file = The file; - reads standard input
cli-arg-add-text = The action: title @lead +partner due:fri #tag !
cli-arg-query = What to look for: words, lead:bakker, under:T-5, state:open, due:<7d, overdue, stale, #tag, -word
cli-arg-values = Fields with their new value, such as due=27-11-2026; nothing after = clears the field
cli-arg-percent = Progress from 0 to 100
cli-arg-format = json: everything; csv: the actions; vcf: the contacts
cli-arg-backup = Where the backup goes; an existing file is left alone
cli-arg-restore = The backup
cli-arg-shell = bash, zsh, fish, elvish or powershell

cli-opt-help = Shows this help
cli-opt-version = Shows the version
cli-opt-register = The register's folder (else REGIE_REGISTER, else $XDG_DATA_HOME/regie)
cli-opt-lang = The language (else REGIE_LANG, the settings file, the system's language, nl)
cli-opt-color = Colours: auto, always or never (NO_COLOR turns them off too)
cli-opt-json = Output as JSON, for scripts
cli-opt-accept = Writes the proposal; without this option nothing changes
cli-opt-dry-run = Only shows what would happen (as it also does without --accept)
cli-opt-map = Column (heading or number) to field; "-" leaves the column out. May be repeated
cli-opt-sheet = The sheet; else the first one with data
cli-opt-skip-bad = Leaves out rows with errors instead of refusing the file
cli-opt-import-under = Subject for actions that name none themselves
cli-opt-under = The subject that the action goes under
cli-opt-kind = Kind: action, node, plan, partner, contact, agreement, ...
cli-opt-sort = Sort by a field; with - before it the other way round (actions: due)
cli-opt-limit = At most this many
cli-opt-csv = Output as CSV
cli-opt-note = Text of the progress note
cli-opt-health = Colour: green, orange or red; orange and red need a note as their reason
cli-opt-move-under = The plan or subject that it goes under
cli-opt-position = Place among the others, from 1; else last
cli-opt-entry = This change instead of the latest
cli-opt-since = From this day on: 27-11-2026, yesterday, -2w
cli-opt-log-limit = At most this many lines (else 50; with --json all)
cli-opt-output = The file; else standard output
cli-opt-force = Replaces a register that is not empty; the old one is kept beside it
cli-opt-keys-format = text or md
cli-opt-demo-actions = Number of actions, at most 1000000 (else 400)
cli-opt-demo-seed = Same number, same municipality (else 1)
cli-opt-demo-into = Folder for the register; else a temporary register

## Wrong usage
cli-usage-command = There is no command "{ $given }".
cli-usage-unknown = There is no option "{ $given }" here.
cli-usage-missing = Something is missing: { $what }.
cli-usage-what = Say also what to import: plan, actions or contacts.
cli-usage-no-value = { $option } needs a value.
cli-usage-value = "{ $given }" cannot be used with { $option }; these can: { $known }.
cli-usage-reference = "{ $given }" is not a reference. A reference is a letter and a number, such as A-17 or T-5.
cli-usage-percentage = "{ $given }" is not a percentage. Give a number from 0 to 100.
cli-usage-assignment = "{ $given }" is not FIELD=VALUE, such as due=27-11-2026.
cli-usage-number = "{ $given }" does not fit { $option }.
cli-usage-conflict = { $one } cannot be used together with { $other }.
cli-usage-utf8 = One of the arguments is not valid UTF-8 text.
cli-usage-other = The command line was not understood: { $given }.
cli-usage-meant = Did you mean { $what }?
cli-usage-help = "{ $command } --help" shows what can be done.
