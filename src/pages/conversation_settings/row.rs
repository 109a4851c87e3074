//! A dossier's row: its markup, made once, and the painting of whichever dossier it stands for.
//!
//! Rows are few and are reused while the list scrolls. They are painted directly instead of through a
//! signal for each text: a whole window of rows changes in one frame, and that is what a frame has time for.

use std::fmt::Write as _;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::page::Page;
use crate::domain::{Audience, Bell, Candidate, Role, relies_on_user};
use crate::i18n::{I18n, words};
use crate::saving::KeyState;
use crate::ui::dom::{part, px, set_attribute, set_style};
use crate::{plural, text};

/// So many recipients are named in a row; of the others there is the number.
const BELLS: usize = 3;

/// A row in the document.
pub struct Row {
    /// The row element.
    pub element: HtmlElement,
    name: Element,
    detail: Element,
    cells: Vec<Cell>,
    recipients: HtmlElement,
    bells: Vec<BellParts>,
    meanings: Element,
    more: HtmlElement,
    nobody: HtmlElement,
    painted: Painted,
    // Dropping it takes the row out of the document.
    _mounted: UnmountHandle<AnyViewState>,
}

/// The control for one audience.
struct Cell {
    audience: Audience,
    element: Element,
    toggle: HtmlInputElement,
    failed: HtmlElement,
    /// Says that without the user nobody would be asked.
    only: HtmlElement,
    chosen: HtmlElement,
}

struct BellParts {
    element: HtmlElement,
    name: Element,
}

/// What the row shows now, so that only differences are written to the document.
#[derive(Default)]
struct Painted {
    position: Option<usize>,
    on: Vec<bool>,
    states: Vec<KeyState>,
    relies: Vec<bool>,
    chosen: Vec<bool>,
    recipients: Vec<(u32, Bell)>,
}

/// Where a row is in the list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The dossier.
    pub position: usize,
    /// Its number among the rows of its table, from 0.
    pub index: usize,
    /// Its distance from the top of its licence, in CSS pixels, in a list that is windowed.
    pub top: Option<f64>,
    /// Whether the Tab key stops here.
    pub tab_stop: bool,
}

impl Row {
    /// Makes a row for any dossier, last in `parent`. `slot` is its number among all rows.
    pub fn new(page: Page, slot: usize, parent: &HtmlElement) -> Self {
        let audiences = page.session(|session| session.audiences.clone());
        let mounted = {
            let audiences = audiences.clone();
            mount_to(parent.clone(), move || view(slot, &audiences))
        };
        let element: HtmlElement = parent
            .last_element_child()
            .and_then(|row| row.dyn_into().ok())
            .unwrap_or_else(|| unreachable!("just mounted"));
        let toggles = |audience: Audience| Cell {
            audience,
            element: part(&element, &format!("td[data-column={}]", audience.as_str())),
            toggle: part(&element, &format!("input[data-audience={}]", audience.as_str())),
            failed: part(&element, &format!(".failed[data-audience={}]", audience.as_str())),
            chosen: part(&element, &format!(".chosen[data-audience={}]", audience.as_str())),
            only: part(&element, &format!(".only-you[data-audience={}]", audience.as_str())),
        };
        let bells = element.query_selector_all(".bell").ok();
        let bells = (0..BELLS as u32).filter_map(|index| {
            let element: HtmlElement = bells.as_ref()?.get(index)?.dyn_into().ok()?;
            Some(BellParts { name: part(&element, ".bell-name"), element })
        });
        Self {
            name: part(&element, ".dossier-name"),
            detail: part(&element, ".dossier-detail"),
            cells: audiences.into_iter().map(toggles).collect(),
            recipients: part(&element, ".recipients-button"),
            bells: bells.collect(),
            meanings: part(&element, ".meanings"),
            more: part(&element, ".bells-more"),
            nobody: part(&element, ".nobody"),
            painted: Painted::default(),
            element,
            _mounted: mounted,
        }
    }

    /// The dossier that the row stands for.
    #[must_use]
    pub fn position(&self) -> Option<usize> {
        self.painted.position
    }

    /// The controls of the row, from left to right.
    pub fn controls(&self) -> impl Iterator<Item = &HtmlElement> {
        self.cells.iter().map(|cell| cell.toggle.as_ref()).chain([&self.recipients])
    }

    /// Shows a dossier, and everything about it anew.
    pub fn show(&mut self, page: Page, place: Place) {
        let Place { position, index, top, tab_stop } = place;
        let transform = top.map(|top| format!("translateY({})", px(top))).unwrap_or_default();
        set_style(&self.element, "transform", &transform);
        page.directory(|directory| {
            set_attribute(&self.element, "data-dossier", directory.id(position));
            // The first row of a table is its header.
            set_attribute(&self.element, "aria-rowindex", &(index + 2).to_string());
            self.name.set_text_content(Some(directory.name(position)));
            let number = directory.number(position);
            let role = directory.role(position);
            let detail = match (number, role) {
                ("", Role::Manager) => words::role(page.i18n, role),
                (number, Role::Manager) => format!("{number} · {}", words::role(page.i18n, role)),
                (number, _) => number.to_owned(),
            };
            self.detail.set_text_content(Some(&detail));
        });
        for cell in &self.cells {
            set_attribute(&cell.element, "data-label", &words::audience(page.i18n, cell.audience));
        }
        self.set_tab_stop(tab_stop);
        self.painted = Painted { position: Some(position), ..Painted::default() };
        self.paint(page);
    }

    /// Makes the Tab key stop at the row's controls, or pass them by.
    pub fn set_tab_stop(&self, stop: bool) {
        for control in self.controls() {
            control.set_tab_index(if stop { 0 } else { -1 });
        }
    }

    /// Brings the row up to date with the settings.
    pub fn paint(&mut self, page: Page) {
        let Some(position) = self.painted.position else { return };
        if page.selection(|selection| selection.contains(position)) {
            set_attribute(&self.element, "aria-selected", "true");
        } else {
            let _ = self.element.remove_attribute("aria-selected");
        }
        let first = self.painted.on.is_empty();
        for (index, cell) in self.cells.iter().enumerate() {
            let on = page.settings(|directory, settings| {
                settings.participation.participates(directory, cell.audience, position)
            });
            let state = page.key_state(cell.audience, position);
            let relies = page.settings(|directory, settings| {
                relies_on_user(directory, &settings.participation, cell.audience, position)
            });
            let chosen =
                page.settings(|_, settings| settings.participation.choice(cell.audience, position).is_some());
            if first || self.painted.chosen[index] != chosen {
                let words = if chosen { text!(page.i18n, defaults.mark) } else { String::new() };
                cell.chosen.set_hidden(!chosen);
                cell.chosen.set_text_content(Some(&words));
            }
            if first || self.painted.relies[index] != relies {
                let words = if relies { text!(page.i18n, coverage.only_you) } else { String::new() };
                cell.only.set_hidden(!relies);
                cell.only.set_text_content(Some(&words));
            }
            if first {
                self.painted.relies.push(relies);
                self.painted.chosen.push(chosen);
                self.painted.on.push(on);
                self.painted.states.push(state);
                cell.paint_state(page, position, state);
            } else if self.painted.states[index] != state {
                self.painted.states[index] = state;
                cell.paint_state(page, position, state);
            }
            // Always: the browser has changed it itself when it was clicked.
            cell.toggle.set_checked(on);
            self.painted.on[index] = on;
            self.painted.relies[index] = relies;
            self.painted.chosen[index] = chosen;
        }
        let candidates = page.candidates(Audience::Accountant, position);
        let recipients: Vec<_> =
            candidates.iter().map(|candidate| (candidate.person, candidate.bell())).collect();
        if first || self.painted.recipients != recipients {
            self.paint_recipients(page, &candidates);
            self.painted.recipients = recipients;
        }
    }

    fn paint_recipients(&self, page: Page, candidates: &[Candidate<u32>]) {
        let nobody = !candidates.iter().any(Candidate::preselected);
        self.nobody.set_hidden(!nobody);
        if nobody {
            self.nobody.set_text_content(Some(&text!(page.i18n, bell.nobody)));
        }
        let mut meanings = String::new();
        for (index, bell) in self.bells.iter().enumerate() {
            match candidates.get(index) {
                Some(candidate) => {
                    let shown = bell.paint(page, candidate);
                    let separator = if index == 0 { "" } else { ", " };
                    let _ = write!(meanings, "{separator}{shown} {}", words::bell(page.i18n, candidate.bell()));
                }
                None => bell.element.set_hidden(true),
            }
        }
        self.meanings.set_text_content(Some(&meanings));
        let others = candidates.len().saturating_sub(BELLS);
        self.more.set_hidden(others == 0);
        if others > 0 {
            self.more.set_text_content(Some(&plural!(page.i18n, count.others, others)));
        }
    }
}

impl Cell {
    fn paint_state(&self, page: Page, position: usize, state: KeyState) {
        let name = match state {
            KeyState::Confirmed => "saved",
            KeyState::Pending => "pending",
            KeyState::Failed => "failed",
        };
        set_attribute(&self.toggle, "data-state", name);
        let failed = state == KeyState::Failed;
        self.failed.set_hidden(!failed);
        if failed {
            let i18n = page.i18n;
            let dossier = page.directory(|directory| directory.name(position).to_owned());
            let what = format!("{}, {dossier}", words::audience(i18n, self.audience));
            let label = |action: &str, visible: String, name: String| {
                let button: HtmlElement = part(&self.failed, &format!("[data-action={action}]"));
                button.set_text_content(Some(&visible));
                set_attribute(&button, "aria-label", &name);
            };
            let problem: Element = part(&self.failed, ".problem");
            problem.set_text_content(Some(&text!(i18n, status.cell_failed)));
            label("retry", text!(i18n, status.retry), text!(i18n, status.retry_for, what = what.clone()));
            label("cancel", text!(i18n, status.cancel), text!(i18n, status.cancel_for, what = what));
        }
    }
}

impl BellParts {
    /// Shows a candidate; returns what they are called.
    fn paint(&self, page: Page, candidate: &Candidate<u32>) -> String {
        let i18n: I18n = page.i18n;
        set_attribute(&self.element, "data-bell", words::bell_name(candidate.bell()));
        let (name, is_user) = page.directory(|directory| {
            (directory.people().name(candidate.person).to_owned(), candidate.person == directory.user())
        });
        let short = name.split_whitespace().next().unwrap_or(&name);
        let shown = if is_user { text!(i18n, bell.you) } else { short.to_owned() };
        self.name.set_text_content(Some(&shown));
        self.element.set_hidden(false);
        shown
    }
}

/// Where it says that without the user nobody would be asked: beside the bells for the questions that these
/// are about, else beside the toggle.
fn only_you(slot: usize, audience: Audience) -> impl IntoView {
    let column = audience.as_str();
    view! { <span class="only-you" data-audience=column id=format!("only-{slot}-{column}") hidden></span> }
}

/// The markup; everything that depends on the dossier is painted.
fn view(slot: usize, audiences: &[Audience]) -> AnyView {
    let name_id = format!("dossier-{slot}");
    let cells = audiences
        .iter()
        .map(|&audience| {
            let column = audience.as_str();
            view! {
                <td role="gridcell" class="cell" data-column=column>
                    <input
                        type="checkbox"
                        role="switch"
                        class="switch"
                        data-audience=column
                        aria-labelledby=format!("column-{column} {name_id}")
                        aria-describedby=format!("chosen-{slot}-{column} only-{slot}-{column}")
                    />
                    <span class="chosen" data-audience=column id=format!("chosen-{slot}-{column}") hidden></span>
                    {(audience != Audience::Accountant).then(|| only_you(slot, audience))}
                    <span class="failed" data-audience=column hidden>
                        <span class="problem"></span>
                        <button type="button" class="link-button" data-action="retry"></button>
                        <button type="button" class="link-button" data-action="cancel"></button>
                    </span>
                </td>
            }
        })
        .collect_view();
    let bells = (0..BELLS)
        .map(|_| {
            view! {
                <span class="bell" hidden>
                    <bdi class="bell-name"></bdi>
                    " "
                </span>
            }
        })
        .collect_view();
    view! {
        <tr role="row" class="row columns" data-slot=slot.to_string()>
            <th role="rowheader" scope="row" class="dossier" id=name_id.clone()>
                <bdi class="dossier-name"></bdi>
                " "
                <span class="dossier-detail"></span>
            </th>
            {cells}
            <td role="gridcell" class="cell recipients-cell">
                <button
                    type="button"
                    class="recipients-button"
                    aria-haspopup="dialog"
                    aria-labelledby=format!("column-recipients {name_id} recipients-{slot}")
                    aria-describedby=format!("bells-{slot}")
                >
                    <span id=format!("recipients-{slot}") class="bells">
                        <span class="nobody" hidden></span>
                        " "
                        {bells}
                        <span class="bells-more" hidden></span>
                        " "
                        {audiences.contains(&Audience::Accountant).then(|| only_you(slot, Audience::Accountant))}
                    </span>
                </button>
                <span class="meanings" id=format!("bells-{slot}") hidden></span>
            </td>
        </tr>
    }
    .into_any()
}
