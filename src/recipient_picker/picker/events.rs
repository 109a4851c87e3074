//! What happens to the picker: events are read, the state is asked, and the host is told.

use std::rc::{Rc, Weak};

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, EventTarget, FocusEvent, KeyboardEvent, MessageEvent, Node};

use super::{Inner, Notice, Picker};
use crate::domain::Role;
use crate::i18n::fold_unicode;
use crate::recipient_picker::list::place_of;
use crate::recipient_picker::state::{Change, Focus, Key, Pressed, State};
use crate::recipient_picker::texts;
use crate::ui::dom::document;

// Not FnMut: what happens makes other things happen, such as a focus that moves.
pub(super) type Listener = Closure<dyn Fn(Event)>;

const HEARD: [&str; 8] = ["keydown", "input", "change", "click", "mousedown", "focusin", "focusout", "scroll"];

const HEARD_OUTSIDE: [&str; 2] = ["pointerdown", "visibilitychange"];

impl Picker {
    pub(super) fn listen(&self) {
        let picker = Rc::downgrade(&self.0);
        let listener = Listener::new(move |event: Event| {
            if let Some(inner) = Weak::upgrade(&picker) {
                Self(inner).hear(&event);
            }
        });
        self.0.each_target(|target, name| {
            let _ = target.add_event_listener_with_callback_and_bool(
                name,
                listener.as_ref().unchecked_ref(),
                name == "scroll",
            );
        });
        self.0.listener.replace(Some(listener));
    }

    fn hear(&self, event: &Event) {
        let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
        match event.type_().as_str() {
            "keydown" => self.key(event.unchecked_ref(), target.as_ref()),
            "input" => {
                event.stop_propagation();
                self.typed();
            }
            "change" => event.stop_propagation(),
            "click" => self.click(target.as_ref()),
            // The focus stays in the field when an option is picked: arrow keys go on, and no keyboard of
            // a phone comes up.
            "mousedown" => {
                let keeps =
                    |target: &Element| target.closest("input,a,.chip").is_ok_and(|found| found.is_none());
                if target.as_ref().is_some_and(keeps) {
                    event.prevent_default();
                }
            }
            "focusin" => {
                if let Some(person) = target.and_then(|target| self.chip_of(&target)) {
                    self.0.state.borrow_mut().focus_chip(person);
                    self.paint(false);
                }
            }
            "focusout" => self.left(event.unchecked_ref()),
            "scroll" if self.0.options.scrolled_away(&self.0.parts) => self.paint(false),
            "pointerdown" if self.0.state.borrow().is_open() => {
                let container: &JsValue = self.0.parts.container.as_ref();
                if !event.composed_path().includes(container, 0) {
                    self.0.state.borrow_mut().leave();
                    self.paint(false);
                }
            }
            "visibilitychange" if !document().hidden() => self.refresh(),
            "message" => self.message(&event.unchecked_ref::<MessageEvent>().data()),
            _ => {}
        }
    }

    fn typed(&self) {
        let text = self.0.parts.input.value();
        let disabled = self.0.config.borrow().disabled;
        if disabled {
            return;
        }
        let mut state = self.0.state.borrow_mut();
        state.filter(&text, fold_unicode);
        let (open, found) = (state.is_open(), state.matches().len());
        drop(state);
        self.0.parts.list.set_scroll_top(0);
        self.paint(true);
        if open && !text.trim().is_empty() {
            self.announce(&texts::found(self.0.config.borrow().locale, found, &text));
        }
    }

    fn click(&self, target: Option<&Element>) {
        let Some(target) = target else { return };
        let action =
            target.closest("[data-do]").ok().flatten().and_then(|button| button.get_attribute("data-do"));
        if self.0.config.borrow().disabled && action.as_deref() != Some("retry") {
            return;
        }
        if let Some(place) = place_of(target) {
            let change = self.0.state.borrow_mut().pick(place);
            self.after(Pressed { handled: true, change, focus: None });
            return;
        }
        match action.as_deref() {
            Some("remove") => {
                if let Some(person) = self.chip_of(target) {
                    let pressed = self.0.state.borrow_mut().remove_chip(person);
                    self.after(pressed);
                }
            }
            Some("toggle") => {
                let mut state = self.0.state.borrow_mut();
                if state.is_open() {
                    state.close()
                } else {
                    state.open()
                }
                drop(state);
                self.paint(false);
                self.focus();
            }
            Some("reset") => self.act(State::reset),
            Some("managers") => self.act(|state| state.add_all(Some(Role::Manager))),
            Some("everyone") => self.act(|state| state.add_all(None)),
            Some("someone") => {
                self.focus();
                self.0.state.borrow_mut().open();
                self.paint(false);
            }
            Some("retry") => self.retry(),
            None if target.closest(".field").ok().flatten().is_some() && self.chip_of(target).is_none() => {
                self.0.state.borrow_mut().open();
                self.paint(false);
                self.focus();
            }
            _ => {}
        }
    }

    /// A button that goes away with what it did: the focus moves to the field.
    fn act(&self, run: impl FnOnce(&mut State) -> Change) {
        let change = run(&mut self.0.state.borrow_mut());
        self.after(Pressed { handled: true, change: Some(change), focus: Some(Focus::Field) });
    }

    fn key(&self, event: &KeyboardEvent, target: Option<&Element>) {
        // What an input method is composing is not for the picker.
        let Some(target) = target.filter(|_| !event.is_composing() && event.key_code() != 229) else { return };
        if self.0.config.borrow().disabled || event.ctrl_key() || event.meta_key() {
            return;
        }
        let name = event.key();
        let on_chip = self.chip_of(target);
        let leftwards = target.matches(":dir(rtl)").unwrap_or(false);
        let Some(key) = read_key(&name, event.alt_key(), leftwards) else {
            // Whoever types on a chip means the field.
            if on_chip.is_some() && name.chars().count() == 1 && !event.alt_key() {
                self.focus();
            }
            return;
        };
        let input = &self.0.parts.input;
        let pressed = if let Some(person) = on_chip {
            self.0.state.borrow_mut().press_on_chip(person, key)
        } else if target.is_same_node(Some(input)) {
            let at = |position: Result<Option<u32>, JsValue>| position.ok().flatten() == Some(0);
            let at_start = at(input.selection_start()) && at(input.selection_end());
            if event.shift_key() && !matches!(key, Key::Tab | Key::Space | Key::Enter) {
                return;
            }
            self.0.state.borrow_mut().press(key, at_start)
        } else if key == Key::Escape && self.0.state.borrow().is_open() {
            self.0.state.borrow_mut().close();
            Pressed { handled: true, change: None, focus: Some(Focus::Field) }
        } else {
            return;
        };
        if pressed.handled {
            event.prevent_default();
            event.stop_propagation();
        }
        self.after(pressed);
        // What was typed to find somebody gives way to the next name that is typed.
        if key == Key::Enter && pressed.change.is_some() {
            input.select();
        }
    }

    fn after(&self, pressed: Pressed) {
        let focus = || match pressed.focus {
            Some(Focus::Field) => self.focus(),
            Some(Focus::Chip(person)) => self.focus_chip(person),
            None => {}
        };
        // First the focus, while the chip that had it is still there; then again, should the new one be new.
        focus();
        self.paint(true);
        focus();
        if let Some(change) = pressed.change {
            self.changed(change);
        }
    }

    /// After a change that the user made.
    fn changed(&self, change: Change) {
        let text = texts::announcement(self.0.config.borrow().locale, &self.0.state.borrow(), change);
        self.announce(&text);
        self.tell(Notice::Updated);
        self.tell(Notice::Changed);
    }

    /// Says a text. The same text twice is made two, so that it is heard twice.
    pub(super) fn announce(&self, text: &str) {
        let region = &self.0.region;
        let same = region.text_content().is_some_and(|said| said == text);
        region.set_text_content(Some(&if same { format!("{text}\u{a0}") } else { text.to_owned() }));
    }

    fn focus_chip(&self, person: u32) {
        let id = self.0.state.borrow().id(person).to_owned();
        let button = self.0.chips.borrow().iter().find(|chip| chip.id == id).map(|chip| chip.button.clone());
        if let Some(button) = button {
            let _ = button.focus();
        }
    }

    fn chip_of(&self, target: &Element) -> Option<u32> {
        let id = target.closest(".chip").ok().flatten()?.get_attribute("data-person")?;
        let state = self.0.state.borrow();
        state.chosen().iter().copied().find(|&person| state.id(person) == id)
    }

    fn left(&self, event: &FocusEvent) {
        let next: Option<Node> = event.related_target().and_then(|next| next.dyn_into().ok());
        let inside = next.is_some_and(|next| self.0.parts.container.contains(Some(&next)));
        // Another window came to the front: the focus is here still.
        if inside || !document().has_focus().unwrap_or(true) {
            return;
        }
        // An element that is being removed loses the focus while it is painted.
        if let Ok(mut state) = self.0.state.try_borrow_mut() {
            state.leave();
            drop(state);
            self.paint(false);
        }
    }
}

impl Inner {
    pub(super) fn each_target(&self, run: impl Fn(&EventTarget, &str)) {
        for name in HEARD {
            run(&self.parts.container, name);
        }
        for name in HEARD_OUTSIDE {
            run(&document(), name);
        }
        if let Some(channel) = &self.channel {
            run(channel, "message");
        }
    }
}

/// The key that a keyboard event means. Back and forth are along the line, which may run to the left.
fn read_key(name: &str, alt: bool, leftwards: bool) -> Option<Key> {
    Some(match (name, alt) {
        ("ArrowDown", true) => Key::Open,
        ("ArrowUp", true) => Key::Close,
        (_, true) => return None,
        ("ArrowDown", _) => Key::Down,
        ("ArrowUp", _) => Key::Up,
        ("ArrowLeft" | "ArrowRight", _) if (name == "ArrowLeft") != leftwards => Key::Back,
        ("ArrowLeft" | "ArrowRight", _) => Key::Forth,
        ("PageDown", _) => Key::PageDown,
        ("PageUp", _) => Key::PageUp,
        ("Home", _) => Key::Home,
        ("End", _) => Key::End,
        ("Enter", _) => Key::Enter,
        (" ", _) => Key::Space,
        ("Escape", _) => Key::Escape,
        ("Backspace", _) => Key::Backspace,
        ("Delete", _) => Key::Delete,
        ("Tab", _) => Key::Tab,
        _ => return None,
    })
}
