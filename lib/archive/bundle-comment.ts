/** The comment of a zip of several backups that Restore Desk wrote: its entries have the names of the backups. ASCII. */
export const BUNDLE_COMMENT = 'Restore Desk bundle';
