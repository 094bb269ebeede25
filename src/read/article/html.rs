//! HTML pages: main text by a readability crate, metadata from the page.

use std::sync::Arc;

use dom_smoothie::{Config, Readability, TextMode};

use super::metadata::day;
use crate::model::{Article, EventDate};

/// Open elements beyond which a page is not parsed but stripped: parsers recurse.
const DEPTH: usize = 400;
/// Elements beyond which a page is stripped.
const ELEMENTS: usize = 60_000;

pub(crate) fn article(page: &str) -> Article {
    if depth(page) <= DEPTH
        && let Some(article) = parsed(page)
    {
        return article;
    }
    Article { text: Some(Arc::from(stripped(page))), ..Article::default() }
}

fn parsed(page: &str) -> Option<Article> {
    let config =
        Config { max_elements_to_parse: ELEMENTS, text_mode: TextMode::Formatted, ..Config::default() };
    let found = Readability::new(page, None, Some(config)).ok()?.parse().ok()?;
    let text = found.text_content.to_string();
    Some(Article {
        title: found.title,
        publisher: found.site_name.unwrap_or_default(),
        published: found
            .published_time
            .as_deref()
            .map(day)
            .filter(|d| d.is_known())
            .or_else(|| dated(page))
            .unwrap_or_default(),
        url: found.url.unwrap_or_default(),
        language: found.lang.unwrap_or_default(),
        text: Some(Arc::from(text)),
        ..Article::default()
    })
}

/// The day that a page tells in a way of its own: `<meta name="pubdate" …>`, else its first
/// `<time datetime=…>`.
fn dated(page: &str) -> Option<EventDate> {
    const NAMES: &[&str] = &[
        "date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publication_date",
        "dc.date",
        "dc.date.issued",
        "dcterms.date",
        "dcterms.created",
        "sailthru.date",
        "parsely-pub-date",
        "datepublished",
        "article:published",
        "og:article:published_time",
    ];
    let tags = |name: &'static str| page.split('<').filter(move |t| starts_with(t, name));
    let told = |tag: &str| {
        let names = ["name", "property", "itemprop"].into_iter().filter_map(|a| attribute(tag, a));
        let is_date = names.into_iter().any(|n| NAMES.iter().any(|known| known.eq_ignore_ascii_case(n)));
        attribute(tag, "content").filter(|_| is_date).map(day).filter(|d| d.is_known())
    };
    let time = |tag: &str| attribute(tag, "datetime").map(day).filter(|d| d.is_known());
    tags("meta ").find_map(told).or_else(|| tags("time ").find_map(time))
}

fn starts_with(tag: &str, name: &str) -> bool {
    tag.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
}

/// The value of an attribute in a tag, quoted or not.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let tag = tag.split('>').next()?;
    let lower = tag.to_ascii_lowercase();
    let at = lower.match_indices(name).find(|(at, _)| {
        let before = tag[..*at].ends_with(|c: char| c.is_ascii_whitespace());
        before && tag[at + name.len()..].trim_start().starts_with('=')
    })?;
    let value = tag[at.0 + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split_ascii_whitespace().next(),
    }
}

/// How deep elements nest at the most, counted roughly: void elements count until their parent closes.
fn depth(page: &str) -> usize {
    const VOID: &[&str] =
        &["br", "img", "meta", "link", "hr", "input", "source", "wbr", "area", "col", "p", "li", "td", "tr"];
    let (mut open, mut most) = (0usize, 0usize);
    for part in page.split('<').skip(1) {
        if part.starts_with('/') {
            open = open.saturating_sub(1);
        } else if part.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let name = part.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
            if !VOID.iter().any(|v| v.eq_ignore_ascii_case(name)) {
                open += 1;
                most = most.max(open);
            }
        }
    }
    most
}

/// The text between tags, without scripts and styles; block elements end paragraphs.
fn stripped(page: &str) -> String {
    let mut out = String::new();
    let mut skip: Option<&str> = None;
    for part in page.split('<') {
        let (tag, text) = part.split_once('>').unwrap_or(("", part));
        let name =
            tag.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or("").to_ascii_lowercase();
        match (skip, name.as_str()) {
            (None, "script") => skip = Some("/script"),
            (None, "style") => skip = Some("/style"),
            (Some(end), name) if name == end => skip = None,
            _ => {}
        }
        if skip.is_some() {
            continue;
        }
        if matches!(
            name.trim_start_matches('/'),
            "p" | "div" | "br" | "li" | "h1" | "h2" | "h3" | "tr" | "article"
        ) && !out.ends_with("\n\n")
            && !out.is_empty()
        {
            out.push_str("\n\n");
        }
        out.push_str(text);
    }
    out.replace("&nbsp;", " ")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
