//! Opening an article's address in the user's browser.
//!
//! Addresses come from files that anyone may have written, so only web
//! addresses are opened, and no shell ever sees them.

use std::fmt::Write;

/// Why an address was not opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    /// Something else than a web address: files, mail, programs stay closed.
    #[error("{0:?} is no web address; only http and https are opened")]
    NotWeb(String),
    /// There is no desktop on this machine, as over SSH.
    #[error("no desktop to open {0} on; copy the address instead")]
    NoDesktop(String),
    /// The system's opener does not work.
    #[error("the system cannot open {address}: {reason}")]
    System {
        address: String,
        /// What the system says.
        reason: String,
    },
}

/// Opens a web address in the system's browser and tells the address as it was
/// handed over. Does not wait for the browser. `env` looks up an environment
/// variable.
///
/// # Errors
///
/// The text is no web address, there is no desktop, or the opener fails.
pub(crate) fn open(address: &str, env: &dyn Fn(&str) -> Option<String>) -> Result<String, OpenError> {
    let address = web_address(address)?;
    if !has_desktop(env) {
        return Err(OpenError::NoDesktop(address));
    }
    match opener::open_browser(&address) {
        Ok(()) => Ok(address),
        Err(error) => Err(OpenError::System { address, reason: error.to_string() }),
    }
}

fn has_desktop(env: &dyn Fn(&str) -> Option<String>) -> bool {
    let has = |name: &str| env(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "BROWSER"].into_iter().any(has)
}

/// The address in a form that is safe to hand over: http or https, with a
/// host, everything that RFC 3986 does not allow in an address written as
/// percent codes, and so no blanks, quotes or control characters.
///
/// # Errors
///
/// [`OpenError::NotWeb`] for anything else.
pub(crate) fn web_address(text: &str) -> Result<String, OpenError> {
    let refuse = || OpenError::NotWeb(text.chars().take(200).collect());
    let text = text.trim();
    let (scheme, rest) = text.split_once("://").ok_or_else(refuse)?;
    let scheme = scheme.to_ascii_lowercase();
    if scheme != "http" && scheme != "https" {
        return Err(refuse());
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    // A host may be in any script, but not hold what would hide where it ends.
    let fine = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']' | ':' | '%');
    if host.is_empty() || !host.chars().all(fine) || text.chars().any(crate::model::printable::is_unsafe) {
        return Err(refuse());
    }
    Ok(format!("{scheme}://{}{}", coded(authority, char::is_alphanumeric), coded(path, |_| false)))
}

/// The text with everything that an address may not hold as percent codes;
/// `also` tells what else may stay.
fn coded(text: &str, also: fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&()*+,;=%".contains(c) || also(c) {
            out.push(c);
            continue;
        }
        let mut bytes = [0; 4];
        for byte in c.encode_utf8(&mut bytes).bytes() {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn web_addresses_pass() {
        for (text, wanted) in [
            ("https://www.rferl.org/a/x.html?y=1&z=2#top", "https://www.rferl.org/a/x.html?y=1&z=2#top"),
            (" HTTP://example.org ", "http://example.org"),
            (
                "https://fa.wikipedia.org/wiki/تهران",
                "https://fa.wikipedia.org/wiki/%D8%AA%D9%87%D8%B1%D8%A7%D9%86",
            ),
            ("https://example.org/a b\"c'`d|e", "https://example.org/a%20b%22c%27%60d%7Ce"),
            ("https://münchen.example/x", "https://münchen.example/x"),
            ("http://[::1]:8080/", "http://[::1]:8080/"),
        ] {
            assert_eq!(web_address(text).unwrap(), wanted);
        }
    }

    #[test]
    fn nothing_else_does() {
        for text in [
            "",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "mailto:a@b.c",
            "-https://example.org",
            "example.org",
            "https://",
            "https:///path",
            "https://exa mple.org",
            "https://example.org\u{202e}/gro.live",
            "https://example.org/\u{1b}[2J",
            "https://$(reboot)/",
            "\\\\server\\share",
        ] {
            assert!(matches!(web_address(text), Err(OpenError::NotWeb(_))), "{text:?}");
        }
    }

    #[test]
    #[cfg(not(any(windows, target_os = "macos")))]
    fn without_a_desktop_nothing_is_started() {
        let error = open("https://example.org/a", &|_| None).unwrap_err();
        assert!(matches!(error, OpenError::NoDesktop(address) if address == "https://example.org/a"));
    }

    proptest! {
        #[test]
        fn what_passes_is_safe_to_hand_over(rest in "\\PC*", raw in any::<String>()) {
            for text in [format!("https://example.org/{rest}"), format!("http://{raw}"), raw] {
                if let Ok(address) = web_address(&text) {
                    prop_assert!(address.starts_with("http://") || address.starts_with("https://"));
                    let bad = |c: char| c.is_control() || c.is_whitespace() || "\"'`<>|\\^{}".contains(c);
                    prop_assert!(!address.chars().any(bad), "{}", address);
                    prop_assert_eq!(web_address(&address).unwrap(), address);
                }
            }
        }
    }
}
