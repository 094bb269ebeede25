//! Citing an article: in words, and as BibTeX, CSL-JSON and RIS for reference managers.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::Datelike;
use serde_json::{Map, Value, json};

use crate::model::escape::{Notation, Sieve};
use crate::model::{ArticleId, Day, EventDate, Precision, Store};

/// What is known of an article for citing it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Citation {
    /// Short and plain, unique in its list: `rferl2025weakened`.
    pub(crate) key: String,
    /// The headline; its id where there is none.
    pub(crate) title: String,
    /// Who published it.
    pub(crate) publisher: String,
    /// When.
    pub(crate) published: EventDate,
    /// Where it can be read.
    pub(crate) url: String,
    /// Language tag.
    pub(crate) language: String,
}

impl Citation {
    /// The citation of an article of a store. Control characters and whatever
    /// else hides are left out.
    pub(crate) fn of(store: &Store, article: ArticleId) -> Option<Citation> {
        let article = store.article(article)?;
        let title = match plain(article.title()) {
            title if !title.is_empty() => title,
            _ if article.id() == article.url() => String::new(),
            _ => plain(article.id()),
        };
        let mut citation = Citation {
            key: String::new(),
            title,
            publisher: plain(article.publisher()),
            published: article.published(),
            url: plain(article.url()).replace(' ', "%20"),
            language: plain(article.language()),
        };
        citation.key = citation.plain_key();
        Some(citation)
    }

    /// The citations of several articles, in this order, their keys made unique.
    pub(crate) fn list(store: &Store, articles: impl IntoIterator<Item = ArticleId>) -> Vec<Citation> {
        let mut taken = BTreeSet::new();
        articles
            .into_iter()
            .filter_map(|id| Citation::of(store, id))
            .map(|mut citation| {
                let base = citation.key.clone();
                let mut number = 2;
                while !taken.insert(citation.key.clone()) {
                    citation.key = format!("{base}-{number}");
                    number += 1;
                }
                citation
            })
            .collect()
    }

    fn plain_key(&self) -> String {
        let slug = |text: &str, most: usize| -> String {
            text.chars().filter(char::is_ascii_alphanumeric).take(most).collect::<String>().to_lowercase()
        };
        let year = self.published.anchor().year().filter(|_| self.published.is_known());
        let word = self.title.split_whitespace().map(|w| slug(w, 16)).find(|w| w.len() > 3);
        let key = format!(
            "{}{}{}",
            slug(&self.publisher, 16),
            year.map_or_else(String::new, |y| y.to_string()),
            word.unwrap_or_default()
        );
        if key.is_empty() { "article".to_owned() } else { key }
    }

    /// In words: `RFE/RL, "The pact, retold", 2025-01-17, https://…`.
    pub(crate) fn text(&self) -> String {
        let mut parts = Vec::new();
        if !self.publisher.is_empty() {
            parts.push(self.publisher.clone());
        }
        if !self.title.is_empty() {
            parts.push(format!("“{}”", self.title));
        }
        if self.published.is_known() {
            parts.push(self.published.to_string());
        }
        if !self.url.is_empty() {
            parts.push(self.url.clone());
        }
        parts.join(", ")
    }

    /// As an entry of BibTeX, readable by biblatex too. Marks that TeX would
    /// obey are escaped.
    pub(crate) fn bibtex(&self) -> String {
        let mut out = format!("@misc{{{},\n", self.key);
        let mut field = |name: &str, value: String| {
            if !value.is_empty() {
                // Writing to a string does not fail.
                let _ = writeln!(out, "  {name} = {{{value}}},");
            }
        };
        // A second pair of braces keeps capitals as they are.
        field(
            "title",
            if self.title.is_empty() { String::new() } else { format!("{{{}}}", tex(&self.title)) },
        );
        field("publisher", tex(&self.publisher));
        field("howpublished", tex(&self.publisher));
        let [first, ..] = date_parts(self.published);
        field("date", iso_date(self.published));
        field("year", first.first().map(|y| format!("{y:04}")).unwrap_or_default());
        field("month", first.get(1).map(|m| format!("{m:02}")).unwrap_or_default());
        field("url", self.url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C"));
        field("language", tex(&self.language));
        out.push_str("}\n");
        out
    }

    /// As an item of CSL-JSON.
    pub(crate) fn csl(&self) -> Value {
        let mut item = Map::new();
        let mut field = |name: &str, value: Value| {
            if value.as_str() != Some("") {
                item.insert(name.to_owned(), value);
            }
        };
        field("id", json!(self.key));
        field("type", json!(if self.url.is_empty() { "document" } else { "webpage" }));
        field("title", json!(self.title));
        // A page stands in a publication; anything else has a publisher.
        let published_in = if self.url.is_empty() { "publisher" } else { "container-title" };
        field(published_in, json!(self.publisher));
        let parts: Vec<Vec<i32>> = date_parts(self.published).into_iter().filter(|p| !p.is_empty()).collect();
        if !parts.is_empty() {
            field("issued", json!({ "date-parts": parts }));
        }
        field("URL", json!(self.url));
        field("language", json!(self.language));
        Value::Object(item)
    }

    /// As a record of RIS.
    pub(crate) fn ris(&self) -> String {
        let mut out = String::new();
        let mut line = |tag: &str, value: &str| {
            if !value.is_empty() {
                let _ = write!(out, "{tag}  - {value}\r\n");
            }
        };
        line("TY", if self.url.is_empty() { "GEN" } else { "ELEC" });
        line("ID", &self.key);
        line("TI", &self.title);
        line("PB", &self.publisher);
        let [first, _] = date_parts(self.published);
        if let Some(year) = first.first() {
            line("PY", &format!("{year:04}"));
            let part = |i: usize| first.get(i).map(|n| format!("{n:02}")).unwrap_or_default();
            line("DA", &format!("{year:04}/{}/{}/", part(1), part(2)));
        }
        line("UR", &self.url);
        line("LA", &self.language);
        out.push_str("ER  - \r\n");
        out
    }
}

/// A format in which sources can be handed to a reference manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// One line of words each.
    Text,
    Bibtex,
    /// CSL-JSON.
    Csl,
    Ris,
}

impl Style {
    /// The word of the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Style::Text => "text",
            Style::Bibtex => "bibtex",
            Style::Csl => "csl-json",
            Style::Ris => "ris",
        }
    }

    /// How it escapes what must not stand in it as it is.
    pub(crate) fn notation(self) -> Notation {
        match self {
            Style::Text | Style::Bibtex => Notation::Text,
            Style::Csl => Notation::Json,
            Style::Ris => Notation::TextCrLf,
        }
    }

    /// The ending of its files, without the dot.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Style::Text => "txt",
            Style::Bibtex => "bib",
            Style::Csl => "json",
            Style::Ris => "ris",
        }
    }

    /// A list of citations as a file of this style.
    pub(crate) fn write(self, citations: &[Citation]) -> String {
        let each = |of: fn(&Citation) -> String| citations.iter().map(of).collect::<Vec<_>>();
        match self {
            Style::Text => each(|c| c.text() + "\n").concat(),
            Style::Bibtex => each(Citation::bibtex).join("\n"),
            Style::Csl => {
                let items: Vec<Value> = citations.iter().map(Citation::csl).collect();
                serde_json::to_string_pretty(&items).unwrap_or_default() + "\n"
            }
            Style::Ris => each(Citation::ris).join("\r\n"),
        }
    }
}

/// On one line, without what hides or steers.
pub(crate) fn plain(text: &str) -> String {
    let mut sieve = Sieve::new();
    let text: String = text.chars().filter(|&c| sieve.passes(c) || c.is_whitespace()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Year, month, day of the first and of the last day, as far as known; the
/// second is empty where there is one date only.
fn date_parts(date: EventDate) -> [Vec<i32>; 2] {
    let parts = |day: Day, count: usize| -> Vec<i32> {
        let all = day.date().map(|d| vec![d.year(), d.month() as i32, d.day() as i32]).unwrap_or_default();
        all.into_iter().take(count).collect()
    };
    match date.precision() {
        Precision::Unknown => [Vec::new(), Vec::new()],
        Precision::Day => [parts(date.start(), 3), Vec::new()],
        Precision::Month => [parts(date.start(), 2), Vec::new()],
        Precision::Year => [parts(date.start(), 1), Vec::new()],
        Precision::Range if date.start() == Day::MIN => [parts(date.end(), 3), Vec::new()],
        Precision::Range => [parts(date.start(), 3), parts(date.end(), 3)],
    }
}

/// The date as biblatex reads it; a span with a slash.
fn iso_date(date: EventDate) -> String {
    match date.precision() {
        Precision::Range if date.start() == Day::MIN => format!("/{}", date.end()),
        Precision::Range if date.end() == Day::MAX => format!("{}/", date.start()),
        Precision::Range => format!("{}/{}", date.start(), date.end()),
        _ => date.to_string(),
    }
}

/// With everything escaped that TeX would obey. Braces become commands,
/// because BibTeX counts even escaped ones.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '$' | '&' | '#' | '%' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Article, builder::Builder};

    fn store(articles: &[Article]) -> Store {
        let mut builder = Builder::new();
        for article in articles {
            builder.article(article);
        }
        builder.snapshot()
    }

    fn ids(count: usize) -> impl Iterator<Item = ArticleId> {
        (0..count).map(ArticleId::at)
    }

    fn nasty() -> Article {
        Article {
            id: "pact".into(),
            title: "Oil & gas: 50% \"more\" {of_it}\\now\nER  - \u{202e}gnp\u{1b}[2J".into(),
            publisher: "The Wire #1".into(),
            published: "2025-01".parse().unwrap(),
            url: "https://example.org/a?b={c}&d=e f".into(),
            language: "en".into(),
            text: None,
        }
    }

    #[test]
    fn an_article_is_cited_in_words() {
        let store = store(&[nasty()]);
        let text = Citation::of(&store, ArticleId::at(0)).unwrap().text();
        assert_eq!(
            text,
            "The Wire #1, “Oil & gas: 50% \"more\" {of_it}\\now ER - gnp[2J”, 2025-01, \
             https://example.org/a?b={c}&d=e%20f"
        );
    }

    #[test]
    fn tex_is_not_obeyed_and_braces_balance() {
        let bib = Citation::of(&store(&[nasty()]), ArticleId::at(0)).unwrap().bibtex();
        assert!(bib.starts_with("@misc{thewire12025more,\n"), "{bib}");
        assert!(
            bib.contains("Oil \\& gas: 50\\% \"more\" \\textbraceleft{}of\\_it\\textbraceright{}"),
            "{bib}"
        );
        assert!(bib.contains("url = {https://example.org/a?b=%7Bc%7D&d=e%20f}"), "{bib}");
        let count = |c| bib.chars().filter(|&x| x == c).count();
        assert_eq!(count('{'), count('}'));
        assert!(bib.contains("date = {2025-01}") && bib.contains("month = {01}"));
    }

    #[test]
    fn ris_stays_one_record_whatever_the_title_says() {
        let ris = Citation::of(&store(&[nasty()]), ArticleId::at(0)).unwrap().ris();
        assert_eq!(ris.matches("\r\nER  - ").count(), 1);
        assert!(ris.lines().all(|l| l.get(2..6) == Some("  - ")), "{ris}");
        assert!(ris.contains("DA  - 2025/01//"));
    }

    #[test]
    fn csl_has_the_date_as_far_as_it_is_known() {
        let mut articles = ["2025-01-17", "2025-01", "2025", "2024-04-13..2024-04-14"].map(|date| Article {
            id: date.into(),
            published: date.parse().unwrap(),
            ..Article::default()
        });
        articles[0].url = "https://example.org".into();
        let store = store(&articles);
        let parts: Vec<String> = Citation::list(&store, ids(4))
            .iter()
            .map(|c| c.csl()["issued"]["date-parts"].to_string())
            .collect();
        assert_eq!(parts, ["[[2025,1,17]]", "[[2025,1]]", "[[2025]]", "[[2024,4,13],[2024,4,14]]"]);
    }

    #[test]
    fn keys_are_unique_in_a_list() {
        let article = |id: &str| Article { title: "Same title".into(), id: id.into(), ..Article::default() };
        let store = store(&[
            article("a"),
            article("b"),
            article("c"),
            Article { id: "…".into(), ..Article::default() },
        ]);
        let keys: Vec<String> = Citation::list(&store, ids(4)).into_iter().map(|c| c.key).collect();
        assert_eq!(keys, ["same", "same-2", "same-3", "article"]);
    }
}
