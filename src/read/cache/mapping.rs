//! A file in memory, without reading it, that others may cut meanwhile.
//!
//! Where a mapped file is cut in place, whoever reads behind its new end gets the
//! signal SIGBUS, of which a program dies: with the terminal raw and with whatever it
//! held. So does a disk that cannot be read. Here such a page is replaced by one of
//! zeros, and whoever waits for it ([`Losses`]) is told, so that what was kept is let
//! go of and its sources are read anew. Where nobody waits, as in commands, the program
//! ends with words before it gives a wrong answer.

use std::fs::File;
use std::io;
use std::time::Duration;

use memmap2::Mmap;

/// A file in memory.
pub(super) struct Mapping {
    bytes: Mmap,
    /// Where the signal's handler finds it, if there was room.
    slot: Option<usize>,
}

impl Mapping {
    /// Maps a file of the cache.
    #[allow(unsafe_code)]
    pub(super) fn of(file: &File) -> io::Result<Mapping> {
        // SAFETY: only files of the cache are mapped. They are written under another
        // name, renamed when they are whole and never written again by this program;
        // removing or replacing one leaves this mapping's data in place. If another
        // program cuts one, the handler below gives zeros for what is gone, and what
        // was made of the file is dropped.
        let bytes = unsafe { Mmap::map(file) }?;
        let slot = system::enter(&bytes);
        Ok(Mapping { bytes, slot })
    }
}

impl AsRef<[u8]> for Mapping {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        if let Some(slot) = self.slot {
            system::leave(slot);
        }
    }
}

/// Told when a part of a mapped file is gone. As long as there is one, the program goes
/// on; begun before a file is opened.
pub(crate) struct Losses(system::Waiting);

impl Losses {
    /// Begins to wait. Of several, the one begun last is told.
    pub(crate) fn begin() -> Losses {
        Losses(system::Waiting::begin())
    }

    /// Waits so long at most; whether something was lost.
    pub(crate) fn wait(&self, at_most: Duration) -> bool {
        self.0.wait(at_most)
    }
}

#[cfg(unix)]
mod system {
    use std::io::Read;
    use std::os::fd::AsRawFd;
    use std::os::unix::net::UnixStream;
    use std::ptr::null_mut;
    use std::sync::atomic::{AtomicBool, AtomicI32, AtomicUsize, Ordering::SeqCst};
    use std::sync::{Mutex, OnceLock, PoisonError};
    use std::time::Duration;

    /// How many files can be mapped at a time; each load has one.
    const MOST: usize = 64;

    /// Where a mapping lies. A length of 0 means that there is none.
    struct Slot {
        taken: AtomicBool,
        start: AtomicUsize,
        length: AtomicUsize,
    }

    static SLOTS: [Slot; MOST] = [const {
        Slot { taken: AtomicBool::new(false), start: AtomicUsize::new(0), length: AtomicUsize::new(0) }
    }; MOST];
    /// The size of a page.
    static PAGE: AtomicUsize = AtomicUsize::new(0);
    /// What was done on the signal before.
    static BEFORE: OnceLock<libc::sigaction> = OnceLock::new();
    /// Whether anybody waits, and where they are told.
    static WAITED_FOR: AtomicBool = AtomicBool::new(false);
    static WAKE: AtomicI32 = AtomicI32::new(-1);
    /// The end into which the handler writes; kept so that its number stays its own.
    static WRITER: Mutex<Option<UnixStream>> = Mutex::new(None);

    const LAST_WORDS: &[u8] =
        b"detente: what was kept of these files was cut while it was in use; run the command again\n";

    /// Tells the handler where a mapping lies.
    pub(super) fn enter(bytes: &[u8]) -> Option<usize> {
        handle();
        let slot = SLOTS.iter().position(|slot| !slot.taken.swap(true, SeqCst))?;
        SLOTS[slot].start.store(bytes.as_ptr().addr(), SeqCst);
        SLOTS[slot].length.store(bytes.len(), SeqCst);
        Some(slot)
    }

    /// A mapping goes.
    pub(super) fn leave(slot: usize) {
        SLOTS[slot].length.store(0, SeqCst);
        SLOTS[slot].taken.store(false, SeqCst);
    }

    /// Sets the handler, once.
    #[allow(unsafe_code)]
    fn handle() {
        BEFORE.get_or_init(|| {
            let handler: extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void) = on_fault;
            // SAFETY: zeros are a value of this plain structure, all pointers are to it,
            // and the handler does nothing that a handler may not do.
            unsafe {
                PAGE.store(usize::try_from(libc::sysconf(libc::_SC_PAGESIZE)).unwrap_or(4096), SeqCst);
                let mut before: libc::sigaction = std::mem::zeroed();
                let mut action: libc::sigaction = std::mem::zeroed();
                action.sa_sigaction = handler as *const () as libc::sighandler_t;
                action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
                libc::sigemptyset(&mut action.sa_mask);
                libc::sigaction(libc::SIGBUS, &action, &mut before);
                before
            }
        });
    }

    /// Puts zeros in the place of what is gone of a mapping, from the place of the fault
    /// to its end. Only looks at atomics and calls the system.
    #[allow(unsafe_code)]
    extern "C" fn on_fault(_signal: libc::c_int, info: *mut libc::siginfo_t, _context: *mut libc::c_void) {
        // SAFETY: the system gives a valid structure.
        let address = unsafe { (*info).si_addr() }.addr();
        for slot in &SLOTS {
            let (start, length) = (slot.start.load(SeqCst), slot.length.load(SeqCst));
            if address < start || address - start >= length {
                continue;
            }
            if !WAITED_FOR.load(SeqCst) {
                // SAFETY: both may be called in a handler; the second does not return.
                unsafe {
                    libc::write(libc::STDERR_FILENO, LAST_WORDS.as_ptr().cast(), LAST_WORDS.len());
                    libc::_exit(1);
                }
            }
            let from = address - address % PAGE.load(SeqCst).max(1);
            // SAFETY: these pages are the mapping's own, which is only read and lasts at
            // least as long as the access that failed.
            let zeros = unsafe {
                libc::mmap(
                    std::ptr::without_provenance_mut(from),
                    start + length - from,
                    libc::PROT_READ,
                    libc::MAP_PRIVATE | libc::MAP_ANON | libc::MAP_FIXED,
                    -1,
                    0,
                )
            };
            if zeros != libc::MAP_FAILED {
                // SAFETY: may be called in a handler; where it cannot write, who waits
                // has been told already.
                unsafe { libc::write(WAKE.load(SeqCst), [1u8].as_ptr().cast(), 1) };
                return;
            }
        }
        // Not ours: what was done before is done, when the access fails again.
        // SAFETY: zeros are a value of this plain structure and mean that the signal ends
        // the program; the call is one that a handler may make.
        unsafe {
            let ends: libc::sigaction = std::mem::zeroed();
            libc::sigaction(libc::SIGBUS, BEFORE.get().unwrap_or(&ends), null_mut());
        }
    }

    /// See [`super::Losses`].
    pub(super) struct Waiting(Option<UnixStream>);

    impl Waiting {
        pub(super) fn begin() -> Waiting {
            WAITED_FOR.store(true, SeqCst);
            let Ok((reader, writer)) = UnixStream::pair() else { return Waiting(None) };
            // A handler must not wait for anybody.
            if writer.set_nonblocking(true).is_err() {
                return Waiting(None);
            }
            let mut kept = WRITER.lock().unwrap_or_else(PoisonError::into_inner);
            WAKE.store(writer.as_raw_fd(), SeqCst);
            *kept = Some(writer);
            Waiting(Some(reader))
        }

        pub(super) fn wait(&self, at_most: Duration) -> bool {
            let Some(mut reader) = self.0.as_ref() else {
                std::thread::sleep(at_most);
                return false;
            };
            let waits = reader.set_read_timeout(Some(at_most)).is_ok();
            // Nothing to read means that another waits now.
            waits && matches!(reader.read(&mut [0; 64]), Ok(1..))
        }
    }
}

#[cfg(not(unix))]
mod system {
    use std::time::Duration;

    /// A file that is mapped cannot be cut here.
    pub(super) fn enter(_bytes: &[u8]) -> Option<usize> {
        None
    }

    pub(super) fn leave(_slot: usize) {}

    pub(super) struct Waiting;

    impl Waiting {
        pub(super) fn begin() -> Waiting {
            Waiting
        }

        pub(super) fn wait(&self, at_most: Duration) -> bool {
            std::thread::sleep(at_most);
            false
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_away_reads_as_zeros_and_is_told() {
        let losses = Losses::begin();
        let mut file = tempfile::tempfile().unwrap();
        std::io::Write::write_all(&mut file, &[7; 100_000]).unwrap();
        let (first, second) = (Mapping::of(&file).unwrap(), Mapping::of(&file).unwrap());
        assert_eq!(first.as_ref()[99_999], 7);
        assert!(!losses.wait(Duration::from_millis(1)));
        file.set_len(10).unwrap();
        for mapping in [&first, &second] {
            assert_eq!((mapping.as_ref()[0], mapping.as_ref()[99_999], mapping.as_ref()[50_000]), (7, 0, 0));
            assert!(losses.wait(Duration::from_secs(60)));
        }
        drop(first);
        assert_eq!(second.as_ref()[70_000], 0);
    }
}
