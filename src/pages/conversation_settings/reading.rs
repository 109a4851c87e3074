//! Reads what the screen shows, and draws the list before the rest of the program has come.

use leptos::prelude::GetUntracked as _;
use web_sys::Element;

use super::address::arrive;
use super::finding::is_findable;
use super::list::DossierList;
use super::page::Page;
use super::recommendation::is_dismissed;
use crate::api::{ReadError, Session, read_directory, read_settings};
use crate::configuration;
use crate::i18n::{I18n, fold_unicode};
use crate::saving::{Owner, Seat};
use crate::text;
use crate::ui::dom::{document, make, part, set_attribute};

/// How far reading has come.
#[derive(Clone)]
pub enum Reading {
    /// It goes on.
    Underway,
    /// Something could not be read.
    Failed(ReadError),
    /// Everything is there.
    Done(Box<Screen>),
}

/// The screen that was read, with its list.
#[derive(Clone)]
pub struct Screen {
    /// Its state.
    pub page: Page,
    /// Its list; `None` where there is no dossier.
    pub list: Option<DossierList>,
}

/// Reads what the screen of this session shows.
///
/// # Errors
/// When the backend cannot be reached, or answers something else.
pub async fn read(i18n: I18n, session: Session) -> Result<Screen, ReadError> {
    let seat = Seat::take(Owner { tenant: configuration::tenant(), person: session.user.clone() });
    let (directory, mut unreadable) = read_directory(&session.user, fold_unicode).await?;
    let read = read_settings(&directory).await?;
    unreadable.add(session.unreadable.clone());
    unreadable.add(read.unreadable);
    let has_dossiers = !directory.is_empty();
    let page = Page::new(i18n, seat, session, directory, read.settings, read.etag, unreadable);
    page.restored().await;
    arrive(page);
    Ok(Screen { page, list: has_dossiers.then(|| DossierList::new(page)) })
}

/// Says that it goes on, in what `index.html` has painted, while that is there.
pub fn say_loading(i18n: I18n) {
    if let Some(skeleton) = document().get_element_by_id("skeleton") {
        write(&skeleton, "h1", &text!(i18n, app.title));
        write(&skeleton, "[role=status]", &text!(i18n, load.loading));
    }
}

fn write(parent: &Element, selector: &str, text: &str) {
    part::<Element>(parent, selector).set_text_content(Some(text));
}

impl Screen {
    /// Draws the list into what `index.html` has painted, while that is there: it can be used before the rest of the
    /// screen comes, and stays where it is then.
    pub fn draw_early(&self) {
        let Some(skeleton) = document().get_element_by_id("skeleton") else { return };
        let Some(list) = &self.list else { return };
        let page = self.page;
        write(&skeleton, "[role=status]", "");
        let _ = part::<Element>(&skeleton, "main").remove_attribute("aria-busy");
        let section: Element = part(&skeleton, ".participation");
        let _ = section.remove_attribute("aria-hidden");
        section.set_class_name("card participation");
        let audiences = page.session(|session| session.audiences.len());
        set_attribute(&section, "data-audiences", &audiences.to_string());
        let header = make("div", "section-header");
        let title = make("h2", "");
        title.set_text_content(Some(&text!(page.i18n, participation.title)));
        let _ = header.append_child(&title);
        let _ = section.append_child(&header);
        // As much room as what will be above it.
        for (what, is_there) in [
            ("intro", true),
            ("recommendation", !is_dismissed(page)),
            ("without", page.without.get_untracked() > 0),
            ("finding", is_findable(page)),
        ] {
            if is_there {
                let reserve = make("div", "reserve skeleton");
                set_attribute(&reserve, "data-for", what);
                let _ = section.append_child(&reserve);
            }
        }
        list.put_into(&section);
    }
}
