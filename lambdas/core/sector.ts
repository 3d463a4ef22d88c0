/** What an organisation does, as it says itself when it applies. */
export const sectors = [
  'security',
  'insurance',
  'financial_services',
  'higher_education',
  'defence',
  'retail',
  'telecom',
  'technology',
  'energy',
  'health',
  'business_consulting',
  'government',
  'other',
] as const;
export type Sector = (typeof sectors)[number];
