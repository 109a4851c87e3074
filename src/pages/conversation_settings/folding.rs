//! Which licences are folded, remembered in this browser for each user.

use super::page::Page;
use crate::ui::dom::{remember, remembered};

fn key(page: Page) -> String {
    page.session(|session| format!("conversation-settings/folded/{}", session.user))
}

/// For each licence whether it was folded when the user was here last.
#[must_use]
pub fn folded_before(page: Page) -> Vec<bool> {
    let ids: Vec<String> =
        remembered(&key(page)).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    page.directory(|directory| directory.licences().iter().map(|licence| ids.contains(&licence.id)).collect())
}

/// Remembers which licences are folded.
pub fn remember_folded(page: Page, folded: &[bool]) {
    let text = page.directory(|directory| {
        let licences = directory.licences().iter().zip(folded);
        let ids: Vec<&str> =
            licences.filter(|(_, folded)| **folded).map(|(licence, _)| licence.id.as_str()).collect();
        serde_json::to_string(&ids)
    });
    if let Ok(text) = text {
        remember(&key(page), &text);
    }
}
