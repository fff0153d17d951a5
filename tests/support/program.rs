//! Running the program as its users do: in a home folder of its own, with nothing of the machine's environment.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests: a failure here is a failed test")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// A home folder with a register in it.
pub struct Desk {
    pub home: tempfile::TempDir,
}

/// How a call ended.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Desk {
    pub fn new() -> Desk {
        Desk { home: tempfile::tempdir().unwrap() }
    }

    /// The program, in Dutch, without a terminal.
    pub fn program(&self) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("regie"));
        command
            .env_clear()
            .env("HOME", self.home.path())
            .env("LANG", "nl_NL.UTF-8")
            .env("TZ", "Europe/Amsterdam")
            .env("TERM", "xterm-256color")
            .current_dir(self.home.path())
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        run(self.program().args(args))
    }

    /// Runs what must succeed and say nothing on standard error; yields standard output.
    pub fn ok(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}: {}", ran.out);
        ran.out
    }

    /// Runs what must succeed; yields its JSON.
    pub fn json(&self, args: &[&str]) -> Value {
        let ran = self.run(&[args, &["--json"]].concat());
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        serde_json::from_str(&ran.out).unwrap_or_else(|why| panic!("{args:?}: {why}: {}", ran.out))
    }

    /// Runs what must fail with exit code 1 and print nothing; yields what it says.
    pub fn fails(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args:?}: {}", ran.err);
        ran.err
    }

    /// Writes a file in the home folder; yields its name.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        std::fs::write(self.home.path().join(name), bytes).unwrap();
        name.to_owned()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Where the register is.
    pub fn register(&self) -> PathBuf {
        self.home.path().join(".local/share/regie")
    }

    /// Imports a small plan by hand-made entries: a tree needs a plan, and plans come from files.
    pub fn plan(&self) {
        let file = self.file(
            "plan.txt",
            "Lokaal Integraal Veiligheidsplan Waterdam 2023-2026\n\nDit plan is vastgesteld door de gemeenteraad van Waterdam op 15 november 2022.\n\n\
             1. Inleiding\nDit plan geldt voor 2023-2026.\n\n2. Prioriteiten\n\
             De prioriteiten zijn:\n• Jeugd en overlast\n• Ondermijning\n• Veilig wonen\n",
        );
        self.json(&["import", "plan", &file, "--accept"]);
    }
}

pub fn run(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The names of the keys of a JSON object, sorted.
pub fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// Whether every one of `names` is a key of `value`, present even when null.
pub fn has_keys(value: &Value, names: &str) {
    for name in names.split_whitespace() {
        assert!(value.get(name).is_some(), "{name} is missing in {value}");
    }
}

/// A zip file with stored (not compressed) members: enough for a workbook.
pub fn zip(members: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut directory = Vec::new();
    for (name, text) in members {
        let offset = bytes.len() as u32;
        let (crc, size) = (crc32(text.as_bytes()), text.len() as u32);
        let mut common = Vec::new();
        for n in [20u16, 0, 0, 0, 0] {
            common.extend(n.to_le_bytes());
        }
        for n in [crc, size, size] {
            common.extend(n.to_le_bytes());
        }
        common.extend((name.len() as u16).to_le_bytes());
        common.extend(0u16.to_le_bytes());
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(name.as_bytes());
        bytes.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0u8; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let start = bytes.len() as u32;
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\x00\x00\x00\x00");
    let count = members.len() as u16;
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend((directory.len() as u32).to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend(0u16.to_le_bytes());
    bytes
}

/// CRC-32 of zip files (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |mut crc, byte| {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
        }
        crc
    })
}

/// A workbook with one sheet. A cell that starts with `=` in `rows` is a number, with `@` a date serial.
pub fn xlsx(sheet: &str, rows: &[&[&str]]) -> Vec<u8> {
    let mut data = String::new();
    for (n, row) in rows.iter().enumerate() {
        data.push_str(&format!("<row r=\"{}\">", n + 1));
        for (column, cell) in row.iter().enumerate() {
            let at = format!("{}{}", (b'A' + column as u8) as char, n + 1);
            if let Some(number) = cell.strip_prefix('=') {
                data.push_str(&format!("<c r=\"{at}\"><v>{number}</v></c>"));
            } else if let Some(serial) = cell.strip_prefix('@') {
                data.push_str(&format!("<c r=\"{at}\" s=\"1\"><v>{serial}</v></c>"));
            } else if !cell.is_empty() {
                data.push_str(&format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"));
            }
        }
        data.push_str("</row>");
    }
    workbook(sheet, &data)
}

/// A workbook with one sheet that holds `data`, rows as XML.
pub fn workbook(sheet: &str, data: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    zip(&[
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{rels}\"><sheets><sheet name=\"{sheet}\" sheetId=\"1\" \
                 r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{rels}/worksheet\" \
                 Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            &format!(
                "<styleSheet xmlns=\"{main}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>"),
        ),
    ])
}

/// An OpenDocument sheet with text cells.
pub fn ods(sheet: &str, rows: &[&[&str]]) -> Vec<u8> {
    let rows: String = rows
        .iter()
        .map(|row| {
            let cells: String = row
                .iter()
                .map(|cell| {
                    format!(
                        "<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>"
                    )
                })
                .collect();
            format!("<table:table-row>{cells}</table:table-row>")
        })
        .collect();
    let ns = "urn:oasis:names:tc:opendocument:xmlns";
    let content = format!(
        "<office:document-content xmlns:office=\"{ns}:office:1.0\" xmlns:table=\"{ns}:table:1.0\" \
         xmlns:text=\"{ns}:text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"{sheet}\">{rows}\
         </table:table></office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
        (
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
        ),
    ])
}

/// The account that the tests run under.
pub fn account() -> String {
    let output = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Replaces every moment (`zo 22-11 21:05`) by a fixed word, so that outputs can be compared.
pub fn timeless(text: &str) -> String {
    let is_time = |word: &str| {
        let bytes = word.as_bytes();
        bytes.len() == 5 && bytes[2] == b':' && [0, 1, 3, 4].iter().all(|i| bytes[*i].is_ascii_digit())
    };
    let line = |line: &str| {
        let mut words: Vec<&str> = line.split(' ').collect();
        while let Some(at) = words.iter().position(|word| is_time(word)) {
            words.splice(at - 2..=at, ["<moment>"]);
        }
        words.join(" ")
    };
    text.lines().map(|text| line(text) + "\n").collect()
}

/// The text of `path`.
pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
