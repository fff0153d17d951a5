//! Where a server and its clients meet: a Unix socket.
//!
//! Owns its place, its permissions, putting a fresh one where a stale one is, and who is at the other end. `server` listens
//! on it, `client` connects to it.

use std::io::{self, ErrorKind};
use std::os::fd::AsFd;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

/// The longest path of a socket, in bytes: `sun_path` of unix(7) has 108, macOS 104, with the zero behind it.
pub const LONGEST_PATH: usize = 103;

/// Who is at the other end, as the kernel says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer {
    /// The user.
    pub uid: u32,
    /// The process.
    pub pid: i32,
}

/// The place of the socket for the register in `dir`: under the folder `runtime` of this session, by a name made of the register's
/// path; beside the register when that folder is not there or the path is too long. The lock tells others which.
pub fn place(dir: &Path, runtime: Option<&Path>) -> PathBuf {
    let whole = dir.canonicalize().unwrap_or_else(|_| dir.to_path_buf());
    let beside = whole.join("socket");
    let name = blake3::hash(whole.as_os_str().as_encoded_bytes()).to_hex();
    let apart = runtime
        .filter(|runtime| runtime.is_dir())
        .map(|runtime| runtime.join("regie").join(format!("{}.socket", &name[..16])));
    apart.filter(|path| path.as_os_str().len() <= LONGEST_PATH).unwrap_or(beside)
}

/// Why nobody can listen there.
#[derive(Debug)]
pub enum Unfit {
    /// Others than this account could put something of their own in the place of the socket: the folder.
    Open(PathBuf),
    /// Something that is no socket stands there.
    Occupied(PathBuf),
    /// Somebody listens there: the server of another register, as ours would have the lock.
    Taken(PathBuf),
    /// The path is too long for a socket.
    TooLong(PathBuf),
    /// The operating system's error.
    Io(PathBuf, io::Error),
}

/// Listens at `path`, for the own account and the Unix group numbered `group`, when one is given. Its folder is made (0700) when it is not there. What an earlier server left
/// there is removed: only whoever holds the register's lock may call this.
///
/// # Errors
/// Nothing has been removed then but a stale socket.
pub fn listen(path: &Path, group: Option<u32>) -> Result<UnixListener, Unfit> {
    if path.as_os_str().len() > LONGEST_PATH {
        return Err(Unfit::TooLong(path.to_owned()));
    }
    let failed = |why| Unfit::Io(path.to_owned(), why);
    let folder = path.parent().unwrap_or(Path::new("/"));
    match std::fs::DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => {}
        Err(there) if there.kind() == ErrorKind::AlreadyExists => {}
        Err(why) => return Err(Unfit::Io(folder.to_owned(), why)),
    }
    let facts = std::fs::symlink_metadata(folder).map_err(|why| Unfit::Io(folder.to_owned(), why))?;
    let own = rustix::process::geteuid().as_raw();
    if !facts.is_dir() || facts.uid() != own || facts.mode() & 0o022 != 0 {
        return Err(Unfit::Open(folder.to_owned()));
    }
    match std::fs::symlink_metadata(path) {
        Ok(facts) if facts.file_type().is_socket() => {
            if UnixStream::connect(path).is_ok() {
                return Err(Unfit::Taken(path.to_owned()));
            }
            std::fs::remove_file(path).map_err(failed)?;
        }
        Ok(_) => return Err(Unfit::Occupied(path.to_owned())),
        Err(missing) if missing.kind() == ErrorKind::NotFound => {}
        Err(why) => return Err(failed(why)),
    }
    let listener = UnixListener::bind(path).map_err(failed)?;
    // The server asks everybody who they are: this only keeps others from knocking.
    let mode = if group.is_some() { 0o660 } else { 0o600 };
    std::os::unix::fs::chown(path, None, group).map_err(failed)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).map_err(failed)?;
    Ok(listener)
}

/// The socket that whoever started this program listens on already and hands over as its standard input, as systemd does with
/// `StandardInput=socket`; with its path.
pub fn inherited() -> Option<(UnixListener, PathBuf)> {
    let input = io::stdin();
    let listens = rustix::net::sockopt::socket_acceptconn(input.as_fd()).unwrap_or(false);
    let listener = UnixListener::from(input.as_fd().try_clone_to_owned().ok().filter(|_| listens)?);
    // One that is no Unix socket has no path.
    let path = listener.local_addr().ok()?.as_pathname()?.to_owned();
    Some((listener, path))
}

/// Who is at the other end of `stream`.
///
/// # Errors
/// The operating system's.
pub fn peer(stream: &UnixStream) -> io::Result<Peer> {
    let found = rustix::net::sockopt::socket_peercred(stream)?;
    Ok(Peer { uid: found.uid.as_raw(), pid: found.pid.as_raw_nonzero().get() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_in_the_session_and_beside_the_register_where_there_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let runtime = dir.path().join("run");
        std::fs::create_dir(&runtime).unwrap();
        let path = place(dir.path(), Some(&runtime));
        assert!(path.starts_with(runtime.join("regie")), "{path:?}");
        assert_ne!(path, place(&dir.path().join("other"), Some(&runtime)));
        assert_eq!(place(dir.path(), None), dir.path().canonicalize().unwrap().join("socket"));
        let long = dir.path().join("x".repeat(100));
        std::fs::create_dir(&long).unwrap();
        assert_eq!(place(dir.path(), Some(&long)), dir.path().canonicalize().unwrap().join("socket"));
    }

    #[test]
    fn a_stale_socket_is_replaced_and_anything_else_is_left() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("run").join("a.socket");
        let first = listen(&path, None).unwrap();
        assert!(matches!(listen(&path, None), Err(Unfit::Taken(_))), "somebody listens there");
        drop(first);
        assert!(path.exists(), "a server that was killed leaves its socket");
        let second = listen(&path, None).unwrap();
        let client = UnixStream::connect(&path).unwrap();
        let (server, _) = second.accept().unwrap();
        let own = Peer { uid: rustix::process::geteuid().as_raw(), pid: std::process::id() as i32 };
        assert_eq!((peer(&server).unwrap(), peer(&client).unwrap()), (own, own));
        let file = dir.path().join("run").join("file");
        std::fs::write(&file, "keep").unwrap();
        assert!(matches!(listen(&file, None), Err(Unfit::Occupied(_))));
        assert_eq!(std::fs::read(&file).unwrap(), b"keep");
    }

    #[test]
    fn a_folder_that_others_can_write_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("open");
        std::fs::create_dir(&folder).unwrap();
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o777)).unwrap();
        assert!(matches!(listen(&folder.join("socket"), None), Err(Unfit::Open(found)) if found == folder));
        let long = folder.join("x".repeat(LONGEST_PATH));
        assert!(matches!(listen(&long, None), Err(Unfit::TooLong(_))));
    }
}
