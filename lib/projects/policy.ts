/** Days in which what was deleted can be restored; then it is purged. */
export const restoreDays = 30;

/**
 * A copy is out of sight while it is being made: as if deleted before anything was. It is never among the recently
 * deleted, and one that is never finished is purged.
 */
export const notYet = new Date(0);
