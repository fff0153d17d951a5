//! What travels between a workbench and the server: a greeting, and frames after it.
//!
//! Owns the layout of both and their limits. The greeting never changes, so that programs of different builds can
//! still tell each other so in words; everything after it may, with `PROTOCOL`. Nothing here knows a socket: `client` and
//! `server` hand over what reads and writes.
//!
//! ```text
//! greeting  "regie\n"  protocol (u16, LE)  length (u8)  build (UTF-8, at most 63 bytes)
//! frame     length of the rest (u32, LE)  kind (u8)  body
//!           kind 0: a message as JSON      kind 1: a block of items, as the state holds it
//! ```

use std::io::{self, ErrorKind, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The version of everything after the greeting.
pub const PROTOCOL: u16 = 1;

/// What every greeting begins with.
const MAGIC: [u8; 6] = *b"regie\n";

/// The longest name of a build, in bytes.
const MOST_BUILD: usize = 63;

/// The longest frame, in bytes: an import of 100,000 rows is one draft of some 40 MB.
pub const MOST_FRAME: usize = 64 << 20;

/// How much room is made for a frame before any of it has come: what a frame says of its length is not believed
/// further than this.
const FIRST_ROOM: usize = 64 << 10;

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Greeting {
    /// The protocol it speaks.
    pub protocol: u16,
    /// Its version, for people.
    pub build: String,
}

impl Greeting {
    /// This program's own.
    pub fn own() -> Greeting {
        Greeting { protocol: PROTOCOL, build: env!("CARGO_PKG_VERSION").to_owned() }
    }

    /// Sends it. A name of a build that is too long is cut.
    pub fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        let mut build = self.build.as_str();
        while build.len() > MOST_BUILD {
            let last = build.char_indices().next_back().map_or(0, |(at, _)| at);
            build = &build[..last];
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.protocol.to_le_bytes());
        bytes.push(build.len() as u8);
        bytes.extend(build.as_bytes());
        to.write_all(&bytes)?;
        to.flush()
    }

    /// Reads the other's.
    ///
    /// # Errors
    /// `Garbled` when whoever speaks is no regie.
    pub fn read(from: &mut dyn Read) -> Result<Greeting, WireError> {
        let mut head = [0; MAGIC.len() + 3];
        from.read_exact(&mut head)?;
        let [m0, m1, m2, m3, m4, m5, low, high, len] = head;
        if [m0, m1, m2, m3, m4, m5] != MAGIC || usize::from(len) > MOST_BUILD {
            return Err(WireError::Garbled);
        }
        let mut build = vec![0; len.into()];
        from.read_exact(&mut build)?;
        let build = String::from_utf8(build).map_err(|_| WireError::Garbled)?;
        Ok(Greeting { protocol: u16::from_le_bytes([low, high]), build })
    }
}

/// Why nothing could be read.
#[derive(Debug)]
pub enum WireError {
    /// The other end has gone, between two frames.
    Closed,
    /// A frame longer than is taken: how long it says it is.
    TooLong(u64),
    /// Not what this protocol says.
    Garbled,
    /// Blocks as another version of the program makes them.
    OtherFormat,
    /// The operating system's error; a frame that breaks off is one too.
    Io(io::Error),
}

impl From<io::Error> for WireError {
    fn from(error: io::Error) -> WireError {
        match error.kind() {
            ErrorKind::UnexpectedEof => WireError::Closed,
            _ => WireError::Io(error),
        }
    }
}

/// What a frame holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// A message.
    Message(Vec<u8>),
    /// A block of items.
    Block(Vec<u8>),
}

impl Frame {
    /// The frame of a message.
    pub fn of(message: &impl Serialize) -> io::Result<Frame> {
        Ok(Frame::Message(serde_json::to_vec(message)?))
    }

    /// The message in it.
    ///
    /// # Errors
    /// `Garbled` when it holds something else.
    pub fn message<T: DeserializeOwned>(&self) -> Result<T, WireError> {
        match self {
            Frame::Message(bytes) => serde_json::from_slice(bytes).map_err(|_| WireError::Garbled),
            Frame::Block(_) => Err(WireError::Garbled),
        }
    }

    /// As bytes to be sent.
    ///
    /// # Errors
    /// `FileTooLarge` when it is longer than is taken.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        let (kind, body) = match self {
            Frame::Message(body) => (0, body),
            Frame::Block(body) => (1, body),
        };
        let len = body.len() + 1;
        if len > MOST_FRAME {
            return Err(io::Error::from(ErrorKind::FileTooLarge));
        }
        let mut bytes = Vec::with_capacity(4 + len);
        bytes.extend((len as u32).to_le_bytes());
        bytes.push(kind);
        bytes.extend(body);
        Ok(bytes)
    }

    /// Reads one of at most `most` bytes.
    ///
    /// # Errors
    /// `Closed` when the other end has gone, `TooLong` before anything of a frame that is too long has been read.
    pub fn read(from: &mut dyn Read, most: usize) -> Result<Frame, WireError> {
        let len = Frame::read_length(from, most)?;
        Frame::read_rest(from, len)
    }

    /// Reads how long the next one is, at most `most` bytes; `read_rest` reads the rest of it.
    ///
    /// # Errors
    /// As for `read`.
    pub fn read_length(from: &mut dyn Read, most: usize) -> Result<usize, WireError> {
        let mut head = [0; 4];
        from.read_exact(&mut head)?;
        let len = u32::from_le_bytes(head) as usize;
        if len > most.min(MOST_FRAME) {
            return Err(WireError::TooLong(len as u64));
        }
        if len == 0 {
            return Err(WireError::Garbled);
        }
        Ok(len)
    }

    /// Reads the `len` bytes of a frame that come after its length.
    ///
    /// # Errors
    /// As for `read`.
    pub fn read_rest(from: &mut dyn Read, len: usize) -> Result<Frame, WireError> {
        let mut kind = [0];
        from.read_exact(&mut kind)?;
        let len = len - 1;
        let mut body = Vec::with_capacity(len.min(FIRST_ROOM));
        let whole = from.take(len as u64).read_to_end(&mut body)?;
        if whole < len {
            return Err(WireError::Io(ErrorKind::UnexpectedEof.into()));
        }
        match kind {
            [0] => Ok(Frame::Message(body)),
            [1] => Ok(Frame::Block(body)),
            _ => Err(WireError::Garbled),
        }
    }
}

/// What stands before a block of `len` bytes.
///
/// # Errors
/// `FileTooLarge` when it is longer than a frame may be.
pub fn block_head(len: usize) -> io::Result<[u8; 5]> {
    if len + 1 > MOST_FRAME {
        return Err(io::Error::from(ErrorKind::FileTooLarge));
    }
    let [a, b, c, d] = (len as u32 + 1).to_le_bytes();
    Ok([a, b, c, d, 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greeting_reads_back_and_its_layout_stays() {
        let mut bytes = Vec::new();
        Greeting { protocol: 0x0201, build: "0.1.0".into() }.write(&mut bytes).unwrap();
        assert_eq!(bytes, b"regie\n\x01\x02\x050.1.0", "programs of every build must understand this");
        let again = Greeting::read(&mut &bytes[..]).unwrap();
        assert_eq!(again, Greeting { protocol: 0x0201, build: "0.1.0".into() });
    }

    #[test]
    fn a_long_name_of_a_build_is_cut_between_characters() {
        let mut bytes = Vec::new();
        Greeting { protocol: 1, build: "é".repeat(50) }.write(&mut bytes).unwrap();
        assert_eq!(Greeting::read(&mut &bytes[..]).unwrap().build, "é".repeat(31));
    }

    #[test]
    fn what_is_no_greeting_is_refused() {
        for bytes in [&b"GET / HTTP/1.1\r\n\r\n"[..], b"regie\n\x01\x00\xff", b"regie\n\x01\x00\x01\xff"] {
            let mut long = bytes.to_vec();
            long.extend([0xff; 80]);
            assert!(matches!(Greeting::read(&mut &long[..]), Err(WireError::Garbled)), "{bytes:?}");
        }
        assert!(matches!(Greeting::read(&mut &b"reg"[..]), Err(WireError::Closed)));
    }

    #[test]
    fn frames_read_back_one_after_the_other() {
        let frames =
            [Frame::of(&("A-17", 60)).unwrap(), Frame::Block(vec![1, 2, 3]), Frame::Message(Vec::new())];
        let bytes: Vec<u8> = frames.iter().flat_map(|frame| frame.bytes().unwrap()).collect();
        let mut from = &bytes[..];
        for frame in &frames {
            assert_eq!(&Frame::read(&mut from, MOST_FRAME).unwrap(), frame);
        }
        assert_eq!(frames[0].message::<(String, u8)>().unwrap(), ("A-17".to_owned(), 60));
        assert!(matches!(Frame::read(&mut from, MOST_FRAME), Err(WireError::Closed)));
    }

    #[test]
    fn a_frame_that_says_it_is_4_gb_is_refused_and_one_that_breaks_off_is_noticed() {
        let huge = [0xff, 0xff, 0xff, 0xff, 0];
        assert!(matches!(Frame::read(&mut &huge[..], MOST_FRAME), Err(WireError::TooLong(4_294_967_295))));
        let broken = [200, 0, 0, 0, 0, b'{'];
        assert!(matches!(Frame::read(&mut &broken[..], MOST_FRAME), Err(WireError::Io(_))));
        let nothing = [0, 0, 0, 0];
        assert!(matches!(Frame::read(&mut &nothing[..], MOST_FRAME), Err(WireError::Garbled)));
        let unknown = [1, 0, 0, 0, 9];
        assert!(matches!(Frame::read(&mut &unknown[..], MOST_FRAME), Err(WireError::Garbled)));
        assert!(Frame::Block(vec![0; MOST_FRAME]).bytes().is_err());
    }
}
