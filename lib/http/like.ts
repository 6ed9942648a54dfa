/** Text as LIKE takes it: its own wildcards are letters here. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

/** The pattern of what holds a text anywhere. */
export const likeText = (text: string): string => `%${escapeLike(text)}%`;
