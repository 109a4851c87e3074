//! The markup of a row: made once, and copied for every row.

use web_sys::HtmlElement;

use crate::domain::Audience;
use crate::ui::Prototype as Markup;
use crate::ui::dom::{part, set_attribute};

/// A row that stands for nothing yet, to be copied.
pub struct Prototype {
    row: Markup,
    audiences: Vec<Audience>,
}

impl Prototype {
    /// Makes it, with a control for each of these kinds of question.
    #[must_use]
    pub fn new(audiences: Vec<Audience>) -> Self {
        Self { row: Markup::new(&markup(&audiences)), audiences }
    }

    /// The kinds of question, from left to right.
    #[must_use]
    pub fn audiences(&self) -> &[Audience] {
        &self.audiences
    }

    /// A copy with the ids of its own that its names and descriptions refer to. `slot` is its number among
    /// all rows.
    #[must_use]
    pub fn copy(&self, slot: usize) -> HtmlElement {
        let row = self.row.copy();
        let name = format!("dossier-{slot}");
        set_attribute(&row, "data-slot", &slot.to_string());
        set_attribute(&part(&row, ".dossier"), "id", &name);
        for audience in &self.audiences {
            let column = audience.as_str();
            let toggle: HtmlElement = part(&row, &format!("input[data-audience={column}]"));
            set_attribute(&toggle, "aria-labelledby", &format!("column-{column} {name}"));
        }
        let (bells, meanings) = (format!("recipients-{slot}"), format!("bells-{slot}"));
        set_attribute(&part(&row, ".bells"), "id", &bells);
        set_attribute(&part(&row, ".meanings"), "id", &meanings);
        let button: HtmlElement = part(&row, ".recipients-button");
        set_attribute(&button, "aria-labelledby", &format!("column-recipients {name} {bells}"));
        set_attribute(&button, "aria-describedby", &meanings);
        row
    }
}

/// What every row has; what only some have is made where it is needed.
fn markup(audiences: &[Audience]) -> String {
    let cell = |audience: &Audience| {
        let column = audience.as_str();
        format!(
            r#"<td role="gridcell" class="cell" data-column="{column}">
                <input type="checkbox" role="switch" class="switch" data-audience="{column}">
            </td>"#
        )
    };
    let cells: String = audiences.iter().map(cell).collect();
    format!(
        r#"<tr role="row" class="row columns">
            <th role="rowheader" scope="row" class="dossier">
                <bdi class="dossier-name"></bdi> <span class="dossier-detail"></span>
            </th>
            {cells}
            <td role="gridcell" class="cell recipients-cell">
                <button type="button" class="recipients-button" aria-haspopup="dialog"><span class="bells"></span></button>
                <span class="meanings" hidden></span>
            </td>
        </tr>"#
    )
}
