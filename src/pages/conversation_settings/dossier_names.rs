//! Some dossiers by name, on demand.

use fixedbitset::FixedBitSet;
use leptos::prelude::*;

use super::page::Page;
use crate::plural;

/// So many are named; of the others there is the number.
const NAMED: usize = 200;

/// The names of some dossiers, with their numbers.
pub fn names(page: Page, dossiers: &FixedBitSet) -> AnyView {
    let named = dossiers
        .ones()
        .take(NAMED)
        .map(|position| {
            let (name, number) = page.directory(|directory| {
                (directory.name(position).to_owned(), directory.number(position).to_owned())
            });
            view! {
                <li>
                    <bdi>{name}</bdi>
                    " "
                    <span class="dossier-detail">{number}</span>
                </li>
            }
        })
        .collect_view();
    let others = dossiers.count_ones(..).saturating_sub(NAMED);
    let others = (others > 0).then(|| view! { <li>{plural!(page.i18n, dossiers.others, others)}</li> });
    view! { <ul class="names">{named} {others}</ul> }.into_any()
}

/// What is said of some dossiers, and on demand which they are; nothing where there are none.
pub fn names_on_demand(page: Page, words: String, dossiers: &FixedBitSet) -> Option<AnyView> {
    (!dossiers.is_clear()).then(|| {
        view! {
            <details class="which">
                <summary>{words}</summary>
                {names(page, dossiers)}
            </details>
        }
        .into_any()
    })
}
