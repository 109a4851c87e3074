//! app
use leptos::prelude::*;
use leptos_i18n::{td_string};
use crate::i18n::Locale;
/// s
pub fn start() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| { let n = RwSignal::new(Locale::fr); view!{ <p>{move || td_string!(n.get(), hello, name = "x").to_string()}</p> <p>{move || td_string!(n.get(), sub.one, count = 1).to_string()}</p><button on:click=move |_| n.set(Locale::de)>"x"</button> } });
}
