//! What stands between the terminal's bytes and the keys: tells keys, the mouse and
//! pastes from what a terminal reports, and waits for nothing for ever.
//!
//! Bytes are put together to whole sequences here, as ECMA-48 and xterm's control
//! sequences define them (<https://invisible-island.net/xterm/ctlseqs/ctlseqs.html>);
//! what a whole one means, the parser of `terminput` knows, which is crossterm's, for bytes.

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// How long the escape key may be the beginning of something else: what a terminal
/// sends at once arrives at once.
const AFTER_ESCAPE: Duration = Duration::from_millis(20);
/// How long the rest of a sequence may take.
const AFTER_BEGINNING: Duration = Duration::from_millis(100);
/// How long a paste may pause.
const IN_PASTE: Duration = Duration::from_secs(1);
/// The longest sequence of which anything is kept, in bytes. No key has so long a one.
const LONGEST: usize = 64;
/// The longest text that is taken from a paste, in bytes; the rest is left out.
const LONGEST_PASTE: usize = 1 << 24;

const ESC: u8 = 0x1b;
const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// What the bytes so far are the beginning of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    /// Nothing: the next byte begins something.
    #[default]
    Ground,
    /// A character of so many more bytes.
    Character(usize),
    /// The escape key, or any sequence.
    Escape,
    /// A control sequence.
    Csi,
    /// A control sequence with too many parameters, which is passed over.
    LongCsi,
    /// One more byte, whatever it is, ends a key of a function.
    Function,
    /// So many more bytes of a mouse report in the oldest form.
    OldMouse(usize),
    /// A string that a terminal reports: OSC, DCS, APC, PM, SOS.
    Report,
    /// The same, and an escape in it, which may end it.
    ReportEscape,
    /// A paste, of whose end so many bytes have come.
    Paste(usize),
}

/// Bytes of a terminal in, events out.
#[derive(Debug, Clone, Default)]
pub(crate) struct InputFilter {
    state: State,
    /// The sequence so far, or the text of the paste.
    bytes: Vec<u8>,
}

impl InputFilter {
    /// Takes bytes; what they were the end of is added to the events.
    pub(crate) fn take(&mut self, bytes: &[u8], events: &mut Vec<Event>) {
        for &byte in bytes {
            self.byte(byte, events);
        }
    }

    /// How long to wait for more before [`InputFilter::give_up`]; `None` where
    /// nothing is incomplete.
    pub(crate) fn patience(&self) -> Option<Duration> {
        match self.state {
            State::Ground => None,
            State::Escape => Some(AFTER_ESCAPE),
            State::Paste(_) => Some(IN_PASTE),
            _ => Some(AFTER_BEGINNING),
        }
    }

    /// Nothing has come for as long as that: what is incomplete stays so. A paste counts as
    /// far as it came; what may have been a key is one.
    pub(crate) fn give_up(&mut self, events: &mut Vec<Event>) {
        match (self.state, self.bytes.as_slice()) {
            (State::Paste(_), _) => return self.end_of_paste(events),
            (State::Escape, _) => events.push(Event::Key(KeyCode::Esc.into())),
            // The introducer of a sequence is what Alt and its second byte send.
            (State::Csi | State::Function | State::Report, &[ESC, byte]) => {
                events.push(Event::Key(KeyEvent::new(KeyCode::Char(char::from(byte)), alt(byte))));
            }
            _ => {}
        }
        self.reset();
    }

    fn reset(&mut self) {
        self.state = State::Ground;
        self.bytes.clear();
    }

    /// Something that was begun is broken off by this byte, which counts for itself.
    fn anew(&mut self, byte: u8, events: &mut Vec<Event>) {
        self.reset();
        self.byte(byte, events);
    }

    fn byte(&mut self, byte: u8, events: &mut Vec<Event>) {
        match self.state {
            State::Ground => match byte {
                ESC => self.more(byte, State::Escape),
                0..0x80 => self.end(byte, events),
                _ => self.character(byte),
            },
            State::Character(left) => match byte {
                0x80..0xc0 if left > 1 => self.more(byte, State::Character(left - 1)),
                0x80..0xc0 => self.end(byte, events),
                _ => self.anew(byte, events),
            },
            State::Escape => match byte {
                b'[' => self.more(byte, State::Csi),
                b'O' => self.more(byte, State::Function),
                b']' | b'P' | b'X' | b'^' | b'_' => self.more(byte, State::Report),
                ESC => {
                    events.push(Event::Key(KeyCode::Esc.into()));
                    self.anew(byte, events);
                }
                0..0x80 => self.end(byte, events),
                _ => self.character(byte),
            },
            State::Csi => self.csi(byte, events),
            State::LongCsi => match byte {
                0x20..0x40 => {}
                0x40..0x7f => self.reset(),
                _ => self.anew(byte, events),
            },
            State::Function => match byte {
                0x20..0x7f => self.end(byte, events),
                _ => self.anew(byte, events),
            },
            State::OldMouse(left) if left > 1 => self.more(byte, State::OldMouse(left - 1)),
            State::OldMouse(_) => self.end(byte, events),
            State::Report => self.report(byte, events),
            State::ReportEscape if byte == b'\\' => self.reset(),
            State::ReportEscape => {
                self.reset();
                self.more(ESC, State::Escape);
                self.byte(byte, events);
            }
            State::Paste(matched) => self.paste(byte, matched, events),
        }
    }

    fn more(&mut self, byte: u8, state: State) {
        self.bytes.push(byte);
        self.state = state;
    }

    /// The first byte of a character that is not ASCII; what begins none is passed over.
    fn character(&mut self, byte: u8) {
        match byte {
            0xc2..0xe0 => self.more(byte, State::Character(1)),
            0xe0..0xf0 => self.more(byte, State::Character(2)),
            0xf0..0xf5 => self.more(byte, State::Character(3)),
            _ => self.reset(),
        }
    }

    fn csi(&mut self, byte: u8, events: &mut Vec<Event>) {
        match byte {
            // The console of Linux sends its first function keys so.
            b'[' if self.bytes.len() == 2 => self.more(byte, State::Function),
            b'M' if self.bytes.len() == 2 => self.more(byte, State::OldMouse(3)),
            0x20..0x40 if self.bytes.len() < LONGEST => self.more(byte, State::Csi),
            0x20..0x40 => self.state = State::LongCsi,
            0x40..0x7f => {
                self.bytes.push(byte);
                if self.bytes == PASTE_BEGINS {
                    self.bytes.clear();
                    self.state = State::Paste(0);
                } else {
                    self.whole(events);
                }
            }
            _ => self.anew(byte, events),
        }
    }

    fn report(&mut self, byte: u8, events: &mut Vec<Event>) {
        let is_first = self.bytes.len() == 2;
        let begins_report = match self.bytes.get(1) {
            Some(b']') => byte.is_ascii_digit() || matches!(byte, b'l' | b'L'),
            Some(b'P') => (0x20..0x40).contains(&byte),
            _ => true,
        };
        match byte {
            ESC if is_first => {
                self.give_up(events);
                self.byte(byte, events);
            }
            ESC => self.state = State::ReportEscape,
            0x07 => self.reset(),
            // No report holds keys such as Ctrl-C: it has been cut off.
            0..0x08 | 0x0e..0x20 => self.anew(byte, events),
            _ if is_first && !begins_report => {
                self.give_up(events);
                self.byte(byte, events);
            }
            // One byte tells from now on that it is more than an introducer.
            _ if is_first => self.more(byte, State::Report),
            _ => {}
        }
    }

    fn paste(&mut self, byte: u8, matched: usize, events: &mut Vec<Event>) {
        if PASTE_ENDS.get(matched) == Some(&byte) {
            self.state = State::Paste(matched + 1);
            if matched + 1 == PASTE_ENDS.len() {
                self.state = State::Paste(0);
                self.end_of_paste(events);
            }
            return;
        }
        // What looked like the end was text.
        self.text(PASTE_ENDS.get(..matched).unwrap_or_default());
        self.state = State::Paste(usize::from(byte == ESC));
        if byte != ESC {
            self.text(&[byte]);
        }
    }

    fn text(&mut self, bytes: &[u8]) {
        let room = LONGEST_PASTE.saturating_sub(self.bytes.len());
        self.bytes.extend(bytes.iter().take(room));
    }

    fn end_of_paste(&mut self, events: &mut Vec<Event>) {
        events.push(Event::Paste(String::from_utf8_lossy(&self.bytes).into_owned()));
        // The room of a large one is let go of.
        *self = InputFilter::default();
    }

    fn end(&mut self, byte: u8, events: &mut Vec<Event>) {
        self.bytes.push(byte);
        self.whole(events);
    }

    /// A whole sequence: what nobody knows is passed over.
    fn whole(&mut self, events: &mut Vec<Event>) {
        if is_wanted(&self.bytes)
            && let Ok(Some(event)) = terminput::Event::parse_from(&self.bytes)
            && let Ok(event) = terminput_crossterm::to_crossterm(event)
        {
            events.push(event);
        }
        self.reset();
    }
}

/// Shift is told with capital letters, as for other keys.
fn alt(byte: u8) -> KeyModifiers {
    let shift = if byte.is_ascii_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    KeyModifiers::ALT | shift
}

/// Whether the parser may see a sequence: it takes a place of the cursor for F3, and
/// counts columns and rows of the mouse from one.
fn is_wanted(bytes: &[u8]) -> bool {
    let Some(parameters) = bytes.strip_prefix(b"\x1b[") else { return true };
    let Some((last, parameters)) = parameters.split_last() else { return false };
    let mut parameters = parameters.split(|byte| *byte == b';');
    match (last, bytes.get(2)) {
        (b'R', Some(b'0'..=b'9')) => false,
        (b'M' | b'm', Some(b'0'..=b'9' | b'<')) => {
            let number = |text: &[u8]| std::str::from_utf8(text).ok()?.parse::<u16>().ok();
            parameters.next();
            parameters.all(|parameter| number(parameter).is_some_and(|number| number > 0))
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
    use proptest::prelude::*;

    use super::*;

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    fn plain(c: char) -> Event {
        key(KeyCode::Char(c), KeyModifiers::NONE)
    }

    fn mouse(kind: MouseEventKind, column: u16, row: u16) -> Event {
        Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })
    }

    /// What comes of parts that arrive one after another, and of silence after the last.
    fn events(parts: &[&[u8]]) -> Vec<Event> {
        let (mut filter, mut events) = (InputFilter::default(), Vec::new());
        for part in parts {
            filter.take(part, &mut events);
        }
        if filter.patience().is_some() {
            filter.give_up(&mut events);
        }
        assert_eq!(filter.patience(), None);
        events
    }

    #[test]
    fn bytes_are_events_wherever_they_are_cut() {
        use KeyCode::{BackTab, Backspace, Char, Delete, Down, Enter, Esc, F, Home, Left, PageUp, Tab, Up};
        use KeyModifiers as M;
        let none = M::NONE;
        let table: &[(&[u8], Vec<Event>)] = &[
            (b"q", vec![plain('q')]),
            (b"Q", vec![key(Char('Q'), M::SHIFT)]),
            ("é漢👩".as_bytes(), vec![plain('é'), plain('漢'), plain('👩')]),
            (b"\r\t\x7f", vec![key(Enter, none), key(Tab, none), key(Backspace, none)]),
            (
                b"\x03\x1a\0",
                vec![key(Char('c'), M::CONTROL), key(Char('z'), M::CONTROL), key(Char(' '), M::CONTROL)],
            ),
            (b"\x1b", vec![key(Esc, none)]),
            (b"\x1b\x1b", vec![key(Esc, none), key(Esc, none)]),
            (b"\x1bx", vec![key(Char('x'), M::ALT)]),
            ("\x1bé".as_bytes(), vec![key(Char('é'), M::ALT)]),
            (b"\x1b[", vec![key(Char('['), M::ALT)]),
            (b"\x1b]", vec![key(Char(']'), M::ALT)]),
            (b"\x1bP", vec![key(Char('P'), M::ALT | M::SHIFT)]),
            (b"\x1bPq", vec![key(Char('P'), M::ALT | M::SHIFT), plain('q')]),
            (b"\x1bO", vec![key(Char('O'), M::ALT | M::SHIFT)]),
            (b"\x1b[A\x1b[B\x1bOD", vec![key(Up, none), key(Down, none), key(Left, none)]),
            (
                b"\x1b[H\x1b[1~\x1b[5~\x1b[3~",
                vec![key(Home, none), key(Home, none), key(PageUp, none), key(Delete, none)],
            ),
            (b"\x1b[1;5A\x1b[1;3B", vec![key(Up, M::CONTROL), key(Down, M::ALT)]),
            (b"\x1b[Z", vec![key(BackTab, M::SHIFT)]),
            (
                b"\x1bOP\x1b[15~\x1b[[B\x1b[24;2~",
                vec![key(F(1), none), key(F(5), none), key(F(2), none), key(F(12), M::SHIFT)],
            ),
            (b"\x1b[97;5u", vec![key(Char('a'), M::CONTROL)]),
            (b"\x1b[<0;10;5M", vec![mouse(MouseEventKind::Down(MouseButton::Left), 9, 4)]),
            (b"\x1b[<65;1;1M", vec![mouse(MouseEventKind::ScrollDown, 0, 0)]),
            (b"\x1b[M !!", vec![mouse(MouseEventKind::Down(MouseButton::Left), 0, 0)]),
            (b"\x1b[I\x1b[O", vec![Event::FocusGained, Event::FocusLost]),
            (b"\x1b[200~a\x1b[Ab\x1b[201~q", vec![Event::Paste("a\x1b[Ab".to_owned()), plain('q')]),
            (b"\x1b[200~q\x03\x1b[20", vec![Event::Paste("q\x03".to_owned())]),
            (b"\x1b[201~", vec![]),
            // Reports: colours, attributes, versions, the cursor's place, modes, sizes, keyboard.
            (b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\q", vec![plain('q')]),
            (b"\x1b]11;rgb:ffff/ffff/ffff\x07q", vec![plain('q')]),
            (b"\x1bP>|XTerm(370)\x1b\\\x1b_Gi=31;OK\x1b\\\x1b^x\x1b\\\x1bXy\x1b\\q", vec![plain('q')]),
            (
                b"\x1b[?62;22c\x1b[>0;276;0c\x1b[12;40R\x1b[?2026;2$y\x1b[4;600;800t\x1b[?0uq",
                vec![plain('q')],
            ),
            // Cut off.
            (b"\x1b]11;rgb:ff", vec![]),
            (b"\x1b]11;rgb:ff\x1b[A", vec![key(Up, none)]),
            (b"\x1b]11;rgb:ff\x03", vec![key(Char('c'), M::CONTROL)]),
            (b"\x1b[<0;10", vec![]),
            (b"\x1b[<0;10\x03", vec![key(Char('c'), M::CONTROL)]),
            (b"\x1b[<0;10\x1b[A", vec![key(Up, none)]),
            (b"\x1b[M !", vec![]),
            (b"\xe6\xbcq", vec![plain('q')]),
            (b"\xff\xc0q", vec![plain('q')]),
            // Places that there are not.
            (b"\x1b[<0;0;0M\x1b[32;0;0M\x1b[<0;99999;1Mq", vec![plain('q')]),
        ];
        for (bytes, expected) in table {
            let text = String::from_utf8_lossy(bytes);
            assert_eq!(events(&[bytes]), *expected, "{text:?}");
            for at in 1..bytes.len() {
                let (first, second) = bytes.split_at(at);
                assert_eq!(events(&[first, second]), *expected, "{text:?} cut at {at}");
            }
            let each: Vec<&[u8]> = bytes.chunks(1).collect();
            assert_eq!(events(&each), *expected, "{text:?} byte by byte");
        }
    }

    #[test]
    fn what_never_ends_takes_no_room() {
        let mut filter = InputFilter::default();
        let mut events = Vec::new();
        for begun in [&b"\x1b[<"[..], b"\x1b]11;", b"\x1bP1", b"\x1b[200~\x1b[20"] {
            filter.take(begun, &mut events);
            for _ in 0..1000 {
                filter.take(&[b'1'; 100], &mut events);
            }
            assert!(events.is_empty());
            assert!(filter.bytes.len() <= LONGEST.max(100_010), "{begun:?}: {}", filter.bytes.len());
            filter.give_up(&mut events);
            events.clear();
        }
    }

    /// Bytes as they may come: any, and many that begin or end something.
    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let known: &[&[u8]] = &[
            b"\x1b",
            b"\x1b[",
            b"\x1b]",
            b"\x1bP",
            b"\x1b[<",
            b"\x1b[M",
            b"\x1b[200~",
            b"\x1b[201~",
            b"\x1b\\",
            b"\x07",
            b";",
            b"0",
            b"35",
            b"M",
            b"m",
            b"u",
            b"~",
            b"R",
            b"?",
            b":",
            b"\x1bO",
            b"\x1b[[",
        ];
        let part = prop_oneof![
            any::<u8>().prop_map(|byte| vec![byte]),
            proptest::sample::select(known).prop_map(<[u8]>::to_vec),
        ];
        proptest::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn after_silence_keys_are_keys(bytes in bytes()) {
            for wanted in [plain('q'), key(KeyCode::Esc, KeyModifiers::NONE), key(KeyCode::Char('c'), KeyModifiers::CONTROL)] {
                let (mut filter, mut events) = (InputFilter::default(), Vec::new());
                filter.take(&bytes, &mut events);
                if filter.patience().is_some() {
                    filter.give_up(&mut events);
                }
                events.clear();
                let sent = if wanted == plain('q') { "q" } else if wanted == key(KeyCode::Esc, KeyModifiers::NONE) { "\x1b" } else { "\x03" };
                filter.take(sent.as_bytes(), &mut events);
                if filter.patience().is_some() {
                    filter.give_up(&mut events);
                }
                prop_assert_eq!(&events, &[wanted]);
            }
        }

        #[test]
        fn where_bytes_are_cut_makes_no_difference(bytes in bytes(), at in 0_usize..200) {
            let (first, second) = bytes.split_at(at.min(bytes.len()));
            prop_assert_eq!(events(&[first, second]), events(&[&bytes]));
        }
    }
}
