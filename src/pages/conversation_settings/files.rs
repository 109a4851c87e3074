//! Files that the browser takes from the user and gives to them.

use std::time::Duration;

use js_sys::{Array, Promise, Uint8Array};
use leptos::prelude::set_timeout;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, TextDecoder, Url};

use crate::ui::dom::document;

/// The text of a file: UTF-8, or what spreadsheets on Windows write instead.
pub async fn text_of(file: &File) -> Option<String> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    String::from_utf8(bytes)
        .or_else(|not_utf8| {
            let windows = TextDecoder::new_with_label("windows-1252")?;
            windows.decode_with_u8_array(not_utf8.as_bytes())
        })
        .ok()
}

/// Has the browser save a table as a file.
pub fn offer(table: &str, name: &str) {
    let made = || -> Result<(), JsValue> {
        let kind = BlobPropertyBag::new();
        kind.set_type("text/csv;charset=utf-8");
        let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&table.into()), &kind)?;
        let url = Url::create_object_url_with_blob(&blob)?;
        let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
        link.set_href(&url);
        link.set_download(name);
        link.click();
        // Saving has only begun.
        set_timeout(move || drop(Url::revoke_object_url(&url)), Duration::from_secs(60));
        Ok(())
    };
    let _ = made();
}

/// Lets the browser paint and take input before what comes next.
pub async fn next_turn() {
    let turn = Promise::new(&mut |resolve, _| {
        set_timeout(move || drop(resolve.call0(&JsValue::NULL)), Duration::ZERO);
    });
    let _ = JsFuture::from(turn).await;
}
