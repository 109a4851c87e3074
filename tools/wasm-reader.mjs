// Reads what the binary format of WebAssembly is made of, from a place in a file on.

/** What an import is. */
const [FUNCTION, TABLE, MEMORY, GLOBAL] = [0, 1, 2, 3];

export class Reader {
  constructor(bytes, at = 0) {
    Object.assign(this, { bytes, at });
  }

  byte() {
    return this.bytes[this.at++];
  }

  /** A number in LEB128. */
  number() {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = this.byte();
      value |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte & 0x80);
    return value >>> 0;
  }

  text() {
    const length = this.number();
    return this.bytes.subarray(this.at, (this.at += length)).toString();
  }

  /** What an import is, passed over; returns whether it is a function. */
  import() {
    const kind = this.byte();
    if (kind === FUNCTION) this.number();
    else if (kind === TABLE || kind === MEMORY) {
      if (kind === TABLE) this.byte();
      const hasMaximum = this.number() & 1;
      this.number();
      if (hasMaximum) this.number();
    } else if (kind === GLOBAL) this.at += 2;
    else throw new Error(`an import of kind ${kind}`);
    return kind === FUNCTION;
  }
}
