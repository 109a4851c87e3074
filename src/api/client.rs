//! The HTTP client.

use gloo_net::http::{Request, Response};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, RequestCredentials};

use super::{DirectoryReader, Problem, Session, SettingsReader, Unreadable};
use crate::configuration;
use crate::domain::{Directory, FoldUnicode, Settings};

/// Why something could not be read from the backend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// Nobody is signed in. The page to sign in on, if the backend names one.
    SignedOut(Option<String>),
    /// The backend could not be reached, or the connection broke.
    Unreachable,
    /// The backend answered, but not as the contract says.
    Unusable,
}

impl From<gloo_net::Error> for ReadError {
    fn from(_: gloo_net::Error) -> Self {
        Self::Unreachable
    }
}

/// So many bytes of an answer are read at a time.
const BUFFER: u32 = 1 << 16;

/// Reads who is signed in.
///
/// # Errors
/// When there is no session, or no usable answer.
pub async fn read_session() -> Result<Session, ReadError> {
    let response = get("/api/session").await?;
    Session::decode(&response.binary().await?).ok_or(ReadError::Unusable)
}

/// Reads the directory of the user with this id, piece by piece as it arrives.
///
/// # Errors
/// When there is no session, or no usable answer.
pub async fn read_directory(user: &str, fold: FoldUnicode) -> Result<(Directory, Unreadable), ReadError> {
    let response = get("/api/directory").await?;
    let mut reader = DirectoryReader::new(user, fold);
    read_body(&response, u32::MAX, |chunk| reader.feed(chunk)).await.ok_or(ReadError::Unreachable)?;
    reader.finish().map_err(|_| ReadError::Unusable)
}

/// Reads the body of an answer as it arrives; `None` when it breaks off, or is longer than `at_most`.
pub async fn read_body(response: &Response, at_most: u32, mut take: impl FnMut(&[u8])) -> Option<()> {
    let chunks: ReadableStreamDefaultReader = response.body()?.get_reader().unchecked_into();
    // One buffer for all: a chunk may be megabytes, and Wasm never gives memory back.
    let mut buffer = vec![0; BUFFER as usize];
    let mut left = at_most;
    loop {
        let result = JsFuture::from(chunks.read()).await.ok()?;
        let chunk = Reflect::get(&result, &JsValue::from_str("value")).unwrap_or_default();
        let Ok(chunk) = chunk.dyn_into::<Uint8Array>() else { return Some(()) };
        let Some(still_left) = left.checked_sub(chunk.length()) else {
            let _ = chunks.cancel();
            return None;
        };
        left = still_left;
        let mut start = 0;
        while start < chunk.length() {
            let part = chunk.subarray(start, chunk.length().min(start + BUFFER));
            let bytes = &mut buffer[..part.length() as usize];
            part.copy_to(bytes);
            take(bytes);
            start += part.length();
        }
    }
}

/// The settings as the backend has them.
pub struct SettingsRead {
    /// Their values.
    pub settings: Settings,
    /// Their version: goes into `If-Match`. Without one nothing can be saved yet, but all can be shown.
    pub etag: Option<String>,
    /// What could not be read.
    pub unreadable: Unreadable,
}

/// Reads the user's settings.
///
/// # Errors
/// When there is no session, or no usable answer.
pub async fn read_settings(directory: &Directory) -> Result<SettingsRead, ReadError> {
    let response = get("/api/conversation-settings").await?;
    let etag = response.headers().get("ETag");
    let mut reader = SettingsReader::new(directory);
    read_body(&response, u32::MAX, |chunk| reader.feed(chunk)).await.ok_or(ReadError::Unreachable)?;
    let (settings, unreadable) = reader.finish().ok_or(ReadError::Unusable)?;
    Ok(SettingsRead { settings, etag, unreadable })
}

async fn get(path: &str) -> Result<Response, ReadError> {
    let response = match configuration::begun(path) {
        Some(answer) => {
            let answer = JsFuture::from(answer).await.map_err(|_| ReadError::Unreachable)?;
            Response::from(answer.unchecked_into::<web_sys::Response>())
        }
        None => Request::get(&configuration::api(path)).credentials(RequestCredentials::Include).send().await?,
    };
    match response.status() {
        200 => Ok(response),
        401 => Err(ReadError::SignedOut(Problem::decode(&response.binary().await?).sign_in)),
        _ => Err(ReadError::Unusable),
    }
}
