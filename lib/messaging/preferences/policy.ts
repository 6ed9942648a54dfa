/** Where an entry of the list comes from that a person made on the page of their preferences. */
export const PREFERENCES = "preferences";

/** `+49…78`: enough to recognise one's own number, too little to call somebody else's. */
export const maskNumber = (number: string): string => `${number.slice(0, 3)}…${number.slice(-2)}`;
