//! The outbox in IndexedDB: one object store, a record under `[tenant, person, tab, number]`.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, JsString, Object, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction};

use crate::saving::{Change, Owner, Record, TabId, Unreadable};
use crate::ui::dom::window;

const DATABASE: &str = "conversation-settings";
/// The version of the stores; that of what is in them is in each record.
const VERSION: u32 = 1;
const RECORDS: &str = "outbox";

/// Storage that takes longer counts as broken: saving goes on without it.
const PATIENCE_MS: i32 = 1_000;

/// One tab's access to the outbox of one person.
#[derive(Clone)]
pub struct Store {
    owner: Rc<Owner>,
    tab: TabId,
    /// While it is open.
    database: Rc<RefCell<Option<IdbDatabase>>>,
}

/// A change to make, with the text of the record that is put.
pub struct Written {
    /// The change.
    pub change: Change,
    /// Empty for a record that is deleted.
    pub text: JsString,
}

/// A record, and where it is.
pub struct Stored {
    /// Its key.
    pub key: JsValue,
    /// The record, unless another version of the app wrote it, or it is damaged.
    pub record: Result<Record, Unreadable>,
}

impl Store {
    /// The outbox of `owner`, for the tab with this id.
    #[must_use]
    pub fn new(owner: Owner, tab: TabId) -> Self {
        Self { owner: Rc::new(owner), tab, database: Rc::default() }
    }

    /// Makes changes to this tab's part, and deletes records of others under `taken`: all or nothing.
    ///
    /// # Errors
    /// When storage is full, blocked, broken or too slow.
    pub async fn write(&self, changes: Vec<Written>, taken: Vec<JsValue>) -> Result<(), JsValue> {
        let store = self.clone();
        let write = async move {
            store.open().await?;
            JsFuture::from(store.write_now(&changes, &taken)?).await
        };
        in_time(wasm_bindgen_futures::future_to_promise(write)).await.map(|_| ())
    }

    /// The same, begun before this returns: for a page that may be gone a moment later.
    ///
    /// # Errors
    /// When storage is not open.
    pub fn write_now(&self, changes: &[Written], taken: &[JsValue]) -> Result<Promise, JsValue> {
        let transaction = self.transaction("readwrite")?;
        let records = transaction.object_store(RECORDS)?;
        for Written { change, text } in changes {
            match *change {
                Change::Put(number) => records.put_with_key(text, &self.key(number))?,
                Change::Delete(number) => records.delete(&self.key(number))?,
            };
        }
        for key in taken {
            records.delete(key)?;
        }
        // Without this, what is left of the transaction dies with the page.
        let commit: Function = Reflect::get(&transaction, &"commit".into())?.dyn_into()?;
        commit.call0(&transaction)?;
        Ok(completion(&transaction))
    }

    /// The other tabs, open or not, that have something in the outbox of this person.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn other_tabs(&self) -> Result<Vec<TabId>, JsValue> {
        let keys = self.read(&self.range(None)?, IdbObjectStore::get_all_keys_with_key).await?;
        let mut tabs = Vec::new();
        for tab in keys.iter().filter_map(|key| key.dyn_ref::<Array>()?.get(2).as_f64()) {
            let tab = TabId(tab as u32);
            if tab != self.tab && !tabs.contains(&tab) {
                tabs.push(tab);
            }
        }
        Ok(tabs)
    }

    /// What a tab has in the outbox of this person, oldest first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn records_of(&self, tab: TabId) -> Result<Vec<Stored>, JsValue> {
        let range = self.range(Some(tab))?;
        let keys = self.read(&range, IdbObjectStore::get_all_keys_with_key).await?;
        let mut records = Vec::new();
        for key in keys.iter() {
            let range: JsValue = IdbKeyRange::only(&key)?.into();
            let texts = self.read(&range, IdbObjectStore::get_all_with_key).await?;
            let record = match texts.get(0).as_string() {
                Some(text) => Record::from_json(&text),
                None => Err(Unreadable::Malformed("no text".to_owned())),
            };
            records.push(Stored { key, record });
        }
        Ok(records)
    }

    async fn read(
        &self,
        range: &JsValue,
        ask: impl FnOnce(&IdbObjectStore, &JsValue) -> Result<IdbRequest, JsValue>,
    ) -> Result<Array, JsValue> {
        self.open().await?;
        let request = ask(&self.transaction("readonly")?.object_store(RECORDS)?, range)?;
        in_time(answer(&request)).await?;
        request.result().map(JsCast::unchecked_into)
    }

    /// Opens the outbox; returns at once when it is open.
    ///
    /// # Errors
    /// When storage is blocked, broken or too slow.
    pub async fn open(&self) -> Result<(), JsValue> {
        if self.database.borrow().is_some() {
            return Ok(());
        }
        let factory = window().indexed_db()?.ok_or(JsValue::NULL)?;
        let request = factory.open_with_u32(DATABASE, VERSION)?;
        let opened = answer(&request);
        request.set_onupgradeneeded(Some(create(&request).unchecked_ref()));
        in_time(opened).await?;
        let database: IdbDatabase = request.result()?.unchecked_into();
        // Another version of the app wants to change the stores, or the browser has cleared them.
        for event in ["versionchange", "close"] {
            let (held, gone) = (self.database.clone(), database.clone());
            let close = Closure::once_into_js(move || {
                gone.close();
                held.take();
            });
            database.add_event_listener_with_callback(event, close.unchecked_ref())?;
        }
        self.database.replace(Some(database));
        Ok(())
    }

    fn transaction(&self, mode: &str) -> Result<IdbTransaction, JsValue> {
        let held = self.database.borrow();
        let database = held.as_ref().ok_or(JsValue::NULL)?;
        // web-sys has no options: acknowledged only when it is on the disk.
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
        let begin: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
        begin.call3(database, &RECORDS.into(), &mode.into(), &options).map(JsCast::unchecked_into)
    }

    fn key(&self, number: u64) -> JsValue {
        let prefix = self.prefix(Some(self.tab));
        prefix.push(&(number as f64).into());
        prefix.into()
    }

    fn prefix(&self, tab: Option<TabId>) -> Array {
        let prefix = Array::of2(&self.owner.tenant.as_str().into(), &self.owner.person.as_str().into());
        if let Some(TabId(tab)) = tab {
            prefix.push(&tab.into());
        }
        prefix
    }

    /// Of all records of the person, or of one tab: an array comes after all numbers.
    fn range(&self, tab: Option<TabId>) -> Result<JsValue, JsValue> {
        let (first, last) = (self.prefix(tab), self.prefix(tab));
        last.push(&Array::new());
        IdbKeyRange::bound(&first, &last).map(JsValue::from)
    }
}

fn create(request: &IdbOpenDbRequest) -> JsValue {
    let request = request.clone();
    Closure::once_into_js(move || {
        let database = request.result().map(JsCast::unchecked_into::<IdbDatabase>);
        let _ = database.and_then(|database| database.create_object_store(RECORDS));
    })
}

fn answer(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    })
}

fn completion(transaction: &IdbTransaction) -> Promise {
    Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    })
}

/// Waits for a promise, but not for longer than storage may take.
pub async fn in_time(promise: Promise) -> Result<JsValue, JsValue> {
    let late = Promise::new(&mut |_, reject| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&reject, PATIENCE_MS);
    });
    JsFuture::from(Promise::race(&Array::of2(&promise, &late))).await
}
