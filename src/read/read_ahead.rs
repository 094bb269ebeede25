//! Streams that may keep one waiting: pipes, terminals, devices. A thread of
//! their own reads them, so that whoever waits for their bytes can be told to
//! stop; the thread is then left behind with its wait.

use std::io::{self, Cursor, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Builder;

use super::control::Control;

/// How much is read at once: as much as a pipe holds.
const BLOCK: usize = 1 << 16;
/// How many blocks may wait.
const WAITING: usize = 16;

/// What the thread hands on.
enum Handed {
    Bytes(Vec<u8>),
    Fault(io::Error),
    /// Nothing more comes: the stream has ended, or somebody wants to stop.
    End,
}

/// The near end of such a stream. Once the load was cancelled it has ended.
pub(super) struct ReadAhead {
    blocks: Receiver<Handed>,
    block: Cursor<Vec<u8>>,
    ended: bool,
}

impl ReadAhead {
    /// Has a stream opened and read by a thread of its own: opening, too, may
    /// wait for somebody at the other end.
    ///
    /// # Errors
    /// If no thread can be had.
    pub(super) fn begin<R: Read>(
        open: impl FnOnce() -> io::Result<R> + Send + 'static,
        control: &Control,
    ) -> io::Result<ReadAhead> {
        let (give, blocks) = sync_channel(WAITING);
        let wake = give.clone();
        // Where there is no room in the channel, nobody waits for it either.
        control.when_cancelled(move || _ = wake.try_send(Handed::End));
        Builder::new().name("pipe".to_owned()).spawn(move || {
            let end = EndSignal(give);
            if let Err(error) = open().and_then(|stream| hand_on(stream, &end.0)) {
                let _ = end.0.send(Handed::Fault(error));
            }
        })?;
        let ended = control.is_cancelled();
        Ok(ReadAhead { blocks, block: Cursor::default(), ended })
    }
}

/// Says at the thread's end, whatever ends it, that nothing more comes.
struct EndSignal(SyncSender<Handed>);

impl Drop for EndSignal {
    fn drop(&mut self) {
        let _ = self.0.send(Handed::End);
    }
}

fn hand_on(mut stream: impl Read, give: &SyncSender<Handed>) -> io::Result<()> {
    loop {
        let mut block = vec![0; BLOCK];
        let read = match stream.read(&mut block) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        block.truncate(read);
        if read == 0 || give.send(Handed::Bytes(block)).is_err() {
            return Ok(());
        }
    }
}

impl Read for ReadAhead {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.block.read(into)?;
            if read > 0 || self.ended || into.is_empty() {
                return Ok(read);
            }
            match self.blocks.recv() {
                Ok(Handed::Bytes(block)) => self.block = Cursor::new(block),
                Ok(Handed::Fault(error)) => return Err(error),
                Ok(Handed::End) | Err(_) => self.ended = true,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn all_bytes_come_through_and_a_fault_after_them() {
        let text: Vec<u8> = (0..1_000_000u32).map(|i| (i % 251) as u8).collect();
        let whole = text.clone();
        let mut read_ahead = ReadAhead::begin(move || Ok(Cursor::new(whole)), &Control::new()).unwrap();
        let mut read = Vec::new();
        read_ahead.read_to_end(&mut read).unwrap();
        assert_eq!(read, text);
        assert_eq!(read_ahead.read(&mut [0; 8]).unwrap(), 0);
        struct Bad;
        impl Read for Bad {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("torn"))
            }
        }
        let mut read_ahead = ReadAhead::begin(|| Ok(Cursor::new(b"ab").chain(Bad)), &Control::new()).unwrap();
        let mut read = Vec::new();
        assert_eq!(read_ahead.read_to_end(&mut read).unwrap_err().to_string(), "torn");
        assert_eq!(read, b"ab");
        let missing = || std::fs::File::open("/no such file");
        assert!(ReadAhead::begin(missing, &Control::new()).unwrap().read(&mut [0]).is_err());
    }

    #[test]
    fn who_waits_for_bytes_is_woken_by_a_cancellation() {
        let control = Control::new();
        let (stream, _other_end) = io::pipe().unwrap();
        let mut read_ahead = ReadAhead::begin(move || Ok(stream), &control).unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(move || (read_ahead.read(&mut [0; 8]).unwrap(), Instant::now()));
            std::thread::sleep(Duration::from_millis(50));
            let begun = Instant::now();
            control.cancel();
            let (read, woken) = waiting.join().unwrap();
            assert_eq!(read, 0);
            assert!(woken.saturating_duration_since(begun) < Duration::from_secs(5));
        });
        // One that begins after it ends at once.
        let (stream, _other_end) = io::pipe().unwrap();
        assert_eq!(ReadAhead::begin(move || Ok(stream), &control).unwrap().read(&mut [0; 8]).unwrap(), 0);
    }
}
