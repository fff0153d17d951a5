//! What the tests over SSH share: keys, the part of an sshd's configuration that is always so, and a register of three actions.
#![allow(clippy::unwrap_used, reason = "these are tests, though not in a test function")]

use std::path::Path;
use std::process::Command;

/// The program, as the machine has it.
pub const SSHD: &str = "/usr/sbin/sshd";

/// What of a configuration is the same whoever comes in.
pub const CONFIG: &str = "UsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nPrintMotd no\n\
                          PrintLastLog no\nPidFile none\n";

/// Whether there is an sshd; `REGIE_REQUIRE_SSHD=1` makes it a failure when `program` is not there.
pub fn is_there(program: &str) -> bool {
    let there = Path::new(program).exists();
    assert!(there || std::env::var_os("REGIE_REQUIRE_SSHD").is_none(), "{program} is not there");
    there
}

/// Makes what sshd wants of a machine on which it runs as root; elsewhere it does without.
pub fn make_room() {
    let _ = std::fs::create_dir("/run/sshd");
}

/// Makes a key at `path`, and its public part beside it; yields that.
pub fn keygen(path: &Path) -> String {
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(path).status();
    assert!(made.unwrap().success());
    let mut public = path.as_os_str().to_owned();
    public.push(".pub");
    std::fs::read_to_string(public).unwrap()
}

/// The text of a plan with a priority and a theme.
pub const PLAN: &str = "Integraal veiligheidsplan Waterdam 2025-2028\n\nDe komende vier jaar gaat de aandacht uit naar de volgende \
                        prioriteiten, thema's en onderwerpen: Veilige wijken: overlast, woninginbraken.\n";

/// Fills a register through `cli`: the plan at `plan`, and three actions under its theme, the third of which is confidential.
pub fn fill(plan: &Path, cli: impl Fn(&[&str])) {
    cli(&["import", "plan", plan.to_str().unwrap(), "--accept"]);
    for title in ["Buurtavond Vijzeltuin", "Hotspots in kaart brengen", "Ondermijning Havenpand"] {
        cli(&["add", &format!("{title} due:01-12-2031"), "--under", "T-2"]);
    }
    cli(&["set", "A-3", "vertrouwelijk=ja"]);
}
