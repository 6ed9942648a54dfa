/** A verb that cannot be carried out on this scene; nothing was changed. */
export class SceneError extends Error {
  constructor(
    readonly code: "no_node" | "no_prop" | "invalid" | "rank" | "root",
    message: string,
  ) {
    super(message);
    this.name = "SceneError";
  }
}
