import { COMMON_FOLDINGS, DIGIT_ZEROS, FULL_FOLDINGS, LETTERS_AND_NUMBERS, MARKS } from './unicode-13.js';

/**
 * Character properties and case folding of Unicode 13.0 as tables. Those of the runtime differ between versions of Node
 * and browsers: new versions of Unicode add characters, and upper-case partners to characters that had none.
 */

/** Ascending and not adjacent: the first range starts at `bounds[0]` and ends before `bounds[1]`, and so on. */
function decodeRanges(text: string): number[] {
  const bounds: number[] = [];
  let end = 0;
  const numbers = text.split(' ').map((number) => Number.parseInt(number, 36));
  for (let i = 0; i < numbers.length; i += 2) {
    const first = end + numbers[i]!;
    end = first + numbers[i + 1]!;
    bounds.push(first, end + 1);
  }
  return bounds;
}

/** Whether a point lies in a range: whether the number of bounds up to it is odd. */
function inRanges(bounds: readonly number[], point: number): boolean {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bounds[middle]! <= point) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}

const lettersAndNumbers = decodeRanges(LETTERS_AND_NUMBERS);
const marks = decodeRanges(MARKS);

const hexNumbers = (text: string): number[] => text.split(' ').map((number) => Number.parseInt(number, 16));

const digits = new Map<number, string>(
  hexNumbers(DIGIT_ZEROS).flatMap((zero) =>
    Array.from({ length: 10 }, (_, value): [number, string] => [zero + value, String(value)]),
  ),
);

function decodeFoldings(): Map<number, string> {
  const foldings = new Map<number, string>();
  const runs = COMMON_FOLDINGS.split(' ').map((number) => Number.parseInt(number, 36));
  for (let i = 0; i < runs.length; i += 4) {
    const [first, count, step, delta] = runs.slice(i, i + 4) as [number, number, number, number];
    for (let k = 0; k < count; k++) {
      const point = first + k * step;
      foldings.set(point, String.fromCodePoint(point + delta));
    }
  }
  for (const entry of FULL_FOLDINGS.split(',')) {
    const [point, ...folded] = hexNumbers(entry) as [number, ...number[]];
    foldings.set(point, String.fromCodePoint(...folded));
  }
  return foldings;
}

const foldings = decodeFoldings();

/** Whether Unicode 13.0 has a character with general category L or N that is not ignorable by default. */
export const isLetterOrNumber = (character: string): boolean =>
  inRanges(lettersAndNumbers, character.codePointAt(0)!);

/** Whether Unicode 13.0 has a character with general category M that is not ignorable by default. */
export const isMark = (character: string): boolean => inRanges(marks, character.codePointAt(0)!);

/** Full case folding (CaseFolding.txt, C and F) of one character; a decimal digit of any script becomes 0 to 9. */
export function fold(character: string): string {
  const point = character.codePointAt(0)!;
  return digits.get(point) ?? foldings.get(point) ?? character;
}
