//! Which keys do what: the defaults of the action table under the user's
//! choices, checked for conflicts.

use std::collections::BTreeMap;

use super::action::{ACTIONS, Action, Scope};
use super::key::{Key, KeyError, sequence, sequence_text};
use crate::model::spelling::nearest;

/// Keys and what they do.
#[derive(Debug, Clone)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

#[derive(Debug, Clone)]
struct Binding {
    keys: Vec<Key>,
    action: Action,
}

/// What the keys pressed so far mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// This action.
    Action(Action),
    /// The beginning of something: wait for the next key.
    Prefix,
    /// Nothing.
    Nothing,
}

/// What is wrong with the user's keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    /// There is no action of that name.
    #[error("there is no action {name:?}{}", near.as_ref().map(|n| format!("; do you mean {n:?}?")).unwrap_or_default())]
    Action {
        /// As written.
        name: String,
        /// The nearest name there is.
        near: Option<&'static str>,
    },
    /// A key is written wrongly.
    #[error("keys of {action:?}: {error}")]
    Key {
        /// The action's name.
        action: &'static str,
        /// What is wrong.
        error: KeyError,
    },
    /// The same keys do two things, or one is the beginning of the other.
    #[error("{keys:?} is {first:?} and {second:?}: give one of them other keys")]
    Conflict {
        /// The keys at fault.
        keys: String,
        /// One action's name.
        first: &'static str,
        /// The other's.
        second: &'static str,
    },
}

impl Default for Keymap {
    fn default() -> Self {
        Keymap::new(&BTreeMap::new()).0
    }
}

impl Keymap {
    /// The default keys, with the user's in place of an action's own. What is
    /// wrong is left at its default and told.
    pub fn new(user: &BTreeMap<String, Vec<String>>) -> (Keymap, Vec<KeymapError>) {
        let mut errors = Vec::new();
        for name in user.keys().filter(|n| Action::named(n).is_none()) {
            let near = nearest(name, ACTIONS.iter().map(|r| r.name));
            errors.push(KeymapError::Action { name: name.clone(), near });
        }
        let mut bindings: Vec<Binding> = Vec::new();
        // The user's own come first, so that a default gives way to them.
        for own in [true, false] {
            for row in ACTIONS.iter().filter(|r| user.contains_key(r.name) == own) {
                let texts: Vec<&str> = match user.get(row.name) {
                    Some(texts) => texts.iter().map(String::as_str).collect(),
                    None => row.keys.to_vec(),
                };
                for text in texts {
                    match sequence(text) {
                        Err(error) => errors.push(KeymapError::Key { action: row.name, error }),
                        Ok(keys) => match clash(&bindings, &keys, row.scope) {
                            Some(other) => errors.push(KeymapError::Conflict {
                                keys: sequence_text(&keys),
                                first: other.row().name,
                                second: row.name,
                            }),
                            None => bindings.push(Binding { keys, action: row.action }),
                        },
                    }
                }
            }
        }
        (Keymap { bindings }, errors)
    }

    /// What the keys pressed so far mean in a scope.
    pub fn meaning(&self, pressed: &[Key], scope: Scope) -> Meaning {
        let mut meaning = Meaning::Nothing;
        for binding in self.bindings.iter().filter(|b| b.action.row().scope.meets(scope)) {
            if binding.keys == pressed {
                return Meaning::Action(binding.action);
            }
            if binding.keys.starts_with(pressed) {
                meaning = Meaning::Prefix;
            }
        }
        meaning
    }

    /// All keys of an action, the first one first.
    pub fn keys(&self, action: Action) -> impl Iterator<Item = String> + '_ {
        self.bindings.iter().filter(move |b| b.action == action).map(|b| sequence_text(&b.keys))
    }

    /// The first key of an action, for hints; `None` if it has none.
    pub fn key(&self, action: Action) -> Option<String> {
        self.keys(action).next()
    }

    /// How the sequences that begin with these keys go on: key and action.
    pub fn continuations(&self, pressed: &[Key], scope: Scope) -> Vec<(String, Action)> {
        self.bindings
            .iter()
            .filter(|b| b.action.row().scope.meets(scope) && b.keys.len() > pressed.len())
            .filter(|b| b.keys.starts_with(pressed))
            .map(|b| (sequence_text(&b.keys[pressed.len()..]), b.action))
            .collect()
    }
}

fn clash(bindings: &[Binding], keys: &[Key], scope: Scope) -> Option<Action> {
    bindings
        .iter()
        .filter(|b| b.action.row().scope.meets(scope))
        .find(|b| b.keys.starts_with(keys) || keys.starts_with(&b.keys))
        .map(|b| b.action)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(pairs: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
        pairs
            .iter()
            .map(|(name, keys)| ((*name).to_owned(), keys.iter().map(|k| (*k).to_owned()).collect()))
            .collect()
    }

    #[test]
    fn the_default_keys_do_not_conflict() {
        let (_, errors) = Keymap::new(&BTreeMap::new());
        assert_eq!(errors, []);
    }

    #[test]
    fn a_conflict_names_both_actions() {
        let (_, errors) = Keymap::new(&user(&[("zoom", &["p"])]));
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].to_string(), r#""p" is "zoom" and "pick-pair": give one of them other keys"#);
        let (_, errors) = Keymap::new(&user(&[("zoom", &["y"])]));
        assert!(errors.iter().all(|e| matches!(e, KeymapError::Conflict { first: "zoom", .. })));
        assert_eq!(errors.len(), 5, "each sequence that begins with y");
    }

    #[test]
    fn unknown_names_and_keys_are_told_with_what_is_near() {
        let (map, errors) = Keymap::new(&user(&[("zom", &["x"]), ("quit", &["hyper-q"])]));
        assert!(errors.iter().any(|e| e.to_string().contains(r#"do you mean "zoom"?"#)));
        assert!(errors.iter().any(|e| e.to_string().contains("hyper-q")));
        assert_eq!(map.key(Action::Quit), None);
    }

    #[test]
    fn sequences_wait_for_their_end() {
        let map = Keymap::default();
        let g: Key = "g".parse().unwrap();
        assert_eq!(map.meaning(&[g], Scope::Everywhere), Meaning::Prefix);
        assert_eq!(map.meaning(&[g, g], Scope::Everywhere), Meaning::Action(Action::First));
        assert_eq!(map.meaning(&[g, "x".parse().unwrap()], Scope::Everywhere), Meaning::Nothing);
        let next = map.continuations(&["y".parse().unwrap()], Scope::Everywhere);
        assert!(next.contains(&("q".to_owned(), Action::CopyQuote)));
    }
}
