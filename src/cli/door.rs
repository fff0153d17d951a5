//! The door: where a workbench that works alone is found by others of its account, and handing the register over to a server
//! that it starts when somebody knocks.
//!
//! Owns the listening while nobody is there, which costs one thread that sleeps; the start of a server in the background; and what
//! the two processes give each other: the socket with whoever waits at it, and the lock, which is nobody's in no moment between.
//! `call` has the workbench come by here whenever it looks for news, `serve` is the other side.

use std::fs::File;
use std::io::{self, ErrorKind, IoSlice, IoSliceMut, Read, Write};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage,
    SendFlags,
};

use crate::model::id::Actor;
use crate::model::ledger::{Followed, Ledger, Unwritten, Wake};
use crate::net::access;
use crate::net::client::{AT_SCREEN, Client};
use crate::net::socket;
use crate::net::talk::{Ending, Tell};
use crate::net::wire::{Frame, Greeting};
use crate::store::{self, Drafts, Holder, Keeper, Listens, OpenOptions, PassedLock, Use};

/// How long a server that was started in the background stays when nobody is there any more: who left by mistake is back by then.
pub const LINGERS: Duration = Duration::from_secs(5);

/// How long a server may take to open the register and listen.
const STARTING: Duration = Duration::from_secs(15);

/// How long whoever knocks waits for the workbench to notice. One that has an editor of the user's own in its terminal does not.
const NOTICED: Duration = Duration::from_secs(3);

/// So many times a workbench tries to hand over before it stays alone: each costs its user a moment.
const MOST_FAILURES: u32 = 8;

/// The byte by which a server says that it listens.
const READY: &[u8; 1] = b"\n";

/// A register whose workbenches may start a server by themselves.
#[derive(Clone)]
pub struct House {
    /// Its folder, from the root on.
    pub dir: PathBuf,
    /// Who works there.
    pub actor: Actor,
    /// As whom the lock names this process.
    pub holder: Holder,
}

/// Whether those at the register in `dir` are all of the account that runs this, so that one of them may start a server for the
/// others. With a file that says who may do what somebody sees to a server, which listens where those others look.
pub fn is_own(dir: &Path) -> bool {
    is_own_folder(dir) && dir.join(access::FILE).symlink_metadata().is_err()
}

/// Whether the folder `dir` is that of the account that runs this. One that is not there yet will be.
pub fn is_own_folder(dir: &Path) -> bool {
    let own = rustix::process::geteuid().as_raw();
    let owner = std::fs::metadata(dir).map(|facts| facts.uid());
    owner.map_or_else(|why| why.kind() == ErrorKind::NotFound, |uid| uid == own)
}

/// The unsaved texts of a register that is all its account's own: in its folder, whether a server holds it or not.
pub fn drafts(dir: &Path) -> Drafts {
    Drafts::new(dir.join("drafts"))
}

/// Starts a server for the register in `dir` when nobody holds it; whether it did. Several may do so at a time: one of them gets the lock.
pub fn see_to_server(dir: &Path) -> bool {
    if !is_own(dir) || store::holder(dir).is_some() {
        return false;
    }
    let started = start(dir, Stdio::null());
    started.map(reap).is_ok()
}

/// This program; also when another one has been put in its place since it was started.
fn program() -> PathBuf {
    let found = std::env::current_exe().ok().filter(|path| path.exists());
    found.unwrap_or_else(|| PathBuf::from("/proc/self/exe"))
}

fn start(dir: &Path, input: Stdio) -> io::Result<Child> {
    Command::new(program())
        .arg("--register")
        .arg(dir)
        .args(["serve", "--background"])
        .stdin(input)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // It keeps no disk from being taken away.
        .current_dir("/")
        .spawn()
}

/// Takes note of the end of `child`, so that nothing stays of it.
fn reap(mut child: Child) {
    // Without a thread it stays in the table of processes until this one ends.
    let _ = std::thread::Builder::new().name("regie-started".into()).spawn(move || child.wait());
}

/// How far a knock has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Knock {
    /// Nobody has.
    #[default]
    None,
    /// Somebody waits.
    Waits,
    /// The workbench sees to it, or has gone.
    Over,
}

#[derive(Default)]
struct Shared {
    knock: Mutex<(Knock, Option<Wake>)>,
    bell: Condvar,
}

impl Shared {
    fn knock(&self) -> MutexGuard<'_, (Knock, Option<Wake>)> {
        self.knock.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A door at which somebody listens.
pub struct Door {
    house: House,
    place: PathBuf,
    listener: Arc<UnixListener>,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    /// A server listens there now.
    handed_over: bool,
    /// So many times handing over has failed.
    failed: u32,
}

impl Door {
    /// Listens at `place` for whoever wants to work at `house`. The register's lock is held and says so.
    pub fn open(house: House, place: PathBuf) -> Option<Door> {
        let listener = Arc::new(socket::listen(&place, None).ok()?);
        let shared = Arc::new(Shared::default());
        let mut door = Door { house, place, listener, shared, thread: None, handed_over: false, failed: 0 };
        door.listens().then_some(door)
    }

    /// Has a thread listen; whether one does.
    fn listens(&mut self) -> bool {
        if let Some(before) = self.thread.take() {
            // It was told that it is over.
            let _ = before.join();
        }
        self.shared.knock().0 = Knock::None;
        let (at, knocks) = (Arc::clone(&self.listener), Arc::clone(&self.shared));
        let thread = std::thread::Builder::new().name("regie-door".into());
        self.thread = thread.spawn(move || listen(&at, &knocks)).ok();
        self.thread.is_some()
    }

    /// Has `wake` called when somebody knocks.
    pub fn on_knock(&self, wake: Wake) {
        let mut knock = self.shared.knock();
        if knock.0 == Knock::Waits {
            wake();
        }
        knock.1 = Some(wake);
    }

    /// Whether somebody has knocked: then the register is to be handed over now.
    pub fn opens(&self) -> bool {
        let mut knock = self.shared.knock();
        let waits = knock.0 == Knock::Waits;
        if waits {
            knock.0 = Knock::Over;
            self.shared.bell.notify_all();
        }
        waits
    }

    /// The workbench ends, and still holds the register: nobody else listens there yet.
    pub fn leave(&self) {
        if !self.handed_over {
            let _ = std::fs::remove_file(&self.place);
            self.close();
        }
    }

    /// Whoever waits is sent away, and nobody comes any more. The lock says so already.
    fn send_away(&self) {
        send_away(waiting(&self.listener));
        self.leave();
    }

    /// Nobody is let in any more.
    fn close(&self) {
        self.shared.knock().0 = Knock::Over;
        self.shared.bell.notify_all();
        // Wakes the thread; where it does not, that sleeps until the program ends.
        let _ = rustix::net::shutdown(&*self.listener, rustix::net::Shutdown::Both);
    }

    /// Hands the register that `keeper` holds over to a server, and attaches to that. When that fails `keeper` holds it as before, whoever
    /// waits is sent away, and whoever knocks next may have more luck; after some failures nobody is let in any more.
    ///
    /// # Errors
    /// It failed, and the register could not be taken up again.
    pub fn hand_over(&mut self, keeper: &mut Keeper) -> Result<Option<Client>, Unwritten> {
        let drafts = keeper.unsaved();
        let Some(lock) = keeper.pass_on() else {
            keeper.listens_at("");
            self.send_away();
            return Ok(None);
        };
        match self.serve(keeper, &lock, drafts) {
            Ok((mut client, child)) => {
                self.handed_over = true;
                client.wait_for_answer(AT_SCREEN);
                reap(child);
                let wake = self.shared.knock().1.take();
                if let Some(wake) = wake {
                    client.on_news(wake);
                }
                let dir = self.house.dir.clone();
                client.start_with(Box::new(move || see_to_server(&dir)));
                Ok(Some(client))
            }
            Err(_) => {
                // Whoever comes from now on has not been tried.
                let waited = waiting(&self.listener);
                self.failed += 1;
                let stays = self.failed < MOST_FAILURES;
                let socket = self.place.to_str().filter(|_| stays).unwrap_or_default().to_owned();
                let holder = Holder { socket, listens: Listens::Door, ..self.house.holder.clone() };
                let House { dir, actor, .. } = self.house.clone();
                let options = OpenOptions::new(Use::Stay, holder);
                let opened = Keeper::take_over(&dir, actor.clone(), options, lock, &mut |_| ());
                if opened.is_ok() && stays {
                    if !self.listens() {
                        self.leave();
                    }
                } else {
                    self.send_away();
                }
                // Now the lock says how things are.
                send_away(waited);
                // What cannot be held any more can perhaps be read.
                let opened = opened.or_else(|_| {
                    let options = OpenOptions::new(Use::Read, self.house.holder.clone());
                    Keeper::open(&dir, actor, options, &mut |_| ())
                });
                *keeper = opened.map_err(|why| Unwritten::Failed(why.to_string()))?.keeper;
                Ok(None)
            }
        }
    }

    fn serve(&self, keeper: &mut Keeper, lock: &PassedLock, drafts: Drafts) -> io::Result<(Client, Child)> {
        let (mut own, theirs) = UnixStream::pair()?;
        let mut child = start(&self.house.dir, OwnedFd::from(theirs).into())?;
        let served = (|| {
            own.set_read_timeout(Some(STARTING))?;
            give(&own, &self.listener, lock.file())?;
            // A copy of it will come from the server, which opens it meanwhile.
            keeper.empty();
            own.read_exact(&mut [0; READY.len()])?;
            let attached = Client::attach(&self.place, true, None, drafts);
            attached.map_err(|why| io::Error::other(format!("{why:?}")))
        })();
        match served {
            Ok(client) => Ok((client, child)),
            Err(why) => {
                // Only when it has gone is the register nobody's but ours again.
                let _ = child.kill();
                let _ = child.wait();
                Err(why)
            }
        }
    }
}

/// What a register tells that was at entry `head` before it was handed over, or taken up again: the entries that others have recorded
/// meanwhile, as `ledger` has them now.
pub fn since(ledger: &dyn Ledger, head: u64) -> Followed {
    let entries = (head + 1..=ledger.head()).map(|seq| ledger.entry(seq).ok().flatten());
    entries.collect::<Option<Vec<_>>>().map_or(Followed::Again, Followed::Entries)
}

/// Waits until somebody knocks, without letting them in: they are for the server. Those whom the workbench does not notice are told
/// that it cannot.
fn listen(listener: &UnixListener, shared: &Shared) {
    loop {
        match poll(&mut [PollFd::new(listener, PollFlags::IN)], None) {
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => continue,
            Err(_) => return,
        }
        let mut knock = shared.knock();
        if knock.0 == Knock::Over {
            return;
        }
        knock.0 = Knock::Waits;
        if let Some(wake) = &knock.1 {
            wake();
        }
        let unseen = |knock: &mut (Knock, Option<Wake>)| knock.0 == Knock::Waits;
        let waited = shared.bell.wait_timeout_while(knock, NOTICED, unseen);
        let mut knock = waited.unwrap_or_else(PoisonError::into_inner).0;
        if knock.0 == Knock::Over {
            return;
        }
        knock.0 = Knock::None;
        // The workbench does not see to them meanwhile.
        send_away(waiting(listener));
    }
}

/// All that wait at `listener` now.
fn waiting(listener: &UnixListener) -> Vec<UnixStream> {
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    let ready = || poll(&mut [PollFd::new(listener, PollFlags::IN)], Some(&now)).is_ok_and(|ready| ready > 0);
    std::iter::from_fn(|| ready().then(|| listener.accept().ok()).flatten())
        .map(|(stream, _)| stream)
        .collect()
}

/// Tells those at the other end of `streams` that nobody lets them in. Who comes while they hear it has not been kept waiting.
fn send_away(streams: Vec<UnixStream>) {
    for stream in streams {
        // Who has gone meanwhile needs no telling.
        let _ = stream.set_write_timeout(Some(Duration::from_millis(100)));
        let _ = Greeting::own().write(&mut &stream);
        let ends = Frame::of(&Tell::Ends(Ending::Stopping)).and_then(|frame| frame.bytes());
        let _ = ends.and_then(|bytes| (&stream).write_all(&bytes));
    }
}

/// Gives the process at the other end of `to` the socket and the lock.
fn give(to: &UnixStream, listener: &UnixListener, lock: &File) -> io::Result<()> {
    let files = [listener.as_fd(), lock.as_fd()];
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    if !control.push(SendAncillaryMessage::ScmRights(&files)) {
        return Err(ErrorKind::OutOfMemory.into());
    }
    rustix::net::sendmsg(to, &[IoSlice::new(READY)], &mut control, SendFlags::NOSIGNAL)?;
    Ok(())
}

/// What a workbench hands over to the server that it has started.
pub struct Handed {
    /// The socket, with those who wait at it.
    pub listener: UnixListener,
    /// Where it stands.
    pub place: PathBuf,
    /// The lock of the register.
    pub lock: PassedLock,
    /// The workbench.
    pub to: UnixStream,
}

impl Handed {
    /// What is handed over to this process, on its standard input.
    pub fn receive() -> Option<Handed> {
        let to = UnixStream::from(io::stdin().as_fd().try_clone_to_owned().ok()?);
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
        let mut control = RecvAncillaryBuffer::new(&mut space);
        let mut byte = [0; READY.len()];
        let mut bytes = [IoSliceMut::new(&mut byte)];
        rustix::net::recvmsg(&to, &mut bytes, &mut control, RecvFlags::CMSG_CLOEXEC).ok()?;
        let mut files = control.drain().flat_map(|message| match message {
            RecvAncillaryMessage::ScmRights(files) => files.collect::<Vec<OwnedFd>>(),
            _ => Vec::new(),
        });
        let (listener, lock) = (UnixListener::from(files.next()?), File::from(files.next()?));
        let place = listener.local_addr().ok()?.as_pathname()?.to_owned();
        drop(files);
        Some(Handed { listener, place, lock: PassedLock::received(lock), to })
    }
}

/// Says to the workbench at the other end of `to` that the register is served.
pub fn is_ready(mut to: &UnixStream) {
    // One that has gone meanwhile has no need of it.
    let _ = to.write_all(READY);
}

/// Leaves terminal and session of whoever started this process: it goes on when they have gone.
pub fn step_back() {
    // Who leads a session already has one.
    let _ = rustix::process::setsid();
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn who_comes_while_others_are_sent_away_is_not_sent_away_with_them() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("door");
        let listener = socket::listen(&place, None).unwrap();
        let mut first = UnixStream::connect(&place).unwrap();
        let waited = waiting(&listener);
        let second = UnixStream::connect(&place).unwrap();
        assert_eq!(waited.len(), 1);
        send_away(waited);
        // Everything until the other end is closed.
        let mut heard = Vec::new();
        first.read_to_end(&mut heard).unwrap();
        assert!(!heard.is_empty());
        assert_eq!(waiting(&listener).len(), 1, "the second one still waits");
        drop(second);
    }
}
