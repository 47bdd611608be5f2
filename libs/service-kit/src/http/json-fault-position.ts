const WHITE_SPACE = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings do not contain them.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

/** Reads tokens of a text one after the other. */
class Reader {
  index = 0;

  constructor(private readonly text: string) {}

  /** Reads what matches here; false where nothing does. */
  skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.index;
    const matches = pattern.test(this.text);
    if (matches) this.index = pattern.lastIndex;
    return matches;
  }

  /** Reads one character and white space around it. */
  skipCharacter(character: string): boolean {
    this.skip(WHITE_SPACE);
    if (this.text[this.index] !== character) return false;
    this.index++;
    this.skip(WHITE_SPACE);
    return true;
  }
}

/**
 * Reads a JSON text up to the first character that does not belong there, and returns its index. The messages of
 * `JSON.parse` name it only sometimes, and quote the text.
 */
export function jsonFaultIndex(text: string): number {
  const reader = new Reader(text);
  const closing: ('}' | ']')[] = [];
  const readName = () => reader.skip(STRING) && reader.skipCharacter(':');
  reader.skip(WHITE_SPACE);
  for (;;) {
    // A value
    if (reader.skipCharacter('{')) {
      if (!reader.skipCharacter('}')) {
        closing.push('}');
        if (!readName()) return reader.index;
        continue;
      }
    } else if (reader.skipCharacter('[')) {
      if (!reader.skipCharacter(']')) {
        closing.push(']');
        continue;
      }
    } else if (!reader.skip(STRING) && !reader.skip(SCALAR)) return reader.index;
    // What follows a value
    reader.skip(WHITE_SPACE);
    while (closing.length > 0 && reader.skipCharacter(closing.at(-1)!)) closing.pop();
    if (closing.length === 0) return reader.index;
    if (!reader.skipCharacter(',')) return reader.index;
    if (closing.at(-1) === '}' && !readName()) return reader.index;
  }
}

/** Line and column of an index, from 1. */
export function lineAndColumn(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, index).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
