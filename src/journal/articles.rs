//! Finding articles in a store by what identifies them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{ArticleId, Store};

use super::article_ref::{ArticleRef, text_mark};

/// Where some articles are in a store.
pub(super) struct Articles {
    by_id: FxHashMap<String, ArticleId>,
    by_url: FxHashMap<String, ArticleId>,
    by_text: FxHashMap<String, ArticleId>,
}

impl Articles {
    /// Finds these articles.
    pub(super) fn named<'a>(store: &Store, named: impl Iterator<Item = &'a ArticleRef>) -> Articles {
        let (mut ids, mut urls, mut texts) =
            (FxHashSet::default(), FxHashSet::default(), FxHashSet::default());
        for article in named {
            ids.insert(article.id.as_str());
            urls.insert(article.url.as_str());
            texts.insert(article.text.as_str());
        }
        let mut articles = Articles {
            by_id: FxHashMap::default(),
            by_url: FxHashMap::default(),
            by_text: FxHashMap::default(),
        };
        ids.remove("");
        urls.remove("");
        let sought = !ids.is_empty() || !urls.is_empty();
        for (id, article) in store.articles().filter(|_| sought) {
            if !article.id().is_empty() && ids.contains(article.id()) {
                articles.by_id.entry(article.id().to_owned()).or_insert(id);
            }
            if !article.url().is_empty() && urls.contains(article.url()) {
                articles.by_url.entry(article.url().to_owned()).or_insert(id);
            }
        }
        texts.remove("");
        if !texts.is_empty() {
            for id in store.article_table().recorded() {
                let Some(text) = store.article(id).and_then(|a| a.text()) else { continue };
                let mark = text_mark(text);
                if texts.contains(mark.as_str()) {
                    articles.by_text.entry(mark).or_insert(id);
                }
            }
        }
        articles
    }

    /// The article: by its text, else by its address, else by its id;
    /// [`ArticleId::NONE`] for what has no article.
    pub(super) fn find(&self, article: &ArticleRef) -> Option<ArticleId> {
        if *article == ArticleRef::default() {
            return Some(ArticleId::NONE);
        }
        self.by_text
            .get(&article.text)
            .or_else(|| self.by_url.get(&article.url))
            .or_else(|| self.by_id.get(&article.id))
            .copied()
    }
}
