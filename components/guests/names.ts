/** A guest's name as people write it; a last name is not required. */
export const nameOf = (guest: { firstName: string; lastName: string }) =>
  [guest.firstName, guest.lastName].filter(Boolean).join(" ");
