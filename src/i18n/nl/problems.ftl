# Wat er mis is met iets dat getypt of gelezen is: gedeeld door opdrachtregel, import en werkbank.

problem-meant = Bedoelde u { $what }?
problem-no-such-day = { $day }-{ $month } bestaat niet: die maand heeft zoveel dagen niet.
problem-no-such-day-year = { $day }-{ $month }-{ $year } bestaat niet: die maand heeft in dat jaar zoveel dagen niet.
problem-no-such-week = { $year } heeft geen week { $week }.
problem-year-range = Het jaar { $year } kan niet; dat loopt van 1900 tot en met 2200.
problem-other-weekday = De weekdag klopt niet: het is { $day }.
problem-not-a-date = “{ $given }” is geen datum. Zo kan het: 27-11-2026, vr, +2w of eind november.
problem-not-a-moment = “{ $given }” is geen tijdstip. Zo kan het: 2026-11-27T14:00:00Z.
problem-not-a-number = “{ $given }” is geen getal, en dat hoort bij { $field }.
problem-unclear-number = “{ $given }” is onduidelijk: duizendtallen of een breuk? Schrijf duizendtallen zonder punt en een breuk met een komma.
problem-not-whole = “{ $given }” is geen heel getal, en dat hoort bij { $field }.
problem-range = { $given } valt buiten { $field }: het moet van { $low } tot en met { $high } zijn.
problem-not-a-word = “{ $given }” is geen waarde voor { $field }; wel: { $known }.
problem-not-a-flag = “{ $given }” is geen ja of nee, en dat hoort bij { $field }.
problem-nobody = Niets in het register heet “{ $given }”.
problem-several = “{ $given }” past op { $count } namen: { $names }. Noem er meer van, of de verwijzing.
problem-wrong-kind = { $ref } is een { $kind }; dat past hier niet.
problem-moved-only = Een plaats in de boom verandert u door te verplaatsen: regie move REF --under REF.
problem-chip-empty = Er staat niets achter het teken.
problem-chip-twice = Dit veld is al eerder in de regel gezet.
problem-chip-key = Dit veld bestaat niet; de tekst blijft staan.
problem-query-key = De zoekterm “{ $key }:” bestaat niet; er is naar de tekst gezocht.
problem-query-empty = Achter “{ $key }:” staat niets.
problem-query-value = Bij “{ $key }:” { $problem }
problem-query-unbalanced = Een haakje heeft geen tegenhanger.
problem-query-deep = De haakjes staan te diep in elkaar.
