export { stylesheet } from "./stylesheet";
export { isDark, preloads } from "./tokens";
