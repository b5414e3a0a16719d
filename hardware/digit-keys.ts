/** Keys a digit keypad can have. */
export const digitKeys = [
  ...(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const),
  'next',
  'recall',
  'start',
  'call',
  'officer',
  'clear',
] as const
/** The usual keypad of four rows and columns: 1 2 3 A, 4 5 6 B, 7 8 9 C, * 0 # D. */
export const usualDigitKeys = [
  ...(['1', '2', '3', 'next', '4', '5', '6', 'recall'] as const),
  ...(['7', '8', '9', 'start', 'clear', '0', 'call', 'officer'] as const),
]
