import Live from "./live";

/** PartyKit asks for a default party; every address names its own (`/parties/live/<project>`). */
export default Live;
