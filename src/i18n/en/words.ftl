# The words of the field: for the workbench and the command line.

## Kinds

kind-municipality = municipality
kinds-municipality = municipalities
kind-plan = plan
kinds-plan = plans
kind-node = subject
kinds-node = subjects
kind-action = action
kinds-action = actions
kind-note = progress note
kinds-note = progress notes
kind-partner = partner
kinds-partner = partners
kind-contact = contact
kinds-contact = contacts
kind-agreement = agreement
kinds-agreement = agreements
kind-goal = goal
kinds-goal = goals
kind-programme = programme
kinds-programme = programmes
kind-principle = principle
kinds-principle = principles
kind-evaluation = evaluation
kinds-evaluation = evaluations
kind-candidate = candidate action
kinds-candidate = candidate actions
kind-instrument = instrument
kinds-instrument = instruments
kind-indicator = indicator
kinds-indicator = indicators
kind-measurement = measurement
kinds-measurement = measurements
kind-signal = signal
kinds-signal = signals
kind-hotspot = hotspot
kinds-hotspot = hotspots
kind-meeting_series = meeting series
kinds-meeting_series = meeting series
kind-meeting = meeting
kinds-meeting = meetings
kind-decision = decision
kinds-decision = decisions
a-kind = { $article ->
   *[a] a
    [an] an
} { $kind }

## Kinds of subject

node-kind-priority = priority
node-kind-theme = theme
node-kind-topic = topic
node-kind-project = project
node-kind-problem_area = problem area
node-kind-national_goal = national goal
node-kind-watch = watched outside the plan
node-kind-driehoek_theme = driehoek theme

## Safety fields (Kernbeleid Veiligheid)

safety-field-living = Safe living environment
safety-field-business = Business and safety
safety-field-youth = Youth and safety
safety-field-physical = Physical safety
safety-field-integrity = Integrity and safety

## Levels

level-local = local
level-driehoek = driehoek/local team
level-regional = regional
level-national = national

## Colours

health-green = green
health-orange = orange
health-red = red

## State of an action

state-planned = planned
state-in_progress = in progress
state-waiting = waiting
state-done = done
state-dropped = dropped

## Stage of a plan

stage-draft = draft
stage-adopted = adopted
stage-in_force = in force
stage-expired = expired
stage-withdrawn = withdrawn

## Kinds of partner

partner-kind-police = police
partner-kind-prosecutor = public prosecutor
partner-kind-municipal = the municipality itself
partner-kind-government = other public authority
partner-kind-care = care and welfare
partner-kind-education = education
partner-kind-housing = housing association
partner-kind-business = businesses
partner-kind-residents = residents
partner-kind-network = partnership
partner-kind-other = other

## Kinds of agreement

agreement-kind-covenant = covenant
agreement-kind-joint_scheme = joint scheme
agreement-kind-service_contract = service contract
agreement-kind-platform = platform
agreement-kind-other = other agreement

## Kinds of instrument

instrument-kind-process = way of working
instrument-kind-measure = measure
instrument-kind-document = policy document
instrument-kind-registration = registration
instrument-kind-cycle = step of the policy cycle
instrument-kind-rule = rule of the plan

## State of a signal

signal-state-new = new
signal-state-bundled = bundled
signal-state-promoted = became an action
signal-state-closed = closed

## Who decides

body-raad = municipal council
body-college = municipal executive
body-burgemeester = mayor
body-driehoek = driehoek
body-overleg = meeting

## Fields

field-title = title
field-description = description
field-code = code
field-plan_kind = kind of plan
field-municipalities = municipalities
field-from = from
field-to = to
field-valid_from = valid from
field-valid_to = valid to
field-stage = stage
field-adopted_by = adopted by
field-adopted_on = adopted on
field-adopted_text = adoption as printed
field-predecessor = predecessor
field-successor = successor
field-superseded_by = superseded by
field-source_file = source file
field-source_hash = hash of the source
field-source_line = line in the plan
field-source_quote = passage in the plan
field-node_kind = kind
field-place = place
field-level = level
field-safety_field = field
field-safety_fields = fields
field-administrative_lead = political lead
field-project_lead = project lead
field-partners = partners
field-health = colour
field-health_reason = reason for the colour
field-parts = parts
field-node = subject
field-indicator = indicator
field-baseline = baseline
field-target = target
field-year = year
field-plan = plan
field-to_year = to year
field-result = result
field-under = under
field-state = state
field-waiting_on = waiting on
field-drop_reason = reason for dropping
field-progress = progress
field-due = due
field-start = start
field-lead = lead
field-tags = tags
field-flagged = attention
field-confidential = confidential
field-weight = weight
field-programme = programme
field-created = entered on
field-done_on = done on
field-at = at
field-by = by
field-text = text
field-action = action
field-partner_kind = kind of partner
field-phone = phone
field-email = e-mail
field-website = website
field-address = address
field-partner = partner
field-function = position
field-deputy = deputy
field-account = account
field-note = remark
field-agreement_kind = kind of agreement
field-parties = parties
field-notice_months = notice period (months)
field-nodes = subjects
field-mentioned = named in passing
field-instrument_kind = kind of instrument
field-area = area
field-hotspot = hotspot
field-reported_by = reported by
field-reported_on = reported on
field-series = meeting series
field-date = date
field-chair = chair
field-attendees = attendees
field-agenda = agenda
field-triaged = actions discussed
field-minutes = minutes
field-rhythm = rhythm
field-participants = participants
field-meeting = meeting
field-items = concerns
field-unit = unit
field-source = source
field-value = value
field-body = deciding body

## Days and months

weekday-1 = Mo
weekday-long-1 = Monday
weekday-2 = Tu
weekday-long-2 = Tuesday
weekday-3 = We
weekday-long-3 = Wednesday
weekday-4 = Th
weekday-long-4 = Thursday
weekday-5 = Fr
weekday-long-5 = Friday
weekday-6 = Sa
weekday-long-6 = Saturday
weekday-7 = Su
weekday-long-7 = Sunday
group-no-field = Without a field
group-no-node = Without a theme
group-no-lead = Without a lead
group-no-partner = Without a partner
group-no-due = Without a due date
group-no-health = Without a colour
group-overdue = Overdue
group-this-week = This week
group-next-week = Next week
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
day-same-year = { $weekday } { $day }-{ $month }
day-other-year = { $weekday } { $day }-{ $month }-{ $year }
day-full = { $weekday } { $day } { $month } { $year }
moment = { $day } { $time }

## What happened: the verb alone (log), and with its subject

verb-add_action = added
verb-add_item = added
verb-remove_item = removed
verb-set_field = changed
verb-complete_action = done
verb-reopen_action = reopened
verb-drop_action = dropped
verb-record_progress = progress
verb-move_due = due date
verb-move_node = moved
verb-import_plan = plan imported
verb-import_actions = actions imported
verb-import_contacts = contacts imported
verb-start_plan = plan started
verb-create_demo = demo created
verb-undo = undone
verb-redo = redone
verb-repair = repaired
verb-erase = erased personal data
label = { $what }: { $subject }
label-taken-back = { $verb } — { $what }
label-detail = { $verb } { $detail }
label-various = various
taken-over = Taken over: { $what }
taken-others = { $count } more
taken-changed = { $count } updated
label-due-none = due date removed
label-due-moved = due date { $from } → { $to }
label-due-first = due date { $to } (there was none)
label-due-gone = due date removed (was { $from })
label-due-later = { $count ->
    [one] due date a day later
    [7] due date a week later
   *[other] due date { $count } days later
}
label-due-earlier = { $count ->
    [one] due date a day earlier
    [7] due date a week earlier
   *[other] due date { $count } days earlier
}
label-moved = moved to { $detail }
label-set = { $fields } changed

## Refusals

refusal-not-found = { $ref } is not in the register. Look it up with / or with “regie list”.
refusal-wrong-kind = { $ref } is { $found }; this works on { $needed }.
refusal-no-such-field = No { $kind } has a field “{ $name }”.
refusal-wrong-value = “{ $given }” does not fit { $field }: expected is { $shape }.
refusal-reference-missing = { $ref } is not in the register, so { $field } cannot refer to it.
refusal-reference-kind = { $ref } is { $kind }; { $field } cannot refer to that.
refusal-empty-title = There is no title. Type in a few words what it is about.
refusal-reversed = This ends before it begins: { $first } { $from }, { $last } { $to }. Give a later { $last }, or both at once.
refusal-too-long-title = The title is longer than { $limit } characters. Shorten it; the rest belongs in the description.
refusal-too-long = The text of { $field } is longer than { $limit } bytes. Shorten it.
refusal-needs-health-reason = Orange and red need a reason. Add in a few words why.
refusal-needs-drop-reason = An action can only be dropped with a reason. Add why.
refusal-already-done = { $ref } { $title } is done already.
refusal-contradiction = “{ $given }” for { $field } does not go together with state “{ $state }”. Give one of them, or values that fit each other.
refusal-still-open = { $ref } { $title } is still open; only what is done or dropped can be reopened.
refusal-needs-place = A subject needs a place in the tree: under a plan or another subject.
refusal-period = The period ends ({ $to }) before it begins ({ $from }).
refusal-cycle = { $node } cannot go under { $under }, which stands under it.
refusal-cycle-itself = { $node } cannot go under itself.
refusal-in-use = { $ref } { $title } is in use: { $count ->
    [one] one other item refers
   *[other] { $count } other items refer
 } to it ({ $by }). Remove those references first.

## What a field accepts

who-exactly = { $name } ({ $account })
shape-text = text
shape-texts = one or more short texts
shape-flag = yes or no
shape-whole = a whole number from { $low } to { $high }
shape-number = a number
shape-day = a date, such as 27-11-2026, fri or +2w (from today)
shape-moment = a moment, such as 2026-11-27T14:00:00Z
shape-ref = a reference, such as C-9
shape-refs = one or more references, such as P-4
shape-word = one of: { $words }
shape-place = a place in the tree
shape-account = an account name, such as k.smit

## Why nothing was recorded

value-none = nothing
value-yes = yes
value-no = no
conflict-taken = { $ref } has been given out in the meantime. Try again.
conflict-missing = { $ref } is no longer in the register.
conflict-changed = { $ref } has been changed in the meantime: { $field } is now { $found }, no longer { $expected }.
conflict-bad-value = { $field } of { $ref } cannot hold { $value }.
conflict-dangling = { $field } of { $ref } refers to { $to }, which is not there or is of another kind.
conflict-withheld = { $ref } cannot be changed in this way with your access, as something confidential goes with it. Ask a colleague who may see that.
conflict-reserved = Only an administrator changes the { $field } (of { $ref }), as it tells who did something. Ask the administrator.
same-account = The account { $account } is that of { $ref }{ $title ->
    [none] {""}
   *[other] { " " }{ $title }
} already. An account belongs to one contact: take it away there first.
conflict-referenced = { $ref } cannot be removed: { $count ->
    [one] one other item refers
   *[other] { $count } other items refer
 } to it ({ $by }).
remark-past-year = Note: { $due } falls after the programme year { $year }.
remark-citizen-number = Note: this contains something that looks like a citizen service number (BSN). That does not belong in the register; name a case number. Undoing takes it out of what you see, not out of the journal.
remark-confidential = Note: hidden from those who come through a server and are not cleared. Whoever can open the folder of the register, or has an export or a backup, sees it.
remark-confidential-contact = Note: of a contact only the remark and the account are hidden from those who come through a server and are not cleared; name, function, numbers and addresses are for everybody.
read-only-held = Reading only: { $user ->
    [none] another process
   *[other] { $user }
 } has the register open (process { $pid }{ $since ->
    [none] {""}
   *[other] {" "}since { $since }
 }). Close that window first.
read-only-away = The server does not answer: you see what was there last, and nothing is recorded until the connection is back.
read-only-stopped = The server was stopped: you see what was there last. Changes can be recorded again as soon as somebody starts regie anew.
read-only-other-version = The server was replaced by another version (regie { $theirs }) and nothing is recorded any more: quit regie and start it again.
read-only-not-allowed = The account { $account } may not use this register any more; nothing is recorded. Ask the administrator for access.
read-only-viewer = You may read this register, not change it.
read-only-folder = Reading only: the folder of the register cannot be written ({ $reason }).
read-only-disk-full = The disk is full: nothing can be recorded. Make room and try again.
read-only-overtaken = Reading only: somebody else has written to this register since it was opened here, although it was in use. Nothing was overwritten. Start regie again.
unwritten-damaged = Entry { $seq } of the journal is damaged ({ $place }). Nothing was changed. “regie verify” says what is wrong.
unwritten-doubtful = The server gave no answer: it is not known whether this was recorded.
unread-no-answer = the server gave no answer.
unread-failed = { $reason }.
unwritten-failed = Recording failed: { $reason }. The register is as it was.
unwritten-not-admin = Only an administrator of the register may do this.
unwritten-not-cleared = Nothing was erased: only an administrator who also sees what is confidential may do this, as a contact may be named there too.
unwritten-erased = Entry { $seq } cannot be taken back: entry { $by } erased personal data from it, which would come back.
unwritten-erasing = Erasing personal data cannot be taken back: what stood there is gone.
io-not-found = does not exist
io-denied = access denied
io-read-only = read-only here
io-full = the disk is full
io-folder = this is a folder
io-not-folder = a part of the path is not a folder
io-exists = exists already
io-name = this name cannot be used
io-too-large = too large for this disk
io-busy = in use by another program
io-pipe = the reader has gone
io-time = no answer came
io-text = no UTF-8 text
io-short = the file breaks off
io-other = the system says: { $text }
not-undone-nothing = There is nothing of yours to undo or redo.
not-undone-no-such-entry = Entry { $seq } is not in the journal. See “regie log”.
not-undone-not-yours = Entry { $seq } is { $actor }’s; only your own changes can be undone.
not-undone-already = Entry { $seq } has been undone already.
not-undone-changed = “{ $label }” cannot be undone: { $conflict }
not-undone-changed-by = “{ $label }” cannot be undone: { $conflict } That was { $actor } at { $at } (entry { $seq }).
not-undone-changed-by-own = “{ $label }” cannot be undone: { $conflict } That was you yourself at { $at } (entry { $seq }).
