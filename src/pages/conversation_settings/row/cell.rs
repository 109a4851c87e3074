//! The control for one kind of question, with what is to be said about it.

use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::super::page::Page;
use super::bells::Bells;
use crate::domain::{Audience, relies_on_user};
use crate::i18n::words;
use crate::saving::KeyState;
use crate::text;
use crate::ui::dom::{make, part, set_attribute};
use crate::ui::painted::{PaintedText, Remark};

/// The control for one audience.
pub struct Cell {
    /// The control itself.
    pub toggle: HtmlInputElement,
    /// The kind of question.
    pub audience: Audience,
    slot: usize,
    element: Element,
    state: Option<KeyState>,
    /// Says that the user has chosen this themselves.
    chosen: Remark,
    /// Says that without the user nobody would be asked.
    only: Remark,
    refusal: Option<Refusal>,
}

/// Says that a choice was refused, and what can be done.
struct Refusal {
    element: HtmlElement,
    problem: PaintedText,
    retry: HtmlElement,
    cancel: HtmlElement,
}

impl Cell {
    /// The cell for `audience` of a row that was just made as number `slot`.
    #[must_use]
    pub fn new(row: &Element, audience: Audience, slot: usize) -> Self {
        let column = audience.as_str();
        let element: Element = part(row, &format!("td[data-column={column}]"));
        Self {
            toggle: part(&element, "input"),
            audience,
            slot,
            element,
            state: None,
            chosen: Remark::new("chosen"),
            only: Remark::new("only-you"),
            refusal: None,
        }
    }

    /// Writes what depends on the language alone.
    pub fn translate(&self, page: Page) {
        set_attribute(&self.element, "data-label", &words::audience(page.i18n, self.audience));
    }

    /// Shows what is chosen in a dossier.
    pub fn paint_control(&self, page: Page, position: usize) {
        // Always: the browser has changed it itself when it was clicked.
        self.toggle.set_checked(page.participates(self.audience, position));
    }

    /// Shows how it stands with a dossier. Beside the `bells` for the questions that these are about, it says
    /// there that without the user nobody would be asked.
    pub fn paint(&mut self, page: Page, position: usize, bells: &mut Bells) {
        self.paint_control(page, position);
        let (relies, chosen) = page.settings(|directory, settings| {
            let participation = &settings.participation;
            (
                relies_on_user(directory, participation, self.audience, position),
                participation.choice(self.audience, position).is_some(),
            )
        });
        let (column, slot, element) = (self.audience.as_str(), self.slot, &self.element);
        let label = |remark: &HtmlElement, name: &str| {
            set_attribute(remark, "id", &format!("{name}-{slot}-{column}"));
            set_attribute(remark, "data-audience", column);
        };
        let words = chosen.then(|| text!(page.i18n, defaults.mark));
        let new_chosen = self.chosen.show(words.as_deref(), |remark| {
            label(remark, "chosen");
            let _ = element.append_child(remark);
        });
        let words = relies.then(|| text!(page.i18n, coverage.only_you));
        let new_only = self.only.show(words.as_deref(), |remark| {
            label(remark, "only");
            if self.audience == Audience::Accountant {
                bells.add_last(remark);
            } else {
                let _ = element.append_child(remark);
            }
        });
        if new_chosen || new_only {
            let ids: Vec<String> = [&self.chosen, &self.only]
                .into_iter()
                .filter_map(|remark| Some(remark.element()?.id()))
                .collect();
            set_attribute(&self.toggle, "aria-describedby", &ids.join(" "));
        }
        let state = page.key_state(self.audience, position);
        if self.state != Some(state) {
            self.state = Some(state);
            set_attribute(&self.toggle, "data-state", state.as_str());
        }
        if state == KeyState::Failed {
            let refusal = self.refusal.get_or_insert_with(|| Refusal::new(&self.element, self.audience));
            refusal.paint(page, self.audience, position);
        } else if let Some(refusal) = &self.refusal {
            refusal.element.set_hidden(true);
        }
    }
}

impl Refusal {
    fn new(cell: &Element, audience: Audience) -> Self {
        let element = make("span", "failed");
        set_attribute(&element, "data-audience", audience.as_str());
        let problem = make("span", "problem");
        let button = |action: &str| {
            let button = make("button", "link-button");
            set_attribute(&button, "type", "button");
            set_attribute(&button, "data-action", action);
            button
        };
        let (retry, cancel) = (button("retry"), button("cancel"));
        for child in [&problem, &retry, &cancel] {
            let _ = element.append_child(child);
        }
        let _ = cell.append_child(&element);
        Self { problem: PaintedText::within(&problem), element, retry, cancel }
    }

    fn paint(&mut self, page: Page, audience: Audience, position: usize) {
        let i18n = page.i18n;
        let dossier = page.directory(|directory| directory.name(position).to_owned());
        let what = format!("{}, {dossier}", words::audience(i18n, audience));
        self.problem.show(&text!(i18n, status.cell_failed));
        let label = |button: &HtmlElement, visible: String, name: String| {
            button.set_text_content(Some(&visible));
            set_attribute(button, "aria-label", &name);
        };
        label(&self.retry, text!(i18n, status.retry), text!(i18n, status.retry_for, what = what.clone()));
        label(&self.cancel, text!(i18n, status.cancel), text!(i18n, status.cancel_for, what = what));
        self.element.set_hidden(false);
    }
}
