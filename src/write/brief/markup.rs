//! Text in HTML and XML.

use std::fmt;

use askama::filters::Escaper;

use crate::model::escape::Sieve;

/// Makes text harmless for HTML and XML, in content and in attributes: the
/// escaper of all templates, see `askama.toml`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Markup;

impl Escaper for Markup {
    fn write_escaped_str<W: fmt::Write>(&self, mut out: W, text: &str) -> fmt::Result {
        let mut sieve = Sieve::new();
        for c in text.chars() {
            let passes = sieve.passes(c);
            match c {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\'' => out.write_str("&#39;")?,
                c if passes => out.write_char(c)?,
                _ => out.write_char(' ')?,
            }
        }
        Ok(())
    }
}

/// Text made harmless for HTML and XML, for what is written without a template.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    // Writing to a string does not fail.
    let _ = Markup.write_escaped_str(&mut out, text);
    out
}
