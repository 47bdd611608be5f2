/**
 * The kinds of id that identify a person. The list is closed: with `tax_id` and `taxid` one person would have two
 * subjects.
 */
export const ID_TYPES = [
  'tax_id',
  'national_id',
  'social_security',
  'id_card',
  'passport',
  'residence_permit',
] as const;
export type IdType = (typeof ID_TYPES)[number];

export const isIdType = (text: unknown): text is IdType => (ID_TYPES as readonly unknown[]).includes(text);
