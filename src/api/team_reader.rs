//! `GET /api/dossiers/{id}/team`, and what a host gives in its place.
//!
//! Read from what the browser's own JSON parser made, not by serde: the picker's bundle is a fifth smaller,
//! and a host gives its objects as they are.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::{Person, Team};
use crate::domain::{Audience, Member, PerAudience, Role};

impl Team {
    /// Reads a team; `None` when it is none at all. As everywhere, one unreadable part never takes the
    /// rest down: it is counted.
    #[must_use]
    pub fn read(value: &JsValue) -> Option<Self> {
        let people = array(value, "people")?;
        let members = array(value, "team")?;
        let mut team = Self {
            dossier_name: text(&get(value, "dossier"), "name").unwrap_or_default(),
            me: text(value, "me"),
            ..Self::default()
        };
        for index in 0..people.length() {
            let person = people.get(index);
            match read_person(&person) {
                Some(person) => team.people.push(person),
                None => team.unreadable.values += 1,
            }
        }
        for index in 0..members.length() {
            let member = members.get(index);
            match read_member(&member) {
                Some(member) => team.members.push(member),
                None => team.unreadable.values += 1,
            }
        }
        Some(team)
    }
}

fn read_person(value: &JsValue) -> Option<Person> {
    let email = get(value, "email");
    Some(Person {
        id: text(value, "id")?,
        name: text(value, "name").unwrap_or_default(),
        // An answer that does not say whether e-mail reaches them counts as yes.
        email: if email.is_undefined() { true } else { email.as_bool()? },
    })
}

fn read_member(value: &JsValue) -> Option<Member<String>> {
    let choices = get(value, "participation");
    let mut choice = PerAudience::default();
    for audience in Audience::ALL {
        let written = get(&choices, audience.as_str());
        if !written.is_undefined() && !written.is_null() {
            choice[audience] = Some(written.as_bool()?);
        }
    }
    Some(Member { person: text(value, "person")?, role: Role::parse(&text(value, "role")?)?, choice })
}

fn array(of: &JsValue, name: &str) -> Option<Array> {
    get(of, name).dyn_into().ok()
}

fn text(of: &JsValue, name: &str) -> Option<String> {
    get(of, name).as_string()
}

/// A property; undefined of what has none.
///
/// Asked of objects only: of anything else it throws, and wasm-bindgen loses a slot of its table at each
/// exception that it catches.
fn get(of: &JsValue, name: &str) -> JsValue {
    if of.is_object() {
        Reflect::get(of, &JsValue::from_str(name)).unwrap_or_default()
    } else {
        JsValue::UNDEFINED
    }
}
