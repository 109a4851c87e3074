//! The list of dossiers as a component: its container and the handlers of its events.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::html;
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlInputElement, KeyboardEvent, ResizeObserver};

use super::List;
use super::focus::focus_cell;
use super::header::ListHeader;
use super::keys::{move_by_key, select_by_key};
use crate::domain::{Audience, Keys};
use crate::pages::conversation_settings::dialogs::Dialog;
use crate::pages::conversation_settings::folding::{folded_before, remember_folded};
use crate::pages::conversation_settings::page::Page;
use crate::ui::dom::{document, focus_in_place, px, set_style};

/// How long the list stands still before rows are put beyond the edges of the window.
const STANDING_STILL: Duration = Duration::from_millis(150);

type SharedList = SendWrapper<Rc<RefCell<List>>>;

/// The list of dossiers under their licences.
#[component]
pub fn DossierList(
    /// The screen that it belongs to.
    page: Page,
) -> impl IntoView {
    let header = NodeRef::<html::Div>::new();
    let container = NodeRef::<html::Div>::new();
    let probe = NodeRef::<html::Div>::new();
    let list = StoredValue::new_local(None::<SharedList>);
    let with_list = move |run: &dyn Fn(&Rc<RefCell<List>>)| {
        let made = list.try_with_value(|list| list.as_ref().map(|list| (**list).clone()));
        if let Some(list) = made.flatten() {
            run(&list);
        }
    };
    // The list is free whenever one of these is called: it only reads the page and writes the document, of which
    // browsers report scrolling and sizes later, and the focus is moved while nobody has the list.
    let change = move |change: &dyn Fn(&mut List)| with_list(&|list| change(&mut list.borrow_mut()));

    Effect::new(move |_| {
        let (Some(header), Some(container), Some(probe)) = (header.get(), container.get(), probe.get()) else {
            return;
        };
        if list.with_value(Option::is_some) {
            return;
        }
        let mut complete = debounce(STANDING_STILL, move |()| change(&List::complete));
        let complete_later = move || complete(());
        let made =
            List::new(page, &header, container.into(), probe.into(), folded_before(page), complete_later);
        list.set_value(Some(SendWrapper::new(made)));
        page.set_list(move |what, extent| change(&|list| list.draw(what, extent)));
        observe_size(move || change(&List::resized));
    });
    Effect::new(move |_| {
        container.track();
        if let Some(position) = page.linked.get() {
            with_list(&|list| {
                list.borrow_mut().unfold(position);
                focus_cell(list, position, 0);
            });
        }
    });
    Effect::new(move |drawn_before: Option<()>| {
        let _tracked = page.i18n.locale();
        if drawn_before.is_some() {
            change(&List::translate);
        }
    });
    let scroll = window_event_listener(ev::scroll, move |_| change(&List::scrolled));
    on_cleanup(move || scroll.remove());

    let on_click = move |event: web_sys::MouseEvent| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        match target.dyn_ref::<HtmlInputElement>() {
            // A click is also what the keyboard and other tools make of it, and the only event that tells of Shift.
            Some(toggle) => {
                // The router looks for a link in every click.
                event.stop_propagation();
                with_list(&|list| change_by(page, list, toggle, event.shift_key()));
            }
            None => with_list(&|list| click_on(page, list, &target)),
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        with_list(&|list| {
            if !select_by_key(page, list, &event) {
                move_by_key(list, &event);
            }
        });
    };
    // A range is a range of toggles, not of text.
    let on_mousedown = move |event: web_sys::MouseEvent| {
        let toggle = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(toggle) = toggle.filter(|_| event.shift_key()) {
            event.prevent_default();
            focus_in_place(&toggle);
        }
    };
    let on_focusin = move |_| change(&List::scrolled);
    view! {
        <ListHeader page element=header on_click />
        <div class="probe" node_ref=probe aria-hidden="true">
            <div class="licence-header columns"></div>
            <div class="row columns"></div>
        </div>
        <div
            class="list"
            node_ref=container
            on:click=on_click
            on:mousedown=on_mousedown
            on:keydown=on_keydown
            on:focusin=on_focusin
        ></div>
    }
}

/// Tells the style sheet the heights of what is sticky, so that nothing with the focus is scrolled below it.
/// Only what changed, and after everything is read: each change has the browser style the page again.
#[derive(Default)]
struct StickyHeights([Option<String>; 3]);

impl StickyHeights {
    const PARTS: [(&str, &str); 3] = [
        ("--page-header", ".page-header"),
        ("--list-header", ".list-header"),
        ("--aftermath", ".aftermath[data-shown=true]"),
    ];

    fn tell(&mut self) {
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

/// Calls `resized` when the page, and so perhaps something above the list, has another size.
fn observe_size(resized: impl Fn() + 'static) {
    let mut heights = StickyHeights::default();
    let callback = Closure::<dyn FnMut(JsValue)>::new(move |_| {
        heights.tell();
        resized();
    });
    let observer = ResizeObserver::new(callback.as_ref().unchecked_ref());
    if let (Ok(observer), Some(main)) = (observer, document().get_element_by_id("main")) {
        observer.observe(&main);
        let kept = SendWrapper::new((observer, callback));
        on_cleanup(move || kept.0.disconnect());
    }
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
