//! What every host does with a question: stores it and reads back what was stored.

use gloo_net::http::Request;
use gloo_net::{Error, http::Response};
use serde_json::{Value, json};

/// Stores the question; the ids of the recipients that were stored with it.
pub async fn ask(dossier: &str, audience: &str, text: &str, recipients: &[String]) -> Result<String, Error> {
    let session: Value = Request::get("/api/session").send().await?.json().await?;
    let token = session["csrfToken"].as_str().unwrap_or_default();
    let url = format!("/api/dossiers/{dossier}/questions");
    let question = json!({ "audience": audience, "text": text, "recipients": recipients });
    let answer: Response = Request::post(&url).header("X-CSRF-Token", token).json(&question)?.send().await?;
    if !answer.ok() {
        return Ok(format!("error {}", answer.status()));
    }
    let stored: Value = Request::get(&url).send().await?.json().await?;
    let recipients = stored["questions"][0]["recipients"].as_array();
    let ids = recipients.into_iter().flatten().filter_map(Value::as_str);
    Ok(ids.collect::<Vec<_>>().join(" "))
}
