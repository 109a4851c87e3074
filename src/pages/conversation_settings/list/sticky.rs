//! How much of the window is covered by what sticks to its edges.

use wasm_bindgen::JsCast;

use crate::ui::dom::{document, px, set_style};

/// Tells the style sheet the heights of what is sticky, so that nothing with the focus is scrolled below it.
/// Only what changed, and after everything is read: each change has the browser style the page again.
#[derive(Default)]
pub struct StickyHeights([Option<String>; 3]);

impl StickyHeights {
    const PARTS: [(&str, &str); 3] = [
        ("--page-header", ".page-header"),
        ("--list-header", ".list-header"),
        ("--aftermath", ".aftermath[data-shown=true]"),
    ];

    /// Tells them as they are now.
    pub fn tell(&mut self) {
        let now = Self::PARTS.map(|(_, selector)| {
            let found = document().query_selector(selector).ok().flatten();
            Some(px(found.map_or(0.0, |element| element.get_bounding_client_rect().height())))
        });
        let styled = document().query_selector_all(":root, .list-header").ok();
        for (((property, _), before), height) in Self::PARTS.into_iter().zip(&mut self.0).zip(now) {
            if *before != height {
                let elements = (0..2).filter_map(|index| styled.as_ref()?.get(index)?.dyn_into().ok());
                elements
                    .for_each(|element| set_style(&element, property, height.as_deref().unwrap_or_default()));
                *before = height;
            }
        }
    }
}
