//! Which keys do what: the defaults of the action table under the user's
//! choices, checked for conflicts.

use std::collections::BTreeMap;

use super::action::{ACTIONS, Action, Command, OverlayAction, Scope};
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
    command: Command,
    scope: Scope,
    /// Its place among the keys of the command, the first being 0.
    nth: usize,
}

/// What the keys pressed so far mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning<A> {
    Action(A),
    /// The beginning of something: wait for the next key.
    Prefix,
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
    /// A key that types a character is to do something where text is typed.
    #[error("{key:?} of {action:?} is text where text is typed: give it a key that types nothing")]
    Text {
        /// The key.
        key: String,
        /// The action's name.
        action: &'static str,
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
    /// wrong is left out and told.
    pub fn new(user: &BTreeMap<String, Vec<String>>) -> (Keymap, Vec<KeymapError>) {
        let mut errors = Vec::new();
        for name in user.keys().filter(|n| Command::named(n).is_none()) {
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
                for (nth, text) in texts.into_iter().enumerate() {
                    let binding = |keys| Binding { keys, command: row.command, scope: row.scope, nth };
                    match sequence(text).map(binding) {
                        Err(error) => errors.push(KeymapError::Key { action: row.name, error }),
                        Ok(binding) => match fault(&bindings, &binding) {
                            Some(error) => errors.push(error),
                            None => bindings.push(binding),
                        },
                    }
                }
            }
        }
        // What lies over the panes takes every key: one that nothing closes would
        // never give them back.
        let leave = OverlayAction::Leave;
        if !bindings.iter().any(|b| b.command == leave.into()) {
            let keys = leave.row().keys.iter().filter_map(|text| sequence(text).ok());
            let scope = leave.row().scope;
            let last =
                keys.enumerate().map(|(nth, keys)| Binding { keys, command: leave.into(), scope, nth });
            bindings.splice(0..0, last);
        }
        (Keymap { bindings }, errors)
    }

    fn bound(&self, pressed: &[Key], scope: Scope) -> Meaning<&Binding> {
        let mut meaning = Meaning::Nothing;
        for binding in self.bindings.iter().filter(|b| b.scope.holds_in(scope)) {
            if binding.keys == pressed {
                return Meaning::Action(binding);
            }
            if binding.keys.starts_with(pressed) {
                meaning = Meaning::Prefix;
            }
        }
        meaning
    }

    /// What the keys pressed so far mean in the scope of a pane.
    pub(crate) fn meaning(&self, pressed: &[Key], scope: Scope) -> Meaning<Action> {
        match self.bound(pressed, scope) {
            Meaning::Action(Binding { command: Command::Pane(action), .. }) => Meaning::Action(*action),
            Meaning::Prefix => Meaning::Prefix,
            _ => Meaning::Nothing,
        }
    }

    /// What they mean in the scope of an overlay: the action, and which of its keys
    /// it was, the first being 0. A key with a name that means nothing with Shift,
    /// Ctrl or Alt means what it means alone.
    pub(crate) fn overlay_meaning(&self, pressed: &[Key], scope: Scope) -> Meaning<(OverlayAction, usize)> {
        let alone = match pressed {
            [key] => key.alone(),
            _ => None,
        };
        match (self.bound(pressed, scope), alone) {
            (Meaning::Action(Binding { command: Command::Overlay(action), nth, .. }), _) => {
                Meaning::Action((*action, *nth))
            }
            (Meaning::Prefix, _) => Meaning::Prefix,
            (_, Some(key)) => self.overlay_meaning(&[key], scope),
            _ => Meaning::Nothing,
        }
    }

    fn of(&self, command: Command) -> impl Iterator<Item = &Binding> {
        self.bindings.iter().filter(move |b| b.command == command)
    }

    /// All keys of an action, the first one first.
    pub(crate) fn keys(&self, of: impl Into<Command>) -> impl Iterator<Item = String> + '_ {
        self.of(of.into()).map(|b| sequence_text(&b.keys))
    }

    /// The same, with three digits or more that follow each other as one: `1–9`.
    pub(crate) fn keys_in_short(&self, of: impl Into<Command>) -> Vec<String> {
        let keys: Vec<String> = self.keys(of).collect();
        let digit = |key: &str| key.parse::<u8>().ok().filter(|digit| *digit < 10);
        let follow = |a: &String, b: &String| digit(a).is_some_and(|a| digit(b) == Some(a + 1));
        let runs = keys.chunk_by(follow).flat_map(|run| match run {
            [first, _, .., last] => vec![format!("{first}–{last}")],
            few => few.to_vec(),
        });
        runs.collect()
    }

    /// The first key of an action, for hints; `None` if it has none.
    pub(crate) fn key(&self, of: impl Into<Command>) -> Option<String> {
        self.keys(of).next()
    }

    /// The first keys of some actions of overlays as a hint shows them: `tab`,
    /// `j k`, `←→`, `1–9`; `None` if one of them has no key.
    pub(crate) fn hint(&self, actions: &[OverlayAction]) -> Option<String> {
        let keys = actions.iter().map(|&action| self.keys_in_short(action).into_iter().next());
        let keys = keys.collect::<Option<Vec<String>>>()?;
        let signs: Vec<&str> = keys.iter().filter_map(|key| arrow(key)).collect();
        if signs.len() == keys.len() {
            return Some(signs.concat());
        }
        Some(keys.iter().map(|key| arrow(key).unwrap_or(key)).collect::<Vec<_>>().join(" "))
    }

    /// How the sequences that begin with these keys go on: key and action.
    pub(crate) fn continuations(&self, pressed: &[Key], scope: Scope) -> Vec<(String, Command)> {
        self.bindings
            .iter()
            .filter(|b| b.scope.holds_in(scope) && b.keys.len() > pressed.len())
            .filter(|b| b.keys.starts_with(pressed))
            .map(|b| (sequence_text(&b.keys[pressed.len()..]), b.command))
            .collect()
    }
}

/// The sign of an arrow key.
fn arrow(key: &str) -> Option<&'static str> {
    let signs = [("left", "←"), ("right", "→"), ("up", "↑"), ("down", "↓")];
    signs.into_iter().find(|(name, _)| *name == key).map(|(_, sign)| sign)
}

/// Why a binding cannot stand beside these.
fn fault(bindings: &[Binding], binding: &Binding) -> Option<KeymapError> {
    let name = binding.command.row().name;
    let typed = binding.keys.first().filter(|key| key.typed().is_some());
    if let Some(key) = typed.filter(|_| binding.scope.meets(Scope::Input)) {
        return Some(KeymapError::Text { key: key.to_string(), action: name });
    }
    let keys = &binding.keys;
    let other = bindings
        .iter()
        .filter(|b| b.scope.meets(binding.scope))
        .find(|b| b.keys.starts_with(keys) || keys.starts_with(&b.keys))?;
    Some(KeymapError::Conflict { keys: sequence_text(keys), first: other.command.row().name, second: name })
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
        assert!(next.contains(&("q".to_owned(), Action::CopyQuote.into())));
    }
}
