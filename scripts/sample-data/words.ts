/** The words the sample documents are made of. Departments are made up, and no person is named. */
export const DEPARTMENTS = ['department-for-coasts', 'office-for-footpaths', 'ministry-of-lighthouses', 'waterways-agency', 'land-use-authority', 'weights-and-measures-board', 'bees-and-orchards-council', 'public-clocks-office'] as const;

export const VERBS = ['Apply for', 'Renew', 'Report', 'Check', 'Pay for', 'Register', 'Appeal against', 'Find out about', 'Cancel', 'Change'] as const;

export const THINGS = [
  'a mooring licence', 'a footpath diversion', 'an orchard grant', 'a lock-keeper’s permit', 'a harbour fee', 'a beehive inspection', 'a fallen tree', 'a bridge closure', 'a market pitch',
  'a well-water test', 'a coastal survey', 'a clock repair', 'a hedge notice', 'a ferry timetable', 'a tide table', 'an allotment plot', 'a millpond lease', 'a lighthouse visit', 'a weighbridge certificate', 'a canal toll',
] as const;

export const FORMS = ['guidance', 'publication', 'consultation', 'statistics', 'news_article', 'transaction', 'manual', 'notice'] as const;

export const NOUNS = [
  'harbour', 'orchard', 'bridge', 'canal', 'meadow', 'licence', 'survey', 'inspection', 'grant', 'notice', 'fee', 'tide', 'lock', 'hive', 'lantern', 'quay', 'footpath', 'hedge', 'mill', 'ferry',
  'allotment', 'register', 'certificate', 'timetable', 'boundary', 'café', 'reservoir', 'weir', 'beacon', 'pasture',
] as const;

export const SENTENCES = [
  'You need to tell us about the {a} before work on the {b} starts.',
  'The {a} is checked once a year, and the {b} every second year.',
  'If the {a} has changed, send the new details of the {b} within 28 days.',
  'There is no charge for the {a}; the {b} costs £{n}.',
  'A decision about the {a} takes up to {n} working days.',
  'Keep the {a} where an inspector can read it from the {b}.',
  'The {a} and the {b} are shown on the map at the end of this page.',
  'You can appeal if the {a} was refused because of the {b}.',
  'Applications for the {a} close at noon; those for the {b} stay open.',
  'We publish figures on every {a} and {b} in the “{a} report”.',
  'Read section {n} before you move the {a} to another {b}.',
  'The rules for a {a} also hold for a {b} nearby.',
] as const;
