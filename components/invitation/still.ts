/** A page without its scripts: a picture of it, in a frame that would refuse them anyway. */
export const still = (html: string) => html.replace(/<script\b[^>]*>[\s\S]*?<\/script>/gi, "");
