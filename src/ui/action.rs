//! THE table of commands. The enum, the keymap, help, footer, palette, the
//! names in `config.toml` and `docs/keys.md` all come from it.

/// Where an action can be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// In every pane.
    Everywhere,
    /// In the Balance pane.
    Balance,
    /// In the Source pane.
    Source,
}

impl Scope {
    /// The heading in help and documents.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Everywhere => "Everywhere",
            Scope::Balance => "Balance",
            Scope::Source => "Source",
        }
    }

    /// Whether keys of the two scopes can be meant at the same time.
    pub fn meets(self, other: Scope) -> bool {
        self == other || self == Scope::Everywhere || other == Scope::Everywhere
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The action.
    pub action: Action,
    /// Its name in `config.toml` and the palette.
    pub name: &'static str,
    /// What it does, in a few words.
    pub about: &'static str,
    /// Where it can be meant.
    pub scope: Scope,
    /// The heading under which help shows it.
    pub group: &'static str,
    /// The keys that do it unless the user says otherwise, one press or several with spaces between.
    pub keys: &'static [&'static str],
}

macro_rules! actions {
    ($( $group:literal { $( $variant:ident $name:literal $scope:ident [$($key:literal),*] $about:literal ; )+ } )+) => {
        /// Something that a user can ask for by a key, the mouse or the palette.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Action { $($(#[doc = $about] $variant),+),+ }

        /// All actions with name, description, scope and default keys.
        pub const ACTIONS: &[Row] = &[
            $($(Row {
                action: Action::$variant,
                name: $name,
                about: $about,
                scope: Scope::$scope,
                group: $group,
                keys: &[$($key),*],
            }),+),+
        ];
    };
}

actions! {
    "Move" {
        Down "down" Everywhere ["j", "down"] "one row down";
        Up "up" Everywhere ["k", "up"] "one row up";
        Left "left" Everywhere ["h", "left"] "left; earlier bar; previous report";
        Right "right" Everywhere ["l", "right"] "right; later bar; next report";
        PageDown "page-down" Everywhere ["pgdn", "ctrl-f"] "one page down";
        PageUp "page-up" Everywhere ["pgup", "ctrl-b"] "one page up";
        HalfDown "half-page-down" Everywhere ["ctrl-d"] "half a page down";
        HalfUp "half-page-up" Everywhere ["ctrl-u"] "half a page up";
        First "first" Everywhere ["g g", "home"] "to the first row";
        Last "last" Everywhere ["G", "end"] "to the last row";
    }
    "Panes" {
        NextPane "next-pane" Everywhere ["tab"] "next pane";
        PreviousPane "previous-pane" Everywhere ["shift-tab"] "previous pane";
        FocusPairs "pane-pairs" Everywhere ["1"] "to the pairs";
        FocusBalance "pane-balance" Everywhere ["2"] "to the balance chart";
        FocusTimeline "pane-timeline" Everywhere ["3"] "to the timeline";
        FocusActors "pane-actors" Everywhere ["4"] "to the actors";
        FocusClaims "pane-claims" Everywhere ["5"] "to the claims";
        FocusSource "pane-source" Everywhere ["6"] "to the source";
        Zoom "zoom" Everywhere ["z"] "this pane alone, and back";
    }
    "Look closer" {
        Enter "open" Everywhere ["enter"] "open: bar, events, sentence, address; pair; actor; article of a source";
        Escape "back-out" Everywhere ["esc"] "back to where one came from";
        Back "history-back" Everywhere ["["] "back through what was in view";
        Forward "history-forward" Everywhere ["]"] "forward through what was in view";
        PreviousSentence "previous-sentence" Source ["K", "shift-up"] "previous event or claim in the text";
        NextSentence "next-sentence" Source ["J", "shift-down"] "next event or claim in the text";
        OtherEnd "other-end" Source [";"] "selecting: take hold of the other end";
        Shrink "shrink" Source ["<"] "selecting: one letter back";
        Grow "grow" Source [">"] "selecting: one letter on";
        Mentions "mentions" Everywhere ["m"] "tint all actors and quotes in the text, or not";
        Explain "explain" Everywhere ["i"] "how the event or claim in view was coded; of a pair, how its numbers come about";
    }
    "Filter" {
        PickPair "pick-pair" Everywhere ["p"] "pick a country pair";
        PickArticle "pick-article" Everywhere ["P"] "pick an article and review it";
        Filter "filter" Everywhere ["f"] "edit the filter";
        ClearFilter "clear-filter" Everywhere ["F"] "clear the filter, keep the pair in view";
        ShowAll "show-all" Everywhere ["ctrl-a"] "drop filter and pair: show everything";
        Find "find" Everywhere ["/"] "find in this pane";
        FindNext "find-next" Everywhere ["n"] "next found";
        FindPrevious "find-previous" Everywhere ["N"] "previous found";
        SavedViews "saved-views" Everywhere ["V"] "open a saved view";
    }
    "Review" {
        Accept "accept" Everywhere ["a"] "accept: right as coded; goes on to the next undecided";
        Reject "reject" Everywhere ["x"] "reject: no such event or claim; goes on";
        Skip "skip" Everywhere ["s"] "skip: looked at and left open; goes on";
        Reopen "reopen" Everywhere [] "take the verdict back";
        Comment "comment" Everywhere ["c"] "write a comment";
        Correct "correct" Everywhere ["e"] "correct date, sides, code and the like in a form";
        Edit "edit" Everywhere ["E"] "correct as text in your own editor ($VISUAL, $EDITOR)";
        NewEvent "new-event" Everywhere ["I"] "make an event of the words selected in the source";
        NewClaim "new-claim" Everywhere ["Q"] "make a claim of the words selected in the source";
        Resolve "resolve" Everywhere ["R"] "say who an unresolved name is, for all its mentions";
        Undo "undo" Everywhere ["u"] "undo the last act of review";
        Redo "redo" Everywhere ["ctrl-r", "ctrl-y"] "redo what was undone";
        PreviousUndecided "previous-undecided" Everywhere ["{"] "previous that nobody decided on";
        NextUndecided "next-undecided" Everywhere ["}"] "next that nobody decided on";
        Select "mark" Everywhere ["space"] "mark or unmark this row, one row down";
        Range "range" Everywhere ["v"] "begin a range of rows, again: mark it; in the source: select words";
        ActOnSelected "act-on-marked" Everywhere ["A"] "do something to all that is marked, or to all in view";
        Unselect "unmark" Everywhere [] "unmark everything";
        Merge "merge" Everywhere ["M"] "marked events are other reports of the one at the cursor";
        Unmerge "unmerge" Everywhere [] "events that were merged into this one are of their own again";
        Note "note" Everywhere ["t"] "write a note about the pair or article in view";
        Flag "flag" Everywhere ["*"] "put a mark on the event, claim or pair, or take it off";
        Disagreements "disagreements" Everywhere ["X"] "walk through what coders differ on, and rule";
        Unmatched "unmatched" Everywhere ["U"] "decisions that fit nothing any more";
        Replay "replay" Everywhere ["W"] "show what held at a moment of the past";
        AsCoded "as-coded" Everywhere ["C"] "count everything as it was coded, or as it stands after review";
        History "history" Everywhere ["H"] "what was decided: who, when, before and after";
    }
    "Time" {
        PanEarlier "pan-earlier" Everywhere [","] "move the chart to earlier days";
        PanLater "pan-later" Everywhere ["."] "move the chart to later days";
        ZoomIn "zoom-in" Everywhere ["+", "="] "fewer days in the chart, narrower bins";
        ZoomOut "zoom-out" Everywhere ["-"] "more days in the chart, wider bins";
        WholeTime "whole-time" Everywhere ["0"] "the whole time in the chart";
        Mirror "mirror" Everywhere ["b"] "both directions apart, or together";
        Measure "measure" Everywhere ["d"] "count events or reports";
        Share "share" Everywhere ["%"] "counts, or shares of all events of the data";
        FoldRepeats "fold-repeats" Everywhere ["D"] "fold events with the same day, actors and code, or not";
        FoldMirrored "fold-mirrored" Everywhere ["B"] "fold events that turn another one round, or not";
    }
    "Take along" {
        CopyQuote "copy-quote" Everywhere ["y q"] "copy the quoted words";
        CopyCitation "copy-citation" Everywhere ["y c"] "copy a citation";
        CopyBibtex "copy-bibtex" Everywhere ["y b"] "copy a BibTeX entry";
        CopyUrl "copy-url" Everywhere ["y u"] "copy the address";
        CopyRow "copy-row" Everywhere ["y r"] "copy the row";
        OpenUrl "open-url" Everywhere ["o"] "open the address in the browser";
        Export "export" Everywhere ["w"] "write a brief of the pair in view to a file";
    }
    "Program" {
        Sort "sort" Everywhere ["S"] "sort this pane by the next column";
        Theme "theme" Everywhere ["T"] "pick a theme";
        Report "report" Everywhere ["!"] "what was loaded and what was wrong with it";
        Palette "palette" Everywhere [":"] "all commands, by name";
        Help "help" Everywhere ["?", "f1"] "all keys";
        Redraw "redraw" Everywhere ["ctrl-l"] "draw the screen anew";
        Suspend "suspend" Everywhere ["ctrl-z"] "to the shell; fg comes back";
        Quit "quit" Everywhere ["q", "ctrl-c"] "quit";
    }
}

impl Action {
    /// Its row of the table.
    pub fn row(self) -> &'static Row {
        &ACTIONS[self as usize]
    }

    /// The action of that name.
    pub fn named(name: &str) -> Option<Action> {
        ACTIONS.iter().find(|r| r.name == name).map(|r| r.action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum_and_names_differ() {
        for (i, row) in ACTIONS.iter().enumerate() {
            assert_eq!(row.action as usize, i, "{}", row.name);
            assert_eq!(Action::named(row.name), Some(row.action), "{} is there twice", row.name);
        }
    }
}
