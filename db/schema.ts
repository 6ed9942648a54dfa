export * from "./schema/guests";
export * from "./schema/messaging";
export * from "./schema/organizations";
export * from "./schema/platform";
export * from "./schema/projects";
export * from "./schema/rsvp";
export * from "./schema/sites";
export * from "./schema/users";
