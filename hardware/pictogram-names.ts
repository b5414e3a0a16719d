/** Pictograms the product draws on slips, wall and buttons; each is an SVG in `displays/pictograms/`. */
export const pictogramNames = [
  'home',
  'land',
  'family',
  'business',
  'justice',
  'construction',
  'social',
  'health',
  'education',
  'transport',
  'payment',
  'result',
  'id-card',
  'help',
  'farm',
  'document',
] as const
export type PictogramName = (typeof pictogramNames)[number]
