//! THE table of commands. The enums, the keymap, help, footers, palette, the
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
    /// In every pane, but only in review: whatever writes to the journal.
    Review,
    /// In everything that lies over the panes.
    Overlay,
    /// In lists and pages over the panes.
    List,
    /// In help, reports and sums.
    Page,
    /// In lists out of the journal.
    ReviewList,
    /// In questions that are answered with yes or no.
    Confirm,
    /// Wherever text is typed.
    Input,
    /// Where text is typed, but not to pick from a list.
    Line,
    /// In pickers.
    Picker,
    /// In the filter editor.
    Filter,
    /// In the form of an event or claim.
    Form,
    /// In the evidence of that form, where the ends of words are moved.
    Evidence,
}

impl Scope {
    /// All scopes, in the order of the table.
    pub(crate) const ALL: [Scope; 15] = [
        Scope::Everywhere,
        Scope::Balance,
        Scope::Source,
        Scope::Review,
        Scope::Overlay,
        Scope::List,
        Scope::Page,
        Scope::ReviewList,
        Scope::Confirm,
        Scope::Input,
        Scope::Line,
        Scope::Picker,
        Scope::Filter,
        Scope::Form,
        Scope::Evidence,
    ];

    /// What it is called in documents.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Scope::Everywhere => "Every pane",
            Scope::Balance => "Balance",
            Scope::Source => "Source",
            Scope::Review => "Review",
            Scope::Overlay => "Pickers, forms and pages",
            Scope::List => "Lists and pages",
            Scope::Page => "Pages",
            Scope::ReviewList => "Review lists",
            Scope::Confirm => "Questions",
            Scope::Input => "Text inputs",
            Scope::Line => "Text inputs but pickers",
            Scope::Picker => "Pickers",
            Scope::Filter => "Filter",
            Scope::Form => "Form",
            Scope::Evidence => "Evidence in the form",
        }
    }

    /// The scopes whose actions are in force where keys are pressed in this one.
    fn in_force(self) -> &'static [Scope] {
        use Scope::{
            Balance, Confirm, Everywhere, Evidence, Filter, Form, Input, Line, List, Overlay, Page, Picker,
            Review, ReviewList, Source,
        };
        match self {
            // Lists lead through the sentences of the source beside them.
            Everywhere | Source | Review => &[Everywhere, Source, Review],
            Balance => &[Everywhere, Balance, Review],
            Overlay => &[Overlay],
            List => &[Overlay, List],
            Page => &[Overlay, List, Page],
            ReviewList => &[Overlay, List, ReviewList],
            Confirm => &[Overlay, Confirm],
            Input => &[Overlay, Input],
            Line => &[Overlay, Input, Line],
            Picker => &[Overlay, Input, Picker],
            Filter => &[Overlay, Input, Line, Filter],
            Form => &[Overlay, Input, Line, Form],
            Evidence => &[Overlay, Form, Evidence],
        }
    }

    /// Whether its actions are in force where keys are pressed in another.
    pub fn holds_in(self, place: Scope) -> bool {
        place.in_force().contains(&self)
    }

    /// Whether keys of the two scopes can be meant at the same time.
    pub(crate) fn meets(self, other: Scope) -> bool {
        Scope::ALL.into_iter().any(|place| self.holds_in(place) && other.holds_in(place))
    }
}

/// What a key can be bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// An action of the panes and of the program.
    Pane(Action),
    /// An action of what lies over the panes.
    Overlay(OverlayAction),
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What is done.
    pub command: Command,
    /// Its name in `config.toml` and the palette.
    pub name: &'static str,
    /// What it does, in a few words.
    pub about: &'static str,
    /// Where it can be meant.
    pub scope: Scope,
    /// The heading under which help shows it.
    pub(crate) group: &'static str,
    /// The keys that do it unless the user says otherwise, one press or several with spaces between.
    pub keys: &'static [&'static str],
}

macro_rules! actions {
    ($( $(#[$doc:meta])* $kind:ident $enum:ident {
        $( $group:literal { $( $variant:ident $name:literal $scope:ident [$($key:literal),*] $about:literal ; )+ } )+
    } )+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            pub enum $enum { $($(#[doc = $about] $variant),+),+ }

            impl $enum {
                /// How many there are.
                const COUNT: usize = [$($($name),+),+].len();
            }

            impl From<$enum> for Command {
                fn from(action: $enum) -> Command {
                    Command::$kind(action)
                }
            }
        )+

        /// All actions with name, description, scope and default keys.
        pub const ACTIONS: &[Row] = &[
            $($($(Row {
                command: Command::$kind($enum::$variant),
                name: $name,
                about: $about,
                scope: Scope::$scope,
                group: $group,
                keys: &[$($key),*],
            },)+)+)+
        ];
    };
}

actions! {
    /// Something that a user can ask for by a key, the mouse or the palette.
    Pane Action {
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
            ReviewMode "review-mode" Everywhere ["r"] "begin review, or end it: keys decide only in review";
            Accept "accept" Review ["a"] "accept: right as coded; goes on to the next undecided";
            Reject "reject" Review ["x"] "reject: no such event or claim; goes on";
            Skip "skip" Review ["s"] "skip: looked at and left open; goes on";
            Reopen "reopen" Review [] "take the decision back";
            Comment "comment" Review ["c"] "write a comment";
            Correct "correct" Review ["e"] "correct date, sides, code and the like in a form";
            Edit "edit" Review ["E"] "correct as text in your own editor ($VISUAL, $EDITOR)";
            NewEvent "new-event" Review ["I"] "make an event of the words selected in the source";
            NewClaim "new-claim" Review ["Q"] "make a claim of the words selected in the source";
            Resolve "resolve" Review ["R"] "say who an unresolved name is, for all its mentions";
            ActOnSelected "act-on-marked" Review ["A"] "do something to all that is marked, or to all in view";
            Merge "merge" Review ["M"] "marked events are other reports of the one at the cursor";
            Unmerge "unmerge" Review [] "events that were merged into this one are of their own again";
            Note "note" Review ["t"] "write a note about the pair or article in view";
            Flag "flag" Review ["*"] "put a mark on the event, claim or pair, or take it off";
            Undo "undo" Review ["u"] "undo the last act of review";
            Redo "redo" Review ["ctrl-r", "ctrl-y"] "redo what was undone";
        }
        "Rows" {
            PreviousUndecided "previous-undecided" Everywhere ["{"] "previous that nobody decided on";
            NextUndecided "next-undecided" Everywhere ["}"] "next that nobody decided on";
            Select "mark" Everywhere ["space"] "mark or unmark this row, one row down";
            Range "range" Everywhere ["v"] "begin a range of rows, again: mark it; in the source: select words";
            Unselect "unmark" Everywhere [] "unmark everything";
        }
        "Journal" {
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

    /// Something that a user can ask of what lies over the panes: of lists, pickers,
    /// text inputs, forms and questions.
    Overlay OverlayAction {
        "Pickers, forms and pages" {
            Take "take" Overlay ["enter"] "take it: pick, apply, save, yes; open the row";
            Leave "leave" Overlay ["esc"] "leave it: close; no; the filter as before";
        }
        "Lists and pages" {
            ListDown "list-down" List ["j", "down"] "one row or line down";
            ListUp "list-up" List ["k", "up"] "one row or line up";
            ListPageDown "list-page-down" List ["pgdn"] "one page down";
            ListPageUp "list-page-up" List ["pgup"] "one page up";
            PageOn "page-on" Page ["space"] "one page down in help, reports and sums";
            PageFind "page-find" Page ["/"] "find in help and reports";
            PageFindNext "page-find-next" Page ["n"] "next found in help and reports";
            PageFindPrevious "page-find-previous" Page ["N"] "previous found in help and reports";
            ListHalfDown "list-half-down" List ["ctrl-d"] "half a page down, a page in review lists";
            ListHalfUp "list-half-up" List ["ctrl-u"] "half a page up, a page in review lists";
            ListFirst "list-first" List ["g", "home"] "to the first row or line";
            ListLast "list-last" List ["G", "end"] "to the last row or line";
            ListClose "list-close" List ["q"] "close it";
        }
        "Review lists" {
            Adjudicate "adjudicate" ReviewList ["1", "2", "3", "4", "5", "6", "7", "8", "9"] "disagreements: as the coder of that number says";
            AdjudicateReject "adjudicate-reject" ReviewList ["x"] "disagreements: no such event or claim";
            Attach "attach" ReviewList ["t"] "decisions that fit nothing: to the event or claim in view";
            Drop "drop" ReviewList ["d"] "decisions that fit nothing: drop it";
            ListUndo "list-undo" ReviewList ["u"] "undo the last act of review";
        }
        "Questions" {
            Yes "yes" Confirm ["y"] "yes";
            No "no" Confirm ["n", "q"] "no";
        }
        "Text inputs" {
            InputLeft "input-left" Input ["left"] "one character left";
            InputRight "input-right" Input ["right"] "one character right";
            InputWordLeft "input-word-left" Input ["ctrl-left"] "one word left";
            InputWordRight "input-word-right" Input ["ctrl-right"] "one word right";
            InputStart "input-start" Input ["home", "ctrl-a"] "to the beginning";
            InputEnd "input-end" Input ["end", "ctrl-e"] "to the end";
            DeleteBack "delete-back" Input ["backspace"] "delete the character before";
            DeleteNext "delete-next" Input ["delete"] "delete the character behind";
            DeleteWord "delete-word" Input ["ctrl-w", "ctrl-backspace"] "delete the word before";
            DeleteAll "delete-all" Input ["ctrl-u"] "delete all";
            DeleteToEnd "delete-to-end" Line ["ctrl-k"] "delete to the end, but not in pickers";
        }
        "Pickers" {
            PickerDown "picker-down" Picker ["down", "tab", "ctrl-n", "ctrl-j"] "one row down";
            PickerUp "picker-up" Picker ["up", "shift-tab", "ctrl-p", "ctrl-k"] "one row up";
            PickerPageDown "picker-page-down" Picker ["pgdn"] "one page down";
            PickerPageUp "picker-page-up" Picker ["pgup"] "one page up";
            PickerClose "picker-close" Picker ["ctrl-c"] "close it";
        }
        "Filter editor" {
            CompletionDown "completion-down" Filter ["tab", "down"] "complete: the next of what fits";
            CompletionUp "completion-up" Filter ["shift-tab", "up"] "complete: the previous of what fits";
        }
        "Form" {
            NextField "next-field" Form ["tab"] "take what is picked, and to the next field";
            PreviousField "previous-field" Form ["shift-tab"] "to the previous field";
            SuggestionDown "suggestion-down" Form ["down", "ctrl-n"] "pick the next of what is offered below";
            SuggestionUp "suggestion-up" Form ["up", "ctrl-p"] "pick the previous of what is offered below";
            EndWordBack "end-word-back" Evidence ["left", "h", "b"] "evidence: its end one word back";
            EndWordOn "end-word-on" Evidence ["right", "l", "w"] "evidence: its end one word on";
            EndLetterBack "end-letter-back" Evidence ["<", "H", "shift-left", "ctrl-left"] "evidence: its end one letter back";
            EndLetterOn "end-letter-on" Evidence [">", "L", "shift-right", "ctrl-right"] "evidence: its end one letter on";
            EndSentenceBack "end-sentence-back" Evidence ["k", "(", "pgup", "home"] "evidence: its end one sentence back";
            EndSentenceOn "end-sentence-on" Evidence ["j", ")", "pgdn", "end"] "evidence: its end one sentence on";
            EndTurn "end-turn" Evidence ["space", ";", "o"] "evidence: take hold of the other end";
        }
    }
}

// Each row of the table is found by the number of its action.
const _: () = assert!(Action::COUNT + OverlayAction::COUNT == ACTIONS.len());

impl Action {
    /// Its row of the table.
    pub(crate) fn row(self) -> &'static Row {
        &ACTIONS[self as usize]
    }
}

impl OverlayAction {
    /// Its row of the table.
    pub(crate) fn row(self) -> &'static Row {
        &ACTIONS[Action::COUNT + self as usize]
    }
}

impl Command {
    /// Its row of the table.
    pub(crate) fn row(self) -> &'static Row {
        match self {
            Command::Pane(action) => action.row(),
            Command::Overlay(action) => action.row(),
        }
    }

    /// The command of that name.
    pub(crate) fn named(name: &str) -> Option<Command> {
        ACTIONS.iter().find(|r| r.name == name).map(|r| r.command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enums_and_names_differ() {
        for row in ACTIONS {
            assert_eq!(row.command.row().command, row.command, "{}", row.name);
            assert_eq!(Command::named(row.name), Some(row.command), "{} is there twice", row.name);
        }
    }

    #[test]
    fn scopes_meet_where_both_can_be_meant() {
        use Scope::*;
        for (one, other, meet) in [
            (Everywhere, Source, true),
            (Everywhere, Balance, true),
            (Review, Everywhere, true),
            (Review, Balance, true),
            (Review, Source, true),
            (Review, ReviewList, false),
            (Balance, Source, false),
            (Overlay, Picker, true),
            (Overlay, Evidence, true),
            (Input, Form, true),
            (Line, Filter, true),
            (Line, Picker, false),
            (Picker, Filter, false),
            (List, Input, false),
            (Form, Evidence, true),
            (Input, Evidence, false),
        ] {
            assert_eq!((one.meets(other), other.meets(one)), (meet, meet), "{one:?} {other:?}");
        }
        // What lies over the panes takes every key.
        let of_panes = [Everywhere, Balance, Source, Review];
        for over in Scope::ALL.into_iter().filter(|scope| !of_panes.contains(scope)) {
            assert!(of_panes.into_iter().all(|pane| !pane.meets(over)), "{over:?}");
            let overlays = ACTIONS.iter().filter(|row| row.scope == over);
            assert!(overlays.into_iter().all(|row| matches!(row.command, Command::Overlay(_))));
        }
    }
}
