//! The list within the rest of the screen.

use leptos::html;
use leptos::prelude::*;
use send_wrapper::SendWrapper;

use super::DossierList;
use crate::pages::conversation_settings::page::Page;

/// Takes in the list, from where it was before the rest of the screen had come.
#[component]
pub fn DossierListView(
    /// The screen that it belongs to.
    page: Page,
    /// The list.
    list: DossierList,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let list = StoredValue::new_local(SendWrapper::new(list));
    let with_list = move |run: &dyn Fn(&DossierList)| {
        list.try_with_value(|list| run(list));
    };
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            with_list(&|list| list.put_into(&place));
        }
    });
    Effect::new(move |_| {
        place.track();
        if let Some(position) = page.linked.get() {
            with_list(&|list| list.go_to(position));
        }
    });
    Effect::new(move |drawn_before: Option<()>| {
        let _tracked = page.i18n.locale();
        if drawn_before.is_some() {
            with_list(&DossierList::translate);
        }
    });
    view! { <div class="dossier-list-place" node_ref=place></div> }
}
