/**
 * What a keyboard's keys write on the US layout, which is what scanners are set to when they leave the factory;
 * key numbers as in the kernel's input-event-codes.h. The kernel tells keys, not letters.
 */
const rows: [first: number, plain: string, shifted: string][] = [
  [2, '1234567890-=', '!@#$%^&*()_+'],
  [16, 'qwertyuiop[]', 'QWERTYUIOP{}'],
  [30, "asdfghjkl;'`", 'ASDFGHJKL:"~'],
  [43, '\\zxcvbnm,./', '|ZXCVBNM<>?'],
  [57, ' ', ' '],
  // The block of digits.
  [55, '*', '*'],
  [71, '789-456+1230.', '789-456+1230.'],
  [98, '/', '/'],
]

export const keyCodes = {
  enter: 28,
  blockEnter: 96,
  shifts: [42, 54],
  /** With one of these held a key writes no letter: Ctrl, Alt, Meta on either side. */
  commands: [29, 97, 56, 100, 125, 126],
}

const written = new Map(
  rows.flatMap(([first, plain, shifted]) =>
    [...plain].map((letter, n): [number, [string, string]] => [first + n, [letter, shifted[n] ?? letter]]),
  ),
)

/** The character of a key; undefined for a key that writes none. */
export const letterOf = (code: number, shift: boolean): string | undefined =>
  written.get(code)?.[shift ? 1 : 0]

const strokes = new Map<string, { code: number; shift: boolean }>()
for (const [code, letters] of written)
  for (const shift of [false, true]) {
    const letter = letters[shift ? 1 : 0] ?? ''
    if (!strokes.has(letter)) strokes.set(letter, { code, shift })
  }

/** How a scanner writes a character; undefined for one that is not on the layout. */
export const strokeOf = (letter: string): { code: number; shift: boolean } | undefined => strokes.get(letter)
