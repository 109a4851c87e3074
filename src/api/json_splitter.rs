//! Takes the JSON of large answers apart while it arrives, so that 7 MB of text are never held at once and
//! one unreadable dossier does not take the rest down.

/// A part of an answer's text, complete and small enough to be parsed for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// The licence whose dossiers follow begins.
    LicenceStart,
    /// One of many.
    Element(Element, &'a [u8]),
    /// The licence ends; the text is the licence with its dossiers left out.
    LicenceEnd(&'a [u8]),
    /// An element of `licences` that is not an object.
    NotALicence,
    /// The whole text ends; this is it with people, licences and participation left out.
    End(&'a [u8]),
}

/// What there may be many of in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// An element of `people`.
    Person,
    /// An element of the `dossiers` of the licence begun last.
    Dossier,
    /// A member of `participation`: a name and a value.
    Choices,
}

/// Who takes the pieces of an answer.
pub trait Take {
    /// Takes a piece.
    fn take(&mut self, piece: Piece<'_>);

    /// Takes an element from the beginning of a text of which more may come, and says how long it is: nearly all
    /// are taken like that, without being cut out first. `None` if it is not whole, or not followed by what may
    /// follow: then it comes as a piece.
    fn take_whole(&mut self, element: Element, text: &[u8]) -> Option<usize>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Top,
    People,
    Licences,
    Licence,
    Dossiers,
    Participation,
}

/// Where in a value a byte is.
#[derive(Clone, Copy, Debug, Default)]
struct Depth {
    /// Containers that are open.
    nested: usize,
    in_string: bool,
    escaped: bool,
}

impl Depth {
    /// Goes on by a byte; false if that ends the value that it is in.
    fn goes_on(&mut self, byte: u8) -> bool {
        if self.in_string {
            self.string_goes_on(byte);
            return true;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.nested += 1,
            b',' => return self.nested > 0,
            b'}' | b']' if self.nested == 0 => return false,
            b'}' | b']' => self.nested -= 1,
            _ => {}
        }
        true
    }

    /// Goes on by a byte of a string, or by the quote that ends it.
    fn string_goes_on(&mut self, byte: u8) {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = true,
            b'"' => self.in_string = false,
            _ => {}
        }
    }
}

/// Where the value ends that a text begins with; `None` if more of it is to come.
pub(super) fn end_of_value(text: &[u8]) -> Option<usize> {
    let mut depth = Depth::default();
    text.iter().position(|&byte| !depth.goes_on(byte))
}

/// The state between two chunks. Bytes go in by [`feed`](Self::feed), pieces come out as they complete.
#[derive(Debug, Default)]
pub struct JsonSplitter {
    levels: Vec<Level>,
    /// Where in the current level it is: containers that are levels themselves are not counted.
    depth: Depth,
    /// The string read last directly inside an object level: its next key, if a colon follows.
    string: Vec<u8>,
    key: Vec<u8>,
    element: Vec<u8>,
    licence: Vec<u8>,
    top: Vec<u8>,
}

// The bytes that end a run, by where it is.
static ANYTHING: [bool; 256] = [true; 256];
static IN_STRING: [bool; 256] = table(b"\"\\");
static IN_LEVEL: [bool; 256] = table(b"\"{[}],:");
static NESTED: [bool; 256] = table(b"\"{[}]");

const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut index = 0;
    while index < bytes.len() {
        table[bytes[index] as usize] = true;
        index += 1;
    }
    table
}

impl JsonSplitter {
    /// Reads the next chunk of the text and hands over every piece that it completes.
    pub fn feed(&mut self, chunk: &[u8], to: &mut dyn Take) {
        let mut rest = chunk;
        while let Some(&byte) = rest.first() {
            if let Some(element) = self.elements() {
                if self.element.is_empty()
                    && let Some(end) = to.take_whole(element, rest)
                {
                    rest = &rest[end..];
                    continue;
                }
                let end = self.end_of_element(rest);
                self.element.extend_from_slice(&rest[..end]);
                rest = &rest[end..];
                if let Some(&byte) = rest.first() {
                    self.step(byte, to);
                    rest = &rest[1..];
                }
                continue;
            }
            // Inside strings and values only few bytes matter: copy the run up to the next of them.
            let matters = self.what_matters();
            let run = rest.iter().position(|&byte| matters[usize::from(byte)]).unwrap_or(rest.len());
            if run > 0 {
                self.keep(&rest[..run]);
                rest = &rest[run..];
                continue;
            }
            self.step(byte, to);
            rest = &rest[1..];
        }
    }

    /// How far the element goes on: to the byte after it, or to the end of what has arrived. Nearly all of the
    /// text is elements, so this is the loop that counts.
    fn end_of_element(&mut self, text: &[u8]) -> usize {
        let mut depth = self.depth;
        let end = text.iter().position(|&byte| !depth.goes_on(byte));
        self.depth = depth;
        end.unwrap_or(text.len())
    }

    fn what_matters(&self) -> &'static [bool; 256] {
        match (self.depth.in_string, self.depth.escaped, self.depth.nested) {
            (true, true, _) => &ANYTHING,
            (true, false, _) => &IN_STRING,
            (false, _, 0) => &IN_LEVEL,
            _ => &NESTED,
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.depth.in_string
            && self.depth.nested == 0
            && matches!(self.level(), Some(Level::Top | Level::Licence))
        {
            self.string.extend_from_slice(bytes);
        }
        match self.level() {
            Some(Level::Top) | None => self.top.extend_from_slice(bytes),
            Some(Level::Licence) => self.licence.extend_from_slice(bytes),
            Some(Level::People | Level::Licences | Level::Dossiers | Level::Participation) => {
                self.element.extend_from_slice(bytes)
            }
        }
    }

    fn level(&self) -> Option<Level> {
        self.levels.last().copied()
    }

    fn step(&mut self, byte: u8, to: &mut dyn Take) {
        if self.depth.in_string {
            // The closing quote belongs to the text, but not to the string as a key.
            self.depth.string_goes_on(byte);
            self.keep(&[byte]);
            return;
        }
        match byte {
            b'"' => {
                self.keep(&[byte]);
                self.string.clear();
                self.depth.in_string = true;
            }
            b'{' | b'[' => self.open(byte, to),
            b'}' | b']' => self.close(byte, to),
            b',' if self.depth.nested == 0 && self.in_list() => self.finish_element(to),
            b':' if self.depth.nested == 0 => {
                self.key.clone_from(&self.string);
                self.keep(&[byte]);
            }
            _ => self.keep(&[byte]),
        }
    }

    fn elements(&self) -> Option<Element> {
        match self.level()? {
            Level::People => Some(Element::Person),
            Level::Dossiers => Some(Element::Dossier),
            Level::Participation => Some(Element::Choices),
            Level::Top | Level::Licences | Level::Licence => None,
        }
    }

    fn in_list(&self) -> bool {
        self.elements().is_some() || self.level() == Some(Level::Licences)
    }

    fn open(&mut self, byte: u8, to: &mut dyn Take) {
        let entered = match (self.level(), byte, self.key.as_slice()) {
            _ if self.depth.nested > 0 => None,
            (None, b'{', _) if self.top.iter().all(u8::is_ascii_whitespace) => Some(Level::Top),
            (Some(Level::Top), b'[', b"people") => Some(Level::People),
            (Some(Level::Top), b'[', b"licences") => Some(Level::Licences),
            (Some(Level::Top), b'{', b"participation") => Some(Level::Participation),
            (Some(Level::Licences), b'{', _) => Some(Level::Licence),
            (Some(Level::Licence), b'[', b"dossiers") => Some(Level::Dossiers),
            _ => None,
        };
        match entered {
            None => {
                self.keep(&[byte]);
                self.depth.nested += 1;
            }
            Some(level) => {
                if level == Level::Licence {
                    to.take(Piece::LicenceStart);
                    self.licence.clear();
                    self.licence.push(byte);
                } else {
                    self.keep(&[byte]);
                }
                self.key.clear();
                self.element.clear();
                self.levels.push(level);
            }
        }
    }

    fn close(&mut self, byte: u8, to: &mut dyn Take) {
        if self.depth.nested > 0 {
            self.depth.nested -= 1;
            self.keep(&[byte]);
            return;
        }
        if self.in_list() {
            self.finish_element(to);
        }
        let left = self.levels.pop();
        match left {
            Some(Level::Licence) => {
                self.licence.push(byte);
                to.take(Piece::LicenceEnd(&self.licence));
                self.element.clear();
            }
            Some(Level::Top) => {
                self.top.push(byte);
                to.take(Piece::End(&self.top));
            }
            _ => self.keep(&[byte]),
        }
        self.key.clear();
    }

    fn finish_element(&mut self, to: &mut dyn Take) {
        let element = self.element.trim_ascii();
        if !element.is_empty() {
            to.take(match self.elements() {
                Some(kind) => Piece::Element(kind, element),
                None => Piece::NotALicence,
            });
        }
        self.element.clear();
    }
}
