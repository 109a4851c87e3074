//! The markup of a licence: made once, and copied for each.

use web_sys::{Element, HtmlElement};

use super::super::bulk;
use crate::domain::Audience;
use crate::ui::Prototype as Markup;
use crate::ui::dom::{part, set_attribute};

/// A licence's section that stands for none yet, to be copied.
pub struct Prototype {
    section: Markup,
    audiences: Vec<Audience>,
    has_header: bool,
}

impl Prototype {
    /// Makes it, with bulk controls for each of these kinds of question. Only where there are several licences does
    /// each have a header.
    #[must_use]
    pub fn new(audiences: Vec<Audience>, has_header: bool) -> Self {
        Self { section: Markup::new(&markup(has_header, &audiences)), audiences, has_header }
    }

    /// The kinds of question, from left to right.
    #[must_use]
    pub fn audiences(&self) -> &[Audience] {
        &self.audiences
    }

    /// Whether a licence has a header.
    #[must_use]
    pub const fn has_header(&self) -> bool {
        self.has_header
    }

    /// A copy for the licence at `index`, with ids of its own that its names and descriptions refer to.
    #[must_use]
    pub fn copy(&self, index: usize, id: &str, name: &str) -> HtmlElement {
        let section = self.section.copy();
        let title = if self.has_header { title_id(index) } else { "list-title".to_owned() };
        let table_id = format!("dossiers-{index}");
        let set = |selector: &str, attribute: &str, value: &str| {
            set_attribute(&part::<Element>(&section, selector), attribute, value);
        };
        set_attribute(&section, "data-licence", id);
        set_attribute(&section, "data-index", &index.to_string());
        set_attribute(&section, "aria-labelledby", &title);
        set("table", "id", &table_id);
        set("table", "aria-labelledby", &title);
        if self.has_header {
            set(".licence-button", "aria-controls", &table_id);
            set(".licence-button > bdi", "id", &title);
            part::<Element>(&section, ".licence-button > bdi").set_text_content(Some(name));
        }
        section
    }
}

/// The id of the element that names the licence at `index`.
pub fn title_id(index: usize) -> String {
    format!("licence-{index}")
}

fn markup(has_header: bool, audiences: &[Audience]) -> String {
    let column = |name: &str| format!(r#"<th role="columnheader" scope="col" data-column="{name}"></th>"#);
    let columns: String = audiences.iter().map(|audience| column(audience.as_str())).collect();
    let (dossier, recipients) = (column("dossier"), column("recipients"));
    let header = if has_header { header(audiences) } else { String::new() };
    format!(
        r#"<section class="licence">
            {header}
            <table role="grid" aria-multiselectable="true" class="dossiers">
                <thead role="rowgroup" class="visually-hidden">
                    <tr role="row" aria-rowindex="1">{dossier}{columns}{recipients}</tr>
                </thead>
                <tbody role="rowgroup"></tbody>
            </table>
        </section>"#
    )
}

fn header(audiences: &[Audience]) -> String {
    let bulk: String = audiences.iter().map(|&audience| bulk::markup(audience, "licence")).collect();
    format!(
        r#"<div class="licence-header columns">
            <h3 class="licence-title">
                <button type="button" class="licence-button">
                    <bdi></bdi> <span class="licence-size"></span>
                </button>
                <span class="licence-without" hidden></span>
                <button type="button" class="link-button changed-button" aria-haspopup="dialog" hidden></button>
            </h3>
            {bulk}
            <span class="glance" aria-hidden="true"></span>
        </div>"#
    )
}
