//! Copying text: to the system's clipboard, or through the terminal to the
//! clipboard of the machine in front of which the user sits (OSC 52).

use std::io::{self, Write};
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::config::ClipboardMode;
use crate::ui::text;

/// The longest text that goes through the terminal, in bytes: what xterm and
/// its kin take, 100,000 bytes of sequence, less its frame, in base 64.
pub(crate) const LIMIT: usize = 74_994;

/// How long a piece GNU screen passes on, in bytes; its limit is 768.
const SCREEN_PIECE: usize = 700;

/// What sits between the program and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Between {
    /// Nothing that is known of.
    Nothing,
    /// tmux on this machine, which can be asked.
    Tmux,
    /// tmux on the way, such as around an SSH session.
    TmuxFar,
    /// GNU screen.
    Screen,
}

/// The way that copied text takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// To the system's clipboard.
    Native,
    /// Through the terminal.
    Terminal(Between),
    /// Nowhere: copying is turned off.
    Off,
}

/// Why a text could not be copied.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CopyError {
    /// Copying is turned off.
    #[error("copying is off: clipboard = \"off\" in the configuration")]
    Off,
    /// Terminals take only so much.
    #[error("{bytes} bytes are too long to copy through the terminal, which takes {LIMIT}")]
    TooLong {
        /// The length of the text.
        bytes: usize,
    },
    /// The terminal cannot be written to.
    #[error("cannot write to the terminal: {0}")]
    Terminal(#[from] io::Error),
    /// The system's clipboard does not answer.
    #[error("the system's clipboard does not take it: {0}")]
    Native(String),
}

/// The way to take. `env` looks up an environment variable.
pub(crate) fn way(mode: ClipboardMode, env: &dyn Fn(&str) -> Option<String>) -> Way {
    let has = |name: &str| env(name).is_some_and(|value| !value.is_empty());
    let between = || {
        let term = env("TERM").unwrap_or_default();
        if has("TMUX") {
            Between::Tmux
        } else if has("STY") {
            Between::Screen
        } else if term.starts_with("tmux") {
            Between::TmuxFar
        } else {
            Between::Nothing
        }
    };
    let far = ["SSH_TTY", "SSH_CONNECTION", "SSH_CLIENT"].into_iter().any(has);
    let desktop = cfg!(any(windows, target_os = "macos")) || has("DISPLAY") || has("WAYLAND_DISPLAY");
    match mode {
        ClipboardMode::Off => Way::Off,
        ClipboardMode::Native => Way::Native,
        ClipboardMode::Auto if !far && desktop => Way::Native,
        ClipboardMode::Auto | ClipboardMode::Osc52 => Way::Terminal(between()),
    }
}

/// The escape sequence that puts a text into the terminal's clipboard.
///
/// # Errors
///
/// [`CopyError::TooLong`] beyond [`LIMIT`] bytes.
pub(crate) fn sequence(text: &str, between: Between) -> Result<String, CopyError> {
    if text.len() > LIMIT {
        return Err(CopyError::TooLong { bytes: text.len() });
    }
    let plain = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
    Ok(match between {
        Between::Nothing => plain,
        // tmux either takes the sequence itself (set-clipboard on) or lets it
        // through if wrapped (allow-passthrough on). Whichever it does not do
        // it drops, so both are sent.
        Between::Tmux | Between::TmuxFar => {
            let doubled = plain.replace('\x1b', "\x1b\x1b");
            format!("{plain}\x1bPtmux;{doubled}\x1b\\")
        }
        // What is wrapped must come in pieces; all of it is ASCII.
        Between::Screen => {
            let pieces = plain.as_bytes().chunks(SCREEN_PIECE);
            pieces.map(|piece| format!("\x1bP{}\x1b\\", String::from_utf8_lossy(piece))).collect()
        }
    })
}

/// Copies texts; kept for as long as the program runs, because on X11 and
/// Wayland the one who copied must answer those who paste.
pub(crate) struct Clipboard {
    way: Way,
    /// Whether the terminal may step in for the system's clipboard.
    may_change: bool,
    fallback: Between,
    native: Option<arboard::Clipboard>,
}

impl Clipboard {
    /// A clipboard for a mode and an environment; opens nothing yet.
    pub(crate) fn new(mode: ClipboardMode, env: &dyn Fn(&str) -> Option<String>) -> Clipboard {
        let fallback = match way(ClipboardMode::Osc52, env) {
            Way::Terminal(between) => between,
            _ => Between::Nothing,
        };
        Clipboard { way: way(mode, env), may_change: mode == ClipboardMode::Auto, fallback, native: None }
    }

    /// Copies a text, cleaned of what could do harm where it is pasted, and
    /// tells how many characters were copied. May take a while: not for the
    /// thread that draws.
    ///
    /// # Errors
    ///
    /// Says why nothing was copied.
    pub(crate) fn copy(&mut self, text: &str, terminal: &mut dyn Write) -> Result<usize, CopyError> {
        let text = text::clean_lines(text);
        if self.way == Way::Native {
            match self.copy_native(&text) {
                Ok(()) => return Ok(text.chars().count()),
                Err(error) if !self.may_change => return Err(error),
                Err(_) => self.way = Way::Terminal(self.fallback),
            }
        }
        match self.way {
            Way::Off => return Err(CopyError::Off),
            Way::Terminal(Between::Tmux) if ask_tmux(&text).is_ok() => {}
            Way::Terminal(between) => {
                terminal.write_all(sequence(&text, between)?.as_bytes())?;
                terminal.flush()?;
            }
            Way::Native => {}
        }
        Ok(text.chars().count())
    }

    fn copy_native(&mut self, text: &str) -> Result<(), CopyError> {
        let notice = |error: arboard::Error| CopyError::Native(error.to_string());
        if self.native.is_none() {
            self.native = Some(arboard::Clipboard::new().map_err(notice)?);
        }
        match &mut self.native {
            Some(native) => native.set_text(text).map_err(notice),
            None => Ok(()),
        }
    }
}

/// Has tmux copy a text: it knows its terminal and needs no setting for that
/// (`load-buffer -w`, from tmux 3.2 on).
fn ask_tmux(text: &str) -> io::Result<()> {
    let mut child = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(text.as_bytes())?;
    }
    if child.wait()?.success() { Ok(()) } else { Err(io::Error::other("tmux refused")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env<'a>(pairs: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        move |name| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())
    }

    #[test]
    #[cfg(not(any(windows, target_os = "macos")))]
    fn the_place_decides_the_way() {
        use Between::{Nothing, Screen, Tmux, TmuxFar};
        use ClipboardMode::{Auto, Native, Off, Osc52};
        type Case<'a> = (ClipboardMode, &'a [(&'a str, &'a str)], Way);
        let cases: [Case<'_>; 9] = [
            (Auto, &[("DISPLAY", ":0")], Way::Native),
            (Auto, &[("DISPLAY", ":0"), ("SSH_TTY", "/dev/pts/1")], Way::Terminal(Nothing)),
            (Auto, &[], Way::Terminal(Nothing)),
            (Auto, &[("SSH_CONNECTION", "x"), ("TMUX", "/run/tmux")], Way::Terminal(Tmux)),
            (Auto, &[("SSH_CONNECTION", "x"), ("TERM", "tmux-256color")], Way::Terminal(TmuxFar)),
            (Osc52, &[("DISPLAY", ":0"), ("STY", "1.pts"), ("TERM", "screen")], Way::Terminal(Screen)),
            (Osc52, &[("TERM", "screen-256color")], Way::Terminal(Nothing)),
            (Native, &[("SSH_TTY", "x")], Way::Native),
            (Off, &[("DISPLAY", ":0")], Way::Off),
        ];
        for (mode, pairs, wanted) in cases {
            assert_eq!(way(mode, &env(pairs)), wanted, "{mode:?} {pairs:?}");
        }
    }

    #[test]
    fn sequences_carry_the_text_through_what_lies_between() {
        let plain = "\x1b]52;c;VGVocmFu\x07";
        assert_eq!(sequence("Tehran", Between::Nothing).unwrap(), plain);
        let tmux = sequence("Tehran", Between::TmuxFar).unwrap();
        assert_eq!(tmux, format!("{plain}\x1bPtmux;\x1b\x1b]52;c;VGVocmFu\x07\x1b\\"));
        let long = "x".repeat(5_000);
        let screen = sequence(&long, Between::Screen).unwrap();
        let pieces: Vec<&str> = screen.split_terminator("\x1b\\").collect();
        assert!(pieces.len() > 5 && pieces.iter().all(|piece| piece.len() <= 768));
        let joined: String = pieces.iter().map(|piece| piece.strip_prefix("\x1bP").unwrap()).collect();
        assert_eq!(joined, sequence(&long, Between::Nothing).unwrap());
    }

    #[test]
    fn what_is_copied_is_clean_and_not_too_long() {
        let mut clipboard = Clipboard::new(ClipboardMode::Osc52, &env(&[]));
        let mut terminal = Vec::new();
        let copied = clipboard.copy("rm\u{1b}[201~\u{202e} -rf\r\nok", &mut terminal).unwrap();
        let sent = String::from_utf8(terminal).unwrap();
        let payload = sent.strip_prefix("\x1b]52;c;").unwrap().strip_suffix('\x07').unwrap();
        let text = String::from_utf8(STANDARD.decode(payload).unwrap()).unwrap();
        assert_eq!(text, "rm␛[201~ -rf\nok");
        assert_eq!(copied, text.chars().count());
        let long = "ä".repeat(LIMIT);
        let mut terminal = Vec::new();
        assert!(matches!(clipboard.copy(&long, &mut terminal), Err(CopyError::TooLong { .. })));
        assert!(terminal.is_empty());
        assert!(sequence(&"x".repeat(LIMIT), Between::Nothing).unwrap().len() <= 100_000);
    }

    #[test]
    fn off_is_off() {
        let mut clipboard = Clipboard::new(ClipboardMode::Off, &env(&[("DISPLAY", ":0")]));
        let mut terminal = Vec::new();
        assert!(matches!(clipboard.copy("x", &mut terminal), Err(CopyError::Off)));
        assert!(terminal.is_empty());
    }

    #[test]
    #[cfg(not(any(windows, target_os = "macos")))]
    fn the_terminal_steps_in_where_there_is_no_system_clipboard() {
        // A display that nobody serves: the real environment of the test has
        // none either, or a real one; both are fine.
        let mut clipboard = Clipboard::new(ClipboardMode::Auto, &env(&[("DISPLAY", ":nowhere")]));
        assert_eq!(clipboard.way, Way::Native);
        let mut terminal = Vec::new();
        assert_eq!(clipboard.copy("Tehran", &mut terminal).unwrap(), 6);
        match clipboard.way {
            Way::Terminal(Between::Nothing) => assert_eq!(terminal, b"\x1b]52;c;VGVocmFu\x07"),
            other => assert_eq!((other, terminal.len()), (Way::Native, 0)),
        }
    }
}
