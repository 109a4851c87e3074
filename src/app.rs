//! app
use leptos::prelude::*;
use crate::i18n::{I18n, Locale};
use crate::{text, plural};
/// s
pub fn start() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| { let n = I18n::new(Locale::fr); view!{ <p>{move || text!(n, app.title)}</p> <p>{move || plural!(n, count.dossiers, 3)}</p><button on:click=move |_| n.set(Locale::de)>"x"</button> } });
}
