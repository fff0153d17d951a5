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
cli-cmd-list = Shows unfinished actions (with --all the others too), or with --kind something else
cli-cmd-show = Shows one item with all that belongs to it
cli-cmd-set = Changes fields of an item
cli-cmd-done = Marks an action done
cli-cmd-progress = Records progress in percent, with a note
cli-cmd-move = Moves a subject to another place in the tree
cli-cmd-remove = Removes an item that nothing refers to
cli-cmd-erase = Erases all data of a contact, from the journal too; for administrators only
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
cli-arg-backup = Where the backup goes; an earlier one is replaced, another file is not
cli-arg-restore = The backup
cli-arg-shell = bash, zsh, fish, elvish or powershell

cli-opt-help = Shows this help
cli-opt-version = Shows the version
cli-opt-register = The register's folder (else REGIE_REGISTER, else $XDG_DATA_HOME/regie)
cli-opt-lang = The language (else REGIE_LANG, the settings file, the system's language, nl)
cli-opt-color = Colours: auto, always or never (NO_COLOR turns them off too)
cli-opt-theme = Colours of the workbench: default, mono, dark, light, contrast or contrast-light (else REGIE_THEME, the settings file)
cli-opt-json = Output as JSON, for scripts
cli-opt-accept = Writes the proposal; without this option nothing changes
cli-opt-dry-run = Only shows what would happen (as it also does without --accept)
cli-opt-map = Column (heading or number) to field; "-" leaves the column out. May be repeated
cli-opt-sheet = The sheet; else the first one with data
cli-opt-skip-bad = Leaves out rows with errors instead of refusing the file
cli-opt-import-under = Subject for actions that name none themselves
cli-opt-under = The subject that the action goes under
cli-opt-as-title = Leaves words that look like a field but are not understood in the title, instead of refusing
cli-opt-kind = Kind: action, node, plan, partner, contact, agreement, ...
cli-opt-sort = Sort by a field; with - before it the other way round (actions: due)
cli-opt-limit = At most this many
cli-opt-all = Also what is finished; else unfinished actions only, unless the query itself names state: (or progress:, done:, overdue)
cli-opt-csv = Output as CSV
cli-opt-note = Text of the progress note
cli-opt-health = Colour: green, orange or red; orange and red need a note as their reason
cli-opt-move-under = The plan or subject that it goes under
cli-opt-position = Place among the others, from 1; else last
cli-opt-entry = This change instead of the latest
cli-opt-since = From this day on: 27-11-2026, yesterday, -2w
cli-opt-log-who = Only what this person did: the name or the account, or part of it; “me” is yourself
cli-opt-log-limit = At most this many lines (else 50; with --json all)
cli-opt-output = The file; else standard output
cli-opt-excel = With csv: with semicolons and a mark for Excel, which would else put it in one column
cli-opt-force = Replaces a register that is not empty; the old one is kept beside it
cli-opt-keys-format = text or md
cli-opt-keys-keymap = A built-in keymap: default, vim or emacs; else the keys in force now
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
cli-no-json = This command writes a script or a page and has no JSON.
cli-no-json-hint = Leave out --json; “regie keys --json” does exist.
cli-usage-meant = Did you mean { $what }?
cli-usage-export = To write to a file: regie export { $format } -o { $file }
cli-usage-help = "{ $command } --help" shows what can be done.

## Words of the help
cli-word-usage = Usage
cli-word-options = Options
cli-word-arguments = Arguments
cli-word-everywhere = Options of every command
cli-word-file = FILE
cli-word-text = TEXT
cli-word-dir = DIR
cli-word-number = N
cli-word-mapping = COLUMN=FIELD
cli-word-name = NAME
cli-word-commands = Commands
cli-word-command = COMMAND
cli-word-seed = S
cli-word-what = What
cli-word-what-name = WHAT
cli-word-query = QUERY
cli-word-kind = KIND
cli-word-key = KEY
cli-word-assignment = FIELD=VALUE
cli-word-colour = COLOUR
cli-word-entry = SEQ
cli-word-date = DATE
cli-word-optional = { "[OPTIONS]" }

## Output
cli-written = { $label } (entry { $seq }; regie undo takes it back)
cli-nothing-changed = Nothing has changed: it stood there like that already.
cli-undone = Undone: { $label }
cli-redone = Done again: { $label }
cli-chip = “{ $part }” was not understood. { $why }
cli-chip-hint = Nothing was added. Correct it, or leave it in the title as plain text with --as-title.
cli-understood-next-year = { $field } { $value } (next year: this year that day has passed)
cli-removed-notes = with { $count ->
    [one] 1 note
   *[other] { $count } notes
}
cli-opt-mentions = Also name, addresses and numbers in texts of other items, now and in the journal
cli-opt-leave-mentions = The contact alone: what texts of other items say of the person stays, in the journal too
cli-opt-erase-name = Look for this name, address or number too, and take it out everywhere; may be repeated
cli-opt-hand-over-to = Have this other contact take over what refers to the contact first
cli-opt-yes = Do not ask for confirmation
cli-not-admin-hint = Ask the administrator; “access.toml” in the register's folder says who that is.
cli-not-cleared-hint = Ask the owner of the register to erase it, or for “cleared = true” in “access.toml”.
cli-log-erased = data erased by { $seq }
cli-erase-unasked = Erasing cannot be taken back, and here nobody can be asked whether { $ref } is really meant.
cli-erase-unasked-hint = Add --yes if it is.
cli-erase-removed = removed already
cli-erase-meant = Erase { $ref } ({ $name })? All data of this person leaves the register and the journal, and nothing brings it back.
cli-erase-found = The person is also named in { $places ->
    [one] 1 text
   *[other] { $places } texts
} of other items in the register, and in { $lines ->
    [one] 1 line
   *[other] { $lines } lines
} of the journal.
cli-erase-more = … and { $count } more
cli-erase-ask = Type { $ref } to go on:
cli-erase-ask-mentions = Name, addresses and numbers leave those too. Type { $ref } to go on:
cli-erase-ask-left = All of that stays, in the journal too. Type { $ref } to go on:
cli-erase-ask-which = Type { $ref } --mentions to take the person out of those too, now and in the journal, or { $ref } --leave-mentions to leave all of that as it is:
cli-erase-mentioned = Nothing was erased: { $ref } is also named in what others wrote, and you did not say what is to become of that.
cli-erase-choose = Add --mentions to take name, addresses and numbers out of that too, now and in the journal. Add --leave-mentions to erase the contact alone: then all of this stays, in the journal too.
cli-erase-ask-over = { $count ->
    [one] One item refers
   *[other] { $count } items refer
} to { $ref }; that goes over to { $to } ({ $name }) first.
cli-erase-over-hint = Have somebody else take everything over at once: regie erase { $ref } --hand-over-to { $to }
cli-erase-over-itself = { $ref } cannot take over from itself.
cli-erase-over-stands = What referred to the person has been handed over already (recorded as entry { $seq }); “regie undo” takes that back.
cli-erase-over = { $count ->
    [one] One item that referred to { $ref } refers
   *[other] { $count } items that referred to { $ref } refer
} to { $to } now (recorded as entry { $seq }).
cli-erase-name-short = Nobody can be known by ‘{ $name }’ alone.
cli-erase-name-short-hint = Give --name a full name, an e-mail address or a telephone number of at least eight digits.
cli-erase-not = Nothing was erased: you did not confirm { $ref }.
cli-erase-nothing = Nothing of { $ref } was left in the register and the journal.
cli-erased = { $ref } has been erased, from the register and from { $lines ->
    [one] 1 line
   *[other] { $lines } lines
} of the journal (recorded as entry { $seq }).
cli-erase-gone = also removed: { $file }
cli-erase-left = The person is still named in { $places ->
    [one] 1 text
   *[other] { $places } texts
} of other items, and in { $lines ->
    [one] 1 line
   *[other] { $lines } lines
} of the journal; you left that.
cli-erase-name = If the person is still named somewhere, take that out everywhere with: regie erase { $ref } --name "NAME, ADDRESS OR NUMBER"
cli-erase-others = Here the same number, address or name stands as that of somebody else; it stays:
cli-erase-files = In these files the person is named, or may be; they were left as they are:
cli-erase-backups = Backups made before today still hold the data: replace or destroy them.
cli-bsn-lines = Note: { $file } contains something that looks like a citizen service number (BSN) on { $count ->
    [one] line { $places }
   *[other] lines { $places }
}. That does not belong in the register; name a case number. “regie undo” takes it out of what you see, not out of the journal.
cli-bsn-rows = Note: { $file } contains something that looks like a citizen service number (BSN) in { $count ->
    [one] row { $places }
   *[other] rows { $places }
}. That does not belong in the register; name a case number. “regie undo” takes it out of what you see, not out of the journal.
cli-fields-hint = Fields: { $fields }
cli-date-hint = A date is written like this: 27-11, 27-11-2026, fri, +2w or end of November.
cli-percent-hint = Give a whole number from 0 to 100, such as 60.
cli-list-kind-hint = “regie list --kind { $kind }” shows who or what there is.
cli-list-kinds-hint = “regie list” with --kind shows what there is; a reference such as A-17 or T-5 will do too.
cli-cycle-hint = Choose another plan or subject; “regie show { $ref }” shows where it is now.
cli-already-done-hint = To take it up again: regie set { $ref } state=in_progress
cli-health-reason-hint = For example: regie set A-17 health=orange health_reason="no room", or with progress by -m.
cli-drop-reason-hint = For example: regie set A-17 state=dropped drop_reason="taken over by the region"
cli-in-use-hint = With “regie set” you point them elsewhere; “regie show { $ref }” shows what it is.
cli-itself = { $ref } cannot refer to itself as { $field }.
cli-itself-hint = Name another one, or clear the field: regie set { $ref } { $field }=
cli-waiting = Say also what is being waited for.
cli-waiting-hint = For example: regie set { $ref } state=waiting waiting_on="advice from the police"
cli-list-none = No { $kinds } found.
cli-list-finished = { $count ->
    [one] 1 finished action fits too
   *[other] { $count } finished actions fit too
}; --all shows all.
cli-list-more = { $shown } of { $total }; --limit 0 shows all
cli-column-ref = ref
cli-column-open = open
cli-column-done = done
cli-column-marks = note
cli-column-updated = updated
cli-mark-overdue = overdue
cli-mark-stale = stale
cli-by-hand = { $health } (set by hand)
cli-by-worst = { $health } (the worst of its actions)
cli-log-undoes = takes back { $seq }
cli-step = { $field } { $before } → { $after }
cli-log-more = There are older entries; --limit 0 shows all.
cli-exported = Written to { $file }.
cli-excel-csv = --excel goes with csv.
cli-excel-csv-hint = regie export csv --excel -o actions.csv
cli-sort = Sorting by “{ $given }” cannot be done.
cli-sort-hint = These can: due, title, state, lead, progress, health, updated, ref, node, weight; with - before it the other way round.
cli-query = The query was not understood at “{ $part }”. { $why }
cli-query-hint = “regie list --help” says what you can ask. Put text that looks like a search term between quotes.
cli-line = line { $line }
cli-row = row { $row }
cli-status-new = new
cli-status-changed = changed
cli-status-same = same
cli-change = { $field }: { $before } to { $after }
cli-and-more = { $count ->
    [one] ... and one more
   *[other] ... and { $count } more
}

## Taking over from files
cli-table = { $file }: { $rows ->
    [one] 1 row
   *[other] { $rows } rows
} ({ $facts })
cli-table-csv = CSV, delimiter { $delimiter }, { $encoding }
cli-table-sheet = sheet { $sheet }
cli-table-sheets = sheet { $sheet }; also in the file: { $others }
cli-converted = The file is not UTF-8; read as { $encoding } and converted.
cli-mapping = Which column becomes which field
cli-mapping-column = column
cli-mapping-field = field
cli-mapping-example = example
cli-mapping-none = (left out)
cli-mapping-hint = Should it be otherwise? --map "COLUMN=FIELD", as often as needed.
cli-fractions = The sheet holds progress as a fraction (0.6); it was read as a percentage (60%).
cli-import-counts = { $new } new, { $changed } changed, { $same } the same, { $problems } with an error
cli-import-reason = taken over from { $file }
cli-import-nothing = Everything was in the register like that already; there is nothing to write.
cli-import-not-written = Nothing has been written yet. With --accept it is, as one change that “regie undo” takes back.
cli-import-bad = { $file } was not taken over: { $count ->
    [one] one row has an error
   *[other] { $count } rows have an error
}. The register is as it was.
cli-import-bad-hint = Correct those rows in the file, or leave them out with --skip-bad.
cli-new-contacts = New contacts ({ $count })
cli-new-partners = New partners ({ $count })
cli-problems = Not understood ({ $count })
cli-row-no-title = The column with the name of the action is empty.
cli-row-no-node = No subject in the plan is called “{ $given }”. Correct the name, put a reference (T-5), or leave the column out with --map and --under.
cli-row-several = “{ $given }” fits more than one: { $names }. Put the reference.
cli-row-no-action = “{ $given }” is not an action in this register. Empty the cell for a new action, or leave the column out with --map.
cli-row-double = The same action as in row { $first }.
cli-cards = { $file }: { $count ->
    [one] 1 card
   *[other] { $count } cards
}
cli-card-unended = Note: the card that begins on line { $line } has no end (END:VCARD). It was read up to where the next one begins.
cli-doubles = Twice in the file, merged ({ $count })
cli-double = { $title } (row { $rows })
cli-difference = { $field } { $kept } kept, row { $row } has { $other }
cli-card-no-name = It has no name.
cli-card-no-contact = “{ $given }” is not a contact in this register.
cli-card-no-deputy = Nobody is called “{ $given }”, so the deputy was not set.
cli-findings = Findings ({ $count })
cli-plan-gone = No longer in this text, but in the register (they stay): { $refs }
cli-proposal-node = Subjects and priorities
cli-proposal-field = Safety fields
cli-proposal-goal = Goals
cli-proposal-partner = Partners
cli-proposal-agreement = Agreements
cli-proposal-meeting_series = Meetings
cli-proposal-principle = Principles
cli-proposal-evaluation = Evaluations
cli-proposal-indicator = Indicators
cli-proposal-instrument = Ways of working and instruments
cli-proposal-candidate_action = Candidate actions

## A register as a whole
cli-phase-load = Loading the register
cli-phase-verify = Verifying the journal
cli-phase-replay = Replaying the journal
cli-phase-state = Writing the state
cli-phase-copy = Copying
cli-phase-demo = Making up a municipality
cli-backup = Backup made: { $file } ({ $entries ->
    [one] 1 journal entry
   *[other] { $entries } journal entries
}, { $size }).
cli-restored = Restored into { $dir }: { $entries ->
    [one] 1 journal entry
   *[other] { $entries } journal entries
}.
cli-aside = Kept: { $path }
cli-verified = The journal is sound: { $entries ->
    [one] 1 entry
   *[other] { $entries } entries
}, { $items ->
    [one] 1 item
   *[other] { $items } items
}, { $size }.
cli-verify-agrees = The state agrees with it.
cli-verify-none = There is no state yet; it comes by itself.
cli-verify-differs = The state does not agree with it.
cli-verify-unfit = The state cannot be used: { $why }. It is made anew next time.
cli-verify-busy = The state was not looked at: the register is in use.
cli-verify-no-lock = The state was not looked at: { $path } is no ordinary file but a link, a pipe, a folder or the like. Put it elsewhere; until then this register cannot be opened.
cli-verify-torn = At the end stand { $bytes ->
    [one] 1 byte
   *[other] { $bytes } bytes
} of a line that was never finished; the next writer sets them aside.
cli-verify-source = The source text of { $plan } ({ $file }) is missing or is not the text that was imported.
cli-verify-note = The file journal/acknowledged, which shows whether the journal has lost its end, cannot be read or cannot be true; it is made anew with the next change.
cli-verify-note-folder = In the place of the file journal/acknowledged, which shows whether the journal has lost its end, stands a folder. Put that elsewhere; regie makes the file anew with the next change.
cli-verify-put-back = { $segment }, line { $line } (entry { $seq }): data of { $ref } stand here again that { $actor } ({ $at }) erased with entry { $by }. The line was put back from an older copy.
cli-verify-put-back-hint = Erase them again with “regie erase { $ref } --mentions”, and destroy the copy that they come from.
cli-verify-put-back-repair-hint = Lines that were put back do not fit what was recorded after them: run “regie repair” first, and then erase once more.
cli-verify-failed = The register is not entirely sound.
cli-verify-failed-hint = “regie repair” sets aside what is wrong and throws nothing away.
cli-repair-sound = There was nothing to mend: { $entries ->
    [one] 1 journal entry
   *[other] { $entries } journal entries
} in order.
cli-repaired = Mended: { $kept ->
    [one] 1 journal entry was
   *[other] { $kept } journal entries were
} kept.
cli-repair-adapted = Of { $count ->
    [one] 1 entry
   *[other] { $count } entries
} what still fits was kept, as entries before are missing.
cli-repair-lost = Lost: { $count ->
    [one] entry { $seqs }
   *[other] entries { $seqs }
}.
cli-repair-recovered = { $count ->
    [one] 1 change that the journal had lost
   *[other] { $count } changes that the journal had lost
} came back from the state.
cli-repair-items = Items: { $before } before the damage, { $items } now, as far as can be told.
cli-repair-end-lost = The whole journal was gone: what was recorded after the last state that was kept cannot be known.
cli-repair-missing = No longer in the register: { $refs }{ $rest ->
    [0] {""}
   *[other] {" "}and { $rest } more
}.
cli-repair-short = The register can be used again, but not everything is back.
cli-repair-short-hint = Do you have a backup? “regie restore FILE --register DIR” puts it in another folder, so that you can compare; with --force it replaces this register.
cli-demo-made = A fictional municipality with { $count } actions is in { $dir }. To look at it: regie --register { $dir }
cli-demo-headless = The demo opens in a terminal, and there is none here.
cli-demo-headless-hint = “regie demo --into DIR” writes it into a folder.
cli-demo-not-free-hint = Choose an empty folder with --into.

## At opening
cli-notice-torn = Entry { $seq } of the journal was not finished and never confirmed; the last { $bytes } bytes are in { $file }.
cli-notice-rebuilt = The state was made anew from { $entries ->
    [one] 1 journal entry
   *[other] { $entries } journal entries
}, as { $why }.
cli-notice-rebuilt-aside = The state was made anew from { $entries ->
    [one] 1 journal entry
   *[other] { $entries } journal entries
}, as { $why }. The old one is in { $dir }.
cli-notice-erased = The erasing of { $contact } had been interrupted and has now been finished.
cli-notice-erased-gone = Removed with it from the register's folder: { $files }.
cli-notice-erased-left = The person is, or may be, still named in these; look through them: { $files }.
cli-notice-leftover = { $dir } was left over from erasing a contact and cannot be removed: { $reason }. Data of that person may still be in it. The next opening tries again; if that fails too, remove the folder yourself.
cli-notice-no-state = The state cannot be kept: { $why }. The register works from the journal and opens more slowly.
cli-state-missing = it was missing
cli-state-format = it was of another version or not finished
cli-state-engine = the storage said: { $reason }
cli-state-damaged = it was damaged
cli-state-other = it belongs to another journal
cli-state-full = the disk is full

## Errors
cli-no-home = It is not known where the register is: HOME and XDG_DATA_HOME are not set.
cli-no-home-hint = Give the folder with --register DIR or in REGIE_REGISTER.
cli-no-register = There is no register in { $dir }.
cli-no-register-hint = “regie import plan FILE --accept” or “regie add TEXT” starts one; --register DIR chooses another folder.
cli-no-register-yet = There is no register in { $dir } yet.
cli-dir-unreadable = The folder { $dir } belongs to another account: you may not read it, so it is not known whether there is a register in it.
cli-dir-unreadable-hint = Choose a folder of your own with --register, or ask its owner for access.
cli-dir-is-file = { $dir } is not a folder, so there can be no register in it.
cli-not-empty = { $dir } is not a register and not empty either; nothing was touched.
cli-not-empty-hint = Choose a new or empty folder with --register.
cli-damaged = The journal in { $dir } is damaged: { $what }. Nothing was touched.
cli-damaged-hint = “regie repair” keeps every entry that is sound, and the old files; “regie restore FILE” puts a backup back.
cli-damaged-copy-hint = A copy made file by file while people worked looks like this too. Make it again then, best with “regie backup”; or go on with this one after “regie repair”.
cli-damaged-verify-hint = “regie verify” says whether erased lines were put back from an older copy, and which.
cli-damage-at = { $segment }, line { $line } (entry { $seq }): { $what }
cli-flaw-not-a-line = this is not a line of a journal
cli-flaw-payload = its content is not what it was written with
cli-flaw-not-erased = its content was replaced, and no entry says that anything was erased
cli-flaw-header = its number, moment or chain is not as written
cli-flaw-order = it does not follow the line before it
cli-flaw-incomplete = the rest of the entry is missing
cli-flaw-segment = the file is missing
cli-flaw-apply = the entry does not fit what the lines before it make of { $ref }
cli-flaw-apply-field = the entry does not fit what the lines before it make of { $ref } (field “{ $field }”)
cli-flaw-unreadable = this version cannot read it ({ $reason })
cli-flaw-ends-early-note = the journal ends here, but according to the file journal/acknowledged entries up to { $known } were recorded
cli-flaw-ends-early = the journal ends here, but entries up to { $known } were recorded
cli-future = The register in { $dir } was written by a newer regie (file { $segment }, line { $line }, version { $version }). Nothing was touched.
cli-future-hint = Use that newer version.
cli-not-free = { $dir } already holds a register with { $entries ->
    [one] 1 journal entry
   *[other] { $entries } journal entries
}; it was not replaced.
cli-not-free-hint = Choose another folder with --register, or replace it with --force; the old one is kept beside it.
cli-bad-backup = { $file } is not a usable backup: { $what }. Nothing was touched.
cli-bad-backup-hint = Use a file that was made with “regie backup”.
cli-backup-replaced = No backup has been made: while the register in { $dir } was copied, another journal kept taking its place, as when a contact is erased. An earlier backup is still as it was.
cli-backup-replaced-hint = Make the backup again once the erasing or repairing is done.
cli-backup-none = a backup does not start like this
cli-backup-future = made by a newer version ({ $version })
cli-backup-short = the file breaks off
cli-backup-altered = { $part } is not as it was written
cli-no-file = { $path } is no ordinary file but a link, a pipe, a folder or the like; nothing was done with it.
cli-no-file-hint = See what it is (ls -ld { $path }) and put it elsewhere; regie makes a new file itself. If it was a link to the real file, put that back here.
cli-bad-name = “{ $name }” cannot be a file name.
cli-io = { $path }: { $reason }.
cli-io-full-hint = The disk is full. Make room; the register is as it was.
cli-io-denied-hint = Choose a place that you do have access to, or ask the administrator.
cli-io-missing-hint = Check the name and the folder; regie makes no folders for files.
cli-io-folder-hint = Give a file in that folder.
cli-io-other-hint = Check disk and permissions and try again; the register is as it was.
cli-held-hint = Reading works. Try again when the other is done.
cli-held-door-hint = That window does not answer: it is stopped (Ctrl-Z; fg brings it back) or has an editor of its own open.
cli-held-brief = For ten seconds the register has been taken by other commands{ $user ->
    [none] {""}
   *[other] {" "}of { $user }
}; nothing was recorded.
cli-held-brief-hint = Those end by themselves: try again in a moment.
cli-undo-changed-hint = “regie log” shows what has happened since.
cli-file-missing = There is no file { $file }.
cli-file-missing-hint = Check the name; “ls” shows what is in this folder.
cli-file-folder = { $file } is a folder, not a file.
cli-file-folder-hint = Name a file in that folder.
cli-file-large = { $file } is too large: { $size }, and at most { $limit } is read.
cli-file-large-hint = Divide it, or save only what you want to take over.
cli-file-empty = There is nothing in { $file }.
cli-file-empty-hint = Check whether the file was saved, and whether this is the one you meant.
cli-no-rows = { $file } has no rows below its heading; there is nothing to take over.
cli-is-pdf = a PDF
cli-is-zip = a zip file or a text document
cli-is-ole = an old Word or Excel file
cli-is-rtf = formatted text (RTF)
cli-is-binary = not text but binary data
cli-not-a-table = { $file } is not a table: it is { $kind }.
cli-not-a-table-hint = Save the list as CSV, XLSX or ODS and try again.
cli-unclosed-quote = In { $file } a quote opens on line { $line } that is not closed: all lines after it would become one cell. Nothing was taken over.
cli-unclosed-quote-hint = Close the quote, or take it away; a quote within the text itself is written twice ("").
cli-workbook-damaged = { $file } cannot be read as a workbook ({ $reason }); it is damaged or protected.
cli-no-such-sheet = { $file } has no sheet “{ $sheet }”; these it has: { $known }.
cli-too-many-rows = { $file } has more than { $limit } rows.
cli-unpacks-large = { $file } unpacks to { $size }, and at most { $limit } is read.
cli-map-pair = “{ $given }” is not COLUMN=FIELD, such as "Owner=lead".
cli-map-column = { $file } has no column “{ $column }”; these it has: { $known }.
cli-map-field = “{ $given }” is not a field to take over into; these are: { $known }.
cli-map-no-title = No column of { $file } was recognised as the name. The columns: { $known }.
cli-map-no-title-hint = Point it out: --map "COLUMN=title".
cli-no-cards = There is no vCard in { $file }.
cli-not-cards = { $file } is not a vCard: it is { $kind }.
cli-not-cards-hint = Export the contacts as vCard (.vcf) or as CSV.
cli-not-a-plan = { $file } is not text: it is { $kind }.
cli-not-a-plan-hint = Save the plan as text or as a web page, or get the XML from lokaleregelgeving.overheid.nl.
cli-not-xml = { $file } starts as XML, but breaks at line { $line }, column { $column }: { $reason }.
cli-headless = The workbench needs a terminal, and there is none here (or TERM is dumb).
cli-headless-hint =
    Without a terminal everything works with commands, for example:
    regie list overdue                      what is past its date
    regie add "Title @lead due:fri"         a new action
    regie progress A-17 60 -m "Room booked" progress
    regie list --json                       for scripts
    regie --help                            all commands
cli-output = The output could not be written: { $reason }.
cli-output-hint = Check where the output goes: room and permissions.
cli-output-recorded = The change was recorded all the same, as entry { $seq }; do not repeat the command. “regie undo” takes it back.
cli-settings = The settings file { $file } was not read: { $reason }
cli-settings-lang = The language “{ $given }” in { $place } is not known; choose nl or en.
cli-settings-toml = { $file }, line { $line }, is not valid TOML ({ $reason }). The rest counts.
cli-settings-unknown = There is no setting “{ $name }” ({ $file }).
cli-settings-known = There are: { $names }.
cli-settings-value = “{ $given }” in { $place } does not fit { $name }; choose { $known }.
cli-broken = Something went wrong that should not have happened; regie has stopped. What was confirmed is in the register.
cli-broken-hint = The details are in { $file }; send it along when you report this.

cli-clock = The clock of this computer shows { $at }. regie cannot work by it: what you record would get an impossible date.
cli-clock-hint = Set the clock right (timedatectl, or date) and start regie again.
cli-register-free = The register is free again; restart regie to make changes.
desk-not-kept = { $path } cannot be written ({ $reason }); your arrangement holds for now only.
editor-none = No editor of your own is set. Set VISUAL or EDITOR, for example: export EDITOR=nano.
editor-no-file = The text cannot go to { $path } ({ $reason }). It is still here.
editor-not-started = The editor { $path } does not start ({ $reason }). The text is still here.
editor-failed = The editor ({ $editor }) ended with an error. The text is still here as it was.
editor-failed-kept = The editor ({ $editor }) ended with an error. What it wrote is in { $path }; here is the text as it was.
editor-not-text = What the editor gave back ({ $path }) is not text in UTF-8. The text is still here as it was.
editor-file-gone = The editor has removed the file { $path } ({ $reason }). The text is still here as it was.
editor-left-not-text = What an editor had when regie went away is not all text in UTF-8. What can be read is offered here; the file itself stays as { $path }.
cli-not-a-file = { $path } is not an ordinary file. Choose a file with the text of the plan.

## The server

cli-cmd-serve = Holds the register open for several people at once
cli-cmd-status = Shows the server of the register and who is attached
cli-cmd-stop = Ends the server of the register
cli-opt-idle = End when nobody has been attached for so many seconds
serve-listening = The register in { $dir } is open for several people, at { $socket }. Ctrl-C or regie stop ends that.
serve-nobody = The server at { $path } does not answer.
cli-doubtful-hint = Look with regie log whether it is there before you do it again.
serve-nobody-hint = Look with regie status, or start it again with regie serve.
serve-silent = The server (process { $pid }) does not answer.
serve-silent-hint = Wait a moment and try again. If it stays so, end it with kill { $pid } (if that does not help: kill -KILL { $pid }); what was recorded stays.
serve-silent-stopped-hint = It was stopped: kill -CONT { $pid } has it go on, kill -KILL { $pid } ends it; what was recorded stays.
serve-silent-unknown = The server does not answer.
serve-silent-unknown-hint = Wait a moment and try again. If it stays so, have the administrator end the server; what was recorded stays.
serve-other-version = The server is regie { $theirs }, this is regie { $own }; they do not understand each other.
serve-other-version-hint = Use the same version, or have the administrator stop the server and start it again.
serve-garbled = What answers there is no server of regie.
serve-io = Connecting to the server failed ({ $reason }).
serve-no-entry-hint = Ask the administrator to put your account in the group of the server; that counts from your next login.
serve-stopping = The server is stopping.
serve-not-allowed = The account { $account } may not use this register.
serve-not-allowed-hint = Ask the administrator of the register for access.
serve-unidentified = The system does not say in time whose account { $uid } is, so the server does not let you in.
serve-unidentified-hint = Try again in a moment. If it stays so, have the system administrator see whether “id { $uid }” answers.
serve-full = There are { $most } connections already; the server takes no more.
serve-full-hint = Try again when somebody has left.
serve-open-folder = Others can write in { $path }; no socket belongs there.
serve-open-folder-hint = Take writing away from others: chmod go-w { $path }
serve-occupied = At { $path } stands something that is no socket. Put it somewhere else.
serve-taken = A server of another register already listens at { $path }.
serve-taken-hint = Give this register a socket of its own with --socket.
serve-too-long = The path { $path } is too long for a socket (at most { $most } characters).
serve-too-long-hint = Put the register at a shorter path, or set XDG_RUNTIME_DIR.
serve-no-socket = The socket { $path } cannot be made ({ $reason }).
serve-none = No server runs for the register in { $dir }.
serve-none-hint = regie serve starts one.
serve-status = Server { $pid }, since { $since }, last entry { $head }. Attached:
serve-stopped = The server stops; whoever is attached is told.

cli-opt-socket = The server's socket (else REGIE_SOCKET, else the register's folder tells which)
cli-opt-as = Work as this person; only for the account of the server, in authorized_keys
cli-opt-group = Members of this group of the system may connect too
cli-opt-check = Check access.toml: owner, permissions, names and roles
cli-word-path = PATH
serve-as-alone = Whoever works as { $name } can do only what { $name } may, and a server sees to that. None runs for this register.
serve-no-group = The system knows no group called { $name }.
access-no-dir = The folder { $dir } cannot be read ({ $reason }).
access-dir-mode = The folder { $dir } is open to others (permissions { $mode }): whoever gets there reads the register past the server. Close it: chmod 700 { $dir }
access-owner = { $file } belongs to { $name } and not to whoever has the register. Give it back with chown.
access-mode = { $file } can be changed by others (permissions { $mode }). Close it: chmod 600 { $file }
access-no-file = { $file } is no ordinary file. Put a file there, or remove it.
access-dangling = { $file } is a link that points nowhere. Put the file where it points, or remove it.
access-too-large = { $file } is larger than { $most } MB; no more of it is read. Give roles to groups rather than to every account.
access-line = { $file }, line { $line }: { $what }
access-toml = this is not valid TOML. Write [user."name"] for each account and role = "viewer", "editor" or "admin" on the line below. (The TOML reader says: { $reason })
access-section = “{ $name }” does not belong here. Write [user."name"] for an account, [group.name] for a group.
access-no-name = a heading here has no name. Write [user."name"] or [group.name], or remove it.
access-no-heading = “{ $name }” takes a heading for each account or group. Write [user."name"] or [group.name], and role = "viewer", "editor" or "admin" on the line below.
access-unquoted = a name with a dot belongs within quotes. Write "{ $name }".
access-key = “{ $key }” says nothing about { $name }. Write role or cleared.
access-no-role = { $name } has no role. Write role = "viewer", "editor" or "admin" below.
access-role = { $name } has the role { $role }; there is no such role. Choose viewer, editor or admin.
access-cleared = cleared is neither true nor false for { $name }. Write cleared = true or cleared = false.
access-no-user = { $file }, line { $line }: there is no account { $name }, and authorized_keys has no key with --as { $name }.
access-no-group = { $file }, line { $line }: the system does not know the group { $name }.
access-unsaid = Of { $count } { $count ->
    [one] name
   *[other] names
} in { $file } the system did not say in time whether it knows them. Try again later.
access-more = And { $count } more of the kind.
access-unread = { $file } cannot be read ({ $reason }).
access-void = Until that is mended the file does not count: only the owner of the register gets in.
access-missing = There is no { $file }: only the owner of the register gets in.
access-well = { $file } is in order.
serve-as-no-files = Whoever works as { $name } imports no files: they belong to the account of the server.
serve-as-no-files-hint = Have the administrator import the plan with regie import plan.
cli-held-served = A server holds this register open (process { $pid }): both at once cannot be.
cli-held-served-hint = regie stop ends it; whoever is attached is told.
