//! What a change has led to that one should know of at once, with a way back.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::page::Page;
use crate::domain::{Audience, Difference, Directory, Patch, Rows, Settings};
use crate::saving::Cause;
use crate::ui::dom::{document, mark_page};
use crate::ui::{live, live_flag};
use crate::{plural, say};

/// What a change leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aftermath {
    cause: Cause,
    /// How many settings it changes.
    changed: usize,
    /// How many dossiers lose their last recipient.
    uncovered: usize,
}

/// What `patch` leads to; `None` for what needs no words: the screen shows it where it is.
#[must_use]
pub fn aftermath(directory: &Directory, settings: &Settings, patch: &Patch, cause: Cause) -> Option<Aftermath> {
    let before = &settings.participation;
    let mut after = before.clone();
    let (mut changed, mut uncovered) = (0, directory.all().to_mask(directory.len()));
    uncovered.clear();
    for audience in Audience::ALL.into_iter().filter(|&audience| !patch.keys.participation[audience].is_clear())
    {
        let rows = Rows::Mask(&patch.keys.participation[audience]);
        after.copy_from(&patch.values.participation, audience, &rows);
        changed += after.differing(before, audience).count_ones(..);
        uncovered.union_with(&Difference::between(directory, before, &after, audience).uncovered);
    }
    let uncovered = uncovered.count_ones(..);
    let told = uncovered > 0 || (changed > 0 && matches!(cause, Cause::Recommendation | Cause::Import));
    told.then_some(Aftermath { cause, changed, uncovered })
}

/// Says so at the lower edge of the window, where it moves nothing that one is about to click.
#[component]
pub fn AftermathNotice(
    /// The screen that it belongs to.
    page: Page,
) -> impl IntoView {
    let i18n = page.i18n;
    let origin = StoredValue::new_local(None::<Origin>);
    Effect::new(move |_| {
        if page.aftermath.get().is_some() {
            origin.set_value(Origin::now());
        }
    });
    let words = move || {
        page.aftermath.get().map(|aftermath| {
            let done = match aftermath.cause {
                Cause::Recommendation => Some(plural!(i18n, aftermath.recommendation, aftermath.changed)),
                Cause::Import => Some(plural!(i18n, aftermath.import, aftermath.changed)),
                _ => None,
            };
            let nobody =
                (aftermath.uncovered > 0).then(|| plural!(i18n, aftermath.uncovered, aftermath.uncovered));
            [done, nobody].into_iter().flatten().collect::<Vec<_>>().join(" ")
        })
    };
    // The buttons go away: the focus goes back to where the change was made.
    let leave = move || {
        if let Some(origin) = origin.try_update_value(Option::take).flatten() {
            origin.focus();
        }
    };
    let undo = move |_| {
        page.undo();
        leave();
    };
    let hide = move |_| {
        page.aftermath.set(None);
        leave();
    };
    Effect::new(move |_| mark_page("data-telling", page.aftermath.get().is_some()));
    view! {
        <div class="aftermath" data-shown=live(move || page.aftermath.get().is_some().to_string())>
            <p role="status">{words}</p>
            <div class="aftermath-actions" hidden=live_flag(move || page.aftermath.get().is_none())>
                <button type="button" class="button primary" on:click=undo>
                    {say!(i18n, aftermath.undo)}
                </button>
                <button type="button" class="button" on:click=hide>
                    {say!(i18n, aftermath.hide)}
                </button>
            </div>
        </div>
    }
}

/// The control that had the focus when something was changed.
struct Origin {
    control: HtmlElement,
    dossier: Option<String>,
}

impl Origin {
    fn now() -> Option<Self> {
        let control: HtmlElement = document().active_element()?.dyn_into().ok()?;
        Some(Self { dossier: dossier_of(&control), control })
    }

    /// Rows are reused: what stands for another dossier by now is not where the change was made.
    fn focus(&self) {
        let kept = self.control.is_connected()
            && self.control.offset_parent().is_some()
            && dossier_of(&self.control) == self.dossier;
        let title =
            || document().get_element_by_id("participation-title").and_then(|title| title.dyn_into().ok());
        let goal: Option<HtmlElement> = if kept { Some(self.control.clone()) } else { title() };
        if let Some(goal) = goal {
            let _ = goal.focus();
        }
    }
}

fn dossier_of(control: &HtmlElement) -> Option<String> {
    control.closest("[data-dossier]").ok().flatten()?.get_attribute("data-dossier")
}
