# The workbench: commands, panes, input lines, messages.

## Commands: title, help sentence and (for the bottom line) one word

cmd-add_action = Add an action
cmd-add_action-help = Add an action under the chosen subject, with lead, date and tags in one line.
cmd-add_action-hint = new
cmd-record_progress = Record progress
cmd-record_progress-help = Record progress: percentage, a colour if needed, and a note.
cmd-record_progress-hint = progress
cmd-complete_action = Mark as done
cmd-complete_action-help = Mark the action as done: 100% and finished today.
cmd-complete_action-hint = done
cmd-move_due_week = Due a week later
cmd-move_due_week-help = Move the due date a week later, counted from that date; from today when there is none.
cmd-move_due_week-hint = +week
cmd-move_due_week_back = Due a week earlier
cmd-move_due_week_back-help = Move the due date a week earlier, counted from that date; from today when there is none.
cmd-set_due = Set the due date
cmd-set_due-help = Set the due date to a day: 27-11, fri, end of November, or +2w from today.
cmd-set_due-hint = date
cmd-assign_lead = Give to someone
cmd-assign_lead-help = Give the action another lead: a few letters of the name will do.
cmd-assign_lead-hint = lead
cmd-toggle_flag = Flag or unflag
cmd-toggle_flag-help = Flag the action for attention, or remove the flag.
cmd-reopen_action = Reopen
cmd-reopen_action-help = Take a finished or dropped action up again.
cmd-drop_action = Drop
cmd-drop_action-help = Drop the action, with a reason; it then no longer counts.
cmd-copy_item = Copy reference and title
cmd-copy_item-help = Copy reference and title to the clipboard of your computer, also over SSH.
cmd-copy_reference = Copy reference
cmd-copy_reference-help = Copy the reference alone, such as A-17.
cmd-copy_phone = Copy phone number
cmd-copy_phone-help = Copy the phone number of the lead, or else of the first partner.
cmd-edit_field = Edit field
cmd-edit_field-help = Edit in place: the title, in the table the cell under the column, in the details the field under the cursor.
cmd-edit_field-hint = edit
cmd-remove_item = Remove
cmd-remove_item-help = Remove the item to which nothing refers; what goes is shown first.
cmd-add_partner = Add a partner
cmd-add_partner-help = Add a partner: an organisation that the municipality works with.
cmd-add_partner-hint = partner
cmd-add_contact = Add a contact person
cmd-add_contact-help = Add somebody at the chosen partner: name, position, phone and e-mail on one line.
cmd-add_contact-hint = contact
cmd-add_agreement = Add an agreement
cmd-add_agreement-help = Record an agreement with the chosen partner: title, term and notice period on one line.
cmd-add_agreement-hint = agreement
cmd-show_partners = View Partners
cmd-show_partners-help = Go to the Partners view: who they are, what they carry, which agreements end.
cmd-toggle_mark = Mark
cmd-toggle_mark-help = Mark the action, or take the mark away; commands then work on all that are marked.
cmd-toggle_mark-hint = mark
cmd-mark_again = Mark again
cmd-mark_again-help = Mark again what was marked last, as far as the table shows it.
cmd-mark_all = Mark all
cmd-mark_all-help = Mark all actions of the table, or take all marks away.
cmd-sort_column = Sort by column
cmd-sort_column-help = Sort by the chosen column; once more turns the order round.
cmd-sort_column-hint = sort
cmd-group_column = Group by column
cmd-group_column-help = Group by the chosen column; once more makes it one list again.
cmd-group_column-hint = group
cmd-choose_columns = Choose columns
cmd-choose_columns-help = Choose which columns the table has.
cmd-choose_columns-hint = columns
cmd-set_filter = Filter
cmd-set_filter-help = Filter while you type: actions by lead, theme, colour, date or text (Tab completes), the log by person, item or text.
cmd-set_filter-hint = filter
cmd-pick_filter = Saved filters
cmd-pick_filter-help = Choose a saved filter, or save the current one under a name.
cmd-show_actions = View Actions
cmd-show_actions-help = Go to the Actions view: every action as a table. Once more: list anew what fits the filter.
cmd-show_log = View Log
cmd-show_log-help = Go to the Log view: who changed what, and when. Once more: go to the newest line.
cmd-show_history = History
cmd-show_history-help = Show in the log all that happened to this item, its notes too.
cmd-take_back_entry = Undo this entry
cmd-take_back_entry-help = Undo the chosen entry, if it is yours and nothing in it has changed since.
cmd-take_back_entry-hint = undo this
cmd-go_to_subject = Go to the item
cmd-go_to_subject-help = Go to the item that the entry is about.
cmd-go_to_subject-hint = to item
cmd-filter_subject = Only this item
cmd-filter_subject-help = Show only what happened to this entry’s item; once more shows all again.
cmd-filter_subject-hint = this item
cmd-filter_person = Only this person
cmd-filter_person-help = Show only what this person did; once more shows all again.
cmd-filter_person-hint = this person
cmd-filter_own = Only your own
cmd-filter_own-help = Show only what you did yourself; once more shows all again.
cmd-filter_own-hint = own
cmd-break_line = New line
cmd-break_line-help = Begin a new line in a long text.
cmd-open_editor = In your own editor
cmd-open_editor-help = Edit the text in the editor of $VISUAL or $EDITOR.
cmd-remove_chosen = Remove the chosen one
cmd-remove_chosen-help = Remove the chosen saved filter.
cmd-add_node = Add subject
cmd-add_node-help = Add a subject (priority, theme, topic) under the chosen place in the tree.
cmd-add_node-hint = subject
cmd-move_node_up = Subject up
cmd-move_node_up-help = Put the subject before the one above it.
cmd-move_node_down = Subject down
cmd-move_node_down-help = Put the subject after the one below it.
cmd-indent_node = Subject a level deeper
cmd-indent_node-help = Move the subject under the one above it.
cmd-outdent_node = Subject a level higher
cmd-outdent_node-help = Move the subject out from under the one above it.
cmd-move_node = Move subject
cmd-move_node-help = Choose what the subject goes under.
cmd-move_node-hint = move
cmd-keep_mark = Keep place
cmd-keep_mark-help = Keep this item under a letter, as long as regie is open.
cmd-go_to_mark = Go to kept place
cmd-go_to_mark-help = Go to what is kept under a letter.
cmd-go_backward = Back
cmd-go_backward-help = Go back to where you jumped from.
cmd-go_forward = Forward
cmd-go_forward-help = Go forward again, after going back.
cmd-show_passage = Passage in the plan
cmd-show_passage-help = Show the passage (the source) in the text of the plan that this comes from.
cmd-show_passage-hint = source
cmd-show_findings = Contradictions
cmd-show_findings-help = Show the findings to check in the plan: contradictions and mistakes in the text, with the lines.
cmd-import_plan = Import a plan
cmd-import_plan-help = Read a plan from a file; you first see what was found.
cmd-toggle_proposal = Refuse or take over
cmd-toggle_proposal-help = Refuse the proposal, or take it over again; on a heading: everything below it.
cmd-toggle_proposal-hint = yes/no
cmd-refuse_below = Refuse everything below
cmd-refuse_below-help = Refuse everything that stands below this row.
cmd-refuse_below-hint = none below
cmd-take_below = Take everything below
cmd-take_below-help = Take over what is on this row and everything below it.
cmd-take_below-hint = all below
cmd-edit_proposal = Edit the title
cmd-edit_proposal-help = Edit the title of the proposal; Enter keeps it, Esc does not.
cmd-edit_proposal-hint = title
cmd-change_node_kind = Kind of subject
cmd-change_node_kind-help = Give the subject the next kind: priority, theme, topic, project, …
cmd-change_level = Level
cmd-change_level-help = Give the subject the next level: local, driehoek, regional, national, none.
cmd-next_finding = Next finding
cmd-next_finding-help = Go to the next finding: a contradiction or mistake in the text.
cmd-next_finding-hint = finding
cmd-previous_finding = Previous finding
cmd-previous_finding-help = Go to the previous finding: a contradiction or mistake in the text.
cmd-next_place = Next place
cmd-next_place-help = Go to the next place in the text that the finding is about, after the last one the first again. Enter on a finding does so too.
cmd-next_place-hint = place
cmd-scroll_text_down = Text down
cmd-scroll_text_down-help = Scroll the text of the plan one row down.
cmd-scroll_text_down-hint = text
cmd-scroll_text_up = Text up
cmd-scroll_text_up-help = Scroll the text of the plan one row up.
cmd-scroll_text_up-hint = up
cmd-take_marked = Take over
cmd-take_marked-help = Take over everything that is not refused: one step, so one undo. Enter on a proposal does so too, after a question.
cmd-take_marked-hint = take over
cmd-find_item = Find
cmd-find_item-help = Find anything by word, reference or person; Enter goes there.
cmd-find_item-hint = find
cmd-undo_change = Undo
cmd-undo_change-help = Undo your latest change, also after a restart.
cmd-undo_change-hint = undo
cmd-redo_change = Redo
cmd-redo_change-help = Do again what was undone.
cmd-open_palette = Command by name
cmd-open_palette-help = Choose a command by name.
cmd-open_palette-hint = command
cmd-show_help = Help
cmd-show_help-help = Show all keys with an explanation.
cmd-show_help-hint = help
cmd-show_plan = Plan view
cmd-show_plan-help = Go to the Plan view: tree, actions, details.
cmd-show_tour = Tour
cmd-show_tour-help = Show in five steps how it works; Esc skips the rest.
cmd-show_people = Who else is here
cmd-show_people-help = Show who else works in this register, and at which item.
cmd-redraw_screen = Redraw the screen
cmd-redraw_screen-help = Draw the whole screen afresh.
cmd-suspend_program = Suspend
cmd-suspend_program-help = Go back to the shell for a while; “fg” brings regie back.
cmd-quit_program = Quit
cmd-quit_program-help = Quit. Everything has been recorded already.
cmd-quit_program-hint = quit
cmd-move_down = Down
cmd-move_down-help = One row down.
cmd-move_down-hint = down
cmd-move_up = Up
cmd-move_up-help = One row up.
cmd-move_up-hint = up
cmd-go_left = Left
cmd-go_left-help = Fold, or go to the pane on the left.
cmd-go_left-hint = left
cmd-go_right = Right
cmd-go_right-help = Unfold, or go to the pane on the right.
cmd-go_right-hint = right
cmd-open_item = Open
cmd-open_item-help = Go one pane further into what is chosen; on a page: choose.
cmd-open_item-hint = choose
cmd-go_back = Back
cmd-go_back-help = Go back, or close the page.
cmd-go_back-hint = back
cmd-focus_next = Next pane
cmd-focus_next-help = Go to the next pane.
cmd-focus_next-hint = pane
cmd-focus_previous = Previous pane
cmd-focus_previous-help = Go to the previous pane.
cmd-focus_tree = To the tree
cmd-focus_tree-help = Go to the tree.
cmd-focus_actions = To the actions
cmd-focus_actions-help = Go to the actions.
cmd-focus_detail = To the details
cmd-focus_detail-help = Go to the details.
cmd-move_half_down = Half a page down
cmd-move_half_down-help = Half a page down.
cmd-move_half_up = Half a page up
cmd-move_half_up-help = Half a page up.
cmd-move_page_down = Page down
cmd-move_page_down-help = A page down.
cmd-move_page_up = Page up
cmd-move_page_up-help = A page up.
cmd-move_first = To the start
cmd-move_first-help = Go to the first row.
cmd-move_last = To the end
cmd-move_last-help = Go to the last row.
cmd-center_row = Row to the middle
cmd-center_row-help = Scroll the list so that the row under the cursor is in the middle.
cmd-toggle_fold = Fold or unfold
cmd-toggle_fold-help = Unfold or fold the subject or partner.
cmd-fold_all = Fold everything
cmd-fold_all-help = Fold the whole tree.
cmd-unfold_all = Unfold everything
cmd-unfold_all-help = Unfold the whole tree.
cmd-accept_line = Keep
cmd-accept_line-help = Keep what has been typed, or choose the marked row.
cmd-accept_line-hint = accept
cmd-drop_line = Cancel
cmd-drop_line-help = Close without keeping.
cmd-drop_line-hint = cancel
cmd-choose_next = Next choice
cmd-choose_next-help = Mark the next row.
cmd-choose_previous = Previous choice
cmd-choose_previous-help = Mark the previous row.
cmd-cursor_left = Character left
cmd-cursor_left-help = One character to the left.
cmd-cursor_right = Character right
cmd-cursor_right-help = One character to the right.
cmd-cursor_start = To the start of the line
cmd-cursor_start-help = To the start of the line.
cmd-cursor_end = To the end of the line
cmd-cursor_end-help = To the end of the line.
cmd-erase_back = Erase back
cmd-erase_back-help = Erase the character before the cursor.
cmd-erase_forward = Erase forward
cmd-erase_forward-help = Erase the character after the cursor.
cmd-erase_word = Erase the word
cmd-erase_word-help = Erase the word before the cursor.
cmd-erase_line = Erase the line
cmd-erase_line-help = Erase everything before the cursor.

## Where commands apply, and the head of the table of keys

scope-items = Actions and subjects
scope-panes = Moving about
scope-plan = In the tree of Plan and Partners
scope-actions = In the Actions view
scope-partners = In the Partners view
scope-log = In the Log view
scope-everywhere = Everywhere
scope-review = While a plan is looked through
scope-prompt = In an input line
keys-column-keys = Keys
keys-column-command = Command
keys-column-help = What it does
keys-column-name = Name in keymap.toml

## Why a command cannot be used now

reason-read-only = The register can only be read now; nothing can be changed.
reason-needs-action = This works on an action: go to the actions with { $actions } and choose one.
reason-needs-place = This works on a subject: go to the tree with { $tree } and choose one.
reason-needs-item = Choose a line first: there is nothing under the cursor.
reason-stays-as-written = A progress note stays as it was written. Add a new one beside it, or undo it.
reason-needs-node = An action stands under a subject, and there is none here yet: { $node } adds one, { $import } imports a plan.
reason-other-tree = Topics are in the plan’s tree; { $plan } goes there.
reason-already-done = This action is done already; { $reopen } reopens it.
reason-already-open = This action is still open.
reason-already-dropped = This action has been dropped already.
reason-no-passage = This was not read from a plan, so there is no passage.
reason-no-plan-text = No text of this plan was kept: it was not read from a file.
reason-not-in-log = This works on a line of the log: go there with { $log }.
reason-needs-entry = Choose a line of the log first: there is nothing under the cursor.
reason-not-reviewing = This is only possible while a plan that is being imported is looked through.

## Header, panes and empty places

view-plan = Plan
view-actions = Actions
view-partners = Partners
view-log = Log
header-read-only = read only
header-disk-full = disk full
doubtful-again = Do it again once the server answers again: it is not recorded twice.
header-away = no connection
header-other-version = another version
header-not-allowed = no access
header-online = { $count } online
header-looks = { $actor } here too
header-edits = { $actor } edits
header-edits-own = you edit elsewhere
pane-tree = Priorities
pane-actions = Actions
pane-carried = Carried by
partners-open = open
partners-agreements = Agreements by date
partners-loose = Without a partner
partners-empty = No partners yet. { $key } adds one; “regie import contacts FILE” reads contact persons with their organisations.
partners-partner-free = { $name } carries no open actions and has no agreements. { $key } adds an agreement, { $contact } a contact.
partners-contact-free = { $name } leads no open action, and the organisation has no agreements; { $key } adds one.
partners-open-actions = Open actions
partners-agreements-with = Agreements
partners-agreements-of = Agreements of { $name }
partners-soon-count = { $count ->
    [0] none needs attention
    [one] one needs attention
   *[other] { $count } need attention
 }
agreement-notice-soon = { $days ->
    [0] notice possible today still
    [one] notice until { $day }, 1 day left
   *[other] notice until { $day }, { $days } days left
 }
agreement-notice-brief = { $days ->
    [0] notice possible today still
   *[other] notice until { $day }, { $days } d
 }
agreement-notice = notice until { $day }
agreement-end-soon = { $days ->
    [0] ends today
    [one] ends tomorrow
   *[other] ends in { $days } days
 }
agreement-end = ends on { $day }
agreement-lasting = without an end date
agreement-ended = ended on { $day }
tree-loose = Without a subject
tree-empty = No plan yet. { $key } shows how to begin: import a plan, start a new one, or look around in the demo.
actions-empty = No actions here. Press { $key } to add one, or choose another subject on the left.
actions-no-topic = This plan has no subjects yet. { $key } adds one; actions come under it.
actions-all-done = Everything is done ({ $done }). Choose a subject to see what was done.
actions-count = { $open } open, { $done } done
actions-count-below = { $open } open, { $done } done, with all below
actions-heading = { $open } open
too-small = Window too small: regie needs { $columns }x{ $rows }.
not-over-page = That cannot be done here; { $key } goes back first.
key-unknown = { $keys } does nothing here; { $help } shows the keys.
go-gone = { $ref } is no longer in the register.

## Details

detail-by-hand = set by hand
detail-today = today
detail-in-days = { $days ->
    [one] tomorrow
   *[other] in { $days } d
 }
detail-days-late = { $days } d late
detail-kind = kind
detail-next = now
detail-notice = period
detail-notice-until = notice
detail-until = until { $day }
detail-until-past = was until { $day }
detail-to = to
detail-months = { $count ->
    [one] 1 month
   *[other] { $count } months
 }
detail-past-year = falls after programme year { $year }
detail-stale = quiet for { $days } days
detail-notes = progress notes
detail-fields = all fields
detail-no-partner = No partner yet ({ $key }: fields)
detail-no-contacts = No contacts yet. { $key } adds one; “regie import contacts FILE” imports a list.
detail-no-notes = No notes yet; { $key } records progress.
detail-older-notes = and { $count } earlier ones
detail-more = { $lines } more
detail-no-actions = no actions yet
detail-dropped = { $count } dropped
detail-source = in the plan, line { $line }
detail-origin = source
detail-origin-line = line { $line } ({ $key })
detail-origin-plan = text ({ $key }), contradictions ({ $findings })
detail-switchboard = switchboard
detail-period = period
detail-validity = validity
detail-adopted = adopted

## What happened

undo-done = Undone — { $what }
redo-done = Done again: { $what }
undo-tail = · { $key } = undo
redo-tail = · { $key } does it again
undo-outside-filter = · entry { $seq } outside the filter
undo-nothing = There is nothing of yours to undo.
redo-nothing = There is nothing to redo.
nothing-changed = Nothing has changed.
copied = Copied: { $text }
copied-phone = Copied: { $text } ({ $who })
copied-no-phone = There is no phone number with { $what }. Record it with the lead or a partner.
copied-too-long = The text is too long to copy ({ $bytes } bytes; a terminal takes { $limit }).
draft-not-kept = What you type cannot be kept as a draft: { $why } Save it with Enter; until then it is only on this screen.
follow-failed = What others record cannot be followed here now. { $reason } regie keeps trying; if this stays, restart it.
draft-lost = What you were typing could not be kept as a draft: { $why } It stands below.
follow-anew = A change that was already shown here has not been recorded: the disk of whoever writes did not take it. The register has been read afresh.
follow-again = The connection with the server is back; this is the register as it is now.
follow-erased = Somebody's data was erased from the register; this is the register as it is now.
follow-erased-named = Your text names somebody whose data has just been erased: take that out.
people-alone = You work alone: this register is not shared. regie serve opens it for several people.
people-none = Nobody else is here now.
people-here = Also here: { $names }.
people-edits = { $actor } (editing { $ref })
people-looks = { $actor } (at { $ref })
people-own = { $count ->
    [one] You have another window open{ $places }.
   *[other] You have { $count } other windows open{ $places }.
}
people-own-edits = editing { $ref }
people-own-looks = at { $ref }
kept-text = This input had not been sent when regie went away. Enter records it, Esc drops it.
kept-mark-short = restored
kept-mark = unsent input of before restored
lost-title = Unsent input of before
lost-intro = This input cannot be put back by itself: what it was about is no longer in the register, or it came from your own editor. Copy what you still need: once you close this page it is gone.
lost-edit = input at { $ref }
lost-progress = progress of { $ref }
lost-drop = reason for dropping { $ref }
lost-node = new subject under { $ref }
lost-add = new action under { $ref }
lost-new = something new with { $ref }
lost-editor = what was in your own editor when regie went away
lost-other = input “{ $name }”
warn-bsn = This looks like a citizen service number. Data about citizens does not belong in the register.

## Input lines

paste-cut = What you pasted was longer than a field can be (1 MiB); the rest was left out.
arrangement-unread = Your arrangement and saved filters could not be read. The file is kept, as workbench.toml.damaged, as soon as you save something new.
line-full = The text is too long for this line ({ $limit } bytes); what did not fit was left out.
add-title = New action
add-title-under = New action under { $under } · under:name chooses another
add-hint = title · @lead · +partner · due:fri or due:27-11 · #tag · ! flags
add-title-partner = New partner
add-hint-partner = the name of the organisation
add-title-contact = New contact person
add-hint-contact = name, position, +partner, phone, e-mail (commas between them, in any order)
add-name = name
add-unsure-name = The line does not show which text is the name; the first was taken. If that is wrong, put “name:” before the name.
add-title-agreement = New agreement
add-hint-agreement = title · 1-1-2026..31-12-2027 · notice 3m · +partner
add-stays-text = “{ $typed }” stays text. { $why }
progress-title = Progress, now { $percent }%: { $what }
progress-title-all = Progress of { $what }
progress-hint = e.g. 60 room booked · with a colour g, o or r: 60 o waiting for the permit
progress-nothing = Type a percentage, a note or both; Esc closes.
progress-too-much = There is no more than 100%: type a number from 0 to 100.
drop-title = Drop { $what }
drop-hint = Why is the action dropped?
remove-title = Remove
remove-more = { $count ->
    [one] and one more item
   *[other] and { $count } more items
 }
remove-notes = { $count ->
    [one] One progress note goes with it.
   *[other] { $count } progress notes go with it.
 }
remove-in-use = { $what } cannot go: these refer to it.
remove-in-use-hint = Point those to something else first, or remove them.
remove-hint = Removing can be undone.
remove-yes = remove
remove-no = leave it
remove-close = close
edit-marked = { $count ->
    [one] one marked action
   *[other] { $count } marked actions
 }
edit-title-of-one = A title belongs to one item. Choose another column with { $right }, or a field with { $palette }.
edit-no-field = There is nothing to edit here.
edit-pick = type a few letters
edit-nothing-fits = Nothing is called that. Type fewer letters.
edit-lists = what you type is added; -name takes away, =name replaces everything
edit-added = added: { $what }
edit-removed = taken away: { $what }
edit-anew = instead of everything: { $what }
edit-emptied = everything is taken away
edit-from-today = { $day } (from today)
edit-takes = fill in: { $what }; empty clears the field
edit-takes-needed = fill in: { $what }
edit-why = Why { $what }?
edit-overtaken-by = Meanwhile { $who } made this “{ $value }” ({ $at }). { $keep } once more puts yours in its place, { $leave } leaves it.
edit-overtaken-own = Meanwhile you made this “{ $value }” in another window ({ $at }). { $keep } once more puts what you typed here in its place, { $leave } leaves it.
edit-overtaken = Meanwhile this has become “{ $value }”. { $keep } once more puts yours in its place, { $leave } leaves it.
edit-long-hint = { $line } line · { $editor } editor
filter-title = Filter
filter-hint = words · lead: state: colour: due:<7d under: field: #tag · -word excludes · Tab completes
filter-no-tag = No action has the tag #{ $tag }.
columns-title = Columns ({ $key } turns one on or off)
columns-no-room = { $name } (no room)
saved-title = Saved filters
saved-hint = Nothing saved yet. Type a name to save the present filter.
saved-save-as = + save as “{ $name }”: { $filter }
saved-which = No filter is called “{ $name }”. Enter once more goes to “{ $other }”; { $key } and then Enter saves as “{ $name }”.
saved-done = Saved as “{ $name }”.
table-count = { $found } of { $total }
table-more = { $more } more with { $key }
table-marked = { $count } marked
table-unmarked = { $count ->
    [one] The mark is gone; { $key } sets it again.
   *[other] { $count } marks are gone; { $key } sets them again.
}
table-not-marked = Nothing that the table shows has been marked yet.
table-first-filter = state:open
table-nothing = No action fits this filter. { $key } changes it, { $all } shows all actions.
table-nothing-fits = No action fits this filter.
table-no-actions = There are no actions yet. { $key } adds one.
table-no-sort = { $column } cannot be sorted by.
table-no-group = { $column } is nothing to group by; choose another column with { $left } or { $right }.
column-updated = changed
column-progress = %
column-health = co
column-weight = wt
node-new-title = New: { $kind } under { $under }
node-new-hint = What is it called? Enter adds it.
node-move-title = Where does { $what } go?
node-no-further = There is nothing further that way.
marks-set = Keep under which letter?
marks-go = To which letter?
marks-none = Nothing is kept yet. { $key } and a letter or digit keep where the cursor is.
marks-none-set = Press a letter or digit: where the cursor is will be kept under it.
marks-letter = letter or digit
marks-set-hint = keeps
marks-go-hint = goes there
marks-kept = { $ref } kept under { $letter }; { $key } { $letter } goes there.
trail-start = There is nothing further back.
trail-end = There is nothing further ahead.
log-count = { $count ->
    [one] 1 entry
   *[other] { $said } entries
 }
log-found = { $said } found
log-searching = still searching, at entry { $seq }
log-unjudged = { $count ->
    [one] one entry is unreadable
   *[other] { $count } entries are unreadable
 }
log-unnoticed = { $count ->
    [one] one new above
   *[other] { $count } new above
 }
log-empty = Nothing has been recorded yet. Every change will stand here; { $key } goes to the plan.
log-nothing = No entry fits this filter. { $filter } changes it, { $all } shows all again.
log-nothing-fits = No entry fits this filter.
log-nothing-yet = Nothing found yet; the search goes on.
log-missing = There is nothing here for you to see.
log-damaged = Entry { $seq } is damaged ({ $place }). “regie verify” says what is wrong.
log-unread = This entry cannot be read: { $reason }.
log-no-item = This entry is not about one item; Enter shows what it changed.
log-me = @me
log-entry = Entry { $seq }
log-when = { $who }, { $day } at { $time }
log-undoes = Takes back entry { $seq }: { $what } ({ $who }, { $when })
log-undoes-unread = Takes back entry { $seq }, which cannot be read.
log-redoes = Does entry { $seq } again: { $what } ({ $who }, { $when })
log-redoes-unread = Does entry { $seq } again, which cannot be read.
log-overtaken = No longer holds: entry { $seq } did it again ({ $who }, { $when })
log-overtaken-unread = No longer holds, by entry { $seq }, which cannot be read.
log-undone = Taken back by entry { $seq } ({ $who }, { $when })
log-undone-unread = Taken back by entry { $seq }, which cannot be read.
log-erased = Data erased by entry { $seq } ({ $who }, { $when })
log-erased-unread = Data erased by entry { $seq }, which cannot be read.
log-reading = The changes are being read…
log-changes = { $count ->
    [one] One change
   *[other] { $said } changes
 }
log-changes-of = { $count ->
    [one] One change of { $item }
   *[other] { $said } changes of { $item }
 }
log-more-changes = { $count ->
    [one] and one more change
   *[other] and { $said } more changes
 }
log-set = { $field }: { $before } → { $after }
log-moved = moved: { $from } → { $to }
log-reordered = another order under { $under }
log-filter-title = Filter the log
log-filter-hint = words of the entry · @name who did it · @me only your own · A-17 one item
find-title = Find
find-hint = Type a word, a reference (A-17) or a name.
find-nothing = Nothing found. Type fewer letters or another word; a reference such as A-17 goes there at once.
find-count = { $count } found
palette-title = Command
palette-nothing = No command is called that. Type fewer letters, or a word of what you want to do.
palette-field = Edit { $field }
palette-field-help = Of the item under the cursor or all that are marked.
setting-theme = theme: colours of the screen
setting-theme-help = Put theme = "dark" in { $file }; choose from { $choices }. For once: regie --theme dark. It holds from the next start.
setting-lang = language of the screen
setting-lang-help = Put lang = "nl" or lang = "en" in { $file }. For once: regie --lang en. It holds from the next start.
setting-keymap = keys of vim or emacs (keymap)
setting-keymap-help = Put keymap = "vim" in { $file }; choose from { $choices }. It holds from the next start.
setting-keys = your own keys (keymap)
setting-keys-help = In { $file } put a heading per place, such as [items], and below it a line per key, such as "d" = "complete_action". regie keys shows every command. It holds from the next start.
setting-scroll = scrolling of lists
setting-scroll-help = Put scroll = "line" in { $file }; choose from { $choices } (half a page or a line). It holds from the next start.
setting-mouse = mouse
setting-mouse-help = Put mouse = true in { $file }: a click chooses, the wheel scrolls. It holds from the next start.
setting-ascii = signs: nothing but ASCII
setting-ascii-help = Put ascii = true in { $file } when lines and signs do not come out well. It holds from the next start.
setting-links = links for phone and e-mail
setting-links-help = Put links = true or links = false in { $file }. It holds from the next start.

## Help

help-title = Help
help-view-log = Who changed what, and when, the newest entry first; of the chosen entry every change, beside it or with enter.
help-view-plan = The priorities, beside them the actions of the chosen subject, and everything about one item.
help-view-actions = Every action as a table. Filter, sort and group; what you mark changes together in one step.
help-view-partners = The partners with their contact persons, beside them what the chosen one carries (open actions and agreements), and everything about one item.
help-intro = Every change is recorded at once and can be undone. Change keys in keymap.toml; choose those of vim or emacs with keymap in config.toml.
help-nothing = No key or command fits this. Type fewer letters.
help-fields = Fields of the item under the cursor
help-fields-how = { $fields }. Go to the details with { $details } and press { $edit } at the field, or type its name after { $palette }.
help-settings = Settings
help-not-now = Not now. { $why }
help-signs = Signs
help-sign-waiting = waits for somebody or something; stands behind the sign of the colour
help-sign-late = late: the due date has passed
help-sign-soon = an agreement ends within { $days } days, or notice of it must be given by then
help-sign-flag = flagged for attention
help-sign-cursor = what the keys work on
help-sign-cursor-elsewhere = chosen in another pane
help-sign-taken = proposal that is taken over
help-sign-refused = refused proposal
help-sign-lost = proposal that cannot do without a refused one
help-sign-changed = in the register already; the text says something else about it
help-sign-undoes = log: undoes an earlier entry
help-sign-redoes = log: does again what had been undone
help-sign-undone = log: this entry was itself taken back and no longer holds
help-privacy = Nothing about suspects, victims or residents belongs in the register: a case is a reference number. Contacts are professionals.

## The tour

tour-title = Tour, step { $step } of { $steps }
tour-step = step { $step } of { $steps }
tour-leave = { $open } next · { $back } skip
tour-leave-detail = { $open } details and next · { $back } skip
tour-skip = { $back } skip
tour-close = { $open } closes
tour-offer = New here? { $key } shows in five steps how regie works.
tour-tree = On the left is the tree of the plan. Go there with { $tree } and move with { $down } and { $up }; { $right } unfolds, { $left } folds. The actions follow.
tour-detail = Go to the actions with { $next } and choose one with { $down } or { $up }. The details show all about that action.
tour-detail-half = The details show all about the chosen action. Enter them with { $open } or { $next }; the tour goes on with it.
tour-change = Mark an action done with { $done }, or record progress with { $progress } (for example 60 room booked). It is kept at once.
tour-change-half = Recorded; the bars in the tree have followed. Now undo it with { $undo }: that always works, also after a restart.
tour-add = Add an action in one line with { $add }: Inspection @bakker +police due:fri #light. What is understood is shown below; { $accept } keeps it.
tour-find = Find anything by word, reference or name with { $find }. { $help } shows the keys of where you are. Try both.
tour-find-half = One left: { $find } finds, { $help } shows the keys.
tour-end = That was it. { $palette } chooses any command by name, this tour too; { $quit } quits. All that you did is there already.

## The first screen

first-title = Welcome to regie
first-intro = This register is still empty. What would you like to start with?
first-import = Import a plan
first-import-help = From a file: text, HTML or XML, as the website for local regulations gives it. You first see what was found.
first-kernbeleid = Start from the Kernbeleid safety fields
first-kernbeleid-help = A new plan with the five safety fields as its themes.
first-demo = Look around in the demo
first-demo-help = A fictional municipality in a temporary register, with a tour in five steps.
first-path = Where is the plan? Type the path of the file.
first-path-empty = Type the path of a file, for example plan.txt; Esc goes back.
first-municipality = What is the municipality called?
first-name-empty = Type the name of the municipality; Esc goes back.
first-period = For which years is the plan?
first-period-wrong = Type two years, the first one first, such as 2027-2030.
first-plan-title = Integral safety plan { $years }
review-title = Found in the plan
review-title-read = What does not add up in the text of the plan
review-nothing-new = Everything in this plan is in the register already.
review-findings = { $count ->
    [0] No contradictions found
    [one] One thing to check
   *[other] { $count } things to check
 }
review-count = { $count ->
    [one] one proposal
   *[other] { $count } proposals
 }
review-refused = { $count } refused
review-to-check = { $count ->
    [0] no contradictions found
    [one] one thing to check
   *[other] { $count } things to check
 }
review-line = line { $line }
review-named = Named: { $title }
review-gone = No longer in the text
review-gone-stays = This is no longer in the text of the plan; it does stay in the register.
review-is-new = new
review-is-changed = changed
review-is-edited = edited
review-is-refused = refused
review-is-lost = goes with it
review-lost = { $count ->
    [one] One other proposal cannot do without it and goes too.
   *[other] { $count } other proposals cannot do without it and go too.
 }
review-back = { $count ->
    [one] One other proposal comes back with it.
   *[other] { $count } other proposals come back with it.
 }
review-loosened = { $count ->
    [one] One proposal loses its reference to it.
   *[other] { $count } proposals lose their reference to it.
 }
review-lost-to = Goes with “{ $title }”.
review-take-first = This goes with “{ $title }”: take that back first.
review-place = Line { $line }: place { $place } of { $places } in the text.
review-no-place = This finding names no line of the text.
review-finding-only-read = A finding is there to be read; it is neither taken over nor refused.
review-nothing-below = There is nothing below this.
review-edit-new-only = Only the title of a new proposal can be changed here.
review-node-only = Only new subjects have a kind and a level.
review-set = { $field }: { $value }
review-no-findings = There are no findings.
review-nothing-marked = Everything is refused, so there is nothing to take over. Esc leaves the list.
review-marks-lost = { $count ->
    [one] One earlier choice was not found again: the plan or the register has changed. Check it once more.
   *[other] { $count } earlier choices were not found again: the plan or the register has changed. Check it once more.
}
review-take-all = Take over everything that is not refused? { $take } once more: yes. { $toggle } chooses one by one.
review-leave = Your choices will be lost. { $key } once more leaves and takes nothing over.
review-old = { $field } was: { $value }
review-new = { $field } becomes: { $value }
review-under = under { $title }
passage-title = In the plan: { $item } { $title }, line { $line }
passage-title-plan = The text of { $title }
passage-not-read = The text of this plan cannot be shown: { $reason }
passage-no-text = The text of this plan was not kept: { $file } is missing. Import the plan again.
path-again = Go on looking through a plan
path-again-hint = Enter reads this plan again, with what you had refused and corrected; Esc drops it.
path-there = This file exists. Enter reads it.
path-nothing = There is nothing called that.
path-nothing-here = There are no files here.
path-candidates = { $count ->
    [one] { $key } completes the path.
   *[other] { $count } possibilities; { $key } completes or chooses.
 }

## Terminal and keymap

no-terminal = The workbench needs a terminal, and there is none.
no-terminal-hint = Without a terminal: “regie list”, “regie add” and “regie --help”.
terminal-dumb = This terminal cannot show the workbench (TERM=dumb).
terminal-failed = The terminal does not cooperate: { $reason }.
keymap-unread = { $path } cannot be read ({ $reason }), so the built-in keys are in force.
keymap-problem = { $path }, line { $line }: { $what }
keymap-more = { $count ->
    [one] One other line is
   *[other] { $count } other lines are
 } wrong too; “regie keys” names them.
keymap-did-you-mean = Did you mean “{ $name }”?
keymap-syntax = this is not valid TOML ({ $reason }).
keymap-unknown-scope = there is no section “{ $name }”.
keymap-unknown-command = there is no command “{ $name }”.
keymap-wrong-scope = “{ $name }” belongs in the section [{ $scope }].
keymap-bad-key = “{ $key }” is not a key. Write for example ctrl-d, G, pgdn or "g g".
keymap-not-a-name = { $key } should be followed by the name of a command in quotes.
keymap-same-key = a terminal sends “{ $keys }” as { $same }; choose another key.
keymap-unreachable = “{ $keys }” can never be reached, as line { $line } uses “{ $start }” already.
keymap-behind = “{ $keys }” cannot be reached, as “{ $start }” goes to “{ $name }” in [{ $scope }]. Take that key away there with "{ $start }" = "none".
keymap-last-key = “{ $keys }” takes the last key of: { $names }. Give them another key, or choose the command by name.
keymap-no-way-out = this leaves “{ $name }” without a key, and there is no way out without it. So { $key } goes on working.
