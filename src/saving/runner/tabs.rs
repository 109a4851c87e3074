//! The other tabs of this browser: which are still there, and what they say.
//!
//! Each tab holds a lock named after it for as long as it lives. Whoever gets another tab's lock knows that
//! it is no more, and is the only one to look after what it left.

use js_sys::{Array, Function, Object, Promise, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::spawn_local;
use web_sys::{BroadcastChannel, MessageEvent};

use crate::api::PatchText;
use crate::domain::{Audience, Directory, Patch, Settings};
use crate::saving::{News, Owner, Record, Stamp, TabId};
use crate::ui::dom::window;

/// Where tabs, and recipient pickers, hear of changes.
const CHANNEL: &str = "conversation-settings";

/// A change of more participations than this is told to pickers as one message: they read again.
const MANY: usize = 200;

/// What tabs tell each other, as text: settings by ids, since each tab has a directory of its own.
#[derive(Serialize, Deserialize)]
struct Message {
    schema: u32,
    owner: Owner,
    from: TabId,
    news: Wire,
}

#[derive(Serialize, Deserialize)]
enum Wire {
    Hello,
    Welcome {
        clock: u32,
    },
    Pending(Record),
    Released(Record),
    /// The record comes last: see [`Line::text`].
    Saved {
        if_match: String,
        etag: String,
        record: Record,
    },
}

const SCHEMA: u32 = 1;

/// The line to the other tabs.
pub struct Line {
    channel: Option<BroadcastChannel>,
    owner: Owner,
    me: TabId,
}

impl Line {
    /// Opens the line for a tab.
    #[must_use]
    pub fn new(owner: Owner, me: TabId) -> Self {
        Self { channel: BroadcastChannel::new(CHANNEL).ok(), owner, me }
    }

    /// Calls `heard` with what other tabs of the same person say.
    pub fn listen(&self, heard: impl Fn(String) + 'static) {
        let handler = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                heard(text);
            }
        });
        if let Some(channel) = &self.channel {
            channel.set_onmessage(Some(handler.as_ref().unchecked_ref()));
            handler.forget();
        }
    }

    /// Reads what was heard, and from whom; `None` when it is not for this tab.
    #[must_use]
    pub fn read(&self, text: &str, directory: &Directory) -> Option<(TabId, News)> {
        let Message { schema, owner, from, news } = serde_json::from_str(text).ok()?;
        if schema != SCHEMA || owner != self.owner {
            return None;
        }
        let restore = |record: Record| record.restore(&self.owner, directory).ok();
        let news = match news {
            Wire::Hello => News::Hello,
            Wire::Welcome { clock } => News::Welcome { clock },
            Wire::Pending(record) => {
                let restored = restore(record)?;
                News::Pending { patch: restored.patch, stamp: restored.stamp, from }
            }
            Wire::Released(record) => {
                let restored = restore(record)?;
                News::Released { keys: restored.patch.keys, stamp: restored.stamp, from }
            }
            Wire::Saved { if_match, etag, record } => {
                News::Saved { patch: restore(record)?.patch, if_match, etag }
            }
        };
        Some((from, news))
    }

    /// What to tell the other tabs.
    #[must_use]
    pub fn text(&self, news: News, settings: &Settings) -> PatchText {
        let record = |stamp, patch: &Patch| Record::without_participation(&self.owner, stamp, patch);
        // How many objects end with the text: the message, the news, the record. That has the participation.
        let (news, depth, patch) = match news {
            News::Hello => (Wire::Hello, 0, None),
            News::Welcome { clock } => (Wire::Welcome { clock }, 0, None),
            News::Pending { patch, stamp, .. } => (Wire::Pending(record(stamp, &patch)), 3, Some(patch)),
            News::Released { keys, stamp, .. } => {
                let patch = Patch { keys, values: settings.clone() };
                (Wire::Released(record(stamp, &patch)), 3, Some(patch))
            }
            News::Saved { patch, if_match, etag } => {
                let record = record(Stamp::default(), &patch);
                (Wire::Saved { if_match, etag, record }, 4, Some(patch))
            }
        };
        let message = Message { schema: SCHEMA, owner: self.owner.clone(), from: self.me, news };
        let text = serde_json::to_string(&message).unwrap_or_default();
        match patch {
            Some(patch) => PatchText::within(text, depth, patch),
            None => PatchText::of(text),
        }
    }

    /// Tells recipient pickers which participations the backend has now.
    pub fn tell_pickers(&self, patch: &Patch, directory: &Directory) {
        let participation = &patch.keys.participation;
        let count: usize = Audience::ALL.into_iter().map(|a| participation[a].count_ones(..)).sum();
        if count > MANY {
            self.post(&object(&[("type", "participation-changed".into())]));
            return;
        }
        for audience in Audience::ALL {
            let name = JsValue::from(audience.as_str());
            for position in participation[audience].ones() {
                let choice = patch.values.participation.choice(audience, position);
                self.post(&object(&[
                    ("type", "participation".into()),
                    ("dossier", directory.id(position).into()),
                    ("audience", name.clone()),
                    ("person", self.owner.person.as_str().into()),
                    ("participates", choice.map_or(JsValue::NULL, JsValue::from)),
                ]));
            }
        }
    }

    /// Tells the other tabs, and recipient pickers.
    pub fn post(&self, message: &JsValue) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(message);
        }
    }
}

fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// Asks for the lock of a tab and runs `held` once it has it; the lock is held until the promise of `held`
/// is settled. Runs `without` instead when this browser, or this page, may not use locks.
pub fn with_lock_of(tab: TabId, held: impl FnOnce() -> Promise + 'static, without: impl FnOnce() + 'static) {
    with_lock(&name_of(tab), false, held, without);
}

fn name_of(TabId(tab): TabId) -> String {
    format!("conversation-settings/tab/{tab}")
}

/// See [`with_lock_of`]. To `steal` it is to have it at once, whoever holds it.
pub fn with_lock(
    name: &str,
    steal: bool,
    held: impl FnOnce() -> Promise + 'static,
    without: impl FnOnce() + 'static,
) {
    let request = || -> Result<Promise, JsValue> {
        let locks = Reflect::get(&window().navigator(), &"locks".into())?;
        let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
        let options = object(&[("steal", steal.into())]);
        request.call3(&locks, &name.into(), &options, &Closure::once_into_js(held)).map(JsCast::unchecked_into)
    };
    let request = request();
    spawn_local(async move {
        let refused = match request {
            Ok(held) => JsFuture::from(held).await.is_err(),
            Err(_) => true,
        };
        if refused {
            without();
        }
    });
}

/// Whether some tab holds the lock of this one. Without locks, none does.
pub async fn is_held(tab: TabId) -> bool {
    let name = name_of(tab);
    let held = async {
        let locks = Reflect::get(&window().navigator(), &"locks".into())?;
        let query: Function = Reflect::get(&locks, &"query".into())?.dyn_into()?;
        let snapshot = JsFuture::from(query.call0(&locks)?.unchecked_into::<Promise>()).await?;
        Reflect::get(&snapshot, &"held".into()).map(JsCast::unchecked_into)
    };
    let held: Result<Array, JsValue> = held.await;
    held.is_ok_and(|held| {
        held.iter().any(|lock| Reflect::get(&lock, &"name".into()).is_ok_and(|held| held == name.as_str()))
    })
}
