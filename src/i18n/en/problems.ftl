# What is wrong with something that was typed or read: shared by command line, import and workbench.

problem-meant = Did you mean { $what }?
problem-no-such-day = There is no { $day }-{ $month }: that month has fewer days.
problem-no-such-day-year = There is no { $day }-{ $month }-{ $year }: that month has fewer days in that year.
problem-no-such-week = { $year } has no week { $week }.
problem-year-range = The year { $year } cannot be used; years run from 1900 to 2200.
problem-other-weekday = The weekday is not right: it is { $day }.
problem-not-a-date = “{ $given }” is not a date. These are: 27-11-2026, fri, +2w or end of november.
problem-not-a-moment = “{ $given }” is not a moment. This is: 2026-11-27T14:00:00Z.
problem-not-a-number = “{ $given }” is not a number, which { $field } needs.
problem-unclear-number = “{ $given }” is unclear: thousands or a fraction? Write thousands without a point and a fraction with a comma.
problem-not-whole = “{ $given }” is not a whole number, which { $field } needs.
problem-range = { $given } is out of range for { $field }: it must be from { $low } to { $high }.
problem-not-a-word = “{ $given }” is not a value for { $field }; these are: { $known }.
problem-not-a-flag = “{ $given }” is neither yes nor no, which { $field } needs.
problem-nobody = Nothing in the register is called “{ $given }”.
problem-several = “{ $given }” fits { $count } names: { $names }. Give more of it, or the reference.
problem-wrong-kind = { $ref } is a { $kind }, which does not fit here.
problem-moved-only = A place in the tree is changed by moving: regie move REF --under REF.
problem-chip-empty = Nothing follows the sign.
problem-chip-twice = This field was set earlier in the line.
problem-chip-key = There is no such field; the text stays.
problem-query-key = There is no search term “{ $key }:”; it was searched for as text.
problem-query-empty = Nothing follows “{ $key }:”.
problem-query-value = At “{ $key }:” { $problem }
problem-query-unbalanced = A parenthesis has no partner.
problem-query-deep = The parentheses are nested too deeply.
