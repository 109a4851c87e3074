//! The list of dossiers: what is folded, selected and drawn again. Which rows are in the document is in
//! `placing`, what the focus and the keys need in `focus` and `keys`, how clicks and keys get here in `events`. It needs
//! no view, so that it is there before the rest of the screen: `view` takes it in when that comes.

mod events;
mod focus;
mod header;
mod keys;
mod placing;
mod sticky;
mod view;

use fixedbitset::FixedBitSet;
use web_sys::HtmlElement;

use super::licence::{self, LicenceSection};
use super::page::{Change, Extent, Page};
use super::row::{Prototype, Row};
use crate::domain::{Audience, Directory, SortedMap};
use crate::ui::windowing::{Heights, Layout};
pub use events::DossierList;
use header::ListHeader;
use placing::Sight;
pub use view::DossierListView;

/// The list. Shared by the handlers of its events.
struct List {
    page: Page,
    element: HtmlElement,
    probe: HtmlElement,
    header: ListHeader,
    sections: Vec<LicenceSection>,
    prototype: Prototype,
    rows: Vec<Row>,
    /// Rows without a dossier, by number.
    free: Vec<usize>,
    /// Rows that stand for nothing any more but are still in the document, the last one first.
    loose: Vec<usize>,
    /// The row of each dossier that has one.
    row_of: SortedMap<usize, usize>,
    layout: Layout,
    /// Whether licences out of sight do not have the heights of the layout yet.
    unfitted: bool,
    folded: Vec<bool>,
    /// Licences folded while something is searched for: these open again afterwards.
    folded_in_search: Vec<bool>,
    windowed: bool,
    /// The dossier at which the Tab key stops.
    current: Option<usize>,
    /// The dossier that is about to get the focus.
    destined: Option<usize>,
    /// Where a selection was begun.
    anchor: Option<usize>,
    /// The toggle that was used last, from which a range goes to the next one.
    toggled: Option<(Audience, usize)>,
    heights: Heights,
    sight: Sight,
    /// Has `complete` called when the list has stood still for a while.
    complete_later: Box<dyn FnMut()>,
}

impl List {
    /// Fills `element`. `probe` is an element whose children have the heights of a header and of a row. It is empty
    /// until it has been [measured](Self::measure) in the document and written in a language.
    pub fn new(
        page: Page,
        header: ListHeader,
        element: HtmlElement,
        probe: HtmlElement,
        folded: Vec<bool>,
        complete_later: impl FnMut() + 'static,
    ) -> Self {
        let count = page.directory(|directory| directory.licences().len());
        let audiences = page.session(|session| session.audiences.clone());
        let licence = licence::Prototype::new(audiences.clone(), count > 1);
        let sections = (0..count).map(|index| LicenceSection::new(page, &licence, index, &element)).collect();
        Self {
            page,
            element,
            probe,
            header,
            sections,
            prototype: Prototype::new(audiences),
            rows: Vec::new(),
            free: Vec::new(),
            loose: Vec::new(),
            row_of: SortedMap::default(),
            layout: Layout::default(),
            unfitted: false,
            folded_in_search: vec![false; folded.len()],
            folded,
            windowed: false,
            current: None,
            destined: None,
            anchor: None,
            toggled: None,
            heights: Heights::default(),
            sight: Sight::default(),
            complete_later: Box::new(complete_later),
        }
    }

    /// Writes every text anew, in the language of the screen.
    pub fn translate(&mut self) {
        for section in &mut self.sections {
            section.translate(self.page);
        }
        self.header.translate(self.page);
        self.lay_out();
    }

    /// Draws what changed.
    pub fn draw(&mut self, change: Change, extent: Extent) {
        let page = self.page;
        self.header.paint(page, change, extent);
        if extent == Extent::All {
            self.fit_sections();
        }
        match change {
            Change::One(audience, position) => {
                if let Some(&row) = self.row_of.get(position) {
                    match extent {
                        Extent::Controls => self.rows[row].paint_choice(page, audience),
                        Extent::All => self.rows[row].paint(page),
                    }
                }
                let licence = page.directory(|directory| directory.licence_of(position));
                if let Some(section) = self.sections.get_mut(licence) {
                    section.paint(page, change, extent);
                }
            }
            Change::Each(_) | Change::Many => {
                for (_, &row) in self.row_of.iter() {
                    match extent {
                        Extent::Controls => self.rows[row].paint_controls(page, change),
                        Extent::All => self.rows[row].paint(page),
                    }
                }
                for group in self.groups_in_view() {
                    self.sections[group].paint(page, change, extent);
                }
            }
            Change::Shown if extent == Extent::Controls => {
                self.folded_in_search.fill(false);
                self.lay_out_seen();
            }
            // The rows are there, and the licences have just been fitted.
            Change::Shown => {}
        }
    }

    /// Folds or unfolds a licence; returns which are folded, if that is to be remembered.
    pub fn toggle_licence(&mut self, licence: usize) -> Option<&[bool]> {
        let searching = self.page.shown(|shown| shown.is_some());
        let folded = if searching { &mut self.folded_in_search } else { &mut self.folded };
        folded[licence] = !folded[licence];
        self.lay_out();
        (!searching).then_some(self.folded.as_slice())
    }

    /// Unfolds the licence of a dossier, so that there is a row for it.
    pub fn unfold(&mut self, position: usize) {
        let licence = self.page.directory(|directory| directory.licence_of(position));
        let searching = self.page.shown(|shown| shown.is_some());
        let folded = if searching { &mut self.folded_in_search } else { &mut self.folded };
        if std::mem::take(&mut folded[licence]) {
            self.lay_out();
        }
    }

    /// The dossiers that a toggle is about, when it is used to extend a range: those from the toggle used last
    /// in the same column to this one.
    pub fn range_to(&mut self, audience: Audience, position: usize, extends: bool) -> Option<FixedBitSet> {
        let before = self.toggled.replace((audience, position)).filter(|_| extends);
        let (_, from) = before.filter(|&(column, _)| column == audience)?;
        self.set_of(from, position)
    }

    /// What is selected when the selection is extended from a row to another one.
    pub fn extend_selection(&mut self, from: usize, to: usize) -> Option<FixedBitSet> {
        let selected = self.page.selection(|selection| selection.contains(from));
        let anchor = self.anchor.filter(|_| selected).unwrap_or(from);
        self.anchor = Some(anchor);
        self.set_of(anchor, to)
    }

    fn set_of(&self, one: usize, other: usize) -> Option<FixedBitSet> {
        let mut set = FixedBitSet::with_capacity(self.page.directory(Directory::len));
        self.layout.between(one, other)?.into_iter().for_each(|position| set.insert(position));
        Some(set)
    }
}
