//! Room for what clients say, from the moment that it is read until it has been worked on.
//!
//! Owns how much of it may be in memory: a little of each client, and one large message (an import) of all of them together. Who
//! says more is read no further until there is room. `server` has every connection's reader ask for it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// A message up to this length is small: every client may say one at any time. All but imports and long texts are.
pub const SMALL: usize = 64 << 10;

/// So many bytes of small messages of one client may be in memory. Read and taken apart they may be twenty times as large.
const MOST_BYTES: usize = 256 << 10;

/// So many small messages of one client may wait. A workbench asks one thing at a time.
const MOST_MESSAGES: usize = 64;

#[derive(Default)]
struct Taken {
    /// By client: how many small messages there are, and how long they are together.
    small: BTreeMap<u64, (usize, usize)>,
    /// The client whose large message is in memory.
    large: Option<u64>,
    /// Clients that wait to say something large, in the order in which they came.
    queue: VecDeque<u64>,
    /// Nobody works on anything any more.
    closed: bool,
}

/// The room there is.
#[derive(Default)]
pub struct Room {
    taken: Mutex<Taken>,
    bell: Condvar,
}

/// Room that one message has; dropped when it has been worked on.
pub struct Place {
    room: Arc<Room>,
    client: u64,
    len: usize,
}

impl Room {
    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is room for a message of `len` bytes of `client`; `None` when nobody works on it any more. A large one
    /// waits until nothing else of its client is in memory, and nothing large of anybody.
    pub fn take(self: &Arc<Self>, client: u64, len: usize) -> Option<Place> {
        let mut taken = self.taken();
        if len > SMALL {
            taken.queue.push_back(client);
        }
        loop {
            let own = taken.small.get(&client).copied();
            let (messages, bytes) = own.unwrap_or_default();
            let fits = if len > SMALL {
                own.is_none() && taken.large.is_none() && taken.queue.front() == Some(&client)
            } else {
                taken.large != Some(client) && messages < MOST_MESSAGES && bytes + len <= MOST_BYTES
            };
            if taken.closed {
                return None;
            }
            if fits {
                break;
            }
            taken = self.bell.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        if len > SMALL {
            taken.queue.pop_front();
            taken.large = Some(client);
        } else {
            let (messages, bytes) = taken.small.entry(client).or_default();
            (*messages, *bytes) = (*messages + 1, *bytes + len);
        }
        Some(Place { room: Arc::clone(self), client, len })
    }

    /// Sends everybody away who waits.
    pub fn close(&self) {
        self.taken().closed = true;
        self.bell.notify_all();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.room.taken();
        if self.len > SMALL {
            taken.large = None;
        } else if let Some((messages, bytes)) = taken.small.get_mut(&self.client) {
            (*messages, *bytes) = (*messages - 1, *bytes - self.len);
            if *messages == 0 {
                taken.small.remove(&self.client);
            }
        }
        drop(taken);
        self.room.bell.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    /// Whether the room has somebody in the queue for something large, once it has.
    fn waits(room: &Room, client: u64) {
        while !room.taken().queue.contains(&client) {
            std::thread::yield_now();
        }
    }

    #[test]
    fn one_large_message_at_a_time_and_small_ones_of_others_meanwhile() {
        let room = Arc::new(Room::default());
        let small = room.take(1, 10).unwrap();
        let (got, told) = channel();
        let take = |client| {
            let (room, got) = (Arc::clone(&room), got.clone());
            std::thread::spawn(move || got.send((client, room.take(client, SMALL + 1).unwrap())).unwrap())
        };
        // The first waits for what else it said; the second for the first, though there would be room for it.
        take(1);
        waits(&room, 1);
        take(2);
        waits(&room, 2);
        let others = room.take(3, SMALL).unwrap();
        assert!(told.try_recv().is_err());
        drop(small);
        let (client, large) = told.recv().unwrap();
        assert_eq!(client, 1);
        assert!(told.try_recv().is_err());
        drop(others);
        drop(large);
        assert_eq!(told.recv().unwrap().0, 2);
    }

    #[test]
    fn one_client_waits_for_itself_and_is_sent_away_at_the_end() {
        let room = Arc::new(Room::default());
        let places: Vec<Place> = (0..MOST_BYTES / SMALL).map(|_| room.take(1, SMALL).unwrap()).collect();
        let waits = Arc::clone(&room);
        let full = std::thread::spawn(move || waits.take(1, 1).is_some());
        let other: Vec<Place> = (0..MOST_MESSAGES).map(|_| room.take(2, 1).unwrap()).collect();
        assert_eq!(room.taken().small, BTreeMap::from([(1, (4, MOST_BYTES)), (2, (64, 64))]));
        room.close();
        assert!(!full.join().unwrap());
        drop((places, other));
        assert!(room.taken().small.is_empty());
    }
}
