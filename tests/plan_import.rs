use regie::io::plan::{parse, read_source};
use std::path::PathBuf;
#[test]
fn dump() {
    let path = std::env::var("PLAN")
        .map(PathBuf::from)
        .unwrap_or("/work/shared/plans/enkhuizen-2018-2021.txt".into());
    let source = read_source(&std::fs::read(path).unwrap()).unwrap();
    let draft = parse(&source);
    println!("{:#?}", draft.plan);
    for (i, p) in draft.proposals.iter().enumerate() {
        println!(
            "{i:3} {:12} {:?}{} L{} <{}> [{}] parts={:?}",
            p.kind.word(),
            p.node_kind
                .map(|k| k.word().to_string())
                .or(p.partner_kind.map(|k| k.word().to_string()))
                .or(p.agreement_kind.map(|k| k.word().to_string()))
                .or(p.instrument_kind.map(|k| k.word().to_string()))
                .unwrap_or_default(),
            if p.mentioned { " m" } else { "" },
            p.line,
            p.title,
            p.under.map(|u| u.to_string()).unwrap_or_default(),
            p.parts
        );
    }
    for f in &draft.findings {
        println!("{} {}", f.code.word(), f.message(false));
    }
}
