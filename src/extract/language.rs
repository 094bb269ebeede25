//! Which language a text is written in: only English is coded.

use whatlang::{Lang, detect};

use super::lexicon::list;

/// Characters that are looked at.
const LOOK: usize = 320;
/// Characters below which no language can be told.
const LEAST: usize = 90;

/// The language of a text as BCP 47 tag and whether it is one that is coded.
/// Short or doubtful texts count as English.
pub(crate) fn language(told: &str, text: &str) -> (String, bool) {
    if !told.is_empty() {
        let english = told.to_ascii_lowercase();
        return (told.to_owned(), english.starts_with("en"));
    }
    if is_plainly_english(text) {
        return ("en".to_owned(), true);
    }
    let head: String = text.chars().filter(|c| !c.is_control() || *c == '\n').take(LOOK).collect();
    if head.chars().filter(|c| c.is_alphabetic()).count() < LEAST {
        return (String::new(), true);
    }
    match detect(&head) {
        Some(info) if info.lang() == Lang::Eng => ("en".to_owned(), true),
        Some(info) if info.is_reliable() => (tag(info.lang()).to_owned(), false),
        _ => (String::new(), true),
    }
}

/// Whether the little words of English make up a good part of the first words.
/// Saves the dear look at letters for nearly every English article.
fn is_plainly_english(text: &str) -> bool {
    let (mut all, mut little) = (0, 0);
    for word in text.split_ascii_whitespace().take(80) {
        all += 1;
        little += usize::from(word.len() < 5 && list::PLAIN_ENGLISH.has(word));
    }
    all >= 30 && little * 5 >= all
}

/// The English name of a language by its tag, the tag itself where none is known.
pub(crate) fn name(tag: &str) -> String {
    let primary = tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase();
    let known = Lang::all().iter().find(|l| self::tag(**l) == primary || l.code() == primary);
    known.map_or_else(|| tag.to_owned(), |l| l.eng_name().to_owned())
}

/// BCP 47 prefers the two letters of ISO 639-1 where there are some.
fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Ara => "ar",
        Lang::Pes => "fa",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Urd => "ur",
        Lang::Ind => "id",
        Lang::Vie => "vi",
        Lang::Ell => "el",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Fin => "fi",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ron => "ro",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_languages_are_told() {
        let french = "Le président du Pérou a rencontré lundi son homologue chilien à Lima, où les deux hommes ont signé un accord sur la frontière commune et promis de rouvrir les ambassades.";
        assert_eq!(language("", french), ("fr".to_owned(), false));
        let english = "The president of Peru met his Chilean counterpart in Lima on Monday, where the two men signed an accord on the common border and promised to reopen embassies.";
        assert_eq!(language("", english), ("en".to_owned(), true));
        assert!(language("", "Lima").1);
        assert!(is_plainly_english(&english.repeat(3)) && !is_plainly_english(&french.repeat(3)));
        assert!(!language("de-AT", english).1);
        assert_eq!(
            (name("de-AT").as_str(), name("fr").as_str(), name("xx").as_str()),
            ("German", "French", "xx")
        );
    }
}
