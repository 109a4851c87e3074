//! The list in the document: its elements, and what clicks, keys and scrolling do to it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::Set as _;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent, ResizeObserver};

use super::List;
use super::focus::focus_cell;
use super::header::ListHeader;
use super::keys::{move_by_key, select_by_key};
use super::sticky::StickyHeights;
use crate::domain::{Audience, Keys};
use crate::pages::conversation_settings::dialogs::Dialog;
use crate::pages::conversation_settings::folding::{folded_before, remember_folded};
use crate::pages::conversation_settings::page::Page;
use crate::ui::Prototype;
use crate::ui::dom::{document, focus_in_place, listen_to, move_to, on_window, part, window};

/// How long the list stands still before rows are put beyond the edges of the window.
const STANDING_STILL: Duration = Duration::from_millis(150);

/// The list of dossiers under their licences. A handle that is cloned freely.
#[derive(Clone)]
pub struct DossierList(Rc<Parts>);

struct Parts {
    page: Page,
    element: HtmlElement,
    // Free whenever an event comes: drawing only reads the page and writes the document, of which browsers report
    // scrolling and sizes later, and the focus is moved while nobody has the list.
    list: Rc<RefCell<List>>,
    is_drawn: Cell<bool>,
    observer: Option<ResizeObserver>,
}

impl DossierList {
    /// Makes the list, not in the document yet.
    #[must_use]
    pub fn new(page: Page) -> Self {
        let element = Prototype::new(MARKUP).copy();
        let [probe, container]: [HtmlElement; 2] = [".probe", ".list"].map(|selector| part(&element, selector));
        let header = ListHeader::new(&page.session(|session| session.audiences.clone()));
        let _ = element.prepend_with_node_1(&header.element);
        let list = Rc::new_cyclic(|list: &std::rc::Weak<RefCell<List>>| {
            let list = list.clone();
            let mut complete = debounce(STANDING_STILL, move |()| {
                if let Some(list) = list.upgrade() {
                    list.borrow_mut().complete();
                }
            });
            let complete_later = move || complete(());
            let folded = folded_before(page);
            RefCell::new(List::new(page, header, container.clone(), probe, folded, complete_later))
        });
        let observer = observer(&list);
        listen(page, &list, &element, &container);
        Self(Rc::new(Parts { page, element, list, is_drawn: Cell::new(false), observer }))
    }

    /// Puts the list into an element of the document, from wherever it is. There is one list for as long as the page
    /// lives.
    pub fn put_into(&self, parent: &Element) {
        let Parts { page, element, list, is_drawn, observer } = &*self.0;
        if element.parent_node().is_some_and(|before| before.is_same_node(Some(parent))) {
            return;
        }
        move_to(element, parent);
        if !is_drawn.replace(true) {
            list.borrow_mut().measure();
            list.borrow_mut().translate();
            let list = list.clone();
            page.set_list(move |what, extent| list.borrow_mut().draw(what, extent));
        }
        // It reports at once, in the same frame: until then the list's new place may not be final.
        if let (Some(observer), Ok(Some(main))) = (observer, parent.closest("main")) {
            observer.disconnect();
            observer.observe(&main);
        }
    }

    /// How far its licences are from the top of the window, in CSS pixels.
    #[must_use]
    pub fn top(&self) -> f64 {
        part::<Element>(&self.0.element, ".list").get_bounding_client_rect().top()
    }

    /// Whether the user has scrolled, or has the focus in it.
    #[must_use]
    pub fn is_in_use(&self) -> bool {
        let focused = document().active_element();
        window().scroll_y().is_ok_and(|scrolled| scrolled > 0.0) || self.0.element.contains(focused.as_deref())
    }

    /// Writes every text anew, in the language of the screen.
    pub fn translate(&self) {
        self.0.list.borrow_mut().translate();
    }

    /// Shows a dossier, and puts the focus on it.
    pub fn go_to(&self, position: usize) {
        self.0.list.borrow_mut().unfold(position);
        focus_cell(&self.0.list, position, 0);
    }
}

const MARKUP: &str = r#"<div class="dossier-list">
    <div class="probe" aria-hidden="true">
        <div class="licence-header columns"></div>
        <div class="row columns"></div>
    </div>
    <div class="list"></div>
</div>"#;

/// Follows the size of the page, with which what is above the list may have another one.
fn observer(list: &Rc<RefCell<List>>) -> Option<ResizeObserver> {
    let mut heights = StickyHeights::default();
    let list = list.clone();
    let callback = Closure::<dyn FnMut()>::new(move || {
        heights.tell();
        list.borrow_mut().resized();
    });
    let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok();
    callback.forget();
    observer
}

fn listen(page: Page, list: &Rc<RefCell<List>>, element: &HtmlElement, container: &HtmlElement) {
    let scrolled = list.clone();
    on_window("scroll", move || scrolled.borrow_mut().scrolled());
    let focused = list.clone();
    listen_to(container, "focusin", move |_| focused.borrow_mut().scrolled());
    let clicked = list.clone();
    listen_to(element, "click", move |event| match target::<HtmlInputElement>(event) {
        // A click is also what the keyboard and other tools make of it, and the only event that tells of Shift.
        Some(toggle) => {
            // The router looks for a link in every click.
            event.stop_propagation();
            let extends = event.unchecked_ref::<MouseEvent>().shift_key();
            change_by(page, &clicked, &toggle, extends);
        }
        None => {
            if let Some(target) = target::<Element>(event) {
                click_on(page, &clicked, &target);
            }
        }
    });
    let pressed = list.clone();
    listen_to(container, "keydown", move |event| {
        let event: &KeyboardEvent = event.unchecked_ref();
        if !select_by_key(page, &pressed, event) {
            move_by_key(&pressed, event);
        }
    });
    // A range is a range of toggles, not of text.
    listen_to(container, "mousedown", move |event| {
        let extends = event.unchecked_ref::<MouseEvent>().shift_key();
        if let Some(toggle) = target::<HtmlInputElement>(event).filter(|_| extends) {
            event.prevent_default();
            focus_in_place(&toggle);
        }
    });
}

fn target<T: JsCast>(event: &Event) -> Option<T> {
    event.target()?.dyn_into().ok()
}

fn change_by(page: Page, list: &Rc<RefCell<List>>, input: &HtmlInputElement, extends: bool) {
    let audience = input.get_attribute("data-audience").and_then(|name| Audience::parse(&name));
    let Some(audience) = audience else { return };
    let wanted = input.checked();
    // The list is free again before anything changes: it draws the change at once.
    let position = list.borrow().position_at(input);
    if input.has_attribute("data-scope") {
        let licence = list.borrow().licence_at(input);
        page.choose_all(audience, licence, wanted);
    } else if let Some(position) = position {
        let range = list.borrow_mut().range_to(audience, position, extends);
        let selection = page.selection(|selection| selection.contains(position).then(|| selection.clone()));
        match range.or(selection) {
            Some(dossiers) => page.choose_each(audience, &dossiers, wanted),
            None => page.choose(audience, position, wanted),
        }
    }
}

fn click_on(page: Page, list: &Rc<RefCell<List>>, target: &Element) {
    let on = |selector: &str| target.closest(selector).ok().flatten();
    if on(".licence-button").is_some() {
        let Some(licence) = list.borrow().licence_at(target) else { return };
        if let Some(folded) = list.borrow_mut().toggle_licence(licence) {
            remember_folded(page, folded);
        }
    } else if on(".changed-button").is_some() {
        page.dialog.set(Some(Dialog::Defaults(list.borrow().licence_at(target))));
    } else if let Some(button) = on(".relying-button") {
        let audience = button.get_attribute("data-audience").and_then(|name| Audience::parse(&name));
        if let Some(audience) = audience {
            page.dialog.set(Some(Dialog::Relying(audience, list.borrow().licence_at(target))));
        }
    } else if on(".recipients-button").is_some() {
        let position = list.borrow().position_at(target);
        page.opened.set(position);
    } else if let Some(button) = on("[data-action]") {
        let audience = button.closest("[data-audience]").ok().flatten();
        let audience = audience.and_then(|cell| cell.get_attribute("data-audience"));
        let (Some(audience), Some(position)) =
            (audience.and_then(|name| Audience::parse(&name)), list.borrow().position_at(target))
        else {
            return;
        };
        let keys = Keys::one(page.directory(crate::domain::Directory::len), audience, position);
        // The buttons disappear: the focus goes to the control that they were about.
        let column = page.session(|session| session.audiences.iter().position(|&other| other == audience));
        focus_cell(list, position, column.unwrap_or_default());
        if button.get_attribute("data-action").as_deref() == Some("retry") {
            page.retry(Some(keys));
        } else {
            page.give_up(Some(keys));
        }
    }
}
