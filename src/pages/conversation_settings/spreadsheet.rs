//! The settings as a spreadsheet: saving it as a file, and reading one back, with a look at what it would do.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::dialogs::Dialog;
use super::dossier_names::names_on_demand;
use super::files::{next_turn, offer, text_of};
use super::page::Page;
use crate::domain::{Audience, Difference, Patch, PerAudience, Rows};
use crate::i18n::words::{self, Speaks as _};
use crate::i18n::{I18n, LOCALES, Locale};
use crate::spreadsheet::{Fault, Import, Reading, Why, Wording, write_header, write_rows};
use crate::ui::{self, live, live_flag};
use crate::{plural, say, text};

/// So many lines are done at a stretch: a few milliseconds.
const LINES_AT_ONCE: usize = 2000;

/// So many lines that were not understood are shown; of the others there is the number.
const FAULTS_SHOWN: usize = 100;

/// How far reading a file has come.
#[derive(Clone)]
enum Progress {
    Nothing,
    Underway,
    NoTable,
    Read(Box<Import>),
    Applied,
}

/// Opens the dialog.
#[component]
pub fn SpreadsheetButton(
    /// The screen that it belongs to.
    page: Page,
) -> impl IntoView {
    let i18n = page.i18n;
    view! {
        <button
            type="button"
            class="link-button spreadsheet-button"
            aria-haspopup="dialog"
            on:click=move |_| page.dialog.set(Some(Dialog::Spreadsheet))
        >
            {say!(i18n, spreadsheet.open)}
        </button>
    }
}

/// Export, and import with a dry run.
#[component]
pub fn SpreadsheetDialog(
    /// The screen that it belongs to.
    page: Page,
    /// Called once it is closed.
    on_close: Callback<()>,
) -> impl IntoView {
    let i18n = page.i18n;
    let title = live(move || text!(i18n, spreadsheet.title));
    let progress = RwSignal::new_local(Progress::Nothing);
    let input = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        let file = input.get_untracked().and_then(|input| input.files()).and_then(|files| files.get(0));
        let Some(file) = file else { return };
        progress.set(Progress::Underway);
        spawn_local(async move {
            // The dialog may have been closed in the meantime.
            let read = read(page, &file, || progress.try_get_untracked().is_some()).await;
            let _ = progress.try_set(read.map_or(Progress::NoTable, |import| Progress::Read(Box::new(import))));
        });
    };
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            // So that choosing the same file again, with other content, is a choice.
            input.set_value("");
            input.click();
        }
    };
    let outcome = move || {
        page.revision.track();
        match progress.get() {
            Progress::Nothing => ().into_any(),
            Progress::Underway => view! { <p>{text!(i18n, spreadsheet.reading)}</p> }.into_any(),
            Progress::NoTable => {
                view! { <p class="warning">{text!(i18n, spreadsheet.no_table)}</p> }.into_any()
            }
            Progress::Applied => view! { <p>{text!(i18n, spreadsheet.applied)}</p> }.into_any(),
            Progress::Read(import) => dry_run(page, &import).into_any(),
        }
    };
    let applicable = move || {
        progress.with(|progress| matches!(progress, Progress::Read(import) if !import.patch.keys.is_empty()))
    };
    let close = NodeRef::<html::Button>::new();
    let apply = move |_| {
        if let Progress::Read(import) = progress.get_untracked() {
            progress.set(Progress::Applied);
            page.import(import.patch);
            // The button goes away.
            if let Some(close) = close.get_untracked() {
                let _ = close.focus();
            }
        }
    };
    view! {
        <ui::Dialog title on_close>
            <section class="changes" aria-labelledby="export-title">
                <h3 id="export-title">{say!(i18n, spreadsheet.export_title)}</h3>
                <p class="hint">{say!(i18n, spreadsheet.export_hint)}</p>
                <div>
                    <button type="button" class="button export" on:click=move |_| export(page)>
                        {say!(i18n, spreadsheet.export)}
                    </button>
                </div>
            </section>
            <section class="changes" aria-labelledby="import-title">
                <h3 id="import-title">{say!(i18n, spreadsheet.import_title)}</h3>
                <p class="hint" id="import-hint">{say!(i18n, spreadsheet.import_hint)}</p>
                // A button of our own: the browser's says its words in the language of the browser.
                <input type="file" accept=".csv,text/csv" node_ref=input hidden on:change=chosen />
                <div>
                    <button type="button" class="button import" aria-describedby="import-hint" on:click=choose>
                        {say!(i18n, spreadsheet.choose)}
                    </button>
                </div>
                <div class="changes dry-run" role="status">{outcome}</div>
            </section>
            <form method="dialog" class="dialog-actions">
                <button
                    type="button"
                    class="button primary"
                    hidden=live_flag(move || !applicable())
                    on:click=apply
                >
                    {say!(i18n, spreadsheet.apply)}
                </button>
                <button class="button" node_ref=close>{say!(i18n, recipients.close)}</button>
            </form>
        </ui::Dialog>
    }
}

/// What the file would change, and which of its lines were not understood.
fn dry_run(page: Page, import: &Import) -> AnyView {
    let i18n = page.i18n;
    let Import { patch, understood, faults } = import;
    let changes = changes(page, patch);
    let nothing = patch.keys.is_empty().then(|| view! { <p>{text!(i18n, spreadsheet.no_change)}</p> });
    let list = faults
        .iter()
        .take(FAULTS_SHOWN)
        .map(|fault| view! { <li>{fault_in_words(i18n, fault)}</li> })
        .collect_view();
    let others = faults.len().saturating_sub(FAULTS_SHOWN);
    let others = (others > 0).then(|| view! { <li>{plural!(i18n, dossiers.others, others)}</li> });
    let faults = (!faults.is_empty()).then(|| {
        view! {
            <div class="warning">
                <details class="which faults" open=faults.len() <= 10>
                    <summary>{plural!(i18n, spreadsheet.faults, faults.len())}</summary>
                    <ul class="names">{list} {others}</ul>
                </details>
            </div>
        }
    });
    view! {
        <p>{plural!(i18n, spreadsheet.understood, *understood)}</p>
        {nothing}
        {changes}
        {faults}
    }
    .into_any()
}

/// For each kind of question: where one would take part, no longer would, and who would have no recipient left.
fn changes(page: Page, patch: &Patch) -> AnyView {
    let i18n = page.i18n;
    let lists = Audience::ALL.map(|audience| {
        let keys = &patch.keys.participation[audience];
        let (difference, same) = page.settings(|directory, settings| {
            let before = &settings.participation;
            let mut after = before.clone();
            after.copy_from(&patch.values.participation, audience, &Rows::Mask(keys));
            let difference = Difference::between(directory, before, &after, audience);
            let mut same = after.differing(before, audience);
            same.difference_with(&difference.on);
            same.difference_with(&difference.off);
            (difference, same)
        });
        let Difference { on, off, uncovered } = difference;
        let count = |set: &fixedbitset::FixedBitSet| set.count_ones(..);
        let nobody =
            names_on_demand(page, plural!(i18n, recommendation.uncovered, count(&uncovered)), &uncovered);
        (!keys.is_clear()).then(|| {
            view! {
                <h4>{words::audience(i18n, audience)}</h4>
                {names_on_demand(page, plural!(i18n, spreadsheet.on, count(&on)), &on)}
                {names_on_demand(page, plural!(i18n, spreadsheet.off, count(&off)), &off)}
                {names_on_demand(page, plural!(i18n, spreadsheet.same, count(&same)), &same)}
                {nobody.map(|nobody| view! { <div class="warning">{nobody}</div> })}
            }
        })
    });
    lists.into_iter().flatten().collect_view().into_any()
}

fn fault_in_words(i18n: I18n, fault: &Fault) -> String {
    let why = match &fault.why {
        Why::Cells => text!(i18n, spreadsheet.why.cells),
        Why::UnknownDossier(id) => text!(i18n, spreadsheet.why.unknown, id = id.clone()),
        Why::Twice(line) => text!(i18n, spreadsheet.why.twice, line = i18n.number(*line)),
        Why::NoChoice(audience, word) => {
            text!(i18n, spreadsheet.why.word, column = words::audience(i18n, *audience), word = word.clone())
        }
    };
    text!(i18n, spreadsheet.line, line = i18n.number(fault.line), why = why)
}

/// How a language writes the table.
fn wording(locale: Locale) -> Wording {
    Wording {
        // Where the comma is in the numbers, it is not between the cells.
        separator: if locale == Locale::en { ',' } else { ';' },
        licence: text!(locale, spreadsheet.licence),
        number: text!(locale, spreadsheet.number),
        name: text!(locale, participation.dossier),
        id: text!(locale, spreadsheet.id),
        audiences: PerAudience::from_fn(|audience| words::audience(locale, audience)),
        yes: text!(locale, spreadsheet.yes),
        no: text!(locale, spreadsheet.no),
        by_default: text!(locale, spreadsheet.by_default),
    }
}

/// Writes the table of all dossiers, a part at a time, and offers it as a file.
fn export(page: Page) {
    let wording = wording(page.i18n.locale_now());
    let name = text!(page.i18n, spreadsheet.file_name);
    spawn_local(async move {
        let audiences = page.session(|session| session.audiences.clone());
        let len = page.directory(crate::domain::Directory::len);
        let mut table = String::new();
        write_header(&wording, &audiences, &mut table);
        for start in (0..len).step_by(LINES_AT_ONCE) {
            let positions = start..len.min(start + LINES_AT_ONCE);
            page.settings(|directory, settings| {
                write_rows(directory, &settings.participation, &wording, &audiences, positions, &mut table);
            });
            next_turn().await;
        }
        offer(&table, &name);
    });
}

/// Reads a file, a part at a time; `None` when it is no such table, or no longer wanted.
async fn read(page: Page, file: &web_sys::File, is_wanted: impl Fn() -> bool) -> Option<Import> {
    let table = text_of(file).await?;
    let wordings = LOCALES.map(wording);
    let audiences = page.session(|session| session.audiences.clone());
    let mut reading = page.directory(|directory| Reading::new(table, directory, &audiences, &wordings)).ok()?;
    while page.directory(|directory| reading.advance(directory, LINES_AT_ONCE)) {
        next_turn().await;
        if !is_wanted() {
            return None;
        }
    }
    Some(page.settings(|_, settings| reading.finish(settings)))
}
